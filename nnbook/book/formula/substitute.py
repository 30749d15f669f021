r"""What a step inserts: the equation that it refers to by \eqref, or the definition of a name in its reason."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula.abstract import Abstract
from nnbook.book.formula.arithmetic import CONSTANTS
from nnbook.book.formula.mean import Said
from nnbook.book.formula.names import Names
from nnbook.book.formula.read import read
from nnbook.book.formula.slopes import Slope, primed
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Bound, Node, children, function_name, indices, is_kronecker
from nnbook.book.parse.derivations import INLINE
from nnbook.book.parse.equations import EQREF

LETTERS = re.compile(r"\\(?:operatorname|mathrm)\{[A-Za-z]+\}|\\?[A-Za-z].*")


def labels_of(reason: str) -> list[str]:
    """Return the labels that a reason refers to."""
    return re.findall(EQREF, reason)


def opened(reason: str, full: Said, bound: Bound, names: Names) -> set[str]:
    """Return the names that a reason shows and the page defines."""
    found: set[str] = set()
    for formula in INLINE.finditer(reason):
        if not LETTERS.fullmatch(formula["tex"].strip()):
            continue
        for statement in read(formula["tex"], names):
            node = statement.node
            if node[0] == "sym" and (key := full.key(node, bound)) in full.definitions:
                found.add(key)
            elif node[0] == "call" and function_name(node) in full.functions:
                found.add(function_name(node))
    return found


def pairs_of(label: str, formulas: Mapping[str, str], scope: Abstract, bound: Bound) -> list[tuple[Any, Any]]:
    """Return what an equation of the book puts in the place of what, everywhere."""
    if label not in formulas:
        raise Refused(f"{label} is no equation of the book.")
    found: list[tuple[Any, Any]] = []
    for statement in read(formulas[label], scope.names):
        node = statement.node
        if node[0] == "rel" and statement.words != "at" and not is_kronecker(node[2][0]):
            parts = node[2]
            for operator, left, right in zip(node[1], parts, parts[1:], strict=False):
                if operator == "=":
                    found += _pairs(left, right, scope, bound)
    return found


def _pairs(left: Node, right: Node, scope: Abstract, bound: Bound) -> Iterator[tuple[Any, Any]]:
    here = {**_fresh(left, right, scope), **bound}
    for place in scope.places(left, right, here):
        values = scope.eval(left, place), scope.eval(right, place)
        entries = (map(sp.sympify, np.ravel(np.asarray(value, dtype=object))) for value in values)
        for one, two in zip(*entries, strict=True):
            sign = -1 if (-one).is_Atom or (-one).is_Function else 1
            yield from _general(sign * one, sign * two)


def _fresh(left: Node, right: Node, scope: Abstract) -> dict[str, Any]:
    """Return symbols for the names that only the inserted equation knows."""
    known = {"delta", *scope.values, *scope.definitions, *CONSTANTS, *indices(left), *indices(right)}
    known |= {key.partition("^(")[0] for key in (*scope.values, *scope.definitions)}
    return {name: sp.Symbol(name, real=True) for name in {*_letters(left), *_letters(right)} - known}


def _letters(node: Node) -> Iterator[str]:
    """Yield the names in a formula, but for those in the number of a layer."""
    if node[0] == "sym":
        yield node[1]
    for child in children(node[:3] if node[0] == "sym" else node):
        yield from _letters(child)


def _general(left: Any, right: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the pair for any argument, and for the slope, if the left side is a function of one letter."""
    if left.is_number:
        return
    if not (left.is_Function and len(left.args) == 1 and left.args[0].is_Symbol):
        yield left, right
        return
    anything, letter = sp.Wild("anything"), sp.Wild("letter", properties=[lambda e: e.is_Symbol])
    yield left.func(anything), right.subs(left.args[0], anything)
    yield primed(left.func, 1)(letter), Slope(right.subs(left.args[0], letter), letter)
