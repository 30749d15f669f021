"""All derivations of the book, checked, and kept under keys that cover what they depend on."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from nnbook.book.files import CACHE, Kept, folder_digest, key, library_digest, surroundings
from nnbook.book.formula.derive import Derived, derive
from nnbook.book.formula.entries import entries
from nnbook.book.formula.substitute import labels_of
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.verdicts import uses
from nnbook.book.parse.derivations import Derivation
from nnbook.book.parse.equations import Equation

FOLDER = CACHE / "derivations"


def derived(
    derivations: Mapping[str, Derivation], equations: Mapping[str, Equation], folder: Path = FOLDER
) -> dict[str, Derived]:
    """Return what the check of every derivation has shown; raise Refused, page:line first, if one does not hold."""
    formulas = {label: equation.tex for label, equation in equations.items()}
    kept = Kept(folder)
    known, wrong = {}, []
    for label, derivation in derivations.items():
        try:
            known[label] = _kept(derivation, formulas, kept)
        except Refused as refused:
            wrong.append(str(refused))
    if wrong:
        raise Refused("\n".join(wrong))
    return known


def _kept(derivation: Derivation, formulas: Mapping[str, str], kept: Kept) -> Derived:
    if derivation.label not in entries():
        place = f"{derivation.page}:{derivation.line}"
        raise Refused(f"{place}: {derivation.label} has a derivation, but no entry says what its letters are.")
    name = _key(derivation, formulas)
    if (known := kept.get(name)) is not None:
        return Derived(**json.loads(known))
    found = derive(derivation, entries()[derivation.label], formulas)
    kept.put(name, json.dumps(asdict(found)).encode())
    return found


def _key(derivation: Derivation, formulas: Mapping[str, str]) -> str:
    """Return a digest of all that the check of a derivation depends on."""
    label = derivation.label
    inserted = [each for step in derivation.steps for each in labels_of(step.reason)]
    texts = [formulas.get(use, use) for use in (label, *uses(label), *inserted)]
    said = [text for step in derivation.steps for text in (step.reason, step.tex)]
    code = folder_digest(Path(__file__).parent)
    return key(label, *texts, *derivation.given, *said, library_digest(), code, surroundings())
