"""What every module does with the arrays it is given: accept lists, keep float32, refuse what has no meaning."""

import sys
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

Array = NDArray[Any]

_KEPT = frozenset(np.dtype(kind) for kind in (np.float32, np.float64, np.complex128))


def as_array(values: ArrayLike, where: str) -> Array:
    """Return `values` as an array, of whatever dtype; refuse what would lose something on the way."""
    if type(values) is np.ndarray:
        return values
    # NumPy loads this module when it is first used; without it there is no masked array.
    if "numpy.ma" in sys.modules and isinstance(values, np.ma.MaskedArray):
        raise TypeError(f"{where}: a masked array would lose its mask. Fill it first, with .filled(value).")
    try:
        return np.asarray(values)
    except ValueError as error:
        raise ValueError(
            f"{where}: the rows have different lengths; an array needs the same number of entries in each row."
        ) from error


def as_float(values: ArrayLike, where: str, dtype: np.dtype[Any] | None = None) -> Array:
    """Return `values` as a float array: float32 and float64 as they are, numbers of another kind as float64.

    complex128 passes too, for the complex-step derivative feeds it through every function of the book. With
    `dtype`, that of a layer's parameters, the array is converted to it, and complex numbers to no real ones.
    """
    array = values if type(values) is np.ndarray else as_array(values, where)
    if array.dtype is dtype:
        return array
    if array.dtype not in _KEPT:
        if array.dtype.kind not in "biuf":
            raise TypeError(
                f"{where}: expected numbers, got an array of dtype {array.dtype}. Convert it with .astype(float)."
            )
        array = array.astype(np.float32 if array.dtype == np.float16 else np.float64)
    if dtype is None or array.dtype == dtype:
        return array
    if array.dtype.kind == "c":
        raise TypeError(f"{where}: complex numbers would lose their imaginary part in {dtype}. Take .real yourself.")
    return array.astype(dtype)


def as_real(values: ArrayLike, where: str) -> Array:
    """Return `values` as a float array that is not complex."""
    array = as_float(values, where)
    if array.dtype.kind == "c":
        raise TypeError(f"{where}: expected real numbers, got complex ones. Take .real or abs() yourself.")
    return array


def float_dtype(dtype: DTypeLike, where: str) -> np.dtype[Any]:
    """Return the dtype of parameters, which must be able to hold a small step."""
    try:
        found = np.dtype(dtype)
    except TypeError:
        raise TypeError(f"{where}: dtype must be np.float32 or np.float64, got {dtype!r}.") from None
    if found not in _KEPT:
        raise TypeError(f"{where}: dtype must be np.float32 or np.float64, got {found}.")
    return found
