"""What is wrong with the prose of a page, for `nnbook check`, the build and pytest alike."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from nnbook.book.files import CACHE, ROOT, Kept, folder_digest, key, library_digest
from nnbook.book.parse.page import Page, Problem
from nnbook.book.prose import alternative, claims, pins
from nnbook.book.prose.cited import BIBLIOGRAPHY
from nnbook.book.prose.lock import Pin
from nnbook.book.prose.marks import givens
from nnbook.book.prose.sources import Sources
from nnbook.book.prose.tokens import Done

RIGHT = b"right"
LISTS = frozenset({"bibliography.md", "licences.md"})
"""Pages whose numerals are sources themselves."""


def is_prose(page: Page) -> bool:
    """Tell whether a page is one whose numerals have origins: it is the book's, and no list of sources."""
    path = PurePosixPath(page.path)
    return path.name not in LISTS and path.parent.name != "decisions" and path.name != "CONTRIBUTING.md"


def problems(page: Page, lock: Mapping[str, Sequence[Pin]], done: Done | None = None) -> list[Problem]:
    """Return which sentences no assertion holds that says so, and which numerals their origin no longer gives.

    `done` returns what a fence did; without it, what is drawn is taken to be as it was.
    """
    return examined(page, lock, done, new=False)[0]


def examined(
    page: Page, lock: Mapping[str, Sequence[Pin]], done: Done | None, *, new: bool = True
) -> tuple[list[Problem], list[Problem]]:
    """Return what is wrong with the prose of a page, and what stops nothing.

    That is which `new` numerals have no origin, and which sentences to read again.
    """
    if page.problems:
        return [], []
    known = lock.get(page.path, ())
    kept, name = Kept(CACHE / "prose"), _name(page, known, drawn=done is not None)
    if kept.get(name) == RIGHT:
        return [], []
    wrong = [replace(problem, line=page.place(problem.line)) for problem in claims.problems(page)]
    notes: list[Problem] = []
    if is_prose(page):
        sources = Sources(page, done)
        wrong += [*alternative.problems(sources), *pins.problems(sources, known)]
        notes = [*pins.doubts(sources, known), *pins.unpinned(sources, known)]
    if not wrong and not notes:
        kept.put(name, RIGHT)
    return wrong, notes if new else []


def _name(page: Page, known: Sequence[Pin], *, drawn: bool) -> str:
    """Return the key of a page's verdict: it depends on the text, the pins, what fences draw, and files that give."""
    files = [ROOT / (each.whom if "." in each.whom else BIBLIOGRAPHY) for each in givens(page) if each.whom]
    said = (file.read_text(encoding="utf-8") for file in files if file.is_file())
    rules = folder_digest(Path(__file__).parent), library_digest(), str(drawn)
    return key(page.path, "\n".join(page.lines), "\n".join(map(str, known)), *rules, *said)


def renewed(page: Page, lock: Mapping[str, Sequence[Pin]], done: Done | None) -> list[Pin]:
    """Return the pins of a page as it is now."""
    return pins.renewed(Sources(page, done), lock.get(page.path, ())) if is_prose(page) else []
