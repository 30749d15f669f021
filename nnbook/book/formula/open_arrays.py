"""Rows and matrices whose number of entries is left open: an entry is known at any place, numbered or not."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula.tokens import Refused

Shape = tuple[Any, ...]


class Open:
    """An array of open size: `shape` has symbols, or numbers, and `at` returns the entry at a place, counted from 1."""

    __array_ufunc__ = None

    def __init__(self, shape: Shape, at: Callable[..., Any]) -> None:
        self.shape, self.at = shape, at

    @property
    def T(self) -> "Open":  # noqa: N802 (as in NumPy)
        """The transpose of a matrix."""
        if len(self.shape) != 2:
            raise Refused("the transpose of what is no matrix.")
        return Open(self.shape[::-1], lambda i, j: self.at(j, i))

    def __getitem__(self, place: Shape) -> Any:
        if len(place) != len(self.shape):
            raise Refused(f"an array of the shape {self.shape} has no {len(place)} indices.")
        return self.at(*place)

    def each(self, function: Callable[[Any], Any]) -> "Open":
        """Return the function of every entry."""
        return Open(self.shape, lambda *place: function(self.at(*place)))

    def __add__(self, other: Any) -> "Open":
        """Return the sum entry by entry; a row is added to every row."""
        if not isinstance(other, Open):
            return self.each(lambda x: x + other)
        long, short = (self, other) if len(self.shape) >= len(other.shape) else (other, self)
        left_out = len(long.shape) - len(short.shape)
        if long.shape[left_out:] != short.shape:
            raise Refused(f"the shapes {self.shape} and {other.shape} do not add.")
        return Open(long.shape, lambda *place: long.at(*place) + short.at(*place[left_out:]))

    __radd__ = __add__

    def __neg__(self) -> "Open":
        return self.each(lambda x: -x)

    def __mul__(self, other: Any) -> Any:
        """Return a multiple, or the sum over the last index of this array and the first of the other."""
        if isinstance(other, np.ndarray):
            other = _numbered(other)
        if not isinstance(other, Open):
            return self.each(lambda x: x * other)
        if self.shape[-1] != other.shape[0]:
            raise Refused(f"the shapes {self.shape} and {other.shape} do not multiply.")
        shape = self.shape[:-1] + other.shape[1:]
        cut = len(self.shape) - 1

        def at(*place: Any) -> Any:
            return total(self.shape[-1], lambda k: self.at(*place[:cut], k) * other.at(k, *place[cut:]))

        alone = all(size == 1 for size in shape)
        return at(*shape) if alone else Open(shape, at)

    def __rmul__(self, other: Any) -> "Open":
        return self.each(lambda x: other * x)

    def __truediv__(self, other: Any) -> "Open":
        return self.each(lambda x: x / other)


def _numbered(array: np.ndarray) -> Open:
    return Open(array.shape, lambda *place: array[tuple(int(i) - 1 for i in place)])


def total(size: Any, term: Callable[[Any], Any]) -> Any:
    """Return the sum of a term over an index from 1 to a size, written out if that is a number."""
    if isinstance(size, (int, sp.Integer)):
        return sum((term(sp.Integer(k)) for k in range(1, int(size) + 1)), sp.Integer(0))
    index = sp.Dummy("k", integer=True, positive=True)
    return sp.Sum(term(index), (index, 1, size))


def open_array(name: str, *shape: Any, positive: bool = False) -> Open:
    """Return an array of symbols."""
    base = sp.IndexedBase(name, positive=True) if positive else sp.IndexedBase(name, real=True)
    return Open(shape, lambda *place: base[place])


def column(name: str, size: Any) -> Open:
    """Return symbols one below the other."""
    base = sp.IndexedBase(name, real=True)
    return Open((size, sp.Integer(1)), lambda i, _: base[i])


def shares(array: Open) -> Open:
    """Return each entry of a row over the sum of all."""
    whole = total(array.shape[0], array.at)
    return array.each(lambda x: x / whole)


def softmax_of(scores: Open) -> Open:
    """Return the softmax of a row."""
    return shares(scores.each(sp.exp))


def pairs(left: Any, right: Any) -> tuple[list[tuple[Any, Any]], dict[Any, tuple[Any, Any]]]:
    """Return what is equal if two arrays are, and where the indices in it run."""
    if not (isinstance(left, Open) and isinstance(right, Open) and left.shape == right.shape):
        raise Refused("the two sides have other shapes.")
    spans: dict[Any, tuple[Any, Any]] = {}
    places: list[list[Any]] = []
    for size in left.shape:
        if isinstance(size, (int, sp.Integer)):
            places.append([sp.Integer(k) for k in range(1, int(size) + 1)])
        else:
            index = sp.Dummy("place", integer=True, positive=True)
            spans[index] = (1, size)
            places.append([index])
    return [(left.at(*place), right.at(*place)) for place in itertools.product(*places)], spans
