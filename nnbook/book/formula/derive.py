"""A derivation of the page: each step checked from the one before, by the rule that it names; both ends displayed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from nnbook.book.formula.abstract import Abstract, Known
from nnbook.book.formula.binders import truth
from nnbook.book.formula.check import BROKEN, Check, Outcome, boxed
from nnbook.book.formula.decide import at_draws
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.mean import Claim
from nnbook.book.formula.names import Names
from nnbook.book.formula.read import Reader, read
from nnbook.book.formula.rules import Allowed, direction, granted, named, same
from nnbook.book.formula.scope import Bound, each
from nnbook.book.formula.substitute import labels_of, opened, pairs_of
from nnbook.book.formula.tokens import RELATIONS, Refused
from nnbook.book.formula.tree import Node, is_kronecker, is_name
from nnbook.book.parse.derivations import INLINE, Derivation, Step

Formulas = Mapping[str, str]


class Line(NamedTuple):
    """One step: two sides with the relation between, and where on the page; `both` if it changes a whole relation."""

    operator: str
    left: Node
    right: Node
    step: Step
    both: "Line | None" = None


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


def chains(derivation: Derivation, names: Names) -> list[list[Line]]:
    """Return the steps of a derivation as they are read: one list for each chain."""
    found: list[list[Line]] = []
    for step in derivation.steps:
        try:
            operators, parts = _parts(step.tex, names)
        except Refused as refused:
            raise located(derivation, step, refused) from None
        both = None
        if len(operators) == len(parts):  # goes on from the one before
            if not found:
                raise located(derivation, step, Refused("the first step has nothing to go on from."))
            parts = (found[-1][-1].right, *parts)
        elif found and "*both sides*" in step.reason.lower():
            both = found[-1][-1]
        else:
            found.append([])
        for operator, left, right in zip(operators, parts, parts[1:], strict=False):
            found[-1].append(Line(operator, left, right, step, both))
    return found


def _parts(tex: str, names: Names) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    """Return the relations of a step and what stands between them, with or without a first part."""
    reader = Reader(tex, names)
    goes_on = reader.peek() in RELATIONS
    first = (RELATIONS[reader.take()],) if goes_on else ()
    node = reader.relation()
    while reader.took(",", "."):
        pass
    if reader.peek():
        raise reader.refusal("the step must end here, or go on with an operator")
    operators, parts = ((), (node,)) if first == ("<=>",) else _relations(node)
    if not first and not operators:
        raise Refused("a step needs a relation, such as =.", 0)
    return (*first, *operators), parts


def _relations(node: Node) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    """Return the operators of a relation and what stands between; of equivalent conditions, the conditions."""
    operators, parts = node[1:] if node[0] == "rel" else ((), (node,))
    if "<=>" not in operators:
        return operators, parts
    ends = [place for place, operator in enumerate((*operators, "<=>")) if operator == "<=>"]
    starts = [0, *(end + 1 for end in ends[:-1])]
    conditions = tuple(
        ("rel", operators[start:end], parts[start : end + 1]) for start, end in zip(starts, ends, strict=True)
    )
    return ("<=>",) * (len(ends) - 1), conditions


def derive(derivation: Derivation, entries: Sequence[Entry], formulas: Formulas) -> Derived:
    """Check a derivation; raise Refused, page:line first, at the first step that does not follow."""
    steps = by_rule = proved = 0
    read_with = [stepped(entry) for entry in entries if not entry.open_size and entry.steps.get("part") != ()]
    for entry, chain in _shared_out(derivation, read_with, formulas):
        for rule, sure in _walk(derivation, entry, formulas, chain):
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
    full = _full(entry, (entry.sizes or (3,))[0], derivation, formulas)
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
            yield place, _relations(node)


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


def located(derivation: Derivation, step: Step, refused: Refused) -> Refused:
    """Return the refusal with the page and the line of the token, or of the step."""
    line = step.line + step.tex[: refused.at or 0].count("\n")
    return Refused(f"{derivation.page}:{line}: derivation of {derivation.label}: {' '.join(str(refused).split())}")


# one chain at one size -----------------------------------------------------------------------------------------
@dataclass
class _Full:
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


def _full(entry: Entry, size: Any, derivation: Derivation, formulas: Formulas) -> _Full:
    """Return what is known before the first step, but for what the equation itself defines."""
    check = Check(entry, size, formulas, Outcome(), prove=True)
    full = _Full(check)
    for tex in derivation.given:
        if tex not in entry.uses:
            for statement in read(tex, entry.names):
                _premise(full, statement.node, tex)
    return full


def _premise(full: _Full, node: Node, tex: str) -> None:
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
            for here in said._places(one, two, bound):
                full.check.decide(Claim(0, operator, said.eval(one, here), said.eval(two, here)))


def _walk(derivation: Derivation, entry: Entry, formulas: Formulas, chain: Sequence[Line]) -> list[tuple[bool, bool]]:
    """Return of each step whether it was checked by the rule that it names, and whether it is proved."""
    found = [(True, True)] * len(chain)
    for size in entry.sizes or (3,):
        full = _full(entry, size, derivation, formulas)
        for label in (entry.label, *(label for step in derivation.steps for label in labels_of(step.reason))):
            full.said.premise(formulas.get(label, ""), full.check.bound)
        for place, line in enumerate(chain):
            try:
                sure = _equal(full, line, prove=not named(line.step.reason))
                rule = _by_rule(full, line, derivation, formulas)
                sure = sure or rule
            except Refused as refused:
                raise located(derivation, line.step, refused) from None
            except BROKEN as wrong:
                why = Refused(f"does not evaluate: {type(wrong).__name__}: {wrong}")
                raise located(derivation, line.step, why) from wrong
            found[place] = found[place][0] and rule, found[place][1] and sure
    return found


def _equal(full: _Full, line: Line, *, prove: bool) -> bool:
    """Raise Refused unless a step is true with all that is known, and tell whether it is proved."""
    said = full.said
    full.check.prove = prove
    if line.operator == "<=>":
        x, y = (truth(said, side, full.check.bound) for side in (line.left, line.right))
        return full.check.decide(Claim(0, "<=>", x, y)) != "drawn"
    sure = True
    for here in said._places(line.left, line.right, full.check.bound):
        x, y = full.value(line.left, here), full.value(line.right, here)
        sure &= full.check.decide(Claim(0, line.operator, x, y)) != "drawn"
    return sure


def _at(swap: Mapping[Any, Any], value: Any) -> Any:
    return each(lambda e: sp.sympify(e).subs(swap), value) if swap else value


def _by_rule(full: _Full, line: Line, derivation: Derivation, formulas: Formulas) -> bool:
    """Tell whether a step names rules, and raise Refused if it does and they do not lead from side to side."""
    rules = named(line.step.reason)
    if not rules:
        return False
    grants = granted(rules)
    open_names = opened(line.step.reason, full.said, full.check.bound, full.said.names) if "labels" in grants else set()
    scope = Abstract(full.said, open_names, full.known)
    labels = labels_of(line.step.reason) if "labels" in grants else []
    pairs = [pair for label in labels for pair in pairs_of(label, formulas, scope, full.check.bound)]
    shown = {" ".join(formula["tex"].split()) for formula in INLINE.finditer(line.step.reason)}
    premises = shown & set(derivation.given)
    if "labels" in grants and not (pairs or open_names or premises):
        raise Refused(r"which one? Name the equation by \eqref, or the defined letter in a formula of its own.")
    if wrong := direction(grants, line.left, line.right):
        raise Refused(f"{' and '.join(rules)}: {wrong}.")
    order = full.check.entry.order
    small = (full.said.values[order[0]], order[1]) if order else None
    allowed = Allowed(grants, pairs, full.swap(full.check.bound), small)
    sides = _sides(full, scope, line)
    if line.both:
        pairs_of_sides = zip(_sides(full, scope, line.both), sides, strict=True)
        sides = (_ratio(full, before, after) for before, after in pairs_of_sides)
    for x, y in sides:
        if not same(x, y, allowed, scope):
            raise Refused(f"{' and '.join(rules)} alone does not lead here.")
    return True


def _sides(full: _Full, scope: Abstract, line: Line) -> Iterator[tuple[Any, Any]]:
    """Yield the entries of both sides of a step, at every place of its indices."""
    for here in scope._places(line.left, line.right, full.check.bound):
        x, y = (boxed(scope.eval(side, here)) for side in (line.left, line.right))
        if x.ndim != y.ndim and x.size == y.size:
            x, y = x.ravel(), y.ravel()  # a column in NumPy's one dimension
        if x.shape != y.shape:
            raise Refused(f"the two sides have the shapes {x.shape} and {y.shape}.")
        yield from zip(x.ravel(), y.ravel(), strict=True)


def _ratio(full: _Full, before: tuple[Any, Any], after: tuple[Any, Any]) -> tuple[Any, Any]:
    """Return what is equal if two equations differ by what was added to both sides, and by a factor that is not 0."""
    one, two = (sp.cancel(sp.together(x - y)) for x, y in (before, after))
    factor = sp.cancel(two / one) if one != 0 else sp.Integer(0)
    ground = full.check.ground
    if factor.free_symbols - set(ground.symbols):
        raise Refused("both sides are not changed alike.")
    if not np.all(np.abs(at_draws(factor, ground.symbols, ground.points)) > 0):
        raise Refused("both sides are multiplied by what may be 0.")
    return two, factor * one
