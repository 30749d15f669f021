"""What opens a chapter: every chapter has its part of the network, and the drawing stays within its bounds."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from nnbook.book.extensions import vignettes
from nnbook.book.extensions.details import DETAILS
from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import Page

ROOT = Path(__file__).parents[3]
CSS = (ROOT / "docs" / "assets" / "css" / "vignettes.css").read_text(encoding="utf-8")
LARGEST = 6000


def chapter(stem: str, front: str = "number: 3") -> Page:
    return parse(f"---\n{front}\n---\n# Title\n\nText.\n", f"docs/chapters/{stem}.md")


def opened(page: Page) -> list[str]:
    return list(vignettes.opened(page.lines[page.offset :], page))


def test_each_chapter_of_the_book_has_a_part_and_a_drawing_of_its_own() -> None:
    chapters = {path.stem for path in (ROOT / "docs" / "chapters").glob("*.md")}
    assert set(vignettes.PARTS) == chapters == set(DETAILS)
    assert len({part.words for part in vignettes.PARTS.values()}) == len(chapters)
    assert len({make() for make in DETAILS.values()}) == len(chapters)


@pytest.mark.parametrize("stem", vignettes.PARTS)
def test_it_stands_once_below_the_title_and_says_in_words_what_it_shows(stem: str) -> None:
    lines = opened(chapter(stem))
    (at,) = [i for i, line in enumerate(lines) if "nn-vignette" in line]
    assert lines[at - 2 : at] == ["# Title", ""]
    assert 'role="img"' in lines[at]
    assert f'{vignettes.PARTS[stem].words}."' in lines[at]
    assert len(lines[at]) <= LARGEST


def test_other_pages_stay_as_they_are() -> None:
    for page in (chapter("grades", "title: x"), chapter("of_another_book")):
        assert opened(page) == list(page.lines[page.offset :])
    assert vignettes.thumbnail(chapter("of_another_book")) == ""
    assert vignettes.thumbnail(chapter("grades")).startswith("<svg")


@pytest.mark.parametrize("stem", vignettes.PARTS)
def test_what_is_alight_is_in_the_network_and_the_ring_in_the_drawing(stem: str) -> None:
    part = vignettes.PARTS[stem]
    if part.ring:
        x, y, radius = part.ring
        assert radius <= x <= 400 - radius
        assert radius <= y <= 72 - radius
    steps = {edge for pair in pairwise(vignettes.LAYERS) for edge in vignettes.fan(*pair)}
    framed = all(0 <= end[0] <= 68 for edge in part.edges for end in edge)
    assert framed or set(part.edges) <= steps
    assert set(part.nodes) <= {spot for layer in vignettes.LAYERS for spot in layer}


@pytest.mark.parametrize("stem", DETAILS)
def test_what_is_enlarged_stays_within_its_circle(stem: str) -> None:
    for x, y in re.findall(r"[ML](-?[\d.]+)[ ]?(-?[\d.]+)", DETAILS[stem]()):
        assert float(x) ** 2 + float(y) ** 2 <= 34.5**2, (x, y)
    for x, y, radius in re.findall(r'cx="(\S+)" cy="(\S+)" r="(\S+)"', DETAILS[stem]()):
        assert (float(x) ** 2 + float(y) ** 2) ** 0.5 + float(radius) <= 34.5


def test_each_class_has_a_rule() -> None:
    drawn = "".join("".join(opened(chapter(stem))) for stem in vignettes.PARTS)
    classes = set(re.findall(r'class="(nn-[\w-]+)"', drawn))
    assert classes == set(re.findall(r"\.(nn-[\w-]+)", CSS))
