"""The rules that a step can name: what each allows, and whether two expressions are the same by these rules alone.

A name is worth nothing by itself: under *product rule* the slope of a product is taken apart, while every name, every
function and every other slope stays closed. What the rules leave must agree by the four operations.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from nnbook.book.formula.abstract import Abstract
from nnbook.book.formula.decide import is_zero, rational, vanishes
from nnbook.book.formula.slopes import Edge, Lim, Slope, as_limit, limit_laws, near, worked_out
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Node, children
from nnbook.book.parse.derivations import INLINE

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
    "taylor's formula": frozenset({"taylor"}),
    "let h go to 0": frozenset({"laws", "value"}),
    "multiply out": frozenset({"in"}),
    "take out": frozenset({"out"}),
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
MATRICES = frozenset({"operations", "in", "out"})
SUMS = ("add", "bind")
ROUNDS = 12
TERMS = 4


def named(reason: str) -> list[str]:
    """Return the rules that a reason names in italics; raise Refused for one that is not known."""
    found = [" ".join(name.split()).lower() for name in NAMED.findall(INLINE.sub("", reason))]
    for name in found:
        if name not in RULES:
            raise Refused(f"cannot apply {name!r}: in italics stands one of {', '.join(sorted(RULES))}.")
    return found


def granted(found: Collection[str]) -> frozenset[str]:
    """Return all that some rules allow."""
    return frozenset().union(*(RULES[name] for name in found))


@dataclass(frozen=True)
class Allowed:
    """What a step may use: the rules, what they put in the place of what, the place looked at, the small quantity."""

    rules: frozenset[str]
    pairs: Sequence[tuple[Any, Any]]
    at: Mapping[Any, Any]
    small: tuple[Any, int] | None


def same(x: Any, y: Any, allowed: Allowed, scope: Abstract) -> bool:
    """Tell whether two expressions agree by what is allowed and the four operations."""
    rules, small = allowed.rules, allowed.small
    if isinstance(x, sp.MatrixExpr):
        return not rules - MATRICES and is_zero(x - y)
    x, y = (_meant(normal(sp.sympify(side), allowed, scope), scope).subs(allowed.at) for side in (x, y))
    if small and rules & {"near", "taylor"}:
        variable, order = small
        x, y = (near(side, variable, TERMS if "taylor" in rules else 1) for side in (x, y))
        return vanishes(x - y, variable, order)
    if "powers" in rules or "logarithm" in rules:
        x, y = (rational(sp.expand_log(side, force=True)) for side in (x, y))
    rest = x - y
    return bool(rest == 0 or sp.cancel(sp.together(rest)) == 0)


def _meant(value: Any, scope: Abstract) -> Any:
    """Return the expression with the meaning of every opened name."""
    for _ in range(ROUNDS):
        meanings = {name: meant for name in value.free_symbols if (meant := scope.meaning(name)) is not None}
        if not meanings:
            break
        value = value.xreplace(meanings)
    return value


def normal(value: Any, allowed: Allowed, scope: Abstract) -> Any:
    """Return the expression as far as the rules take it."""
    rules = allowed.rules
    if "limit" in rules:
        value = as_limit(value)
    for _ in range(ROUNDS):
        before = value
        for left, right in allowed.pairs:
            value = value.replace(left, right) if left.has(sp.Wild) else value.subs(left, right)
        value = value.replace(
            lambda e: isinstance(e, (Edge, Slope)) and scope.meaning(e.args[0]) is not None,
            lambda e: Slope(scope.meaning(e.args[0]), e.args[1]),
        )
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


def depth(node: Node, above: int = 0) -> int:
    """Return how deep the letters and numbers of a formula stand in sums, added up."""
    if node[0] in ("sym", "num"):
        return above
    return sum(depth(child, above + (node[0] in SUMS)) for child in children(node))


def products(node: Node) -> int:
    """Return how many products of a formula have a sum for a factor."""
    own = node[0] in ("mul", "dot", "odot", "pow") and any(_bare(child)[0] in SUMS for child in children(node))
    return own + sum(products(child) for child in children(node))


def _bare(node: Node) -> Node:
    return _bare(node[1]) if node[0] in ("group", "named") else node


def direction(rules: frozenset[str], before: Node, after: Node) -> str:
    """Return what is wrong with where a step goes: multiplying out moves letters into sums, taking out out of them."""
    deeper, fewer = depth(after) - depth(before), products(before) - products(after)
    if "in" in rules and deeper <= 0 and fewer <= 0:
        return "nothing is multiplied out"
    if "out" in rules and deeper >= 0 and fewer >= 0:
        return "nothing is taken out of a sum"
    return ""
