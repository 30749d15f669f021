"""What is wrong with the prose of a page, for `nnbook check`, the build and pytest alike."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from nnbook.book.parse.page import Page, Problem
from nnbook.book.prose import claims, pins
from nnbook.book.prose.lock import Pin
from nnbook.book.prose.origins import Sources
from nnbook.book.prose.tokens import Done

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
    """Return what is wrong with the prose of a page, and which `new` numerals have no origin, which stops nothing."""
    if page.problems:
        return [], []
    found = claims.problems(page)
    if not is_prose(page):
        return found, []
    sources, known = Sources(page, done), lock.get(page.path, ())
    return [*found, *pins.problems(sources, known)], pins.unpinned(sources, known) if new else []


def renewed(page: Page, lock: Mapping[str, Sequence[Pin]], done: Done) -> list[Pin]:
    """Return the pins of a page as it is now."""
    return pins.renewed(Sources(page, done), lock.get(page.path, ())) if is_prose(page) else []
