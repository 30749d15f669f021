"""A page brings the terms that `docs/assets/js/terms.js` lights: as JSON at its end, which nobody sees.

It is an attribute: the theme's instant navigation runs each script of a page anew, without its type and class.
"""

import html
from collections.abc import Callable

from markdown import Markdown

from nnbook.book.extensions.steps import LAST, text_step
from nnbook.book.parse.page import Page
from nnbook.book.parse.terms import for_scripts

# Before it is counted what the page shows.
BEFORE_THE_LAST = LAST + 1


def register(md: Markdown, page: Callable[[], Page | None], finished: Callable[[], bool]) -> None:
    """Add the step, given the page that is being rendered, and whether this is its whole text."""

    def bring(text: str) -> str:
        shown = page()
        terms = for_scripts(shown) if shown and finished() else ""
        return f'{text}\n<div data-terms="{html.escape(terms)}" hidden></div>' if terms else text

    text_step(md, "nnbook_terms", BEFORE_THE_LAST, bring)
