"""Pictures of digits, of what weights look like as pictures, and of which digits are taken for which."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.drawing import SIGNED, box, canvas, label, picture
from nnbook.plots.style import COLOURS, FULL_WIDTH

__all__ = ["confusion", "image_grid", "weight_grid"]

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
        raise ValueError(f"confusion: matrix must have shape ({len(names)}, {len(names)}), got {counts.shape}.")
    left, top = 0.62, 0.62
    size = (FULL_WIDTH - left - 0.05) / len(names)
    height = 0.3
    axes = canvas(top + height * len(names) + 0.05, alt=alt)
    wrong = counts - np.diag(np.diag(counts))
    largest = max(int(wrong.max()), 1)
    label(axes, left, 0.14, "taken for", at="left", colour="muted")
    label(axes, 0, top - 0.2, "was", at="left", colour="muted")
    for i, name in enumerate(names):
        y = top + height * i
        label(axes, left + size * (i + 0.5), top - 0.2, name, weight="bold")
        label(axes, left - 0.15, y + height / 2, name, at="right", weight="bold")
        axes.plot([left, FULL_WIDTH - 0.05], [y, y], color=COLOURS["grid"], linewidth=0.8)
    for (i, j), count in np.ndenumerate(counts):
        x, y = left + size * j, top + height * i
        if wrong[i, j]:
            box(axes, (x, y), size, height, fill="orange", alpha=float(0.08 + 0.36 * wrong[i, j] / largest))
        if count:
            label(axes, x + size / 2, y + height / 2, str(count), colour="muted" if i == j else "ink")
    return axes


def _pictures(images: ArrayLike, where: str) -> NDArray[np.generic]:
    pictures = np.asarray(images)
    if pictures.ndim != 3 or len(pictures) == 0:
        raise ValueError(
            f"{where}: the pictures must have shape (n, height, width), got {pictures.shape}. Use x[None] for one."
        )
    return pictures


def _grid(pictures: NDArray[np.generic], alt: str, captions: Sequence[str], columns: int, look: dict[str, Any]) -> Axes:
    if captions and len(captions) != len(pictures):
        raise ValueError(f"{len(pictures)} pictures need as many captions or none, got {len(captions)}.")
    columns = min(columns, len(pictures))
    rows = -(-len(pictures) // columns)
    size = min((FULL_WIDTH - 2 * EDGE + GAP) / columns - GAP, 1.1)
    below = 0.24 if captions else 0.0
    axes = canvas(rows * (size + below + GAP) + EDGE, alt=alt)
    for number, pixels in enumerate(pictures):
        x = EDGE + (number % columns) * (size + GAP)
        y = EDGE + (number // columns) * (size + below + GAP)
        picture(axes, pixels, (x, y), size, size, **look)
        if captions:
            label(axes, x + size / 2, y + size + 0.12, captions[number])
    return axes
