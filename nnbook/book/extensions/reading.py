"""What the lists say of a chapter: its title, the name of its file, and how long it takes to read."""

import posixpath
import re
from functools import lru_cache

from nnbook.book.parse.ideas import Idea, headings
from nnbook.book.parse.page import Page

TIME = re.compile(r"\*\*Reading time:\*\* about (?P<time>\d+) minutes")
AFTER = "Recap"
"""The heading with which a chapter has been read."""


def title(page: Page) -> str:
    """Return a page's first heading."""
    return next(heading["title"] for _, heading in headings(page))


def stem(page: Page) -> str:
    """Return the name of a page's file without its end."""
    return posixpath.splitext(posixpath.basename(page.path))[0]


def minutes(page: Page, idea: Idea | None = None) -> int:
    """Return how many minutes a chapter takes, or an idea of it by its share of the words; 0 if it does not say."""
    found = next((match for line in page.lines if (match := TIME.search(line))), None)
    if found is None or idea is None:
        return int(found["time"]) if found else 0
    end = next((line for line, heading in headings(page) if heading["title"] == AFTER), len(page.lines) + 1)
    share = _words(page, idea.first, idea.last) / _words(page, page.offset + 1, end - 1)
    return max(1, round(int(found["time"]) * share))


@lru_cache(maxsize=2000)
def _words(page: Page, first: int, last: int) -> int:
    return sum(len(line.split()) for line in page.lines[first - 1 : last])
