"""Figures of functions of one number: panels over one axis, secants and tangents, errors, descents."""

from collections.abc import Callable, Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.drawing import MARKERS, STYLES, decades, floats, legend_above
from nnbook.plots.style import COLOURS, FULL_WIDTH, SERIES, describe

Function = Callable[[NDArray[np.float64]], NDArray[np.floating]]


def stacked(x: ArrayLike, panels: Mapping[str, ArrayLike], *, xlabel: str, alt: str) -> Figure:
    """Draw one panel for each of `panels`, one below the other over the same axis, titled with its name.

    Shapes: `x` (n,); every value of `panels` (n,).
    """
    fig, axes = plt.subplots(len(panels), 1, sharex=True, figsize=(FULL_WIDTH, 2.1 * len(panels)), squeeze=False)
    for ax, colour, (title, values) in zip(axes[:, 0], SERIES, panels.items(), strict=False):
        ax.plot(x, values, color=COLOURS[colour])
        ax.set(title=title, ylim=(0, None))
    axes[-1, 0].set_xlabel(xlabel)
    return describe(fig, alt)


def secants(
    f: Function, x: float, hs: Sequence[float], *, slope: float | None = None, span: tuple[float, float],
    xlabel: str = "x", ylabel: str = "f(x)", alt: str,
) -> Figure:  # fmt: skip
    """Draw a curve, its secants from `x` to x + h for each of `hs`, and the tangent at `x` if its slope is given."""
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 3.8))
    grid = np.linspace(*span, 301)
    curve = f(grid)
    ax.plot(grid, curve, color=COLOURS["ink"])
    y = float(f(np.array([x]))[0])
    for colour, style, h in zip(SERIES[1:], STYLES[1:], hs, strict=False):
        end = float(f(np.array([x + h]))[0])
        quotient = (end - y) / h
        ax.plot(grid, y + quotient * (grid - x), color=COLOURS[colour], linestyle=style, linewidth=1.5,
                label=f"h = {h:g}: slope {quotient:g}".replace("-", "−"))  # fmt: skip
        ax.plot(x + h, end, "o", color=COLOURS[colour])
    if slope is not None:
        ax.plot(grid, y + slope * (grid - x), color=COLOURS["blue"], label=f"tangent: slope {slope:g}")
    ax.plot(x, y, "o", color=COLOURS["blue"], zorder=3)
    low, high = float(curve.min()), float(curve.max())
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(low - 0.08 * (high - low), high + 0.05 * (high - low)))
    ax.legend()
    return describe(fig, alt)


def tangents(
    f: Function, derivative: Function, at: ArrayLike, *, span: tuple[float, float], reach: float,
    xlabel: str = "x", ylabel: str = "f(x)", alt: str,
) -> Figure:  # fmt: skip
    """Draw a curve with a piece of tangent at each of `at`, and an arrow along the axis to where the curve falls.

    The arrow's length is in proportion to the slope; the steepest reaches `reach` to the side.
    """
    x = np.atleast_1d(floats(at))
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 3.6))
    grid = np.linspace(*span, 301)
    curve = f(grid)
    ax.plot(grid, curve, color=COLOURS["ink"])
    low, high = float(curve.min()), float(curve.max())
    heights, slopes = f(x), derivative(x)
    longest = float(np.abs(slopes).max())
    base = low - 0.14 * (high - low)
    for here, y, slope in zip(x, heights, slopes, strict=True):
        piece = np.array([-reach / 2, reach / 2])
        ax.plot(here + piece, y + slope * piece, color=COLOURS["orange"])
        ax.plot(here, y, "o", color=COLOURS["orange"], zorder=3)
        ax.plot([here, here], [base, y], color=COLOURS["grid"], linewidth=1, zorder=0)
        ax.annotate("", (here - reach * slope / longest, base), (here, base),
                    arrowprops={"arrowstyle": "-|>", "color": COLOURS["blue"], "shrinkA": 0, "shrinkB": 0})  # fmt: skip
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(base - 0.06 * (high - low), high + 0.05 * (high - low)))
    return describe(fig, alt)


def errors_by_step(h: ArrayLike, errors: Mapping[str, ArrayLike], *, xlabel: str = "h", alt: str) -> Figure:
    """Draw errors against the step `h`, both axes logarithmic; an error of 0 is drawn at 1e-17.

    Shapes: `h` (n,); every value of `errors` (n,).
    """
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 3.8))
    for colour, marker, (name, values) in zip(SERIES, MARKERS, errors.items(), strict=False):
        heights = np.maximum(np.abs(floats(values)), 1e-17)
        ax.loglog(h, heights, color=COLOURS[colour], marker=marker, markersize=4, linewidth=1.3, label=name)
    ax.invert_xaxis()
    decades(ax.xaxis)
    decades(ax.yaxis)
    ax.set(xlabel=xlabel, ylabel="error")
    legend_above(fig, len(errors))
    return describe(fig, alt)


def descents(
    f: Function, paths: Mapping[str, ArrayLike], *, span: tuple[float, float], xlabel: str = "x", ylabel: str = "C",
    alt: str,
) -> Figure:  # fmt: skip
    """Draw a curve and on it the points that each descent visited, joined in their order, the first one ringed.

    Of descents whose first two points are the same, each is drawn thicker than the next, which lies on it.

    Shapes: every value of `paths` (steps,).
    """
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 3.8))
    grid = np.linspace(*span, 401)
    ax.plot(grid, f(grid), color=COLOURS["muted"], linewidth=1.5)
    starts = [floats(visited)[:2].tolist() for visited in paths.values()]
    for i, (colour, marker, (name, visited)) in enumerate(zip(SERIES, MARKERS, paths.items(), strict=False)):
        x = floats(visited)
        y = f(x)
        above = starts[i + 1 :].count(starts[i])
        ax.plot(x, y, color=COLOURS[colour], marker=marker, markersize=4.5 + 3 * above, linewidth=1 + 2 * above,
                label=name)  # fmt: skip
        ax.plot(x[0], y[0], "o", markersize=10, markerfacecolor="none", markeredgecolor=COLOURS[colour])
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if len(paths) > 1:
        legend_above(fig, min(len(paths), 2))
    return describe(fig, alt)


def costs_by_step(costs: Mapping[str, ArrayLike], *, ylabel: str = "cost", alt: str) -> Figure:
    """Draw the cost after every step of several descents, the cost on a logarithmic scale.

    Shapes: every value of `costs` (steps,).
    """
    fig, ax = plt.subplots()
    for colour, style, (name, values) in zip(SERIES, (*STYLES, *STYLES), costs.items(), strict=False):
        ax.semilogy(floats(values), color=COLOURS[colour], linestyle=style, label=name)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    decades(ax.yaxis)
    ax.set(xlabel="step", ylabel=ylabel)
    legend_above(fig, min(len(costs), 3))
    return describe(fig, alt)
