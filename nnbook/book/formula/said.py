"""What the page says below its formulas, of all of them together, kept until one formula or derivation changes.

A build that finds it kept needs neither SymPy nor the entries, whose import takes longer than a page.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from nnbook.book.files import Kept, key
from nnbook.book.formula.passages import in_text
from nnbook.book.formula.patience import Patience
from nnbook.book.formula.state import state
from nnbook.book.parse.derivations import Derivation
from nnbook.book.parse.equations import Equation
from nnbook.book.parse.page import Page


@dataclass(frozen=True)
class Said:
    """Of one formula: its verdict, the labels on which that stands, how its derivation was checked, its origin."""

    verdict: str
    premises: tuple[str, ...]
    derivation: str
    origin: str


def said(
    derivations: Mapping[str, Derivation],
    equations: Mapping[str, Equation],
    pages: Sequence[Page],
    kept: Kept,
    patience: Patience,
) -> dict[str, Said]:
    """Return what is said of each formula; raise Refused, a line for each formula or step that does not hold.

    Those in the running text of `pages` are judged as well. What the patience leaves out is not kept.
    """
    formulas = {label: equation.tex for label, equation in equations.items()}
    led = [(one.label, one.given, [(step.reason, step.tex) for step in one.steps]) for one in derivations.values()]
    name = key(state(), json.dumps([formulas, led]))
    known = kept.get(name)
    if known is not None:
        in_text(pages, formulas, patience=patience)
        return {label: Said(**one | {"premises": tuple(one["premises"])}) for label, one in json.loads(known).items()}
    # Imported here: it brings SymPy.
    from nnbook.book.formula.derived import judged

    verdicts, steps = judged(derivations, equations, pages, patience)
    found = {
        label: Said(
            verdict=verdicts[label].words if label in verdicts else "",
            premises=verdicts[label].premises if label in verdicts else (),
            derivation=steps[label].words if label in steps else "",
            origin=verdicts[label].origin if label in verdicts else "",
        )
        for label in equations
    }
    if not patience.left_out:
        kept.put(name, json.dumps({label: asdict(one) for label, one in found.items()}).encode())
    return found
