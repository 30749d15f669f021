"""The displayed formulas of the book and their derivations, by their labels."""

from functools import cache
from pathlib import Path

from nnbook.book.parse.book import book_pages, load
from nnbook.book.parse.derivations import Derivation
from nnbook.book.parse.derivations import survey as survey_derivations
from nnbook.book.parse.equations import Equation, survey
from nnbook.book.parse.page import Page

ROOT = Path(__file__).parents[3]


@cache
def pages() -> list[Page]:
    """Return the pages of the book."""
    return load(book_pages(ROOT), ROOT)


@cache
def derivations() -> dict[str, Derivation]:
    """Return every derivation of the pages."""
    found, problems = survey_derivations(pages())
    assert not problems
    return found


@cache
def equations() -> dict[str, Equation]:
    """Return every labelled equation of the pages."""
    found, problems = survey(pages())
    assert not problems
    return {equation.label: equation for equation in found}


def formulas() -> dict[str, str]:
    """Return the LaTeX of every labelled equation."""
    return {label: equation.tex for label, equation in equations().items()}
