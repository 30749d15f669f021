"""What a paragraph has said so far, and how sure a formula in it is with that."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula.check import BROKEN
from nnbook.book.formula.dots import DOTS
from nnbook.book.formula.letters import Letters
from nnbook.book.formula.mean import Said
from nnbook.book.formula.opaque import adjacent
from nnbook.book.formula.relations import COMPARED, LEVELS, compared
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import (
    Node,
    children,
    function_name,
    indices,
    is_kronecker,
    is_name,
    leaves,
    replaced,
    symbol,
    symbols_of,
)
from nnbook.book.formula.values import stands_in


@dataclass
class Passage:
    """What a paragraph has said so far: the values of letters, and definitions, the last of each."""

    letters: Letters
    values: dict[str, Node] = field(default_factory=dict)
    entries: dict[str, dict[tuple[int, ...], Node]] = field(default_factory=dict)
    definitions: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    supposed_pairs: list[tuple[str, Node, Node]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take the values that the scope gives, and the functions that the section has defined before."""
        self.values |= self.letters.values
        for node in self.letters.before:
            self._names(node[1], node[2])

    def take(self, nodes: Sequence[Node]) -> str:
        """Return how sure a formula is, "" if it does not hold with what has been said so far."""
        if nodes[-1] == DOTS and len({two - one for one, two in pairwise(_numbers(nodes[:-1]))}) > 1:
            raise Refused("dots stand behind numbers that go on evenly.")
        levels = [self._relation(node[1], node[2]) for node in nodes if node[0] == "rel"] or ["introduces"]
        return "" if "" in levels else max(levels, key=LEVELS.index)

    def supposed(self, nodes: Sequence[Node]) -> str:
        """Take what the text supposes, as far as it can be understood."""
        self.supposed_pairs += [pair for node in nodes for pair in adjacent(node)]
        with suppress(Refused, *BROKEN):
            self.take(nodes)
        return "assumed"

    def late(self, nodes: Sequence[Node]) -> str:
        """Return how sure a formula is with all that its paragraph says; an inequality holds for all of a kind."""
        levels = [self.chain(*node[1:], kinds={*node[1]} == {"="}) for node in nodes if node[0] == "rel"]
        return min(levels, key=LEVELS.index)

    def _relation(self, operators: tuple[str, ...], parts: tuple[Node, ...]) -> str:
        if operators[0] == "<-":
            return "introduces"
        if self._names(operators, parts):
            if len(operators) == 1:
                return self._given(*parts)
            operators, parts = operators[1:], parts[1:]
        level = self.chain(operators, parts)
        known = self.letters.fixed | self.letters.kinds.keys()
        bare = any(part[0] == "sym" and part[1] not in known for part in parts)
        return level or ("introduces" if bare and set(operators) <= set(COMPARED) else "")

    def chain(self, operators: tuple[str, ...], parts: tuple[Node, ...], *, kinds: bool = False) -> str:
        """Return how sure a chain of relations is: as its weakest. With `kinds`, letters of a kind have values too."""
        pairs = zip(operators, parts, parts[1:], strict=False)
        return min((self._sure(*pair, kinds=kinds) for pair in pairs), key=LEVELS.index)

    # names -----------------------------------------------------------------------------------------------------
    def _names(self, operators: tuple[str, ...], parts: tuple[Node, ...]) -> bool:
        """Tell whether a relation gives a letter a value or a meaning, and remember it."""
        left, right = plain(*parts[:2])
        if operators[0] not in ("=", "~") or not self._nameable(left):
            return False
        key = self.letters.key(left)
        if key in self.letters.fixed or (
            left[0] == "sym" and any(self.letters.same(left, x) for x in symbols_of(right))
        ):
            return False
        if not any(True for _ in leaves(right)) or (_entry(left) and key not in self.letters.of([right])):
            self._value(key, left, right)
        elif all(map(is_name, left[3] if left[0] == "call" else left[2])) and not {*indices(right)} - {*indices(left)}:
            self.definitions[key] = left, right
        return True

    def _value(self, key: str, left: Node, right: Node) -> None:
        """Remember the value of a letter or, as in z_1 = 0, of one of its entries: the others stay open."""
        if _entry(left):
            self.entries.setdefault(key, {})[tuple(int(index[1]) - 1 for index in left[2])] = right
        else:
            self.values[key] = right

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
    def scope(self, sides: Sequence[Node], *, values: bool, kinds: bool = False) -> Said:
        """Return what is known of the letters of some formulas."""
        letters = self.letters
        wanted, used = letters.of(sides), set[str]()
        while new := (wanted & self.definitions.keys()) - used:
            used |= new
            wanted |= letters.of([self.definitions[key][1] for key in new])
        for key in self.entries.keys() & wanted:
            wanted |= letters.of(self.entries[key].values())
        premises = [premise for premise in letters.premises if premise.defines & wanted]
        wanted |= {letter for premise in premises for letter in premise.letters}
        said = Said(letters.given(wanted - letters.defined - used), names=letters.names, base=letters.base)
        for premise in premises:
            said.premise(premise.tex, {})
        for key in used:
            said.define(*self.definitions[key], {})
        for key in (self.values.keys() & wanted) - (set() if kinds else letters.kinds.keys()) if values else ():
            said.values[key] = said.eval(self.values[key], {})
        for key in self.entries.keys() & wanted - self.values.keys() if values else ():
            for place, right in self.entries[key].items():
                said.values[key][place] = said.eval(right, {})
        return said

    def _sure(self, operator: str, left: Node, right: Node, *, kinds: bool = False) -> str:
        """Return how sure a relation is, with what is known; "" if it does not hold for all values of its letters."""
        for letter in {*_sloped(left), *_sloped(right)} - self.letters.defined - self.definitions.keys():
            raise Refused(f"a slope of {letter}, of which nothing is said here, is 0 in everything.")
        for values in (False, True):
            try:
                said = self.scope((left, right), values=values, kinds=kinds)
                places = list(said.places(left, right, {}))
                levels = [compared(operator, said.eval(left, at), said.eval(right, at), right) for at in places]
            except (Refused, *BROKEN):
                if values:  # with what its letters are, the formula must have a meaning
                    raise
                continue
            if levels and all(levels):
                return min(levels, key=LEVELS.index)
        return ""


def _numbers(nodes: Sequence[Node]) -> list[Any]:
    """Return the numbers of a list such as t = 0, 1, 2."""
    last = (node[2][-1] if node[0] == "rel" else node for node in nodes)
    return [sp.Rational(node[1]) for node in last if node[0] == "num"]


def _entry(node: Node) -> bool:
    return bool(node[0] == "sym" and node[2] and all(index[0] == "num" for index in node[2]))


def _sloped(node: Node) -> Iterator[str]:
    """Yield the bare names whose slopes are taken."""
    if node[0] == "deriv" and is_name(node[1]):
        yield node[1][1]
    for child in children(node):
        yield from _sloped(child)


def plain(left: Node, right: Node) -> tuple[Node, Node]:
    """Return a definition such as f(x_1, x_2) = ... with parameters that are names of their own."""
    if left[0] != "call":
        return left, right
    swap = {x: symbol(f"{x[1]}_{x[2][0][1]}") for x in left[3] if x[0] == "sym" and len(x[2]) == 1}
    return replaced(left, swap), replaced(right, swap)
