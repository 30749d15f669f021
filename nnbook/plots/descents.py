"""Figures of noisy descents: the spread of a mini-batch gradient, and losses against the work that they took."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots.drawing import MARKERS, STYLES, floats, legend_above
from nnbook.plots.style import COLOURS, FULL_WIDTH, SERIES, describe


def spread_by_batch(sizes: ArrayLike, measured: ArrayLike, expected: ArrayLike, *, alt: str) -> Figure:
    """Draw measured variances as points over the expected ones as a line, both axes logarithmic.

    Shapes: all three (n,).
    """
    fig, ax = plt.subplots()
    ax.loglog(sizes, expected, color=COLOURS["muted"], linewidth=1.4, label="expected")
    ax.loglog(sizes, measured, "o", color=COLOURS["blue"], label="measured")
    ax.set(xlabel="examples in the mini-batch", ylabel="variance")
    legend_above(fig, 2)
    return describe(fig, alt)


def losses_by_work(
    runs: Mapping[str, tuple[ArrayLike, ArrayLike]], *, xlabel: str, ylabel: str = "loss", alt: str
) -> Figure:
    """Draw losses, on a logarithmic scale, against the work after which each was taken.

    Shapes: every value of `runs` is the work (n,) and the losses (n,); n may differ.
    """
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 3.9))
    for i, (name, (work, losses)) in enumerate(runs.items()):
        x, y = (floats(part) for part in (work, losses))
        ax.semilogy(
            x, y, color=COLOURS[SERIES[i % len(SERIES)]], linestyle=STYLES[i % len(STYLES)],
            marker=MARKERS[i % len(MARKERS)], markevery=max(1, len(x) // 8), markersize=4.5, linewidth=1.4, label=name,
        )  # fmt: skip
    ax.set(xlabel=xlabel, ylabel=ylabel)
    legend_above(fig, 2)
    return describe(fig, alt)
