"""Figures of the losses chapter: misses, loss curves, the line fitter with its squares, the error surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.drawing import STYLES, floats, side, with_gaps
from nnbook.plots.style import COLOURS, FULL_WIDTH, SERIES, describe

BROAD = (4.4, 4.4, 1.4)
Function = Callable[[NDArray[np.float64]], NDArray[np.floating]]


def miss_bars(misses: Mapping[str, ArrayLike], *, labels: Sequence[str], ylabel: str, alt: str) -> Figure:
    """Draw one panel of signed bars for each forecaster, on one scale, with an arrow at the mean."""
    rows = len(misses)
    fig, axes = plt.subplots(rows, 1, sharex=True, sharey=True, figsize=(FULL_WIDTH, 2.2 * rows), squeeze=False)
    for ax, (name, values) in zip(axes.flat, misses.items(), strict=True):
        heights = floats(values)
        colours = [COLOURS[side(height)] for height in heights]
        bars = ax.bar(labels, heights, color=colours)
        written = [f"{height:+g}".replace("-", "−") if height else "" for height in heights]
        ax.bar_label(bars, labels=written, padding=2)
        ax.axhline(0, color=COLOURS["ink"], linewidth=0.8)
        mean = heights.mean()
        label = f"mean {mean:+.2f}".replace("-", "−")
        ax.plot(len(heights) - 0.3, mean, "<", color=COLOURS["green"], markersize=9, label=label)
        ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), borderpad=0)
        ax.set(title=name, ylabel=ylabel)
        ax.margins(y=0.2)
    return describe(fig, alt)


def loss_and_slope(
    losses: Mapping[str, Function],
    slopes: Mapping[str, Function],
    *,
    span: tuple[float, float] = (-3.0, 3.0),
    xlabel: str = "error",
    alt: str,
) -> Figure:
    """Draw losses against the error and, below them, their slopes in the same colours, with a gap at a jump.

    Of three, the third is a thin line on the broad ones of the others, so that all show where they coincide.
    """
    x = np.linspace(*span, 401)
    nested = len(losses) > 2
    styles = ["-"] * len(BROAD) if nested else STYLES
    fig, axes = plt.subplots(2, 1, sharex=True, figsize=(FULL_WIDTH, 5.0))
    for ax, curves, title in zip(axes, (losses, slopes), ("loss", "slope of the loss"), strict=True):
        for colour, style, width, (label, function) in zip(SERIES, styles, BROAD, curves.items(), strict=False):
            look: dict[str, Any] = {"linewidth": width} if nested else {}
            if nested and width < BROAD[0]:
                look["path_effects"] = [withStroke(linewidth=2 * width, foreground=COLOURS["paper"])]
            ax.plot(*with_gaps(x, function(x)), color=COLOURS[colour], linestyle=style, label=label, **look)
        ax.axhline(0, color=COLOURS["grid"], zorder=0)
        ax.set_title(title)
    axes[0].legend()
    axes[1].set_xlabel(xlabel)
    return describe(fig, alt)


def fitted_lines(x: ArrayLike, y: ArrayLike, lines: Mapping[str, tuple[float, float]], *, alt: str) -> Figure:
    """Draw points and several labelled lines, each given as (slope, intercept)."""
    across, up = floats(x), floats(y)
    ends = np.array([across.min() - 0.5, across.max() + 0.5])
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 3.6))
    ax.plot(across, up, "o", color=COLOURS["ink"], label="data")
    for colour, style, (label, (slope, intercept)) in zip(SERIES, STYLES, lines.items(), strict=False):
        ax.plot(ends, slope * ends + intercept, color=COLOURS[colour], linestyle=style, label=label)
    ax.set(xlabel="x", ylabel="y")
    ax.legend()
    return describe(fig, alt)


def line_with_squares(
    x: ArrayLike, y: ArrayLike, *, slope: float, intercept: float, xlabel: str = "x", ylabel: str = "y", alt: str
) -> Figure:
    """Draw points, a line, and on each vertical miss a true square: its area is that point's squared error.

    Both axes have the same unit length, so the squares look square and their areas can be compared by eye.
    """
    across, up = floats(x), floats(y)
    ends = np.array([across.min() - 0.5, across.max() + 0.5])
    on_line = slope * across + intercept
    fig, ax = plt.subplots(figsize=(5.2, 4.6))
    ax.plot(ends, slope * ends + intercept, color=COLOURS["blue"])
    for left, point, reached in zip(across, up, on_line, strict=True):
        side = abs(point - reached)
        corner = (left, min(point, reached))
        ax.add_patch(Rectangle(corner, side, side, facecolor=COLOURS["orange"], edgecolor="none", alpha=0.25))
        ax.add_patch(Rectangle(corner, side, side, fill=False, edgecolor=COLOURS["orange"]))
    ax.plot(across, up, "o", color=COLOURS["ink"])
    total = float(((on_line - up) ** 2).sum())
    ax.set(xlabel=xlabel, ylabel=ylabel, aspect="equal")
    sign = "+" if intercept >= 0 else "−"
    ax.set_title(f"y = {slope:.2f} x {sign} {abs(intercept):.2f}: squares add to {total:.2f}")
    return describe(fig, alt)


def error_surface(
    x: ArrayLike,
    y: ArrayLike,
    *,
    slopes: tuple[float, float],
    intercepts: tuple[float, float],
    points: Mapping[str, tuple[float, float]],
    alt: str,
) -> Figure:
    """Draw the total squared error of every line in a range as contours; `points` marks lines (slope, intercept)."""
    across, up = floats(x), floats(y)
    m, b = np.meshgrid(np.linspace(*slopes, 121), np.linspace(*intercepts, 121))
    total = ((m[..., None] * across + b[..., None] - up) ** 2).sum(axis=-1)
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 4.0))
    levels = np.geomspace(max(float(total.min()) * 1.2, 1e-6), float(total.max()), 10)
    contours = ax.contour(m, b, total, levels=levels, colors=COLOURS["blue"], linewidths=1.0)
    ax.clabel(contours, levels[1:], fmt="%.0f")  # the innermost has no room for one
    for marker, colour, (label, (slope, intercept)) in zip("oD^", SERIES[1:], points.items(), strict=False):
        ax.plot(slope, intercept, marker, color=COLOURS[colour], label=label, linestyle="none")
    ax.set(xlabel="slope m", ylabel="intercept b")
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=len(points), borderpad=0)
    return describe(fig, alt)


def output_terms(outputs: ArrayLike, target: ArrayLike, *, alt: str) -> Figure:
    """Draw one bar per output, the wanted values as thick marks, and on the right each squared difference."""
    got, wanted = floats(outputs), floats(target)
    terms = (got - wanted) ** 2
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 4.0))
    digits = list(range(len(got)))
    ax.barh(digits, got, color=COLOURS["blue"], height=0.6, label="output")
    heights = np.arange(len(got))
    ax.vlines(wanted, heights - 0.42, heights + 0.42, color=COLOURS["orange"], linewidth=3.5, label="wanted")
    for digit in digits:
        ax.text(1.08, digit, f"{terms[digit]:.4f}", va="center", color=COLOURS["ink"])
    ax.text(1.08, len(got), f"{terms.sum():.2f}", va="center", weight="bold", color=COLOURS["ink"])
    ax.text(1.02, len(got), "squared differences, sum", va="center", ha="right", color=COLOURS["ink"])
    ax.set(xlabel="activation", ylabel="digit", xlim=(-0.03, 1.3), ylim=(len(got) + 0.6, -0.6))
    ax.set_xticks([0, 0.5, 1])
    ax.set_yticks(digits)
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, borderpad=0)
    return describe(fig, alt)


def cost_spread(costs: Mapping[str, ArrayLike], *, xlabel: str, alt: str) -> Figure:
    """Draw how the costs of single examples are spread, one area per network, and the averages as vertical lines."""
    every = np.concatenate([floats(values) for values in costs.values()])
    edges = np.linspace(0.0, float(every.max()), 61)
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 3.2))
    for colour, style, (label, values) in zip(SERIES, STYLES, costs.items(), strict=False):
        single = floats(values)
        counts, _ = np.histogram(single, bins=edges)
        ax.stairs(counts, edges, color=COLOURS[colour], fill=True, alpha=0.35)
        average = float(single.mean())
        ax.axvline(average, color=COLOURS[colour], linestyle=style, label=f"{label}: average {average:.2f}")
    ax.set(xlabel=xlabel, ylabel="number of images", yscale="log")
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), borderpad=0)
    return describe(fig, alt)
