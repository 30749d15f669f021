"""All derivations of the book, checked, and kept under keys that cover what they depend on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from nnbook.book.files import CACHE, Kept, key
from nnbook.book.formula.derive import Derived, derive
from nnbook.book.formula.entries import entries
from nnbook.book.formula.passages import in_text
from nnbook.book.formula.patience import Patience
from nnbook.book.formula.state import state
from nnbook.book.formula.substitute import labels_of
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.verdicts import Verdict, uses, verdicts
from nnbook.book.parse.book import load
from nnbook.book.parse.derivations import Derivation
from nnbook.book.parse.derivations import survey as survey_derivations
from nnbook.book.parse.equations import Equation
from nnbook.book.parse.equations import survey as survey_equations
from nnbook.book.parse.page import Page, PageError

FOLDER = CACHE / "derivations"


def derived(
    derivations: Mapping[str, Derivation],
    equations: Mapping[str, Equation],
    folder: Path = FOLDER,
    patience: Patience | None = None,
) -> dict[str, Derived]:
    """Return what the check of every derivation has shown; raise Refused, page:line first, if one does not hold.

    A derivation whose check the patience leaves out is missing.
    """
    patience = patience or Patience()
    formulas = {label: equation.tex for label, equation in equations.items()}
    kept, code = Kept(folder), state()
    known, wrong = {}, []
    for label, derivation in derivations.items():
        try:
            if found := _kept(derivation, formulas, kept, code, patience):
                known[label] = found
        except Refused as refused:
            wrong.append(str(refused))
    if wrong:
        raise Refused("\n".join(wrong))
    return known


def judged(
    derivations: Mapping[str, Derivation],
    equations: Mapping[str, Equation],
    pages: Sequence[Page] = (),
    patience: Patience | None = None,
) -> tuple[dict[str, Verdict], dict[str, Derived]]:
    """Return the verdicts and what is derived; raise Refused, a line for each formula or step that does not hold.

    Those in the running text of `pages` are judged as well. What the patience leaves out is missing.

    What an equation claims must have a derivation, or its entry says where it comes from.
    """
    wrong: list[str] = []
    found: dict[str, Verdict] = {}
    steps: dict[str, Derived] = {}
    try:
        found = verdicts(equations, patience=patience)
    except Refused as refused:
        wrong += str(refused).split("\n")
    try:
        steps = derived(derivations, equations, patience=patience)
    except Refused as refused:
        wrong += str(refused).split("\n")
    try:
        in_text(pages, {label: equation.tex for label, equation in equations.items()}, patience=patience)
    except Refused as refused:
        wrong += str(refused).split("\n")
    for label, known in found.items():
        if known.claims and not known.origin and label not in derivations:
            place = f"{equations[label].page}:{equations[label].line}"
            wrong.append(f"{place}: {label} claims something: add a derivation below it, or `origin` to its entry.")
    if wrong:
        raise Refused("\n".join(wrong))
    return found, steps


def _kept(
    derivation: Derivation, formulas: Mapping[str, str], kept: Kept, code: str, patience: Patience
) -> Derived | None:
    if derivation.label not in entries():
        place = f"{derivation.page}:{derivation.line}"
        raise Refused(f"{place}: {derivation.label} has a derivation, but no entry says what its letters are.")
    name = _key(derivation, formulas, code)
    if (known := kept.get(name)) is not None:
        return Derived(**json.loads(known))
    if patience.over():
        return None
    found = derive(derivation, entries()[derivation.label], formulas)
    kept.put(name, json.dumps(asdict(found)).encode())
    return found


def _key(derivation: Derivation, formulas: Mapping[str, str], code: str) -> str:
    """Return a digest of all that the check of a derivation depends on."""
    label = derivation.label
    inserted = [each for step in derivation.steps for each in labels_of(step.reason)]
    texts = [formulas.get(use, use) for use in (label, *uses(label), *inserted)]
    said = [text for step in derivation.steps for text in (step.reason, step.tex)]
    return key(label, *texts, *derivation.given, *said, code)


def refusals(
    derivations: Mapping[str, Derivation], equations: Mapping[str, Equation], pages: Sequence[Page]
) -> list[str]:
    """Return what is wrong with formulas and the steps of derivations, each with its page and line."""
    try:
        judged(derivations, equations, pages)
    except (Refused, PageError) as refused:
        return str(refused).split("\n")
    return []


def check_ahead(folder: str) -> None:
    """Check all formulas of the pages in a folder and keep what comes of it; what is wrong, the next build says."""
    root = Path.cwd()
    pages = load(sorted(Path(folder).rglob("*.md")), root)
    labelled, _ = survey_equations(pages)
    derivations, _ = survey_derivations(pages)
    refusals(derivations, {equation.label: equation for equation in labelled}, pages)
