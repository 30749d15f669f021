"""The pages of the book, parsed once for all tests of a process."""

from functools import cache
from pathlib import Path

from nnbook.book.parse.book import book_pages, load
from nnbook.book.parse.page import Page

ROOT = Path(__file__).parents[1]


@cache
def pages() -> tuple[Page, ...]:
    """Return the pages of the book."""
    return tuple(load(book_pages(ROOT), ROOT))
