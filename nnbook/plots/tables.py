"""Tables as pictures: numbers in cells, tinted by what is to be seen in them."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from nnbook.grades import Grades
from nnbook.plots.drawing import LETTER, canvas, floats, label, short, signed, tinted
from nnbook.plots.style import COLOURS, FULL_WIDTH, SMALL

CELL_HEIGHT = 0.28
NAMES_WIDTH = 0.78
HUES = ("orange", "blue")


def cell(
    axes: Axes, x: float, y: float, width: float, text: str, tint: float = 0.0, *, hues: tuple[str, str] = HUES
) -> None:
    """Draw one cell; `tint` runs from -1 (the first hue) over 0 (clear) to 1 (the second)."""
    tinted(axes, (x, y), width, CELL_HEIGHT, tint, hues=hues)
    label(axes, x + width / 2, y + CELL_HEIGHT / 2, text)


def header(axes: Axes, x: float, y: float, name: str) -> None:
    """Write a column's name at a slant, so that long names fit above narrow columns."""
    axes.text(x, y, name, rotation=45, rotation_mode="anchor", ha="left", va="baseline", fontsize=SMALL)


def table(
    values: ArrayLike,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    alt: str,
    tint: ArrayLike | None = None,
    hues: tuple[str, str] = HUES,
    digits: int = 0,
) -> Axes:
    """Draw a matrix as a table with names.

    Shapes: `values` (n, d); `tint` the same, from -1 to 1, in the first of `hues` below 0 and the second above;
        `rows` n names; `columns` d names.
    Errors: ValueError if the names do not fit the shape.
    """
    numbers, tints = _matching(values, tint, rows, columns)
    left, top = _heads(rows, columns)
    width = (FULL_WIDTH - left - max(0.45, _slanted(columns[-1]) - 0.3)) / len(columns)
    axes = canvas(top + CELL_HEIGHT * len(rows) + 0.06, alt=alt)
    _frame(axes, rows, columns, (left, top), width)
    for i, j in np.ndindex(numbers.shape):
        x, y = left + j * width, top + i * CELL_HEIGHT
        cell(axes, x, y, width, signed(float(numbers[i, j]), digits), float(tints[i, j]), hues=hues)
    return axes


def weighted_table(
    grades: Grades,
    weights: ArrayLike,
    *,
    alt: str,
    bias: float = 0.0,
    relu: bool = False,
    result: str = "s",
) -> Axes:
    """Draw the grades with a weight above each subject and the weighted sum, plus `bias`, at the end of each row.

    Cells are tinted by their weight, so what counts for and against can be seen; `relu` cuts negative sums to 0.

    Shapes: `weights` (d,), one for each of the d subjects.
    Errors: ValueError if the weights do not fit the subjects.
    """
    rows, columns = grades.students, grades.subjects
    numbers, _ = _matching(grades.marks, None, rows, columns)
    w = floats(weights)
    if w.shape != (len(columns),):
        raise ValueError(
            f"weighted_table: weights must have shape ({len(columns)},), one for each subject, got {w.shape}."
        )
    sums = numbers @ w + bias
    if relu:
        sums = np.maximum(sums, 0)
    left, top = _heads(rows, (*columns, result))
    extra = CELL_HEIGHT * (2 if bias else 1)
    width = (FULL_WIDTH - left - max(0.8, _slanted(result) + 0.2, _slanted(columns[-1]))) / len(columns)
    axes = canvas(top + extra + 0.08 + CELL_HEIGHT * len(rows) + 0.06, alt=alt)
    _frame(axes, rows, columns, (left, top), width, first=top + extra + 0.08)
    strongest = np.abs(w).max() or 1.0
    _weights(axes, w / strongest, [short(float(weight)) for weight in w], bias, (left, top), width)
    last = left + width * len(columns) + 0.1
    header(axes, last + 0.16, top + extra, result)
    largest = np.abs(sums).max() or 1.0
    for i, total in enumerate(sums):
        y = top + extra + 0.08 + i * CELL_HEIGHT
        for j in range(len(columns)):
            x = left + j * width
            cell(axes, x, y, width, signed(numbers[i, j], 0), 0.5 * w[j] / strongest)
        cell(axes, last, y, 0.55, signed(total, 1), total / largest)
    return axes


def _weights(
    axes: Axes, tints: NDArray[np.float64], texts: Sequence[str], bias: float, corner: tuple[float, float], width: float
) -> None:
    """Draw the row of the weights, and that of the bias if there is one."""
    left, top = corner
    label(axes, 0, top + CELL_HEIGHT / 2, "weight", at="left", colour="muted")
    for j, (text, tint) in enumerate(zip(texts, tints, strict=True)):
        cell(axes, left + j * width, top, width, text, tint)
    if bias:
        y = top + CELL_HEIGHT
        label(axes, 0, y + CELL_HEIGHT / 2, "bias", at="left", colour="muted")
        cell(axes, left, y, width * len(texts), signed(bias, 1), float(np.sign(bias)))


def _matching(
    values: ArrayLike, tint: ArrayLike | None, rows: Sequence[str], columns: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    numbers = floats(values)
    if numbers.shape != (len(rows), len(columns)):
        raise ValueError(
            f"a table of {len(rows)} rows and {len(columns)} columns needs as many values, got {numbers.shape}."
        )
    tints = np.zeros_like(numbers) if tint is None else floats(tint)
    return numbers, tints


def _heads(rows: Sequence[str], columns: Sequence[str]) -> tuple[float, float]:
    """Return how wide the names of the rows are, and how high those of the columns at their slant."""
    return (
        max(NAMES_WIDTH, LETTER * max(map(len, rows)) + 0.1),
        max(map(_slanted, columns)) + 0.1,
    )


def _slanted(name: str) -> float:
    """Return how wide and how high a name is at its slant."""
    return float(LETTER * len(name) / np.sqrt(2)) + 0.1


def _frame(
    axes: Axes,
    rows: Sequence[str],
    columns: Sequence[str],
    corner: tuple[float, float],
    width: float,
    first: float | None = None,
) -> None:
    left, top = corner
    first = top if first is None else first
    right = left + width * len(columns)
    for j, name in enumerate(columns):
        header(axes, left + (j + 0.45) * width, top - 0.08, name)
    for i, name in enumerate(rows):
        y = first + i * CELL_HEIGHT
        label(axes, 0, y + CELL_HEIGHT / 2, name, at="left")
        axes.plot([0, right], [y, y], color=COLOURS["grid"], linewidth=0.8)
