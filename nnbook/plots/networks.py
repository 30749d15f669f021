"""Nodes and edges: one weighted sum, and a whole network with the numbers it holds."""

import itertools
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.drawing import box, canvas, edge, floats, label, node, short, signed
from nnbook.plots.style import COLOURS

__all__ = ["forward_pass", "nested_sets", "weighted_sum"]


def weighted_sum(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    names: Sequence[str],
    alt: str,
    bias: float | None = None,
    result: str = "s",
    digits: int = 1,
) -> Axes:
    """Draw one neuron: inputs on the left, a weight on every edge, the sum on the right.

    Edges are blue where the weight is positive, orange where it is negative, thin and pale where it is 0.
    The bias is drawn as the weight of an input that is always 1.

    Shapes: `values`, `weights` (d,); `names` d of them.
    Errors: ValueError if there are not as many values and weights as names.
    """
    x, w = floats(values), floats(weights)
    if x.shape != (len(names),) or w.shape != x.shape:
        raise ValueError(
            f"weighted_sum: {len(names)} names need as many values and weights, got {x.shape} and {w.shape}."
        )
    step, radius, left = 0.42, 0.18, 1.95
    count = len(names) + (bias is not None)
    axes = canvas(step * count + 0.1, alt=alt)
    centre = (4.5, 0.05 + step * count / 2)
    rows = [*zip(names, [f"{value:g}" for value in x], w, w / (np.abs(w).max() or 1.0), strict=True)]
    if bias is not None:
        rows.append(("bias", "1", bias, float(np.sign(bias))))
    for i, (name, value, weight, strength) in enumerate(rows):
        y = 0.05 + step * (i + 0.5)
        start = (left + radius, y)
        edge(axes, start, centre, strength, f"× {short(weight)}", along=0.26, pad=1.2, solid_capstyle="butt")
        node(axes, (left, y), radius, value)
        label(axes, left - radius - 0.1, y, name, at="right")
    total = float(x @ w) + (bias or 0.0)
    node(axes, centre, 0.36, signed(total, digits))
    label(axes, centre[0], centre[1] + 0.52, result)
    return axes


def forward_pass(image: ArrayLike, activations: Sequence[ArrayLike], *, alt: str, classes: Sequence[str]) -> Axes:
    """Draw an image, the layers of activations that follow from it, and the probabilities that come out.

    Hidden cells are the more strongly tinted the larger their activation is within its layer.

    Shapes: `image` (h, w); each of `activations` a vector, the last one (k,) probabilities; `classes` k names.
    Errors: ValueError if the last activations are not one probability for each class.
    """
    layers = [floats(a).ravel() for a in activations]
    chances = layers[-1]
    if chances.shape != (len(classes),) or not np.isclose(chances.sum(), 1, atol=1e-4):
        raise ValueError(f"forward_pass: the last activations must be {len(classes)} probabilities that add up to 1.")
    height = 3.1
    axes = canvas(height, alt=alt)
    middle = height / 2 + 0.12
    figure = axes.figure
    width = axes.get_xlim()[1]
    picture = figure.add_axes((0.02 / width, (height - middle - 0.65) / height, 1.3 / width, 1.3 / height))
    picture.imshow(np.asarray(image), cmap="gray")
    picture.set(xticks=[], yticks=[])
    picture.spines[:].set_visible(True)
    ends = [(1.36, middle - 0.65, middle + 0.65)]
    columns = np.linspace(1.85, 3.05, len(layers) - 1) if len(layers) > 2 else [2.45]
    for x, layer in zip(columns, layers[:-1], strict=True):
        ends.append((x, *_column(axes, x, middle, layer)))
    bottom = middle + 0.125 * len(chances)
    ends.append((3.6, middle - 0.125 * len(chances), bottom))
    for (x0, top0, bottom0), (x1, top1, bottom1) in itertools.pairwise(ends):
        left = x0 + (0.14 if x0 > 1.4 else 0)
        axes.fill(
            [left + 0.04, x1 - 0.04, x1 - 0.04, left + 0.04], [top0, top1, bottom1, bottom0],
            color=COLOURS["sky"], alpha=0.16, linewidth=0,
        )  # fmt: skip
    for i, (name, chance) in enumerate(zip(classes, chances, strict=True)):
        y = middle + 0.25 * (i - len(chances) / 2)
        weight = "bold" if chance == chances.max() else "normal"
        label(axes, 3.72, y + 0.125, name, weight=weight)
        box(axes, (3.86, y + 0.03), 0.6, 0.19, fill="grid", alpha=0.6)
        box(axes, (3.86, y + 0.03), 0.6 * chance, 0.19, fill="blue")
        label(axes, 4.98, y + 0.125, f"{chance:.0%}", at="right", weight=weight)
    heads = [f"{np.size(image)} pixels", *[str(len(layer)) for layer in layers[:-1]], f"{len(chances)} probabilities"]
    for x, text in zip([0.67, *(float(c) + 0.07 for c in columns), 4.3], heads, strict=True):
        label(axes, x, 0.12, text, colour="muted")
    return axes


def nested_sets(names: Sequence[str], *, alt: str, examples: Sequence[str]) -> Axes:
    """Draw boxes one inside another, the first name the outermost, each with an example of what only it holds.

    Errors: ValueError if there are not as many examples as names.
    """
    if len(names) != len(examples):
        raise ValueError(f"nested_sets: {len(names)} names need as many examples, got {len(examples)}.")
    step, inset = 0.66, 0.14
    height = step * len(names) + inset * len(names) + 0.1
    axes = canvas(height, alt=alt)
    width = axes.get_xlim()[1]
    for i, (name, example) in enumerate(zip(names, examples, strict=True)):
        left, top = 0.05 + inset * i, 0.05 + step * i
        size = (width - 2 * left, height - top - 0.05 - inset * i)
        axes.add_patch(
            FancyBboxPatch(
                (left, top), *size, boxstyle="round,pad=0,rounding_size=0.12",
                facecolor=(COLOURS["blue"], 0.10), edgecolor=COLOURS["blue"], linewidth=1.1,
            )
        )  # fmt: skip
        label(axes, left + 0.16, top + 0.24, name, at="left", fontsize=11, weight="bold")
        label(axes, left + 0.16, top + 0.48, example, at="left")
    return axes


def _column(axes: Axes, x: float, middle: float, layer: NDArray[np.float64]) -> tuple[float, float]:
    """Draw a layer as a column of cells and return where it begins and ends."""
    size = min(0.16, 2.6 / len(layer))
    top = middle - size * len(layer) / 2
    scale = np.abs(layer).max() or 1.0
    for i, value in enumerate(layer):
        corner = (x, top + i * size)
        box(axes, corner, 0.14, size, fill="blue", alpha=float(np.abs(value) / scale), zorder=3)
        box(axes, corner, 0.14, size, edge="muted", linewidth=0.5, zorder=3)
    return top, top + size * len(layer)
