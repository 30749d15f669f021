"""How far texts and the rings of the focus stand out from what lies behind them, in the pixels that are painted.

A part of the page is painted twice, with its texts and without; where the two differ there is ink, and what is painted
without the texts is what lies behind them: a page, a box, a picture. So it is with the focus, had and not had.
"""

import base64
import io
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import CDPSession, Page

COLLECT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
SCHEMES = ("default", "slate")
SCALE = 2  # pixels of a picture in one of the page: strokes of small letters are as dark as they are meant to be
TALLEST = 700  # pixels of the page in one picture
AROUND = 6  # pixels of the page in which a ring is looked for
FAINTEST = 24  # of 3 · 255: where two pictures differ by less, there is nothing
ROUNDED = 0.05  # WCAG's ratios are taken to one decimal, the palette was chosen so
RING = 3.0  # WCAG 2.2, 1.4.11 and 2.4.13

BARE = """.nn-bare, .nn-bare * {
  -webkit-text-fill-color: transparent !important; text-decoration-color: transparent !important;
  text-shadow: none !important;
}
.nn-bare ::placeholder { color: transparent !important; }
.nn-bare svg :is(text, tspan) { fill: transparent !important; }"""
TEXTS_SHOWN = """([selector, shown]) => {
  document.querySelectorAll(selector).forEach((part) => part.classList.toggle("nn-bare", !shown));
  return scrollY;
}"""
STATES: dict[str, list[str]] = {"": [], "hovered": ["hover"], "focused": ["focus", "focus-visible"]}
# The theme's rules ask for a class that its program sets, for older browsers.
MARK = """(focused) => document.querySelectorAll("[data-nn-control]").forEach((control) => {
  control.classList.toggle("focus-visible", focused);
  control.toggleAttribute("data-focus-visible-added", focused);
})"""
SETTLED = "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))))"

Pixels = NDArray[np.uint8]


@dataclass
class Looked:
    """What was looked at, the looks that were met, by scheme, and what stands out too little."""

    count: Counter[str] = field(default_factory=Counter)
    known: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def luminance(pixels: Pixels) -> NDArray[np.float64]:
    """Return the relative luminance of colours (…, 3) of 0 to 255, as WCAG 2.2 defines it."""
    share = pixels / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def ratio(one: Pixels, other: Pixels) -> NDArray[np.float64]:
    """Return the contrast of colours, from 1 to 21."""
    first, second = luminance(one), luminance(other)
    return np.asarray((np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05))


def difference(one: Pixels, other: Pixels) -> NDArray[np.int64]:
    """Return how far pixels are apart, all channels together."""
    return np.asarray(np.abs(one.astype(np.int64) - other).sum(axis=-1))


def standing_out(painted: Pixels, bare: Pixels) -> float:
    """Return the contrast of the ink with the worst tenth of what lies behind it and around it; 0 if there is none."""
    apart = difference(painted, bare)
    if apart.max(initial=0) < FAINTEST:
        return 0.0
    ink = np.median(painted[apart >= 0.85 * apart.max()], axis=0)
    return float(np.quantile(ratio(bare.reshape(-1, 3), ink), 0.1))


def ring(focused: Pixels, plain: Pixels) -> float:
    """Return the contrast of what the focus changes with what was there before; 0 if nothing changes."""
    rows, columns = np.minimum(focused.shape[:2], plain.shape[:2])
    focused, plain = focused[:rows, :columns], plain[:rows, :columns]
    apart = difference(focused, plain)
    if apart.max(initial=0) < FAINTEST:
        return 0.0
    changed = apart >= 0.7 * apart.max()
    return float(np.median(ratio(focused[changed], plain[changed])))


def examine(page: Page, selector: str, what: str, looked: Looked) -> None:
    """Measure the texts and controls in parts of the window, of each look the first, in each state and scheme."""
    page.add_style_tag(content=BARE)
    camera = page.context.new_cdp_session(page)
    camera.send("DOM.enable")
    camera.send("CSS.enable")
    for scheme in SCHEMES:
        page.evaluate("(scheme) => { document.body.dataset.mdColorScheme = scheme; }", scheme)
        found = page.evaluate(COLLECT, [selector, looked.known.get(scheme, [])])
        looked.known[scheme] = found["known"]
        for number, one in enumerate(found["found"]):
            one |= {"number": number, "looks": {}}
        for state, classes in STATES.items():
            if classes:
                force(page, camera, classes)
            page.evaluate(SETTLED)
            places = page.evaluate("nnWhere()")
            samples = [one | place for one, place in zip(found["found"], places, strict=True) if place]
            groups = list(together([one for one in samples if one["control"] or not state]))
            painted, bare = (shots(page, camera, selector, groups, texts=texts) for texts in (True, False))
            for one in (one for group in groups for one in group):
                where = f"{what} ({scheme}{', ' * bool(state)}{state}): {one['where']}"
                if "text" in one:
                    looked.count[state or "texts"] += 1
                    reached = standing_out(painted[one["number"]], bare[one["number"]])
                    if reached < one["least"] - ROUNDED:
                        looked.problems.append(f"{where} “{one['text']}” {reached:.2f}, not {one['least']}")
                else:
                    one["looks"][state] = painted[one["number"]]
        for one in found["found"]:
            if "text" not in one:
                looked.count["rings"] += 1
                reached = ring(one["looks"]["focused"], one["looks"][""])
                if reached < RING - ROUNDED:
                    looked.problems.append(f"{what} ({scheme}): {one['where']} has a ring of {reached:.2f}, not {RING}")
        force(page, camera, [])
    camera.detach()


def force(page: Page, camera: CDPSession, classes: Sequence[str]) -> None:
    """Put what was marked into a state, as if the mouse or the focus were there."""
    page.evaluate(MARK, "focus" in classes)
    root = camera.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    marked = camera.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-nn-control]"})
    for node in marked["nodeIds"]:
        camera.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": list(classes)})


def shots(
    page: Page, camera: CDPSession, selector: str, groups: Sequence[Sequence[Any]], *, texts: bool
) -> dict[int, Pixels]:
    """Return the pixels of samples by their numbers, with the texts of those parts or without, a picture for a group.

    What is not a text is cut with what lies around it, where its ring may be.
    """
    scrolled = page.evaluate(TEXTS_SHOWN, [selector, texts])
    pixels: dict[int, Pixels] = {}
    for group in groups:
        clip = around(group)
        there = clip | {"y": clip["y"] + scrolled}
        picture = camera.send("Page.captureScreenshot", {"format": "png", "clip": there, "optimizeForSpeed": True})
        with Image.open(io.BytesIO(base64.b64decode(picture["data"]))) as image:
            whole = np.asarray(image.convert("RGB"))
        pixels |= {one["number"]: whole[cut(one, clip, 0 if "text" in one else AROUND)].copy() for one in group}
    return pixels


def together(samples: Sequence[Any]) -> Iterator[list[Any]]:
    """Return samples that fit into one picture, from the top of the page down."""
    group: list[Any] = []
    for sample in sorted(samples, key=lambda one: one["y"]):
        if group and sample["y"] + sample["height"] - group[0]["y"] > TALLEST:
            yield group
            group = []
        group.append(sample)
    if group:
        yield group


def around(group: Sequence[Any]) -> dict[str, float]:
    """Return the part of the window in which samples lie, with room for rings, from whole pixel to whole pixel."""
    left, top = (max(math.floor(min(one[axis] for one in group)) - AROUND, 0) for axis in "xy")
    right = math.ceil(max(one["x"] + one["width"] for one in group)) + AROUND
    bottom = math.ceil(max(one["y"] + one["height"] for one in group)) + AROUND
    return {"x": left, "y": top, "width": right - left, "height": bottom - top, "scale": SCALE}


def cut(one: Any, clip: dict[str, float], margin: float) -> tuple[slice, slice]:
    """Return the rows and columns of a sample in a picture."""
    top, left = ((one[axis] - margin - clip[axis]) * SCALE for axis in "yx")
    height, width = ((one[side] + 2 * margin) * SCALE for side in ("height", "width"))
    rows, columns = (slice(max(round(start), 0), round(start + size)) for start, size in ((top, height), (left, width)))
    return rows, columns
