"""What the ring around a part of the network shows enlarged: a drawing a chapter, 72 by 72, zero in the middle."""

from collections.abc import Callable
from itertools import product

from nnbook.book.extensions.shapes import edges, nodes, path, squares

WEIGHTS = ("b.ob", ".bbo", "o.b.", "bo.b")
PATCH = ("...##", "..###", ".###.", "###..", "##...")
DRAWN = {(0, 3), (1, 0), (2, 2), (3, 4), (4, 1)}


def tensors() -> str:
    """Draw a matrix of weights: blue above zero, orange below."""
    cells = {(i, j): mark for i, row in enumerate(WEIGHTS) for j, mark in enumerate(row)}
    shown = [
        squares(kind, [(-17 + 8.6 * j, -17 + 8.6 * i) for (i, j), mark in cells.items() if mark == sign], 7.8)
        for kind, sign in (("blues", "b"), ("oranges", "o"), ("pale", "."))
    ]
    return "".join(shown) + path("ink", "M-16.5-21H-21V21h4.5M16.5-21H21V21h-4.5")


def grades() -> str:
    """Draw a row of a table, and the weighted sum that it leads to."""
    row = [(-16, -18 + 9 * i) for i in range(5)]
    strong = [(spot, (17, 0)) for spot in row[:2]]
    weak = [(spot, (17, 0)) for spot in row[2:]]
    sigma = path("ink", "M20.5-4.5h-7l4 4.5-4 4.5h7")
    start = squares("cell", [(x - 4.5, y - 4.5) for x, y in row], 9)
    return edges("line", weak) + edges("blue", strong) + start + nodes("node", [(17, 0)], 10) + sigma


def convolution() -> str:
    """Draw a patch of pixels under a frame of three by three."""
    dark = [(-21 + 8.5 * j, -21 + 8.5 * i) for i, row in enumerate(PATCH) for j, mark in enumerate(row) if mark == "#"]
    return squares("inks", dark, 7.9) + squares("orange", [(-12.8, -12.8)], 25)


def network() -> str:
    """Draw three layers, each node joined to all of the next."""
    left, right = [[(x, -15 + 15 * i) for i in range(3)] for x in (-20, 20)]
    middle = [(0, -21 + 14 * i) for i in range(4)]
    return edges("blue", [*product(left, middle), *product(middle, right)]) + nodes("node", left + middle + right, 4)


def activations() -> str:
    """Draw the curve of a sigmoid."""
    return path("line", "M-27 17H27M0 24V-24") + path("blue", "M-27 16C-2 16 2-17 27-17")


def losses() -> str:
    """Draw a line, three points, and on each miss its square."""
    points = [(-17, -4), (1, 15), (13, -21)]
    misses = path("misses", "M-17-4V10h14V-4zM1 15V-1h16V15zM13-21V-8h-13V-21z")
    return misses + path("ink", "M-27 16L27-16.5") + nodes("blues", points, 3)


def derivatives() -> str:
    """Draw a curve, and the straight line that has its slope at a point."""
    return path("ink", "M-26-20Q-4 30 26-14") + path("orange", "M-5 14.2L27-9.2") + nodes("oranges", [(11.5, 2.1)], 3.5)


def descent() -> str:
    """Draw a valley, and steps that get shorter on the way down."""
    steps = [(-26 + 52 * t, 124 * t * (1 - t) - 20) for t in (0.06, 0.22, 0.34, 0.42, 0.48)]
    return path("ink", "M-26-20Q0 42 26-20") + nodes("oranges", [(round(x, 1), round(y - 3, 1)) for x, y in steps], 2.8)


def stochastic() -> str:
    """Draw many examples, of which a few are drawn."""
    spots = {(i, j): (-19 + 9.5 * j, -19 + 9.5 * i) for i, j in product(range(5), repeat=2)}
    rest = nodes("pale", [spots[key] for key in spots if key not in DRAWN], 3.2)
    return rest + nodes("blues", [spots[key] for key in sorted(DRAWN)], 4.2)


def backprop() -> str:
    """Draw arrows that come back to a node from all whom it fed."""
    fed = [(20, -17), (20, 0), (20, 17)]
    heads = path("oranges", "M-1 0l8-3.6v7.2zM-2.6-6l8.3-2.3-4.4 5.9zM-2.6 6l3.9-3.6 4.4 5.9z")
    before = [((-27, y), (-10, 0)) for y in (-12, 0, 12)]
    return (
        edges("line", before)
        + edges("orange", [(spot, (-8, 0)) for spot in fed])
        + heads
        + nodes("node", [(-10, 0)], 8)
        + nodes("node", fed, 4.5)
    )


def calculus() -> str:
    """Draw three links of a chain, and the slopes that are handed back along it."""
    chain = [(-22, 9), (0, 9), (22, 9)]
    back = path("orange", "M21 1C18-13 7-13 2.5-2M-1 1C-4-13-15-13-19.5-2")
    heads = path("oranges", "M1 2.5l-1.6-7.7 7 2.9zM-21 2.5l-1.6-7.7 7 2.9z")
    return path("ink", "M-22 9H22") + nodes("node", chain, 5.5) + back + heads


def digits() -> str:
    """Draw ten bars, one long."""
    lengths = (9, 5, 12, 7, 4, 10, 5, 34, 6, 14)
    bars = [f"M-15 {-22 + 4.5 * i:g}h{length}v3.5h-{length}z" for i, length in enumerate(lengths)]
    return path("pale", "".join(bars[:7] + bars[8:])) + path("blues", bars[7]) + path("ink", "M-15-24v48")


DETAILS: dict[str, Callable[[], str]] = {
    make.__name__: make
    for make in (
        tensors,
        grades,
        convolution,
        network,
        activations,
        losses,
        derivatives,
        descent,
        stochastic,
        backprop,
        calculus,
        digits,
    )
}
"""The drawing of each chapter, by the name of its page."""
