"""The theorems of Layers.v: the dense layer and the activations."""

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

import nnbook as nn
from tools.proofs.rules.rule import Index, Rule, Shown, Values, passed, sizes


def dense(rng: np.random.Generator, n: int | None = None) -> Values:
    rows, d, m = sizes(rng, 3)
    rows = n or rows
    shapes = {"X": (rows, d), "W": (d, m), "b": (m,), "g": (rows, m)}
    return {"n": rows, "d": d, "m": m, **{name: rng.normal(size=shape) for name, shape in shapes.items()}}


def dense_layer(v: Values) -> nn.Dense:
    layer = nn.Dense.from_arrays(v["W"], v["b"])
    passed(layer, v["X"], v["g"])
    return layer


def dense_output(v: Values) -> Any:
    return dense_layer(v).output


def batch(v: Values, at: Index) -> Values:
    return {"A^(l-1)": v["X"], "Delta^(l)": v["g"], "n": sp.Integer(v["n"])}


def one_row(v: Values, at: Index) -> Values:
    """Return the rows of the first example alone: the page's formula is for one."""
    return {"a^(l-1)": v["X"], "delta^(l)": v["g"]}


DENSE = [
    Rule(
        "dense_input",
        dense,
        lambda v: passed(dense_layer(v), v["X"], v["g"]),
        dense_output,
        (Shown("nn.Dense", lambda v, at: {"g": v["g"], "W": v["W"]}),),
    ),
    Rule(
        "dense_weights",
        dense,
        lambda v: dense_layer(v).dW,
        dense_output,
        (Shown("nn.Dense", lambda v, at: {"X": v["X"], "g": v["g"]}), Shown("eq:calculus-batch", batch, 1)),
    ),
    Rule(
        "dense_weights",
        lambda rng: dense(rng, 1),
        lambda v: dense_layer(v).dW,
        dense_output,
        (Shown("eq:calculus-outer", one_row),),
    ),
    Rule(
        "dense_bias",
        dense,
        lambda v: dense_layer(v).db,
        dense_output,
        (
            Shown("nn.Dense", lambda v, at: {"g": v["g"][:, at[0]]}),
            Shown("eq:calculus-batch", lambda v, at: {**batch(v, at), "Delta^(l)": v["g"][:, at[0]]}, 2),
        ),
    ),
    Rule(
        "dense_bias",
        lambda rng: dense(rng, 1),
        lambda v: dense_layer(v).db,
        dense_output,
        (Shown("eq:calculus-outer", lambda v, at: {"delta^(l)": v["g"][0]}, 1),),
    ),
]


def score(rng: np.random.Generator) -> Values:
    return {"z": float(rng.uniform(-3, 3)), "y": float(rng.uniform(0, 1))}


def entries(rng: np.random.Generator) -> Values:
    n = sizes(rng, 1)[0]
    return {"s": list(range(n)), "x": rng.normal(size=n), "g": rng.normal(size=n)}


def entrywise(theorem: str, layer: Callable[[], nn.Layer], *shown: Shown, **more: float) -> Rule:
    return Rule(
        theorem,
        lambda rng: {**entries(rng), **more},
        lambda v: passed(layer(), v["x"], v["g"]),
        lambda v: layer().forward(v["x"]),
        shown,
    )


def scalar(theorem: str, function: Any, slope: Any, *shown: Shown) -> Rule:
    return Rule(theorem, score, lambda v: slope(v["z"]), lambda v: function(v["z"]), shown)


def row(rng: np.random.Generator) -> Values:
    k = sizes(rng, 1, 2)[0]
    return {"k": k, "z": rng.normal(size=k), "i": int(rng.integers(k)), "y": rng.dirichlet(np.ones(k))}


def rows(rng: np.random.Generator) -> Values:
    n, k = sizes(rng, 2)
    X = rng.normal(size=(n, k))
    return {"n": n, "k": k, "X": X, "z": X, "g": rng.normal(size=(n, k)), "y": rng.dirichlet(np.ones(k), n)}


Z = lambda v, at: {"z": v["z"]}
ACTIVATIONS = [
    scalar("sigmoid_derivative", nn.sigmoid, nn.sigmoid_derivative, Shown("eq:activations-sigmoid-derivative", Z)),
    entrywise("sigmoid_layer", nn.Sigmoid),
    scalar("tanh_value", nn.tanh, nn.tanh, Shown("eq:activations-tanh", Z)),
    scalar("tanh_derivative", nn.tanh, nn.tanh_derivative, Shown("eq:activations-tanh-derivative", Z)),
    entrywise("tanh_layer", nn.Tanh),
    scalar("relu_derivative", nn.relu, nn.relu_derivative, Shown("eq:activations-relu-derivative", Z)),
    entrywise(
        "relu_layer",
        nn.ReLU,
        Shown("eq:calculus-relu", lambda v, at: {"z": v["x"], "g": v["g"]}, 1, "j"),
        Shown("eq:calculus-relu", lambda v, at: {"z": v["x"]}, 0, of=True),
    ),
    entrywise("leaky_relu_layer", lambda: nn.LeakyReLU(0.3), alpha=0.3),
    Rule(
        "softmax_jacobian",
        row,
        lambda v: nn.softmax_jacobian(v["z"])[v["i"]],
        lambda v: nn.softmax(v["z"])[v["i"]],
        (Shown("eq:activations-softmax-jacobian", lambda v, at: {"p": nn.softmax(v["z"]), "i": v["i"] + 1}, 0, "j"),),
    ),
    Rule(
        "softmax_layer",
        rows,
        lambda v: passed(nn.Softmax(), v["X"], v["g"]),
        lambda v: nn.Softmax().forward(v["X"]),
        (Shown("nn.Softmax", lambda v, at: {"p": nn.softmax(v["X"])[at[0]], "g": v["g"][at[0]], "i": at[1] + 1}),),
    ),
]


RULES = [*DENSE, *ACTIVATIONS]
