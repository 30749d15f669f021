"""Least squares without descent: the line, or the weights, of the smallest squared error, from one equation."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_real


class Line(NamedTuple):
    """The line y = m x + b, with the sum of its squared errors.

    Shapes: three numbers.
    Errors: none.
    Derived in: "Losses and costs".
    """

    m: float
    b: float
    squared_error: float


def least_squares(X: ArrayLike, y: ArrayLike) -> Array:
    r"""Return the weights of the smallest squared error, from the normal equation $X^\top X w = X^\top y$.

    Shapes: X (n, d), y (n,) → (d,). A column of ones in X makes its weight the bias.
    Errors: ValueError if the shapes do not fit, a number is not finite, columns of X depend on one another, or a
        weight is too large for a float.
    Derived in: "Losses and costs".
    """
    X, y = as_real(X, "least_squares"), as_real(y, "least_squares")
    if X.ndim != 2 or y.shape != X.shape[:1]:
        raise ValueError(f"least_squares: X must have shape (n, d) and y (n,), got {X.shape} and {y.shape}.")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("least_squares: every number of X and y must be finite; leave examples with nan out.")
    units, size = _unit(X), _unit(y)
    X, y = X / units, y / size
    if np.linalg.matrix_rank(X) < X.shape[1]:
        raise ValueError(
            f"least_squares: {X.shape[1]} weights cannot be told apart by {len(X)} examples whose columns "
            "depend on one another. Add examples, or leave a column out."
        )
    with np.errstate(over="ignore"):
        w = np.linalg.solve(X.T @ X, X.T @ y) * size / units
    if not np.isfinite(w).all():
        raise ValueError(
            "least_squares: the weights must fit into floats, got one larger than a float can hold. "
            "Give X and y in other units."
        )
    return w


def fit_line(x: ArrayLike, y: ArrayLike) -> Line:
    """Return the line through points (x, y) with the smallest sum of squared errors.

    Shapes: x and y (n,).
    Errors: ValueError if there are fewer than two different x, the lengths differ, a number is not finite, or the
        line is too steep, too high or too far off for a float.
    Derived in: "Losses and costs".
    """
    x, y = as_real(x, "fit_line"), as_real(y, "fit_line")
    if x.ndim != 1 or x.shape != y.shape or len(np.unique(x)) < 2:
        raise ValueError(
            "fit_line: x and y must have the same shape (n,), with at least two different x, "
            f"got {x.shape} and {y.shape}."
        )
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("fit_line: every number of x and y must be finite; leave points with nan out.")
    width, size = float(_unit(x)), float(_unit(y))
    x, y = x / width, y / size
    # Measured from the mean of x the two unknowns no longer disturb each other, whatever the size of x.
    centre = x.mean()
    m, height = map(float, least_squares(np.column_stack([x - centre, np.ones(len(x))]), y))
    error = float(np.sum((m * (x - centre) + height - y) ** 2))
    line = Line(m * size / width, (height - m * float(centre)) * size, error * size * size)
    if not all(map(math.isfinite, line)):
        raise ValueError(
            "fit_line: the line must fit into floats, got a slope, a height or a squared error larger than a float "
            "can hold. Give x and y in other units."
        )
    return line


def _unit(values: Array) -> Array:
    """Return, for each column, the power of two at its largest number: in such units nothing is rounded or overflows.

    Of a column of zeros, which no unit changes, it is 1/2.
    """
    largest = np.abs(values).max(axis=0, initial=0)
    return np.ldexp(1.0, np.frexp(largest)[1] - 1).astype(values.dtype)
