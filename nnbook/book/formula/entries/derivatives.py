"""The formulas of "Derivatives"."""

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import arr, numbered, real, vec, whole
from nnbook.book.formula.names import names

X = {"x": real("x"), "h": real("h", 0.5, 2)}
ANY = {"f": sp.Function("f"), "g": sp.Function("g")}
SMALL = real("small", 0.5, 2)
STEP = {"x": vec("x", 2), "d": sp.Integer(2), "small": SMALL, "h": SMALL * vec("k", 2)}


# Where steps are drawn: two functions without a symmetry. Their rules hold for any.
TWO = {
    "given": lambda n: {**X, "f": lambda x: x**3 - 2 * x**2 + 3, "g": lambda x: x**2 + 3 * x - 1, "c": real("c")},
    "names": names("f", "g", bare="f g"),
}


UNIT = np.array([[sp.Integer(1), sp.Integer(0)], [sp.Integer(0), sp.Integer(1)]], dtype=object)


def of_x(*letters):
    return {letter: ANY[letter](X["x"]) for letter in letters}


def hills(x):
    """Return a function of two numbers without a symmetry that could hide a mistake."""
    return x[0] ** 2 * x[1] + sp.sin(x[0]) + x[0] * x[1]


def steep(x):
    return x[0] ** 2 * x[1] ** 3 - x[0] * x[1]


def bent(x):
    return np.array([hills(x), x[0] * sp.cos(x[1])], dtype=object)


def bent_in_numpy(x):
    return np.array([x[0] ** 2 * x[1] + np.sin(x[0]) + x[0] * x[1], x[0] * np.cos(x[1])])


def other(x):
    return np.array([x[0] * x[1] + x[1] ** 2, sp.sin(x[0]) - x[1]], dtype=object)


def folded(x):
    return np.array([x[0] ** 2 * x[1] - x[1], x[0] * x[1] + 3 * x[0]], dtype=object)


def sheared(x):
    return np.array([x[0] + 2 * x[1] ** 2, x[0] * x[1] - x[0]], dtype=object)


def jacobian(function):
    """Return the function that gives the matrix of all slopes of a function at a place."""

    def at(place):
        x = vec("q", len(place))
        slopes = np.array([[sp.diff(f, variable) for variable in x] for f in function(x)], dtype=object)
        swap = dict(zip(x, place, strict=True))
        return np.array([[slope.subs(swap, simultaneous=True) for slope in row] for row in slopes], dtype=object)

    return at


def direction(n):
    """Return a hill, a direction of length one, its angle to the gradient, and the slope along it."""
    x, beta, t = vec("x", 2), real("beta"), sp.Dummy("t", real=True)
    u = np.array([sp.cos(beta), sp.sin(beta)], dtype=object)
    slopes = [sp.diff(hills(x), each) for each in x]
    along = sp.diff(hills(x + t * u), t).subs(t, 0)
    return {
        "x": x, "u": u, "beta": beta, "f": hills, "varphi": sp.atan2(slopes[1], slopes[0]) - beta,
        "slope in direction": lambda way: along if way is u else None,
    }  # fmt: skip


def checked(v):
    """Return what the gradient check of nnbook says, of a gradient that is wrong by a little."""
    theta = v["theta"]
    return nn.gradient(cubic, theta, h=float(v["h"]))


def relative_error(v):
    x, y = v["theta"]
    claimed = np.array([3 * x**2 * y, x**3 + 2 * y])
    return nn.gradient_check(cubic, claimed, v["theta"], h=float(v["h"])).error


def leading_error(place):
    """Return the function that gives the first term of the error, of the forward (0) or the central difference (1)."""
    return lambda n, given: {place: leading_errors(given)[place]}


def leading_errors(given):
    """Return the first term of the error of the forward and of the central difference."""
    f, x, h = given["f"], given["x"], given["h"]
    differences = (f(x + h) - f(x)) / h, (f(x + h) - f(x - h)) / (2 * h)
    errors = [sp.expand(sp.series(d - sp.diff(f(x), x), h, 0, 3).removeO().doit()) for d in differences]
    return {place: errors[place].coeff(h, place + 1) * h ** (place + 1) for place in (0, 1)}


def cubic(t):
    return t[0] ** 3 * t[1] + t[1] ** 2


def component_errors(v):
    """Return the relative error of each component, with the gradient taken numerically."""
    true = nn.gradient(cubic, v["theta"])
    return abs(true - v["g"]) / (abs(true) + abs(v["g"]))


def layer_given(n):
    return {"z": vec("z", n), "W": arr("W", n + 1, n), "k": sp.Integer(n)}


def layer_jacobian(v):
    """Return the Jacobian of a sigmoid layer at an input for which its weighted sums are z."""
    x = np.full(v["W"].shape[0], 0.3)
    b = v["z"] - x @ v["W"]
    return nn.jacobian(lambda x: nn.sigmoid(x @ v["W"] + b), x)


ENTRIES = [
    Entry(
        "eq:derivatives-one-weight",
        lambda n: {"w": real("w"), **numbered("x", "y"), **whole("n")},
        names=names("C"),
        defines={"C": None},
        claims=1,
        open_size={},
    ),
    Entry(
        "eq:derivatives-quotient",
        lambda n: {**X, "f": sp.sin},
        names=names("f"),
        defines={"slope of the secant": lambda v: nn.forward_difference(np.sin, v["x"], h=float(v["h"]))},
    ),
    Entry(
        "eq:derivatives-limit",
        lambda n: {"x": real("x"), "f": sp.sin},
        names=names("f"),
        claims=1,
        sample=True,
        origin="It is the definition of the derivative.",
    ),
    Entry("eq:derivatives-square", lambda n: X, claims=2),
    Entry("eq:derivatives-linear", lambda n: {**X, **ANY}, names=names("f"), order=("h", 2), claims=1),
    Entry("eq:derivatives-power", lambda n: {"x": real("x", 0.5, 2), "n": real("n", 1, 5)}, claims=1),
    Entry("eq:derivatives-sum", lambda n: {**X, **of_x("f", "g"), "c": real("c")}, claims=2, steps=TWO),
    Entry("eq:derivatives-product", lambda n: {**X, **of_x("f", "g")}, claims=1, steps=TWO),
    Entry("eq:derivatives-chain", lambda n: {**X, **ANY}, names=names("f", "g"), claims=1, steps=TWO),
    Entry(
        "eq:derivatives-one-weight",
        lambda n: {
            "w": real("w"),
            "x": vec("x", n),
            "y": vec("y", n),
            "n": sp.Integer(n),
        },
        (1, 2, 3),
        names=names("C"),
        arguments={"C": ["w"]},
        defines={"C": lambda v: nn.MeanSquaredError()(v["w"] * v["x"], v["y"])},
        claims=1,
    ),
    Entry("eq:derivatives-central", lambda n: {**X, **ANY}, names=names("f"), order=("h", 2), claims=1),
    *(
        Entry(
            "eq:derivatives-errors",
            lambda n: {**X, **ANY},
            names=names("f"),
            part=(place,),
            shown=leading_error(place),
            how="as the first terms of the errors",
            steps={"order": ("h", order)},
        )
        for place, order in ((0, 2), (1, 4))
    ),
    Entry(
        "eq:derivatives-complex-step",
        lambda n: {**X, "f": lambda z: sp.expand(sp.sin(z), complex=True), "i": sp.I},
        names=names("f"),
        order=("h", 2),
        claims=1,
        sample=True,
    ),
    Entry(
        "eq:derivatives-gradient",
        lambda n: {**STEP, "f": hills},
        names=names("f"),
        wrt="x",
        order=("small", 2),
        claims=2,
        sample=True,
        steps={"given": lambda n: {**STEP, "f": lambda *x: steep(x if len(x) > 1 else x[0])}, "part": (1,)},
    ),
    Entry(
        "eq:derivatives-directional", direction, names=names("f", "slope in direction"), wrt="x", claims=2, sample=True
    ),
    Entry(
        "eq:derivatives-check",
        lambda n: {
            "theta": vec("theta", 2),
            "h": real("h", 0.01, 0.1),
            "e": UNIT,
            "C": cubic,
        },
        names=names("C"),
        ranges=lambda n: {"i": (1, 2)},
        defines={"g": checked, "error": relative_error},
        sample=True,
    ),
    Entry(
        "eq:derivatives-component-error",
        lambda n: {"theta": vec("theta", 2), "g": vec("g", 2), "C": cubic(vec("theta", 2))},
        ranges=lambda n: {"i": (1, 2)},
        defines={"error": component_errors},
        sample=True,
    ),
    Entry(
        "eq:derivatives-jacobian",
        lambda n: {**STEP, "f": bent},
        names=names("f"),
        wrt="x",
        ranges=lambda n: {"i": (1, 2), "j": (1, 2)},
        order=("small", 2),
        claims=1,
        defines={"J": lambda v: nn.jacobian(bent_in_numpy, v["x"])},
        tolerance=1e-6,
        sample=True,
    ),
    Entry(
        "eq:derivatives-chain-vectors",
        lambda n: {"x": vec("x", 2), "f": bent, "g": other, "J": jacobian},
        names=names("f", "g", "J"),
        part=(0,),
        claims=1,
        sample=True,
        steps={"part": ()},
    ),
    Entry(
        "eq:derivatives-chain-vectors",
        lambda n: {"x": vec("x", 2), "F": bent, "G": other},
        names=names("F", "G"),
        uses=["g = G(x)", "f = F(g)"],
        part=(1,),
        ranges=lambda n: {"i": (1, 2), "j": (1, 2)},
        claims=4,
        sample=True,
        steps={"given": lambda n: {"x": vec("x", 2), "F": folded, "G": sheared, "e": UNIT}},
    ),
    Entry("eq:derivatives-layer", layer_given, (1, 2, 3), defines={"J": layer_jacobian}, tolerance=1e-6),
]
