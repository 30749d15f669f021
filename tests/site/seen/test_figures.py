"""Every figure of the built site looks as Matplotlib draws it, in both schemes, on a desk and on a phone."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from nnbook.book.parse.fences import parse
from nnbook.book.parse.labs import read_lab
from nnbook.book.parse.page import Fence
from tests.site.seen import figures
from tests.site.seen.drawn import Drawn, draw
from tests.site.seen.figures import Compared
from tools.building import ROOT
from tools.painted import SCALES, SCHEMES, paint


@dataclass
class Seen:
    """What was found when every figure was looked at: what is wrong, by check, and how far the good are apart."""

    figures: int = 0
    arrays: int = 0
    problems: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    similar: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def look(self, compared: Compared) -> None:
        """Run every check on a picture."""
        painted = compared.painted
        self.arrays += len(compared.arrays)
        self.similar[f"{painted.scheme} {painted.width}"].append(compared.similarity)
        for check in figures.OF_PICTURES:
            self.problems[check.__name__] += check(compared)
        # Where things are is the same in both schemes.
        if painted.scheme == "light":
            for place in figures.OF_PLACES:
                self.problems[place.__name__] += place(painted)


FIGURE = re.compile(r'<figure class="nn-figure" id="fence-(\d+)-figure-(\d+)">')


def whole(name: str) -> Fence:
    """Return the cells of a lab as one fence, number 0: what one of them defines the others use."""
    lab = read_lab(ROOT / f"docs/{name.strip('/')}.ipynb", ROOT)
    source = "\n".join(cell.source for cell in lab.cells)
    return Fence(lab.page, 0, source, 1, source.count("\n") + 1, 0)


def with_figures(site: Path, name: str) -> Iterator[Fence]:
    """Yield the fences of a page below which there are figures."""
    if name.startswith("labs/"):
        yield whole(name)
        return
    html = (site / name / "index.html").read_text(encoding="utf-8")
    _, *parts = re.split(r'<div class="nn-fence" id="fence-(\d+)">', html)
    wanted = {int(number) for number, part in zip(parts[::2], parts[1::2], strict=True) if '"nn-figure"' in part}
    if wanted:
        path = Path("docs", f"{name.strip('/') or 'index'}.md")
        page = parse((ROOT / path).read_text(encoding="utf-8"), path.as_posix())
        yield from (fence for fence in page.fences if fence.number in wanted)


def drawings(site: Path, fences: Iterable[tuple[str, Fence]]) -> dict[tuple[str, int, int], Drawn]:
    """Return what Matplotlib paints of the figures of fences, by page and the numbers of fence and figure."""
    fences = list(fences)
    drawn = draw(fence for _, fence in fences)
    found: dict[tuple[str, int, int], Drawn] = {}
    for name, fence in fences:
        places = [(fence.number, number) for number in range(len(drawn[fence]))]
        if not fence.number:
            html = (site / name / "index.html").read_text(encoding="utf-8")
            places = [(int(cell), int(number) - 1) for cell, number in FIGURE.findall(html)]
        found |= {(name, *place): one for place, one in zip(places, drawn[fence], strict=True)}
    return found


@pytest.fixture(scope="module")
def seen(site: Path, address: str, pages: list[str], chromium: Browser) -> Seen:
    """Look at every figure of every page, but those of the page that has all others on it."""
    found = Seen()
    chosen = [name for name in pages if not name.startswith("print")]
    drawn = drawings(site, ((name, fence) for name in chosen for fence in with_figures(site, name)))
    for name in dict.fromkeys(name for name, _, _ in drawn):
        for painted in paint(chromium, address, name):
            found.look(Compared(painted, drawn[name, painted.fence, painted.number]))
    found.figures = len(drawn)
    return found


def test_every_figure_is_seen_in_every_way(seen: Seen) -> None:
    for way, similar in seen.similar.items():
        least, median = min(similar), np.median(similar)
        print(f"{way}: {len(similar)} figures, similar by {least:.3f} at least, {median:.3f} in the median")
    assert seen.figures > 150
    assert seen.arrays > 700
    assert {way: len(similar) for way, similar in seen.similar.items()} == {
        f"{scheme} {width}": seen.figures for scheme in SCHEMES for width in SCALES
    }


@pytest.mark.parametrize("check", [check.__name__ for check in (*figures.OF_PICTURES, *figures.OF_PLACES)])
def test_no_figure_is(seen: Seen, check: str) -> None:
    problems = seen.problems[check]
    assert not problems, f"{len(problems)}:\n" + "\n".join(problems[:60])
