"""What a network looks at: a picture under weights, examples as points in a plane, the light on the stairs."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon
from numpy.typing import ArrayLike

from nnbook.plots.drawing import SIGNED, box, canvas, floats, label, picture, signed
from nnbook.plots.style import COLOURS, FULL_WIDTH, describe

__all__ = ["point_planes", "stair_lights", "weighted_picture"]

GREY: dict[str, Any] = {"cmap": "gray", "vmin": 0, "vmax": 1}


def weighted_picture(image: ArrayLike, weights: ArrayLike, *, alt: str) -> Axes:
    """Draw a picture, weights of the same size, and their products, with what all the products add up to.

    Shapes: `image` (height, width), from 0 (black) to 1 (white); `weights` the same.
    Errors: ValueError if picture and weights differ in shape.
    """
    x, w = floats(image), floats(weights)
    if x.shape != w.shape or x.ndim != 2:
        raise ValueError(f"weighted_picture: weights must have the shape of the picture, {x.shape}, got {w.shape}.")
    edge, size = 0.02, 1.42
    gap = (FULL_WIDTH - 2 * edge - 3 * size) / 2
    axes = canvas(size + 0.62, alt=alt)
    limit = float(np.abs(w).max()) or 1.0
    for i, (pixels, head) in enumerate(((x, "activations"), (w, "weights"), (x * w, "products"))):
        left = edge + i * (size + gap)
        look: dict[str, Any] = {"cmap": SIGNED, "vmin": -limit, "vmax": limit} if i else GREY
        picture(axes, pixels, (left, 0.3), size, size, **look)
        label(axes, left + size / 2, 0.14, head)
        if i:
            label(axes, left - gap / 2, 0.3 + size / 2, "×="[i - 1], fontsize=12)
    total = f"sum {signed(float((x * w).sum()), 1)}"
    label(axes, FULL_WIDTH - edge - size / 2, size + 0.47, total, weight="bold")
    return axes


def point_planes(
    panels: Mapping[str, ArrayLike],
    filled: Sequence[bool],
    *,
    alt: str,
    axes: Sequence[tuple[str, str]],
    line: tuple[float, float, float],
) -> Figure:
    """Draw the same examples as points in several planes side by side, some filled, with a line in the last plane.

    Shapes: each of `panels` (n, 2), by its title; `filled` n of them; `axes` the names of both axes for each panel;
        `line` the (p, q, r) of p x + q y + r = 0.
    Errors: ValueError if there are not as many points as `filled`, or as many pairs of names as panels.
    """
    points = [floats(panel) for panel in panels.values()]
    if any(p.shape != (len(filled), 2) for p in points) or len(axes) != len(points):
        got = f"{[p.shape for p in points]} and {len(axes)}"
        raise ValueError(
            f"point_planes: every panel needs {len(filled)} points, and a pair of names for its axes, got {got}."
        )
    figure, planes = plt.subplots(1, len(points), figsize=(FULL_WIDTH, 2.8), squeeze=False)
    for plane, title, p, (xlabel, ylabel) in zip(planes[0], panels, points, axes, strict=True):
        for (x, y), full in zip(p, filled, strict=True):
            plane.plot(
                x, y, "o", markersize=11, markerfacecolor=COLOURS["orange" if full else "paper"],
                markeredgecolor=COLOURS["ink"], zorder=3,
            )  # fmt: skip
        low, high = p.min() - 0.4, p.max() + 0.4
        plane.set(title=title, xlabel=xlabel, ylabel=ylabel, xlim=(low, high), ylim=(low, high), aspect="equal")
        plane.set(xticks=np.arange(0, high), yticks=np.arange(0, high))
    a, b, c = line
    ends = np.array(planes[0, -1].get_xlim())
    planes[0, -1].plot(ends, -(c + a * ends) / b, "--", color=COLOURS["blue"])
    return describe(figure, alt)


def stair_lights(switches: ArrayLike, lamps: Sequence[bool], *, alt: str) -> Axes:
    """Draw a staircase for each row of `switches`: a switch below and one above, up (1) or down (0), and the lamp.

    Shapes: `switches` (n, 2); `lamps` n of them, whether the lamp is lit.
    Errors: ValueError if there are not as many lamps as rows.
    """
    states = np.asarray(switches)
    if states.shape != (len(lamps), 2):
        raise ValueError(
            f"stair_lights: {len(lamps)} lamps need switches of shape ({len(lamps)}, 2), got {states.shape}."
        )
    axes = canvas(1.75, alt=alt)
    step = FULL_WIDTH / len(lamps)
    for i, (state, lit) in enumerate(zip(states, lamps, strict=True)):
        left = step * i + (step - 1.06) / 2
        treads = [(left + 0.3 + 0.17 * k, 1.3 - 0.17 * j) for k, j in ((0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3))]
        stair = [*treads, (left + 1.06, treads[-1][1]), (left + 1.06, 1.3)]
        axes.add_patch(Polygon(stair, facecolor=COLOURS["grid"], edgecolor=COLOURS["muted"], linewidth=0.8))
        lamp = (left + 0.42, 0.32)
        if lit:
            turns = np.linspace(0, 2 * np.pi, 9)[:-1]
            rays = [[(lamp[0] + r * np.cos(t), lamp[1] + r * np.sin(t)) for r in (0.17, 0.25)] for t in turns]
            axes.add_collection(LineCollection(rays, colors=COLOURS["orange"], linewidths=1.6))
        face = COLOURS["orange" if lit else "paper"]
        axes.add_patch(Circle(lamp, 0.12, facecolor=face, edgecolor=COLOURS["ink"], linewidth=1.1))
        for up, (x, y) in zip(state, ((left + 0.02, 0.95), (left + 0.86, 0.42)), strict=True):
            box(axes, (x, y), 0.15, 0.28, fill="paper", edge="ink", linewidth=1.1)
            box(axes, (x + 0.03, y + (0.03 if up else 0.14)), 0.09, 0.11, fill="ink")
        text = f"({state[0]:g}, {state[1]:g}): {'on' if lit else 'off'}"
        label(axes, left + 0.53, 1.58, text)
    return axes
