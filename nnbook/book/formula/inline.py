"""Formulas in the running text, read by the same reader: what each says, decided with what its paragraph has said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula.check import BROKEN, boxed
from nnbook.book.formula.decide import at_draws, draw, holds, is_zero, proved
from nnbook.book.formula.given import drawn
from nnbook.book.formula.letters import Letters
from nnbook.book.formula.mean import Said
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Node, function_name, indices, is_kronecker, is_name, leaves
from nnbook.book.formula.values import stands_in
from nnbook.book.parse.inline import Paragraph

LEVELS = ("", "assumed", "introduces", "in the code", "drawn", "proved", "worked out")
COMPARED = {"<": "<", "<=": "<=", ">": "<", ">=": "<="}


def judge(paragraph: Paragraph, formulas: Mapping[str, str]) -> list[str]:
    """Return of each formula of a paragraph how sure it is; raise Refused, page:line first, at the first that fails."""
    letters = Letters(paragraph, formulas)
    passage = Passage(letters)
    found = []
    for formula, nodes in zip(paragraph.formulas, letters.trees, strict=True):
        try:
            level = passage.take(nodes)
        except (Refused, *BROKEN) as wrong:
            if not formula.assumed:
                raise letters.located(formula, wrong) from None
        found.append("assumed" if formula.assumed else level)
    for place, (formula, nodes) in enumerate(zip(paragraph.formulas, letters.trees, strict=True)):
        found[place] = found[place] or passage.late(nodes)
        if not found[place]:
            raise letters.located(formula, Refused(FAILS))
    return found


FAILS = (
    "does not hold for all values of its letters, nor for those that its paragraph gives them. Mend it, say with "
    "nnbook:where what holds here, or put nnbook:assumed behind it if the text supposes it."
)


@dataclass
class Passage:
    """What a paragraph has said so far: the values of letters, and definitions, the last of each."""

    letters: Letters
    values: dict[str, Node] = field(default_factory=dict)
    definitions: dict[str, tuple[Node, Node]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the values that the scope gives, and the functions that the section has defined before."""
        self.values |= self.letters.values
        for node in self.letters.before:
            self._names(node[1], node[2])

    def take(self, nodes: Sequence[Node]) -> str:
        """Return how sure a formula is, "" if it does not hold with what has been said so far."""
        levels = [self._relation(node[1], node[2]) for node in nodes if node[0] == "rel"] or ["introduces"]
        return "" if "" in levels else max(levels, key=LEVELS.index)

    def late(self, nodes: Sequence[Node]) -> str:
        """Return how sure a formula is with all that its paragraph says."""
        levels = [self._chain(node[1], node[2]) for node in nodes if node[0] == "rel"]
        return min(levels, key=LEVELS.index)

    def _relation(self, operators: tuple[str, ...], parts: tuple[Node, ...]) -> str:
        if operators[0] == "<-":
            return "introduces"
        if self._names(operators, parts):
            if len(operators) == 1:
                return self._given(*parts)
            operators, parts = operators[1:], parts[1:]
        level = self._chain(operators, parts)
        known = self.letters.fixed | self.letters.kinds.keys()
        bare = any(part[0] == "sym" and part[1] not in known for part in parts)
        return level or ("introduces" if bare and set(operators) <= set(COMPARED) else "")

    def _chain(self, operators: tuple[str, ...], parts: tuple[Node, ...]) -> str:
        pairs = zip(operators, parts, parts[1:], strict=False)
        return min((self._sure(*pair) for pair in pairs), key=LEVELS.index)

    # names -----------------------------------------------------------------------------------------------------
    def _names(self, operators: tuple[str, ...], parts: tuple[Node, ...]) -> bool:
        """Tell whether a relation gives a letter a value or a meaning, and remember it."""
        left, right = parts[:2]
        if operators[0] not in ("=", "~") or not self._nameable(left):
            return False
        key = self.letters.key(left)
        if key in self.letters.fixed or (left[0] == "sym" and any(self.letters.same(left, x) for x in _symbols(right))):
            return False
        if not any(True for _ in leaves(right)):
            self.values[key] = right
        elif all(map(is_name, left[3] if left[0] == "call" else left[2])) and not {*indices(right)} - {*indices(left)}:
            self.definitions[key] = left, right
        return True

    def _given(self, left: Node, right: Node) -> str:
        """Return how sure it is that a letter has a meaning or, if a number stands on the right, that value."""
        code = self.letters.paragraph.code
        if any(True for _ in leaves(right)) or not code:
            return "introduces"
        value = np.ravel(np.asarray(Said({}).eval(right, {"±": 1}), dtype=object))
        if stands_in(left[1].rpartition(" ")[2], [float(sp.N(x)) for x in value], code):
            return "in the code"
        raise Refused("the code of its section has no such value. Mend it, or put nnbook:assumed behind it.")

    def _nameable(self, left: Node) -> bool:
        if left[0] == "call":
            arguments = all(part[0] == "sym" for part in left[3])
            return arguments and not left[2] and function_name(left) in self.letters.functions - self.definitions.keys()
        return left[0] == "sym" and not is_kronecker(left)

    # what is known ---------------------------------------------------------------------------------------------
    def _scope(self, sides: tuple[Node, Node], *, values: bool) -> Said:
        letters = self.letters
        wanted, used = letters.of(sides), set[str]()
        while new := (wanted & self.definitions.keys()) - used:
            used |= new
            wanted |= letters.of([self.definitions[key][1] for key in new])
        premises = [premise for premise in letters.premises if premise.defines & wanted]
        wanted |= {letter for premise in premises for letter in premise.letters}
        said = Said(letters.given(wanted - letters.defined - used), names=letters.names)
        for premise in premises:
            said.premise(premise.tex, {})
        for key in used:
            said.define(*self.definitions[key], {})
        for key in (self.values.keys() & wanted) - letters.kinds.keys() if values else ():
            said.values[key] = said.eval(self.values[key], {})
        return said

    def _sure(self, operator: str, left: Node, right: Node) -> str:
        """Return how sure a relation is, with what is known; "" if it does not hold for all values of its letters."""
        for values in (False, True):
            said = self._scope((left, right), values=values)
            places = list(said._places(left, right, {}))
            levels = [_boxed(operator, said.eval(left, at), said.eval(right, at), right) for at in places]
            if levels and all(levels):
                return min(levels, key=LEVELS.index)
        return ""


def _symbols(node: Node) -> list[Node]:
    found = [node] if node[0] == "sym" else []
    for part in node[1:]:
        if isinstance(part, tuple) and part:
            found += [each for child in (part if isinstance(part[0], tuple) else [part]) for each in _symbols(child)]
    return found


def _boxed(operator: str, left: Any, right: Any, shown: Node) -> str:
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
