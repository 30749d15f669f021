"""One verdict a formula, for its page: what it is, how sure it is, and which function of nnbook returns the same.

Verdicts are kept, under a key that covers the formula, its premises, the library and this room; a formula that does not
hold has none, but stops the build with its page and line.
"""

import dis
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import CodeType, FunctionType

import nnbook
from nnbook.book.files import CACHE, Kept, key
from nnbook.book.formula.check import Outcome, check
from nnbook.book.formula.entries import entries
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.patience import Patience
from nnbook.book.formula.read import read
from nnbook.book.formula.state import state
from nnbook.book.formula.tokens import Refused
from nnbook.book.parse.equations import Equation

FOLDER = CACHE / "verdicts"


@dataclass(frozen=True)
class Verdict:
    """What a formula's check has shown: in words, in numbers, and the names in nnbook that return the same.

    `origin` says where a claim comes from that has no derivation.
    """

    words: str
    claims: int
    proved: int
    open_size: int
    compared: int
    returned_by: tuple[str, ...]
    premises: tuple[str, ...] = ()
    origin: str = ""


def verdicts(
    equations: Mapping[str, Equation], folder: Path = FOLDER, patience: Patience | None = None
) -> dict[str, Verdict]:
    """Return the verdict of every formula that has an entry; raise Refused, page:line first, if one does not hold.

    A formula whose check the patience leaves out has none.
    """
    patience = patience or Patience()
    formulas = {label: equation.tex for label, equation in equations.items()}
    kept, code = Kept(folder), state()
    known, wrong = {}, []
    for label in sorted(entries().keys() & equations.keys()):
        try:
            if found := _kept(label, formulas, kept, code, patience):
                known[label] = found
        except Refused as refused:
            wrong.append(_located(equations[label], refused))
    if wrong:
        raise Refused("\n".join(wrong))
    return known


def verdict(label: str, formulas: Mapping[str, str]) -> Verdict:
    """Check a formula against its entries and return its verdict; raise Refused if it does not hold."""
    found = entries()[label]
    if all(entry.part is not None for entry in found):
        count = len(read(formulas[label], found[0].names))
        if sorted(place for entry in found for place in entry.part or ()) != list(range(count)):
            raise Refused(f"its entries do not cover its {count} statements.")
    outcomes = [check(entry, formulas) for entry in found]
    names = sorted({name for entry in found for name in _returned_by(entry)})
    return Verdict(
        words=_words(found, outcomes, names),
        claims=sum(outcome.claims for outcome in outcomes),
        proved=sum(outcome.proved for outcome in outcomes),
        open_size=sum(outcome.open_size for outcome in outcomes),
        compared=sum(outcome.compared for outcome in outcomes),
        returned_by=tuple(names),
        origin=next((entry.origin for entry in found if entry.origin), ""),
        premises=tuple(dict.fromkeys(use for use in uses(label) if use in formulas)),
    )


def _located(equation: Equation, refused: Refused) -> str:
    """Return the message with the line of the page on which the token stands that could not be read."""
    lines = equation.tex[: refused.at].count("\n") if refused.at is not None else 0
    above = equation.tex[: equation.tex.find(equation.label)].count("\n") if refused.at is not None else 0
    return f"{equation.page}:{equation.line - above + lines}: {equation.label}: {' '.join(str(refused).split())}"


# what stands under the formula ---------------------------------------------------------------------------------
def _words(found: Sequence[Entry], outcomes: Sequence[Outcome], names: Sequence[str]) -> str:
    levels = set().union(*(outcome.levels for outcome in outcomes))
    claim = _of_claims(found, levels)
    verb = "return" if len(names) > 1 else "returns"
    code = f"equal to what {_listed(names)} {verb} at 100 random inputs" if names else ""
    if not code and any(outcome.compared for outcome in outcomes):
        code = "equal to a second writing in NumPy at 100 random inputs"
    if not claim:
        return f"Definition, {code}." if code else "Definition."
    how = next((f" {entry.how}" for entry in found if entry.how), "")
    if any(entry.sample for entry in found):
        how += ", with one function in place of any"
    return f"{claim}{how}; {code}." if code else f"{claim}{how}."


def _of_claims(found: Sequence[Entry], levels: set[str]) -> str:
    if not levels:
        return ""
    if "drawn" in levels:
        return "True at 100 random places, not proved"
    if "order" in levels:
        return "Proved up to the first term that ≈ leaves out"
    if "rounded" in levels:
        return "Proved, and rounded rightly"
    if "open" in levels:
        return "Proved for every size"
    return f"Proved{_sizes(found)}"


def _sizes(found: Sequence[Entry]) -> str:
    if extent := next((f" {entry.extent}" for entry in found if entry.extent), ""):
        return extent
    sizes = sorted({size for entry in found for size in entry.sizes if isinstance(size, int)})
    if not sizes or sizes[0] < 1:
        return " for all values"
    return f" for sizes {sizes[0]} to {sizes[-1]}" if len(sizes) > 1 else f" for size {sizes[0]}"


def _listed(names: Sequence[str]) -> str:
    shown = [f"nn.{name}" for name in names]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def uses(label: str) -> list[str]:
    """Return the premises of the entries of a label: other labels, or LaTeX that the page says in words."""
    premises = (use for entry in entries()[label] for use in (*entry.uses, *entry.steps.get("uses", ())))
    return [use if isinstance(use, str) else use[0] for use in premises]


def _returned_by(entry: Entry) -> set[str]:
    """Return the names of nnbook that the entry's functions use, those of their helpers included."""
    functions = (*entry.defines.values(), *entry.updates.values(), *entry.equals.values())
    return set().union(*(_names(function) for function in functions if isinstance(function, FunctionType)))


@cache
def _names(function: FunctionType) -> frozenset[str]:
    found: set[str] = set()
    for code in _codes(function.__code__):
        for one, two in pairwise([*dis.get_instructions(code), None]):
            if one is None or one.opname != "LOAD_GLOBAL":
                continue
            value = function.__globals__.get(one.argval)
            if value is nnbook and two is not None and two.argval not in ("one_hot", "load_grades"):
                found.add(two.argval)
            elif isinstance(value, FunctionType) and value.__module__.startswith(__package__):
                found |= _names(value)
    return frozenset(found)


def _codes(code: CodeType) -> list[CodeType]:
    return [code, *(inner for each in code.co_consts if isinstance(each, CodeType) for inner in _codes(each))]


# kept between builds -------------------------------------------------------------------------------------------
def _kept(label: str, formulas: Mapping[str, str], kept: Kept, code: str, patience: Patience) -> Verdict | None:
    name = _key(label, formulas, code)
    known = kept.get(name)
    if known is not None:
        content = json.loads(known)
        return Verdict(**content | {field: tuple(content[field]) for field in ("returned_by", "premises")})
    if patience.over():
        return None
    found = verdict(label, formulas)
    kept.put(name, json.dumps(asdict(found)).encode())
    return found


def _key(label: str, formulas: Mapping[str, str], code: str) -> str:
    """Return a digest of all that a verdict depends on."""
    texts = [formulas.get(use, use) for use in (label, *uses(label))]
    return key(label, *texts, code)
