"""The formulas of "Activation functions"."""

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import arr, numbered, real, relu, softmax, vec, whole
from nnbook.book.formula.names import names
from nnbook.book.formula.open_arrays import open_array, softmax_of

Z = {"z": real("z", -4, 4)}
CORNER = (sp.Symbol("t", positive=True), -sp.Symbol("t", positive=True))
LINE = {"w": real("w", 0.5, 2), "b": real("b"), "x": real("x")}
CHAIN = {f"{name}^({layer})": real(f"{name}{layer}") for name in "wb" for layer in range(1, 11)}


def neuron(v):
    net = nn.Network([nn.Dense.from_arrays(v["w"][:, None], [float(v["b"])]), nn.ReLU()])
    return net(v["x"][None])[0, 0]


def layers(n):
    """Return two layers of open sizes."""
    n, d, m, k = sp.symbols("n d m k", integer=True, positive=True)
    shapes = {"X": (n, d), "W^(1)": (d, m), "b^(1)": (m,), "W^(2)": (m, k), "b^(2)": (k,)}
    return {name: open_array(name, *shape) for name, shape in shapes.items()}


ENTRIES = [
    Entry("eq:activations-linear-stack", layers, claims=1, open_size={}),
    Entry(
        "eq:activations-softmax-shift",
        lambda n: {**whole("k"), "z": open_array("z", whole("k")["k"]), "c": real("c"), "softmax": softmax_of},
        claims=1,
        open_size={},
    ),
    Entry(
        "eq:activations-softmax-jacobian",
        lambda n: {**numbered("z"), **whole("n", "i", "j")},
        uses=["eq:activations-softmax"],
        ranges=lambda n: dict.fromkeys("ij", (1, whole("n")["n"])),
        part=(0,),
        claims=1,
        open_size={"i": "n", "j": "n"},
    ),
    Entry(
        "eq:activations-neuron",
        lambda n: {"w": vec("w", n), "x": vec("x", n), "b": real("b"), "f": relu},
        names=names("f"),
        defines={"z": lambda v: v["w"] @ v["x"] + v["b"], "a": neuron},
    ),
    Entry(
        "eq:activations-linear-stack",
        lambda n: {
            "X": arr("X", 2, n),
            "W^(1)": arr("W1", n, 2),
            "b^(1)": vec("b1", 2),
            "W^(2)": arr("W2", 2, n),
            "b^(2)": vec("b2", n),
        },
        (1, 2, 3),
        claims=1,
    ),
    Entry(
        "eq:activations-sigmoid",
        lambda n: {**Z, "sigma": None},
        arguments={"sigma": ["z"]},
        defines={"sigma": lambda v: nn.sigmoid(v["z"])},
    ),
    Entry(
        "eq:activations-sigmoid-derivative",
        lambda n: Z,
        claims=1,
        equals={0: lambda v: nn.sigmoid_derivative(v["z"])},
    ),
    Entry("eq:activations-sigmoid-safe", lambda n: Z, claims=1, equals={0: lambda v: nn.sigmoid(v["z"])}),
    Entry(
        "eq:activations-tanh",
        lambda n: Z,
        claims=1,
        equals={0: lambda v: nn.tanh(v["z"])},
        origin="It is the definition of tanh.",
    ),
    Entry("eq:activations-tanh-sigmoid", lambda n: Z, claims=1, equals={0: lambda v: nn.tanh(v["z"])}),
    Entry("eq:activations-tanh-derivative", lambda n: Z, claims=1, equals={0: lambda v: nn.tanh_derivative(v["z"])}),
    Entry(
        "eq:activations-relu",
        lambda n: Z,
        arguments={"relu": ["z"]},
        defines={"relu": lambda v: nn.relu(v["z"])},
    ),
    Entry(
        "eq:activations-relu-derivative",
        lambda n: {**Z, "relu": relu},
        claims=1,
        equals={0: lambda v: nn.relu_derivative(v["z"])},
        branches=lambda given: [{given["z"]: side} for side in CORNER],
        how="but for the corner, where the value is a convention",
    ),
    Entry(
        "eq:activations-leaky-relu",
        lambda n: {**Z, "alpha": real("alpha", 0, 1)},
        arguments={"leaky": ["z"]},
        defines={"leaky": lambda v: nn.leaky_relu(v["z"], slope=float(v["alpha"]))},
    ),
    Entry("eq:activations-softmax", lambda n: {"z": vec("z", n)}, defines={"p": lambda v: nn.softmax(v["z"])}),
    Entry(
        "eq:activations-softmax-shift",
        lambda n: {"z": vec("z", n), "c": real("c"), "softmax": softmax, "k": sp.Integer(n)},
        (2, 3),
        claims=1,
        equals={0: lambda v: nn.softmax(v["z"])},
    ),
    Entry(
        "eq:activations-softmax-jacobian",
        lambda n: {"z": vec("z", n)},
        (1, 2, 3),
        uses=["eq:activations-softmax"],
        ranges=lambda n: {"i": (1, n), "j": (1, n)},
        claims=lambda n: 2 * n * n,
        equals={0: lambda v: nn.softmax_jacobian(v["z"])[0, 0]},
    ),
    Entry("eq:activations-midpoint", lambda n: LINE, claims=1),
    Entry("eq:activations-steepness", lambda n: LINE, claims=1),
    Entry(
        "eq:activations-chain-bound",
        lambda n: {**CHAIN, "a^(0)": real("a0")},
        uses=[("eq:calculus-chain", {"L": sp.Integer(layer)}) for layer in range(1, 11)],
        claims=2,
        equals={0: lambda v: abs(slope(v))},
    ),
]


def slope(v):
    """Return the slope of the chain's output in its input."""
    chain = nn.Chain(*([float(v[f"{name}^({layer})"]) for layer in range(1, 11)] for name in "wb"))
    chain.forward(float(v["a^(0)"]), 0.0)
    chain.backward()
    return np.prod([chain.da_dz[layer] * chain.dz_da_previous[layer] for layer in range(1, 11)])
