"""How sure a claim between two expressions is: drawn, rounded, right to an order, proved, proved for every size."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import sympy as sp
from sympy.core.function import AppliedUndef

from nnbook.book.formula.decide import DRAWS, at_draws, holds, is_zero, proved, same_condition, vanishes
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.ground import Ground
from nnbook.book.formula.open_size import closed, from_one, is_zero_for_every_size
from nnbook.book.formula.tokens import Refused


@dataclass(frozen=True)
class Certainty:
    """Decides the claims of one formula at one size of its entry."""

    entry: Entry
    ground: Ground
    tex: str
    prove: bool
    spans: Mapping[Any, tuple[Any, Any]] = field(default_factory=dict)

    def of(self, operator: str, x: Any, y: Any, *, true: bool) -> str:
        """Return how sure a claim between two expressions is; raise Refused if it does not hold."""
        if isinstance(x, sp.MatrixExpr) or isinstance(y, sp.MatrixExpr):
            if not is_zero(x - y):
                raise Refused("the two matrices differ.")
            return "open"
        if y == sp.oo:
            if (x.is_convergent() == sp.true) == ((operator == "<") == true):
                return "proved"
            raise Refused(f"convergence of {x}.")
        if operator == "<=>":
            return self._equivalent(x, y)
        if operator == "~":
            return self._approximate(x, y)
        if self.entry.open_size is None:
            x, y = x.doit(), y.doit()
        if (
            operator == "->"
            or (x.free_symbols | y.free_symbols) - set(self.ground.symbols)
            or x.atoms(AppliedUndef) | y.atoms(AppliedUndef)
        ):
            return self._without_draws(operator, x, y)
        if operator not in ("=", "<", "<="):
            raise Refused(f"the relation {operator} cannot be decided here.")
        at = at_draws([x, y], self.ground.symbols, self.ground.points)
        if not holds(operator, at[:, 0], at[:, 1]):
            raise Refused(f"false at a random place: {at[0, 0]:.6g} {operator} {at[0, 1]:.6g}.")
        branches = self.entry.branches(self.ground.given)
        if operator != "=" and not proved(operator, x, y):
            raise Refused(f"not proved: {operator}, though it holds at {DRAWS} random places.")
        return "proved" if operator != "=" or (self.prove and proved("=", x, y, branches)) else "drawn"

    def _without_draws(self, operator: str, x: Any, y: Any) -> str:
        """Decide what no numbers can be drawn for: functions that stand for any, and sizes that are left open."""
        if self.entry.open_size is not None:
            if operator == "<=" and closed(from_one(y - x), self.spans).is_nonnegative:
                return "open"
            if operator == "=" and is_zero_for_every_size(x - y, self.spans, self.entry.branches(self.ground.given)):
                return "open"
        elif operator in ("=", "->") and is_zero(x - y):
            return "proved"
        raise Refused(f"not proved: {x} {operator} {y}.")

    def _equivalent(self, x: Any, y: Any) -> str:
        if self.entry.open_size is not None:
            sums = {total: closed(total, self.spans) for total in x.atoms(sp.Sum) | y.atoms(sp.Sum)}
            if same_condition(x.xreplace(sums), y.xreplace(sums)):
                return "open"
            raise Refused(f"not proved: {x} exactly where {y}.")
        function = sp.lambdify(self.ground.symbols, [x, y], [{"Sigmoid": lambda z: 1 / (1 + np.exp(-z))}, "numpy"])
        for point in zip(*self.ground.points, strict=True):
            one, two = function(*point)
            if bool(one) != bool(two):
                raise Refused("one of the two conditions holds without the other.")
        return "proved" if self.prove and same_condition(x, y) else "drawn"

    def _approximate(self, x: Any, y: Any) -> str:
        """Decide ≈: equal up to the stated order and no better, or rounded to the digits that are shown."""
        if self.entry.order:
            small, order = self.entry.order
            variable = self.ground.given[small]
            if not vanishes(x - y, variable, order):
                raise Refused(f"the two sides differ below the power {order} of {small}.")
            if vanishes(x - y, variable, order + 1):
                raise Refused("the two sides are closer than ≈ says.")
            return "order"
        shown = self.tex.split(r"\approx")[1].split("\\")[0].strip().partition(".")[2]
        if abs(sp.N(x) - sp.N(y)) > sp.Rational(1, 2) * sp.Integer(10) ** -len(shown):
            raise Refused("rounded wrongly.")
        return "rounded"
