"""The formulas of "Stochastic gradient descent"."""

import itertools

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import real, vec, whole
from nnbook.book.formula.names import names
from nnbook.book.formula.open_arrays import Open, total
from nnbook.book.formula.tokens import Refused

PARAMETERS = {"theta": vec("theta", 2), "eta": real("eta", 0, 1)}
MOMENTUM = {**{name: real(name) for name in ("u", "g", "theta")}, "eta": real("eta", 0, 1), "mu": real("mu", 0, 1)}
ADAM = {
    "beta_1": real("beta1", 0.1, 0.9), "beta_2": real("beta2", 0.1, 0.9), "m": real("m"), "v": real("v", 0, 2),
    "g": real("g"), "t": real("t", 1, 9, whole=True), "epsilon": real("eps", 0.1, 1), "eta": real("eta", 0, 1),
    "theta": real("theta"), "hat m": real("mh"), "hat v": real("vh", 0.1, 2),
}  # fmt: skip
BETAS = names(flat="beta C")
T = sp.Symbol("t", integer=True, positive=True)


def momentum_step(v, **options):
    """Return the parameter after a step; a first step has left the velocity u."""
    descent, theta = nn.SGD(float(v["eta"]), momentum=float(v["mu"]), **options), np.array([0.0])
    descent.step(theta, np.array([float(v["u"])]))
    theta[:] = float(v["theta"])
    descent.step(theta, np.array([float(v["g"])]))
    return theta[0], descent.velocity[0]


def adam_first(v):
    """Return an Adam that has made its first step from a gradient, and the parameter."""
    descent = nn.Adam(float(v["eta"]), beta1=float(v["beta_1"]), beta2=float(v["beta_2"]), epsilon=float(v["epsilon"]))
    theta = np.array([float(v["theta"])])
    descent.step(theta, np.array([float(v["g"])]))
    return theta[0]


def parts(theta):
    """Return the losses of three examples."""
    return np.array([theta[0] ** 2 + theta[1], theta[0] * theta[1], sp.sin(theta[1])], dtype=object)


def descent_of_second(v):
    theta = v["theta"].copy()
    nn.SGD(float(v["eta"])).step(theta, theta[::-1].copy())
    return theta


def batches(size):
    """Return the slopes of all mini-batches of B out of n examples, each equally likely."""
    n, B = size
    slopes = vec("s", n)
    means = [sum(batch) / B for batch in itertools.combinations(slopes, B)]
    variance = lambda values: sum(x**2 for x in values) / len(values) - (sum(values) / len(values)) ** 2
    return {
        "g_B": np.array(means, dtype=object), "Var": variance, "sigma": sp.sqrt(variance(slopes)), "n": sp.Integer(n),
        "B": sp.Integer(B), "s": slopes,
    }  # fmt: skip


def at_rest(n):
    """Return what is known of θ where the recursion of the page, s ← (1 − ηλ)² s + η²σ², comes to rest."""
    eta, curvature, sigma = real("eta", 0.1, 0.9), real("lambda", 0.1, 2), real("sigma", 0.1, 2)
    theta, s = real("theta"), sp.Symbol("s")
    rest = sp.solve(sp.Eq(s, (1 - eta * curvature) ** 2 * s + eta**2 * sigma**2), s)[0]

    def expected(value):
        if value != theta**2:
            raise Refused(f"the page says nothing of the mean of {value}.")
        return rest

    return {"eta": eta, "lambda": curvature, "sigma": sigma, "theta": theta, "E": expected, "s": rest}


RATES = {"1/t": 1 / T, "1/√t": 1 / sp.sqrt(T), "1/t²": 1 / T**2}
MEETS = {"1/t": (True, True), "1/√t": (True, False), "1/t²": (False, True)}

(EXAMPLES,) = whole("n").values()
COST = sp.Function("C")  # of an example and the parameters: nothing is known of it


def costs(theta):
    return Open((EXAMPLES,), lambda i: COST(i, *theta))


ENTRIES = [
    Entry(
        "eq:stochastic-terms",
        lambda n: {name: real(name) for name in ("n", "d", "T")},
        defines={"N": lambda v: v["n"] * v["d"] * v["T"]},
    ),
    Entry(
        "eq:stochastic-rule",
        lambda n: {**PARAMETERS, "C[]": parts, "i": sp.Integer(2)},
        names=names("C", families="C"),
        updates={"theta": descent_of_second},
        sample=True,
    ),
    Entry(
        "eq:stochastic-unbiased",
        lambda n: {**PARAMETERS, "C[]": costs, "C": lambda t: total(EXAMPLES, costs(t).at) / EXAMPLES, **whole("n")},
        names=names("C", families="C"),
        ranges=lambda n: {"i": (1, EXAMPLES)},
        claims=2,
        open_size={},
    ),
    Entry(
        "eq:stochastic-unbiased",
        lambda n: {**PARAMETERS, "C[]": parts, "C": lambda theta: sum(parts(theta)) / 3, "n": sp.Integer(3)},
        names=names("C", families="C"),
        ranges=lambda n: {"i": (1, 3)},
        claims=2,
        extent="by enumeration of all examples",
    ),
    Entry(
        "eq:stochastic-iterations",
        lambda n: {"n": real("n", 1, 99, whole=True), "B": real("B", 1, 20, whole=True)},
        defines={
            "iterations in an epoch": lambda v: len(
                list(nn.minibatches(int(v["n"]), int(v["B"]), rng=np.random.default_rng(0)))
            )
        },
    ),
    Entry(
        "eq:stochastic-variance",
        batches,
        ((3, 2), (4, 2), (4, 3), (5, 2)),
        names=names("Var", flat="C g"),
        claims=1,
        extent="by enumeration of all mini-batches of 2 or 3 out of 3 to 5 examples, as those of an open size cannot "
        "be listed (the note below counts them)",
        steps={"sizes": ((3, 2), (4, 3))},
    ),
    Entry(
        "eq:stochastic-momentum",
        lambda n: MOMENTUM,
        updates={"u": lambda v: momentum_step(v)[1], "theta": lambda v: momentum_step(v)[0]},
    ),
    Entry(
        "eq:stochastic-terminal",
        lambda n: {"g": real("g"), "mu": real("mu", 0, 0.9)},
        defines={"u": lambda v: terminal_velocity(v)},
        claims=1,
    ),
    Entry(
        "eq:stochastic-nesterov",
        lambda n: MOMENTUM,
        updates={
            "u": lambda v: momentum_step(v, nesterov=True)[1],
            "theta": lambda v: momentum_step(v, nesterov=True)[0],
        },
    ),
    Entry(
        "eq:stochastic-adam-moments",
        lambda n: ADAM,
        names=BETAS,
        updates={
            "m": lambda v: v["beta_1"] * v["m"] + (1 - v["beta_1"]) * v["g"],
            "v": lambda v: v["beta_2"] * v["v"] + (1 - v["beta_2"]) * v["g"] ** 2,
        },
    ),
    Entry(
        "eq:stochastic-adam-correction",
        lambda n: {name: value for name, value in ADAM.items() if "hat" not in name},
        names=BETAS,
        defines={
            "hat m": lambda v: v["m"] / (1 - v["beta_1"] ** v["t"]),
            "hat v": lambda v: v["v"] / (1 - v["beta_2"] ** v["t"]),
        },
    ),
    Entry(
        "eq:stochastic-adam-step",
        lambda n: ADAM,
        names=BETAS,
        updates={"theta": lambda v: v["theta"] - v["eta"] * v["hat m"] / (np.sqrt(v["hat v"]) + v["epsilon"])},
    ),
    Entry(
        "eq:stochastic-floor",
        at_rest,
        conditions=["(0 < \\eta < 2/\\lambda)"],
        claims=1,
    ),
    Entry(
        "eq:stochastic-robbins-monro",
        lambda rate: {"eta": sp.Lambda(T, RATES[rate])},
        tuple(RATES),
        ranges=lambda rate: {"t": (sp.Integer(1), sp.oo)},
        extent="for the rates 1/t, which meets both, 1/√t, which meets the first, and 1/t², which meets the second",
        claims=2,
        expected=lambda rate: MEETS[rate],
        origin="Its source stands beside it: Robbins and Monro (1951).",
    ),
]


def terminal_velocity(v):
    """Return the velocity after very many steps with the same slope."""
    descent, theta = nn.SGD(1.0, momentum=float(v["mu"])), np.zeros(1)
    for _ in range(400):
        descent.step(theta, np.array([float(v["g"])]))
    return descent.velocity[0]
