"""What a whole formula says: the names that it defines, the updates that it makes, the claims that remain."""

import itertools
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from nnbook.book.formula.arithmetic import ARITHMETIC
from nnbook.book.formula.binders import BINDERS, COMPARE, truth
from nnbook.book.formula.calculus import CALCULUS
from nnbook.book.formula.read import read
from nnbook.book.formula.scope import Scope, each
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Bound, Node, Statement, indices

MEANING = {**ARITHMETIC, **BINDERS, **CALCULUS}


class Claim(NamedTuple):
    """What must hold: two values and the relation between them, said by the statement of that number."""

    statement: int
    operator: str
    left: Any
    right: Any


class Said(Scope):
    """A scope that reads formulas: premises for what they define, the formula under check for what it claims."""

    def __init__(self, given: Any, *, simultaneous: bool = False, **options: Any) -> None:
        super().__init__(given, **options)
        self.simultaneous = simultaneous
        self.updated: dict[str, Any] = {}
        self.conditions: list[Node] = []
        self.shown: dict[int, Node] = {}

    def eval(self, node: Node, bound: Bound) -> Any:
        """Return what a node means."""
        if node[0] not in MEANING:
            raise Refused(f"{node[0]} has no meaning here.")
        return MEANING[node[0]](self, node, bound)

    def premise(self, tex: str, bound: Bound) -> None:
        """Take what a formula defines."""
        for statement in read(tex, self.names):
            self.premise_of(statement, bound)

    def premise_of(self, statement: Statement, bound: Bound) -> None:
        """Take what a statement defines."""
        if statement.node[0] == "rel" or statement.words:
            self._take(statement, bound)

    def read(self, tex: str, bound: Bound, part: Collection[int] | None, shown: Collection[int]) -> list[Claim]:
        """Take what a formula defines, then return what it claims; `shown` statements are compared as they stand."""
        self.defined, self.updated = [], {}
        at: dict[str, Node] = {}
        left: list[tuple[int, tuple[str, ...], tuple[Node, ...]]] = []
        for place, statement in enumerate(read(tex, self.names)):
            node = statement.node
            if part is not None and place not in part:
                continue
            if statement.words == "at" and node[0] == "rel" and node[1] == ("=",):
                at[node[2][0][1]] = node[2][1]
            elif node[0] == "group" and node[1][0] == "rel":  # (0 < eta < 2): an assumption that the check declares
                self.conditions.append(node)
            elif place in shown:
                self.shown[place] = node
            else:
                left.append((place, *self._take(statement, bound)))
        return [claim for place, operators, parts in left for claim in self._claims(place, operators, parts, bound, at)]

    def _take(self, statement: Statement, bound: Bound) -> tuple[tuple[str, ...], tuple[Node, ...]]:
        """Take what one statement defines, and return the relation that remains of it."""
        words, node = statement
        operators: tuple[str, ...] = node[1] if node[0] == "rel" else ()
        parts: tuple[Node, ...] = node[2] if node[0] == "rel" else (node,)
        if operators[:1] in (("=",), ("prop",)) and self.unknown(parts[0], bound):
            self.define(parts[0], parts[1], bound)
            return operators[1:], parts[1:]
        if operators[:1] != ("=",) and words:
            self.define(("sym", words, (), None), parts[0], bound)
        elif not operators:
            raise Refused("an expression alone says nothing: put what it equals, or words and a colon before it.")
        return operators, parts

    def _claims(
        self, place: int, operators: tuple[str, ...], parts: tuple[Node, ...], bound: Bound, at: dict[str, Node]
    ) -> Iterator[Claim]:
        if "<=>" in operators:
            middle = operators.index("<=>")
            one = truth(self, ("rel", operators[:middle], parts[: middle + 1]), bound)
            two = truth(self, ("rel", operators[middle + 1 :], parts[middle + 1 :]), bound)
            yield Claim(place, "<=>", one, two)
            return
        for operator, left, right in zip(operators, parts, parts[1:], strict=False):
            if operator == "<-":
                self._update(left, right, bound)
                continue
            for here in self.places(left, right, bound):
                x, y = self.eval(left, here), self.eval(right, here)
                if at:
                    swap = {self.values[name]: self.eval(value, here) for name, value in at.items()}
                    x, y = (each(lambda e: sp.sympify(e).subs(swap), value) for value in (x, y))  # noqa: B023
                yield Claim(place, operator, x, y)

    def places(self, left: Node, right: Node, bound: Bound) -> Iterator[dict[str, Any]]:
        """Yield what is bound at each place of the indices that stand free: a claim is one for every place."""
        free = sorted({*indices(left), *indices(right)} - {*bound, *self.values, *self.definitions})
        spans = [self.range_of(name, ("pair", left, right), bound) for name in free]
        for place in itertools.product(*(range(low, high + 1) for low, high in spans)):
            yield {**bound, **{name: sp.Integer(i) for name, i in zip(free, place, strict=True)}}

    def _update(self, left: Node, right: Node, bound: Bound) -> None:
        """Give a name its new value; the statements that follow see it, unless all are made at once."""
        name = left[1]
        if left[0] != "sym" or name not in self.values:
            raise Refused(f"an update of {name}, which is not given.")
        if left[2]:  # w_i <- ..., for every i
            index = left[2][0][1]
            low, high = self.range_of(index, ("pair", left, right), bound)
            places = [{**bound, index: sp.Integer(k)} for k in range(low, high + 1)]
            value: Any = np.array([self.eval(right, here) for here in places], dtype=object)
        else:
            value = self.eval(right, bound)
        self.updated[name] = value
        if not self.simultaneous:
            self.values[name] = value

    def condition(self, node: Node, bound: Bound) -> Any:
        """Return a shown statement: a condition if it is a relation, else a value."""
        if node[0] == "rel" and set(node[1]) <= set(COMPARE):
            return truth(self, node, bound)
        return self.eval(node, bound)
