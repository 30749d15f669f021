"""A formula against its entry: read, executed, compared with nnbook at 100 draws, its claims decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula.certainty import Certainty
from nnbook.book.formula.decide import at_draws, close
from nnbook.book.formula.entry import Entry, Returned
from nnbook.book.formula.ground import ground, returned
from nnbook.book.formula.mean import Claim, Said
from nnbook.book.formula.open_arrays import Open, pairs
from nnbook.book.formula.read import read
from nnbook.book.formula.scope import each
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import symbol

Formulas = Mapping[str, str]
BROKEN = (TypeError, ValueError, IndexError, KeyError, AttributeError, RecursionError, NotImplementedError,
          OverflowError, NameError, AssertionError, ZeroDivisionError)  # fmt: skip


@dataclass
class Outcome:
    """What a check has shown: how many claims, how many of them proved, how many with the size open, and by what."""

    claims: int = 0
    proved: int = 0
    open_size: int = 0
    compared: int = 0
    levels: set[str] = field(default_factory=set)


def check(entry: Entry, formulas: Formulas, *, prove: bool = True) -> Outcome:
    """Check one formula at every size of its entry; without proofs at 100 draws only. Raise Refused if it fails."""
    outcome = Outcome()
    if entry.open_size is not None and not prove:
        return outcome  # it is about the same claims as another entry, and can only be proved
    for size in entry.sizes or (3,):
        try:
            Check(entry, size, formulas, outcome, prove=prove).run()
        except BROKEN as wrong:
            raise Refused(f"does not evaluate: {type(wrong).__name__}: {wrong}") from wrong
    return outcome


class Check:
    """One formula at one size."""

    def __init__(self, entry: Entry, size: Any, formulas: Formulas, outcome: Outcome, *, prove: bool) -> None:
        self.entry, self.size, self.outcome, self.prove = entry, size, outcome, prove
        self.ground = ground(entry, size)
        self.bound = {**entry.bound(size)}
        self.tex = formulas[entry.label]
        for number, count in entry.stands_for.items():
            if number not in self.tex or count() != int(number):
                raise Refused(f"{number} stands for {count()}.")
            self.tex = self.tex.replace(number, str(size))
        self.said = Said(
            self.ground.given, names=entry.names, base=entry.base, ranges=entry.ranges(size), variable=entry.variable,
            wrt=entry.wrt, zero_outside=entry.zero_outside, simultaneous=entry.simultaneous,
            gaps=entry.gaps,
        )  # fmt: skip
        for use in entry.uses:
            name, bound = (use, self.bound) if isinstance(use, str) else use
            self.said.premise(formulas.get(name, name), bound)

    def run(self) -> None:
        """Raise Refused unless the formula says what the entry expects, and all of it holds."""
        expected = self.entry.shown(self.size, self.ground.given)
        claims = self.said.read(self.tex, self.bound, self.entry.part, expected)
        self._same_names(claims)
        for name, function in {**self.entry.defines, **self.entry.updates}.items():
            if function is not None:
                self._compare(self._value(name), function)
        for place, want in expected.items():
            self._shows(self.said.condition(self.said.shown[place], self.bound), want)
        truths = self.entry.expected(self.size) if self.entry.expected else (True,) * len(claims)
        for place, (claim, true) in enumerate(zip(claims, truths, strict=True)):
            self.decide(claim, true=true)
            if place in self.entry.equals:
                self._compare(claim.right, self.entry.equals[place])
        for equation in self.entry.solves:
            for claim in self.said.read(equation, self.bound, None, ()):
                self.decide(claim)

    def _same_names(self, claims: list[Claim]) -> None:
        """Raise Refused if the formula defines or updates other names than the entry says, or claims more or less."""
        entry, said = self.entry, self.said
        conditions = [statement.node for tex in entry.conditions for statement in read(tex, entry.names)]
        for what, got, want in (
            ("defines", sorted(said.defined), sorted(entry.defines)),
            ("updates", sorted(said.updated), sorted(entry.updates)),
            ("claims", len(claims), entry.claims if isinstance(entry.claims, int) else entry.claims(self.size)),
            ("names below braces", sorted(set(said.named)), sorted(entry.braces) if claims else []),
            ("assumes", said.conditions, conditions),
            ("shows", sorted(said.shown), sorted(entry.shown(self.size, self.ground.given))),
        ):
            if got != want:
                raise Refused(f"{what} {got}, but its entry says {want}.")

    def _value(self, name: str) -> Any:
        """Return what came out for a name."""
        if name in self.said.updated:
            return self.said.updated[name]
        if name in self.entry.arguments:
            return self.said.values[name](*(self.ground.given[a] for a in self.entry.arguments[name]))
        base, _, layer = name.partition("^(")
        number = layer.rstrip(")")
        node = None if not layer else ("num", number) if number.isdigit() else symbol(number)
        return self.said.eval(("sym", base, (), node), self.bound)

    def _compare(self, value: Any, function: Returned) -> None:
        """Raise Refused unless a value of the page is what nnbook returns at all draws."""
        got = at_draws(value, self.ground.symbols, self.ground.points)
        want = returned(self.entry, self.size, function)
        got = got[: len(want)]
        if got.shape != want.shape or not close(got, want, self.entry.tolerance):
            raise Refused(f"the formula gives {got[0].ravel()[:3]}, the code {want[0].ravel()[:3]}.")
        self.outcome.compared += 1

    def _shows(self, value: Any, want: Any) -> None:
        """Raise Refused unless an expression or a condition is the expected one."""
        if isinstance(want, sp.logic.boolalg.Boolean):
            self.decide(Claim(0, "<=>", value, want))
            return
        self.decide(Claim(0, "=", value, want))

    def decide(self, claim: Claim, *, true: bool = True) -> str:
        """Raise Refused unless the claim holds at all draws; count it, and return how sure it is."""
        place = self.entry.place(self.ground.given)
        sides = (each(lambda x: sp.sympify(x).subs(place), side) if place else side for side in claim[2:])
        left, right = sides
        spans = {self.ground.given[i]: (1, self.ground.given[size]) for i, size in (self.entry.open_size or {}).items()}
        if isinstance(left, Open) or isinstance(right, Open):
            both, more = pairs(left, right)
            left, right = (np.array(side, dtype=object) for side in zip(*both, strict=True))
            spans |= more
        left, right = (boxed(side) for side in (left, right))
        if left.size == right.size and {left.ndim, right.ndim} == {1, 2} and 1 in (*left.shape, *right.shape):
            left, right = left.ravel(), right.ravel()  # a column in NumPy's one dimension
        if left.shape != right.shape:
            raise Refused(f"the two sides have the shapes {left.shape} and {right.shape}.")
        sure = Certainty(self.entry, self.ground, self.tex, prove=self.prove, spans=spans).of
        level = {"proved"}
        for x, y in zip(left.ravel(), right.ravel(), strict=True):
            level.add(sure(claim.operator, sp.sympify(x), sp.sympify(y), true=true))
        self.outcome.claims += 1
        worst = next((word for word in ("drawn", "rounded", "order", "open", "proved") if word in level), "proved")
        self.outcome.levels.add(worst)
        self.outcome.proved += worst != "drawn"
        self.outcome.open_size += worst == "open"
        return worst


def boxed(value: Any) -> np.ndarray:
    """Return a value as an array; a symbolic matrix is one entry."""
    out = np.empty((), dtype=object)
    out[()] = value
    return out if isinstance(value, (sp.MatrixExpr, sp.logic.boolalg.Boolean)) else np.asarray(value, dtype=object)
