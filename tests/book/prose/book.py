"""The pages of the book, and the pinned origins of their numerals."""

from functools import cache
from pathlib import Path

from nnbook.book.parse.book import book_pages, load
from nnbook.book.parse.labs import book_labs
from nnbook.book.parse.page import Page
from nnbook.book.prose.check import is_prose
from nnbook.book.prose.labs import laid_out
from nnbook.book.prose.lock import Pin, read_lock

ROOT = Path(__file__).parents[3]


@cache
def pages() -> list[Page]:
    labs = [laid_out(path, ROOT) for path in book_labs(ROOT)]
    return [*(page for page in load(book_pages(ROOT), ROOT) if is_prose(page)), *labs]


@cache
def lock() -> dict[str, list[Pin]]:
    return read_lock(ROOT)
