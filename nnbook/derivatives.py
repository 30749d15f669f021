"""Numeric derivatives: three quotients, the gradient and the Jacobian made of them, and the check that uses them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_array, as_real
from nnbook._checks import function, positive

Function = Callable[..., ArrayLike]


def forward_difference(f: Function, x: ArrayLike, h: float = 1e-8) -> Array:
    r"""Return $(f(x + h) - f(x)) / h$, whose error shrinks like $h$ until rounding takes over.

    Shapes: x any, f entry by entry → the same.
    Errors: ValueError unless h is positive and moves x, or if x is infinite; TypeError if f is no function.
    Derived in: "Derivatives".
    """
    x, h = _point(f, x, "forward_difference"), positive(h, "forward_difference", "h")
    _refuse_lost_step(x, h, "forward_difference")
    return (np.asarray(f(x + h)) - np.asarray(f(x))) / h


def central_difference(f: Function, x: ArrayLike, h: float = 1e-5) -> Array:
    r"""Return $(f(x + h) - f(x - h)) / 2h$, whose error shrinks like $h^2$ until rounding takes over.

    Shapes: x any, f entry by entry → the same.
    Errors: ValueError unless h is positive and moves x, or if x is infinite; TypeError if f is no function.
    Derived in: "Derivatives".
    """
    x, h = _point(f, x, "central_difference"), positive(h, "central_difference", "h")
    _refuse_lost_step(x, h, "central_difference")
    return (np.asarray(f(x + h)) - np.asarray(f(x - h))) / (2 * h)


def complex_step(f: Function, x: ArrayLike, h: float = 1e-30) -> Array:
    r"""Return $\operatorname{Im} f(x + ih) / h$: nothing is subtracted, so nothing is lost to rounding.

    Shapes: x any, f entry by entry → the same.
    Errors: ValueError unless h is positive, or if x is infinite; TypeError if f is no function, or does not hand
        complex numbers on.
    Derived in: "Derivatives".
    """
    x, h = _point(f, x, "complex_step"), positive(h, "complex_step", "h")
    value = np.asarray(f(x + 1j * h))
    if value.dtype.kind != "c":
        raise TypeError(f"complex_step: f must return complex numbers for complex x, got dtype {value.dtype}.")
    return value.imag / h


def gradient(f: Function, x: ArrayLike, h: float | None = None) -> Array:
    r"""Return $\partial f / \partial x_i$ for every entry of $x$, each by a central difference.

    Arguments: `h`, the step of every entry, above 0; without it entry i moves by 1e-5 · max(1, |x_i|).
    Shapes: x any, f one number → the shape of x; f is called twice for each entry.
    Errors: ValueError unless h is positive and f returns one number, or if x is infinite; TypeError if f is no
        function.
    Derived in: "Derivatives".
    """
    x, h = _point(f, x, "gradient"), _step(h, "gradient")
    slopes = np.empty(x.shape)
    for place in np.ndindex(x.shape):
        slopes[place], _ = _slope(f, x, place, h, "gradient")
    return slopes


def jacobian(f: Function, x: ArrayLike, h: float | None = None) -> Array:
    r"""Return $\partial f_i / \partial x_j$, a row for each output and a column for each input.

    Arguments: `h`, the step of `gradient`.
    Shapes: x (d,), f (m,) → (m, d).
    Errors: ValueError unless h is positive and both x and f(x) are vectors; those of `gradient`.
    Derived in: "Derivatives".
    """
    x, h = _point(f, x, "jacobian"), _step(h, "jacobian")
    columns = []
    for place in np.ndindex(x.shape):
        (down, up), width = _around(x, place, h, "jacobian")
        columns.append((np.asarray(f(up)) - np.asarray(f(down))) / width)
    if x.ndim != 1 or not columns or columns[0].ndim != 1:
        shapes = f"{x.shape} and {columns[0].shape if columns else '()'}"
        raise ValueError(f"jacobian: x and f(x) must be vectors, got shapes {shapes}.")
    return np.stack(columns, axis=1)


class GradientCheck(NamedTuple):
    """What `gradient_check` found: both gradients, how far they are apart, and the entry that is worst.

    `error` is that of the whole vectors; small entries hide in it behind large ones. So `place` names the entry
    whose relative error is the largest, after what the numeric derivative itself may be wrong by is taken off;
    `absolute` is how far off it is, and `relative` that error beside the sizes of both values.

    Shapes: `numeric` and `claimed` alike; `error` and `relative` from 0, the same, to 1, opposite.
    Errors: none.
    Derived in: "Derivatives".
    """

    numeric: Array
    claimed: Array
    error: float
    place: tuple[int, ...]
    absolute: float
    relative: float

    def __str__(self) -> str:
        """Say how far apart the gradients are, and what that usually means."""
        bands = ((1e-7, "they agree"), (1e-3, "suspicious, unless there is a corner near by"))
        worse = max(self.error, self.relative)
        verdict = next((words for limit, words in bands if worse <= limit), "one of them is wrong")
        if self.relative > 1e-3 >= self.error:
            verdict = "one entry is wrong, unless there is a corner near by"
        said = f"relative error {self.error:.0e}: {verdict}"
        if worse <= 1e-7:
            return said
        return f"{said}\nworst entry {self.place}: off by {self.absolute:.0e}, relative error {self.relative:.0e}"


def gradient_check(f: Function, claimed: ArrayLike, x: ArrayLike, h: float | None = None) -> GradientCheck:
    r"""Compare a claimed gradient $g$ of f at x with the numeric one $\hat g$, as vectors and entry by entry.

    The relative error is $\lVert g - \hat g \rVert / (\lVert g \rVert + \lVert \hat g \rVert)$, that of an entry
    $|g_i - \hat g_i| / (|g_i| + |\hat g_i|)$.

    Arguments: `claimed`, the gradient to be checked; `h`, the step of `gradient`.
    Shapes: x any, f one number, `claimed` in the shape of x; f is called four times for each entry.
    Errors: ValueError if `claimed` has another shape than x, or a number on the way is not finite; those of `gradient`.
    Derived in: "Derivatives".
    """
    where = "gradient_check"
    x, h = _point(f, x, where), _step(h, where)
    given = as_real(claimed, where).astype(np.float64)
    if given.shape != x.shape:
        raise ValueError(f"{where}: the claimed gradient must have the shape of x, {x.shape}, got {given.shape}.")
    _refuse_what_is_not_finite(x, "x")
    _refuse_what_is_not_finite(given, "the claimed gradient")
    numeric, doubt = np.empty(x.shape), np.empty(x.shape)
    for place in np.ndindex(x.shape):
        numeric[place], rounding = _slope(f, x, place, h, where)
        # A step of twice the length tells what is left of the curvature.
        doubt[place] = abs(_slope(f, x, place, h, where, times=2)[0] - numeric[place]) + rounding
    _refuse_what_is_not_finite(numeric, "f near x, and so its slope,")
    if not x.size:
        return GradientCheck(numeric, given, 0.0, (), 0.0, 0.0)
    off, size = np.abs(given - numeric), np.abs(given) + np.abs(numeric)
    parts = np.maximum(off - doubt, 0) / np.where(size > 0, size, 1)
    place = tuple(int(i) for i in np.unravel_index(np.argmax(parts), x.shape))
    # In units of the largest, so that no square overflows.
    unit = size.max()
    error = (
        np.linalg.norm(off / unit) / (np.linalg.norm(given / unit) + np.linalg.norm(numeric / unit)) if unit else 0.0
    )
    return GradientCheck(numeric, given, float(error), place, float(off[place]), float(parts[place]))


def _refuse_what_is_not_finite(array: Array, what: str) -> None:
    if not np.isfinite(array).all():
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"gradient_check: {what} must be finite, got {array[place]} at {place}.")


def _point(f: Function, x: ArrayLike, where: str) -> Array:
    """Return the place of a derivative, where there is a function and a place to step away from."""
    function(f, where, "f")
    # Quotients of small differences need all the digits there are.
    place = as_real(x, where).astype(np.float64)
    if np.isinf(place).any():
        raise ValueError(f"{where}: x must be finite, got inf; no step leads away from there.")
    return place


def _refuse_lost_step(x: Array, h: float, where: str) -> None:
    """Refuse a step that rounding swallows: a difference of nothing would pass for a slope of zero."""
    lost = x[x + h == x]
    if lost.size:
        raise ValueError(
            f"{where}: h must move every entry of x, got h = {h:g} beside {lost.flat[0]:g}. "
            "Take a larger h, about 1e-5 times x."
        )


def _step(h: float | None, where: str) -> float | None:
    return None if h is None else positive(h, where, "h")


def _around(
    x: Array, place: tuple[int, ...], h: float | None, where: str, *, times: int = 1
) -> tuple[tuple[Array, Array], float]:
    """Return x with one entry moved down and up, and how far apart the two are."""
    step = times * (1e-5 * max(1.0, abs(float(x[place]))) if h is None else h)
    down, up = x.copy(), x.copy()
    down[place] -= step
    up[place] += step
    # The width between the two as they were rounded, not as they were meant.
    width = float(up[place] - down[place])
    if width == 0:
        raise ValueError(f"{where}: {x[place]} does not move by a step of {step}. Leave h out, and the step fits x.")
    return (down, up), width


def _slope(
    f: Function, x: Array, place: tuple[int, ...], h: float | None, where: str, *, times: int = 1
) -> tuple[float, float]:
    """Return the central difference in one entry, and how much of it the rounding of f may be."""
    (down, up), width = _around(x, place, h, where, times=times)
    low, high = (_one_number(f(moved), where) for moved in (down, up))
    return (high - low) / width, 8 * np.finfo(np.float64).eps * max(abs(low), abs(high)) / width


def _one_number(value: ArrayLike, where: str) -> float:
    array = as_array(value, f"{where}: f(x)")
    if array.size != 1 or array.dtype.kind not in "biuf":
        raise ValueError(
            f"{where}: f must return one number, got shape {array.shape} of dtype {array.dtype}; "
            "for several use jacobian."
        )
    return float(array.item())
