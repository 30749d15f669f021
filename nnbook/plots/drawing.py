"""What figures are drawn with: an empty canvas in inches, and on it labels, boxes, circles, edges and pictures.

Coordinates are inches from the left and from the top. Colours are named as in `style.COLOURS`.
"""

import math
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Circle, Rectangle
from matplotlib.ticker import FixedLocator, NullLocator
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.style import COLOURS, FULL_WIDTH, SMALL, describe, letters_on

Point = tuple[float, float]

LETTER = 0.094  # inches that a letter of the smallest size takes in the mean
STRONGEST_TINT = 0.38
STYLES = ("-", "--", "-.", ":")
MARKERS = ("o", "s", "^", "D", "v", "P")
# Pictures keep their colours in the dark scheme, but for this scale: its middle, where there is nothing, is then dark.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#b85c0c", "#f6f6f4", "#1338a8"])


def canvas(height: float, *, alt: str, width: float = FULL_WIDTH) -> Axes:
    """Return an empty figure's axes whose coordinates are inches, with y counted downwards from the top."""
    figure = plt.figure(figsize=(width, height), layout="constrained")
    # A figure made without layout is given the default one as soon as it has been saved; one that lost it is not.
    figure.set_layout_engine("none")
    describe(figure, alt)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return axes


def floats(values: ArrayLike) -> NDArray[np.float64]:
    """Return values as an array of numbers to draw."""
    return np.asarray(values, dtype=np.float64)


def signed(value: float, digits: int) -> str:
    """Write a number with a true minus sign and no negative zero."""
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "\u2212")


def short(value: float) -> str:
    """Write a number with at most two decimals and no zeros at its end."""
    text = signed(value, 2)
    return text.rstrip("0").rstrip(".")


def with_gaps(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a curve with a gap where it jumps: where a fifth of its height lies between two neighbours.

    Shapes: `x` (n,), close together; `y` (n,).
    """
    across, up = floats(x), floats(y)
    jumps = np.flatnonzero(np.abs(np.diff(up)) > 0.2 * np.ptp(up)) + 1
    return np.insert(across, jumps, np.nan), np.insert(up, jumps, np.nan)


def side(value: float) -> str:
    """Return the colour of a number: blue above 0, orange below, muted at 0."""
    return "muted" if value == 0 else "blue" if value > 0 else "orange"


def label(axes: Axes, x: float, y: float, text: str, *, at: str = "center", colour: str = "ink", **look: Any) -> None:
    """Write a line of text: its middle, or the end that `at` names, at x; half the height of its letters at y."""
    given: dict[str, Any] = {"fontsize": SMALL, "color": COLOURS[colour]} | look
    axes.text(x, y, text, ha=at, va="center_baseline", **given)


def beside(axes: Axes, point: Point, text: str, *, gap: float = 5, up: float = 0, **look: Any) -> None:
    """Write a text to the right of a point of the data, or to the left for a negative gap, both in points."""
    axes.annotate(
        text, point, xytext=(gap, up), textcoords="offset points", ha="left" if gap > 0 else "right",
        va="center_baseline", fontsize=SMALL, **look,
    )  # fmt: skip


def box(axes: Axes, corner: Point, width: float, height: float, *, fill: str = "", edge: str = "", **look: Any) -> None:
    """Draw a rectangle down and right from its corner, filled with a colour or not, with a thin edge or none."""
    colours = {"facecolor": COLOURS.get(fill, "none"), "edgecolor": COLOURS.get(edge, "none")}
    axes.add_patch(Rectangle(corner, width, height, **colours | {"linewidth": 0.8 if edge else 0} | look))


def tinted(
    axes: Axes, corner: Point, width: float, height: float, tint: float, *, hues: tuple[str, str] = ("orange", "blue")
) -> None:
    """Draw a rectangle without edge, `tint` running from -1 (the first hue) over 0 (clear) to 1 (the second)."""
    if tint:
        box(axes, corner, width, height, fill=hues[int(tint > 0)], alpha=STRONGEST_TINT * min(abs(tint), 1.0))


def node(axes: Axes, centre: Point, radius: float, text: str = "", *, linewidth: float = 1.2) -> None:
    """Draw a circle that hides the edges behind it, with a text in it."""
    look: dict[str, Any] = {"facecolor": COLOURS["paper"], "edgecolor": COLOURS["ink"], "linewidth": linewidth}
    axes.add_patch(Circle(centre, radius, zorder=3, **look))
    if text:
        label(axes, *centre, text, zorder=4)


def filled_node(axes: Axes, centre: Point, radius: float, fill: float, *, strongest: float = 1.0) -> None:
    """Draw a circle that is the bluer the larger `fill` is, from 0 to 1."""
    axes.add_patch(Circle(centre, radius, facecolor=COLOURS["paper"], linewidth=0, zorder=2))
    blue: dict[str, Any] = {"facecolor": COLOURS["blue"], "alpha": strongest * min(fill, 1.0), "linewidth": 0}
    axes.add_patch(Circle(centre, radius, zorder=3, **blue))
    ring: dict[str, Any] = {"facecolor": "none", "edgecolor": COLOURS["ink"], "linewidth": 4 * radius + 0.2}
    axes.add_patch(Circle(centre, radius, zorder=3, **ring))


def edge(
    axes: Axes, start: Point, end: Point, weight: float, text: str, *, along: float, pad: float = 1.0, **look: Any
) -> None:
    """Draw the edge between two nodes, blue, orange or muted by its weight (from -1 to 1) and the thicker the larger.

    The text stands on it, at this share of the way.
    """
    (x0, y0), (x1, y1) = start, end
    axes.plot([x0, x1], [y0, y1], color=COLOURS[side(weight)], linewidth=0.8 + 2 * abs(weight), zorder=1, **look)
    over(axes, x0 + along * (x1 - x0), y0 + along * (y1 - y0), text, pad=pad)


def over(axes: Axes, x: float, y: float, text: str, *, pad: float = 1.0) -> None:
    """Write a text over an edge or an arrow, which it hides as far as `pad` points around it."""
    label(axes, x, y, text, zorder=2, bbox={"facecolor": COLOURS["paper"], "edgecolor": "none", "pad": pad})


def picture(
    axes: Axes, pixels: ArrayLike, corner: Point, width: float, height: float, *, framed: bool = True, **look: Any
) -> AxesImage:
    """Draw an array as a picture in a frame: in both schemes it ends there, not where it differs from the page."""
    limits = axes.get_xlim(), axes.get_ylim()
    x, y = corner
    image = axes.imshow(pixels, extent=(x, x + width, y + height, y), aspect="auto", **look)
    axes.set(xlim=limits[0], ylim=limits[1])
    if look.get("cmap") is SIGNED:
        _marked(axes, image)
    if framed:
        box(axes, corner, width, height, edge="muted")
    return image


class _Mark(Artist):
    """An empty group before the pictures of numbers with a sign, by which the page's drawing knows them.

    Matplotlib makes one picture of all that lie above each other, and does not say which they were.
    """

    def draw(self, renderer: RendererBase) -> None:
        """Write the group."""
        renderer.open_group(SIGNED.name, gid=SIGNED.name)
        renderer.close_group(SIGNED.name)


def _marked(axes: Axes, image: AxesImage) -> None:
    """Lay a picture above the mark, and above all pictures without a sign."""
    image.set_zorder(0.2)
    if not axes.artists:
        mark = axes.add_artist(_Mark())
        mark.set_zorder(0.1)
        mark.set_in_layout(False)


def letters_on_signed(colour: ArrayLike) -> str:
    """Return the colour of letters on one of the scale for numbers with a sign; in the dark scheme it is white."""
    return COLOURS["letters"] if letters_on(colour) == "black" else "white"


def decades(axis: Axis, *, most: int = 9) -> None:
    """On a logarithmic axis of more powers of ten than that mark every second, third … of them alone.

    Matplotlib 3.8, which draws in the browser, would choose others than the one that draws the page.
    """
    low, high = np.sort(np.log10(axis.get_view_interval()))
    powers = range(math.ceil(low), math.floor(high) + 1)
    if (step := math.ceil(len(powers) / most)) > 1:
        axis.set_major_locator(FixedLocator([10.0**k for k in powers if k % step == 0]))
        axis.set_minor_locator(NullLocator())


def legend_above(figure: Figure, columns: int) -> None:
    """Put one legend of all lines above the axes."""
    figure.legend(loc="outside upper center", ncols=columns)
