"""The displayed formulas of the book and their derivations, by their labels."""

from functools import cache

from nnbook.book.parse.derivations import Derivation
from nnbook.book.parse.derivations import survey as survey_derivations
from nnbook.book.parse.equations import Equation, survey
from tests.pages import pages


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
