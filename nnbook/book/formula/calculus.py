"""What derivatives, gradients and limits mean: SymPy takes them, they are never typed in."""

from typing import Any

import numpy as np
import sympy as sp

from nnbook.book.formula.arithmetic import Meaning
from nnbook.book.formula.scope import Scope, each
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Bound, Node, symbol


def prime(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return f′ of an expression, in the variable of the check."""
    return sp.diff(scope.eval(node[1], bound), scope.values[scope.variable], node[2])


def gradient(scope: Scope, node: Node, bound: Bound) -> Any:
    """∇C, at the parameters or at a place that is given."""
    theta = scope.values[scope.wrt]
    inner = node[1]
    value = scope.values.get(scope.key(inner, bound)) if inner[0] == "sym" else None
    value = value(theta) if callable(value) and not inner[2] else scope.eval(inner, bound)
    slope = each(lambda t: sp.diff(value, t), theta)
    if node[2] is None:
        return slope
    at = scope.eval(node[2], bound)
    if np.shape(at) != np.shape(theta):
        raise Refused("a gradient at what is no place.")
    return _put(slope, theta, at)


def derivative(scope: Scope, node: Node, bound: Bound) -> Any:
    """∂x/∂y; where the page defines y, it is cut loose as a variable, and put back afterwards."""
    _, of, by = node
    if by[0] == "mul" and by[1] == symbol("d"):  # d/dx in italics
        by = by[2]
    if of == by:
        raise Refused("the slope of a thing in itself says nothing.")
    if by[0] != "sym":
        raise Refused("a derivative in what is no name.")
    key = scope.key(by, bound)
    if key in scope.values and not callable(scope.values[key]):
        value = scope.eval(of, bound)
        if callable(value) and not isinstance(value, sp.Basic):
            value = value(scope.values[scope.wrt])
        return _slope(value, scope.eval(by, bound))
    if key not in scope.definitions:
        raise Refused(f"a derivative in {key}, which is neither given nor defined.")
    value = scope.eval(("sym", by[1], (), by[3]), bound)
    with scope.cut(key, value) as fresh:
        slope = _slope(scope.eval(of, bound), scope.eval(by, bound))
    return _put(slope, fresh, value)


def limit(scope: Scope, node: Node, bound: Bound) -> Any:
    """Return the limit of an expression."""
    variable = sp.Symbol(node[1], real=True)
    return sp.limit(scope.eval(node[3], {**bound, node[1]: variable}), variable, scope.eval(node[2], bound))


def _put(value: Any, old: Any, new: Any) -> Any:
    swap = dict(zip(np.ravel(old), np.ravel(new), strict=True))
    return each(lambda x: sp.sympify(x).subs(swap, simultaneous=True), value)


def _slope(value: Any, by: Any) -> Any:
    if callable(value) and not isinstance(value, (sp.Basic, np.ndarray)):
        raise Refused("a derivative of a function at no place.")
    if isinstance(by, np.ndarray):
        return each(lambda variable: sp.diff(value, variable), by)
    if not isinstance(by, (sp.Symbol, sp.Indexed)):
        raise Refused("a derivative in what is no variable.")
    return each(lambda x: sp.diff(x, by), value)


CALCULUS: dict[str, Meaning] = {"prime": prime, "nabla": gradient, "deriv": derivative, "lim": limit}
