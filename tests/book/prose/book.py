"""The pages of the book, and the pinned origins of their numerals."""

from functools import cache

from nnbook.book.parse.labs import book_labs
from nnbook.book.parse.page import Page
from nnbook.book.prose.check import is_prose
from nnbook.book.prose.labs import laid_out
from nnbook.book.prose.lock import Pin, read_lock
from tests import pages as book
from tests.pages import ROOT


@cache
def pages() -> list[Page]:
    labs = [laid_out(path, ROOT) for path in book_labs(ROOT)]
    return [*(page for page in book.pages() if is_prose(page)), *labs]


@cache
def lock() -> dict[str, list[Pin]]:
    return read_lock(ROOT)
