"""All formulas in the running text, decided, and kept under keys that cover what they depend on."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nnbook.book.files import CACHE, Kept, key
from nnbook.book.formula.patience import Patience
from nnbook.book.formula.state import state
from nnbook.book.formula.tokens import Refused
from nnbook.book.parse.inline import Paragraph, paragraphs
from nnbook.book.parse.page import Page

FOLDER = CACHE / "inline"


@dataclass(frozen=True)
class InText:
    """A formula in the running text, where it stands, and how sure it is."""

    page: str
    line: int
    tex: str
    level: str


def in_text(
    pages: Iterable[Page], formulas: Mapping[str, str], folder: Path = FOLDER, patience: Patience | None = None
) -> list[InText]:
    """Return all formulas in the text that have a relation; raise Refused, page:line first, if any is wrong.

    Those of a paragraph whose check the patience leaves out are missing.
    """
    patience = patience or Patience()
    kept, code = Kept(folder), state()
    found, wrong = [], []
    for paragraph in paragraphs(pages):
        try:
            levels = _kept(paragraph, formulas, kept, code, patience)
        except Refused as refused:
            wrong.append(str(refused))
            continue
        for formula, level in zip(paragraph.formulas, levels or (), strict=levels is not None):
            found.append(InText(paragraph.page, formula.line, formula.tex, level))
    if wrong:
        raise Refused("\n".join(wrong))
    return found


def _kept(
    paragraph: Paragraph, formulas: Mapping[str, str], kept: Kept, code: str, patience: Patience
) -> list[str] | None:
    labels = [*paragraph.where.labels, *(label for formula in paragraph.formulas for label in formula.shown)]
    name = key(repr(paragraph), *(formulas.get(label, "") for label in labels), code)
    if (known := kept.get(name)) is not None:
        return list(json.loads(known))
    if patience.over():
        return None
    # Imported here: it brings SymPy.
    from nnbook.book.formula.inline import judge

    levels = judge(paragraph, formulas)
    kept.put(name, json.dumps(levels).encode())
    return levels
