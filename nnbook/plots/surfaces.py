"""Figures of functions of two numbers and more: contours with paths and arrows, surfaces, maps, long columns."""

from collections.abc import Callable, Mapping

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.drawing import MARKERS, floats, legend_above
from nnbook.plots.style import COLOURS, FULL_WIDTH, SERIES, SMALL, describe

Array = NDArray[np.float64]
OfTwo = Callable[[Array, Array], NDArray[np.floating]]
Span = tuple[tuple[float, float], tuple[float, float]]


def contours(
    f: OfTwo,
    *,
    span: Span,
    paths: Mapping[str, ArrayLike] | None = None,
    arrows: tuple[ArrayLike, ArrayLike] | None = None,
    levels: int | ArrayLike = 12,
    equal: bool = False,
    xlabel: str = "x",
    ylabel: str = "y",
    alt: str,
) -> Figure:
    """Draw lines of equal height, descents over them, and arrows from points.

    Shapes: every value of `paths` (steps, 2); `arrows` is the points (n, 2) and the vectors (n, 2) drawn from them.
    """
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 4.0))
    X, Y = np.meshgrid(np.linspace(*span[0], 121), np.linspace(*span[1], 121))
    chosen = levels if isinstance(levels, int) else floats(levels)
    ax.contour(X, Y, f(X, Y), levels=chosen, colors=[COLOURS["muted"]], linewidths=0.8, linestyles="solid")
    for colour, marker, (name, visited) in zip(SERIES, MARKERS, (paths or {}).items(), strict=False):
        x, y = floats(visited).T
        # A long path is a line alone: hundreds of points would hide it.
        shown = marker if len(x) <= 60 else ""
        ax.plot(x, y, color=COLOURS[colour], marker=shown, markersize=4, linewidth=1.2, label=name)
        ax.plot(x[0], y[0], "o", markersize=10, markerfacecolor="none", markeredgecolor=COLOURS[colour])
    if arrows is not None:
        points, vectors = (np.atleast_2d(floats(part)) for part in arrows)
        for point, vector in zip(points, vectors, strict=True):
            shape = {"arrowstyle": "-|>", "color": COLOURS["blue"], "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
            ax.annotate("", point + vector, point, arrowprops=shape)
            ax.plot(*point, "o", color=COLOURS["blue"], markersize=4)
    ax.set(xlim=span[0], ylim=span[1], xlabel=xlabel, ylabel=ylabel)
    if equal:
        ax.set_aspect("equal")
    if paths and len(paths) > 1:
        legend_above(fig, min(len(paths), 2))
    return describe(fig, alt)


def surface(
    f: OfTwo, *, span: Span, path: ArrayLike | None = None, labels: tuple[str, str, str] = ("x", "y", "C"), alt: str
) -> Figure:
    """Draw the graph of a function of two numbers as a net in space, with a path over it.

    Shapes: `path` (steps, 2).
    """
    fig = plt.figure(figsize=(FULL_WIDTH, 4.0))
    ax = fig.add_subplot(projection="3d")
    X, Y = np.meshgrid(np.linspace(*span[0], 25), np.linspace(*span[1], 25))
    ax.plot_wireframe(X, Y, f(X, Y), color=COLOURS["muted"], linewidth=0.6)
    if path is not None:
        x, y = floats(path).T
        ax.plot(x, y, f(x, y), color=COLOURS["orange"], marker="o", markersize=4, zorder=5)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.pane.fill = False
        axis.pane.set_edgecolor(COLOURS["grid"])
    ax.grid(False)
    ax.set(xlabel=labels[0], ylabel=labels[1], zlabel=labels[2])
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_major_locator(MaxNLocator(4))
    ax.xaxis.labelpad = 9  # clear of the numbers, which stand askew
    ax.view_init(elev=42, azim=-35)
    ax.set_box_aspect((1.7, 1, 0.9), zoom=0.95)
    return describe(fig, alt)


def square_map(f: Callable[[Array], Array], jacobian: ArrayLike, at: ArrayLike, *, side: float, alt: str) -> Figure:
    """Draw a small net of squares around `at`, and beside it where `f` takes it, with what the Jacobian predicts.

    Shapes: `f` maps (2,) to (2,); `jacobian` (2, 2); `at` (2,).
    """
    centre, J = floats(at), floats(jacobian)
    fig, (left, right) = plt.subplots(1, 2, figsize=(FULL_WIDTH, 2.9))
    t = np.linspace(-side / 2, side / 2, 41)
    image = f(centre)
    for fixed in np.linspace(-side / 2, side / 2, 5):
        for points in (np.column_stack([t, np.full_like(t, fixed)]), np.column_stack([np.full_like(t, fixed), t])):
            left.plot(*(centre + points).T, color=COLOURS["blue"], linewidth=1)
            right.plot(*np.array([f(p) for p in centre + points]).T, color=COLOURS["blue"], linewidth=1)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) * side / 2
    right.plot(*(image + corners @ J.T).T, color=COLOURS["orange"], linestyle="--")
    for ax, point, title in ((left, centre, "input"), (right, image, "output")):
        ax.plot(*point, "o", color=COLOURS["ink"], markersize=4)
        ax.set_title(title)
        ax.set_aspect("equal", adjustable="datalim")
    return describe(fig, alt)


def column_vector(values: ArrayLike, *, names: Mapping[int, str], digits: int = 4, alt: str) -> Figure:
    """Draw a long vector as one column in brackets: the entries that `names` picks, dots for what lies between.

    Shapes: `values` (n,); `names` maps positions to what stands beside them, in rising order.
    Errors: ValueError if the positions do not rise or leave the vector.
    """
    v = floats(values)
    picked = list(names)
    if picked != sorted(set(picked)) or not picked or picked[0] < 0 or picked[-1] >= len(v):
        raise ValueError(f"column_vector: positions must rise within 0 … {len(v) - 1}, got {picked}.")
    rows: list[tuple[str, str]] = []
    after = 0
    for i in picked:
        if i > after:
            rows.append(("⋮", f"{i - after:,} more"))
        rows.append((f"{v[i]:+.{digits}f}".replace("-", "−") if v[i] else "0", names[i]))
        after = i + 1
    if after < len(v):
        rows.append(("⋮", f"{len(v) - after:,} more"))
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 0.3 * len(rows) + 0.3))
    describe(fig, alt)
    for row, (entry, name) in enumerate(rows):
        dots = entry == "⋮"
        ax.text(0.19, row, entry, ha="center", va="center", fontfamily="sans-serif" if dots else "monospace")
        ax.text(0.40, row, name, va="center", fontsize=SMALL, color=COLOURS["muted" if dots else "ink"])
    for x, inward in ((0.03, 0.02), (0.35, -0.02)):
        ax.plot([x + inward, x, x, x + inward], [-0.6, -0.6, len(rows) - 0.4, len(rows) - 0.4], color=COLOURS["ink"],
                linewidth=1.4)  # fmt: skip
    ax.set(xlim=(0, 1), ylim=(len(rows) - 0.3, -0.7))
    ax.axis("off")
    return fig
