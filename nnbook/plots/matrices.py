"""Arrays as boxes of numbers: side by side, by rank, stacked as a batch of images; and as maps of the plane."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.drawing import box, canvas, floats, label, short
from nnbook.plots.style import COLOURS, FULL_WIDTH, describe

__all__ = ["array_boxes", "image_batch", "plane_maps", "ranks"]

CELL = (0.46, 0.32)
SIGN = 0.42


def array_boxes(
    parts: Sequence[ArrayLike | str],
    *,
    alt: str,
    marks: Mapping[int, Collection[tuple[int, int]]] | None = None,
    names: Sequence[str] = (),
) -> Axes:
    """Draw matrices in one line, strings between them as signs, with some cells marked.

    Shapes: every array (r, c), a vector or a number counting as one row; `marks` has the cells (row, column) to tint
        for a part's place in `parts`; `names` one for each of the parts, drawn above, or none.
    Errors: ValueError if there are names for some parts only.
    """
    if names and len(names) != len(parts):
        raise ValueError(f"array_boxes: {len(parts)} parts need as many names or none, got {len(names)}.")
    arrays = [part if isinstance(part, str) else np.atleast_2d(floats(part)) for part in parts]
    widths = [SIGN if isinstance(part, str) else CELL[0] * part.shape[1] for part in arrays]
    rows = max(part.shape[0] for part in arrays if not isinstance(part, str))
    above = 0.32 if names else 0.05
    scale = min(1.0, (FULL_WIDTH - 0.1) / sum(widths))
    axes = canvas(above + CELL[1] * rows + 0.32, alt=alt)
    x = (FULL_WIDTH - scale * sum(widths)) / 2
    middle = above + CELL[1] * rows / 2
    for number, (part, width) in enumerate(zip(arrays, widths, strict=True)):
        if isinstance(part, str):
            label(axes, x + scale * width / 2, middle, part, fontsize=12)
        else:
            top = middle - CELL[1] * part.shape[0] / 2
            _boxes(axes, x, top, scale * CELL[0], part, (marks or {}).get(number, ()))
            size = " × ".join(map(str, part.shape))
            label(axes, x + scale * width / 2, top + CELL[1] * part.shape[0] + 0.16, size, colour="muted")
        if names:
            label(axes, x + scale * width / 2, 0.14, names[number])
        x += scale * width
    return axes


def ranks(arrays: Sequence[ArrayLike], *, names: Sequence[str], alt: str) -> Axes:
    """Draw arrays of rank 0, 1 and 2 side by side, each under its name, to compare their shapes.

    Shapes: every array of rank 0, 1 or 2; `names` one for each.
    Errors: ValueError if the names are not as many, or an array has a higher rank.
    """
    given = [floats(array) for array in arrays]
    if len(names) != len(given) or any(array.ndim > 2 for array in given):
        raise ValueError(f"ranks: {len(given)} arrays of rank 2 at most need as many names, got {len(names)}.")
    shapes = [np.atleast_2d(array) for array in given]
    height = 0.42 + CELL[1] * max(len(drawn) for drawn in shapes) + 0.3
    axes = canvas(height, alt=alt)
    gap = (FULL_WIDTH - CELL[0] * sum(drawn.shape[1] for drawn in shapes)) / (len(given) + 1)
    x = gap
    for name, array, drawn in zip(names, given, shapes, strict=True):
        width = CELL[0] * drawn.shape[1]
        label(axes, x + width / 2, 0.16, name, weight="bold")
        _boxes(axes, x, 0.42, CELL[0], drawn, ())
        label(axes, x + width / 2, 0.42 + CELL[1] * len(drawn) + 0.16, f"shape {array.shape}", colour="muted")
        x += width + gap
    return axes


def image_batch(shape: tuple[int, int, int, int], *, alt: str) -> Axes:
    """Draw a rank-4 tensor: a row of images, each a stack of sheets, one sheet for each channel.

    Shapes: `shape` is (images, height, width, channels), with at most 4 images and 3 channels.
    Errors: ValueError if there are more.
    """
    images, _, _, channels = shape
    if not (1 <= images <= 4 and 1 <= channels <= 3):
        raise ValueError(f"image_batch: shape must be (images ≤ 4, height, width, channels ≤ 3), got {shape}.")
    size, shift = 0.8, 0.12
    axes = canvas(1.75, alt=alt)
    step = FULL_WIDTH / images
    for image in range(images):
        left = step * image + (step - size - shift * channels) / 2
        for sheet in reversed(range(channels)):
            x, y = left + shift * sheet, 0.45 - shift * (sheet - channels + 1)
            colour = ("red", "green", "blue")[sheet]
            box(axes, (x, y - 0.24), size, size, fill="paper", edge=colour, linewidth=1.4)
            box(axes, (x, y - 0.24), size, size, fill=colour, alpha=0.15)
        label(axes, left + size / 2, 1.62, f"image {image}")
    return axes


def plane_maps(matrices: Mapping[str, ArrayLike], *, alt: str) -> Figure:
    """Draw, for each 2 × 2 matrix W, where it takes the points of a letter F, as rows: to xW.

    The arrows are the images of (1, 0), blue, and of (0, 1), orange: the rows of W.

    Shapes: every value of `matrices` (2, 2), by its title.
    Errors: ValueError if a matrix has another shape.
    """
    maps = {name: floats(W) for name, W in matrices.items()}
    if any(W.shape != (2, 2) for W in maps.values()):
        raise ValueError(f"plane_maps: every matrix must have shape (2, 2), got {[W.shape for W in maps.values()]}.")
    letter = np.array([(0, 0), (0.2, 0), (0.2, 0.4), (0.6, 0.4), (0.6, 0.6), (0.2, 0.6), (0.2, 0.8), (0.8, 0.8),
                       (0.8, 1), (0, 1)])  # fmt: skip
    ends = np.vstack([points for W in maps.values() for points in (letter @ W, W)])
    low, high = ends.min(axis=0) - 0.2, ends.max(axis=0) + 0.2
    across = 2 if len(maps) == 4 else min(len(maps), 3)
    down = -(-len(maps) // across)
    height = down * (FULL_WIDTH / across * float((high - low)[1] / (high - low)[0]) + 0.35) + 0.2
    figure, grid = plt.subplots(down, across, sharex=True, sharey=True, figsize=(FULL_WIDTH, height), squeeze=False)
    for axes in grid.flat[len(maps) :]:
        axes.remove()
    for axes, (name, W) in zip(grid.flat, maps.items(), strict=False):
        axes.grid(visible=True, color=COLOURS["grid"], linewidth=0.8)
        axes.set_axisbelow(True)
        axes.add_patch(Polygon(letter @ W, facecolor=COLOURS["sky"], edgecolor=COLOURS["ink"], alpha=0.6))
        for row, colour in zip(W, ("blue", "orange"), strict=True):
            shape = {"arrowstyle": "-|>", "color": COLOURS[colour], "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", tuple(row), (0, 0), arrowprops=shape)
        axes.set_title(name)
        axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
        axes.set(xticks=np.arange(np.ceil(low[0]), high[0]), yticks=np.arange(np.ceil(low[1]), high[1]))
        axes.tick_params(labelbottom=True, length=0)
    return describe(figure, alt)


def _boxes(
    axes: Axes, x: float, top: float, width: float, values: NDArray[np.float64], marked: Collection[tuple[int, int]]
) -> None:
    for (i, j), value in np.ndenumerate(values):
        corner = (x + width * j, top + CELL[1] * i)
        if (i, j) in marked:
            box(axes, corner, width, CELL[1], fill="blue", alpha=0.22)
        box(axes, corner, width, CELL[1], edge="muted")
        label(axes, corner[0] + width / 2, corner[1] + CELL[1] / 2, short(float(value)))
