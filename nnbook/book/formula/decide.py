"""Is a claim true? At 100 random places, and, where SymPy finds a proof, for all values."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp
from sympy.calculus.util import minimum

from nnbook.book.formula.given import Drawn, Sigmoid

DRAWS = 100
TOLERANCE = 1e-7
MODULES: list[Any] = [{"Sigmoid": lambda z: 1 / (1 + np.exp(-z))}, "numpy"]
BRANCHED = (sp.Piecewise, sp.Max, sp.Min, sp.Abs, sp.Heaviside, sp.sign)


def draw(symbols: Sequence[Drawn], seed: int = 7) -> list[np.ndarray]:
    """Return 100 random values of each symbol."""
    rng = np.random.default_rng(seed)
    return [
        rng.integers(int(s.low), int(s.high) + 1, DRAWS).astype(float) if s.whole else rng.uniform(s.low, s.high, DRAWS)
        for s in symbols
    ]


def at_draws(values: Any, symbols: Sequence[Drawn], points: Sequence[np.ndarray]) -> np.ndarray:
    """Return an array of expressions at all random places: the places come first."""
    values = np.asarray(values, dtype=object)
    function = sp.lambdify(symbols, [sp.sympify(x) for x in values.ravel()], MODULES, cse=True)
    with np.errstate(all="ignore"):
        columns = [np.broadcast_to(np.asarray(column, float), (DRAWS,)) for column in function(*points)]
    return np.array(columns).T.reshape(DRAWS, *values.shape)


def close(one: Any, two: Any, tolerance: float = TOLERANCE) -> bool:
    """Tell whether two arrays of finite numbers agree up to rounding."""
    one, two = np.asarray(one, float), np.asarray(two, float)
    if one.shape != two.shape or not np.all(np.isfinite([one, two])):
        return False
    return bool(np.all(np.abs(one - two) <= tolerance * (1 + np.abs(two))))


def holds(operator: str, left: np.ndarray, right: np.ndarray) -> bool:
    """Tell whether a relation holds at all random places."""
    if operator == "=":
        return close(left, right)
    return bool(np.all(left < right) if operator == "<" else np.all(left <= right + 1e-12))


def is_zero(value: Any) -> bool:
    """Tell whether an expression is proved to be zero for all values."""
    value = sp.sympify(value)
    if value == 0:
        return True
    if isinstance(value, sp.MatrixExpr):
        return bool(value.doit().expand() == sp.ZeroMatrix(*value.shape))
    if value.has(*BRANCHED):
        folded = sp.piecewise_fold(value.rewrite(sp.Piecewise))
        if isinstance(folded, sp.Piecewise):
            return all(when == sp.false or is_zero(x) for x, when in folded.args) or sp.simplify(folded) == 0
        value = folded
    if value.has(Sigmoid) and sp.cancel(sp.together(value)) == 0:
        return True
    value = sp.expand_log(value)
    return bool(sp.cancel(sp.together(rational(value))) == 0 or sp.simplify(value) == 0)


def rational(value: Any) -> Any:
    """Return the expression with new variables in place of exponentials: an identity of rational functions is left."""

    def variable(exponential: Any) -> Any:
        out = sp.Integer(1)
        for term in sp.Add.make_args(sp.expand(exponential.args[0])):
            factor, rest = term.as_coeff_Mul()
            out *= sp.Symbol(f"E[{rest}]", positive=True) ** factor if rest != 1 else sp.exp(factor)
        return out

    return sp.sympify(value).rewrite(sp.exp).replace(lambda e: isinstance(e, sp.exp), variable)


def proved(operator: str, left: Any, right: Any, branches: Sequence[Mapping[Any, Any]] = ()) -> bool:
    """Tell whether a relation is proved for all values; `branches` cover them except where a function has a corner."""
    if operator == "=" and left.has(sp.Abs) and left.has(Sigmoid):
        left, right = (_positive(side) for side in (left, right))
        return bool(left == right)
    if operator == "=" and branches:
        return all(is_zero((left - right).subs(branch)) for branch in branches)
    if operator in ("=", "->"):
        return is_zero(left - right)
    if operator == "<=" and left.has(Sigmoid):
        return _at_most(left, right)
    if operator in ("<", "<="):
        gap = sp.expand(sp.sympify(right - left))
        return bool(gap.is_positive if operator == "<" else gap.is_nonnegative)
    return False


def _positive(value: Any) -> Any:
    """Return the expression with s / (1 + s) for each σ(…): both it and 1 − σ are then seen to be positive."""
    swap: dict[Any, Any] = {}
    for place, sigmoid in enumerate(sorted(value.atoms(Sigmoid), key=str)):
        s = sp.Symbol(f"s{place}", positive=True)
        swap |= {sigmoid: s / (1 + s), 1 - sigmoid: 1 / (1 + s)}
    absolute = value.xreplace(swap).doit()
    return absolute.replace(
        lambda e: isinstance(e, sp.Abs), lambda e: sp.prod(map(sp.Abs, sp.Mul.make_args(e.args[0])))
    )


def _at_most(left: Any, right: Any) -> bool:
    """Tell whether `right` over `left`, a product of functions of one variable each, is nowhere below 1."""
    ratio = sp.factor(_positive(right) / _positive(left))
    least, rest = sp.Integer(1), ratio
    for variable in sorted(ratio.free_symbols, key=str):
        part = sp.prod(x for x in sp.Mul.make_args(ratio) if x.free_symbols == {variable})
        least *= minimum(part, variable, sp.Interval.open(0, sp.oo)) if variable.is_positive else sp.Integer(0)
        rest /= part
    return bool(rest.is_number and rest * least >= 1)


def same_condition(one: Any, two: Any) -> bool:
    """Tell whether two conditions are proved to hold at the same places."""
    one, two = (_solved(sp.sympify(condition)) for condition in (one, two))
    return bool(one == two or sp.simplify(sp.Equivalent(one, two)) == sp.true)


def _solved(condition: Any) -> Any:
    """Return a condition with every comparison against zero, σ undone because it rises."""

    def solve(relation: Any) -> Any:
        gap = relation.gts - relation.lts
        if isinstance(relation.gts, Sigmoid) and relation.lts == sp.Rational(1, 2):
            gap = relation.gts.args[0]
        strict = isinstance(relation, (sp.StrictGreaterThan, sp.StrictLessThan))
        top, bottom = sp.fraction(sp.together(gap))
        gap = sp.prod(x for x in sp.factor(top).as_ordered_factors() if not x.is_positive)
        gap = gap if bottom.is_positive else gap / bottom
        return sp.expand(gap) > 0 if strict else sp.expand(gap) >= 0

    return condition.replace(lambda e: isinstance(e, (sp.Gt, sp.Lt, sp.Ge, sp.Le)), solve)


def vanishes(rest: Any, variable: Any, order: int) -> bool:
    """Tell whether an expression has no term below that power of the variable."""
    rest = sp.expand(sp.sympify(rest).doit())
    return bool(rest == 0 or sp.simplify(sp.series(rest, variable, 0, order).removeO()) == 0)
