"""The theorems of Gradient.v and Networks.v."""

from typing import Any

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.names import names
from tools.proofs.rules.rule import Index, Rule, Shown, Values, passed, sizes


def neurons(rng: np.random.Generator) -> Values:
    d, m = sizes(rng, 2)
    shapes = {"a": (d,), "W": (d, m), "b": (m,), "y": (m,), "delta": (m,), "z": (d,)}
    return {"d": d, "m": m, **{name: rng.normal(size=shape) for name, shape in shapes.items()}}


def squared(v: Values) -> tuple[Any, Any]:
    """Return the slopes of the squared error of one layer of sigmoid neurons, in its weights and in its inputs."""
    dense = nn.Dense.from_arrays(v["W"], v["b"])
    net = nn.Network([dense, nn.Sigmoid()])
    out = net.forward(v["a"][None])
    return dense.dW, net.backward(nn.SumSquaredError().gradient(out, v["y"][None]))[0]


def squared_cost(v: Values) -> float:
    return nn.SumSquaredError()(nn.sigmoid(v["a"] @ v["W"] + v["b"]), v["y"])


def last(rng: np.random.Generator) -> Values:
    v = neurons(rng)
    return {**v, "z": v["y"] + v["b"]}


def on_page(v: Values) -> Values:
    """Return the letters of the page for one layer."""
    z = v["a"] @ v["W"] + v["b"]
    return {"a^(L-1)": v["a"], "W^(L)": v["W"], "z^(L)": z, "a^(L)": nn.sigmoid(z), "y": v["y"]}


def in_words(v: Values) -> Values:
    """Return the letters of the chapter before for the same layer, counted from 0."""
    z = v["a"] @ v["W"] + v["b"]
    fill = lambda array, rest: np.concatenate([array, np.full((*array.shape[:-1], 10 - array.shape[-1]), rest)], -1)
    a = nn.sigmoid(z)
    return {"w": fill(v["W"], 0.0), "z": fill(z, 0.0), "a": fill(a, 0.0), "y": fill(v["y"], 0.0)}


def scores(rng: np.random.Generator) -> Values:
    n, m = sizes(rng, 2)
    return {"n": n, "m": m, "Z": rng.normal(size=(n, m)), "Y": rng.uniform(0, 1, (n, m))}


def layers(rng: np.random.Generator) -> Values:
    """Return sigmoid layers of any number and width, for Coq a list of (width, weights, biases)."""
    n, d, *widths = sizes(rng, 2 + int(rng.integers(0, 4)))
    parts, here = [], d
    for m in widths:
        parts.append((m, rng.normal(size=(here, m)), rng.normal(size=m)))
        here = m
    return {"n": n, "d": d, "layers": parts, "X": rng.normal(size=(n, d)), "g": rng.normal(size=(n, here))}


def network(v: Values) -> nn.Network:
    sigmoids = ((nn.Dense.from_arrays(W, b), nn.Sigmoid()) for _, W, b in v["layers"])
    identity = nn.Dense.from_arrays(np.eye(v["d"]), np.zeros(v["d"]))  # a network has at least one layer
    net = nn.Network([identity, *(layer for pair in sigmoids for layer in pair)])
    net.forward(v["X"])
    return net


def two_functions(rng: np.random.Generator) -> Values:
    """Return y = tanh(x A), its slopes J, and the slopes g of a cost behind it."""
    n, m = sizes(rng, 2)
    A, x, g = rng.normal(size=(n, m)), rng.normal(size=n), rng.normal(size=m)
    inner = lambda x: lambda k: float(np.tanh(sum(x(j) * A[j, k] for j in range(n))))
    return {"n": n, "m": m, "x": x, "f": inner, "g": g, "A": A, "J": ((1 - np.tanh(x @ A) ** 2) * A).T}


def chained(v: Values) -> nn.Network:
    return nn.Network([nn.Dense.from_arrays(v["A"], np.zeros(v["m"])), nn.Tanh()])


def two_on_page(v: Values, at: Index) -> Values:
    x = np.array(sp.symbols(f"x0:{v['n']}", real=True), dtype=object)
    inner = lambda x: np.array([sp.tanh(z) for z in x @ v["A"]], dtype=object)
    return {"x": x, "G": inner, "F": lambda y: np.array([sum(v["g"] * y)], dtype=object), "i": 1}


def back(v: Values) -> Any:
    W = v["W"]
    first = nn.Dense.from_arrays(np.eye(v["d"]), np.zeros(v["d"]))
    net = nn.Network([first, nn.Sigmoid(), nn.Dense.from_arrays(W, v["b"])])
    net.forward(v["z"][None])
    return net.backward(v["delta"][None])[0]


RULES = [
    Rule(
        "chain_rule",
        two_functions,
        lambda v: passed_through(chained(v), v),
        lambda v: chained(v)(v["x"][None])[0],
        (
            Shown(
                "eq:derivatives-chain-vectors",
                two_on_page,
                1,
                "j",
                names=names("F", "G"),
                uses=["g = G(x)", "f = F(g)"],
                at=lambda v: dict(zip(sp.symbols(f"x0:{v['n']}", real=True), v["x"], strict=True)),
            ),
        ),
    ),
    Rule("sigmoid_layers", layers, lambda v: network(v).backward(v["g"]), lambda v: network(v)(v["X"])),
    Rule(
        "stack_of_layers",
        layers,
        lambda v: network(v).backward(v["g"]),
        lambda v: network(v)(v["X"]),
        terms={"layers": "sigmoid_network n d layers", "x": "X", "s": "grid n d"},
    ),
    Rule(
        "delta_last",
        last,
        lambda v: passed(nn.Sigmoid(), v["z"], nn.SumSquaredError().gradient(nn.sigmoid(v["z"]), v["y"])),
        lambda v: nn.SumSquaredError()(nn.sigmoid(v["z"]), v["y"]),
        (
            Shown(
                "eq:calculus-delta-last",
                lambda v, at: {"z^(L)": v["z"], "a^(L)": nn.sigmoid(v["z"]), "y": v["y"]},
            ),
        ),
    ),
    Rule(
        "delta_back",
        neurons,
        back,
        lambda v: nn.sigmoid(v["z"]) @ v["W"] + v["b"],
        (
            Shown(
                "eq:calculus-delta-back",
                lambda v, at: {"z^(l)": v["z"], "delta^(l+1)": v["delta"], "W^(l+1)": v["W"]},
            ),
        ),
    ),
    Rule(
        "one_layer_weights",
        neurons,
        lambda v: squared(v)[0],
        squared_cost,
        (Shown("eq:calculus-many-weight", lambda v, at: on_page(v), 0, "kj"),),
    ),
    Rule(
        "one_layer_input",
        neurons,
        lambda v: squared(v)[1],
        squared_cost,
        (
            Shown("eq:calculus-many-before", lambda v, at: on_page(v), 0, "k"),
            Shown(
                "eq:backprop-sum", lambda v, at: in_words(v), 0, "k", base=0,
                first=dict.fromkeys(("z", "a", "y"), 0) | {"w": (0, 0)}, negative=True,
            ),
        ),
    ),
    Rule(
        "delta_of_batch",
        scores,
        lambda v: passed(nn.Sigmoid(), v["Z"], nn.MeanSquaredError().gradient(nn.sigmoid(v["Z"]), v["Y"])),
        lambda v: nn.MeanSquaredError()(nn.sigmoid(v["Z"]), v["Y"]),
        (
            Shown(
                "eq:calculus-batch",
                lambda v, at: {"Z^(L)": v["Z"], "A^(L)": nn.sigmoid(v["Z"]), "Y": v["Y"], "n": v["n"]},
            ),
        ),
    ),
]  # fmt: skip


def passed_through(net: nn.Network, v: Values) -> Any:
    """Return the slopes in a network's input, for one example."""
    net.forward(v["x"][None])
    return net.backward(v["g"][None])[0]
