"""The few shapes of the small drawings that open chapters; their classes have the colours, in `vignettes.css`."""

from collections.abc import Iterable

Point = tuple[float, float]
Edge = tuple[Point, Point]


def path(kind: str, line: str) -> str:
    """Return a path of a class, such as `nn-v-blue`."""
    return f'<path class="nn-v-{kind}" d="{line}"/>'


def edges(kind: str, pairs: Iterable[Edge]) -> str:
    """Return straight lines, as one path that goes on from an end where it can; nothing if there are none."""
    left, line = list(pairs), ""
    end: Point | None = None
    while left:
        start, goal = next((edge for edge in left if end in edge), left[0])
        left.remove((start, goal))
        if goal == end:
            start, goal = goal, start
        line += f"L{goal[0]:g} {goal[1]:g}" if start == end else f"M{start[0]:g} {start[1]:g}L{goal[0]:g} {goal[1]:g}"
        end = goal
    return path(kind, line) if line else ""


def nodes(kind: str, spots: Iterable[Point], radius: float) -> str:
    """Return circles of one size."""
    circles = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/>' for x, y in spots)
    return f'<g class="nn-v-{kind}">{circles}</g>' if circles else ""


def squares(kind: str, corners: Iterable[Point], size: float) -> str:
    """Return squares of one size, by their upper left corners, as one path."""
    return path(kind, "".join(f"M{x:g} {y:g}h{size:g}v{size:g}h-{size:g}z" for x, y in corners))
