"""The theorems of Convolution.v and Pooling.v."""

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

import nnbook as nn
from tools.proofs.rules.rule import Index, Rule, Shown, Values, passed, sizes


def image(rng: np.random.Generator) -> Values:
    k, l, m, n = sizes(rng, 4)  # noqa: E741 (the letters of the theorem)
    h, w = m + k - 1, n + l - 1
    shapes = {"x": (h, w), "K": (k, l), "g": (m, n)}
    drawn = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    return {"k": k, "l": l, "m": m, "n": n, "h": h, "w": w, **drawn}


def filtered(v: Values) -> tuple[Any, Any]:
    """Return the slopes in the filter and in the image. The layer's filters are square: zeros make this one so."""
    k, l = v["K"].shape  # noqa: E741
    more = [(0, max(k, l) - k), (0, max(k, l) - l)]
    layer = nn.Conv2d.from_arrays(np.pad(v["K"], more)[None, None], [0.0])
    image = passed(layer, np.pad(v["x"], more)[None, None], v["g"][None, None])[0, 0]
    return layer.dW[0, 0, :k, :l], image[: v["h"], : v["w"]]


def slid(v: Values) -> Any:
    return nn.cross_correlate(v["x"], v["K"])


def images(rng: np.random.Generator) -> Values:
    examples, channels, filters, k, stride = (int(size) for size in rng.integers(1, 3, 5))
    p, (h, w) = int(rng.integers(0, 2)), (int(size) for size in rng.integers(2, 5, 2))
    m, n = (nn.output_size(size, k, stride=stride, padding=p) for size in (h, w))
    shapes = {
        "X": (examples, channels, h, w),
        "W": (filters, channels, k, k),
        "b": (filters,),
        "g": (examples, filters, m, n),
    }
    drawn = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    given = {"examples": examples, "channels": channels, "filters": filters, "k": k, "stride": stride, "p": p}
    return {**given, "h": h, "w": w, "m": m, "n": n, **drawn}


def conv2d(v: Values) -> tuple[nn.Conv2d, Any]:
    layer = nn.Conv2d.from_arrays(v["W"], v["b"], stride=v["stride"], padding=v["p"])
    return layer, passed(layer, v["X"], v["g"])


def windows(rng: np.random.Generator) -> Values:
    examples, channels, k = (int(size) for size in rng.integers(1, 3, 3))
    h, w = (int(size) for size in rng.integers(k, 6, 2))
    shapes = {"x": (examples, channels, h, w), "g": (examples, channels, h // k, w // k)}
    drawn = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    return {"examples": examples, "channels": channels, "k": k, "h": h, "w": w, **drawn}


def pooled(theorem: str, layer: Callable[[int], nn.Layer], statement: int) -> Rule:
    def pixel(v: Values, at: Index) -> Values:
        """Return one pixel with what its window hands back: 0, if it is in none."""
        e, c, r, q = at
        k, g, x = v["k"], v["g"], v["x"]
        inside = r // k < g.shape[2] and q // k < g.shape[3]
        window = x[e, c, r // k * k : r // k * k + k, q // k * k : q // k * k + k]
        return {
            "x": x[at],
            "g": g[e, c, r // k, q // k] if inside else 0.0,
            "s": k,
            "is the largest": lambda value: sp.Eq(value, float(window.max())),
        }

    return Rule(
        theorem,
        windows,
        lambda v: passed(layer(v["k"]), v["x"], v["g"]),
        lambda v: layer(v["k"]).forward(v["x"]),
        (Shown("eq:calculus-pooling", pixel, statement),),
    )


FROM_0 = {"x": 0, "K": 0, "g": 0}
RULES = [
    Rule(
        "convolution_filter",
        image,
        lambda v: filtered(v)[0],
        slid,
        (
            Shown(
                "eq:calculus-filter", lambda v, at: {"x": v["x"], "g": v["g"]}, 0, "uv", base=0, first=FROM_0
            ),
        ),
    ),
    Rule(
        "convolution_image",
        image,
        lambda v: filtered(v)[1],
        slid,
        (
            Shown(
                "eq:calculus-image", lambda v, at: {"K": v["K"], "g": v["g"]}, 0, "st", base=0, first=FROM_0,
                zero_outside="g",
            ),
        ),
    ),
    Rule("conv2d_filters", images, lambda v: conv2d(v)[0].dW, lambda v: conv2d(v)[0].output),
    Rule("conv2d_bias", images, lambda v: conv2d(v)[0].db, lambda v: conv2d(v)[0].output),
    Rule("conv2d_input", images, lambda v: conv2d(v)[1], lambda v: conv2d(v)[0].output),
    pooled("mean_pooling", nn.AvgPool2d, 0),
    pooled("max_pooling", nn.MaxPool2d, 1),
]  # fmt: skip
