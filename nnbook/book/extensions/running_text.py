"""The list of the formulas in the running text: the decided ones one by one, the others counted, with the reason."""

from collections import Counter
from collections.abc import Mapping, Sequence

from nnbook.book.formula.passages import InText, in_text
from nnbook.book.parse.equations import Numbered
from nnbook.book.parse.page import Page

DECIDED = {
    "proved": "Proved for all values of its letters",
    "worked out": "Worked out",
    "drawn": "True at 100 random places, not proved",
}
NOT_DECIDED = {
    "used": "are tied to what the text gets from them, which follows",
    "as displayed": "say what a displayed equation says",
    "in the code": "give a letter the value, or say the same, that the code of the section does",
    "introduces": "say what a letter is, or between which bounds",
    "assumed": "are supposed, or looked for, or taken from elsewhere",
}


def found(pages: Sequence[Page], equations: Mapping[str, Numbered]) -> list[InText]:
    """Return the formulas in the running text of all pages."""
    return in_text(pages, {label: entry.equation.tex for label, entry in equations.items()})


def count(formulas: Sequence[InText]) -> str:
    """Return how many formulas stand in the running text of all pages, and how many of them are decided."""
    levels = Counter(formula.level for formula in formulas)
    total, decided = levels.total(), sum(levels[level] for level in DECIDED)
    rest = "; ".join(f"{levels[level]} {words}" for level, words in NOT_DECIDED.items() if levels[level])
    return f"Of {total} formulas in the running text {decided} are decided and listed below. Of the others {rest}."


def listed(page: Page, formulas: Sequence[InText]) -> list[str]:
    """Return the decided formulas in the running text of a page, given those of all pages."""
    here = dict.fromkeys((formula.tex, formula.level) for formula in formulas if formula.page == page.path)
    lines = []
    for level, words in DECIDED.items():
        if decided := [f"${tex}$" for tex, its_level in here if its_level == level]:
            lines += [f"<p markdown>In the text. {words}: {'; '.join(decided)}.</p>", ""]
    return lines
