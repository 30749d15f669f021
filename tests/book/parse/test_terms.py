"""The table of terms agrees with the chapters, with the notation page and with the colours of the figures."""

import re
from pathlib import Path

import pytest

from nnbook.book.parse import terms
from nnbook.book.parse.equations import without_code
from nnbook.book.parse.page import Page
from nnbook.plots.style import SERIES
from tests.pages import pages

PAGES = {page.path: page for page in pages()}
CHAPTERS = sorted(path for path in PAGES if path.startswith("docs/chapters/"))
SYMBOLS = re.compile(r"^\| (?P<letters>\$[^|]+) \| (?P<names>[^|]*) \|", re.MULTILINE)
WRITTEN = {"θ": r"\theta", "η": r"\eta", "δ": r"\delta", "Δ": r"\Delta", "μ": r"\mu", "ℓ": r"\ell", "ŷ": r"\hat{y}"}
OTHERWISE = ("filter", "k")
"""In Convolution the weights of a filter are k with two indices, in code W; the notation page has k for its side."""
SIGNS = {"∇": r"\nabla", "∂": r"\partial", "′": "'"}


def tex(page: Page) -> str:
    """Return all formulas of a page."""
    return " ".join(a or b for a, b in re.findall(r"\$\$(.+?)\$\$|\$([^$]+)\$", without_code(page), re.DOTALL))


def has(formulas: str, letter: str) -> bool:
    if letter in SIGNS:
        return SIGNS[letter] in formulas
    return bool(re.search(rf"(?<![A-Za-z\\]){re.escape(WRITTEN.get(letter, letter))}(?![A-Za-z])", formulas))


def test_every_chapter_has_terms_and_nothing_else_has() -> None:
    assert sorted(f"docs/{page}.md" for page in terms.table()) == CHAPTERS


@pytest.mark.parametrize("path", CHAPTERS)
def test_no_two_terms_of_a_page_share_a_colour_and_all_are_the_figures(path: str) -> None:
    hues = [term.hue for term in terms.of(PAGES[path]).values()]
    assert set(hues) <= set(SERIES)
    assert len(set(hues)) == len(hues)


@pytest.mark.parametrize("path", CHAPTERS)
def test_a_page_says_each_term_in_words_and_in_letters_or_code(path: str) -> None:
    page = PAGES[path]
    prose, formulas, code = without_code(page), tex(page), "\n".join(fence.source for fence in page.fences)
    for name, term in terms.of(page).items():
        assert re.search(rf"\b(?:{'|'.join(term.words)})\b".replace(" ", r"\s+"), prose), f"{name}: no word"
        named = re.search(rf"\b(?:{'|'.join(term.names)})\b", code)
        assert named or any(has(formulas, letter) for letter in term.letters), f"{name}: neither letter nor name"


def test_letters_and_names_belong_together_as_the_notation_page_says() -> None:
    symbols = "\n".join(PAGES["docs/reference/notation.md"].lines)
    table = {
        letter.strip(" $"): set(re.findall(r"`([^`]+)`", row["names"]))
        for row in SYMBOLS.finditer(symbols)
        for letter in row["letters"].split(",")
    }
    compared = 0
    for page, found in terms.table().items():
        for name, term in found.items():
            for letter in term.letters:
                named = table.get(WRITTEN.get(letter, letter))
                if named and (name, letter) != OTHERWISE:
                    compared += 1
                    assert named & set(term.names), f"{page}: {name}: notation calls {letter} {sorted(named)}"
    assert compared > 60


@pytest.mark.parametrize(("line", "wrong"), [("weight blue: w = W", ValueError), ("chapters/x: none", KeyError)])
def test_a_line_that_is_no_row_is_told(
    line: str, wrong: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "terms.txt"
    file.write_text(f"{line}\n", encoding="utf-8")
    monkeypatch.setattr(terms, "TABLE", file)
    with pytest.raises(wrong):
        terms.table.__wrapped__()
