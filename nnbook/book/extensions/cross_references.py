r"""Numbers for the equations, links to them from any page, and beside each the test that verifies it.

An equation's number is that of its chapter (`number:` in the front matter) and its place there. In running text
`\eqref{eq:grades-mean}` becomes the number and links to the equation, on this page or another.
"""

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString
from pymdownx.superfences import SuperFencesException

from nnbook.book.extensions.steps import AFTER_FORMULAS, tree_step
from nnbook.book.parse.equations import EQREF, LABEL, Numbered
from nnbook.book.parse.page import Page, link

INDEX = "reference/equations.md"

# Code comes first (190) and formulas (189.9), escaped characters later (180).
BEFORE_ESCAPES = 185


def register(
    md: Markdown, page: Callable[[], Page | None], equations: Callable[[], Mapping[str, Numbered]], docs: str
) -> None:
    """Add the steps that number, mark and refer to the equations of the page of this moment."""

    def mark_all(root: Element) -> None:
        current = page()
        if current is None:
            return
        for parent in list(root.iter()):
            for element in list(parent):
                if element.tag == "div" and element.get("class") == "arithmatex" and element.text:
                    mark(current, equations(), f"{docs}/{INDEX}", parent, element)

    tree_step(md, "nnbook_equations", AFTER_FORMULAS, mark_all)
    md.inlinePatterns.register(_Refer(md, page, equations), "nnbook_eqref", BEFORE_ESCAPES)


def mark(page: Page, equations: Mapping[str, Numbered], index: str, parent: Element, element: Element) -> None:
    """Give a display equation its number and an id, and say below it which test verifies it."""
    labels = LABEL.findall(element.text or "")
    if not labels:
        return
    element.text = AtomicString(
        LABEL.sub(lambda match: rf"\tag{{{equations[match[1]].number}}}{match[0]}", element.text or "")
    )
    place = list(parent).index(element)
    parent.remove(element)
    box = Element("div", {"class": "nn-equation", "id": equations[labels[0]].anchor})
    box.tail, element.tail = element.tail, None
    parent.insert(place, box)
    box.append(element)
    for label in labels:
        entry = equations[label]
        if label != labels[0]:
            SubElement(box, "span", {"id": entry.anchor})
        note = SubElement(box, "p", {"class": "nn-checked"})
        if entry.test is None:
            note.text = AtomicString(f"({entry.number}) is verified by no test yet")
            continue
        note.set("title", f"{entry.test.file}::{entry.test.test}")
        anchor = SubElement(note, "a", {"href": f"{link(page.path, index)}#index-{entry.anchor}"})
        anchor.text = AtomicString("Checked" if len(labels) == 1 else f"({entry.number}) checked")
        anchor.tail = AtomicString(f": {entry.test.claim}.")


class _Refer(InlineProcessor):
    def __init__(
        self, md: Markdown, page: Callable[[], Page | None], equations: Callable[[], Mapping[str, Numbered]]
    ) -> None:
        super().__init__(EQREF, md)
        self.page, self.equations = page, equations

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        page, entry = self.page(), self.equations().get(m[1])
        if page is None or entry is None:
            message = f"{page.path if page else 'text that is no page'}: {m[0]} refers to no equation of the book."
            raise SuperFencesException(message)
        here = page.path == entry.equation.page
        target = "" if here else link(page.path, entry.equation.page)
        element = Element("a", {"href": f"{target}#{entry.anchor}", "class": "nn-eqref"})
        element.text = AtomicString(f"({entry.number})")
        return element, m.start(0), m.end(0)
