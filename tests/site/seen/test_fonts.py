"""Fonts cut to the letters of the book: what is left is drawn as in the fonts that were published."""

from pathlib import Path
from typing import Any

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from nnbook.book.vendor.formula_fonts import FONTS
from nnbook.book.vendor.packages import SOURCE

WEIGHTS = (400, 620, 700)
NEAR = 1.5  # thousandths of the size: 0.03 pixels in text of 20 pixels, from rounding when weights are left out


def published(font: Path) -> Path:
    """Return the font as its package has it."""
    if font.parent.name == "maths":
        whole = FONTS / font.name
        return whole if whole.is_file() else FONTS / font.name.replace("-more", "").replace("-seldom", "")
    face = font.name.partition("-latin")[0].partition("-greek")[0]
    return SOURCE / "@fontsource-variable" / face / "files" / font.name.replace("-common", "")


def drawn(font: TTFont, weight: int) -> tuple[Any, Any, float]:
    """Return the glyphs of a font at a weight, the letters that they stand for, and how many units a size has."""
    location = {"wght": weight} if "fvar" in font else None
    return font.getGlyphSet(location=location), font.getBestCmap() or {}, font["head"].unitsPerEm


def points(glyphs: Any, name: str) -> list[float]:
    """Return the numbers that a glyph is drawn with, and its width."""
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return [glyphs[name].width, *(number for _, given in pen.value for point in given if point for number in point)]


def furthest(font: Path) -> tuple[float, str]:
    """Return how far a point of a cut font is from where it was published, in thousandths of the size, and where."""
    cut, whole = TTFont(font), TTFont(published(font))
    worst = (0.0, "")
    for weight in WEIGHTS if "fvar" in cut else WEIGHTS[:1]:
        ours, letters, size = drawn(cut, weight)
        theirs, all_letters, whole_size = drawn(whole, weight)
        assert letters or font.parent.name == "maths", font.name  # some alphabets of formulas are not written in
        assert size == whole_size, font.name
        for code, name in letters.items():
            one, other = points(ours, name), points(theirs, all_letters[code])
            assert len(one) == len(other), f"{font.name}: {chr(code)}"
            far = max(abs(a - b) for a, b in zip(one, other, strict=True)) / size * 1000
            worst = max(worst, (far, f"{chr(code)} at weight {weight}"))
    return worst


def test_every_letter_of_a_cut_font_is_drawn_as_it_was_published(site: Path) -> None:
    vendor = site / "assets/vendor"
    fonts = sorted([*(vendor / "fonts").glob("*.woff2"), *(vendor / "maths").glob("*.woff2")])
    assert {font.parent.name for font in fonts} == {"fonts", "maths"}
    far = {font.name: worst for font in fonts if (worst := furthest(font))[0] > NEAR}
    assert not far, far
