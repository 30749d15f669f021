"""What an entry is made of: symbols with the range from which they are drawn, and functions that SymPy knows."""

from typing import Any

import numpy as np
import sympy as sp
from sympy.core.function import AppliedUndef


class Drawn(sp.Symbol):  # type: ignore[misc]
    """A real symbol that is drawn at random between `low` and `high`, whole numbers only if `whole`."""

    low: float
    high: float
    whole: bool

    def __new__(cls, name: str, low: float = -2.0, high: float = 2.0, *, whole: bool = False) -> "Drawn":
        """Return the symbol of that name and range: equal if both are."""
        if whole:
            assumptions = {"integer": True, **({"positive": True} if low > 0 else {})}
        else:
            assumptions = {"positive": True} if low >= 0 else {"real": True}
        self: Drawn = sp.Symbol.__xnew__(cls, name, **assumptions)
        self.low, self.high, self.whole = low, high, whole
        return self

    def _hashable_content(self) -> Any:
        return (*super()._hashable_content(), self.low, self.high, self.whole)


class Sigmoid(sp.Function):  # type: ignore[misc]
    """The sigmoid as one function, so that a network of it stays short; its definition comes in when needed."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the slope."""
        return self * (1 - self)

    def _eval_rewrite_as_exp(self, z: Any, **_: Any) -> Any:
        return 1 / (1 + sp.exp(-z))

    def _eval_is_positive(self) -> bool:
        return True

    def _eval_is_extended_real(self) -> bool:
        return True


real = Drawn


def vec(name: str, n: int, low: float = -2.0, high: float = 2.0, *, whole: bool = False) -> Any:
    """Return a vector of n symbols."""
    return np.array([Drawn(f"{name}_{i}", low, high, whole=whole) for i in range(n)], dtype=object)


def arr(name: str, *shape: int, low: float = -2.0, high: float = 2.0) -> Any:
    """Return an array of symbols of that shape."""
    out = np.empty(shape, dtype=object)
    for place in np.ndindex(*shape):
        out[place] = Drawn("_".join((name, *map(str, place))), low, high)
    return out


def whole(*names: str) -> dict[str, sp.Symbol]:
    """Return open sizes and indices: positive whole numbers by their names."""
    return {name: sp.Symbol(name, integer=True, positive=True) for name in names}


def numbered(*names: str) -> dict[str, sp.IndexedBase]:
    """Return vectors of open size by their names."""
    return {name: sp.IndexedBase(name, real=True) for name in names}


def softmax(z: Any) -> Any:
    """Return the softmax of a vector."""
    total = sum(sp.exp(x) for x in z)
    return np.array([sp.exp(x) / total for x in z], dtype=object)


def relu(z: Any) -> Any:
    """Return the larger one of 0 and z."""
    return sp.Max(0, z)


def drawable(value: Any) -> bool:
    """Tell whether a given value is numbers once its symbols are drawn: no function, no matrix of open size."""
    if not isinstance(value, (np.ndarray, sp.Expr)) or isinstance(value, (sp.MatrixExpr, sp.IndexedBase, sp.Lambda)):
        return False
    entries = [sp.sympify(entry) for entry in np.ravel(np.asarray(value, dtype=object))]
    return all(
        all(isinstance(symbol, Drawn) for symbol in entry.free_symbols)
        and not entry.atoms(AppliedUndef)
        and entry.is_real is not False
        for entry in entries
    )


def drawn(values: Any) -> list[Drawn]:
    """Return all drawn symbols in some values, in a fixed order."""
    found = set()
    for value in values:
        if isinstance(value, (np.ndarray, sp.Expr)) and not isinstance(value, sp.MatrixExpr):
            for entry in np.ravel(np.asarray(value, dtype=object)):
                found |= {symbol for symbol in sp.sympify(entry).free_symbols if isinstance(symbol, Drawn)}
    return sorted(found, key=lambda symbol: (symbol.name, symbol.low, symbol.high))
