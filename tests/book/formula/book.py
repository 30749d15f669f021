"""The displayed formulas of the book, by their labels."""

from functools import cache
from pathlib import Path

from nnbook.book.cli import book_pages, load
from nnbook.book.parse.equations import Equation, survey

ROOT = Path(__file__).parents[3]


@cache
def equations() -> dict[str, Equation]:
    """Return every labelled equation of the pages."""
    found, problems = survey(load(book_pages(ROOT), ROOT))
    assert not problems
    return {equation.label: equation for equation in found}


def formulas() -> dict[str, str]:
    """Return the LaTeX of every labelled equation."""
    return {label: equation.tex for label, equation in equations().items()}
