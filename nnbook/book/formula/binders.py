"""What sums and products over an index mean, and lists, cases, conditions and calls of functions."""

import itertools
from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula.arithmetic import Meaning
from nnbook.book.formula.open_arrays import Open
from nnbook.book.formula.scope import KNOWN, Scope, each
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Bound, Node, function_name, leaves

COMPARE = {"<": sp.Lt, ">": sp.Gt, "<=": sp.Le, ">=": sp.Ge, "=": sp.Eq}


def over_index(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a sum, product or maximum over one or several indices."""
    _, kind, names, low, high, body = node
    spans = []
    for name in names:
        if low is not None and high is not None:
            span = scope.eval(low, bound), scope.eval(high, bound)
        else:
            span = scope.range_of(name, body, bound)
        if not all(isinstance(end, (int, sp.Integer)) for end in span):
            return _open(scope, node, bound, span)
        spans.append(range(int(span[0]), int(span[1]) + 1))
    terms = [scope.eval(body, {**bound, **dict(zip(names, at, strict=True))}) for at in itertools.product(*spans)]
    if not terms:
        return sp.Integer(0 if kind == "sum" else 1)
    total = terms[0]
    for term in terms[1:]:
        total = total + term if kind == "sum" else total * term if kind == "prod" else sp.Max(total, term)
    return total


def _open(scope: Scope, node: Node, bound: Bound, span: tuple[Any, Any]) -> Any:
    """Return a sum whose number of terms is left open; its index gets a name that nothing else has."""
    _, kind, names, _, _, body = node
    if len(names) > 1 or kind == "max":
        raise Refused("a number of terms that is left open, for several indices.")
    index, body = _term(scope, names[0], body, bound)
    return each(lambda x: (sp.Sum if kind == "sum" else sp.Product)(x, (index, *span)), body)


def _term(scope: Scope, name: str, body: Node, bound: Bound) -> tuple[Any, Any]:
    """Return an index that is left open, and what stands below the sum."""
    used = sum(str(value).startswith("_") for value in bound.values())
    index = sp.Symbol(f"_{name}{used}", integer=True, positive=True)
    return index, scope.eval(body, {**bound, name: index})


def among(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a sum over a set that has a name."""
    if node[2] not in scope.values:
        raise Refused(f"a sum over {node[2]!r}, which is not given.")
    return sum(scope.eval(node[3], {**bound, node[1]: sp.Integer(i)}) for i in scope.values[node[2]])


def listed(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return the entries that … stands for."""
    low, high = scope.eval(node[2], bound), scope.eval(node[3], bound)
    if low == 1 and high.is_Symbol:
        return Open((high,), lambda k: scope.eval(node[4], {**bound, node[1][0]: k}))
    low, high = int(low), int(high)
    out = [scope.eval(node[4], {**bound, node[1][0]: sp.Integer(k)}) for k in range(low, high + 1)]
    return np.array(out, dtype=object)


def series(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a sum without end, of terms with a common ratio."""
    terms = [scope.eval(term, bound) for term in node[1]]
    ratios = {sp.simplify(after / before) for before, after in itertools.pairwise(terms)}
    if len(ratios) != 1 or len(terms) < 3:
        raise Refused("dots behind terms that have no common ratio.")
    return terms[0] / (1 - ratios.pop())


def truth(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a relation as a condition."""
    if node[0] == "says":
        predicate = scope.values.get(node[2])
        if predicate is None:
            raise Refused(f"what does {node[2]!r} mean? The check gives no condition of that name.")
        return predicate(scope.eval(node[1], bound))
    if node[0] != "rel" or not set(node[1]) <= set(COMPARE):
        raise Refused("a condition is a relation.")
    parts = [scope.eval(part, bound) for part in node[2]]
    pairs = zip(node[1], parts, parts[1:], strict=False)
    return sp.And(*(COMPARE[operator](left, right) for operator, left, right in pairs))


def iverson(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return 1 where the relation holds, 0 elsewhere."""
    return sp.Piecewise((1, truth(scope, node[1], bound)), (0, True))


def cases(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a value by cases, which must not overlap nor, but where the check says so, leave something out."""
    rows = []
    for value, conditions in node[1]:
        when = sp.And(*(truth(scope, condition, bound) for condition in conditions))
        varies = any(leaf not in bound for condition in conditions for leaf in leaves(condition))
        if varies and when in (sp.true, sp.false):
            raise Refused("a condition that is always true or never.")
        if when != sp.false:
            rows.append((scope.eval(value, bound), when))
    for (_, one), (_, two) in itertools.combinations([row for row in rows if row[1] != sp.true], 2):
        if sp.simplify(sp.And(one, two)) != sp.false:
            raise Refused("two cases hold at the same place.")
    if not scope.gaps and sp.Or(*(when for _, when in rows)) != sp.true:
        raise Refused("the cases leave something out.")
    return sp.Piecewise(*rows)


def call(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a function of its arguments, or its derivative."""
    _, (_, function), primes, arguments = node
    name = function_name(node) if isinstance(function, str) else scope.key(function, bound)
    if name == "E":
        return _expectation(scope, arguments[0], bound)
    values = [scope.eval(argument, bound) for argument in arguments]
    if name in ("max", "min"):
        return _extreme(sp.Max if name == "max" else sp.Min, values)
    meaning = scope.values.get(name, KNOWN.get(name))
    if meaning is None or not callable(meaning):
        raise Refused(f"the function {name} is neither given nor defined.")
    index = [scope.eval(i, bound) for i in function[2]] if not isinstance(function, str) else []
    if index and callable(index[0]) and not isinstance(index[0], sp.Basic):
        return meaning(*index)(*values)
    if index:
        return scope.pick(meaning(*values), name, index)
    if primes:
        t = sp.Dummy("t", real=True)
        slope = sp.diff(meaning(t), t, primes)
        return each(lambda x: slope.subs(t, x), values[0])
    single = len(values) == 1 and (name in KNOWN or name == "sigma" or name in scope.names.elementwise)
    return each(meaning, values[0]) if single else meaning(*values)


def _expectation(scope: Scope, body: Node, bound: Bound) -> Any:
    """Return the mean over the index i, each value equally likely, or what the check gives as 𝔼."""
    if "E" in scope.values:
        return scope.values["E"](scope.eval(body, bound))
    low, high = scope.range_of("i", body, bound)
    if not isinstance(high, int):
        index, body = _term(scope, "i", body, bound)
        return each(lambda x: sp.Sum(x, (index, low, high)) / high, body)
    return sum(scope.eval(body, {**bound, "i": sp.Integer(k)}) for k in range(low, high + 1)) / sp.Integer(
        high - low + 1
    )


def _extreme(function: Any, values: list[Any]) -> Any:
    if len(values) < 2:
        raise Refused("the largest or smallest of one thing.")
    if len(values) == 2 and isinstance(values[1], (np.ndarray, Open)):
        return each(lambda x: function(values[0], x), values[1])
    return function(*values)


BINDERS: dict[str, Meaning] = {
    "bind": over_index, "among": among, "list": listed, "series": series, "iverson": iverson, "cases": cases,
    "call": call,
}  # fmt: skip
