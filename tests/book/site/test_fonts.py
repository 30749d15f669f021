"""The formulas' fonts have what the built pages write with them, and no more."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from nnbook.book.files import Kept
from nnbook.book.site import fonts
from nnbook.book.site.fonts import Fonts
from nnbook.book.vendor.fonts import cut
from nnbook.book.vendor.formula_fonts import FONTS as PUBLISHED

NAME = "assets/vendor/maths/mjx-ncm-n.woff2"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Write two pages with formulas, one with a word beside them, and the font of all letters and some signs."""
    formula = "<p>Zebra</p><mjx-container><mjx-c class='x'>{}</mjx-c><mjx-text>{}</mjx-text></mjx-container>"
    for name, given in (("index.html", ("a", "if")), ("other/index.html", ("&lt;", "∑"))):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(formula.format(*given), encoding="utf-8")
    (tmp_path / NAME).parent.mkdir(parents=True)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ<>∑∏"
    (tmp_path / NAME).write_bytes(cut(PUBLISHED / "mjx-ncm-n.woff2", letters))
    return tmp_path


@pytest.fixture
def subsetter(tmp_path: Path) -> Fonts:
    made = Fonts()
    made.kept = Kept(tmp_path / "kept", cold_build=False)
    return made


def letters(font: Path) -> set[str]:
    with TTFont(io.BytesIO(font.read_bytes())) as read:
        return set(map(chr, read.getBestCmap() or {}))


def test_a_font_keeps_the_characters_of_the_formulas_of_all_pages(site: Path, subsetter: Fonts) -> None:
    before = (site / NAME).stat().st_size
    subsetter.subset(site)
    assert letters(site / NAME) == {"a", "i", "f", "<", ">", "∑"}, "fontTools keeps what mirrors a sign, too"
    assert (site / NAME).stat().st_size < before / 2


def test_what_is_left_is_drawn_as_before(site: Path, subsetter: Fonts) -> None:
    def outline(character: str) -> object:
        with TTFont(io.BytesIO((site / NAME).read_bytes())) as font:
            glyph = font.getBestCmap()[ord(character)]
            table = font["CFF "].cff.topDictIndex[0].CharStrings[glyph]
            table.decompile()
            return font["hmtx"][glyph], table.program

    before = outline("∑")
    subsetter.subset(site)
    assert outline("∑") == before


def test_it_is_done_once_for_the_same_characters_and_again_for_others(
    site: Path, subsetter: Fonts, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (site / NAME).read_bytes()
    subsetter.subset(site)
    first = (site / NAME).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(fonts, "cut", lambda *_: pytest.fail("cut again"))
        (site / NAME).write_bytes(whole)
        subsetter.subset(site)
    assert (site / NAME).read_bytes() == first
    (site / NAME).write_bytes(whole)
    (site / "index.html").write_text("<mjx-container>∏</mjx-container>", encoding="utf-8")
    subsetter.subset(site)
    assert letters(site / NAME) == {"<", ">", "∑", "∏"}


def test_a_site_without_formulas_has_no_fonts_for_them(tmp_path: Path, subsetter: Fonts) -> None:
    subsetter.subset(tmp_path)
    assert not list(tmp_path.rglob("*.woff2"))
