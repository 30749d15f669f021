"""What Chromium paints of every figure of a page, in both schemes and at the widths of a desk and of a phone."""

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, Playwright

from tools import chromium

SCALES = {1280: 1, 360: 2}
"""The widths of a desk and of a phone, and how many pixels their screens have for each pixel of the page."""

SCHEMES = {"light": "default", "dark": "slate"}
"""The schemes, and what the theme calls them."""

MARGIN = 2
"""Pixels of the page that are looked at around a figure."""

LAY_OUT = Path(__file__).with_name("painted.js").read_text(encoding="utf-8")
# What is off screen is drawn too, nothing fades, and what stays on the screen stands before no figure.
STYLE = """
*, ::before, ::after { content-visibility: visible !important; transition: none !important; }
.md-header, .md-top, .md-skip { visibility: hidden !important; }
.nn-aside { display: none !important; }
.nn-no-texts .nn-figure > svg text { visibility: hidden !important; }
.nn-texts .nn-figure > svg :not(g, text, tspan, defs, defs *) { visibility: hidden !important; }
.nn-texts .nn-figure > svg :is(text, tspan) { fill: var(--nn-ink) !important; opacity: 1 !important; }
"""
UNFOLD = """async () => {
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const images = [...document.images];
  images.forEach((image) => { image.loading = "eager"; });
  await frames();  // fonts are asked for by what is laid out
  await Promise.all([document.fonts.ready, ...images.map((image) => image.decode().catch(() => 0))]);
  await frames();
}"""

Pixels = NDArray[np.uint8]


@dataclass(eq=False)
class Painted:
    """The figure `number` (from 0) of a fence of a page, as it is on the screen.

    `pixels` is the picture, `bare` the same without its texts, `texts` its texts alone and in ink, all (height, width,
    3) at `scale`; `ground` is the colour of the page beside it; `place` says where things are, in pixels of the page.
    """

    page: str
    fence: int
    number: int
    scheme: str
    width: int
    pixels: Pixels = field(repr=False)
    bare: Pixels = field(repr=False)
    texts: Pixels = field(repr=False)
    ground: Pixels
    place: dict[str, Any] = field(repr=False)

    @property
    def scale(self) -> int:
        """Pixels of the picture for each pixel of the page."""
        return SCALES[self.width]

    def __str__(self) -> str:
        which = f" figure {self.number + 1}" if self.number else ""
        return f"{self.page or '/'}: fence {self.fence}{which} ({self.scheme}, {self.width})"


@contextmanager
def browser(playwright: Playwright, executable: str, folder: Path) -> Iterator[Browser]:
    """Start a Chromium that has the typeface in which Matplotlib draws, wherever it runs; `folder` is for a file of it.

    A figure asks for DejaVu Sans first. A machine that has none shows another typeface of about the same widths; what
    is compared here is the drawing, so Chromium is given Matplotlib's own copy.
    """
    settings = folder / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{Path(mpl.get_data_path(), 'fonts', 'ttf')}</dir></fontconfig>",
        encoding="utf-8",
    )
    flags = [*chromium.FLAGS, "--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb"]
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(settings)}
    started = playwright.chromium.launch(executable_path=executable, args=flags, env=environment)
    yield started
    started.close()


def paint(
    browser: Browser,
    address: str,
    name: str,
    *,
    schemes: Sequence[str] = tuple(SCHEMES),
    widths: Sequence[int] = tuple(SCALES),
    apart: bool = True,
) -> Iterator[Painted]:
    """Yield every figure of a page; a widget leaves its figure in its place, as where there is no script.

    The figures are laid out as the page has them; then all else is taken away, so that one picture shows them all.
    Pictures without the texts, and in the first of the schemes those of the texts alone, are taken where they are to be
    looked at `apart`; otherwise `bare` and `texts` are the whole picture.
    """
    for width in widths:
        with opened(browser, address, name, width, widgets=False) as page:
            places = page.evaluate(LAY_OUT)
            for scheme in schemes if places else ():
                dress(page, scheme)
                whole = bare = texts = _shots(page, places, width)
                if apart:
                    bare = _with(page, places, width, "nn-no-texts")
                if apart and scheme == schemes[0]:
                    texts = _with(page, places, width, "nn-texts")
                edge = MARGIN * SCALES[width]
                for place, *pictures in zip(places, whole, bare, texts, strict=True):
                    ground = pictures[0][0, 0]
                    seen, below, above = (picture[edge:-edge, edge:-edge] for picture in pictures)
                    which = (name, place["fence"], place["number"], scheme, width)
                    yield Painted(*which, seen, below, above, ground, place)


def _with(page: Page, places: list[dict[str, Any]], width: int, name: str) -> list[Pixels]:
    page.evaluate("(name) => document.documentElement.classList.add(name)", name)
    found = _shots(page, places, width)
    page.evaluate("(name) => document.documentElement.classList.remove(name)", name)
    return found


def _shots(page: Page, places: list[dict[str, Any]], width: int) -> list[Pixels]:
    """Return what is in the boxes of the figures, and around them, from one picture of all."""
    boxes = np.add([place["shown"] for place in places], (-MARGIN, -MARGIN, MARGIN, MARGIN))
    left, top = np.floor(boxes[:, :2].min(axis=0))
    right, bottom = np.ceil(boxes[:, 2:].max(axis=0))
    picture = shot(page, (left, top, right, bottom))
    inside = np.rint((boxes - (left, top, left, top)) * SCALES[width]).astype(int).tolist()
    return [picture[y0:y1, x0:x1] for x0, y0, x1, y1 in inside]


@contextmanager
def opened(browser: Browser, address: str, name: str, width: int, *, widgets: bool) -> Iterator[Page]:
    """Open a page with all that it has unfolded and loaded, with its widgets or without."""
    context = browser.new_context(
        viewport={"width": width, "height": 1400},
        device_scale_factor=SCALES[width],
        bypass_csp=True,
        service_workers="block",
    )
    if not widgets:
        context.route("**/js/widgets.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(address + name, wait_until="load")
    page.add_style_tag(content=STYLE)
    page.evaluate(UNFOLD)
    yield page
    context.close()


def dress(page: Page, scheme: str) -> None:
    """Change the scheme of the system, and wait until the page has followed."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")


def shot(page: Page, box: Sequence[float]) -> Pixels:
    """Return what is in a box of the page (left, top, right, bottom), (height, width, 3) in pixels of its screen."""
    left, top, right, bottom = map(float, box)
    clip: FloatRect = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    with Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))) as image:
        return np.asarray(image.convert("RGB"))
