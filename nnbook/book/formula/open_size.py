"""Identities with a number of terms left open: sums are brought to one form, until their difference is gone."""

from collections.abc import Sequence
from typing import Any

import sympy as sp


def is_zero_for_every_size(value: Any, indices: Sequence[Any], size: Any) -> bool:
    """Tell whether an expression with open sums is proved to be zero, for indices from 1 to the size."""
    value = sp.expand(sp.sympify(value).doit())
    value = _inside(value, indices, size)
    return bool(sp.simplify(_one_sum_a_range(_from_one(value))) == 0)


def _inside(value: Any, indices: Sequence[Any], size: Any) -> Any:
    """Return the value where every index is in its range; other conditions stay, and nothing is then proved."""
    holds = {condition for i in indices for condition in (i <= size, size >= i, i >= 1, sp.And(i >= 1, i <= size))}
    value = sp.piecewise_fold(value)
    for piecewise in value.atoms(sp.Piecewise):
        first, when = piecewise.args[0]
        if when == sp.true or when in holds:
            value = value.subs(piecewise, first)
    return sp.expand(value)


def _from_one(value: Any) -> Any:
    """Return the expression with every sum counted from 1, by indices of the same names."""

    def count(total: Any) -> Any:
        (index, low, high), *more = total.limits
        if more:
            return total
        shared = sp.Symbol(f"_k{len(total.function.atoms(sp.Sum))}", integer=True, positive=True)
        return sp.Sum(total.function.subs(index, shared + low - 1), (shared, 1, high - low + 1))

    return value.replace(lambda e: isinstance(e, sp.Sum), count)


def _one_sum_a_range(value: Any) -> Any:
    """Return the expression with the sums of the same range put together, and their term expanded."""
    rest: Any = sp.Integer(0)
    by_range: dict[Any, Any] = {}
    for term in sp.Add.make_args(sp.expand(value)):
        sums = [factor for factor in sp.Mul.make_args(term) if isinstance(factor, sp.Sum)]
        factor = term / sums[0] if len(sums) == 1 else None
        if factor is None or factor.has(sp.Sum):
            rest += term
        else:
            by_range[sums[0].limits] = by_range.get(sums[0].limits, 0) + factor * sums[0].function
    for limits, term in by_range.items():
        term = sp.expand(term)
        rest += sp.Sum(term, *limits) if term != 0 else 0
    return rest
