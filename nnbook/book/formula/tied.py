"""What ties a formula in the text to the page: what the text gets from it, an equation or code that says the same."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import BasePolynomialError

from nnbook.book.formula.binders import truth
from nnbook.book.formula.check import BROKEN, boxed
from nnbook.book.formula.coded import returns
from nnbook.book.formula.context import Passage
from nnbook.book.formula.decide import same_condition
from nnbook.book.formula.opaque import adjacent, opaque, says
from nnbook.book.formula.relations import same_at_draws
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Node
from nnbook.book.parse.inline import Inline

Pair = tuple[str, Node, Node]


def tied(
    passage: Passage, formula: Inline, nodes: Sequence[Node], so: Sequence[Node], formulas: Mapping[str, str]
) -> str:
    """Return by what a formula is tied; raise Refused unless what follows does, and what says the same says it."""
    for node in so:
        if not _follows(passage, nodes, node):
            raise Refused("what the text gets from it, in a comment behind it, does not follow.")
    for label in formula.shown:
        if not says(formulas[label], passage.letters.names, nodes):
            raise Refused("the displayed equation that a comment behind it names says something else.")
    coded = [each for each in formula.same if each not in formula.shown]
    for expression in coded:
        if not returns(expression, nodes, passage.letters):
            raise Refused("the code that a comment behind it names says something else, or stands nowhere.")
    return "as displayed" if formula.shown else "in the code" if coded else "used"


def _follows(passage: Passage, nodes: Sequence[Node], node: Node) -> bool:
    """Tell whether a consequence follows from a formula, with what its paragraph has said before."""
    if node[0] != "rel":
        return False
    if "<=>" in node[1]:
        middle = node[1].index("<=>")
        one, two = (node[1][:middle], node[2][: middle + 1]), (node[1][middle + 1 :], node[2][middle + 1 :])
        return _equivalent(passage, one, two)
    if node[1] == ("<-",):  # the same update, written in another way
        (_, name, new), *more = [pair for each in nodes for pair in adjacent(each)]
        return not more and node[2][0] == name and _same(passage, new, node[2][1])
    try:
        return bool(passage.chain(node[1], node[2], kinds=True)) or _by_arithmetic(passage, nodes, node)
    except (Refused, *BROKEN):
        if _by_arithmetic(passage, nodes, node):
            return True
        raise


def _same(passage: Passage, one: Node, two: Node) -> bool:
    """Tell whether two expressions have the same value."""
    try:
        said = passage.scope((one, two), values=False)
        return bool(sp.simplify(said.eval(one, {}) - said.eval(two, {})) == 0)
    except (Refused, *BROKEN):
        return bool(opaque(one) == opaque(two))


def _equivalent(passage: Passage, one: Any, two: Any) -> bool:
    """Tell whether two relations hold at the same places; an update stands still where its two sides are equal."""
    if {one[0], two[0]} <= {("=",), ("<-",)}:
        closed = (opaque(left) - opaque(right) for left, right in (one[1], two[1]))
        if _proportional(*closed):
            return True
        said = passage.scope((*one[1], *two[1]), values=False)
        return _proportional(*(said.eval(left, {}) - said.eval(right, {}) for left, right in (one[1], two[1])))
    said = passage.scope((*one[1], *two[1]), values=False)
    first, second = (truth(said, ("rel", *each), {}) for each in (one, two))
    return same_condition(first, second) or same_at_draws(first, second)


def _proportional(one: Any, two: Any) -> bool:
    """Tell whether one expression is the other one times what is never zero, entry by entry."""
    one, two = boxed(one), boxed(two)
    pairs = zip(one.ravel(), two.ravel(), strict=False)
    return one.shape == two.shape and all(sp.simplify(x / y).is_nonzero for x, y in pairs)


def _by_arithmetic(passage: Passage, nodes: Sequence[Node], node: Node) -> bool:
    """Tell whether equations follow from those that the paragraph supposes, and not without this formula."""
    own = [pair for each in nodes for pair in adjacent(each)]
    rest = [pair for pair in passage.supposed_pairs if pair not in own]
    goals = _polynomials(adjacent(node))
    known, without = _polynomials((*own, *rest)), _polynomials(rest)
    return bool(goals) and all(_in_ideal(goal, known) and not _in_ideal(goal, without) for goal in goals)


def _polynomials(pairs: Iterable[Pair]) -> list[Any]:
    """Return the differences of the sides of equations, with names, functions and powers of names as variables."""
    found = [opaque(left) - opaque(right) for operator, left, right in pairs if operator == "="]
    return [sp.expand(sp.fraction(sp.together(value.replace(_is_closed, _closed)))[0]) for value in found]


def _is_closed(value: Any) -> bool:
    return bool(value.is_Function or (value.is_Pow and not value.exp.is_number))


def _closed(value: Any) -> Any:
    """Return a function as a variable, and x^(t + 1) as x times the variable x^t."""
    if value.is_Function:
        return sp.Symbol(str(value))
    number, rest = value.exp.as_coeff_Add()
    return sp.Symbol(str(value.base**rest)) * value.base**number


def _in_ideal(goal: Any, known: Sequence[Any]) -> bool:
    """Tell whether a polynomial is zero wherever the known ones are, by the four operations, and they are somewhere."""
    letters = sorted(set().union(*(x.free_symbols for x in (goal, *known))), key=str)
    matrices = {x: sp.Dummy(x.name) for x in letters if not x.is_commutative}
    if not known or len(matrices) > 1:  # one matrix alone commutes with its powers and with all numbers
        return False
    goal, *known = (value.xreplace(matrices) for value in (goal, *known))
    letters = [matrices.get(x, x) for x in letters]
    try:
        basis = sp.groebner(known, *letters, domain="QQ")
        return bool(basis.contains(goal) and not basis.contains(sp.Integer(1)))
    except BasePolynomialError:
        return False
