"""From an open matplotlib figure to SVG that belongs to the page.

The page's style sheet colours it (one drawing for light and dark), its text stays text, its ids clash with no other
figure's, a screen reader gets its description, and the same figure gives the same bytes in every build.
"""

import io
import itertools
import re
import xml.etree.ElementTree as ET

import matplotlib as mpl
from matplotlib.figure import Figure

from nnbook.book.run.outcome import ID, Drawing
from nnbook.book.run.svg import minify
from nnbook.plots.drawing import SIGNED
from nnbook.plots.style import COLOURS

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
REFERENCE = re.compile(r"url\(#([^)]+)\)")
HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
PIXELS_PER_POINT = 1.6
"""How large a figure is where there is room: its letters are then about as high as those of the text."""


class FigureError(ValueError):
    """A figure that cannot go into the page as it is."""


def draw(figure: Figure) -> Drawing:
    """Return the figure as SVG for the page.

    Errors: FigureError if the figure has no description.
    """
    alt = description(figure)
    buffer = io.StringIO()
    # Whatever the fence has set: the page needs text that is text.
    with mpl.rc_context({"svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg")
    return Drawing(adapt(buffer.getvalue(), alt), alt)


def description(figure: Figure) -> str:
    """Return the alternative text of a figure.

    Errors: FigureError if the figure has none.
    """
    alt = " ".join(str(figure.get_label()).split())
    if not alt:
        raise FigureError(
            "a figure has no alternative text: pass alt=… to the nnbook.plots function, or call "
            'nnbook.plots.describe(fig, "…") and say what the figure shows.'
        )
    return alt


def adapt(svg: str, alt: str) -> str:
    """Turn matplotlib's SVG document into an element of a page."""
    root = ET.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            # The style element holds a rule for `*`, which would apply to the whole page.
            if child.tag in (f"{SVG}metadata", f"{SVG}style"):
                parent.remove(child)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{SVG}defs" and len(child) == 0:
                parent.remove(child)
        if parent.tag != f"{SVG}text" and not (parent.text or "").strip():
            parent.text = None
            for child in parent:
                child.tail = None
    _gather_signed(root)
    _rename_ids(root)
    _blacken(root)
    variables = {value.lower(): f"var(--nn-{name})" for name, value in COLOURS.items()}
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
        for name, value in list(element.attrib.items()):
            if name in ("style", "fill", "stroke", "stop-color", "color"):
                element.attrib[name] = HEX.sub(lambda found: variables.get(found[0].lower(), found[0]), value)
            # Not plain `href`: the theme's navigation assigns to that of every element, and SVG's is read-only.
            if name.startswith(XLINK):
                element.attrib["xlink:" + name.removeprefix(XLINK)] = element.attrib.pop(name)
    minify(root)
    return ET.tostring(_dress(root, alt), encoding="unicode")


def _gather_signed(root: ET.Element) -> None:
    """Put what follows the mark of numbers with a sign into its place, which the page's style sheet darkens."""
    for parent in list(root.iter()):
        for mark, pictures in list(itertools.pairwise(parent)):
            if mark.get("id") == SIGNED.name:
                mark.set("class", "nn-signed")
                mark.append(pictures)
                parent.remove(pictures)


def _blacken(root: ET.Element) -> None:
    """Say of black text that it is black: matplotlib does not, and the page's rule would give it the ink's colour."""
    for text in root.iter(f"{SVG}text"):
        for piece in text.findall(f"{SVG}tspan") or [text]:
            if "fill:" not in piece.get("style", ""):
                piece.set("style", f"{piece.get('style', '')}; fill: #000000".removeprefix("; "))


def _rename_ids(root: ET.Element) -> None:
    """Give numbers in document order to the ids that something refers to; drop the others."""
    used = set()
    for element in root.iter():
        for value in element.attrib.values():
            used.update(REFERENCE.findall(value))
        link = element.get(f"{XLINK}href", element.get("href", ""))
        if link.startswith("#"):
            used.add(link[1:])
    names: dict[str, str] = {}
    for element in root.iter():
        identity = element.attrib.pop("id", "")
        if identity in used:
            names[identity] = f"{ID}{len(names) + 1}"
            element.set("id", names[identity])
    for element in root.iter():
        for name, value in element.attrib.items():
            if name in (f"{XLINK}href", "href") and value.startswith("#"):
                element.set(name, "#" + names[value[1:]])
            elif "url(#" in value:
                element.set(name, REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value))


def _dress(root: ET.Element, alt: str) -> ET.Element:
    """Give the root what the page needs: size in pixels, role, description, and the rules of the style element."""
    size = {
        side: f"{float(root.attrib[side].removesuffix('pt')) * PIXELS_PER_POINT:.0f}" for side in ("width", "height")
    }
    root.attrib = {
        **size,
        "viewBox": root.attrib["viewBox"],
        "role": "img",
        "aria-label": alt,
        # The numbers on its axes are not worth finding; the page has its description where search sees it.
        "data-search-exclude": "",
        "style": "stroke-linejoin: round; stroke-linecap: butt",
        "xmlns": SVG.strip("{}"),
        "xmlns:xlink": XLINK.strip("{}"),
    }
    root.tail = None
    return root
