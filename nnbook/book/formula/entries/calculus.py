"""The formulas of "Backpropagation, the calculus"."""

import itertools

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import arr, real, softmax, vec, whole
from nnbook.book.formula.names import names
from nnbook.book.formula.open_arrays import open_array, shares, softmax_of

ONE = {"w^(L)": real("w"), "a^(L-1)": real("h"), "b^(L)": real("b"), "y": real("y")}
THREE = {f"{name}^({layer})": real(f"{name}{layer}") for name in "wb" for layer in (1, 2, 3)}
IMAGE = {"x": 0, "K": 0, "g": 0}
SLIDE = "C = \\sum_{i,j} g_{ij} \\sum_{u,v} x_{i+u,\\,j+v} K_{uv}"
BATCH = [
    "Z^{(2)} = A^{(1)} W^{(2)} + b^{(2)}",
    "A^{(2)} = \\sigma(Z^{(2)})",
    "Z^{(1)} = A^{(0)} W^{(1)} + b^{(1)}",
    "A^{(1)} = \\sigma(Z^{(1)})",
    "C = \\frac1n \\sum_{i=1}^{n} \\sum_{j=1}^{2} (A^{(2)}_{ij} - Y_{ij})^2",
]
BACK = "\\Delta^{(1)} = \\sigma'(Z^{(1)}) \\odot \\Delta^{(2)} (W^{(2)})^\\top"


def one(v):
    """Return the chain of the one neuron in front of the cost, after its backward pass."""
    chain = nn.Chain([float(v["w^(L)"])], [float(v["b^(L)"])])
    chain.forward(float(v["a^(L-1)"]), float(v["y"]))
    chain.backward()
    return chain


def three(v):
    """Return the chain of three neurons, after its backward pass."""
    chain = nn.Chain(*([float(v[f"{name}^({layer})"]) for layer in (1, 2, 3)] for name in "wb"))
    chain.forward(float(v["a^(0)"]), float(v["y"]))
    chain.backward()
    return chain


def many(v):
    """Return a layer's output and the network of it, after its backward pass for one example."""
    net = nn.Network([nn.Dense.from_arrays(v["W^(L)"], v["b^(L)"]), nn.Sigmoid()])
    out = net.forward(v["a^(L-1)"][None])
    to_input = net.backward(nn.SumSquaredError().gradient(out, v["y"][None]))
    return out[0], net.layers[0], to_input[0]


def back(v):
    """Return the error signal that a sigmoid layer gets from the layer behind it."""
    z, W = v["z^(l)"], v["W^(l+1)"]
    layers = [nn.Dense.from_arrays(np.eye(z.shape[1]), np.zeros(z.shape[1])), nn.Sigmoid()]
    net = nn.Network([*layers, nn.Dense.from_arrays(W, np.zeros(W.shape[1]))])
    net.forward(z)
    net.backward(v["delta^(l+1)"])
    return net.layers[0].db[None]


def last_of_batch(v):
    """Return the error signals of the last of two layers, one row for each example."""
    dense = [nn.Dense.from_arrays(v[f"W^({layer})"], v[f"b^({layer})"]) for layer in (1, 2)]
    net = nn.Network([dense[0], nn.Sigmoid(), dense[1], nn.Sigmoid()])
    out = net.forward(v["A^(0)"])
    net.backward(2 * (out - v["Y"]) / len(out))
    return net.activation_gradients[3]


def many_given(n):
    return {"a^(L-1)": vec("h", n), "W^(L)": arr("W", n, 2), "b^(L)": vec("b", 2), "y": vec("y", 2)}


D, M = whole("d", "m").values()
OPEN_LAYER = {
    "a^(L-1)": open_array("h", D),
    "W^(L)": open_array("W", D, M),
    "b^(L)": open_array("b", M),
    "y": open_array("y", M),
}


def batch_given(size):
    n = 3
    weights = {f"W^({layer})": arr(f"W{layer}", 2, 2) for layer in (1, 2)}
    biases = {f"b^({layer})": vec(f"b{layer}", 2) for layer in (1, 2)}
    return {"A^(0)": arr("A", n, 2), "Y": arr("Y", n, 2), "n": sp.Integer(n), **weights, **biases}


def share(n):
    """Return a chance distribution: numbers that add up to one."""
    first = vec("y", n - 1, 0, 1)
    return np.array([*first, 1 - sum(first)], dtype=object)


def pixels(s):
    """Return one pixel x of a square of s times s, the others, and the slope g behind the pooling layer."""
    return real("x", -2, 2), vec("o", s * s - 1), real("g")


def mean_given(s):
    x, others, g = pixels(s)
    return {"x": x, "others": others, "g": g, "s": sp.Integer(s), "C": g * (x + sum(others)) / s**2}


def largest_given(s):
    x, others, g = pixels(s)
    largest = sp.Max(*others)
    return {
        "x": x,
        "others": others,
        "g": g,
        "C": g * sp.Max(x, largest),
        "is the largest": lambda pixel: pixel > largest,
    }


def pooled(layer, v):
    """Return the slope of the first pixel of a square that a pooling layer has passed."""
    square = np.array([v["x"], *v["others"]])
    side = round(len(square) ** 0.5)
    layer = layer(side)
    layer.forward(square.reshape(1, 1, side, side))
    return layer.backward(np.full((1, 1, 1, 1), v["g"]))[0, 0, 0, 0]


PIXEL = {"x": real("x"), "m": real("m")}


def any_cost(y):
    """Return a cost of all that a layer computes, without a symmetry that could hide a mistake."""
    return sum((place + 1) * value**3 - value for place, value in enumerate(np.ravel(y)))


def conv(v):
    layer = nn.Conv2d.from_arrays(v["K"][None, None], [0.0])
    layer.forward(v["x"][None, None])
    return layer, layer.backward(v["g"][None, None])[0, 0]


def network_of(v):
    rng = np.random.default_rng(0)
    sizes = v["d"].astype(int)
    return [nn.Dense(*pair, rng=rng) for pair in itertools.pairwise(sizes)]


SLIDING = {
    "given": lambda n: {"x": arr("x", 3, 4), "K": arr("K", 2, 2), "f": any_cost},
    "names": names("f"),
    "base": {**IMAGE, "y": 0},
    "ranges": lambda n: {"i": (0, 1), "j": (0, 2)},
    "sizes": (2,),
    "uses": [],
}

ENTRIES = [
    Entry(
        "eq:calculus-chain",
        lambda n: ONE,
        defines={"z^(L)": lambda v: one(v).z[1], "a^(L)": lambda v: one(v).a[1], "C_0": lambda v: one(v).C},
    ),
    Entry(
        "eq:calculus-weight",
        lambda n: ONE,
        uses=["eq:calculus-chain"],
        claims=1,
        equals={0: lambda v: one(v).dC_dw[1]},
    ),
    Entry(
        "eq:calculus-factors",
        lambda n: ONE,
        uses=["eq:calculus-chain"],
        claims=3,
        equals={0: lambda v: one(v).dz_dw[1], 1: lambda v: one(v).da_dz[1], 2: lambda v: one(v).dC_da[1]},
    ),
    Entry(
        "eq:calculus-bias",
        lambda n: ONE,
        uses=["eq:calculus-chain"],
        claims=1,
        equals={0: lambda v: one(v).dC_db[1]},
    ),
    Entry(
        "eq:calculus-before",
        lambda n: ONE,
        uses=["eq:calculus-chain"],
        claims=1,
        equals={0: lambda v: one(v).dC_da[0]},
    ),
    Entry(
        "eq:calculus-delta",
        lambda n: ONE,
        uses=["eq:calculus-chain"],
        claims=1,
        defines={"delta^(L)": lambda v: one(v).dC_dz[1]},
    ),
    Entry(
        "eq:calculus-mean",
        lambda n: {"w^(L)": real("w"), **whole("n"), **{name: open_array(name, *whole("n").values()) for name in "xy"}},
        names=names(families="C"),
        uses=["C_i = (\\sigma(w^{(L)} x_i) - y_i)^2", "C = \\frac1n \\sum_{i=1}^{n} C_i"],
        claims=1,
        open_size={},
    ),
    Entry(
        "eq:calculus-mean",
        lambda n: {"w^(L)": real("w"), "x": vec("x", n), "y": vec("y", n), "n": sp.Integer(n)},
        (1, 2, 3),
        names=names(families="C"),
        uses=["C_i = (\\sigma(w^{(L)} x_i) - y_i)^2", "C = \\frac1n \\sum_{i=1}^{n} C_i"],
        claims=1,
    ),
    Entry(
        "eq:calculus-recursion",  # R is all that comes behind, whatever that is: so it holds for any number of layers
        lambda n: {"w^(l)": real("w"), "b^(l)": real("b"), "a^(l-1)": real("a0"), "R": sp.Function("R")},
        names=names("R"),
        uses=[
            "z^{(l)} = w^{(l)} a^{(l-1)} + b^{(l)}",
            "a^{(l)} = \\sigma\\bigl(z^{(l)}\\bigr)",
            "C_0 = R\\bigl(a^{(l)}\\bigr)",
        ],
        claims=1,
        open_size={},
    ),
    Entry(
        "eq:calculus-recursion",
        lambda layer: {**THREE, "a^(0)": real("a0"), "y": real("y")},
        (1, 2, 3),
        uses=[("eq:calculus-chain", {"L": sp.Integer(layer)}) for layer in (3, 2, 1)],
        bound=lambda layer: {"l": sp.Integer(layer)},
        extent="for each of three layers",
        claims=1,
    ),
    Entry(
        "eq:calculus-path",
        lambda n: {**THREE, "a^(0)": real("a0"), "y": real("y")},
        uses=[("eq:calculus-chain", {"L": sp.Integer(layer)}) for layer in (3, 2, 1)],
        claims=1,
        equals={0: lambda v: three(v).dC_dw[1]},
    ),
    Entry(
        "eq:calculus-many",
        many_given,
        defines={
            "z^(L)": lambda v: v["a^(L-1)"] @ v["W^(L)"] + v["b^(L)"],
            "a^(L)": lambda v: many(v)[0],
            "C_0": lambda v: nn.SumSquaredError()(many(v)[0], v["y"]),
        },
    ),
    Entry(
        "eq:calculus-many-weight",
        lambda n: {**OPEN_LAYER, **whole("k", "j", "d", "m")},
        uses=["eq:calculus-many"],
        claims=1,
        open_size={"k": "d", "j": "m"},
    ),
    Entry(
        "eq:calculus-many-before",
        lambda n: {**OPEN_LAYER, **whole("k", "d")},
        uses=["eq:calculus-many"],
        claims=1,
        open_size={"k": "d"},
    ),
    Entry(
        "eq:calculus-many-weight",
        many_given,
        (1, 2, 3),
        uses=["eq:calculus-many"],
        claims=lambda n: 2 * n,
        equals={0: lambda v: many(v)[1].dW[0, 0]},
    ),
    Entry(
        "eq:calculus-many-before",
        many_given,
        (1, 2, 3),
        uses=["eq:calculus-many"],
        claims=lambda n: n,
        equals={0: lambda v: many(v)[2][0]},
    ),
    Entry(
        "eq:calculus-delta-last",
        many_given,
        (1, 3),
        uses=["eq:calculus-many"],
        steps={"sizes": (2,)},
        defines={"delta^(L)": lambda v: many(v)[1].db},
    ),
    Entry(
        "eq:calculus-delta-back",
        lambda n: {"z^(l)": arr("z", 1, 3), "W^(l+1)": arr("W", 3, 2), "delta^(l+1)": arr("d", 1, 2)},
        defines={"delta^(l)": back},
        steps={
            "given": lambda n: {
                "z^(l)": arr("z", 1, 3),
                "W^(l+1)": arr("W", 3, 2),
                "b^(l+1)": arr("b", 1, 2),
                "f": any_cost,
            },
            "names": names("f"),
        },
    ),
    Entry(
        "eq:calculus-outer",
        lambda n: {"a^(l-1)": arr("h", 1, n), "W^(l)": arr("W", n, 2), "b^(l)": arr("b", 1, 2), "y": vec("y", 2)},
        (2, 3),
        uses=[
            "z^{(l)} = a^{(l-1)} W^{(l)} + b^{(l)}",
            "C_0 = \\sum_j (\\sigma(z^{(l)}_{1j}) - y_j)^2",
            "\\delta^{(l)} = \\frac{\\partial C_0}{\\partial z^{(l)}}",
        ],
        claims=2,
    ),
    Entry(
        "eq:calculus-batch",
        batch_given,
        ((2, 2), (2, 1)),
        bound=lambda size: {"L": sp.Integer(size[0]), "l": sp.Integer(size[1])},
        uses=[*BATCH, BACK],
        steps={"uses": BATCH, "sizes": ((2, 1),)},
        extent="for the last of two layers and the one before it, three examples and two neurons each",
        defines={"Delta^(2)": last_of_batch},
        claims=2,
    ),
    Entry(
        "eq:calculus-relu",
        lambda n: {name: open_array(name, *whole("n").values()) for name in "zg"} | whole("j", "n"),
        uses=["C = \\sum_j g_j a_j"],
        defines={"a": None},
        claims=1,
        branches=lambda given: [
            {given["z"].at(*whole("j").values()): sign * sp.Symbol("t", positive=True)} for sign in (1, -1)
        ],
        open_size={"j": "n"},
    ),
    Entry(
        "eq:calculus-relu",
        lambda n: {"z": vec("z", n), "g": vec("g", n)},
        (1, 2, 3),
        uses=["C = \\sum_j g_j a_j"],
        defines={"a": lambda v: nn.relu(v["z"])},
        claims=lambda n: n,
        branches=lambda given: [{z: sign * sp.Symbol("t", positive=True) for z in given["z"]} for sign in (1, -1)],
        how="but for the corner, where the value is a convention",
    ),
    Entry(
        "eq:calculus-softmax",
        lambda n: {
            "z": open_array("z", *whole("n").values()),
            "y": shares(open_array("y", *whole("n").values(), positive=True)),
            "softmax": softmax_of,
            **whole("k", "n"),
        },
        uses=["C_0 = \\ln \\sum_j e^{z_j} - \\sum_j y_j z_j"],
        defines={"p": None},
        claims=1,
        open_size={"k": "n"},
    ),
    Entry(
        "eq:calculus-softmax",
        lambda n: {"z": vec("z", n), "y": share(n), "softmax": softmax},
        (1, 2, 3),
        uses=["C_0 = \\ln \\sum_j e^{z_j} - \\sum_j y_j z_j"],
        defines={"p": lambda v: nn.softmax(v["z"])},
        claims=lambda n: n,
        equals={0: lambda v: nn.SoftmaxCrossEntropy().gradient(v["z"][None], v["y"][None])[0, 0]},
    ),
    Entry(
        "eq:calculus-filter",
        lambda n: {"x": arr("x", 4, 5), "K": arr("K", n, n), "g": arr("g", 5 - n, 6 - n)},
        (2, 1),
        base=IMAGE,
        extent="for an image of 4 by 5 pixels and filters of 1 by 1 and 2 by 2",
        uses=[SLIDE],
        claims=lambda n: n * n,
        equals={0: lambda v: conv(v)[0].dW[0, 0, 0, 0]},
        steps=SLIDING,
    ),
    Entry(
        "eq:calculus-image",
        lambda n: {"x": arr("x", 4, 5), "K": arr("K", 2, 2), "g": arr("g", 3, 4)},
        base=IMAGE,
        zero_outside="g",
        conditions=["(g = 0 \\text{ outside})"],
        uses=[SLIDE],
        extent="for an image of 4 by 5 pixels and a filter of 2 by 2",
        claims=20,
        equals={0: lambda v: conv(v)[1][0, 0]},
        steps=SLIDING,
    ),
    Entry(
        "eq:calculus-pooling",
        mean_given,
        (1, 2, 3),
        part=(0,),
        claims=1,
        equals={0: lambda v: pooled(nn.AvgPool2d, v)},
        steps={
            "given": lambda s: {"x": real("x"), "o": vec("o", s * s - 1), "s": sp.Integer(s), "f": any_cost},
            "sizes": (2, 3),
            "uses": ["y = \\frac{1}{s^2} \\bigl( x + \\sum_k o_k \\bigr)"],
            "names": names("f"),
        },
    ),
    Entry(
        "eq:calculus-pooling",
        largest_given,
        (2, 3),
        part=(1,),
        claims=1,
        equals={0: lambda v: pooled(nn.MaxPool2d, v)},
        branches=lambda given: [
            {given["x"]: sp.Max(*given["others"]) + side * sp.Symbol("t", positive=True)} for side in (1, -1)
        ],
        steps={
            "given": lambda n: {**PIXEL, "f": any_cost, "is the largest": lambda pixel: pixel > PIXEL["m"]},
            "branches": lambda given: [
                {given["x"]: given["m"] + side * sp.Symbol("t", positive=True)} for side in (1, -1)
            ],
            "sizes": (),
            "uses": ["y = \\max(x, m)"],
            "names": names("f"),
        },
        how="but for equal pixels, where the value is a convention",
    ),
    Entry(
        "eq:calculus-cost",
        lambda n: {"d": sp.IndexedBase("d", positive=True), **whole("L")},
        claims=1,
        defines={"forward": None, "backward": None},
        open_size={},
    ),
    Entry(
        "eq:calculus-cost",
        lambda n: {"d": vec("d", n + 1, 1, 9, whole=True), "L": sp.Integer(n)},
        (1, 2, 3, 4),
        base={"d": 0},
        claims=1,
        defines={
            "forward": lambda v: sum(layer.W.size for layer in network_of(v)),
            "backward": lambda v: sum(
                layer.W.size + layer.W.size * (place > 0) for place, layer in enumerate(network_of(v))
            ),
        },
    ),
]
