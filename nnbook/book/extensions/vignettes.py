"""What opens a chapter: the network of the book, a ring where the chapter is at home, and that part enlarged.

The enlarged part alone is the chapter's picture in the list of the home page.
"""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from nnbook.book.extensions.details import DETAILS
from nnbook.book.extensions.shapes import Edge, Point, edges, nodes, squares
from nnbook.book.parse.page import Page

SEVEN = ("........", ".######.", ".....##.", "....##..", "...##...", "...##...", "..##....", "........")
"""The digit that goes in."""

LAYERS = [
    [(x, 36 + apart * (2 * i + 1 - count) // 2) for i in range(count)]
    for x, count, apart in ((104, 6, 12), (176, 5, 13), (248, 5, 13), (320, 10, 6), (384, 1, 0))
]
"""The nodes from left to right: input, two hidden layers, the ten outputs, the cost."""

INPUT, FIRST, SECOND, OUTPUT, COST = LAYERS
RADII = (3.6, 4.4, 4.4, 2.4, 7)
SHOWN = OUTPUT[7]
WAY = [INPUT[1], FIRST[1], SECOND[1], SHOWN, COST[0]]


def fan(left: Sequence[Point], right: Sequence[Point]) -> list[Edge]:
    """Return the edges from each node to each."""
    return list(product(left, right))


def _frame(x: float, y: float, size: float) -> list[Edge]:
    corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
    return list(pairwise([*corners, corners[0]]))


class Part(NamedTuple):
    """What of the network a chapter is about: in words, middle and radius of a ring, the edges and nodes alight.

    There is no ring around the whole.
    """

    words: str
    ring: tuple[float, float, float] | None
    colour: str
    edges: Sequence[Edge] = ()
    nodes: Sequence[Point] = ()
    radius: float = 4.4


PARTS = {
    "tensors": Part("the weights between two layers, a table", (212, 36, 25), "blue", fan(FIRST, SECOND)),
    "grades": Part(
        "a weighted sum, which goes into one node", (153, 24, 22), "blue", fan(INPUT, FIRST[1:2]), FIRST[1:2]
    ),
    "convolution": Part(
        "a patch of the picture, under a small filter", (46.7, 24.2, 19), "orange", _frame(35.7, 13.2, 22)
    ),
    "network": Part(
        "layers, each node joined to all of the next",
        None,
        "wide",
        [edge for pair in pairwise(LAYERS[:4]) for edge in fan(*pair)],
    ),
    "activations": Part("the curve inside a node", (176, 49, 11), "blue", (), FIRST[3:4]),
    "losses": Part("how far the outputs are off, as one number", (384, 36, 15), "blue", fan(OUTPUT, COST), COST, 7),
    "derivatives": Part(
        "one weight, and the slope of the cost in it", (212, 16.5, 14), "orange", [(FIRST[0], SECOND[1])]
    ),
    "descent": Part("the valley of the cost, and steps down into it", (384, 36, 15), "orange", (), COST, 7),
    "stochastic": Part("all the examples, of which a few are drawn", (36, 36, 35), "blue", _frame(4, 4, 64)),
    "backprop": Part(
        "what comes back to a node from all that it fed",
        (248, 36, 17),
        "orange",
        [*fan(SECOND[2:3], OUTPUT), *fan(OUTPUT, COST)],
        SECOND[2:3],
    ),
    "calculus": Part("one way back to a weight, slope by slope", (212, 23, 21), "orange", list(pairwise(WAY)), WAY[:3]),
    "digits": Part("ten outputs, of which one is strong", (320, 36, 35), "blue", fan(SECOND, [SHOWN]), [SHOWN], 3.4),
}
"""The part of each chapter, by the name of its page."""


def opened(lines: Iterable[str], page: Page) -> Iterator[str]:
    """Yield the lines of a page, and below the title of a chapter that has a part in the network what opens it."""
    waiting = page.number is not None and _stem(page) in PARTS
    for line in lines:
        yield line
        if waiting and line.startswith("# "):
            waiting = False
            yield from ("", _vignette(_stem(page)), "")


def thumbnail(page: Page) -> str:
    """Return the enlarged part of a chapter alone, beside whose name it stands; nothing without one."""
    stem = _stem(page)
    return lens(stem) if stem in DETAILS else ""


def lens(stem: str) -> str:
    """Return the enlarged part of a chapter."""
    glass = nodes("glass", [(0, 0)], 34.5)
    return f'<svg class="nn-lens" viewBox="-36 -36 72 72" aria-hidden="true">{glass}{DETAILS[stem]()}</svg>'


def _vignette(stem: str) -> str:
    said = f"A picture goes through a network to ten outputs and their cost. This chapter: {PARTS[stem].words}."
    drawn = _network(PARTS[stem]) + lens(stem)
    return f'<div class="nn-vignette" role="img" aria-label="{said}">{drawn}</div>'


def _network(part: Part) -> str:
    """Return the whole network, with what is alight and the ring."""
    entering = [((68, spot[1]), spot) for spot in INPUT]
    every = [*entering, *(edge for pair in pairwise(LAYERS) for edge in fan(*pair))]
    drawn = [
        squares("paper", [(4, 4)], 64),
        squares("inks", _digit(), 7),
        edges("line", [edge for edge in every if edge not in part.edges]),
        edges(part.colour, part.edges),
        *(nodes("node", layer, size) for layer, size in zip(LAYERS, RADII, strict=True)),
        nodes(f"{part.colour}s", part.nodes, part.radius),
        nodes("ring", [part.ring[:2]], part.ring[2]) if part.ring else "",
    ]
    return f'<svg viewBox="0 0 400 72" aria-hidden="true">{"".join(drawn)}</svg>'


def _digit() -> list[Point]:
    return [(6 + 7.5 * j, 6 + 7.5 * i) for i, row in enumerate(SEVEN) for j, mark in enumerate(row) if mark == "#"]


def _stem(page: Page) -> str:
    return posixpath.splitext(posixpath.basename(page.path))[0]
