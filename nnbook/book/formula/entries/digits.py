"""The formulas of "Learning the digits"."""

import itertools

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import arr, real, vec

LABELS = {"hat y": vec("yh", 5, 0, 2, whole=True), "y": vec("y", 5, 0, 2, whole=True), "n": sp.Integer(5)}


def network_of(v):
    rng, sizes = np.random.default_rng(0), v["n"].astype(int)
    return nn.Network([nn.Dense(*pair, rng=rng) for pair in itertools.pairwise(sizes)])


ENTRIES = [
    Entry(
        "eq:digits-parameters",
        lambda n: {"n": vec("n", n + 1, 1, 9, whole=True), "L": sp.Integer(n)},
        (1, 3),
        base={"n": 0},
        defines={"P": lambda v: network_of(v).parameter_count},
    ),
    Entry(
        "eq:digits-accuracy",
        lambda n: LABELS,
        defines={"A": lambda v: nn.accuracy(v["y"].astype(int), v["hat y"].astype(int))},
    ),
    Entry(
        "eq:digits-cost",
        lambda n: {
            "z": arr("z", 3, 10),
            "n": sp.Integer(3),
            "y": np.array([sp.Integer(label) for label in (4, 0, 9)], dtype=object),
        },
        base={"z": (1, 0)},
        defines={
            "C": lambda v: nn.SoftmaxCrossEntropy()(v["z"], v["y"].astype(int)),
            "p": lambda v: nn.softmax(v["z"])[range(3), v["y"].astype(int)],
        },
    ),
    Entry("eq:digits-chance", lambda n: {}, defines={"C_even": lambda v: chance()}, claims=2),
    Entry(
        "eq:digits-standard-error",
        lambda n: {"A": real("A", 0, 1), "n": real("n", 1, 99, whole=True)},
        defines={"SE": lambda v: np.sqrt(v["A"] * (1 - v["A"]) / v["n"])},
    ),
    Entry(
        "eq:digits-confusion",
        lambda n: LABELS,
        ranges=lambda n: {"i": (0, 2), "j": (0, 2)},
        defines={"M": lambda v: nn.confusion_matrix(v["y"].astype(int), v["hat y"].astype(int), 3)},
    ),
]


def chance():
    """Return the cost of an answer that gives each of the ten digits the same probability."""
    return nn.SoftmaxCrossEntropy()(np.zeros((1, 10)), np.array([3]))
