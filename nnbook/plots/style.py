"""The house style: one palette, one set of sizes, and a description for every figure.

The colours are the light ones. On a page each becomes `var(--nn-<name>)`, which the site's style sheet defines for
the light and for the dark scheme, so one drawing serves both.
"""

import base64
import html
import io
from functools import partial
from typing import Any

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

COLOURS: dict[str, str] = {
    "ink": "#1f2430",  # text and axes
    "muted": "#5b6472",  # secondary text, arrows
    "grid": "#d5dae1",  # rules and frames
    "paper": "#fdfdfe",  # what lies behind: text on a filled shape
    "blue": "#1338a8",
    "orange": "#d1731a",
    "green": "#0a7a64",
    "red": "#93180e",
    "purple": "#6b2a72",
    "sky": "#3f93ba",
    "letters": "#000001",  # on a pale picture of numbers with a sign, which is dark where the page is
}
"""Names of the house colours and their light values."""

SERIES: tuple[str, ...] = ("blue", "orange", "green", "red", "purple", "sky")
"""The colours for data, in the order in which a plot takes them."""

FULL_WIDTH = 5.0
"""Width in inches of a figure that fills a narrow screen: 360 pixels leave its lettering about 9 pixels high."""

SMALL = 10.5
"""Size in points of the smallest lettering that a figure may have."""

HOUSE_STYLE: dict[Any, Any] = {
    "figure.figsize": (FULL_WIDTH, 3.2),
    "figure.facecolor": "none",
    "figure.constrained_layout.use": True,
    "savefig.facecolor": "none",
    "savefig.edgecolor": "none",
    "savefig.transparent": True,
    "svg.fonttype": "none",
    "svg.hashsalt": "nnbook",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "Helvetica", "sans-serif"],
    "font.size": 11,
    "text.color": COLOURS["ink"],
    "axes.facecolor": "none",
    "axes.edgecolor": COLOURS["muted"],
    "axes.labelcolor": COLOURS["ink"],
    "axes.labelsize": 11,
    "axes.titlecolor": COLOURS["ink"],
    "axes.titlesize": 11.5,
    "axes.titlelocation": "left",
    "axes.linewidth": 0.9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.prop_cycle": cycler(color=[COLOURS[name] for name in SERIES]),
    "grid.color": COLOURS["grid"],
    "grid.linewidth": 0.8,
    "xtick.color": COLOURS["muted"],
    "ytick.color": COLOURS["muted"],
    "xtick.labelcolor": COLOURS["ink"],
    "ytick.labelcolor": COLOURS["ink"],
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "legend.frameon": False,
    "legend.fontsize": SMALL,
    "lines.linewidth": 2.0,
    "lines.markersize": 6,
    "image.interpolation": "nearest",
    "hatch.color": COLOURS["muted"],
}
"""Matplotlib settings that every figure of the book starts from."""


def use_style() -> None:
    """Put matplotlib back to its defaults and lay the house style over them."""
    mpl.rcdefaults()
    mpl.rcParams.update(HOUSE_STYLE)


def describe(figure: Figure, alt: str) -> Figure:
    """Give `figure` the sentence that stands for it where it cannot be seen, and return it.

    Errors: ValueError if `alt` is empty or only whitespace.
    """
    if not alt.strip():
        raise ValueError(
            "describe: the alternative text is empty. "
            "Say in a sentence what the figure shows, as you would on the phone."
        )
    figure.set_label(" ".join(alt.split()))
    figure._repr_mimebundle_ = partial(_in_a_notebook, figure)  # type: ignore[attr-defined]
    return figure


def letters_on(colour: ArrayLike) -> str:
    """Return "black" or "white", whichever stands out more from a colour, as WCAG 2 measures it.

    Shapes: `colour` (3,), red, green and blue from 0 to 1.
    """
    share = np.asarray(colour, dtype=np.float64)
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    # Where (1 + 0.05) / (luminance + 0.05) is (luminance + 0.05) / 0.05, both stand out by 4.58.
    return "black" if linear @ (0.2126, 0.7152, 0.0722) > 0.179 else "white"


def _in_a_notebook(figure: Figure, **_: Any) -> dict[str, bytes | str]:
    """Return the figure as Jupyter shows it: pixels, with the sentence that stands for them where it reads HTML."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png", bbox_inches="tight", dpi=figure.dpi)
    data = base64.b64encode(picture.getvalue()).decode()
    alt = html.escape(str(figure.get_label()))
    return {"image/png": picture.getvalue(), "text/html": f'<img alt="{alt}" src="data:image/png;base64,{data}">'}
