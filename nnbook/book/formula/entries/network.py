"""The formulas of "A network of neurons"."""

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import arr, real, relu, vec, whole
from nnbook.book.formula.names import names
from nnbook.book.formula.open_arrays import open_array

D = sp.symbols("d0:4", positive=True, integer=True)
STRIP, AROUND = (3, 4), (1, 2, 5, 6)


def neuron(v, *after):
    """Return what one neuron answers for one example."""
    net = nn.Network([nn.Dense.from_arrays(v["w"][:, None], [float(v["b"])]), *after])
    return net(v["x"][None])[0, 0]


def stairs(v):
    """Return the answer of the network of two hidden neurons that tells when exactly one switch is up."""
    hidden = nn.Dense.from_arrays([[1.0, 1], [1, 1]], [0.0, -1])
    last = nn.Dense.from_arrays([[4.0], [-8]], [-2.0])
    return nn.Network([hidden, nn.ReLU(), last, nn.Sigmoid()])(v["x"][None])[0, 0]


def detector(v):
    """Return the sum of a neuron whose weights are 1 in the strip and −1 around it."""
    w = np.zeros(8)
    w[np.array(STRIP) - 1], w[np.array(AROUND) - 1] = 1, -1
    return neuron({"w": w, "b": 0.0, "x": v["x"]})


def sigmoid_layer(v, before):
    return nn.Network([nn.Dense.from_arrays(v["W^(l)"], v["b^(l)"]), nn.Sigmoid()])(before)


def three_layers(v):
    dense = [nn.Dense.from_arrays(v[f"W^({layer})"], v[f"b^({layer})"]) for layer in (1, 2, 3)]
    return nn.Network([part for layer in dense for part in (layer, nn.Sigmoid())])(v["x"][None])[0]


def matrices(n):
    weights = {f"W^({k})": sp.MatrixSymbol(f"W{k}", D[k - 1], D[k]) for k in (1, 2, 3)}
    biases = {f"b^({k})": sp.MatrixSymbol(f"b{k}", 1, D[k]) for k in (1, 2, 3)}
    return {"x": sp.MatrixSymbol("x", 1, D[0]), **weights, **biases}


ENTRIES = [
    Entry(
        "eq:network-neuron",
        lambda n: {"w": vec("w", n), "x": vec("x", n), "b": real("b"), "d": sp.Integer(n), "f": relu},
        (3, 4),
        names=names("f"),
        defines={"a": lambda v: neuron(v, nn.ReLU()), "z": neuron},
    ),
    Entry("eq:network-stairs", lambda n: {"x": vec("x", 2), "ReLU": relu}, defines={"p": stairs}),
    Entry(
        "eq:network-detector",
        lambda n: {"x": vec("x", 8), "strip": STRIP, "around": AROUND},
        defines={"s": detector},
    ),
    Entry(
        "eq:network-threshold",
        lambda n: {**{name: open_array(name, *whole("n").values()) for name in "wx"}, "b": real("b")},
        claims=1,
        open_size={},
    ),
    Entry("eq:network-threshold", lambda n: {"w": vec("w", n), "x": vec("x", n), "b": real("b")}, (1, 2, 3), claims=1),
    Entry(
        "eq:network-entry",
        lambda n: {"a^(l-1)": vec("a", 3), "W^(l)": arr("W", 3, 2), "b^(l)": vec("b", 2)},
        defines={"a^(l)": lambda v: sigmoid_layer(v, v["a^(l-1)"][None])[0]},
    ),
    Entry(
        "eq:network-layer",
        lambda n: {"A^(l-1)": arr("A", 2, 3), "W^(l)": arr("W", 3, 2), "b^(l)": vec("b", 2)},
        defines={"A^(l)": lambda v: sigmoid_layer(v, v["A^(l-1)"])},
    ),
    Entry(
        "eq:network-transpose",
        lambda n: {
            "a": sp.MatrixSymbol("a", 1, D[0]),
            "W": sp.MatrixSymbol("W", *D[:2]),
            "b": sp.MatrixSymbol("b", 1, D[1]),
        },
        claims=1,
    ),
    Entry("eq:network-linear", matrices, braces=["W", "b"], claims=1),
    Entry(
        "eq:network-function",
        lambda n: {
            "x": vec("x", 2),
            **{f"W^({k})": arr(f"W{k}", k + 1, k + 2) for k in (1, 2, 3)},
            **{f"b^({k})": vec(f"b{k}", k + 2) for k in (1, 2, 3)},
        },
        names=names("f"),
        arguments={"f": ["x"]},
        defines={"f": three_layers},
    ),
]
