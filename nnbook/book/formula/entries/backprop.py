"""The formulas of "Backpropagation, the idea"."""

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import arr, real, vec, whole
from nnbook.book.formula.names import names
from nnbook.book.formula.open_arrays import open_array

DIGIT = {"a": vec("a", 10), "y": vec("y", 10)}
FROM_0 = {name: 0 for name in "abyz"}
EXAMPLES = ["C_i = (\\sigma(w x_i) - y_i)^2", "C = \\frac1n \\sum_{i=1}^{n} C_i"]


def descent_step(v):
    """Return what plain descent with the rate 1 adds to the weight of one sigmoid neuron without bias."""
    net = nn.Network([nn.Dense.from_arrays([[float(v["w"])]], [0.0]), nn.Sigmoid()])
    before = net.layers[0].W.copy()
    net.backward(nn.MeanSquaredError().gradient(net.forward(v["x"][:, None]), v["y"][:, None]))
    nn.SGD(1.0).step(net.layers[0].W, net.layers[0].dW)
    return (net.layers[0].W - before).item()


POLAR = {"r": real("r", 0.5, 2), "s": real("s", 0.5, 2), "alpha": real("alpha"), "beta": real("beta")}


def polar(n):
    r, s, alpha, beta = POLAR.values()
    g = np.array([r * sp.cos(alpha), r * sp.sin(alpha)], dtype=object)
    return {"g": g, "hat g": np.array([s * sp.cos(beta), s * sp.sin(beta)], dtype=object), "varphi": alpha - beta}


ENTRIES = [
    Entry(
        "eq:backprop-cost",
        lambda n: DIGIT,
        base=FROM_0,
        defines={"C_0": lambda v: nn.SumSquaredError()(v["a"], v["y"])},
    ),
    Entry(
        "eq:backprop-wish",
        lambda n: DIGIT,
        base=FROM_0,
        uses=["eq:backprop-cost"],
        claims=10,
        equals={0: lambda v: -nn.SumSquaredError().gradient(v["a"], v["y"])[0]},
    ),
    Entry(
        "eq:backprop-three-ways",
        lambda n: (
            {name: open_array(name, whole("n")["n"]) for name in ("w", "a'")} | {"b": real("b"), **whole("n", "k")}
        ),
        names=names(primed="a'"),
        uses=["z = \\sum_k w_k a'_k + b"],
        claims=3,
        open_size={"k": "n"},
    ),
    Entry(
        "eq:backprop-three-ways",
        lambda n: {"w": vec("w", n), "a'": vec("h", n), "b": real("b")},
        (1, 2, 3),
        names=names(primed="a'"),
        uses=["z = \\sum_k w_k a'_k + b"],
        claims=lambda n: 2 * n + 1,
    ),
    Entry(
        "eq:backprop-sum",
        lambda n: {
            "w": open_array("w", *whole("n").values(), sp.Integer(10)),
            "a'": open_array("h", *whole("n").values()),
            "b": vec("b", 10),
            "y": vec("y", 10),
            **whole("n", "k"),
        },
        names=names(primed="a'"),
        base={"w": (1, 0), "b": 0, "y": 0, "z": 0, "a": 0},
        uses=["z_j = \\sum_k w_{kj} a'_k + b_j", "a_j = \\sigma(z_j)", "eq:backprop-cost"],
        claims=1,
        open_size={"k": "n"},
    ),
    Entry(
        "eq:backprop-sum",
        lambda n: {"w": arr("w", n, 10), "a'": vec("h", n), "b": vec("b", 10), "y": vec("y", 10)},
        (1, 2),
        names=names(primed="a'"),
        base={"w": (0, 0), "a'": 0, "b": 0, "y": 0, "z": 0, "a": 0},
        uses=["z_j = \\sum_k w_{kj} a'_k + b_j", "a_j = \\sigma(z_j)", "eq:backprop-cost"],
        claims=lambda n: n,
        equals={0: lambda v: -to_inputs(v)[0]},
        steps={"sizes": (2,)},
    ),
    Entry(
        "eq:backprop-mean",
        lambda n: {"w": real("w"), **{name: open_array(name, *whole("n").values()) for name in "xy"}, **whole("n")},
        names=names(families="C"),
        uses=EXAMPLES,
        claims=1,
        defines={"Delta w": None},
        open_size={},
    ),
    Entry(
        "eq:backprop-mean",
        lambda n: {"w": real("w"), "x": vec("x", n), "y": vec("y", n), "n": sp.Integer(n)},
        (1, 2, 3),
        names=names(families="C"),
        uses=EXAMPLES,
        claims=1,
        defines={"Delta w": descent_step},
    ),
    Entry("eq:backprop-angle", polar, claims=1, steps={"given": lambda n: {**polar(n), **POLAR}}),
]


def to_inputs(v):
    net = nn.Network([nn.Dense.from_arrays(v["w"], v["b"]), nn.Sigmoid()])
    out = net.forward(v["a'"][None])
    return net.backward(nn.SumSquaredError().gradient(out, v["y"][None]))[0]
