"""Minify SVG: round to a hundredth of a point, drop invisible shapes, default styles and groups of one element.

The look that matplotlib repeats with every text is in the style sheet of the figures.
"""

import re
import xml.etree.ElementTree as ET

NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e[-+]?\d+)?")
NUMERIC = {"d", "points", "style", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"}
USUAL = re.compile(r"font-family:'DejaVu Sans', 'Verdana', 'Arial', 'Helvetica', sans-serif;?|fill:var\(--nn-ink\);?")
UNTURNED = re.compile(r"rotate\(-?0(?: [^)]*)?\)")
COMMAND = re.compile(r" *([MLHVCSQTAZz]) *")


def minify(root: ET.Element) -> None:
    """Minify a drawing in place: short attributes, and nothing that is neither filled nor stroked."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "path" and "id" not in child.attrib and _unpainted(child.get("style", "")):
                parent.remove(child)
        for name, value in list(parent.attrib.items()):
            # Not a scale, by which all within is multiplied.
            if name in NUMERIC and not re.search(r"scale\((?!1 -?1\))|matrix", value):
                parent.attrib[name] = _shorter(name, value)
        if parent.tag == "text":
            _plain(parent)
    _dissolve(root)


def _plain(text: ET.Element) -> None:
    """Leave out what every text has: the usual look, and a turn by nothing."""
    style = USUAL.sub("", text.get("style", ""))
    turn = UNTURNED.sub("", text.get("transform", "")).strip()
    for name, value in (("style", style.rstrip(";")), ("transform", turn)):
        if value:
            text.set(name, value)
        else:
            text.attrib.pop(name, None)


def _dissolve(parent: ET.Element) -> None:
    """Put what is in groups that say nothing in their places."""
    children = []
    for child in parent:
        _dissolve(child)
        children += list(child) if child.tag == "g" and not child.attrib else [child]
    parent[:] = children


def _unpainted(style: str) -> bool:
    """Tell whether a path shows nothing: not filled, and without the stroke that only an explicit style gives it."""
    given = dict(re.findall(r"([\w-]+) *: *([^;]+)", style))
    return given.get("fill") == "none" and given.get("stroke", "none").strip() == "none"


def _shorter(name: str, value: str) -> str:
    value = NUMBER.sub(_rounded, value)
    if name == "d":
        return COMMAND.sub(r"\1", value).strip()
    return re.sub(r" *([;:]) *", r"\1", value).strip() if name == "style" else value


def _rounded(number: re.Match[str]) -> str:
    short = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short
