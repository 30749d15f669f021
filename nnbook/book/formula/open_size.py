"""Identities with a number of terms left open: every sum is brought to one form, until the difference is gone.

A sum of several terms becomes several sums, a product of sums one sum over several indices; an index that δ makes
equal to another of the same range is replaced by it; what an index does not occur in goes before its sum. What then
remains of each sum is one name, the same for the same sum, whatever its indices are called.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sympy as sp

Limits = tuple[tuple[Any, Any, Any], ...]
Spans = Mapping[Any, tuple[Any, Any]]


def is_zero_for_every_size(value: Any, spans: Spans, branches: Sequence[Mapping[Any, Any]] = ()) -> bool:
    """Tell whether an expression with open sums is proved to be zero.

    `spans` says where its free indices run, `branches` cover all values but those where a function has a corner.
    """
    value = _products(sp.sympify(value))
    limits = [limit for each in value.atoms(sp.Sum) for limit in each.limits]
    if any(end.has(index) for index, _, _ in limits for _, *ends in limits for end in ends):
        return False  # a sum whose number of terms depends on another index
    rest = closed(value, spans)
    return all(_is_zero(rest.subs(branch)) for branch in branches or [{}])


def _is_zero(value: Any) -> bool:
    return bool(sp.cancel(sp.together(value)) == 0 or sp.simplify(value) == 0)


def from_one(value: Any) -> Any:
    """Return an expression whose sums begin at 1, less the terms that they begin with then: each size is at least 1."""

    def begun(total: Any) -> Any:
        ((index, low, high),) = total.limits
        first = (total.function.subs(index, place) for place in range(1, int(low)))
        return sp.Sum(total.function, (index, 1, high)) - sp.Add(*first)

    return sp.sympify(value).replace(
        lambda e: isinstance(e, sp.Sum) and len(e.limits) == 1 and e.limits[0][1].is_Integer and e.limits[0][1] > 1,
        begun,
    )


def _products(value: Any) -> Any:
    """Return the value with a sum of logarithms for the logarithm of an open product."""
    return value.replace(
        lambda e: isinstance(e, sp.log) and isinstance(e.args[0], sp.Product) and e.args[0].function.is_positive,
        lambda e: sp.Sum(sp.log(e.args[0].function), *e.args[0].limits),
    )


def closed(value: Any, spans: Spans) -> Any:
    """Return an expression with one name in the place of each sum."""
    return sp.Add(*(_one_form(term, limits, spans) for term, limits in _terms(value, spans)))


def _terms(value: Any, spans: Spans) -> Iterator[tuple[Any, Limits]]:
    """Yield the terms of an expression, each with the limits of the sums that it stands in."""
    if not value.has(sp.Sum):
        yield value, ()
    elif value.is_Add:
        for part in value.args:
            yield from _terms(part, spans)
    elif value.is_Mul or (value.is_Pow and value.exp.is_Integer and value.exp > 0):
        factors = value.args if value.is_Mul else [value.base] * int(value.exp)
        for combined in itertools.product(*(list(_terms(factor, spans)) for factor in factors)):
            fresh = [_renamed(term, limits) for term, limits in combined]
            yield sp.Mul(*(term for term, _ in fresh)), tuple(limit for _, limits in fresh for limit in limits)
    elif isinstance(value, sp.Sum):
        inner = sp.expand(value.function) if not value.function.has(sp.Sum) else sp.expand_mul(value.function)
        for term, limits in _terms(inner, spans):
            yield from ((part, (*limits, *value.limits)) for part in sp.Add.make_args(term))
    else:  # a sum in a denominator, or in a function
        yield value.func(*(closed(part, spans) for part in value.args)), ()


def _renamed(term: Any, limits: Limits) -> tuple[Any, Limits]:
    """Return a term whose bound indices no other term has."""
    new = {index: sp.Dummy(str(index), integer=True) for index, _, _ in limits}
    return term.xreplace(new), tuple((new[i], low.xreplace(new), high.xreplace(new)) for i, low, high in limits)


def _one_form(term: Any, limits: Limits, spans: Spans) -> Any:
    """Return a sum of one term in the form that all equal sums have."""
    found: Any = sp.Integer(0)
    for part in sp.Add.make_args(sp.expand(term)):
        part, rest = _without_deltas(part, limits, spans)
        factors = list(sp.Mul.make_args(part))
        while rest:
            group, inside = _connected(rest[0], rest, factors)
            rest = [limit for limit in rest if limit not in group]
            factors = [factor for factor in factors if factor not in inside] + [_named(inside, group)]
        found += sp.Mul(*factors)
    return found


def _without_deltas(part: Any, limits: Limits, spans: Spans) -> tuple[Any, list[Any]]:
    """Return a term and its limits, without the indices that δ makes equal to others."""
    rest = list(limits)
    for delta in sorted(part.atoms(sp.KroneckerDelta), key=sp.default_sort_key):
        runs = {**spans, **{index: (low, high) for index, low, high in rest}}
        one, two = delta.args
        bound = [limit for limit in rest if limit[0] in (one, two)]
        if bound and runs.get(one) == runs.get(two) and delta in sp.Mul.make_args(part):
            index = bound[0][0]
            part = (part / delta).subs(index, two if index == one else one)
            rest.remove(bound[0])
    return part, rest


def _connected(first: Any, limits: list[Any], factors: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return the limits that share factors with the first one, and these factors."""
    group, inside = [first], list[Any]()
    while True:
        names = {limit[0] for limit in group}
        inside = [factor for factor in factors if factor.free_symbols & names]
        more = [x for x in limits if x not in group and any(x[0] in factor.free_symbols for factor in inside)]
        if not more:
            return group, inside
        group += more


def _named(factors: list[Any], limits: list[Any]) -> Any:
    """Return a sum as one name, a function of the indices that stand free in it, or else the number of its terms."""
    if not factors:
        return sp.Mul(*(high - low + 1 for _, low, high in limits))
    body, names = sp.Mul(*factors), [limit[0] for limit in limits]
    # Not by name: two places of a pair may have the same, and equal sums must count them in one order.
    free = sorted((one for one in body.free_symbols - set(names) if one.is_integer), key=sp.default_sort_key)
    places = {symbol: sp.Symbol(f"place{number}") for number, symbol in enumerate(free)}
    spellings = []
    for order in itertools.permutations(range(len(names))):
        new = places | {name: sp.Symbol(f"index{place}") for name, place in zip(names, order, strict=True)}
        ranges = sorted(f"{new[index]} from {low} to {high}" for index, low, high in limits)
        spellings.append(f"sum of {body.xreplace(new)} for {ranges}")
    return sp.Function(min(spellings), real=True)(*free) if free else sp.Symbol(min(spellings), real=True)
