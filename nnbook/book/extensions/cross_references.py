r"""Numbers for the equations, links to them from any page, and below each its verdict: how sure it is, and by what.

An equation's number is that of its chapter (`number:` in the front matter) and its place there. In running text
`\eqref{eq:grades-mean}` becomes the number and links to the equation, on this page or another.
"""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urldefrag
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString
from pymdownx.superfences import SuperFencesException

from nnbook.book.extensions.steps import AFTER_FORMULAS, tree_step
from nnbook.book.parse.equations import EQREF, LABEL, Numbered
from nnbook.book.parse.page import Page, link

INDEX = "reference/equations.md"
THEOREMS = "theorems.md"
"""Beside the index of the equations."""

NAME = re.compile(r"nn\.\w+")

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
        above = ""
        parents = {element: parent for parent in root.iter() for element in parent}
        for element in list(root.iter()):
            if element.tag == "div" and element.get("class") == "arithmatex" and element.text:
                above = (LABEL.findall(element.text) or [above])[-1]
                mark(current, equations(), f"{docs}/{INDEX}", parents[element], element)
            elif element.tag == "details" and element.get("class") == "derivation":
                _judge(equations()[above], element)

    tree_step(md, "nnbook_equations", AFTER_FORMULAS, mark_all)
    md.inlinePatterns.register(_Refer(md, page, equations), "nnbook_eqref", BEFORE_ESCAPES)


def mark(page: Page, equations: Mapping[str, Numbered], index: str, parent: Element, element: Element) -> None:
    """Give a display equation its number and an id, and say below it how sure it is."""
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
        number = f"({entry.number}) " if len(labels) > 1 else ""
        box.append(_note(entry, f"{link(page.path, index)}#index-{entry.anchor}", number))


def _judge(entry: Numbered, folded: Element) -> None:
    """Give a derivation an id, and say at its end how its steps were checked."""
    folded.set("id", f"from-{entry.anchor}")
    note = SubElement(folded, "p", {"class": "nn-checked"})
    note.text = AtomicString(entry.derivation)


def _note(entry: Numbered, index: str, number: str) -> Element:
    """Return what stands below an equation: its verdict, or the test that is its only witness."""
    note = Element("p", {"class": "nn-checked"})
    if not entry.verdict and entry.test is None:
        note.text = AtomicString(f"({entry.number}) is verified by no test yet")
        return note
    if entry.test:
        note.set("title", f"{entry.test.file}::{entry.test.test}")
    words = entry.verdict or f"Checked: {entry.test.claim if entry.test else ''}."
    head = re.split(r"[;:,.]", words, maxsplit=1)[0]
    last = SubElement(note, "a", {"href": index})
    last.text = AtomicString(number + head)
    rest, place = words[len(head) :], 0
    for name in NAME.finditer(rest):
        last.tail = AtomicString(rest[place : name.start()])
        last = SubElement(note, "code")
        last.text = AtomicString(name[0])
        place = name.end()
    last.tail = AtomicString(rest[place:])
    if entry.theorems:
        last.tail = AtomicString(rest[place:].removesuffix("."))
        _add_theorems(note, last, entry.theorems, posixpath.join(posixpath.dirname(urldefrag(index).url), THEOREMS))
    return note


def _add_theorems(note: Element, last: Element, names: Sequence[str], page: str) -> None:
    """Say behind the verdict which theorems say the same, with links to them."""
    for place, name in enumerate(names):
        last.tail = AtomicString((last.tail or "") + (", " if place else "; also a theorem in Coq: "))
        last = SubElement(note, "a", {"href": f"{page}#{name}"})
        last.text = AtomicString(name)
    last.tail = AtomicString(".")


class _Refer(InlineProcessor):
    def __init__(
        self, md: Markdown, page: Callable[[], Page | None], equations: Callable[[], Mapping[str, Numbered]]
    ) -> None:
        super().__init__(EQREF, md)
        self.page, self.equations = page, equations

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        page, entry = self.page(), self.equations().get(m[1])
        if page is None or entry is None:
            raise SuperFencesException(
                f"{page.path if page else 'text that is no page'}: {m[0]} refers to no equation of the book."
            )
        here = page.path == entry.equation.page
        target = "" if here else link(page.path, entry.equation.page)
        element = Element("a", {"href": f"{target}#{entry.anchor}", "class": "nn-eqref"})
        element.text = AtomicString(f"({entry.number})")
        return element, m.start(0), m.end(0)
