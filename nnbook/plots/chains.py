"""Computational graphs: what is computed from what, with the values on the way and the slopes on the way back."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from nnbook.chain import Chain
from nnbook.plots.drawing import Point, canvas, label, node, over, signed
from nnbook.plots.style import COLOURS, FULL_WIDTH

__all__ = ["chain_graph", "computational_graph"]

RADIUS = 0.21
ROW = 0.98
MARGIN = 0.42
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


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
    an edge stands on its arrow. Highlighted edges are orange and thick. A node is a circle, or as wide as its name.

    Shapes: `nodes` maps a name to (column, row); `edges` a pair of names to a text, "" for none.
    Errors: ValueError if an edge, a value or a slope names a node that is not there.
    """
    values, slopes = values or {}, slopes or {}
    strangers = {name for edge in [*edges, *highlight] for name in edge} | set(values) | set(slopes)
    if missing := sorted(strangers - set(nodes)):
        raise ValueError(
            f"computational_graph: {', '.join(missing)} must be among the nodes, which are {', '.join(nodes)}."
        )
    columns, rows = np.array(list(nodes.values()), dtype=np.float64).T
    wide = {name: _half_width(name) for name in nodes}
    left, right = (
        max(MARGIN, *(max(wide[name], MARGIN - RADIUS) + 0.05 for name, (c, _) in nodes.items() if c == edge))
        for edge in (columns.min(), columns.max())
    )
    step = (FULL_WIDTH - left - right) / (np.ptp(columns) or 1.0)
    axes = canvas(ROW * (np.ptp(rows) + 1), alt=alt)
    spots = {
        name: (left + step * (column - columns.min()), ROW * (row - rows.min() + 0.5))
        for name, (column, row) in nodes.items()
    }
    for (start, end), text in edges.items():
        strong = (start, end) in highlight
        _arrow(axes, spots[start], spots[end], text, (wide[start], wide[end]), strong=strong)
    for name, (x, y) in spots.items():
        _node(axes, (x, y), wide[name], name)
        # A number makes room for a steep arrow that passes it.
        others = [spots[a if b == name else b] for a, b in edges if name in (a, b)]
        for numbers, side, colour in ((values, -1, "blue"), (slopes, 1, "orange")):
            if name in numbers:
                shift = sum(0.08 * np.sign(x - u) for u, v in others if side * (v - y) > abs(u - x) > 0)
                text = signed(numbers[name], digits)
                label(axes, x + shift, y + side * (RADIUS + 0.13), text, colour=colour, zorder=4)
    return axes


def chain_graph(
    chain: Chain, *, alt: str, start: str = "", slopes: bool = True, factors: bool = False, digits: int = 2
) -> Axes:
    """Draw a chain of neurons after its passes: values above the nodes and, with `slopes`, dC/d(node) below.

    The way from `start`, such as "w1", to the cost is orange; with `factors` the slope of each step stands on it.

    Errors: ValueError if `start` is no node; RuntimeError if the chain has not gone forward, and backward for slopes.
    """
    if not chain.z or ((slopes or factors) and not chain.dC_da):
        raise RuntimeError(
            "chain_graph: call chain.forward(x, y) and chain.backward() first; the graph shows their numbers."
        )
    values, found = _numbers(chain, slopes=slopes)
    local = _local_slopes(chain, known=factors)
    places = {"z": (-1, 1), "a": (0, 1), "w": (-2, 0), "b": (-2, 2)}
    nodes = {name: (2 * int(name[1:]) + places[name[0]][0], places[name[0]][1]) for name in values if name[1:]}
    nodes |= {"y": (2 * chain.L, 2), "C": (2 * chain.L + 1, 1)}
    if start and start not in nodes:
        raise ValueError(f"chain_graph: start must be one of {', '.join(nodes)}, got {start!r}.")
    way, after = [], {tail: head for tail, head in local}
    while start in after:
        way.append((start, after[start]))
        start = after[start]
    shown = {name: f"{name[0]}\u207d{name[1:].translate(RAISED)}\u207e" if name[1:] else name for name in nodes}
    return computational_graph(
        {shown[name]: spot for name, spot in nodes.items()},
        {
            (shown[tail], shown[head]): f"\u00d7 {signed(slope, digits)}" if factors and (tail, head) in way else ""
            for (tail, head), slope in local.items()
        },
        values={shown[name]: value for name, value in values.items()},
        slopes={shown[name]: slope for name, slope in found.items()},
        highlight=[(shown[tail], shown[head]) for tail, head in way],
        digits=digits,
        alt=alt,
    )


def _numbers(chain: Chain, *, slopes: bool) -> tuple[dict[str, float], dict[str, float]]:
    """Return the values of all nodes by name, such as "w1", and dC/d(node)."""
    values, found = {"a0": chain.a[0]}, {"a0": chain.dC_da[0]} if slopes else {}
    for k in range(1, chain.L + 1):
        values |= {f"w{k}": chain.w[k], f"b{k}": chain.b[k], f"z{k}": chain.z[k], f"a{k}": chain.a[k]}
        if slopes:
            found |= {f"w{k}": chain.dC_dw[k], f"b{k}": chain.dC_db[k]}
            found |= {f"z{k}": chain.dC_dz[k], f"a{k}": chain.dC_da[k]}
    return values | {"y": chain.y, "C": chain.C}, found


def _local_slopes(chain: Chain, *, known: bool) -> dict[tuple[str, str], float]:
    """Return the slope of each step; those that only `backward` computes are 0 unless they are `known`."""
    local: dict[tuple[str, str], float] = {}
    for k in range(1, chain.L + 1):
        local |= {(f"a{k - 1}", f"z{k}"): chain.w[k], (f"w{k}", f"z{k}"): chain.a[k - 1], (f"b{k}", f"z{k}"): 1.0}
        local[f"z{k}", f"a{k}"] = chain.da_dz[k] if known else 0.0
    return local | {(f"a{chain.L}", "C"): chain.dC_da[chain.L] if known else 0.0, ("y", "C"): 0.0}


def _half_width(name: str) -> float:
    """Return half the width of a node: a letter with its layer fits into a circle, a word does not."""
    return RADIUS if len(name) <= 3 or name.endswith("\u207e") else max(RADIUS, 0.048 * len(name) + 0.09)


def _node(axes: Axes, centre: Point, wide: float, name: str) -> None:
    if wide == RADIUS:
        node(axes, centre, RADIUS, name, linewidth=1)
        return
    corner, shape = (centre[0] - wide, centre[1] - RADIUS), f"round,pad=0,rounding_size={RADIUS}"
    look: dict[str, Any] = {"facecolor": COLOURS["paper"], "edgecolor": COLOURS["ink"], "linewidth": 1, "zorder": 3}
    axes.add_patch(FancyBboxPatch(corner, 2 * wide, 2 * RADIUS, boxstyle=shape, **look))
    label(axes, *centre, name, zorder=4)


def _arrow(
    axes: Axes,
    start: Point,
    end: Point,
    text: str,
    wide: tuple[float, float],
    *,
    strong: bool,
) -> None:
    colour = COLOURS["orange" if strong else "muted"]
    (x0, y0), (x1, y1) = start, end
    length = float(np.hypot(x1 - x0, y1 - y0))
    level = abs(x1 - x0) / length
    # A wide node begins further out for arrows that come from the side.
    leave, arrive = ((RADIUS + (half - RADIUS) * level) / length for half in wide)
    tail, head = ((x0 + t * (x1 - x0), y0 + t * (y1 - y0)) for t in (leave, 1 - arrive))
    axes.add_patch(
        FancyArrowPatch(
            tail, head, arrowstyle="-|>", mutation_scale=10, shrinkA=0, shrinkB=1, color=colour,
            linewidth=2.4 if strong else 1.1, zorder=1,
        )
    )  # fmt: skip
    if text:
        over(axes, (tail[0] + head[0]) / 2, (tail[1] + head[1]) / 2, text)
