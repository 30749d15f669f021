"""One chain of steps: each follows from the one before, at 100 draws, and by the rule that it names or by a proof."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula.abstract import Abstract
from nnbook.book.formula.binders import truth
from nnbook.book.formula.chains import Line, located
from nnbook.book.formula.check import BROKEN, boxed
from nnbook.book.formula.decide import at_draws
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.mean import Claim
from nnbook.book.formula.premises import Formulas, Full, known_at
from nnbook.book.formula.rules import Allowed, direction, granted, named, same
from nnbook.book.formula.substitute import labels_of, opened, pairs_of
from nnbook.book.formula.tokens import Refused
from nnbook.book.parse.derivations import INLINE, Derivation


def follow(derivation: Derivation, entry: Entry, formulas: Formulas, chain: Sequence[Line]) -> list[tuple[bool, bool]]:
    """Return of each step whether it was checked by the rule that it names, and whether it is proved."""
    found = [(True, True)] * len(chain)
    for size in entry.sizes or (3,):
        full = known_at(entry, size, derivation, formulas)
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


def _equal(full: Full, line: Line, *, prove: bool) -> bool:
    """Raise Refused unless a step is true with all that is known, and tell whether it is proved."""
    said = full.said
    full.check.prove = prove
    if line.operator == "<=>":
        x, y = (truth(said, side, full.check.bound) for side in (line.left, line.right))
        return full.check.decide(Claim(0, "<=>", x, y)) != "drawn"
    sure = True
    for here in said.places(line.left, line.right, full.check.bound):
        x, y = full.value(line.left, here), full.value(line.right, here)
        sure &= full.check.decide(Claim(0, line.operator, x, y)) != "drawn"
    return sure


def _by_rule(full: Full, line: Line, derivation: Derivation, formulas: Formulas) -> bool:
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


def _sides(full: Full, scope: Abstract, line: Line) -> Iterator[tuple[Any, Any]]:
    """Yield the entries of both sides of a step, at every place of its indices."""
    for here in scope.places(line.left, line.right, full.check.bound):
        x, y = (boxed(scope.eval(side, here)) for side in (line.left, line.right))
        if x.ndim != y.ndim and x.size == y.size:
            x, y = x.ravel(), y.ravel()  # a column in NumPy's one dimension
        if x.shape != y.shape:
            raise Refused(f"the two sides have the shapes {x.shape} and {y.shape}.")
        yield from zip(x.ravel(), y.ravel(), strict=True)


def _ratio(full: Full, before: tuple[Any, Any], after: tuple[Any, Any]) -> tuple[Any, Any]:
    """Return what is equal if two equations differ by what was added to both sides, and by a factor that is not 0."""
    one, two = (sp.cancel(sp.together(x - y)) for x, y in (before, after))
    factor = sp.cancel(two / one) if one != 0 else sp.Integer(0)
    ground = full.check.ground
    if factor.free_symbols - set(ground.symbols):
        raise Refused("both sides are not changed alike.")
    if not np.all(np.abs(at_draws(factor, ground.symbols, ground.points)) > 0):
        raise Refused("both sides are multiplied by what may be 0.")
    return two, factor * one
