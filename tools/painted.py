"""What Chromium paints of every figure of a page, in both schemes and at the widths of a desk and of a phone."""

import base64
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
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tools import chromium

WIDTHS = (1280, 360)
SCHEMES = {"light": "default", "dark": "slate"}
"""The schemes, and what the theme calls them."""

SCALE = 2
"""Pixels of a picture for each pixel of the page, as on usual screens; letters then differ less."""

MARGIN = 2
"""Pixels of the page that are looked at around a figure."""

LAY_OUT = Path(__file__).with_name("painted.js").read_text(encoding="utf-8")
# What is off screen is drawn too, nothing fades, and what stays on the screen stands before no figure.
STYLE = """
*, ::before, ::after { content-visibility: visible !important; transition: none !important; }
.md-header, .md-top, .md-skip { visibility: hidden !important; }
.nn-no-texts .nn-figure > svg text { visibility: hidden !important; }
"""
UNFOLD = """async () => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const images = [...document.images];
  images.forEach((image) => { image.loading = "eager"; });
  await Promise.all([document.fonts.ready, ...images.map((image) => image.decode().catch(() => 0))]);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
NAMES = """() => [...document.querySelectorAll(".nn-figure > svg")].map((svg) => {
  const fence = svg.closest(".nn-fence");
  return [Number(fence.id.split("-")[1]), [...fence.querySelectorAll(".nn-figure > svg")].indexOf(svg)];
})"""


@dataclass
class Painted:
    """The figure `number` (from 0) of a fence of a page, as it is on the screen.

    `pixels` is the picture, `bare` the same without its texts, both (height, width, 3) at `SCALE`; `ground` the colour
    of the page beside it; `place` says where things are, in pixels of the page's window.
    """

    page: str
    fence: int
    number: int
    scheme: str
    width: int
    pixels: NDArray[np.uint8] = field(repr=False)
    bare: NDArray[np.uint8] = field(repr=False)
    ground: NDArray[np.uint8]
    place: dict[str, Any] = field(repr=False)

    def __str__(self) -> str:
        which = f" figure {self.number + 1}" if self.number else ""
        return f"{self.page or '/'}: fence {self.fence}{which} ({self.scheme}, {self.width})"


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
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
    path = chromium.find()
    assert path is not None, chromium.REMEDY
    flags = [*chromium.FLAGS, "--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb"]
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(settings)}
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags, env=environment)
        yield started
        started.close()


def paint(
    browser: Browser,
    address: str,
    name: str,
    *,
    schemes: Sequence[str] = tuple(SCHEMES),
    widths: Sequence[int] = WIDTHS,
    texts: bool = True,
) -> Iterator[Painted]:
    """Yield every figure of a page; a widget leaves its figure in its place, as where there is no script.

    Without `texts`, `bare` is the picture itself: a second look at each figure takes as long as the first.
    """
    with opened(browser, address, name, widgets=False) as page:
        camera = page.context.new_cdp_session(page)
        names = page.evaluate(NAMES)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 1400})
            page.evaluate(UNFOLD)
            for scheme in schemes:
                dress(page, scheme)
                for position, (fence, number) in enumerate(names):
                    place = page.evaluate(LAY_OUT, position)
                    while place != (place := page.evaluate(LAY_OUT, position)):
                        page.wait_for_timeout(50)  # the page is still being laid out
                    around = shot(camera, place, MARGIN)
                    edge = round(MARGIN * SCALE)
                    bare = pixels = around[edge:-edge, edge:-edge]
                    if texts:
                        page.evaluate("document.documentElement.classList.add('nn-no-texts')")
                        bare = shot(camera, place)
                        page.evaluate("document.documentElement.classList.remove('nn-no-texts')")
                    yield Painted(name, fence, number, scheme, width, pixels, bare, around[0, 0], place)


@contextmanager
def opened(browser: Browser, address: str, name: str, *, widgets: bool) -> Iterator[Page]:
    """Open a page with all that it has unfolded and loaded, with its widgets or without."""
    context = browser.new_context(
        viewport={"width": WIDTHS[0], "height": 1400},
        device_scale_factor=SCALE,
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


def shot(camera: CDPSession, place: dict[str, Any], margin: float = 0) -> NDArray[np.uint8]:
    """Return what is on the screen in a box and so many pixels around it, (height, width, 3)."""
    left, top, right, bottom = np.add(place["box"], (-margin, -margin, margin, margin)).tolist()
    clip = {"x": left, "y": top + place["scrolled"], "width": right - left, "height": bottom - top, "scale": SCALE}
    picture = camera.send("Page.captureScreenshot", {"format": "png", "clip": clip, "optimizeForSpeed": True})
    with Image.open(io.BytesIO(base64.b64decode(picture["data"]))) as image:
        return np.asarray(image.convert("RGB"))
