"""A formula in which names have no meaning but what a rule opens: all others are symbols, and functions are unknown."""

import itertools
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula import arithmetic, binders
from nnbook.book.formula.given import Sigmoid
from nnbook.book.formula.mean import Said
from nnbook.book.formula.scope import KNOWN, each
from nnbook.book.formula.slopes import Lim, Slope, primed, unknown
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Bound, Node, function_name, is_name, symbol


@dataclass
class Known:
    """What all steps of a derivation share: the symbols of the names, and what stands in the definition of each."""

    closed: dict[str, Any] = field(default_factory=dict)
    direct: dict[Any, list[Any]] = field(default_factory=dict)


class Abstract(Said):
    """The names of a full scope, of which only the `opened` ones mean what the page defines."""

    def __init__(self, full: Said, opened: Collection[str] = (), known: "Known | None" = None) -> None:
        super().__init__(
            full.values, names=full.names, base=full.base, ranges=full.ranges, variable=full.variable, wrt=full.wrt,
            zero_outside=tuple(full.zero_outside),
        )  # fmt: skip
        self.definitions = dict(full.definitions)
        self.full, self.opened = full, set(opened)
        for name in self.opened & full.functions.keys():
            self._define_function(*full.functions[name])
        self.known = known or Known()
        self._meanings: dict[Any, Any] | None = None

    def eval(self, node: Node, bound: Bound) -> Any:
        """Return what a node means."""
        return ABSTRACT[node[0]](self, node, bound) if node[0] in ABSTRACT else super().eval(node, bound)

    def closed_value(self, key: str) -> Any:
        """Return a symbol, or an array of them, for a name that the page defines."""
        if key not in self.known.closed:
            self.known.closed[key] = self._symbols(key)
        if key in self.full.base:
            self.base.setdefault(key, self.full.base[key])
        return self.known.closed[key]

    def _symbols(self, key: str) -> Any:
        meant = np.asarray(arithmetic.defined(self.full, key, self.full.definitions[key], []), dtype=object)
        out = np.empty(meant.shape, dtype=object)
        for place in np.ndindex(meant.shape):
            out[place] = sp.Symbol(f"{key}[{','.join(map(str, place))}]", real=True)
        return out if out.shape else out.item()

    def direct(self, name: Any) -> list[Any]:
        """Return the symbols that stand in the definition of a name's entry."""
        if not self.known.direct:
            for key in self.full.definitions:
                for one, value in self._entries(key).items():
                    self.known.direct[one] = sorted(sp.sympify(value).free_symbols, key=str)
        return self.known.direct.get(name, [])

    def _entries(self, key: str) -> dict[Any, Any]:
        """Return what the page writes for every entry of a name, all other names closed."""
        meant = arithmetic.defined(Abstract(self.full, {key}, self.known), key, self.full.definitions[key], [])
        return dict(zip(np.ravel(self.closed_value(key)), np.ravel(meant), strict=True))

    def meaning(self, name: Any) -> Any:
        """Return what an entry of an opened name means, None if it is closed."""
        if self._meanings is None:
            self._meanings = {}
            for key in self.opened & self.full.definitions.keys():
                self._meanings |= self._entries(key)
        return self._meanings.get(name)

    @contextmanager
    def closed(self, key: str) -> Iterator[None]:
        """For a while, that name is closed, to take a slope in it."""
        before, self.opened = self.opened, self.opened - {key}
        try:
            yield
        finally:
            self.opened = before


def _name(scope: Abstract, node: Node, bound: Bound) -> Any:
    if is_name(node) and node[1] in bound:
        return bound[node[1]]
    key = scope.key(node, bound)
    if key in scope.definitions and key not in scope.values and key not in scope.opened:
        return scope.pick(scope.closed_value(key), key, [scope.eval(i, bound) for i in node[2]])
    if key in scope.names.bare and not node[2]:
        return unknown(key, scope.values[scope.variable])
    return arithmetic.name(scope, node, bound)


def _call(scope: Abstract, node: Node, bound: Bound) -> Any:
    _, (_, function), primes, arguments = node
    name = function_name(node) if isinstance(function, str) else scope.key(function, bound)
    known = name in KNOWN or name in ("max", "min", "sigma")
    if (known or name in scope.opened) and not primes:
        return binders.call(scope, node, bound)
    values = [scope.eval(argument, bound) for argument in arguments]
    if name in scope.opened:
        return Slope(scope.values[name](*values), values[0])
    if name == "sigma" or name in KNOWN:
        outer = Sigmoid if name == "sigma" else KNOWN[name]
        return each(primed(outer, primes), values[0])
    if name not in scope.values:
        raise Refused(f"the function {name} is neither given nor defined.")
    plain = ("call", node[1] if isinstance(function, str) else ("fun", symbol(name)), primes, arguments)
    value = _applied(name + "'" * primes, values, scope.full.eval(plain, bound))
    index = [scope.eval(i, bound) for i in function[2]] if not isinstance(function, str) else []
    return scope.pick(value, name, index)


def _applied(name: str, values: list[Any], meant: Any) -> Any:
    """Return an unknown function of some values, with the shape of what it means."""
    arguments = list(itertools.chain(*(np.ravel(value) for value in values)))
    if not isinstance(meant, np.ndarray):
        return unknown(name, *arguments)
    out = np.empty(meant.shape, dtype=object)
    for place in np.ndindex(meant.shape):
        out[place] = unknown(f"{name}[{','.join(map(str, place))}]", *arguments)
    return out


def _derivative(scope: Abstract, node: Node, bound: Bound) -> Any:
    _, of, by = node
    if by[0] == "mul" and by[1] == symbol("d"):  # d/dx in italics
        by = by[2]
    if by[0] != "sym":
        raise Refused("a derivative in what is no name.")
    with scope.closed(scope.key(by, bound)):
        variable, value = scope.eval(by, bound), _valued(scope, of, bound)
    if not all(isinstance(x, sp.Symbol) for x in np.ravel(variable)):
        raise Refused("a derivative in what is no variable.")
    if isinstance(variable, np.ndarray):
        return each(lambda x: Slope(sp.sympify(value), x), variable)
    return each(lambda x: Slope(sp.sympify(x), variable), value)


def _valued(scope: Abstract, node: Node, bound: Bound) -> Any:
    """Return what a node means, of a function without a bracket what it is at the parameters."""
    value = scope.values.get(scope.key(node, bound)) if node[0] == "sym" else None
    if callable(value) and not isinstance(value, sp.Basic):
        return _call(scope, ("call", ("fun", symbol(node[1])), 0, (symbol(scope.wrt),)), bound)
    return scope.eval(node, bound)


def _prime(scope: Abstract, node: Node, bound: Bound) -> Any:
    value = scope.eval(node[1], bound)
    for _ in range(node[2]):
        value = Slope(value, scope.values[scope.variable])
    return value


def _gradient(scope: Abstract, node: Node, bound: Bound) -> Any:
    theta = scope.values[scope.wrt]
    value = _valued(scope, node[1], bound)
    slope = each(lambda t: Slope(value, t), theta)
    if node[2] is None:
        return slope
    swap = dict(zip(np.ravel(theta), np.ravel(scope.eval(node[2], bound)), strict=True))
    return each(lambda x: x.subs(swap, simultaneous=True), slope)


def _limit(scope: Abstract, node: Node, bound: Bound) -> Any:
    variable = sp.Symbol(node[1], real=True)
    return Lim(scope.eval(node[3], {**bound, node[1]: variable}), variable, scope.eval(node[2], bound))


ABSTRACT: dict[str, Callable[[Abstract, Node, Bound], Any]] = {
    "sym": _name, "call": _call, "deriv": _derivative, "prime": _prime, "nabla": _gradient, "lim": _limit,
}  # fmt: skip
