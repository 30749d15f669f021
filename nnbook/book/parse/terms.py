"""The terms of a page: what one thing is called in prose, formula, code and figure, and its one colour.

They are in `terms.txt`, a line for each term: a name and a colour of the figures, its letters in formulas, its names in
code, its words. `∂` is a fraction of partial derivatives, `′` what has a prime. Below, a line for each page names the
terms that it has; no two of them share a colour. A letter that means something else there is no term of that page.
"""

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from nnbook.book.parse.page import Page

TABLE = Path(__file__).with_name("terms.txt")
TERM = re.compile(r"(?P<id>\w+) (?P<hue>\w+): (?P<letters>[^=]+) = (?P<names>[^=]+) = (?P<words>[^=]+)")
ON_PAGE = re.compile(r"(?P<page>[\w/]+):(?P<terms>(?: \w+)+)")


@dataclass(frozen=True)
class Term:
    """One thing, in all that it is called."""

    hue: str
    letters: tuple[str, ...]
    names: tuple[str, ...]
    words: tuple[str, ...]


@cache
def table() -> dict[str, dict[str, Term]]:
    """Return the terms of each page by their names, with the page as `chapters/descent`.

    Errors: ValueError if a line is neither a term nor a page; KeyError if a page names a term that there is not.
    """
    terms: dict[str, Term] = {}
    pages: dict[str, dict[str, Term]] = {}
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").split("\n"), 1):
        if found := TERM.fullmatch(line):
            letters, names = (tuple(found[kind].split()) for kind in ("letters", "names"))
            terms[found["id"]] = Term(found["hue"], letters, names, tuple(found["words"].split(", ")))
        elif found := ON_PAGE.fullmatch(line):
            pages[found["page"]] = {name: terms[name] for name in found["terms"].split()}
        elif line:
            raise ValueError(f"{TABLE.name}:{number}: neither a term nor the terms of a page: {line!r}.")
    return pages


def of(page: Page) -> dict[str, Term]:
    """Return the terms of a page by their names."""
    return table().get(page.path.removeprefix("docs/").removesuffix(".md"), {})


def for_scripts(page: Page) -> str:
    """Return the terms of a page as JSON, for the script that lights them; nothing if it has none."""
    terms = [asdict(term) for term in of(page).values()]
    return json.dumps(terms, ensure_ascii=False, separators=(",", ":")) if terms else ""
