"""The formulas of "Gradient descent"."""

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import arr, real, vec, whole
from nnbook.book.formula.names import names
from nnbook.book.formula.open_arrays import Open, column, open_array

ETA = real("eta", 0, 1)
RATE = real("eta", -1, 3)
LAMBDA = real("lambda", 0.1, 2)
C = names("C")


def step(v, slope):
    """Return where plain gradient descent goes for a slope."""
    x = np.array([float(v["x"])])
    nn.SGD(float(v["eta"])).step(x, np.array([float(slope)]))
    return x[0]


def step_theta(v):
    theta = v["theta"].copy()
    nn.SGD(float(v["eta"])).step(theta, 4 * theta**3 + 1)
    return theta


def symmetric(n):
    entries = arr("A", n, n)
    return np.array([[entries[min(i, j), max(i, j)] for j in range(n)] for i in range(n)], dtype=object)


def field(t):
    return t[0] ** 2 * t[1] + sp.sin(t[0]) + t[0] * t[1]


def bowl(theta):
    return theta[0] ** 2 * sp.Rational(8, 5) + theta[1] ** 2 / 20


def small_change(n):
    """Return the cost of the page at (1, 1), and what small changes of both parameters make of it."""
    small = real("small", 0.5, 2)
    theta = vec("theta", 2)
    change = small * vec("k", 2)
    swap = dict.fromkeys(theta, 1)
    at = sp.sympify(bowl(theta + change) - bowl(theta)).subs(swap)
    return {"theta": theta, "small": small, "Delta theta": change, "Delta C": at, "C": bowl(theta)}


def multiplier(given):
    """Return by what a step of descent multiplies the distance, on a bowl of curvature λ."""
    theta = sp.Symbol("theta")
    return sp.expand((theta - given["eta"] * sp.diff(given["lambda"] * theta**2 / 2, theta)) / theta)


def shrinks(eta, curvature):
    return sp.And(1 - eta * curvature > -1, 1 - eta * curvature < 1)


def best_given(sign):
    low, ratio = real("low", 0.1, 1), real("kappa", 1, 5)
    return {"lambda_min": low, "kappa": ratio, "lambda_max": low * ratio}


def best_factor(sign, given):
    low, high = given["lambda_min"], given["lambda_max"]
    return {1: 1 - 2 / (low + high) * (low if sign == 1 else high)}


def equally_fast(given):
    """Return the rate for which SymPy finds that both directions shrink equally fast."""
    eta, shrinks = sp.symbols("eta r")
    ways = [1 - eta * given["lambda_min"] - shrinks, 1 - eta * given["lambda_max"] + shrinks]
    return sp.solve(ways, [eta, shrinks], dict=True)[0][eta]


def equal_shrinking(v):
    """Return the rate at which both directions shrink equally fast: 1 − ηλ is r for the flat one, −r for the other."""
    return np.linalg.solve([[v["lambda_min"], 1], [v["lambda_max"], -1]], [1, 1])[0]


def bound_given(n):
    curvatures = vec("lambda", n, 0.1, 2)
    return {"eta": RATE, "lambda": curvatures, "lambda_max": sp.Max(*curvatures)}


(D,) = whole("d").values()
HALF = sp.IndexedBase("A", real=True)
OPEN_SYMMETRIC = Open((D, D), lambda i, j: HALF[i, j] + HALF[j, i])

ENTRIES = [
    Entry(
        "eq:descent-one",
        lambda n: {"x": real("x"), "eta": ETA, "C": lambda x: sp.sin(x) * x},
        names=C,
        updates={"x": lambda v: step(v, np.sin(v["x"]) + v["x"] * np.cos(v["x"]))},
        sample=True,
    ),
    Entry(
        "eq:descent-contraction",
        lambda n: {"x": real("x"), "eta": ETA},
        uses=["x_{\\text{new}} = x - \\eta \\cdot 2 \\, (x - 38)"],
        claims=2,
    ),
    Entry(
        "eq:descent-valleys",
        lambda n: {"x": real("x")},
        names=C,
        arguments={"C": ["x"]},
        defines={"C": lambda v: v["x"] ** 4 - 4 * v["x"] ** 2 + v["x"]},
        claims=1,
    ),
    Entry(
        "eq:descent-valley",
        lambda n: {"theta": vec("theta", 2), **{f"theta_{i}": vec("theta", 2)[i - 1] for i in (1, 2)}},
        names=names("C", flat="C theta"),
        arguments={"C": ["theta"]},
        defines={"C": lambda v: 0.5 * (v["theta"][0] ** 2 + 10 * v["theta"][1] ** 2)},
        claims=1,
    ),
    Entry(
        "eq:descent-rule",
        lambda n: {"theta": vec("theta", n), "eta": ETA, "C": lambda t: sum(x**4 + x for x in t)},
        names=C,
        updates={"theta": step_theta},
        sample=True,
    ),
    Entry(
        "eq:descent-decrease",
        lambda n: {"theta": vec("theta", 2), "eta": real("eta", 0.1, 1), "C": field},
        names=C,
        order=("eta", 2),
        claims=1,
        sample=True,
    ),
    Entry(
        "eq:descent-quadratic",
        lambda n: {"theta": column("theta", D), "theta*": column("t", D), "A": OPEN_SYMMETRIC},
        names=C,
        defines={"C": None},
        arguments={"C": ["theta"]},
        claims=1,
        open_size={},
    ),
    Entry(
        "eq:descent-quadratic",
        lambda n: {"theta": vec("theta", n)[:, None], "theta*": vec("t", n)[:, None], "A": symmetric(n)},
        (2, 3),
        names=C,
        arguments={"C": ["theta"]},
        defines={"C": lambda v: 0.5 * ((v["theta"] - v["theta*"]).T @ v["A"] @ (v["theta"] - v["theta*"])).item()},
        claims=1,
    ),
    Entry(
        "eq:descent-factor",
        lambda n: {"eta": RATE, "lambda": LAMBDA},
        shown=lambda n, given: {0: multiplier(given), 1: shrinks(given["eta"], given["lambda"])},
        steps={"given": lambda n: {"eta": RATE, "lambda": LAMBDA, "theta": real("theta", 0.5, 2)}},
    ),
    Entry(
        "eq:descent-bound",
        bound_given,
        (1, 2, 3),
        shown=lambda n, given: {0: sp.And(*(shrinks(given["eta"], curvature) for curvature in given["lambda"]))},
        steps={
            "given": lambda n: {"eta": RATE, "lambda": vec("lambda", 1), "lambda_max": LAMBDA},
            "sizes": (),
        },
    ),
    Entry(
        "eq:descent-least-squares",
        lambda n: {
            "theta": column("theta", D),
            "X": open_array("X", *whole("n").values(), D),
            "y": column("y", *whole("n").values()),
            **whole("n"),
        },
        names=C,
        defines={"C": None, "A": None},
        claims=1,
        open_size={},
    ),
    Entry(
        "eq:descent-least-squares",
        lambda n: {
            "theta": vec("theta", 2)[:, None],
            "X": arr("X", n, 2),
            "y": vec("y", n)[:, None],
            "n": sp.Integer(n),
        },
        (1, 2, 3),
        names=C,
        arguments={"C": ["theta"]},
        defines={
            "C": lambda v: nn.MeanSquaredError()(v["X"] @ v["theta"], v["y"]),
            "A": lambda v: 2 / len(v["y"]) * v["X"].T @ v["X"],
        },
        claims=1,
    ),
    Entry(
        "eq:descent-best-rate",
        best_given,
        (1, -1),
        bound=lambda sign: {"±": sp.Integer(sign)},
        defines={"eta": equal_shrinking},
        shown=best_factor,
        steps={
            "given": lambda sign: {**best_given(sign), "rate": equally_fast(best_given(sign))},
            "uses": ["\\eta = \\text{rate}"],
            "part": (0,),
            "sizes": (),
        },
    ),
    Entry(
        "eq:descent-importance",
        small_change,
        place=lambda given: dict.fromkeys(given["theta"], 1),
        order=("small", 2),
        claims=2,
    ),
    Entry(
        "eq:descent-column",
        lambda n: {"theta": vec("theta", n), "C": sum(x**3 + x for x in vec("theta", n)) + vec("theta", n)[0] ** 2},
        (3, 4),
        stands_for={
            "13002": lambda: (
                nn.Network(
                    [nn.Dense(*pair, rng=np.random.default_rng(0)) for pair in ((784, 16), (16, 16), (16, 10))]
                ).parameter_count
            )
        },
        extent="for the first three and four of the 13,002 parameters",
        claims=1,
        sample=True,
        origin="It is the definition of the gradient, written as a column.",
    ),
]
