"""Every figure and every widget of the book on one page, in both schemes and at both widths, to look at.

`python -m tools.contact_sheet [page ...]` writes contact-sheet.html, in which all pictures are.
"""

import base64
import html
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tools import building, chromium
from tools.painted import SCALES, SCHEMES, browser, dress, opened, paint, shot

TARGET = building.ROOT / "contact-sheet.html"
STYLE = """
body { background: #b9bec7; font: 15px system-ui; margin: 1rem; }
h2 { background: #1f2430; color: #fff; margin: 2rem 0 1rem; padding: 0.3rem 0.6rem; position: sticky; top: 0; }
h3 { font-size: 1em; margin: 1.2rem 0 0.3rem; }
div { align-items: start; display: flex; flex-wrap: wrap; gap: 0.6rem; }
img { background: #fff; }
"""
# A widget is made when it comes near, and draws in its own time.
WIDGETS = """async () => {
  const places = [...document.querySelectorAll("[data-widget]")];
  for (const place of places) {
    place.scrollIntoView({ behavior: "instant" });
    const made = () => place.querySelector(`nn-${place.dataset.widget}`)?.querySelector("svg, button, input");
    for (let i = 0; i < 500 && !made(); i++) await new Promise((done) => setTimeout(done, 20));
  }
  return places.map((place) => place.dataset.widget);
}"""
# Where a widget is, when it has not grown for a while: some fetch what they draw.
PLACE = """async (number) => {
  const place = document.querySelectorAll("[data-widget]")[number];
  const widget = place.querySelector(`nn-${place.dataset.widget}`);
  widget.scrollIntoView({ block: "start", behavior: "instant" });
  for (let height = 0, still = 0; still < 20; ) {
    await new Promise((done) => requestAnimationFrame(done));
    const now = widget.getBoundingClientRect().height;
    still = now === height ? still + 1 : 0;
    height = now;
  }
  const { left, top, right, bottom } = widget.getBoundingClientRect();
  return [left, top + scrollY, right, bottom + scrollY];
}"""

Picture = tuple[str, NDArray[np.uint8], int]
"""What is shown, its pixels, and how many of them there are for each pixel of the page."""


def pictures(started: Browser, address: str, name: str) -> Iterator[Picture]:
    """Yield the pictures of a page, each with the name of what it shows."""
    for figure in paint(started, address, name, apart=False):
        yield f"figure of fence {figure.fence}.{figure.number + 1}", figure.pixels, figure.scale
    for width, scale in SCALES.items():
        with opened(started, address, name, width, widgets=True) as page:
            names = page.evaluate(WIDGETS)
            for scheme in SCHEMES:
                dress(page, scheme)
                for number, widget in enumerate(names):
                    yield f"widget {number + 1}: {widget}", shot(page, page.evaluate(PLACE, number)), scale


def sheet(found: dict[str, list[Picture]]) -> str:
    """Return the page with these pictures."""
    parts = [f'<!doctype html><meta charset="utf-8"><title>Contact sheet</title><style>{STYLE}</style>']
    for name, shown in found.items():
        parts.append(f"<h2>{html.escape(name or 'home')}</h2>")
        for what in dict.fromkeys(what for what, *_ in shown):
            row = "".join(_image(pixels, scale) for other, pixels, scale in shown if other == what)
            parts.append(f"<h3>{html.escape(what)}</h3><div>{row}</div>")
    return "\n".join(parts) + "\n"


def _image(pixels: NDArray[np.uint8], scale: int) -> str:
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "WEBP", quality=85)
    picture = base64.b64encode(content.getvalue()).decode()
    return f'<img alt="" width="{pixels.shape[1] // scale}" src="data:image/webp;base64,{picture}">'


def main(wanted: list[str]) -> None:
    """Build, or take the site that NNBOOK_SITE names, and write the sheet."""
    executable = chromium.find()
    assert executable is not None, chromium.REMEDY
    given = os.environ.get("NNBOOK_SITE")
    with nullcontext(given) if given else tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        with building.serve(site) as address:
            if not given:
                building.build(site, NNBOOK_SITE_URL=address)
            with (
                tempfile.TemporaryDirectory() as own,
                sync_playwright() as playwright,
                browser(playwright, executable, Path(own)) as started,
            ):
                # The page that has all others on it would show everything twice.
                names = wanted or [name for name in building.pages(site) if not name.startswith("print")]
                found = {name: list(pictures(started, address, name)) for name in names}
    TARGET.write_text(sheet({name: shown for name, shown in found.items() if shown}), encoding="utf-8")
    print(f"{sum(map(len, found.values()))} pictures of {len(found)} pages in {TARGET}")


if __name__ == "__main__":
    main(sys.argv[1:])
