"""What names, numbers and their sums, products and powers mean: in SymPy, in arrays of SymPy, in symbolic matrices."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula.open_arrays import Open
from nnbook.book.formula.scope import Scope, each
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Bound, Definition, Node, is_name

CONSTANTS = {"e": sp.E, "pi": sp.pi, "infty": sp.oo}
Meaning = Callable[[Scope, Node, Bound], Any]


def number(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a number, exactly as it is written."""
    return sp.Rational(node[1])


def name(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a name: bound by a sum, cut loose for a derivative, given, or defined on the page."""
    if is_name(node) and node[1] in bound:
        return bound[node[1]]
    key = scope.key(node, bound)
    index = [scope.eval(i, bound) for i in node[2]]
    for known in (bound, scope.cuts, scope.values):
        if key in known:
            value = known[key]
            if key in scope.names.bare and not index:
                value = value(scope.values[scope.variable])
            return scope.pick(value, key, index)
    if key in scope.definitions:
        return defined(scope, key, scope.definitions[key], index)
    if key == "delta" and len(index) == 2:
        return sp.KroneckerDelta(*index)
    if key in CONSTANTS:
        return CONSTANTS[key]
    if index and key in scope.names.aliases:
        alias = scope.names.aliases[key]
        return scope.pick(scope.values[alias], alias, index)
    raise Refused(f"the name {key} is neither given nor defined.")


def defined(scope: Scope, key: str, definition: Definition, index: list[Any]) -> Any:
    """Return what the page defines: one entry, or the array of all of them."""
    names = [name for name, _ in definition.indices]
    spans = [span for _, span in definition.indices]
    if index and len(index) == len(names):
        for at, (low, high) in zip(index, spans, strict=True):
            if isinstance(at, (int, sp.Integer)) and not low <= at <= high:
                if key in scope.zero_outside:
                    return sp.Integer(0)
                raise Refused(f"{key} has no place {at}.")
        return scope.eval(definition.right, {**definition.bound, **dict(zip(names, index, strict=True))})
    if not names:
        return scope.pick(scope.eval(definition.right, definition.bound), key, index)
    ranges = [range(low, high + 1) for low, high in spans]
    out = np.empty([len(r) for r in ranges], dtype=object)
    for place in itertools.product(*(range(len(r)) for r in ranges)):
        here = {name: r[at] for name, r, at in zip(names, ranges, place, strict=True)}
        out[place] = scope.eval(definition.right, {**definition.bound, **here})
    scope.base.setdefault(key, tuple(low for low, _ in spans))
    return scope.pick(out, key, index)


def inside(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return what stands in brackets."""
    return scope.eval(node[1], bound)


def negative(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return minus something."""
    return -scope.eval(node[1], bound)


def either_sign(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return plus or minus something: the check is run with each sign, given under the name ±."""
    if "±" not in bound:
        raise Refused("± needs a check at both signs.")
    return bound["±"] * scope.eval(node[1], bound)


def add(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a sum; arrays add entry by entry, a row is added to every row."""
    total = scope.eval(node[1][0], bound)
    for term in node[1][1:]:
        other = scope.eval(term, bound)
        shapes = {value.shape for value in (total, other) if isinstance(value, np.ndarray)}
        if len(shapes) == 2 and len({len(shape) for shape in shapes}) == 1 and not any(1 in shape for shape in shapes):
            raise Refused(f"the shapes {' and '.join(map(str, shapes))} do not add.")
        try:
            total = total + other
        except (ValueError, TypeError) as wrong:
            raise Refused(f"cannot add: {wrong}.") from None
    return total


def multiply(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a product: of numbers, of a number and an array, or the matrix product of two arrays."""
    left, right = scope.eval(node[1], bound), scope.eval(node[2], bound)
    try:
        if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
            product = left @ right
            return product.item() if np.shape(product) == (1, 1) else product  # a row times a column
        return left * right
    except (ValueError, TypeError, sp.ShapeError) as wrong:
        raise Refused(f"cannot multiply: {wrong}.") from None


def entrywise(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return the product entry by entry."""
    left, right = scope.eval(node[1], bound), scope.eval(node[2], bound)
    if np.shape(left) != np.shape(right):
        raise Refused(f"an entrywise product of the shapes {np.shape(left)} and {np.shape(right)}.")
    return left * right


def divide(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a fraction."""
    top, bottom = scope.eval(node[1], bound), scope.eval(node[2], bound)
    if isinstance(bottom, (np.ndarray, Open)) or bottom == 0:
        raise Refused("division by an array or by zero.")
    return top / sp.sympify(bottom)


def power(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a power of a number."""
    base, exponent = scope.eval(node[1], bound), scope.eval(node[2], bound)
    if isinstance(base, np.ndarray):
        raise Refused("a power of an array.")
    return sp.sympify(base) ** exponent


def transpose(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return the transpose of a matrix."""
    value = scope.eval(node[1], bound)
    if isinstance(value, (sp.MatrixExpr, Open)) or (isinstance(value, np.ndarray) and value.ndim == 2):
        return value.T
    raise Refused("the transpose of what is no matrix.")


def norm(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return the length of a vector."""
    value = scope.eval(node[1], bound)
    if isinstance(value, Open):
        return sp.sqrt(value.T * value if len(value.shape) == 2 else value * value)
    return sp.sqrt(sum(x**2 for x in np.ravel(value)))


def rounded(function: Callable[[Any], Any]) -> Meaning:
    """Return the meaning of a function of one number, taken of every entry."""
    return lambda scope, node, bound: each(function, scope.eval(node[1], bound))


def named(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return what stands above a brace, which gets a name."""
    scope.named.append(node[2])
    return scope.eval(node[1], bound)


def entry(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return an entry of an expression, as in (AB)_ij."""
    return scope.pick(scope.eval(node[1], bound), "entry", [scope.eval(i, bound) for i in node[2]])


def several(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a vector written out."""
    if len(node[1]) == 1 and node[1][0][0] == "list":
        return scope.eval(node[1][0], bound)
    return np.array([scope.eval(x, bound) for x in node[1]], dtype=object)


def matrix(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a matrix written out; dots in its one column are filled in."""
    rows = [[scope.eval(x, bound) for x in row] for row in node[1]]
    if len(rows) == 1 and len(rows[0]) == 1 and isinstance(rows[0][0], np.ndarray):
        return rows[0][0][:, None]
    return np.array(rows, dtype=object)


def diagonal(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return a matrix with a list on its diagonal and zeros elsewhere."""
    entries = scope.eval(node[1], bound)
    out = np.full((len(entries), len(entries)), sp.Integer(0), dtype=object)
    for place, value in enumerate(entries):
        out[place, place] = value
    return out


def compose(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return one function after another."""
    outer, inner = scope.eval(node[1], bound), scope.eval(node[2], bound)
    if not callable(outer) or not callable(inner):
        raise Refused("∘ stands between two functions.")
    return lambda x: outer(inner(x))


def convolution(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return the convolution of two rows with enough zeros around both."""
    left, right = scope.eval(node[1], bound), scope.eval(node[2], bound)
    if np.ndim(left) != 1 or np.ndim(right) != 1:
        raise Refused("a convolution of what is no row.")
    return np.convolve(left, right)


ARITHMETIC: dict[str, Meaning] = {
    "num": number, "sym": name, "group": inside, "neg": negative, "pm": either_sign, "add": add, "mul": multiply,
    "dot": multiply, "odot": entrywise, "frac": divide, "pow": power, "T": transpose, "abs": rounded(sp.Abs),
    "norm": norm, "floor": rounded(sp.floor), "ceil": rounded(sp.ceiling), "named": named, "entry": entry,
    "tuple": several, "matrix": matrix, "diagonal": diagonal, "compose": compose,
    "convolution": convolution,
}  # fmt: skip
