"""A derivation of the page: its chains lead from one side of the displayed equation to the other, step by step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from nnbook.book.formula.chains import Line, chains, located, relations
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.follow import follow
from nnbook.book.formula.premises import Formulas, known_at
from nnbook.book.formula.read import read
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Node, is_kronecker, is_name
from nnbook.book.parse.derivations import Derivation


@dataclass(frozen=True)
class Derived:
    """What the check of a derivation has shown: how many steps, how many by the rule they name, how many are proved."""

    steps: int
    by_rule: int
    proved: int

    @property
    def words(self) -> str:
        """The verdict below the derivation."""
        count = f"{self.steps} steps, each" if self.steps > 1 else "One step,"
        if self.by_rule == self.steps:
            return f"{count} checked by exactly the rule that it names."
        rest = self.steps - self.by_rule
        how = "proved" if self.proved == self.steps else "true at 100 random places"
        named = f"{self.by_rule} by exactly the rule named, {rest} as {'equalities' if rest > 1 else 'an equality'}, "
        return f"{count} checked{': ' + named if self.by_rule else ' as an equality, '}{how}."


def derive(derivation: Derivation, entries: Sequence[Entry], formulas: Formulas) -> Derived:
    """Check a derivation; raise Refused, page:line first, at the first step that does not follow."""
    steps = by_rule = proved = 0
    read_with = [stepped(entry) for entry in entries if entry.open_size is None and entry.steps.get("part") != ()]
    for entry, chain in _shared_out(derivation, read_with, formulas):
        for rule, sure in follow(derivation, entry, formulas, chain):
            steps, by_rule, proved = steps + 1, by_rule + rule, proved + sure
    return Derived(steps, by_rule, proved)


@cache
def stepped(entry: Entry) -> Entry:
    """Return the entry as its derivation is read: at the two largest sizes."""
    return replace(entry, **{"sizes": entry.sizes[-2:], **entry.steps})


def _shared_out(derivation: Derivation, entries: Sequence[Entry], formulas: Formulas) -> list[tuple[Entry, list[Line]]]:
    """Return each chain with the entry whose statement has its ends; all claims of the equation must be among them."""
    found: dict[int, tuple[Entry, list[Line]]] = {}
    for entry in entries:
        statements = dict(_statements(entry, derivation, formulas))
        read_here = chains(derivation, entry.names)
        for number, chain in enumerate(read_here):
            ends = [place for place, relation in statements.items() if _reaches(chain, *relation)]
            if ends and number not in found:
                found[number] = entry, chain
            for place in ends:
                del statements[place]
        if missing := sorted(statements):
            message = f"no chain of steps has the two sides of statement {missing[0] + 1} for its ends."
            raise located(derivation, derivation.steps[-1], Refused(message))
    for number, chain in enumerate(read_here):
        if number not in found:
            message = "the two ends are not the two sides of the displayed equation."
            raise located(derivation, chain[-1].step, Refused(message))
    return [found[number] for number in sorted(found)]


def _statements(
    entry: Entry, derivation: Derivation, formulas: Formulas
) -> Iterator[tuple[int, tuple[tuple[str, ...], tuple[Node, ...]]]]:
    """Yield the relations that the equation claims, those that define a name or say what δ is left out."""
    full = known_at(entry, (entry.sizes or (3,))[0], derivation, formulas)
    shown = entry.shown(3, full.check.ground.given)
    for place, statement in enumerate(read(formulas[entry.label], entry.names)):
        node = statement.node
        if statement.words == "at" or (entry.part is not None and place not in entry.part):
            continue
        if place in shown:
            yield place, ((), (node,))
            continue
        if node[0] != "rel":
            if node[0] != "group":
                full.said.premise_of(statement, full.check.bound)
            continue
        defines = full.said.unknown(node[2][0], full.check.bound)
        if defines:
            full.said.premise_of(statement, full.check.bound)
        if not (defines or is_kronecker(node[2][0])) or len(node[1]) > 1:
            yield place, relations(node)


def _reaches(chain: Sequence[Line], operators: tuple[str, ...], parts: tuple[Node, ...]) -> bool:
    """Tell whether a chain leads from one part of a displayed relation to its last, or to an expression alone."""
    last = chain[-1]
    if not operators:
        return bool(bare(parts[0]) == bare(last.right))
    first = last if last.both else chain[0]
    said = {line.operator for line in chain} - {"="} or {"="}
    left, right = _whole(bare(first.left), bare(last.right))
    wanted = next((i for i, part in enumerate(parts[:-1]) if bare(part) == left), None)
    return wanted is not None and bare(parts[-1]) == right and said == (set(operators[wanted:]) - {"="} or {"="})


def _whole(left: Node, right: Node) -> tuple[Node, Node]:
    """Return two matrices where the steps are about their entries at the same place."""
    if left[0] == right[0] == "entry" and left[2] == right[2] and all(map(is_name, left[2])):
        return bare(left[1]), bare(right[1])
    return left, right


def bare(node: Node) -> Node:
    """Return a formula with brackets in place of braces that give a name, and none around the whole."""
    if node[0] == "group":
        return bare(node[1])
    return _unnamed(node)


def _unnamed(node: Any) -> Any:
    if not isinstance(node, tuple):
        return node
    return tuple(_unnamed(part) for part in (("group", node[1]) if node[:1] == ("named",) else node))
