"""The formulas of "Convolution"."""

import numpy as np

import nnbook as nn
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import arr, real, whole
from nnbook.book.formula.open_arrays import open_array

OUT = {"i": (0, 2), "j": (0, 1)}
FROM_0 = {name: 0 for name in "xkyt"}
KERNELS = {"n": (8, 40), "p": (0, 3), "k": (1, 8), "s": (1, 4)}


def mean_squares(v):
    """Return the slope of a mean of squared errors in the filter of a layer."""
    layer = nn.Conv2d.from_arrays(v["k"][None, None], [0.0])
    out = layer.forward(v["x"][:, None])
    layer.backward(2 / float(v["N"]) * (out - v["t"][:, None]))
    return layer.dW[0, 0, 0, 0]


def places(v):
    """Return the matrix of the layer: one row for each pixel, one column for each place of the filter."""
    return np.array(
        [[nn.cross_correlate(np.eye(16)[4 * r + c].reshape(4, 4), v["k"]) for c in range(4)] for r in range(4)]
    )


(IMAGES,) = whole("images").values()

ENTRIES = [
    Entry(
        "eq:convolution-slide",
        lambda n: {"x": arr("x", 5, 4), "k": arr("k", 3, 3)},
        base=FROM_0,
        ranges=lambda n: OUT,
        defines={"y": lambda v: nn.cross_correlate(v["x"], v["k"])},
    ),
    Entry(
        "eq:convolution-flip",
        lambda n: {"x": arr("x", 5, 4), "k": arr("k", 3, 3)},
        base=FROM_0,
        ranges=lambda n: OUT,
        defines={"x*k": lambda v: nn.convolve(v["x"], v["k"])},
    ),
    Entry(
        "eq:convolution-output-size",
        lambda n: {name: real(name, low, high, whole=True) for name, (low, high) in KERNELS.items()},
        defines={
            "m": lambda v: nn.output_size(int(v["n"]), int(v["k"]), stride=int(v["s"]), padding=int(v["p"])),
        },
    ),
    Entry(
        "eq:convolution-channels",
        lambda n: {"x": arr("x", 3, 4, 5), "k": arr("k", 2, 3, 2, 2), "b": arr("b", 2)},
        base={**FROM_0, "b": 0},
        ranges=lambda n: {"i": (0, 2), "j": (0, 3), "f": (0, 1)},
        defines={"y": lambda v: nn.Conv2d.from_arrays(v["k"], v["b"]).forward(v["x"][None])[0]},
    ),
    Entry(
        "eq:convolution-normalised",
        lambda n: {
            "x": arr("x", 3, 2),
            "k": arr("k", 3, 2),
            "bar x": arr("x", 3, 2).sum() / 6,
            "bar k": arr("k", 3, 2).sum() / 6,
        },
        ranges=lambda n: {"u": (1, 3), "v": (1, 2)},
        defines={"r": lambda v: np.corrcoef(v["x"].ravel(), v["k"].ravel())[0, 1]},
    ),
    Entry(
        "eq:convolution-gradient",
        lambda n: {
            "x": open_array("x", IMAGES, *whole("X", "Y").values()),
            "k": open_array("k", *whole("h", "w").values()),
            "t": open_array("t", IMAGES, *whole("H", "W").values()),
            "N": real("N", 1, 9),
            **whole("u", "v", "h", "w"),
        },
        uses=[
            "y_{nij} = \\sum_u \\sum_v x_{n,\\,i+u,\\,j+v} k_{uv}",
            "C = \\frac1N \\sum_n \\sum_i \\sum_j (y_{nij} - t_{nij})^2",
        ],
        ranges=lambda n: {"n": (1, IMAGES), "i": (1, whole("H")["H"]), "j": (1, whole("W")["W"])},
        claims=1,
        open_size={"u": "h", "v": "w"},
    ),
    Entry(
        "eq:convolution-gradient",
        lambda n: {"x": arr("x", 2, 3, 4), "k": arr("k", 2, 2), "t": arr("t", 2, 2, 3), "N": real("N", 1, 9)},
        base=FROM_0,
        ranges=lambda n: {"i": (0, 1), "j": (0, 2), "n": (0, 1)},
        uses=[
            "y_{nij} = \\sum_u \\sum_v x_{n,\\,i+u,\\,j+v} k_{uv}",
            "C = \\frac1N \\sum_n \\sum_i \\sum_j (y_{nij} - t_{nij})^2",
        ],
        extent="for images of 3 by 4 pixels and a filter of 2 by 2",
        claims=4,
        equals={0: mean_squares},
        steps={"ranges": lambda n: {"i": (0, 1), "j": (0, 2), "n": (0, 1), "u": (0, 1), "v": (0, 1)}},
    ),
    Entry(
        "eq:convolution-pooling",
        lambda n: {"x": arr("x", 4, 6)},
        base=FROM_0,
        ranges=lambda n: {"i": (0, 1), "j": (0, 2)},
        part=(0,),
        defines={"y": lambda v: nn.MaxPool2d(2).forward(v["x"][None, None])[0, 0]},
    ),
    Entry(
        "eq:convolution-pooling",
        lambda n: {"x": arr("x", 4, 6)},
        base=FROM_0,
        ranges=lambda n: {"i": (0, 1), "j": (0, 2)},
        part=(1,),
        defines={"y": lambda v: nn.AvgPool2d(2).forward(v["x"][None, None])[0, 0]},
    ),
    Entry(
        "eq:convolution-matrix",
        lambda n: {"k": arr("k", 3, 3)},
        base=FROM_0,
        ranges=lambda n: {"r": (0, 3), "c": (0, 3), "i": (0, 1), "j": (0, 1)},
        defines={"M": places},
    ),
]
