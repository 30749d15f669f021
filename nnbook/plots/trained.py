"""What trained networks do: how often they are right beside how sure they are, and measurements in panels."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots.drawing import MARKERS, STYLES, floats, legend_above
from nnbook.plots.style import COLOURS, FULL_WIDTH, SERIES, SMALL, describe

__all__ = ["panels", "reliability"]


def reliability(answers: Mapping[str, tuple[ArrayLike, ArrayLike]], *, bins: int = 10, alt: str) -> Figure:
    """Draw, for each name, the share of right answers against the mean confidence, a point for each bin of confidence.

    On the diagonal a network is right as often as it says. Bins with fewer than 20 answers are left out.

    Shapes: every value is the confidences (n,) from 0 to 1 and whether each answer is right (n,).
    """
    fig, ax = plt.subplots(figsize=(FULL_WIDTH, 4.2))
    ax.plot([0, 1], [0, 1], color=COLOURS["muted"], linewidth=1, linestyle=":")
    ax.annotate(
        "right as often as sure", (0.02, 0.02), xytext=(0, 7), textcoords="offset points", rotation=45,
        rotation_mode="anchor", transform_rotates_text=True, fontsize=SMALL, color=COLOURS["muted"],
    )  # fmt: skip
    for i, (name, (confidence, right)) in enumerate(answers.items()):
        sure, ok = floats(confidence), floats(right)
        place = np.minimum((sure * bins).astype(int), bins - 1)
        full = [b for b in range(bins) if np.count_nonzero(place == b) >= 20]
        ax.plot(
            [sure[place == b].mean() for b in full], [ok[place == b].mean() for b in full],
            color=COLOURS[SERIES[i]], marker=MARKERS[i], linestyle=STYLES[i], label=name, markersize=5,
        )  # fmt: skip
    ax.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="how sure it is", ylabel="share that is right")
    legend_above(fig, 2)
    return describe(fig, alt)


def panels(parts: Sequence[tuple[str, str, ArrayLike, Mapping[str, ArrayLike]]], *, alt: str) -> Figure:
    """Draw panels below one another, each with its own axes; a name has one colour in all, and stands in one legend.

    Shapes: every part is what stands under the axis and beside it, the places (n,), and values (n,) by name.
    """
    fig, axes = plt.subplots(len(parts), 1, figsize=(FULL_WIDTH, 2.2 * len(parts)), squeeze=False)
    names = list(dict.fromkeys(name for *_, series in parts for name in series))
    for ax, (xlabel, ylabel, x, series) in zip(axes[:, 0], parts, strict=True):
        for name, y in series.items():
            i = names.index(name)
            ax.plot(x, y, color=COLOURS[SERIES[i]], linestyle=STYLES[i], label=name)
        ax.set(xlabel=xlabel, ylabel=ylabel)
    drawn = {str(line.get_label()): line for ax in axes[:, 0] for line in ax.lines}
    if len(drawn) > 1:
        fig.legend(drawn.values(), drawn, loc="outside upper center", ncols=min(len(drawn), 3))
    return describe(fig, alt)
