"""What … stands for: the one term of which all shown terms are instances, with the number that runs."""

from collections.abc import Sequence

from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Node, symbol

DOTS: Node = ("dots",)
RUNNING = symbol("·")


def fill_sum(terms: Sequence[Node]) -> Node:
    """Return the sum that a + b + … + z stands for; without an end it is a series."""
    if terms[-1] == DOTS:
        return ("series", tuple(terms[:-1]))
    template, low, high, rest = _between(terms)
    return ("add", (("bind", "sum", (RUNNING[1],), low, high, template), *rest))


def fill_list(parts: Sequence[Node]) -> tuple[Node, ...]:
    """Return the parts of a list, those that its dots stand for included."""
    if DOTS not in parts:
        return tuple(parts)
    template, low, high, rest = _between(parts)
    if rest:
        raise Refused("more stands after the last term behind the dots.")
    return (("list", (RUNNING[1],), low, high, template),)


def _between(parts: Sequence[Node]) -> tuple[Node, Node, Node, tuple[Node, ...]]:
    at = list(parts).index(DOTS)
    if not 0 < at < len(parts) - 1:
        raise Refused("dots need a term on both sides.")
    runs: list[tuple[Node, Node]] = []
    template = _template(parts[0], parts[at + 1], runs)
    if not runs:
        raise Refused("dots between equal terms.")
    low, high = runs[0]
    for step, term in enumerate(parts[:at]):
        if _put(template, ("num", str(int(low[1]) + step))) != term:
            raise Refused("a term before the dots does not fit the others.")
    return template, low, high, tuple(parts[at + 2 :])


def _template(first: Node, last: Node, runs: list[tuple[Node, Node]]) -> Node:
    """Return the term of which `first` and `last` are the two ends; `runs` takes from where to where it runs."""
    if first == last:
        return first
    if first[0] == "num" and first[1].isdigit() and last[0] in ("num", "sym"):
        if runs and runs != [(first, last)]:
            raise Refused("the dots do not run in step.")
        runs[:] = [(first, last)]
        return RUNNING
    if len(first) != len(last):
        raise Refused("the terms on both sides of the dots are not of one form.")
    return tuple(_part(one, two, runs) for one, two in zip(first, last, strict=True))


def _part(one: object, two: object, runs: list[tuple[Node, Node]]) -> object:
    if isinstance(one, tuple) and isinstance(two, tuple):
        return _template(one, two, runs)
    if one != two:
        raise Refused("the terms on both sides of the dots are not of one form.")
    return one


def _put(node: Node, value: Node) -> Node:
    return value if node == RUNNING else tuple(_put(x, value) if isinstance(x, tuple) else x for x in node)
