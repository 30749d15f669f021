"""Two formulas that say the same: names stay closed, sums and products may be written in another order."""

from collections.abc import Iterator, Sequence
from typing import Any

import sympy as sp

from nnbook.book.formula.names import Names
from nnbook.book.formula.read import read
from nnbook.book.formula.tree import Node, children, indices, leaves, symbol


def says(tex: str, names: Names, nodes: Sequence[Node]) -> bool:
    """Tell whether a displayed formula has every relation of another one, or the part to which that gives a name.

    The other one may leave out the layer, if that is l or L.
    """
    trees = [tree for statement in read(tex, names) for tree in (statement.node, bare(statement.node))]
    shown = [pair for tree in trees for pair in _pairs(tree)]
    parts = [opaque(part) for tree in trees for part in _parts(tree)]
    return all(
        _opaque_pair(pair) in shown or (_gives_a_name(*pair) and opaque(pair[2]) in parts)
        for node in nodes
        for pair in adjacent(node)
    )


def _gives_a_name(operator: str, left: Node, right: Node) -> bool:
    if operator != "=" or left[0] != "sym" or right[0] == "sym" or left[1] in leaves(right):
        return False
    return not left[2] or sorted(indices(left)) == sorted({*indices(right)})


def _parts(node: Node) -> Iterator[Node]:
    if node[0] != "rel":
        yield node
    for child in children(node):
        yield from _parts(child)


def bare(node: Any) -> Any:
    """Return a tree without the layer, where it is l or L and not one before or behind."""
    if not isinstance(node, tuple):
        return node
    if node[:1] == ("sym",) and node[3] in (symbol("l"), symbol("L")):
        return (*node[:3], None)
    return tuple(bare(part) for part in node)


def adjacent(node: Node) -> Iterator[tuple[str, Node, Node]]:
    """Yield the relations between neighbours in a chain, an expression alone without an operator."""
    if node[0] != "rel":
        yield "", node, node
        return
    yield from zip(node[1], node[2], node[2][1:], strict=False)


def _pairs(node: Node) -> Iterator[tuple[str, Any, Any]]:
    """Yield the relations that a chain says: each, and between parts with nothing but = between."""
    if node[0] != "rel":
        return
    operators, parts = node[1], node[2]
    for first in range(len(operators)):
        for last in range(first, len(operators)):
            if last == first or set(operators[first : last + 1]) == {"="}:
                yield _opaque_pair((operators[first], parts[first], parts[last + 1]))


def _opaque_pair(pair: tuple[str, Node, Node]) -> tuple[str, Any, Any]:
    return pair[0], opaque(pair[1]), opaque(pair[2])


def opaque(node: Node) -> Any:
    """Return an expression in which each name is a symbol, and what is no arithmetic an unknown function."""
    kind = node[0]
    if kind == "num":
        return sp.Rational(node[1])
    if kind == "group":
        return opaque(node[1])
    if kind == "sym":
        return sp.Symbol(repr(node), commutative=node[1].islower())
    if kind == "add":
        return sp.expand(sp.Add(*(opaque(term) for term in node[1])))
    if kind == "neg":
        return sp.expand(-opaque(node[1]))
    if kind in ("mul", "frac", "pow"):
        one, two = opaque(node[1]), opaque(node[2])
        return sp.expand(one * two if kind == "mul" else one / two if kind == "frac" else one**two)
    words = [part if isinstance(part, (str, int)) else "" for part in node[1:]]
    return sp.Function(f"{kind}{words}{_shape(node)}")(*(opaque(child) for child in children(node)))


def _shape(node: Node) -> str:
    """Return what a node has besides other nodes: names of functions, indices that are bound."""
    if node[0] == "call" and isinstance(node[1][1], str):
        return node[1][1]
    return repr(node[2]) if node[0] == "bind" else ""
