"""A network layer by layer: what each hands on to the next, drawn to scale."""

import numpy as np
from matplotlib.axes import Axes

from nnbook.layers import Flatten
from nnbook.network import Network
from nnbook.plots.drawing import box, canvas, label

__all__ = ["architecture"]

LEFT, WIDE, RIGHT = 1.2, 2.6, 3.95  # inches: where the drawings begin, their width, where the shapes stand
PIXEL, GAP, BAR = 0.015, 0.04, 0.12


def architecture(net: Network, input_shape: tuple[int, ...], *, alt: str) -> Axes:
    """Draw what every layer makes of one example, from top to bottom: maps as squares, numbers in a row as bars.

    A layer that keeps the shape, such as ReLU, stands beside the one before. All squares are to one scale, all bars
    to another.

    Shapes: `input_shape` that of one example, (channels, h, w) or (d,).
    """
    X = np.zeros((1, *input_shape), net.dtype)
    stages = [("input", X.shape[1:])]
    for layer in net.layers:
        kept, X = X.shape, layer.forward(X)
        name = type(layer).__name__
        if kept == X.shape and not isinstance(layer, Flatten):
            stages[-1] = (f"{stages[-1][0]}, {name}", stages[-1][1])
        else:
            stages.append((name, X.shape[1:]))
    maps = [shape for _, shape in stages if len(shape) == 3]
    pixel = min([PIXEL, *((WIDE - GAP * (c - 1)) / (c * w) for c, _, w in maps)])
    longest = max([shape[0] for _, shape in stages if len(shape) == 1], default=1)
    heights = [max(shape[1] * pixel if len(shape) == 3 else BAR, 0.16) + 0.16 for _, shape in stages]
    axes = canvas(sum(heights), alt=alt)
    top = 0.0
    for (name, shape), height in zip(stages, heights, strict=True):
        middle = top + height / 2
        if len(shape) == 3:
            count, high, wide = shape[0], shape[1] * pixel, shape[2] * pixel
        else:
            count, high, wide = 1, BAR, WIDE * shape[0] / longest
        for k in range(count):
            corner = (LEFT + k * (wide + GAP), middle - high / 2)
            box(axes, corner, wide, high, fill="sky", edge="ink", linewidth=0.6)
        label(axes, 0.02, middle, name, at="left")
        label(axes, RIGHT, middle, " × ".join(map(str, shape)), at="left", colour="muted")
        top += height
    return axes
