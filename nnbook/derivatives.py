"""Numeric derivatives: three quotients, the gradient and the Jacobian made of them, and the check that uses them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_float

Function = Callable[..., ArrayLike]


def forward_difference(f: Function, x: ArrayLike, h: float = 1e-8) -> Array:
    r"""Return $(f(x + h) - f(x)) / h$, whose error shrinks like $h$ until rounding takes over.

    Shapes: x any, f entry by entry → the same.
    Errors: ValueError unless h is positive.
    Derived in: "Derivatives".
    """
    x = _point(x, h, "forward_difference")
    quotient: Array = (np.asarray(f(x + h)) - np.asarray(f(x))) / h
    return quotient


def central_difference(f: Function, x: ArrayLike, h: float = 1e-5) -> Array:
    r"""Return $(f(x + h) - f(x - h)) / 2h$, whose error shrinks like $h^2$ until rounding takes over.

    Shapes: x any, f entry by entry → the same.
    Errors: ValueError unless h is positive.
    Derived in: "Derivatives".
    """
    x = _point(x, h, "central_difference")
    quotient: Array = (np.asarray(f(x + h)) - np.asarray(f(x - h))) / (2 * h)
    return quotient


def complex_step(f: Function, x: ArrayLike, h: float = 1e-30) -> Array:
    r"""Return $\operatorname{Im} f(x + ih) / h$: nothing is subtracted, so nothing is lost to rounding.

    Shapes: x any, f entry by entry → the same.
    Errors: ValueError unless h is positive; TypeError if f does not hand complex numbers on.
    Derived in: "Derivatives".
    """
    x = _point(x, h, "complex_step")
    value = np.asarray(f(x + 1j * h))
    if value.dtype.kind != "c":
        message = f"complex_step: f must return complex numbers for complex x, got dtype {value.dtype}."
        raise TypeError(message)
    derivative: Array = value.imag / h
    return derivative


def gradient(f: Function, x: ArrayLike, h: float = 1e-5) -> Array:
    r"""Return $\partial f / \partial x_i$ for every entry of $x$, each by a central difference.

    Shapes: x any, f one number → the shape of x; f is called twice for each entry.
    Errors: ValueError unless h is positive and f returns one number.
    Derived in: "Derivatives".
    """
    x = _point(x, h, "gradient")
    slopes = np.empty(x.shape)
    for place in np.ndindex(x.shape):
        up, down = (np.asarray(f(_moved(x, place, step))) for step in (h, -h))
        if up.size != 1:
            message = f"gradient: f must return one number, got shape {up.shape}; for several use jacobian."
            raise ValueError(message)
        slopes[place] = (up - down).item() / (2 * h)
    return slopes


def jacobian(f: Function, x: ArrayLike, h: float = 1e-5) -> Array:
    r"""Return $\partial f_i / \partial x_j$, a row for each output and a column for each input.

    Shapes: x (d,), f (m,) → (m, d).
    Errors: ValueError unless h is positive and both x and f(x) are vectors.
    Derived in: "Derivatives".
    """
    x = _point(x, h, "jacobian")
    columns = [
        (np.asarray(f(_moved(x, place, h))) - np.asarray(f(_moved(x, place, -h)))) / (2 * h)
        for place in np.ndindex(x.shape)
    ]
    if x.ndim != 1 or not columns or columns[0].ndim != 1:
        shapes = f"{x.shape} and {columns[0].shape if columns else '()'}"
        message = f"jacobian: x and f(x) must be vectors, got shapes {shapes}."
        raise ValueError(message)
    return np.stack(columns, axis=1)


class GradientCheck(NamedTuple):
    """What `gradient_check` found: both gradients, and how far they are apart.

    Shapes: `numeric` and `claimed` alike; `error` from 0, the same, to 1, opposite.
    Errors: none.
    Derived in: "Derivatives".
    """

    numeric: Array
    claimed: Array
    error: float

    def __str__(self) -> str:
        """Say how far apart the gradients are, and what that usually means."""
        bands = ((1e-7, "they agree"), (1e-3, "suspicious, unless there is a corner near by"))
        verdict = next((words for limit, words in bands if self.error <= limit), "one of them is wrong")
        return f"relative error {self.error:.0e}: {verdict}"


def gradient_check(f: Function, claimed: ArrayLike, x: ArrayLike, h: float = 1e-5) -> GradientCheck:
    r"""Compare a claimed gradient $g$ of f at x with the numeric one $\hat g$.

    The relative error is $\lVert g - \hat g \rVert / (\lVert g \rVert + \lVert \hat g \rVert)$.

    Shapes: x any, f one number, `claimed` in the shape of x.
    Errors: ValueError if `claimed` has another shape than x; those of `gradient`.
    Derived in: "Derivatives".
    """
    numeric, given = gradient(f, x, h), as_float(claimed, "gradient_check")
    if given.shape != numeric.shape:
        message = f"gradient_check: the claimed gradient must have the shape of x, {numeric.shape}, got {given.shape}."
        raise ValueError(message)
    lengths = np.linalg.norm(given) + np.linalg.norm(numeric)
    error = float(np.linalg.norm(given - numeric) / lengths) if lengths > 0 else 0.0
    return GradientCheck(numeric, given, error)


def _point(x: ArrayLike, h: float, where: str) -> Array:
    if not h > 0:
        message = f"{where}: h must be positive, got {h}."
        raise ValueError(message)
    # Quotients of small differences need all the digits there are.
    return as_float(x, where).astype(np.float64)


def _moved(x: Array, place: tuple[int, ...], step: float) -> Array:
    moved = x.copy()
    moved[place] += step
    return moved
