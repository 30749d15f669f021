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
    spoken = "<mjx-assistive-mml><math><mi>Q</mi></math></mjx-assistive-mml>"
    shown = "<mjx-c class='x'>{}</mjx-c><mjx-text>{}</mjx-text>"
    formula = f"<p>Zebra</p><mjx-container>{shown}{spoken}</mjx-container>"
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


def test_a_font_of_text_keeps_what_stands_in_pages_and_scripts_but_in_no_formula(site: Path, subsetter: Fonts) -> None:
    text = site / "assets/vendor/fonts/serif.woff2"
    text.parent.mkdir()
    text.write_bytes((site / NAME).read_bytes())
    script = site / "assets/widgets/first/index.js"
    script.parent.mkdir(parents=True)
    script.write_text('say("∏");', encoding="utf-8")
    subsetter.subset(site)
    assert letters(text) >= {"Z", "e", "b", "r", "a", "∏"}
    assert not {"Q", "K", "∑"} & letters(text)
    assert "∏" not in letters(site / NAME), "it stands in no formula"


def test_a_font_that_no_page_needs_stays_whole(site: Path, subsetter: Fonts) -> None:
    for page in site.rglob("*.html"):
        page.write_text("<p>Text</p>", encoding="utf-8")
    whole = (site / NAME).read_bytes()
    subsetter.subset(site)
    assert (site / NAME).read_bytes() == whole
