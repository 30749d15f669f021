"""What is known at one size before the first step of a derivation: what its entry and its premises give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from nnbook.book.formula.abstract import Known
from nnbook.book.formula.check import BROKEN, Check, Outcome
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.mean import Claim
from nnbook.book.formula.read import read
from nnbook.book.formula.scope import each
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Bound, Node, is_name
from nnbook.book.parse.derivations import Derivation

Formulas = Mapping[str, str]


@dataclass
class Full:
    """What is known where a derivation is read at one size, and the places that its premises name."""

    check: Check
    at: dict[str, Node] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    values: dict[tuple[Node, tuple[tuple[str, Any], ...]], Any] = field(default_factory=dict)

    @property
    def said(self) -> Any:
        """The scope in which the page's names mean what they say."""
        return self.check.said

    def value(self, node: Node, here: Bound) -> Any:
        """Return what a part of a step means, the same part once."""
        key = node, tuple(here.items())
        if key not in self.values:
            self.values[key] = _at(self.swap(here), self.said.eval(node, here))
        return self.values[key]

    def swap(self, here: Bound) -> dict[Any, Any]:
        """Return the values of the letters that are looked at in one place only."""
        return {self.said.values[name]: self.said.eval(node, here) for name, node in self.at.items()}


def known_at(entry: Entry, size: Any, derivation: Derivation, formulas: Formulas) -> Full:
    """Return what is known before the first step, but for what the equation itself defines."""
    check = Check(entry, size, formulas, Outcome(), prove=True)
    full = Full(check)
    for tex in derivation.given:
        if tex not in entry.uses:
            try:
                for statement in read(tex, entry.names):
                    _premise(full, statement.node, tex)
            except (Refused, *BROKEN) as wrong:
                place = f"{derivation.page}:{derivation.line}: derivation of {derivation.label}"
                raise Refused(f"{place}: the premise ${tex}$: {' '.join(str(wrong).split())}") from wrong
    return full


def _premise(full: Full, node: Node, tex: str) -> None:
    """Take a premise: a definition, a place, or something that what is given must meet."""
    said, bound = full.said, full.check.bound
    if node[0] != "rel":
        return
    left = node[2][0]
    if node[1] == ("=",) and said.unknown(left, bound):
        said.premise(tex, bound)
    elif node[1] == ("=",) and is_name(left) and isinstance(said.values.get(left[1]), sp.Symbol):
        full.at[left[1]] = node[2][1]
    else:
        for operator, one, two in zip(node[1], node[2], node[2][1:], strict=False):
            for here in said.places(one, two, bound):
                full.check.decide(Claim(0, operator, said.eval(one, here), said.eval(two, here)))


def _at(swap: Mapping[Any, Any], value: Any) -> Any:
    return each(lambda e: sp.sympify(e).subs(swap), value) if swap else value
