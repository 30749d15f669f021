"""Slopes, limits and unknown functions that nothing is known of, but for the rules that a step names."""

from collections.abc import Callable
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from nnbook.book.formula.given import Sigmoid

Dependencies = Callable[[Any], list[Any]]
OUTER: dict[Any, Callable[[Any], Any]] = {
    sp.exp: sp.exp, sp.log: lambda u: 1 / u, sp.sin: sp.cos, sp.cos: lambda u: -sp.sin(u),
}  # fmt: skip


class Slope(sp.Function):  # type: ignore[misc]
    """The slope of an expression in a symbol, not worked out."""

    nargs = 2

    @classmethod
    def eval(cls, of: Any, by: Any) -> Any:
        """Return what needs no rule: the slope of a thing in itself, and f′(x) for the slope of f at x."""
        if of == by:
            return sp.Integer(1)
        if isinstance(of, (AppliedUndef, Sigmoid)) and of.args == (by,):
            return primed(of.func, 1)(by)
        return None


class Edge(sp.Function):  # type: ignore[misc]
    """The slope of a name in a name that stands in its definition, all others held fast."""

    nargs = 2


class Lim(sp.Function):  # type: ignore[misc]
    """The limit of an expression, of a symbol, at a place, not worked out."""

    nargs = 3


def unknown(name: str, *arguments: Any) -> Any:
    """Return a function of which nothing is known but that it is real for what is real."""
    real = all(sp.sympify(argument).is_real is not False for argument in arguments)
    return sp.Function(name, **({"real": True} if real else {}))(*arguments)


def primed(function: Any, order: int) -> Callable[..., Any]:
    """Return the derivative of a function as a function of its own."""
    name = ("sigma" if function is Sigmoid else function.__name__) + "'" * order
    return lambda *arguments: unknown(name, *arguments)


def depends(expression: Any, by: Any, direct: Dependencies) -> bool:
    """Tell whether an expression varies with a symbol, through other names too."""
    seen, left = set(), set(sp.sympify(expression).free_symbols)
    while left:
        symbol = left.pop()
        if symbol == by:
            return True
        seen.add(symbol)
        left |= set(direct(symbol)) - seen
    return False


def worked_out(slope: Any, rules: frozenset[str], direct: Dependencies) -> Any:
    """Return a slope one rule further, or as it is if no rule at hand says more."""
    of, by = slope.args
    if not depends(of, by, direct):
        return sp.Integer(0) if "linear" in rules else slope
    if of.is_Add and "linear" in rules:
        return sp.Add(*(Slope(term, by) for term in of.args))
    if of.is_Mul:
        return _product(of, by, rules, direct) or slope
    if of.is_Pow and not depends(of.exp, by, direct) and ("chain" in rules or ("power" in rules and of.base == by)):
        return of.exp * of.base ** (of.exp - 1) * Slope(of.base, by)
    if "chain" in rules:
        return _chain(of, by, direct) or slope
    return slope


def _product(of: Any, by: Any, rules: frozenset[str], direct: Dependencies) -> Any:
    fixed = [factor for factor in of.args if not depends(factor, by, direct)]
    varying = [factor for factor in of.args if factor not in fixed]
    if fixed and "linear" in rules:
        return sp.Mul(*fixed) * Slope(sp.Mul(*varying), by)
    if "product" in rules:
        return sum(Slope(one, by) * of / one for one in of.args)
    return None


def _chain(of: Any, by: Any, direct: Dependencies) -> Any:
    if of.is_Symbol:
        edges = [below for below in direct(of) if depends(below, by, direct)]
        return sum(Edge(of, below) * Slope(below, by) for below in edges) if edges else None
    if of.func in OUTER:
        return OUTER[of.func](of.args[0]) * Slope(of.args[0], by)
    if isinstance(of, (AppliedUndef, Sigmoid)) and len(of.args) == 1 and not isinstance(of, (Slope, Edge, Lim)):
        return primed(of.func, 1)(of.args[0]) * Slope(of.args[0], by)
    return None


def as_limit(value: Any) -> Any:
    """Return the expression with every slope written as the limit that it is."""
    h = sp.Symbol("h", real=True)

    def quotient(of: Any, by: Any) -> Any:
        return Lim((of.subs(by, by + h) - of) / h, h, sp.Integer(0))

    value = value.replace(lambda e: isinstance(e, Slope), lambda e: quotient(*e.args))
    return value.replace(
        lambda e: isinstance(e, AppliedUndef) and e.func.__name__.endswith("'"),
        lambda e: quotient(unknown(e.func.__name__[:-1], *e.args), e.args[0]),
    )


def limit_laws(limit: Any) -> Any:
    """Return the limit of a sum as a sum, of a product as a product, of what does not move as it is."""
    of, by, to = limit.args
    of = sp.expand(of) if of.is_Mul and not of.is_commutative else of
    if not of.has(by):
        return of
    if of.is_Add:
        return sp.Add(*(Lim(term, by, to) for term in of.args))
    if of.is_Mul and any(not factor.has(by) for factor in of.args):
        fixed = [factor for factor in of.args if not factor.has(by)]
        return sp.Mul(*fixed) * Lim(of / sp.Mul(*fixed), by, to)
    return limit


def near(value: Any, small: Any, terms: int = 1) -> Any:
    """Return the expression with f(a) + f′(a) h in place of f(a + h) for every unknown function, or with more terms."""

    def line(e: Any) -> Any:
        moved, place = e.args[0], e.args[0].subs(small, 0)
        way = moved - place
        rises = (primed(e.func, k)(place) * way**k / sp.factorial(k) for k in range(terms + 1))
        return sp.Add(*rises)

    return value.replace(
        lambda e: isinstance(e, AppliedUndef) and len(e.args) == 1 and e.args[0].has(small),
        line,
    )
