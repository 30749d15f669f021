"""The list of the formulas in the running text: the decided ones one by one, the others counted, with the reason."""

from collections import Counter
from collections.abc import Mapping, Sequence

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


def count(pages: Sequence[Page], equations: Mapping[str, Numbered]) -> str:
    """Return how many formulas stand in the running text of all pages, and how many of them are decided."""
    levels = Counter(level for _, level in _found(pages, equations))
    total, decided = levels.total(), sum(levels[level] for level in DECIDED)
    rest = "; ".join(f"{levels[level]} {words}" for level, words in NOT_DECIDED.items() if levels[level])
    return f"Of {total} formulas in the running text {decided} are decided and listed below. Of the others {rest}."


def listed(page: Page, equations: Mapping[str, Numbered]) -> list[str]:
    """Return the decided formulas in the running text of a page."""
    found = list(dict.fromkeys(_found([page], equations)))
    lines = []
    for level, words in DECIDED.items():
        if formulas := [f"${tex}$" for tex, its_level in found if its_level == level]:
            lines += [f"<p markdown>In the text. {words}: {'; '.join(formulas)}.</p>", ""]
    return lines


def _found(pages: Sequence[Page], equations: Mapping[str, Numbered]) -> list[tuple[str, str]]:
    # Imported here: SymPy takes half a second, for which pages without equations need not wait.
    from nnbook.book.formula.passages import in_text

    formulas = {label: entry.equation.tex for label, entry in equations.items()}
    return [(formula.tex, formula.level) for formula in in_text(pages, formulas)]
