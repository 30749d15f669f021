"""What every module does with the arrays it is given: accept lists, keep float32, refuse what has no meaning."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]

_KEPT = frozenset(np.dtype(kind) for kind in (np.float32, np.float64, np.complex128))


def as_float(values: ArrayLike, where: str) -> Array:
    """Return `values` as a float array: float32 and float64 as they are, numbers of another kind as float64.

    complex128 passes too, for the complex-step derivative feeds it through every function of the book.
    """
    if type(values) is np.ndarray and values.dtype in _KEPT:
        return values
    try:
        array = np.asarray(values)
    except ValueError as error:
        message = f"{where}: the rows have different lengths; an array needs the same number of entries in each row."
        raise ValueError(message) from error
    if array.dtype in _KEPT:
        return array
    if array.dtype.kind not in "biuf":
        message = f"{where}: expected numbers, got an array of dtype {array.dtype}. Convert it with .astype(float)."
        raise TypeError(message)
    return array.astype(np.float32 if array.dtype == np.float16 else np.float64)


@lru_cache(maxsize=64)
def ones(n: int, dtype: np.dtype[Any]) -> Array:
    """Return n ones, kept for the next call: a product with them adds up rows or columns, faster than np.sum."""
    array = np.ones(n, dtype)
    array.flags.writeable = False
    return array


@lru_cache(maxsize=8)
def zero(dtype: np.dtype[Any]) -> Array:
    """Return 0 as an array: comparing with an array starts sooner than comparing with a Python number."""
    array = np.zeros((), dtype)
    array.flags.writeable = False
    return array
