"""Figures of the activations chapter: curves with their slopes, softmax bars, signals through depth."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.drawing import SIGNED, STYLES, floats, letters_on_signed, picture, with_gaps
from nnbook.plots.style import COLOURS, FULL_WIDTH, SERIES, describe

Function = Callable[[NDArray[np.float64]], NDArray[np.floating]]


def _zero_lines(ax: Axes) -> None:
    ax.axhline(0, color=COLOURS["grid"], zorder=0)
    ax.axvline(0, color=COLOURS["grid"], zorder=0)


def curve_gallery(functions: Mapping[str, Function], *, limit: float = 4.0, alt: str) -> Figure:
    """Draw each function in a small panel of its own, two in a row, all on the same scale from -limit to limit."""
    z = np.linspace(-limit, limit, 321)
    rows = -(-len(functions) // 2)
    fig, axes = plt.subplots(rows, 2, sharex=True, sharey=True, figsize=(FULL_WIDTH, 2.0 * rows), squeeze=False)
    for ax, (name, function) in zip(axes.flat, functions.items(), strict=False):
        _zero_lines(ax)
        ax.plot(z, function(z), color=COLOURS["blue"])
        ax.set(title=name, ylim=(-1.5, 2.5))
    for ax in axes[-1]:
        ax.set_xlabel("z")
    return describe(fig, alt)


def curve_and_slope(
    function: Function, derivative: Function, *, name: str, limit: float = 10.0, at: Sequence[float] = (), alt: str
) -> Figure:
    """Draw a function and, below it on the same axis of z, its derivative; `at` marks points with their tangents."""
    z = np.linspace(-limit, limit, 801)
    fig, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(FULL_WIDTH, 4.6))
    for ax in (top, bottom):
        _zero_lines(ax)
    top.plot(z, function(z), color=COLOURS["blue"])
    bottom.plot(z, derivative(z), color=COLOURS["orange"])
    for point in at:
        here = np.array([point])
        height, slope = float(function(here)[0]), float(derivative(here)[0])
        reach = limit * 0.2 / np.hypot(1.0, slope)
        tangent = np.array([point - reach, point + reach])
        top.plot(tangent, height + slope * (tangent - point), color=COLOURS["orange"], linestyle="--")
        top.plot(point, height, "o", color=COLOURS["orange"])
        bottom.plot(point, slope, "o", color=COLOURS["orange"])
    top.set(ylabel="activation", title=name)
    bottom.set(ylabel="slope", xlabel="z")
    return describe(fig, alt)


def curve_families(
    families: Mapping[str, Mapping[str, Function]],
    *,
    limit: float = 10.0,
    xlabel: str = "x",
    ylabel: str = "",
    alt: str,
) -> Figure:
    """Draw one panel for each family of labelled curves, one below the other on one scale, with a gap at a jump."""
    z = np.linspace(-limit, limit, 401)
    rows = len(families)
    fig, axes = plt.subplots(rows, 1, sharex=True, figsize=(FULL_WIDTH, 2.3 * rows), squeeze=False)
    for ax, (title, curves) in zip(axes.flat, families.items(), strict=True):
        _zero_lines(ax)
        for name, style, (label, function) in zip(SERIES, STYLES, curves.items(), strict=False):
            text = re.sub(r"-(?=\d)", "\u2212", label)
            ax.plot(*with_gaps(z, function(z)), color=COLOURS[name], linestyle=style, label=text)
        ax.set(title=title, ylabel=ylabel)
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    axes[-1, 0].set_xlabel(xlabel)
    return describe(fig, alt)


def softmax_bars(logits: ArrayLike, probabilities: ArrayLike, *, labels: Sequence[str], alt: str) -> Figure:
    """Draw scores as bars on the left and the probabilities made of them on the right, with their values."""
    fig, axes = plt.subplots(1, 2, figsize=(FULL_WIDTH, 2.6))
    panels = zip(axes, (logits, probabilities), ("scores z", "softmax(z)"), ("blue", "orange"), strict=True)
    for ax, values, title, colour in panels:
        heights = floats(values)
        bars = ax.bar(labels, heights, color=COLOURS[colour])
        ax.bar_label(bars, labels=[f"{height:.2f}" for height in heights])
        ax.axhline(0, color=COLOURS["grid"], zorder=0)
        ax.set_title(title)
        ax.margins(y=0.18)
    return describe(fig, alt)


def jacobian_map(jacobian: ArrayLike, *, labels: Sequence[str], alt: str) -> Figure:
    """Draw a square matrix of slopes as coloured cells (orange negative, pale zero, blue positive) with numbers."""
    cells = floats(jacobian)
    limit = float(np.abs(cells).max())
    fig, ax = plt.subplots(figsize=(3.9, 3.4))
    rows, columns = cells.shape
    look: dict[str, Any] = {"color": "#808080", "linewidth": 0.8, "clip_on": False}
    ax.set(xlim=(0, columns), ylim=(rows, 0))
    image = picture(ax, cells, (0, 0), columns, rows, framed=False, cmap=SIGNED, vmin=-limit, vmax=limit)
    # Drawn beyond the axes too: half of the outer lines would be cut off, and what is left vanish.
    ax.hlines(range(rows + 1), 0, columns, **look)
    ax.vlines(range(columns + 1), 0, rows, **look)
    for (row, column), value in np.ndenumerate(cells):
        *colour, _ = image.to_rgba(np.asarray(value))
        ax.text(
            column + 0.5,
            row + 0.5,
            f"{value:.3f}".replace("-", "−"),
            ha="center",
            va="center",
            color=letters_on_signed(colour),
        )
    middles = np.arange(len(labels)) + 0.5
    ax.set_xticks(middles, [f"score of {label}" for label in labels], rotation=20)
    ax.set_yticks(middles, [f"p of {label}" for label in labels])
    ax.set(title="slope of each probability\nin each score", aspect="equal")
    return describe(fig, alt)


def depth_profile(profiles: Mapping[str, ArrayLike], *, ylabel: str, alt: str) -> Figure:
    """Draw one line per network on a logarithmic scale: a positive size for each layer, first layer on the left."""
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 3.3))
    for name, marker, (label, sizes) in zip(SERIES, "osD^", profiles.items(), strict=False):
        heights = floats(sizes)
        layers = np.arange(1, len(heights) + 1)
        ax.semilogy(layers, heights, color=COLOURS[name], marker=marker, label=label)
        ax.set_xticks(layers)
    ax.set(xlabel="layer", ylabel=ylabel)
    ax.legend()
    return describe(fig, alt)
