"""What a figure of a lab shows: the drawing for its page, a sentence and a digest for its file.

The digest is that of the numbers that the figure draws. Pixels differ from version to version of Matplotlib and from
machine to machine; the numbers behind them do not, once they are rounded. The kernel of a lab loads this module as an
extension of IPython.
"""

import hashlib
import html
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.colors import to_rgba_array
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Patch
from matplotlib.text import Text
from numpy.typing import ArrayLike

from nnbook.book.check.guard import Guard, limit_computing
from nnbook.book.run.figures import description, draw

FINE = 1e4
"""Steps that a number is rounded to, for one about as large as the largest beside it."""

ASIDE = 1 / np.pi
"""Where, within a step, one ends and the next begins: at no number that people write."""


def said(figure: Figure) -> str:
    """Return the description of a figure, and the digest of what it draws.

    Errors: FigureError if the figure has no description.
    """
    found = hashlib.sha256()
    for words, numbers in _parts(figure):
        found.update(f"{words}\0".encode())
        for array in numbers:
            found.update(_rounded(array))
    return f"{description(figure)}\n[figure {found.hexdigest()[:12]}]"


def for_page(figure: Figure) -> dict[str, str]:
    """Return a figure as the page of its lab takes it: the drawing and its description, in an element of their own.

    Errors: FigureError if the figure has no description.
    """
    drawing = draw(figure)
    return {"text/html": f'<data class="nn-drawing" value="{html.escape(json.dumps(asdict(drawing)))}"></data>'}


def load_ipython_extension(shell: Any) -> None:
    """Let the kernel say what its figures show, and do in a cell what a lab may, for as long as it may."""
    limit_computing(float(os.environ["NNBOOK_LAB_SECONDS"]))
    sys.dont_write_bytecode = True
    tempfile.tempdir = os.getcwd()
    guard = Guard(tempfile.tempdir, "a lab")

    def begin(_: object) -> None:
        guard.armed = True

    def end(result: Any) -> None:
        guard.armed = False
        if guard.found and result.success:  # what was refused counts even if the cell has caught the error
            print(f"a lab may not do this: it {guard.found[0]}", file=sys.stderr)

    shell.events.register("pre_run_cell", begin)
    shell.events.register("post_run_cell", end)

    def write(figure: Figure, printer: Any, cycle: bool) -> None:
        printer.text(said(figure))

    formatter = shell.display_formatter
    formatter.formatters["text/plain"].for_type(Figure, write)
    formatter.mimebundle_formatter.for_type(Figure, for_page)
    formatter.active_types = ["text/plain", "text/html"]  # no pixels


def _parts(figure: Figure) -> Iterator[tuple[str, tuple[ArrayLike, ...]]]:
    """Yield what a figure draws, part by part: words, and numbers in the units of its axes."""
    yield from map(_part, figure.texts)
    for ax in figure.axes:
        titles = (ax.get_title(loc=side) for side in ("left", "center", "right"))
        yield "\n".join((ax.get_xlabel(), ax.get_ylabel(), ax.get_xscale(), ax.get_yscale(), *titles)), ()
        legend = ax.get_legend()
        texts = [*ax.texts, *(legend.get_texts() if legend else ())]
        yield from map(_part, (*ax.images, *ax.lines, *ax.patches, *ax.collections, *texts))


def _part(artist: Artist) -> tuple[str, tuple[ArrayLike, ...]]:
    match artist:
        case AxesImage():
            return "image", (np.ma.asarray(artist.get_array()), artist.get_extent(), artist.get_clim())
        case Line2D():
            return "line", (artist.get_xydata(), to_rgba_array(artist.get_color()))
        case Collection():
            paths = [path.vertices for path in artist.get_paths()]
            return "collection", (artist.get_offsets(), artist.get_facecolor(), artist.get_edgecolor(), *paths)
        case Text():
            return f"text {artist.get_text()}", (to_rgba_array(artist.get_color()),)
        # How these look depends on the size of the letters beside them.
        case FancyArrowPatch() | FancyBboxPatch():
            return "patch", (artist.get_facecolor(),)
        case Patch():
            outline = artist.get_patch_transform().transform(artist.get_path().vertices)
            return "patch", (outline, artist.get_facecolor())
    return type(artist).__name__, ()


def _rounded(values: ArrayLike) -> bytes:
    """Return the bytes of numbers rounded to some four digits, alike wherever they were computed."""
    array = np.ma.filled(np.ma.asarray(values, np.float64), np.nan)
    largest = np.abs(array[np.isfinite(array)]).max(initial=0)
    # The unit is a power of ten that changes at no number that people write either.
    unit = 10.0 ** np.floor(np.log10(largest) + ASIDE) if largest else 1.0
    steps = np.floor(np.nan_to_num(array / unit, nan=1e9, posinf=2e9, neginf=-2e9) * FINE + ASIDE)
    return f"{array.shape}".encode() + steps.astype("<i8").tobytes()
