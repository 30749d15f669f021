"""Lines, bars and points: functions of one number, and one or two numbers for each of several names."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.drawing import LETTER, beside, floats, signed
from nnbook.plots.style import COLOURS, FULL_WIDTH, SERIES, SMALL, describe


def bars(
    values: ArrayLike,
    *,
    names: Sequence[str],
    alt: str,
    mark: float = 0.0,
    mark_label: str = "",
    xlabel: str = "",
    digits: int = 1,
) -> Axes:
    """Draw one horizontal bar for each name, starting at `mark`: blue to its right, orange to its left.

    Shapes: `values` (n,); `names` n of them.
    Errors: ValueError if there are not as many values as names.
    """
    v = floats(values)
    if v.shape != (len(names),):
        raise ValueError(f"bars: values must have shape ({len(names)},), one for each name, got {v.shape}.")
    figure, axes = plt.subplots(figsize=(FULL_WIDTH, 0.8 + 0.29 * len(names)))
    describe(figure, alt)
    above = v >= mark
    axes.barh(
        np.arange(len(v)),
        v - mark,
        left=mark,
        height=0.62,
        color=[COLOURS["blue" if right else "orange"] for right in above],
    )
    axes.axvline(mark, color=COLOURS["muted"], linewidth=1)
    for i, (value, right) in enumerate(zip(v, above, strict=True)):
        beside(axes, (value, i), signed(value, digits), gap=4 if right else -4)
    axes.set_yticks(np.arange(len(v)), names)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_ylim(len(v) - 0.4, -0.6)
    axes.set_xlabel(xlabel)
    axes.set_xlim(_with_room(v, mark, [signed(value, digits) for value in v], names))
    if mark_label:
        axes.annotate(
            mark_label, (mark, 1), xycoords=("data", "axes fraction"), xytext=(4, 2), textcoords="offset points",
            fontsize=SMALL, color=COLOURS["muted"],
        )  # fmt: skip
    return axes


def _with_room(
    values: NDArray[np.float64], mark: float, labels: Sequence[str], names: Sequence[str]
) -> tuple[float, float]:
    """Return limits between which the bars leave room for their labels, on the side to which each of them points."""
    lengths = np.array([len(label) for label in labels])
    left = LETTER * int(lengths[values < mark].max(initial=0)) + 0.15
    right = LETTER * int(lengths[values >= mark].max(initial=0)) + 0.15
    width = FULL_WIDTH - 0.35 - LETTER * max(map(len, names)) - left - right
    low, high = min(values.min(), mark), max(values.max(), mark)
    inch = ((high - low) or 1.0) / width
    return low - left * inch, high + right * inch


def lines(
    x: ArrayLike, series: Mapping[str, ArrayLike], *, alt: str, xlabel: str = "", ylabel: str = "", zero: bool = False
) -> Axes:
    """Draw one line for each of `series`, each with its name at its right end; `zero` adds the two axes through 0.

    Shapes: `x` (n,); every value of `series` (n,).
    """
    figure, axes = plt.subplots()
    describe(figure, alt)
    if zero:
        axes.axhline(0, color=COLOURS["grid"], linewidth=1)
        axes.axvline(0, color=COLOURS["grid"], linewidth=1)
    for name, y in series.items():
        (line,) = axes.plot(x, y)
        beside(axes, (float(np.asarray(x)[-1]), float(np.asarray(y)[-1])), name, color=line.get_color())
    axes.set(xlabel=xlabel, ylabel=ylabel)
    return axes


def paths(values: ArrayLike, *, names: Sequence[str], alt: str, xlabel: str = "", ylabel: str = "") -> Axes:
    """Draw how each column of `values` changes from row to row; columns of one name share a colour and a label.

    Shapes: `values` (steps, d); `names` d of them, repeated where columns belong together.
    Errors: ValueError if there are not as many names as columns.
    """
    v = floats(values)
    if v.ndim != 2 or v.shape[1] != len(names):
        raise ValueError(f"paths: values must have shape (steps, {len(names)}), a column for each name, got {v.shape}.")
    figure, axes = plt.subplots()
    describe(figure, alt)
    for name, series in zip(dict.fromkeys(names), SERIES, strict=False):
        columns = v[:, [i for i, other in enumerate(names) if other == name]]
        axes.plot(columns, color=COLOURS[series])
        beside(axes, (len(v) - 1, float(columns[-1].mean())), name, color=COLOURS[series])
    axes.set(xlabel=xlabel, ylabel=ylabel)
    return axes


def plane(points: ArrayLike, *, names: Sequence[str], alt: str, xlabel: str = "", ylabel: str = "") -> Axes:
    """Draw named points by two features, with both axes through 0 and the quarter tinted where both are positive.

    Shapes: `points` (n, 2); `names` n of them.
    Errors: ValueError if the points are not as many as the names, or have not two numbers each.
    """
    p = floats(points)
    if p.shape != (len(names), 2):
        raise ValueError(f"plane: points must have shape ({len(names)}, 2), two features for each name, got {p.shape}.")
    figure, axes = plt.subplots(figsize=(FULL_WIDTH, 3.8))
    describe(figure, alt)
    for x, y in p:
        axes.plot(x, y, "o", color=COLOURS["blue"])
    axes.margins(x=0.18, y=0.1)
    (_, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    for x, y, name in zip(p[:, 0], p[:, 1], names, strict=True):
        # The name of a point on the axis, or right beside it, stands above the axis.
        beside(axes, (x, y), name, gap=-6 if x < 0 else 6, up=8 if abs(y) < 0.04 * (top - bottom) else 0)
    axes.set(xlabel=xlabel, ylabel=ylabel, xlim=axes.get_xlim(), ylim=axes.get_ylim())
    axes.add_patch(Rectangle((0, 0), right, top, facecolor=COLOURS["blue"], alpha=0.12, linewidth=0, zorder=0))
    axes.axhline(0, color=COLOURS["muted"], linewidth=1)
    axes.axvline(0, color=COLOURS["muted"], linewidth=1)
    return axes
