"""What decides the HTML of a page's Markdown, besides programs and settings: its text, and what the text asks for."""

import re
from collections.abc import Iterable
from dataclasses import replace

from nnbook.book.extensions import glossary, indexes, run_bar, sources, vignettes
from nnbook.book.extensions.pages import Pages
from nnbook.book.parse.equations import EQREF, LABEL, Numbered
from nnbook.book.parse.page import Page

FILE = glossary.GLOSSARY.rsplit("/", 1)[-1]
WORD = re.compile(rf"{re.escape(FILE)}#(?P<id>[\w-]+)")


def expanded(lines: Iterable[str], page: Page, pages: Pages) -> list[str]:
    """Return lines of a page with what opens a chapter, and what stands for those that ask for code or for a list."""
    book, equations = pages.all(), pages.equations()
    opened = vignettes.opened(lines, page)
    shown = (out for line in opened for out in sources.expand(line, page, pages.folder))
    return [out for line in shown for out in indexes.expand(line, page, book, equations)]


def decisive(text: str, pages: Pages) -> list[str]:
    """Return all that decides what the text of a page becomes, for the key of a kept result.

    Lists are there as they stand on the page now, equations with their numbers and verdicts, words of the glossary
    with what it says of them. Whatever else changes elsewhere changes nothing here.
    """
    live = run_bar.decisive(pages.folder)
    page = pages.find(text)
    if page is None:
        return [text, *live]
    equations, lines = pages.equations(), "\n".join(expanded(page.lines, page, pages))
    labels = dict.fromkeys([*LABEL.findall(lines), *re.findall(EQREF, lines)])
    known = glossary.entries(pages.all()) if FILE in lines else {}
    words = dict.fromkeys(match["id"] for match in WORD.finditer(lines))
    return [
        page.path,
        lines,
        *live,
        *(_seen(label, equations.get(label)) for label in labels),
        *(f"{word}: {known.get(word)}" for word in words),
    ]


def _seen(label: str, entry: Numbered | None) -> str:
    """Return what a page may show of an equation that it has or refers to; its formula is in the text, if it does."""
    if entry is None:
        return label
    return repr(replace(entry, equation=replace(entry.equation, line=0, tex="")))
