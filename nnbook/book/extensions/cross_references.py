r"""Numbers for the equations, links to them from any page, and beside each the test that verifies it.

An equation's number is that of its chapter (`number:` in the front matter) and its place there. In running text
`\eqref{eq:grades-mean}` becomes the number and links to the equation, on this page or another.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.superfences import SuperFencesException

from nnbook.book.parse.equations import LABEL, Equation, Verification, find, verifications
from nnbook.book.parse.fences import Page

if TYPE_CHECKING:
    from nnbook.book.extensions.fences import FencesExtension

REFERENCE = r"\\eqref\{([^}]*)\}"
TESTS = Path("tests/equations")
INDEX = "reference/equations.md"
NUMBER = re.compile(r"number: *(\d+) *")

# After the formulas are in the tree, before links and anchors are resolved.
AFTER_FORMULAS = 10
# Code comes first (190) and formulas (189.9), escaped characters later (180).
BEFORE_ESCAPES = 185


@dataclass(frozen=True)
class Numbered:
    """An equation with its number in the book, and the test that verifies it if there is one."""

    equation: Equation
    number: str
    test: Verification | None

    @property
    def anchor(self) -> str:
        """The id of the equation in its page's HTML."""
        return self.equation.label.replace(":", "-")


def chapter_number(page: Page) -> int | None:
    """Return the `number` in a page's front matter."""
    found = (NUMBER.fullmatch(line) for line in page.lines[: page.offset])
    return next((int(match[1]) for match in found if match), None)


def numbered(pages: Iterable[Page], tests: Path = TESTS) -> dict[str, Numbered]:
    """Return every equation of the pages by its label."""
    verified = {found.label: found for found in verifications(tests)} if tests.is_dir() else {}
    places: Counter[str] = Counter()
    equations = {}
    for page in pages:
        chapter = chapter_number(page)
        for equation in find(page)[0]:
            if chapter is None:
                message = f"{page.path}:{equation.line}: a page with equations needs a `number:` in its front matter."
                raise SuperFencesException(message)
            places[page.path] += 1
            number = f"{chapter}.{places[page.path]}"
            equations[equation.label] = Numbered(equation, number, verified.get(equation.label))
    return equations


def link(source: str, target: str) -> str:
    """Return the relative address of one page of the book from another, both as on the command line."""
    return PurePosixPath(os.path.relpath(target, PurePosixPath(source).parent)).as_posix()


def register(md: Markdown, extension: "FencesExtension") -> None:
    """Add the steps that number, mark and refer to equations."""
    md.treeprocessors.register(_MarkEquations(md, extension), "nnbook_equations", AFTER_FORMULAS)
    md.inlinePatterns.register(_Refer(md, extension), "nnbook_eqref", BEFORE_ESCAPES)


class _MarkEquations(Treeprocessor):
    """Gives each display equation its number and an id, and says below it which test verifies it."""

    def __init__(self, md: Markdown, extension: "FencesExtension") -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        page = self.extension.page
        if page is None:
            return
        for parent in list(root.iter()):
            for element in list(parent):
                if element.tag == "div" and element.get("class") == "arithmatex" and element.text:
                    self.mark(page, parent, element)

    def mark(self, page: Page, parent: Element, element: Element) -> None:
        labels = LABEL.findall(element.text or "")
        if not labels:
            return
        equations = self.extension.equations
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
            index = link(page.path, f"{self.extension.getConfig('docs')}/{INDEX}")
            note.set("title", f"{entry.test.file}::{entry.test.test}")
            anchor = SubElement(note, "a", {"href": f"{index}#index-{entry.anchor}"})
            anchor.text = AtomicString("Checked" if len(labels) == 1 else f"({entry.number}) checked")
            anchor.tail = AtomicString(f": {entry.test.claim}.")


class _Refer(InlineProcessor):
    def __init__(self, md: Markdown, extension: "FencesExtension") -> None:
        super().__init__(REFERENCE, md)
        self.extension = extension

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        page, entry = self.extension.page, self.extension.equations.get(m[1])
        if page is None or entry is None:
            message = f"{page.path if page else 'text that is no page'}: {m[0]} refers to no equation of the book."
            raise SuperFencesException(message)
        here = page.path == entry.equation.page
        target = "" if here else link(page.path, entry.equation.page)
        element = Element("a", {"href": f"{target}#{entry.anchor}", "class": "nn-eqref"})
        element.text = AtomicString(f"({entry.number})")
        return element, m.start(0), m.end(0)
