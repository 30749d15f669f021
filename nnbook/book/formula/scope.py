"""What is known while a formula is read for its meaning: given values, what the page has defined, ranges of indices."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula.names import Names
from nnbook.book.formula.open_arrays import Open
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import (
    Bound,
    Definition,
    Node,
    children,
    function_name,
    is_kronecker,
    is_name,
    leaves,
    occurs,
    symbol,
    written,
)

KNOWN: dict[str, Callable[..., Any]] = {
    "ln": sp.log, "exp": sp.exp, "cos": sp.cos, "sin": sp.sin, "tanh": sp.tanh, "cosh": sp.cosh, "Im": sp.im,
}  # fmt: skip


class Scope:
    """The names of one check: `values` are given or computed, `definitions` come from formulas of the page."""

    def __init__(
        self,
        given: Mapping[str, Any],
        *,
        names: Names | None = None,
        base: Mapping[str, Any] | None = None,
        ranges: Mapping[str, tuple[Any, Any]] | None = None,
        variable: str = "x",
        wrt: str = "theta",
        zero_outside: Sequence[str] = (),
        gaps: bool = True,
    ) -> None:
        self.values = dict(given)
        self.names = names or Names()
        self.base, self.ranges = dict(base or {}), dict(ranges or {})
        self.variable, self.wrt, self.zero_outside, self.gaps = variable, wrt, frozenset(zero_outside), gaps
        self.definitions: dict[str, Definition] = {}
        self.functions: dict[str, tuple[Node, Node, Bound]] = {}
        self.cuts: dict[str, Any] = {}
        self.defined: list[str] = []
        self.named: list[str] = []

    def eval(self, node: Node, bound: Bound) -> Any:
        """Return what a node means."""
        raise NotImplementedError

    # names -----------------------------------------------------------------------------------------------------
    def key(self, node: Node, bound: Bound) -> str:
        """Return a name with its layer, as in `W^(2)`; a family of functions is marked by []."""
        name: str = node[1]
        if node[3] is None:
            return name + "[]" * (bool(node[2]) and name in self.names.families)
        layer = node[3]
        known = all(leaf in bound for leaf in leaves(layer))
        return f"{name}^({self.eval(layer, bound) if known else ''.join(written(layer))})"

    def unknown(self, node: Node, bound: Bound) -> bool:
        """Tell whether the left side of an equation is a name without a meaning yet: then the equation defines it."""
        if node[0] == "sym":
            if (is_name(node) and node[1] in bound) or is_kronecker(node):
                return False
            return self.key(node, bound) not in self.values.keys() | self.definitions.keys()
        if node[0] == "call":
            name = function_name(node)
            known = name in KNOWN or name in self.values or name in self.definitions
            return not (known or node[2]) and all(map(is_name, node[3]))
        return False

    def define(self, left: Node, right: Node, bound: Bound) -> str:
        """Give the name on the left the meaning of the right side, and return the name."""
        if left[0] == "call":
            name = self._define_function(left, right, bound)
        else:
            name = self.key(left, bound)
            if not all(map(is_name, left[2])):
                raise Refused(f"{name} is defined at a place that is no index.")
            index = tuple((i[1], self.range_of(i[1], right, bound)) for i in left[2])
            self.definitions[name] = Definition(index, right, bound)
        self.defined.append(name)
        return name

    def _define_function(self, left: Node, right: Node, bound: Bound) -> str:
        name, parameters = function_name(left), [argument[1] for argument in left[3]]
        index = [i[1] for i in left[1][1][2]] if isinstance(left[1][1], tuple) else []
        if len({*parameters, *index}) < len(parameters) + len(index) or any(i not in self.values for i in index):
            raise Refused(f"the parameters of {name} are not distinct names.")
        if unused := [parameter for parameter in parameters if not occurs(parameter, right)]:
            raise Refused(f"{name} is a function of {unused[0]}, which does not occur in it.")

        def function(*values: Any) -> Any:
            if len(values) == 1 < len(parameters):
                values = tuple(values[0])
            if len(values) != len(parameters):
                raise Refused(f"{name} takes {len(parameters)} arguments, not {len(values)}.")
            return self.eval(right, {**bound, **dict(zip(parameters, values, strict=True))})

        self.values[name] = function
        self.functions[name] = left, right, bound
        return name

    # ranges of indices -----------------------------------------------------------------------------------------
    def range_of(self, name: str, node: Node, bound: Bound) -> tuple[Any, Any]:
        """Return from where to where an index runs: what is declared, or what the shapes say, if they agree."""
        if name in self.ranges:
            return self.ranges[name]
        found = set(self._spans(name, node, bound))
        if len(found) != 1:
            raise Refused(f"no range for the index {name}." if not found else f"{name} runs over {sorted(found)}.")
        return found.pop()

    def _spans(self, name: str, node: Node, bound: Bound) -> Iterator[tuple[int, int]]:
        if node[0] == "bind" and name in node[2]:
            return
        if node[0] in ("sym", "entry"):
            for axis, index in enumerate(node[2]):
                if index == symbol(name) and (span := self._axis(node, axis, bound)):
                    yield span
        for child in children(node):
            yield from self._spans(name, child, bound)

    def _axis(self, node: Node, axis: int, bound: Bound) -> tuple[Any, Any] | None:
        """Return the range of one index of an array, None where the name has no array."""
        if node[0] == "entry":
            return 1, np.shape(self.eval(node[1], bound))[axis]
        key = self.key(node, bound)
        value = self.cuts.get(key, self.values.get(key))
        definition = self.definitions.get(key)
        if value is None and definition and axis < len(definition.indices):
            return definition.indices[axis][1]
        if value is None and definition and not definition.indices:
            value = self.eval(("sym", node[1], (), node[3]), bound)
        alias = self.names.aliases.get(key)
        if value is None and alias:
            return 1, np.shape(self.values[alias])[axis]
        if not isinstance(value, (np.ndarray, Open)):
            return None
        if axis >= len(value.shape):
            raise Refused(f"{key} has no index number {axis + 1}.")
        first = self.first(key, axis)
        return first, first - 1 + value.shape[axis]

    def first(self, key: str, axis: int) -> int:
        """Return where an index of that name begins, 1 unless the check says otherwise."""
        base = self.base.get(key, 1)
        return int(base[axis] if isinstance(base, tuple) else base)

    # entries ---------------------------------------------------------------------------------------------------
    def pick(self, value: Any, key: str, index: Sequence[Any]) -> Any:
        """Return an entry of an array, or all of it if there is no index."""
        if not index:
            return value
        if callable(value) and not isinstance(value, sp.Basic):
            value = value(self.values[self.wrt])
        if isinstance(value, (sp.IndexedBase, Open)):
            return value[tuple(index)]
        if isinstance(value, sp.MatrixExpr):
            return value[tuple(i - 1 for i in index)]
        if isinstance(value, sp.Lambda):
            return value(*index)
        if not isinstance(value, np.ndarray) or len(index) > value.ndim:
            raise Refused(f"{key} has no {len(index)} indices.")
        place = tuple(int(i) - self.first(key, axis) for axis, i in enumerate(index))
        if any(not 0 <= at < size for at, size in zip(place, value.shape, strict=False)):
            if key in self.zero_outside:
                return sp.Integer(0)
            raise Refused(f"{key} has no place {', '.join(map(str, index))}.")
        return value[place]

    @contextmanager
    def cut(self, key: str, value: Any) -> Iterator[Any]:
        """For a while, that name is a variable of its own, to take a derivative in it."""
        self.cuts[key] = fresh = each(lambda _: sp.Dummy(key, real=True), value)
        try:
            yield fresh
        finally:
            del self.cuts[key]


def each(function: Callable[[Any], Any], value: Any) -> Any:
    """Return the function of a number, or of every entry of an array."""
    if isinstance(value, Open):
        return value.each(function)
    if not isinstance(value, np.ndarray):
        return function(value)
    out = np.empty(value.shape, dtype=object)
    for place in np.ndindex(value.shape):
        out[place] = function(value[place])
    return out
