"""The formulas of "From grades to neurons"."""

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import arr, real, relu, vec, whole
from nnbook.book.formula.open_arrays import open_array
from nnbook.book.formula.scope import each

MARKS = {"x": vec("x", 7)}
WEIGHTED = {**MARKS, "w": vec("w", 7)}
SCIENCES, LANGUAGES = (0, 1, 2, 5, 6), (3, 4)


def mean_weights(places):
    """Return the weights of the mean of some subjects, given by their places."""
    return nn.mean_weights(*(nn.load_grades().subjects[place] for place in places))


def students(n):
    return {"w": vec("w", 7), "x": arr("x", n, 7), "y": vec("y", n), "b": real("b"), "n": sp.Integer(n)}


def score(v):
    return nn.Dense.from_arrays(v["w"][:, None], [float(v["b"])]).forward(v["x"])[:, 0]


def stepped(v):
    """Return weights and bias after one step of descent on the mean squared error."""
    layer = nn.Dense.from_arrays(v["w"][:, None], [float(v["b"])])
    layer.backward(nn.MeanSquaredError().gradient(layer.forward(v["x"]), v["y"][:, None]))
    descent = nn.SGD(float(v["eta"]))
    descent.step(layer.W, layer.dW)
    nn.SGD(float(v["eta"])).step(layer.b, layer.db)
    return layer


def on_original_scale(v):
    """Return weights and bias that do to raw marks what the tilde ones do to standardised marks."""
    w = v["tilde w"] / v["r"]
    at_zero = v["tilde w"] @ ((np.zeros(7) - v["m"]) / v["r"]) + v["tilde b"]
    return w, at_zero


ENTRIES = [
    Entry("eq:grades-mean", lambda n: MARKS, defines={"bar x": lambda v: v["x"] @ mean_weights(range(7))}),
    Entry(
        "eq:grades-weighted-sum",
        lambda n: WEIGHTED,
        defines={"s": lambda v: v["w"] @ v["x"]},
        claims=2,
        origin="It is a definition, written in several ways.",
    ),
    Entry("eq:grades-languages", lambda n: MARKS, defines={"s_languages": lambda v: v["x"] @ mean_weights(LANGUAGES)}),
    Entry(
        "eq:grades-difference",
        lambda n: MARKS,
        defines={
            "s": lambda v: v["x"] @ nn.subject_weights(dict(zip(nn.load_grades().subjects[:2], (1, -1), strict=True)))
        },
    ),
    Entry("eq:grades-sciences", lambda n: MARKS, defines={"s_sciences": lambda v: v["x"] @ mean_weights(SCIENCES)}),
    Entry(
        "eq:grades-bias",
        lambda n: {**WEIGHTED, "b": real("b")},
        defines={"s": lambda v: score({**v, "x": v["x"][None]})[0]},
        claims=1,
        origin="It is a definition, written in several ways.",
    ),
    Entry(
        "eq:grades-relu",
        lambda n: {"s": real("s")},
        arguments={"ReLU": ["s"]},
        defines={"ReLU": lambda v: nn.relu(v["s"])},
        claims=1,
        origin="It is a definition, written in several ways.",
    ),
    Entry(
        "eq:grades-smaller",
        lambda n: {"a": vec("a", 2), "ReLU": relu},
        claims=1,
        equals={0: lambda v: v["a"][0] - nn.relu(v["a"][0] - v["a"][1])},
    ),
    Entry(
        "eq:grades-weight-matrix",
        lambda n: {},
        defines={
            "W": lambda v: np.column_stack([mean_weights(SCIENCES), mean_weights(LANGUAGES)]),
            "b": lambda v: np.array([[-nn.PASS_MARK, -nn.PASS_MARK]]),
        },
    ),
    Entry(
        "eq:grades-dense",
        lambda n: {"X": arr("X", 2, 3), "W": arr("W", 3, 2), "b": vec("b", 2), "ReLU": lambda z: each(relu, z)},
        defines={"A": lambda v: nn.Network([nn.Dense.from_arrays(v["W"], v["b"]), nn.ReLU()])(v["X"])},
    ),
    Entry(
        "eq:grades-cost",
        students,
        defines={"s": score, "C": lambda v: nn.MeanSquaredError()(score(v), v["y"])},
    ),
    Entry(
        "eq:grades-gradient",
        lambda n: {
            **students(1),
            **whole("n"),
            "x": open_array("x", *whole("n").values(), sp.Integer(7)),
            "y": open_array("y", *whole("n").values()),
        },
        uses=["eq:grades-cost"],
        claims=8,
        how="with seven marks for each student",
        open_size={},
    ),
    Entry(
        "eq:grades-gradient",
        students,
        (1, 2, 3),
        uses=["eq:grades-cost"],
        claims=8,
        steps={"sizes": (2,)},
        equals={0: lambda v: v["w"][0] - stepped({**v, "eta": 1.0}).W[0, 0]},
    ),
    Entry(
        "eq:grades-step",
        lambda n: {**students(n), "eta": real("eta", 0, 1)},
        (2,),
        uses=["eq:grades-cost"],
        simultaneous=True,
        updates={"w": lambda v: stepped(v).W[:, 0], "b": lambda v: stepped(v).b[0]},
    ),
    Entry(
        "eq:grades-standardise",
        lambda n: {"x": arr("x", 3, 2), "m": vec("m", 2), "r": vec("r", 2, 0.5, 2)},
        defines={"tilde x": lambda v: (v["x"] - v["m"]) / v["r"]},
    ),
    Entry(
        "eq:grades-original-scale",
        lambda n: {"tilde w": vec("tw", 7), "tilde b": real("tb"), "r": vec("r", 7, 0.5, 2), "m": vec("m", 7)},
        defines={"w": lambda v: on_original_scale(v)[0], "b": lambda v: on_original_scale(v)[1]},
    ),
]
