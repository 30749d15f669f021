"""The ideas of the book: where each stands on its page, and on which earlier ones it rests.

The second is in `ideas.txt`, a line for each idea: its id, a short name, and the ideas it rests on. What follows an
equals sign is a word that stands in both sections, where no link, equation or term says that the one uses the other;
`tests/book/parse/test_ideas.py` looks for it.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from nnbook.book.parse.page import Page

TABLE = Path(__file__).with_name("ideas.txt")
ROW = re.compile(r"(?P<id>[a-z]\d+) (?P<name>[^:]+):(?P<on>(?: [a-z]\d+(?:=[\w.]+)?)*)")
HEADING = re.compile(r"(?P<level>#{1,3}) (?P<title>.+?)(?: +\{(?P<attributes>[^}]*)\})?")
IDEA = re.compile(r"(?:id=\"|#)(?P<id>[a-ln-z]\d+)\b")


@dataclass(frozen=True)
class Idea:
    """An idea of a page: its section's heading, and the first and last line of the section."""

    id: str
    title: str
    first: int
    last: int


@dataclass(frozen=True)
class Row:
    """What the table says of an idea; `on` has, for each idea that it rests on, a word of both, or nothing."""

    name: str
    on: dict[str, str]


@cache
def table() -> dict[str, Row]:
    """Return the table, in the order of reading.

    Errors: ValueError if a line is no row.
    """
    rows = {}
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").rstrip("\n").split("\n"), 1):
        found = ROW.fullmatch(line)
        if found is None:
            raise ValueError(f"{TABLE.name}:{number}: a row reads `c6 transpose: c1 c5`, got {line!r}.")
        parts = [part.partition("=") for part in found["on"].split()]
        rows[found["id"]] = Row(found["name"], {on: word for on, _, word in parts})
    return rows


@lru_cache(maxsize=200)
def headings(page: Page) -> tuple[tuple[int, re.Match[str]], ...]:
    """Return the headings of a page with the number of the line of each."""
    return tuple(
        (number, match)
        for number, line in enumerate(page.lines, 1)
        if number > page.offset and number not in page.code and (match := HEADING.fullmatch(line.rstrip()))
    )


def find(page: Page) -> list[Idea]:
    """Return every idea of a page, with the section that it stands at the heading of, or in."""
    found: list[Idea] = []
    known = headings(page)
    for place, (first, heading) in enumerate(known):
        following = known[place + 1 :]
        own = following[0][0] if following else len(page.lines) + 1
        last = next((line for line, other in following if len(other["level"]) <= len(heading["level"])), own)
        last = last if following else own
        names = [mark["id"] for mark in IDEA.finditer(heading["attributes"] or "")]
        lines = (page.lines[number - 1] for number in range(first + 1, own) if number not in page.code)
        names += [mark["id"] for line in lines if "<span" in line for mark in IDEA.finditer(line)]
        found += [Idea(name, heading["title"], first, last - 1) for name in names]
    return found


def foundations(ids: list[str]) -> set[str]:
    """Return all ideas that these rest on, through however many others, and these."""
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        if (one := waiting.pop()) not in found:
            found.add(one)
            waiting += table()[one].on
    return found
