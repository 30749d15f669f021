"""What a formula is read into: nested tuples, the kind first. A tuple compares, hashes and is walked without ceremony.

("num", "2.5")  ("sym", name, indices, layer or None)  ("call", function, primes, arguments)
("add", terms)  ("neg", x)  ("mul" | "dot" | "odot" | "frac" | "pow" | "compose", x, y)  ("pm", x)
("group" | "T" | "abs" | "norm" | "floor" | "ceil", x)  ("entry", x, indices)  ("named", x, name)
("prime", x, order)  ("d", x)  ("deriv", of, by)  ("nabla", of, at or None)  ("lim", variable, target, x)
("bind", "sum" | "prod" | "max", names, low, high, body)  ("among", name, set, body)  ("list", names, low, high, body)
("cases", rows)  ("iverson", relation)  ("says", x, words)  ("rel", operators, parts)
("tuple", parts)  ("matrix", rows)  ("diagonal", list)  ("series", terms)  ("dots",)
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from nnbook.book.formula.tokens import Refused

Node = tuple[Any, ...]
Bound = Mapping[str, Any]


class Statement(NamedTuple):
    """One of the things that a formula says, with the words before it: "forward" or "so"."""

    words: str
    node: Node


class Definition(NamedTuple):
    """A name that a formula defines: its indices with their ranges, the right side, and what was bound there."""

    indices: tuple[tuple[str, tuple[Any, Any]], ...]
    right: Node
    bound: Bound


def symbol(name: str) -> Node:
    """Return the node of a bare name."""
    return ("sym", name, (), None)


def is_name(node: Node) -> bool:
    """Tell whether a node is a bare name, without index and layer."""
    return node[0] == "sym" and not node[2] and node[3] is None


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below a node."""
    for part in node[1:]:
        if isinstance(part, tuple) and part:
            if isinstance(part[0], str):
                yield part
            else:
                yield from _of_list(part)


def _of_list(parts: Node) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, tuple) and part:
            if isinstance(part[0], str):
                yield part
            else:
                yield from _of_list(part)


def leaves(node: Node) -> Iterator[str]:
    """Yield every name in a tree."""
    if node[0] == "sym":
        yield node[1]
    for child in children(node):
        yield from leaves(child)


def symbols_of(node: Node) -> Iterator[Node]:
    """Yield every name in a tree with its indices and its layer."""
    if node[0] == "sym":
        yield node
    for child in children(node):
        yield from symbols_of(child)


def replaced(node: Any, swap: Mapping[Node, Node]) -> Any:
    """Return a tree with other nodes in the place of some."""
    if not isinstance(node, tuple):
        return node
    return swap[node] if node in swap else tuple(replaced(part, swap) for part in node)


def is_kronecker(node: Node) -> bool:
    """Tell whether a node is δ with two indices, which is 1 where they are equal."""
    return node[0] == "sym" and node[1] == "delta" and len(node[2]) == 2 and node[3] is None


def occurs(name: str, node: Node) -> bool:
    """Tell whether a bare name stands in a tree where no sum has taken it for its index."""
    if node[0] == "bind" and name in node[2]:
        return False
    return node == symbol(name) or any(occurs(name, child) for child in children(node))


def contains(node: Node, part: Node) -> bool:
    """Tell whether a node stands in a tree."""
    return node == part or any(contains(child, part) for child in children(node))


def indices(node: Node, shadow: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the names that stand as indices and are bound by no sum, list or expectation."""
    if node[0] == "call" and node[1] == ("fun", "E"):
        shadow = shadow | {"i"}
    if node[0] == "bind":
        shadow = shadow | set(node[2])
    elif node[0] == "list":
        shadow = shadow | set(node[1])
    elif node[0] == "among":
        shadow = shadow | {node[1]}
    if node[0] in ("sym", "entry"):
        for index in node[2]:
            yield from (name for name in leaves(index) if name not in shadow)
    for child in children(node):
        yield from indices(child, shadow)


def function_name(node: Node) -> str:
    """Return the name of the function that a node calls."""
    function = node[1][1]
    return str(function if isinstance(function, str) else function[1])


def written(node: Node) -> Iterator[str]:
    """Yield a layer's number as it is written."""
    if node[0] in ("sym", "num"):
        yield node[1]
    elif node[0] == "neg":
        yield "-"
        yield from written(node[1])
    elif node[0] == "add":
        for place, term in enumerate(node[1]):
            if place and term[0] != "neg":
                yield "+"
            yield from written(term)
    else:
        raise Refused("the number of a layer is a letter or number, plus or minus another.")
