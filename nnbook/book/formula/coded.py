"""Python that says what a formula in the text says: in the code of its section, or a call of nnbook."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

import nnbook
from nnbook.book.formula.binders import truth
from nnbook.book.formula.check import boxed
from nnbook.book.formula.decide import DRAWS, at_draws, close, draw
from nnbook.book.formula.given import drawable, drawn
from nnbook.book.formula.letters import Letters
from nnbook.book.formula.mean import Said
from nnbook.book.formula.opaque import adjacent
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Node, contains, indices, occurs, symbols_of

SCALES = np.geomspace(0.1, 10, DRAWS)
MODULES = {"np": np, "nn": nnbook}


def returns(expression: str, nodes: Sequence[Node], letters: Letters) -> bool:
    """Tell whether Python that stands there has the value of a formula, or its truth, at random places."""
    ((operator, left, right),) = (pair for node in nodes for pair in adjacent(node))
    condition = operator not in ("=", "<-")
    sides = (left, right) if condition else (right,)
    said = Said(letters.given(letters.of(sides)), names=letters.names, base=letters.base)
    if condition:
        value = boxed(truth(said, ("rel", (operator,), sides), {}))
    else:
        places = _in_order(left, said.places(left, right, {}))
        value = np.array([said.eval(right, place) for place in places], dtype=object)
    given = {key: boxed(value) for key, value in said.values.items() if drawable(value)}
    symbols = drawn([x for entries in given.values() for x in entries.ravel()])
    points = draw(symbols)
    if condition:  # near 0 and far out, to hold at some places and not at others
        points = [values * SCALES for values in points]
    want = at_draws(value, symbols, points)
    if condition and len({*np.ravel(want)}) < 2:
        return False
    at = {key: at_draws(entries, symbols, points) for key, entries in given.items()}
    named = [_named(at, place, letters.base) for place in range(DRAWS)]
    tree = ast.parse(expression, mode="eval")
    if operator == "=" and (contains(right, left) or _of_another_kind(left, right, letters)):
        return False
    if not _stands(expression, tree, letters.paragraph.code, set(named[0])):
        return False
    owners = {
        node.value.id for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    got = [eval(expression, {**dict.fromkeys(owners, SimpleNamespace(**names)), **names, **MODULES}) for names in named]
    return all(close(np.ravel(one), np.ravel(two)) for one, two in zip(got, want, strict=True))


def _in_order(left: Node, places: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the places of free indices row by row, as the name on the left has them: all of them, each once."""
    found = list(places)
    if not found[0]:
        return found
    order = [index[1] for index in left[2]]
    if sorted(order) != sorted(found[0]) or left[1] in order:
        raise Refused("the name on the left has other indices than what stands on the right.")
    return sorted(found, key=lambda place: [place[index] for index in order])


def _of_another_kind(left: Node, right: Node, letters: Letters) -> bool:
    """Tell whether the name on the left stands on the right as another thing, or is called with what does not."""
    if left[0] == "call":
        return any(not occurs(parameter[1], right) for parameter in left[3] if parameter[0] == "sym")
    if any(letters.kinds.get(index) not in (None, "whole") for index in indices(left)):
        return True
    return any(bool(symbol[3]) != bool(left[3]) for symbol in symbols_of(right) if symbol[1] == left[1])


def _stands(expression: str, tree: ast.Expression, code: str, names: set[str]) -> bool:
    """Tell whether an expression stands in code, or only calls nnbook: it then does not calculate with the letters."""
    if "".join(expression.split()) in "".join(code.split()):
        return True
    sums = [node for node in ast.walk(tree) if isinstance(node, (ast.BinOp, ast.Compare))]
    used = {node.id for each in sums for node in ast.walk(each) if isinstance(node, ast.Name)}
    return "nn." in expression and not used & names


def _named(at: Mapping[str, Any], place: int, base: Mapping[str, int]) -> dict[str, Any]:
    """Return the letters at one place under the names that code gives them: `w1` or `w_1` for an entry of w."""
    found: dict[str, Any] = {}
    for key, values in at.items():
        name = key.replace("^(", "").replace(")", "")
        value: Any = values[place] if values[place].ndim else float(values[place])
        found[name] = value
        if np.ndim(value) == 1:
            for i, entry in enumerate(value, base.get(key, 1)):
                found[f"{name}{i}"] = found[f"{name}_{i}"] = entry
    return found
