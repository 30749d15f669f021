"""Look at one page twice: in the sheet that readers are sent, and in the sheets as they were written.

Both are on the same page at the same moment, so that nothing else can differ: programs, state, what has the focus.
"""

import base64
import io
import re
import shutil
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from pixelmatch.contrib.PIL import pixelmatch
from playwright.sync_api import Browser, BrowserContext, Page

from nnbook.book.site import stylesheet
from tests.site.seen import damage
from tools.building import ROOT

WRITTEN = "assets/stylesheets/as-written.css"
WIDGETS = "assets/widgets/widgets.css"
WIDGETS_WRITTEN = "assets/widgets/as-written.css"
SCHEMES = ("default", "slate")
THRESHOLD = 0.02  # of pixelmatch, whose own is 0.1: a grey that is 6 of 255 darker is another

# Text in a box that scrolls, and stands between two pixels, is painted on the upper or on the lower one, now so and now
# so, in either sheet; and a widget may still be drawing. The two looks have to have one picture in common.
ROUNDS = 8

# What moves would differ by the moment. Playwright stops most of it, but not the hint of a field.
STILL = """*, ::before, ::after, ::placeholder {
  transition: none !important; animation: none !important; caret-color: transparent !important;
}"""
# What stands beside a widget in its chapter has no part in its looks, but is styled anew with every other sheet.
ALONE = """(widget) => {
  for (let part = widget; !part.matches(".md-content__inner"); part = part.parentElement) {
    for (const other of part.parentElement.children) if (other !== part) other.style.display = "none";
  }
}"""
# Put the sheets as written beside those that are sent; only one of the two is in force at a time.
ADD = """async ([address, widgets]) => {
  for (const picture of document.images) picture.loading = "eager";
  const sent = document.querySelector('link[rel=stylesheet][href$="stylesheets/book.css"]');
  const written = sent.cloneNode();
  written.href = address;
  await new Promise((done) => { written.onload = done; sent.after(written); });
  written.disabled = true;
  window.nnWritten = await new CSSStyleSheet().replace(await (await fetch(widgets)).text());
}"""
WEAR = """async ([written, scheme]) => {
  const adopted = document.adoptedStyleSheets;
  if (!adopted.includes(nnWritten)) window.nnSent = [...adopted];
  document.adoptedStyleSheets = written && nnSent.length ? [nnWritten] : nnSent;
  const [one, other] = document.querySelectorAll('link[rel=stylesheet][href*="/stylesheets/"]');
  const [worn, off] = written ? [other, one] : [one, other];
  worn.disabled = false;
  while (!worn.sheet) await new Promise((done) => requestAnimationFrame(done));  // it is asked for anew
  off.disabled = true;
  document.body.dataset.mdColorScheme = scheme;
  for (let round = 0; round < 2; round += 1) {
    await new Promise((done) => requestAnimationFrame(done));
    await document.fonts.ready;
  }
}"""


def with_sheets_as_written(site: Path, target: Path) -> Path:
    """Return a copy of the site that has the sheets as they are written too."""
    copy = damage.copy(site, target)
    theme = sorted(Path(str(files("material") / "templates/assets/stylesheets")).glob("*.min.css"))
    sources = {f"assets/stylesheets/{sheet.name}": sheet for sheet in theme}
    library = Path(str(files("mkdocstrings_handlers.python") / "templates/material/style.css"))
    sources["assets/_mkdocstrings.css"] = library  # before the book's own, as its plugin has it
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for name in re.findall(r"^  - (assets/\S+\.css)", settings, re.MULTILINE):
        sources[name] = ROOT / "docs" / name
    for name, source in sources.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).unlink(missing_ok=True)
        (copy / name).write_bytes(source.read_bytes())
    shutil.copyfile(ROOT / "docs" / WIDGETS, copy / WIDGETS_WRITTEN)
    (copy / WRITTEN).write_text(stylesheet.joined(copy, list(sources)), encoding="utf-8")
    return copy


def opened(browser: Browser, width: int) -> BrowserContext:
    """Return a profile in which nothing moves, and the tests may add a sheet."""
    return browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", service_workers="block", bypass_csp=True
    )


def prepare(page: Page, address: str) -> None:
    """Give an open page its second sheet and all its pictures, and let nothing move on it."""
    page.add_style_tag(content=STILL)
    page.evaluate(ADD, [address + WRITTEN, address + WIDGETS_WRITTEN])
    page.wait_for_load_state("networkidle")


def differences(
    page: Page, what: str, box: Any = None, *, schemes: Sequence[str] = SCHEMES, rounds: int = ROUNDS
) -> Iterator[str]:
    """Compare the two looks of the window or of a part of it, in each scheme; yield what differs."""
    camera = page.context.new_cdp_session(page)
    size = page.viewport_size
    assert size is not None
    clip: dict[str, float] = {**(box or {"x": 0, "y": 0, **size}), "scale": 1}
    # What is outside the window is not painted, and two blank pictures are equal.
    inside = -1 < clip["y"] < size["height"] - clip["height"] + 1
    assert inside, f"{what} is not whole in the window: {clip}"
    clip["y"] += page.evaluate("scrollY")
    for scheme in schemes:
        sent: list[bytes] = []
        meant: list[bytes] = []
        where: dict[tuple[bytes, bytes], tuple[int, ...]] = {}
        for number in range(rounds):
            page.wait_for_timeout(200 * number)
            for written, pictures in ((False, sent), (True, meant)):
                page.evaluate(WEAR, [written, scheme])
                taken = camera.send("Page.captureScreenshot", {"format": "png", "clip": clip, "optimizeForSpeed": True})
                pictures.append(base64.b64decode(taken["data"]))
            for pair in product(sent, meant):
                where[pair] = where[pair] if pair in where else unlike(*pair)
            if not all(where.values()):
                break
        else:
            yield f"{what}, {scheme}: pixels differ within {min(where.values())}"
    camera.detach()


def unlike(sent: bytes, meant: bytes) -> tuple[int, ...]:
    """Return the part in which pictures of one size differ, or nothing if only by antialiasing."""
    if sent == meant:
        return ()
    one, other = (Image.open(io.BytesIO(picture)).convert("RGBA") for picture in (sent, meant))
    box = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox()
    if box is None:
        return ()
    # pixelmatch looks at each pixel in turn, and two around it: elsewhere the pictures are equal.
    room = (max(box[0] - 2, 0), max(box[1] - 2, 0), min(box[2] + 2, one.width), min(box[3] + 2, one.height))
    return box if pixelmatch(one.crop(room), other.crop(room), threshold=THRESHOLD, fail_fast=True) else ()
