"""Pictures, filters and maps side by side, pixel by pixel, and the places that a filter takes on a row of pixels."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.drawing import SIGNED, box, canvas, label, letters_on_signed, picture, short
from nnbook.plots.style import FULL_WIDTH, letters_on

__all__ = ["filter_places", "pictures"]

SIGN, LARGEST, CELL = 0.3, 1.9, 0.34
Frame = tuple[int, int, int, int]


def pictures(
    parts: Sequence[ArrayLike | str],
    *,
    alt: str,
    names: Sequence[str] = (),
    signed: Sequence[int] = (),
    frames: Mapping[int, Sequence[Frame]] | None = None,
    numbers: bool = False,
    columns: int | None = None,
) -> Axes:
    """Draw matrices as pictures in rows of `columns` parts, strings between them as signs.

    Grey pictures run from black (0, or their smallest number) to white (their largest, or 255 for bytes); `signed`
    ones from orange over pale (0) to blue, each by its own largest size.

    Shapes: every matrix (h, w), or (h, w, 3) for colours from 0 to 255; `names` one for each part, or none; `signed`
        places in `parts`; `frames` has, for a place, rectangles (row, column, height, width) to outline. With `numbers`
        every pixel carries its number, and the pixels of all parts are of one size.
    Errors: ValueError if there are names for some parts only.
    """
    if names and len(names) != len(parts):
        raise ValueError(f"pictures: {len(parts)} parts need as many names or none, got {len(names)}.")
    drawn = [part if isinstance(part, str) else np.asarray(part) for part in parts]
    columns = columns or len(drawn)
    rows = [drawn[start : start + columns] for start in range(0, len(drawn), columns)]
    unit = min(_unit(row, numbers=numbers) for row in rows)
    sizes = [_size(part, unit, numbers=numbers) for part in drawn]
    above, gap = (0.3 if names else 0.04), 0.12
    heights = [max(size[1] for size in sizes[i * columns : (i + 1) * columns]) for i in range(len(rows))]
    axes = canvas(sum(heights) + len(rows) * (above + gap), alt=alt)
    top = 0.0
    for i, height in enumerate(heights):
        here = range(i * columns, min((i + 1) * columns, len(drawn)))
        free = FULL_WIDTH - sum(sizes[n][0] for n in here)
        step = min(free / (len(here) + 1), 0.35) if len(here) > 1 else 0.0
        x = (free - step * (len(here) - 1)) / 2
        for n in here:
            part, (wide, high) = drawn[n], sizes[n]
            y = top + above + (height - high) / 2
            if isinstance(part, str):
                label(axes, x + wide / 2, top + above + height / 2, part, fontsize=13)
            else:
                _picture(axes, part, (x, y, wide, high), signed=n in signed, numbers=numbers)
                for frame in (frames or {}).get(n, ()):
                    _outline(axes, (x, y, wide / part.shape[1]), frame)
            if names:
                label(axes, x + wide / 2, y - 0.15, names[n])
            x += wide + step
        top += above + height + gap
    return axes


def filter_places(cases: Sequence[tuple[int, int, int, int]], *, alt: str) -> Axes:
    """Draw, for each case, a row of pixels, dashed where padded, and below it a bar for each place of the filter.

    Shapes: every case (pixels, filter, padding, stride), with at most 16 pixels, padding included.
    Errors: ValueError if there are more.
    """
    widest = max(n + 2 * p for n, _, p, _ in cases)
    if widest > 16:
        raise ValueError(f"filter_places: at most 16 pixels can be drawn, got {widest} with padding.")
    cell, bar, head, gap = 0.27, 0.13, 0.34, 0.3
    counts = [(n + 2 * p - k) // s + 1 for n, k, p, s in cases]
    axes = canvas(sum(head + cell + 0.08 + bar * count + gap for count in counts), alt=alt)
    top = 0.0
    for (n, k, p, s), count in zip(cases, counts, strict=True):
        text = f"{n} pixels, filter {k}, padding {p}, stride {s}:  {count} places"
        label(axes, 0.02, top + 0.16, text, at="left")
        for pixel in range(n + 2 * p):
            inside = p <= pixel < n + p
            left = 0.02 + cell * pixel
            corner, colour = (left, top + head), "ink" if inside else "muted"
            box(axes, corner, cell, cell, edge=colour, linewidth=0.9, linestyle="-" if inside else ":")
            if not inside:
                label(axes, left + cell / 2, top + head + cell / 2, "0", colour="muted")
        for place in range(count):
            corner = (0.05 + cell * s * place, top + head + cell + 0.08 + bar * place)
            box(axes, corner, cell * k - 0.06, bar - 0.04, fill="sky" if place % 2 else "blue")
        top += head + cell + 0.08 + bar * count + gap
    return axes


def _unit(row: Sequence[NDArray[np.generic] | str], *, numbers: bool) -> float:
    """Return the size of a pixel with numbers, or the width of a picture without, that fits the row in the column."""
    matrices = [part for part in row if not isinstance(part, str)]
    left = FULL_WIDTH - 0.1 - SIGN * (len(row) - len(matrices))
    if numbers:
        return min(CELL, left / float(sum(part.shape[1] for part in matrices)))
    return min(LARGEST, (left - 0.12 * len(row)) / max(len(matrices), 1))


def _size(part: NDArray[np.generic] | str, unit: float, *, numbers: bool) -> tuple[float, float]:
    if isinstance(part, str):
        return SIGN, SIGN
    height, width = part.shape[:2]
    return (unit * width, unit * height) if numbers else (unit, unit * height / width)


def _picture(
    axes: Axes, part: NDArray[np.generic], place: tuple[float, float, float, float], *, signed: bool, numbers: bool
) -> None:
    x, y, wide, high = place
    if part.ndim == 3:
        picture(axes, part, (x, y), wide, high, framed=False)
        return
    values = part.astype(np.float64)
    largest = 255.0 if part.dtype == np.uint8 else float(np.abs(values).max()) or 1.0
    low, cmap = (-largest, SIGNED) if signed else (min(float(values.min()), 0.0), "gray")
    image = picture(axes, values, (x, y), wide, high, cmap=cmap, vmin=low, vmax=largest)
    if numbers:
        size, shades = wide / part.shape[1], np.asarray(image.cmap(image.norm(values)))
        for (i, j), value in np.ndenumerate(values):
            colour = (letters_on_signed if signed else letters_on)(shades[i, j, :3])
            label(axes, x + (j + 0.5) * size, y + (i + 0.5) * size, short(float(value)), color=colour)


def _outline(axes: Axes, pixels: tuple[float, float, float], frame: Frame) -> None:
    x, y, size = pixels
    row, column, height, width = frame
    box(axes, (x + column * size, y + row * size), width * size, height * size, edge="orange", linewidth=2.4)
