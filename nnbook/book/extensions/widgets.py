"""The place of a widget has an anchor, by which links and addresses name it: the first of its kind, the second, ..."""

from collections import Counter
from xml.etree.ElementTree import Element

from markdown import Markdown

from nnbook.book.extensions.steps import AFTER_FORMULAS, tree_step


def register(md: Markdown) -> None:
    """Add the step that names the places."""
    tree_step(md, "nnbook_widgets", AFTER_FORMULAS, name_places)


def name_places(root: Element) -> None:
    """Give each place of a widget in the tree its anchor: `line-fitter`, `line-fitter-2`."""
    seen: Counter[str] = Counter()
    for place in root.iter("div"):
        if widget := place.get("data-widget"):
            seen[widget] += 1
            place.set("id", widget if seen[widget] == 1 else f"{widget}-{seen[widget]}")
