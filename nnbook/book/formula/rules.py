"""The rules that a step can name: what each allows, and whether two expressions are the same by these rules alone.

A name is worth nothing by itself: under *product rule* the slope of a product is taken apart, while every name, every
function and every other slope stays closed. What the rules leave must agree by the four operations.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sympy as sp

from nnbook.book.formula.abstract import Abstract
from nnbook.book.formula.decide import rational, vanishes
from nnbook.book.formula.slopes import Lim, Slope, as_limit, limit_laws, near, worked_out
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Node, children

OPERATIONS = frozenset({"operations"})
RULES: Mapping[str, frozenset[str]] = {
    "definition": frozenset({"labels"}),
    "insert": frozenset({"labels"}),
    "chain rule": frozenset({"linear", "chain"}),
    "product rule": frozenset({"linear", "product"}),
    "power rule": frozenset({"linear", "power"}),
    "sum rule": frozenset({"linear"}),
    "constant factor": frozenset({"linear"}),
    "slope as a limit": frozenset({"limit"}),
    "limit of a sum": frozenset({"laws"}),
    "nearly a line": frozenset({"near"}),
    "let h go to 0": frozenset({"laws", "value"}),
    "multiply out": frozenset({"fewer"}),
    "take out": frozenset({"more"}),
    "cancel": OPERATIONS,
    "rearrange": OPERATIONS,
    "one fraction": OPERATIONS,
    "add and take away": OPERATIONS,
    "write out": OPERATIONS,
    "powers of e": frozenset({"powers"}),
    "logarithm": frozenset({"logarithm"}),
    "both sides": OPERATIONS,
}
NAMED = re.compile(r"(?<![*\w])\*([^*]+)\*(?!\*)")
ROUNDS = 12

Pairs = Sequence[tuple[Any, Any]]


def named(reason: str) -> list[str]:
    """Return the rules that a reason names in italics; raise Refused for one that is not known."""
    found = [" ".join(name.split()).lower() for name in NAMED.findall(reason)]
    for name in found:
        if name not in RULES:
            raise Refused(f"cannot apply {name!r}: in italics stands one of {', '.join(sorted(RULES))}.")
    return found


def granted(found: Collection[str]) -> frozenset[str]:
    """Return all that some rules allow."""
    return frozenset().union(*(RULES[name] for name in found))


def same(x: Any, y: Any, rules: frozenset[str], pairs: Pairs, scope: Abstract, small: tuple[Any, int] | None) -> bool:
    """Tell whether two expressions agree by these rules and the four operations."""
    x, y = (normal(sp.sympify(side), rules, pairs, scope) for side in (x, y))
    if small and "near" in rules:
        variable, order = small
        return vanishes(near(x, variable) - near(y, variable), variable, order)
    if "powers" in rules or "logarithm" in rules:
        x, y = (rational(sp.expand_log(side, force=True)) for side in (x, y))
    rest = x - y
    return bool(rest == 0 or sp.cancel(sp.together(rest)) == 0)


def normal(value: Any, rules: frozenset[str], pairs: Pairs, scope: Abstract) -> Any:
    """Return the expression as far as the rules take it."""
    if "limit" in rules:
        value = as_limit(value)
    for _ in range(ROUNDS):
        before = value
        for left, right in pairs:
            value = value.replace(left, right) if left.has(sp.Wild) else value.subs(left, right)
        value = value.replace(lambda e: isinstance(e, Slope), lambda e: worked_out(e, rules, scope.direct))
        value = value.replace(lambda e: isinstance(e, Lim), lambda e: _limit(e, rules))
        if value == before:
            return value
    return value


def _limit(limit: Any, rules: frozenset[str]) -> Any:
    of, by, to = limit.args
    if "near" in rules:
        of = near(of, by)
    of = sp.expand(of) if "laws" in rules else sp.cancel(sp.together(of))
    if "value" in rules and not of.replace(lambda e: e.is_Function, lambda e: e.subs(by, to)).subs(by, to).is_infinite:
        of = sp.cancel(sp.together(of))
        if sp.fraction(of)[1].subs(by, to) != 0:
            return of.subs(by, to)
    limit = Lim(of, by, to)
    return limit_laws(limit) if "laws" in rules else limit


def products_of_sums(node: Node) -> int:
    """Return how many products of a formula have a sum for a factor."""
    own = node[0] in ("mul", "dot", "odot", "pow") and any(
        _bare(child)[0] in ("add", "bind") for child in children(node)
    )
    return own + sum(products_of_sums(child) for child in children(node))


def _bare(node: Node) -> Node:
    return _bare(node[1]) if node[0] in ("group", "named") else node


def direction(rules: frozenset[str], before: Node, after: Node) -> str:
    """Return what is wrong with where a step goes: multiplying out leaves fewer products of sums, taking out more."""
    gone = products_of_sums(before) - products_of_sums(after)
    if "fewer" in rules and gone <= 0:
        return "no product of a sum is multiplied out"
    if "more" in rules and gone >= 0:
        return "nothing is taken out of a sum"
    return ""
