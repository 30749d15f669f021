"""Computational graphs: what is computed from what, with the values on the way and the slopes on the way back."""

from collections.abc import Collection, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch

from nnbook.plots.style import COLOURS, FULL_WIDTH, SMALL
from nnbook.plots.tables import canvas, signed

__all__ = ["computational_graph"]

RADIUS = 0.21
ROW = 0.98
MARGIN = 0.42


def computational_graph(
    nodes: Mapping[str, tuple[float, float]],
    edges: Mapping[tuple[str, str], str],
    *,
    alt: str,
    values: Mapping[str, float] | None = None,
    slopes: Mapping[str, float] | None = None,
    highlight: Collection[tuple[str, str]] = (),
    digits: int = 2,
) -> Axes:
    """Draw nodes in columns and rows and an arrow for each edge, from what goes in to what is computed from it.

    Values stand above their node in blue, slopes (of the last node with respect to it) below in orange; the text of
    an edge stands on its arrow. Highlighted edges are orange and thick.

    Shapes: `nodes` maps a name to (column, row); `edges` a pair of names to a text, "" for none.
    Errors: ValueError if an edge, a value or a slope names a node that is not there.
    """
    values, slopes = values or {}, slopes or {}
    strangers = {name for edge in [*edges, *highlight] for name in edge} | set(values) | set(slopes)
    if missing := sorted(strangers - set(nodes)):
        msg = f"computational_graph: {', '.join(missing)} must be among the nodes, which are {', '.join(nodes)}."
        raise ValueError(msg)
    columns, rows = np.array(list(nodes.values()), dtype=np.float64).T
    step = (FULL_WIDTH - 2 * MARGIN) / (np.ptp(columns) or 1.0)
    axes = canvas(ROW * (np.ptp(rows) + 1), alt=alt)
    spots = {
        name: (MARGIN + step * (column - columns.min()), ROW * (row - rows.min() + 0.5))
        for name, (column, row) in nodes.items()
    }
    for (start, end), text in edges.items():
        strong = (start, end) in highlight
        _arrow(axes, spots[start], spots[end], text, strong=strong)
    for name, (x, y) in spots.items():
        axes.add_patch(
            Circle((x, y), RADIUS, facecolor=COLOURS["paper"], edgecolor=COLOURS["ink"], linewidth=1, zorder=3)
        )
        axes.text(x, y, name, ha="center", va="center_baseline", fontsize=SMALL, zorder=4)
        for numbers, side, colour in ((values, -1, "blue"), (slopes, 1, "orange")):
            if name in numbers:
                axes.text(
                    x, y + side * (RADIUS + 0.13), signed(numbers[name], digits), ha="center", va="center_baseline",
                    fontsize=SMALL, color=COLOURS[colour], zorder=4,
                )  # fmt: skip
    return axes


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], text: str, *, strong: bool) -> None:
    colour = COLOURS["orange" if strong else "muted"]
    (x0, y0), (x1, y1) = start, end
    gap = RADIUS / float(np.hypot(x1 - x0, y1 - y0))
    tail, head = ((x0 + t * (x1 - x0), y0 + t * (y1 - y0)) for t in (gap, 1 - gap))
    axes.add_patch(
        FancyArrowPatch(
            tail, head, arrowstyle="-|>", mutation_scale=10, shrinkA=0, shrinkB=1, color=colour,
            linewidth=2.4 if strong else 1.1, zorder=1,
        )
    )  # fmt: skip
    if text:
        box = {"facecolor": COLOURS["paper"], "edgecolor": "none", "pad": 1.0}
        axes.text(
            (x0 + x1) / 2, (y0 + y1) / 2, text, ha="center", va="center_baseline", fontsize=SMALL, zorder=2, bbox=box
        )
