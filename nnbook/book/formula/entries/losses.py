"""The formulas of "Losses and costs"."""

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.entries.calculus import share
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import arr, numbered, real, softmax, vec, whole
from nnbook.book.formula.names import names
from nnbook.book.formula.open_arrays import Open, column, open_array, shares, softmax_of, total

SCORE = {"z": real("z", -3, 3), "y": real("y", 0, 1)}
DIGIT = {"a": vec("a", 10), "y": vec("y", 10)}


def answers(n):
    return {"p": vec("p", n, 0.05, 0.95), "y": vec("y", n, 0, 1), "n": sp.Integer(n)}


def best_line(x, y):
    """Return slope and intercept for which the sum of squared errors is smallest, found by SymPy."""
    m, b = sp.symbols("m b")
    error = sum((m * x_i + b - y_i) ** 2 for x_i, y_i in zip(x, y, strict=True))
    solution = sp.solve([sp.diff(error, m), sp.diff(error, b)], [m, b], dict=True)[0]
    return {"m": solution[m], "b": solution[b]}


def normal(n):
    x, y = vec("x", n), vec("y", n)
    X = np.array([[x_i, sp.Integer(1)] for x_i in x], dtype=object)
    return {"x": x, "y": y[:, None], "X": X, **best_line(x, y)}


def open_line(n):
    """Return an open number of points, and the best line through them."""
    x, y = open_array("x", N), open_array("y", N)
    of_x, of_y = total(N, x.at), total(N, y.at)
    m = (N * (x * y) - of_x * of_y) / (N * (x * x) - of_x**2)
    X = Open((N, sp.Integer(2)), lambda i, k: x.at(i) if k == 1 else sp.Integer(1))
    return {"X": X, "y": column("y", N), "m": m, "b": (of_y - m * of_x) / N}


def line(n):
    x, y = vec("x", n), vec("y", n)
    return {"x": x, "y": y, "bar x": sum(x) / n, "bar y": sum(y) / n}


def network(n):
    """Return images, parameters and a network of ten outputs, small enough to write out."""
    image = lambda x, theta: np.array([theta[0] * sp.sin(x[0] * k) + theta[1] * x[1] for k in range(10)], dtype=object)
    return {"x": arr("x", n, 2), "y": arr("y", n, 10), "theta": vec("theta", 2), "a": image, "n": sp.Integer(n)}


def network_cost(v):
    k = np.arange(10)
    out = v["theta"][0] * np.sin(v["x"][:, :1] * k) + v["theta"][1] * v["x"][:, 1:]
    return nn.SumSquaredError()(out, v["y"]) / len(out)


def through(cost, v, activation=nn.Sigmoid):
    """Return the slope of a cost in what stands in front of the sigmoid."""
    layer = activation()
    out = layer.forward(np.array([[float(v["z"])]]))
    return layer.backward(cost.gradient(out, np.array([[float(v["y"])]])))[0, 0]


def several(v):
    """Return the binary cross-entropies of all outputs, added up for each example."""
    costs = [nn.BinaryCrossEntropy()(nn.sigmoid(z), y) for z, y in zip(v["z"].T, v["y"].T, strict=True)]
    return sum(costs)


N = whole("n")["n"]
OPEN_ANSWERS = {"p": open_array("p", N), "y": open_array("y", N), "n": N}


def chances(n):
    """Return two distributions over an open number of classes."""
    return {name: open_array(name, N, positive=True) for name in "pq"}


def sides(given):
    """Return the two sides of the corner of |p - y|, at one place."""
    t, (i,) = sp.Symbol("t", positive=True), whole("i").values()
    return [{given["p"].at(i): given["y"].at(i) + side * t} for side in (1, -1)]


ENTRIES = [
    Entry("eq:losses-divergence", chances, claims=1, open_size={}),
    Entry(
        "eq:losses-likelihood",
        lambda n: {**OPEN_ANSWERS, "f": sp.Function("f", positive=True)},
        names=names("f"),
        claims=1,
        open_size={},
    ),
    Entry(
        "eq:losses-mae-gradient",
        lambda n: {**OPEN_ANSWERS, **whole("i")},
        uses=["eq:losses-mae"],
        claims=1,
        gaps=True,
        branches=sides,
        open_size={"i": "n"},
    ),
    Entry(
        "eq:losses-mse-gradient",
        lambda n: {**numbered("p", "y"), **whole("n", "i")},
        uses=["eq:losses-mse"],
        claims=1,
        open_size={"i": "n"},
    ),
    Entry(
        "eq:losses-cost",
        lambda n: {**answers(n), "ell": lambda p, y: (p - y) ** 2},
        names=names("ell"),
        defines={"C": lambda v: nn.MeanSquaredError()(v["p"], v["y"])},
        sample=True,
    ),
    Entry("eq:losses-sse", answers, defines={"SSE": lambda v: nn.SumSquaredError()(v["p"], v["y"])}),
    Entry("eq:losses-mse", answers, defines={"MSE": lambda v: nn.MeanSquaredError()(v["p"], v["y"])}),
    Entry(
        "eq:losses-mse-gradient",
        answers,
        (1, 2, 3),
        uses=["eq:losses-mse"],
        claims=lambda n: n,
        equals={0: lambda v: nn.MeanSquaredError().gradient(v["p"], v["y"])[0]},
    ),
    Entry("eq:losses-mae", answers, defines={"MAE": lambda v: nn.MeanAbsoluteError()(v["p"], v["y"])}),
    Entry(
        "eq:losses-mae-gradient",
        answers,
        (1, 2, 3),
        uses=["eq:losses-mae"],
        claims=lambda n: n,
        gaps=True,
        equals={0: lambda v: nn.MeanAbsoluteError().gradient(v["p"], v["y"])[0]},
        branches=lambda given: [
            {p: y + side * sp.Symbol("t", positive=True) for p, y in zip(given["p"], given["y"], strict=True)}
            for side in (1, -1)
        ],
        how="but for equal numbers, where the value is a convention",
    ),
    Entry("eq:losses-mbe", answers, defines={"MBE": lambda v: nn.MeanBiasError()(v["p"], v["y"])}),
    Entry(
        "eq:losses-binary-cross-entropy",
        answers,
        defines={"C": lambda v: nn.BinaryCrossEntropy()(v["p"], v["y"])},
    ),
    Entry(
        "eq:losses-categorical-cross-entropy",
        lambda n: {"p": arr("p", n, 4, low=0.05, high=0.95), "y": arr("y", n, 4, low=0, high=1), "n": sp.Integer(n)},
        defines={"C": lambda v: nn.CategoricalCrossEntropy()(v["p"], v["y"])},
    ),
    Entry(
        "eq:losses-several",
        lambda n: {"z": arr("z", n, 4), "y": arr("y", n, 4, low=0, high=1), "n": sp.Integer(n), "K": sp.Integer(4)},
        defines={"p": lambda v: nn.sigmoid(v["z"]), "C": several},
    ),
    Entry(
        "eq:losses-likelihood",
        lambda n: {**answers(n), "f": sp.Function("f", positive=True)},
        (1, 2, 3),
        names=names("f"),
        claims=1,
    ),
    Entry("eq:losses-noise", lambda n: {"y": real("y"), "p": real("p"), "s": real("s", 0.2, 2)}, claims=2),
    Entry(
        "eq:losses-divergence",
        lambda n: {"p": vec("p", n, 0.05, 0.95), "q": vec("q", n, 0.05, 0.95)},
        (1, 2, 3),
        claims=1,
    ),
    Entry(
        "eq:losses-sigmoid-square-gradient",
        lambda n: SCORE,
        defines={"p": lambda v: nn.sigmoid(v["z"])},
        claims=1,
        equals={0: lambda v: through(nn.MeanSquaredError(), v)},
    ),
    Entry(
        "eq:losses-sigmoid-gradient",
        lambda n: SCORE,
        defines={"p": lambda v: nn.sigmoid(v["z"])},
        claims=1,
        equals={0: lambda v: through(nn.BinaryCrossEntropy(), v)},
    ),
    Entry(
        "eq:losses-softmax-gradient",
        lambda n: {
            "z": open_array("z", N),
            "y": shares(open_array("y", N, positive=True)),
            "softmax": softmax_of,
            **whole("j", "n"),
        },
        defines={"p": None},
        claims=1,
        open_size={"j": "n"},
    ),
    Entry(
        "eq:losses-softmax-gradient",
        lambda n: {"z": vec("z", n), "y": share(n), "softmax": softmax},
        (1, 2, 3),
        defines={"p": lambda v: nn.softmax(v["z"])},
        claims=lambda n: n,
        equals={0: lambda v: nn.SoftmaxCrossEntropy().gradient(v["z"][None], v["y"][None])[0, 0]},
    ),
    Entry(
        "eq:losses-huber",
        lambda n: {"e": real("e", -3, 3), "delta": real("delta", 0.2, 2)},
        names=names("ell"),
        arguments={"ell": ["e"]},
        defines={"ell": lambda v: nn.Huber(float(v["delta"]))(v["e"][None], np.zeros(1))},
    ),
    Entry(
        "eq:losses-line-error",
        lambda n: {"m": real("m"), "b": real("b"), "x": vec("x", n), "y": vec("y", n), "n": sp.Integer(n)},
        names=names("E"),
        arguments={"E": ["m", "b"]},
        defines={"E": lambda v: nn.SumSquaredError()(v["m"] * v["x"] + v["b"], v["y"])},
    ),
    Entry(
        "eq:losses-normal-equation",
        open_line,
        claims=1,
        open_size={},
        steps={"part": ()},
    ),
    Entry(
        "eq:losses-normal-equation",
        normal,
        (2, 3),
        claims=1,
        steps={
            "given": lambda n: {{"m": "slope", "b": "intercept"}.get(name, name): x for name, x in normal(n).items()},
            "uses": ["m = \\text{slope}", "b = \\text{intercept}"],
        },
    ),
    Entry(
        "eq:losses-best-line",
        line,
        (3, 4, 5),
        defines={"m": lambda v: nn.fit_line(v["x"], v["y"]).m, "b": lambda v: nn.fit_line(v["x"], v["y"]).b},
        solves=[r"\sum_i (m x_i + b - y_i) = 0", r"\sum_i (m x_i + b - y_i) x_i = 0"],
        how="to make both slopes zero",
        origin="It is the solution of the two equations above it, found in the text between.",
    ),
    Entry(
        "eq:losses-digit",
        lambda n: DIGIT,
        base={"a": 0, "y": 0},
        defines={"ell": lambda v: nn.SumSquaredError()(v["a"], v["y"])},
    ),
    Entry(
        "eq:losses-network-cost",
        network,
        (2,),
        names=names("C", "a"),
        base={"a": 0, "y": (1, 0)},
        arguments={"C": ["theta"]},
        defines={"C": network_cost},
        sample=True,
    ),
]
