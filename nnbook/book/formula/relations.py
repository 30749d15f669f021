"""How sure a relation in the running text is: worked out, proved, or drawn."""

from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula.check import boxed
from nnbook.book.formula.decide import DRAWS, MODULES, TOLERANCE, at_draws, draw, holds, is_zero, proved
from nnbook.book.formula.given import Drawn, drawn
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Node

LEVELS = ("", "assumed", "introduces", "in the code", "used", "as displayed", "drawn", "proved", "worked out")
COMPARED = {"<": "<", "<=": "<=", ">": "<", ">=": "<="}


def compared(operator: str, left: Any, right: Any, shown: Node) -> str:
    """Return how sure a relation between two values is, entry by entry."""
    left, right = boxed(left), boxed(right)
    if left.shape != right.shape:
        return ""
    pairs = zip(left.ravel(), right.ravel(), strict=True)
    return min((sure(operator, sp.sympify(x), sp.sympify(y), shown) for x, y in pairs), key=LEVELS.index)


def sure(operator: str, x: Any, y: Any, shown: Node) -> str:
    """Return how sure a relation between two expressions is, "" if it does not hold for all values."""
    if operator in (">", ">="):
        x, y = y, x
    operator = COMPARED.get(operator, operator)
    if not (x.free_symbols or y.free_symbols):
        return "worked out" if _of_numbers(operator, x, y, shown) else ""
    symbols = drawn([x, y])
    if operator not in ("=", "<", "<=") or {*symbols} != x.free_symbols | y.free_symbols:
        return ""
    at = at_draws([x, y], symbols, draw(symbols))
    if not holds(operator, at[:, 0], at[:, 1]):
        return ""
    return "proved" if proved(operator, x, y) else "drawn"


def _of_numbers(operator: str, x: Any, y: Any, shown: Node) -> bool:
    if operator in ("=", "!="):
        return is_zero(x - y) == (operator == "=")
    one, two = (sp.N(value.rewrite(sp.exp)) for value in (x, y))
    if operator == "<":
        return bool(one < two)
    if operator == "<=":
        return bool(one <= two)
    if operator == "~" and shown[:2] == ("pow", ("num", "10")):  # 10^-5: the order of magnitude
        return bool(abs(sp.log(one / two, 10)) < sp.Rational(1, 2))
    if operator == "~":
        return bool(abs(one - two) <= sp.Rational(1, 2) * sp.Integer(10) ** -_digits(shown))
    raise Refused(f"the relation {operator} cannot be decided here.")


def _digits(shown: Node) -> int:
    """Return how many digits stand behind the point of a number or percentage."""
    if shown[0] == "num":
        return len(shown[1].partition(".")[2])
    if shown[0] == "frac" and shown[2] == ("num", "100"):
        return 2 + _digits(shown[1])
    raise Refused("on the right of ≈ stands a number.")


def same_at_draws(one: Any, two: Any) -> bool:
    """Tell whether the second of two conditions holds for all values of its other letters just where the first does."""
    outer = sorted(one.free_symbols, key=str)
    inner = sorted(two.free_symbols - one.free_symbols, key=str)
    if not all(isinstance(x, Drawn) for x in (*outer, *inner)):
        return False
    wide = [x if x.is_positive else Drawn(x.name, 3 * x.low, 3 * x.high) for x in (*outer, *inner)]
    where = [np.repeat(values, DRAWS) for values in draw(wide[: len(outer)])]
    points = where + [np.tile(values, DRAWS) for values in draw(wide[len(outer) :], seed=8)]
    first, second = (_true_at(condition, [*outer, *inner], points) for condition in (one, two))
    return bool(np.array_equal(first.all(1), second.all(1)) and first.any() and not first.all())


def _true_at(condition: Any, symbols: Any, points: Any) -> np.ndarray:
    near = condition.replace(sp.Eq, lambda x, y: sp.Abs(x - y) < TOLERANCE)
    true = sp.lambdify(symbols, near, MODULES)(*points)
    return np.broadcast_to(np.asarray(true, bool), (DRAWS * DRAWS,)).reshape(DRAWS, DRAWS)
