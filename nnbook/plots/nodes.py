"""Neurons and the numbers they hold: one by one, in small networks with every number, and in large ones as columns."""

import itertools
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.drawing import STRONGEST_TINT, canvas, edge, filled_node, floats, label, short
from nnbook.plots.style import COLOURS, FULL_WIDTH, SMALL

__all__ = ["layer_columns", "neurons", "small_network"]

RADIUS = 0.25
ROW = 0.92
SHOWN = 16  # nodes of a large layer that are drawn, half at its top and half at its bottom


def neurons(values: ArrayLike, *, alt: str, names: Sequence[str] = ()) -> Axes:
    """Draw neurons in a row, the fuller the larger their activation, with the number that each of them holds.

    Shapes: `values` (n,), n at most 10, from 0 to 1; `names` n of them or none.
    Errors: ValueError if a value is not from 0 to 1, or there are names for some neurons only.
    """
    a = floats(values)
    if a.ndim != 1 or not 1 <= len(a) <= 10 or a.min() < 0 or a.max() > 1:
        raise ValueError(f"neurons: give 1 to 10 activations from 0 to 1, got {values!r}.")
    if names and len(names) != len(a):
        raise ValueError(f"neurons: {len(a)} activations need as many names or none, got {len(names)}.")
    axes = canvas(1.15 if names else 0.9, alt=alt)
    step = FULL_WIDTH / len(a)
    radius = min(0.24, 0.42 * step)
    for i, value in enumerate(a):
        x = step * (i + 0.5)
        filled_node(axes, (x, 0.3), radius, value)
        label(axes, x, 0.72, f"{value:.2f}")
        if names:
            label(axes, x, 0.98, names[i], colour="muted")
    return axes


def small_network(
    activations: Sequence[ArrayLike],
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    *,
    alt: str,
    heads: Sequence[str] = (),
) -> Axes:
    """Draw a network of few nodes with all its numbers: activations in the nodes, biases below, weights on the edges.

    Shapes: each of `activations` (d,), the input first; each of `weights` (d_in, d_out), of `biases` (d_out,); `heads`
        one for each layer of nodes or none.
    Errors: ValueError if the weights and biases do not lead from one layer to the next.
    """
    layers = [floats(a).ravel() for a in activations]
    Ws, bs = ([floats(array) for array in arrays] for arrays in (weights, biases))
    wanted = [(len(a), len(b)) for a, b in itertools.pairwise(layers)]
    if [W.shape for W in Ws] != wanted or [b.shape for b in bs] != [(d_out,) for _, d_out in wanted]:
        got = ", ".join(f"{W.shape} and {b.shape}" for W, b in zip(Ws, bs, strict=False))
        raise ValueError(
            f"small_network: layers of {[len(a) for a in layers]} nodes do not fit weights and biases of {got}."
        )
    above, tall = (0.36 if heads else 0.1), max(len(a) for a in layers)
    axes = canvas(above + ROW * tall, alt=alt)
    middle = above + ROW * tall / 2 - 0.06
    columns = np.linspace(0.62, FULL_WIDTH - 0.62, len(layers))
    spots = [
        [(float(x), float(middle + ROW * (i - (len(a) - 1) / 2))) for i in range(len(a))]
        for x, a in zip(columns, layers, strict=True)
    ]
    for W, starts, ends in zip(Ws, spots[:-1], spots[1:], strict=True):
        _edges(axes, W, starts, ends)
    for number, (a, places) in enumerate(zip(layers, spots, strict=True)):
        strength = np.abs(a) / max(float(np.abs(a).max()), 1.0)
        for i, (x, y) in enumerate(places):
            filled_node(axes, (x, y), RADIUS, float(strength[i]), strongest=STRONGEST_TINT)
            label(axes, x, y, short(a[i]), zorder=4)
            if number:
                label(axes, x, y + RADIUS + 0.14, f"bias {short(bs[number - 1][i])}", colour="muted", zorder=4)
    for x, head in zip(columns, heads, strict=False):
        label(axes, x, 0.14, head, weight="bold")
    return axes


def layer_columns(
    activations: Sequence[ArrayLike],
    weights: Sequence[ArrayLike],
    *,
    alt: str,
    outputs: Sequence[str],
) -> Axes:
    """Draw a network of large layers as columns of nodes, filled by activation, with every edge between drawn nodes.

    Of a layer of more than 16 nodes the first and the last 8 are drawn. An edge is the stronger the larger its weight,
    blue where that is positive and orange where it is negative; each layer's fullest node is its largest activation.

    Shapes: each of `activations` (d,), the input first; each of `weights` (d_in, d_out); `outputs` a name for each node
        of the last layer.
    Errors: ValueError if the weights do not lead from one layer to the next, or the names are not as many as outputs.
    """
    layers = [floats(a).ravel() for a in activations]
    Ws = [floats(W) for W in weights]
    if [W.shape for W in Ws] != [(len(a), len(b)) for a, b in itertools.pairwise(layers)]:
        raise ValueError(
            f"layer_columns: layers of {[len(a) for a in layers]} nodes do not fit weights {[W.shape for W in Ws]}."
        )
    if len(outputs) != len(layers[-1]):
        raise ValueError(f"layer_columns: {len(layers[-1])} outputs need as many names, got {len(outputs)}.")
    step, height = 0.21, 0.4 + 0.21 * (SHOWN + 1)
    axes = canvas(height + 0.1, alt=alt)
    columns = np.linspace(0.35, FULL_WIDTH - 0.5, len(layers))
    middle = 0.4 + step * SHOWN / 2 + 0.02
    places, chosen = [], []
    for x, a in zip(columns, layers, strict=True):
        many = len(a) > SHOWN
        rows = np.r_[:SHOWN] if many else np.arange(len(a))
        y = middle + step * (rows - (len(rows) - 1) / 2 + (np.where(rows < SHOWN // 2, -0.6, 0.6) if many else 0))
        places.append(np.column_stack([np.full(len(rows), x), y]))
        chosen.append(np.r_[: SHOWN // 2, len(a) - SHOWN // 2 : len(a)] if many else rows)
        if many:
            axes.text(x, middle, "⋮", ha="center", va="center", fontsize=SMALL)
        label(axes, x, 0.14, str(len(a)), weight="bold")
    for k, W in enumerate(Ws):
        strength = W[np.ix_(chosen[k], chosen[k + 1])] / (np.abs(W).max() or 1.0)
        _thin_edges(axes, strength, places[k], places[k + 1])
    for a, spots, rows in zip(layers, places, chosen, strict=True):
        scale = float(np.abs(a).max()) or 1.0
        for (x, y), value in zip(spots, a[rows], strict=True):
            filled_node(axes, (float(x), float(y)), 0.085, float(abs(value)) / scale)
    for (x, y), name in zip(places[-1], outputs, strict=True):
        label(axes, x + 0.2, y, name, at="left")
    return axes


def _thin_edges(
    axes: Axes, strength: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> None:
    """Draw all edges between two layers; `strength`, from -1 to 1, gives their widths and colours."""
    for sign, colour in ((1, "blue"), (-1, "orange")):
        pairs = np.argwhere(np.sign(strength) == sign)
        lines = [(starts[i], ends[j]) for i, j in pairs]
        widths = [0.2 + 1.3 * abs(strength[i, j]) for i, j in pairs]
        axes.add_collection(LineCollection(lines, colors=COLOURS[colour], linewidths=widths, alpha=0.5, zorder=1))


def _edges(
    axes: Axes, W: NDArray[np.float64], starts: list[tuple[float, float]], ends: list[tuple[float, float]]
) -> None:
    """Draw the edges between two layers; weights stand at a third of the way, where edges that cross are apart."""
    scale = float(np.abs(W).max()) or 1.0
    for (i, start), (j, end) in itertools.product(enumerate(starts), enumerate(ends)):
        weight = float(W[i, j])
        edge(axes, start, end, weight / scale, short(weight), along=0.36)
