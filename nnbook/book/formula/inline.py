"""Formulas in the running text, read by the same reader: what each says, decided with what its paragraph has said."""

from collections.abc import Mapping

from nnbook.book.formula.check import BROKEN
from nnbook.book.formula.context import Passage
from nnbook.book.formula.letters import Letters
from nnbook.book.formula.relations import LEVELS
from nnbook.book.formula.tied import tied
from nnbook.book.formula.tokens import Refused
from nnbook.book.parse.inline import Paragraph


def judge(paragraph: Paragraph, formulas: Mapping[str, str]) -> list[str]:
    """Return of each formula of a paragraph how sure it is; raise Refused, page:line first, at the first that fails."""
    letters = Letters(paragraph, formulas)
    passage = Passage(letters)
    found = []
    for formula, nodes, so in zip(paragraph.formulas, letters.trees, letters.so, strict=True):
        try:
            found.append(passage.supposed(nodes) if formula.assumed else passage.take(nodes))
            if so or formula.same:
                found[-1] = max(found[-1], tied(passage, formula, nodes, so, formulas), key=LEVELS.index)
        except (Refused, *BROKEN) as wrong:
            raise letters.located(formula, wrong) from None
    for place, (formula, nodes) in enumerate(zip(paragraph.formulas, letters.trees, strict=True)):
        found[place] = found[place] or passage.late(nodes)
        if not found[place]:
            raise letters.located(formula, Refused(FAILS))
    return found


FAILS = (
    "does not hold for all values of its letters, nor for those that its paragraph gives them. Mend it, say with "
    "nnbook:where what holds here, or put nnbook:assumed behind it if the text supposes it."
)
