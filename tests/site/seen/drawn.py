"""What Matplotlib itself paints of every figure of a page, in the colours of each scheme.

A fence is run again, and Matplotlib's raster backend paints the figures that it leaves open: nothing of what makes
drawings for the page out of them (`nnbook.book.figures` and all that follows) has a part in it. What was painted is
kept, under a key that covers what it depends on.
"""

import contextlib
import gc
import io
import multiprocessing
import os
import pickle
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from numpy.typing import NDArray
from PIL import Image

from nnbook.book.check.processes import PRELOAD, SETTINGS
from nnbook.book.files import CACHE, Kept, digest, key, library_digest, surroundings
from nnbook.book.parse.page import Fence
from nnbook.book.run.execution import isolation
from nnbook.book.run.figures import PIXELS_PER_POINT
from nnbook.plots.drawing import SIGNED
from nnbook.plots.style import COLOURS
from tests.plots.test_style import CSS, schemes, signed_scales

RESOLUTION = 2 * 72 * PIXELS_PER_POINT
"""Pixels an inch: two for each of a desk's screen, and a little more than a phone's screen has."""

# Chromium moves nothing to whole pixels, neither lines nor letters; so Matplotlib shall not either.
EXACT: dict[Any, Any] = {"path.snap": False, "text.hinting": "none"}

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Shown:
    """An array that a figure shows as pixels: the colours of its cells, and the box that they fill.

    Shapes: `cells` (rows, columns, 3), the upper row first; `box` left, top, right, bottom as shares of the figure.
    """

    cells: Pixels
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Drawn:
    """A figure as Matplotlib paints it: for each scheme a PNG, and the arrays that it shows."""

    painted: dict[str, bytes]
    arrays: dict[str, tuple[Shown, ...]]

    def pixels(self, scheme: str, ground: Sequence[float], size: tuple[int, int]) -> Pixels:
        """Return the picture in a scheme on a ground of that colour; `size` is (width, height)."""
        with Image.open(io.BytesIO(self.painted[scheme])) as image:
            behind = Image.new("RGBA", image.size, tuple(round(value) for value in ground))
            behind.alpha_composite(image)
        return np.asarray(behind.convert("RGB").resize(size, Image.Resampling.BOX))


def draw(fences: Iterable[Fence]) -> dict[Fence, list[Drawn]]:
    """Return what Matplotlib paints of the figures of these fences; what is not kept is painted side by side."""
    kept = Kept(CACHE / "drawn")
    keys = {fence: _key(fence.source) for fence in fences}
    missing = [fence for fence, name in keys.items() if kept.get(name) is None]
    if missing:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOAD)
        with _environment(), context.Pool(os.cpu_count(), initializer=gc.freeze) as pool:
            # Those that take longest are those that train, and they have the longest sources.
            missing.sort(key=lambda fence: -len(fence.source))
            painted = pool.imap(_paint, [(fence.source, fence.page) for fence in missing])
            for fence, content in zip(missing, painted, strict=True):
                kept.put(keys[fence], content)
    return {fence: pickle.loads(kept.get(name) or b"") for fence, name in keys.items()}


def _paint(job: tuple[str, str]) -> bytes:
    return pickle.dumps(paint(*job))


def paint(source: str, page: str) -> list[Drawn]:
    """Run a fence and return what Matplotlib paints of the figures that it leaves open."""
    with contextlib.redirect_stdout(io.StringIO()), isolation():
        exec(compile(source, page, "exec"), sys.modules["__main__"].__dict__)
        return [_drawn(plt.figure(number)) for number in plt.get_fignums()]


def _drawn(figure: Figure) -> Drawn:
    # The lay-out that the figure has on the page, where a pixel is a point.
    FigureCanvasSVG(figure).print_svg(io.BytesIO())
    figure.set_layout_engine("none")
    images = [image for axes in figure.axes for image in axes.images]
    painted, arrays = {}, {}
    with mpl.rc_context(EXACT):
        for scheme, values in schemes().items():
            scale = LinearSegmentedColormap.from_list(SIGNED.name, signed_scales()[scheme])
            for image in images:
                if image.get_cmap().name == SIGNED.name:
                    image.set_cmap(scale)
            arrays[scheme] = tuple(_shown(image, figure) for image in images)
            png = io.BytesIO()
            _Canvas(figure, values)
            figure.savefig(png, format="png", dpi=RESOLUTION, pil_kwargs={"compress_level": 1})
            painted[scheme] = png.getvalue()
    return Drawn(painted, arrays)


def _shown(image: AxesImage, figure: Figure) -> Shown:
    left, right, bottom, top = image.get_extent()
    corners = image.axes.transData.transform([(left, bottom), (right, top)]) / figure.bbox.size
    (x0, y0), (x1, y1) = corners
    values: Any = image.get_array()
    rows = image.to_rgba(values, bytes=True)[..., :3]
    # The row that the extent puts at its top stands first here.
    rows = rows if image.origin == "upper" else rows[::-1]
    cells = rows[:: 1 if y1 > y0 else -1, :: 1 if x1 > x0 else -1]
    return Shown(cells, (min(x0, x1), 1 - max(y0, y1), max(x0, x1), 1 - min(y0, y1)))


class _Canvas(FigureCanvasAgg):
    """Paints the house colours as a scheme has them."""

    def __init__(self, figure: Figure, values: dict[str, str]) -> None:
        super().__init__(figure)
        self.colours = {COLOURS[name]: to_rgba(value)[:3] for name, value in values.items()}

    def get_renderer(self) -> RendererAgg:
        """Return a renderer of the figure's present size."""
        width, height = self.figure.bbox.size
        self.renderer = _Renderer(width, height, self.figure.dpi, self.colours)
        return self.renderer


class _Context(GraphicsContextBase):
    """Colours of strokes, letters and hatches."""

    _rgb: tuple[float, ...]

    def __init__(self, renderer: "_Renderer") -> None:
        self.renderer = renderer
        super().__init__()

    def set_foreground(self, fg: Any, isRGBA: bool = False) -> None:
        """Set the colour of strokes."""
        super().set_foreground(fg, isRGBA)
        self._rgb = self.renderer.colour(self._rgb)

    def set_hatch_color(self, hatch_color: Any) -> None:
        """Set the colour of hatches."""
        super().set_hatch_color(self.renderer.colour(to_rgba(hatch_color)))


class _Renderer(RendererAgg):
    """Fills shapes, markers and collections with the scheme's colours."""

    def __init__(self, width: float, height: float, dpi: float, colours: dict[str, Any]) -> None:
        self.colours = colours
        super().__init__(width, height, dpi)

    def colour(self, given: Any) -> Any:
        """Return the scheme's colour in the place of the house's, and any other as it is."""
        return given if given is None else (*self.colours.get(to_hex(given[:3]), given[:3]), *given[3:])

    def new_gc(self) -> GraphicsContextBase:
        """Return a context with these colours."""
        return _Context(self)

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:
        """Fill a path."""
        super().draw_path(gc, path, transform, self.colour(rgbFace))

    def _update_methods(self) -> None:
        """Stand between Matplotlib and its own methods that fill more than one shape."""
        own: Any = super()
        own._update_methods()
        markers: Any = self.draw_markers
        collection: Any = self.draw_path_collection

        def draw_markers(*given: Any, rgbFace: Any = None) -> None:
            *start, face = given if len(given) == 6 else (*given, rgbFace)
            markers(*start, self.colour(face))

        def draw_path_collection(*given: Any, **named: Any) -> None:
            *start, faces, edges, widths, styles, smooth, urls, offset = given
            faces, edges = (
                np.array([self.colour(tuple(one)) for one in colours]).reshape(-1, 4) for colours in (faces, edges)
            )
            collection(*start, faces, edges, widths, styles, smooth, urls, offset, **named)

        vars(self).update(draw_markers=draw_markers, draw_path_collection=draw_path_collection)


def _key(source: str) -> str:
    made_by = (digest(file.read_bytes()) for file in (Path(__file__), CSS))
    return key(source, library_digest(), surroundings(), *made_by)


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    former = dict(os.environ)
    os.environ.update(SETTINGS)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(former)
