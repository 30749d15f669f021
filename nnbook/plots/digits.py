"""Pictures of digits, of what weights look like as pictures, and of which digits are taken for which."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.style import COLOURS, FULL_WIDTH, SMALL
from nnbook.plots.tables import canvas

__all__ = ["confusion", "image_grid", "weight_grid"]

# Pictures keep their own light background in the dark scheme, like a print on a page.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#b85c0c", "#f6f6f4", "#1338a8"])
GAP, EDGE = 0.08, 0.01  # inches between pictures, and around them all for half of their frames


def image_grid(images: ArrayLike, *, alt: str, captions: Sequence[str] = (), columns: int = 10) -> Axes:
    """Draw pictures in rows of `columns`, white on black as they are stored, each with its caption below.

    Shapes: `images` (n, height, width), integers from 0 to 255; `captions` n of them or none.
    Errors: ValueError if `images` has another shape, or there are captions for some pictures only.
    """
    return _grid(_pictures(images, "image_grid"), alt, captions, columns, {"cmap": "gray", "vmin": 0, "vmax": 255})


def weight_grid(pictures: ArrayLike, *, alt: str, captions: Sequence[str] = (), columns: int = 8) -> Axes:
    """Draw weights as pictures: blue where positive, orange where negative, pale where near zero.

    Every picture is scaled by its own largest weight, so that faint ones can be seen.

    Shapes: `pictures` (n, height, width); `captions` n of them or none.
    Errors: those of `image_grid`.
    """
    w = _pictures(pictures, "weight_grid").astype(np.float64)
    scale = np.abs(w).max(axis=(1, 2), keepdims=True)
    scaled = np.divide(w, scale, out=np.zeros_like(w), where=scale > 0)
    return _grid(scaled, alt, captions, columns, {"cmap": SIGNED, "vmin": -1, "vmax": 1})


def confusion(matrix: ArrayLike, *, alt: str, names: Sequence[str]) -> Axes:
    """Draw how often each class (row) was taken for each class (column): errors tinted, right answers plain.

    Shapes: `matrix` (k, k) counts; `names` k of them.
    Errors: ValueError if there are not as many names as rows and columns.
    """
    counts = np.asarray(matrix)
    if counts.shape != (len(names), len(names)):
        msg = f"confusion: matrix must have shape ({len(names)}, {len(names)}), got {counts.shape}."
        raise ValueError(msg)
    left, top = 0.62, 0.62
    size = (FULL_WIDTH - left - 0.05) / len(names)
    height = 0.3
    axes = canvas(top + height * len(names) + 0.05, alt=alt)
    wrong = counts - np.diag(np.diag(counts))
    largest = max(int(wrong.max()), 1)
    axes.text(left, 0.14, "taken for", va="center_baseline", fontsize=SMALL, color=COLOURS["muted"])
    axes.text(0, top - 0.2, "was", va="center_baseline", fontsize=SMALL, color=COLOURS["muted"])
    for i, name in enumerate(names):
        axes.text(
            left + size * (i + 0.5), top - 0.2, name, ha="center", va="center_baseline", fontsize=SMALL, weight="bold"
        )
        y = top + height * i
        axes.text(left - 0.15, y + height / 2, name, ha="right", va="center_baseline", fontsize=SMALL, weight="bold")
        axes.plot([left, FULL_WIDTH - 0.05], [y, y], color=COLOURS["grid"], linewidth=0.8)
    for (i, j), count in np.ndenumerate(counts):
        x, y = left + size * j, top + height * i
        if wrong[i, j]:
            strength = 0.08 + 0.45 * wrong[i, j] / largest
            axes.add_patch(
                Rectangle((x, y), size, height, facecolor=COLOURS["orange"], alpha=float(strength), linewidth=0)
            )
        colour = COLOURS["muted" if i == j else "ink"]
        if count:
            axes.text(
                x + size / 2,
                y + height / 2,
                str(count),
                ha="center",
                va="center_baseline",
                fontsize=SMALL,
                color=colour,
            )
    return axes


def _pictures(images: ArrayLike, where: str) -> NDArray[np.generic]:
    pictures = np.asarray(images)
    if pictures.ndim != 3 or len(pictures) == 0:
        msg = f"{where}: the pictures must have shape (n, height, width), got {pictures.shape}. Use x[None] for one."
        raise ValueError(msg)
    return pictures


def _grid(
    pictures: NDArray[np.generic], alt: str, captions: Sequence[str], columns: int, look: dict[str, object]
) -> Axes:
    if captions and len(captions) != len(pictures):
        msg = f"{len(pictures)} pictures need as many captions or none, got {len(captions)}."
        raise ValueError(msg)
    columns = min(columns, len(pictures))
    rows = -(-len(pictures) // columns)
    size = min((FULL_WIDTH - 2 * EDGE + GAP) / columns - GAP, 1.1)
    below = 0.24 if captions else 0.0
    axes = canvas(rows * (size + below + GAP) + EDGE, alt=alt)
    limits = axes.get_xlim(), axes.get_ylim()
    for number, picture in enumerate(pictures):
        x = EDGE + (number % columns) * (size + GAP)
        y = EDGE + (number // columns) * (size + below + GAP)
        axes.imshow(picture, extent=(x, x + size, y + size, y), aspect="auto", **look)  # type: ignore[arg-type]
        # In both schemes a picture ends where its frame is, not where it differs from the page.
        axes.add_patch(Rectangle((x, y), size, size, facecolor="none", edgecolor=COLOURS["muted"], linewidth=0.8))
        if captions:
            axes.text(
                x + size / 2, y + size + 0.12, captions[number], ha="center", va="center_baseline", fontsize=SMALL
            )
    axes.set(xlim=limits[0], ylim=limits[1])
    return axes
