"""The theorems of Losses.v."""

from collections.abc import Callable
from typing import Any

import numpy as np

import nnbook as nn
from nnbook.book.formula.given import softmax
from nnbook.book.formula.names import names
from tools.proofs.rules.layers import row, rows, score
from tools.proofs.rules.rule import Index, Rule, Shown, Values, passed, sizes


def answers(rng: np.random.Generator) -> Values:
    n, k = sizes(rng, 2)
    p = rng.uniform(0.05, 0.95, (n, k))
    return {"n": n, "k": k, "p": p, "y": rng.uniform(0, 1, (n, k)), "delta": float(rng.uniform(0.1, 0.6))}


def vectors(rng: np.random.Generator) -> Values:
    n = sizes(rng, 1)[0]
    return {"s": list(range(n)), "p": rng.normal(size=n), "y": rng.normal(size=n)}


def loss(theorem: str, make: Callable[[Values], nn.losses.Loss], *shown: Shown, draw: Any = answers) -> Rule:
    return Rule(theorem, draw, lambda v: make(v).gradient(v["p"], v["y"]), lambda v: make(v)(v["p"], v["y"]), shown)


def entry(v: Values, at: Index) -> Values:
    """Return prediction and target of one entry: the formula is one for each."""
    return {"p": v["p"][at], "y": v["y"][at], "n": v.get("n")}


def through_sigmoid(v: Values) -> Any:
    out = nn.sigmoid(np.array([[v["z"]]]))
    return passed(nn.Sigmoid(), [[v["z"]]], nn.BinaryCrossEntropy().gradient(out, [[v["y"]]]))[0, 0]


def error(rng: np.random.Generator) -> Values:
    return {"e": float(rng.uniform(-2, 2)), "delta": float(rng.uniform(0.2, 1.5))}


P_AND_Y = lambda v, at: {"p": nn.softmax(v["z"]), "y": v["y"]}
RULES = [
    loss(
        "sum_squared_error",
        lambda v: nn.SumSquaredError(),
        Shown("nn.SumSquaredError", entry),
        Shown("eq:backprop-wish", lambda v, at: {"a": v["p"], "y": v["y"]}, 0, "j", negative=True),
        draw=vectors,
    ),
    loss("mean_squared_error", lambda v: nn.MeanSquaredError(), Shown("nn.MeanSquaredError", entry)),
    Rule(
        "mean_squared_error",
        lambda rng: {**answers(rng), "k": 1},
        lambda v: nn.MeanSquaredError().gradient(v["p"][:, :1], v["y"][:, :1]),
        lambda v: nn.MeanSquaredError()(v["p"][:, :1], v["y"][:, :1]),
        (
            Shown(
                "eq:losses-mse-gradient",
                lambda v, at: {"p": v["p"][:, 0], "y": v["y"][:, 0], "n": v["n"], "i": at[0] + 1},
            ),
        ),
    ),
    Rule(
        "huber_derivative",
        error,
        lambda v: nn.Huber(v["delta"]).gradient([v["e"]], [0.0])[0],
        lambda v: nn.Huber(v["delta"])([v["e"]], [0.0]),
        (Shown("eq:losses-huber", lambda v, at: {"e": v["e"], "delta": v["delta"]}, names=names("ell"), of=True),),
    ),
    loss("huber", lambda v: nn.Huber(v["delta"])),
    Rule(
        "sigmoid_cross_entropy",
        score,
        through_sigmoid,
        lambda v: nn.BinaryCrossEntropy()([nn.sigmoid(v["z"])], [v["y"]]),
        (Shown("eq:losses-sigmoid-gradient", lambda v, at: {"p": nn.sigmoid(v["z"]), "y": v["y"]}),),
    ),
    loss("binary_cross_entropy", lambda v: nn.BinaryCrossEntropy(), Shown("nn.BinaryCrossEntropy", entry)),
    loss(
        "categorical_cross_entropy", lambda v: nn.CategoricalCrossEntropy(), Shown("nn.CategoricalCrossEntropy", entry)
    ),
    Rule(
        "softmax_cross_entropy",
        row,
        lambda v: nn.SoftmaxCrossEntropy().gradient(v["z"][None], v["y"][None])[0],
        lambda v: nn.SoftmaxCrossEntropy()(v["z"][None], v["y"][None]),
        (
            Shown("eq:losses-softmax-gradient", P_AND_Y, 0, "j"),
            Shown("eq:calculus-softmax", P_AND_Y, 0, "k"),
        ),
    ),
    Rule(
        "softmax_cross_entropy_batch",
        rows,
        lambda v: nn.SoftmaxCrossEntropy().gradient(v["z"], v["y"]),
        lambda v: nn.SoftmaxCrossEntropy()(v["z"], v["y"]),
        (
            Shown(
                "nn.SoftmaxCrossEntropy",
                lambda v, at: {
                    "z": v["z"][at[0]],
                    "y": v["y"][at[0]],
                    "n": v["n"],
                    "softmax": softmax,
                },
            ),
        ),
    ),
]
