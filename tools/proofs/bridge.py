"""Theorem, page and library on the same random numbers: all of what a theorem's source says is tried.

A change of the page's formula, of the theorem or of the library makes them differ, and is refused.
"""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import sympy as sp

import nnbook as nn
from nnbook.book.formula.given import Sigmoid
from nnbook.book.formula.mean import Said
from nnbook.book.formula.read import read as read_formula
from nnbook.book.formula.scope import each
from nnbook.book.formula.tokens import Refused
from nnbook.book.parse.theorems import FOLDER, Theorem, bare, files, read
from tools.proofs import meaning
from tools.proofs import statement as statements
from tools.proofs.meaning import LIBRARY, Env, definitions, identifier
from tools.proofs.rules import RULES, WITHOUT
from tools.proofs.rules.rule import Rule, Shown, Values
from tools.proofs.statement import Numbers, Statement
from tools.proofs.terms import Reader, Term, Unread

DRAWS = 8
TOLERANCE = 1e-9
SLOPES = 1e-5
"""How far central differences may be from the slopes."""

BROKEN = (Unread, Refused, TypeError, ValueError, IndexError, KeyError, AttributeError, ZeroDivisionError, NameError,
          OverflowError, RecursionError)  # fmt: skip


class Parted(Exception):  # noqa: N818 (what has happened to the three)
    """Theorem, page and library do not say the same."""


def sources(folder: Path = FOLDER) -> dict[str, str]:
    """Return the text of each file of proofs/, in the order in which they build on each other."""
    return {path.stem: path.read_text(encoding="utf-8") for path in files(folder)}


class Bridge:
    """The theorems of some sources, and the formulas of some pages."""

    def __init__(self, texts: Mapping[str, str], formulas: Mapping[str, str]) -> None:
        self.formulas = formulas
        self.env: Env = dict(LIBRARY)
        self.theorems: dict[str, Theorem] = {}
        self.logic: dict[str, Term] = {}
        for name, text in texts.items():
            self.logic |= definitions(text, self.env)
            self.theorems |= {theorem.name: theorem for theorem in read(text, FOLDER / f"{name}.v")}

    def check(self) -> None:
        """Raise Parted if any theorem is not compared, or not what page and library say."""
        compared = {rule.theorem for rule in RULES}
        if compared | set(WITHOUT) != set(self.theorems) or compared & set(WITHOUT):
            odd = sorted((compared | set(WITHOUT)) ^ set(self.theorems))
            raise Parted(f"theorems and tools/proofs/rules.py differ: {odd}.")
        for theorem in self.theorems.values():
            shown = {shown.source for rule in RULES if rule.theorem == theorem.name for shown in rule.shown}
            if shown != set(theorem.formulas):
                raise Parted(f"{theorem.name}: rules.py compares {sorted(shown)}, beside it stand other formulas.")
        for rule in RULES:
            self.compare(rule)

    def compare(self, rule: Rule) -> None:
        """Raise Parted if one theorem is not what page and library say."""
        theorem = self.theorems[rule.theorem]
        where = f"{theorem.file}:{theorem.line}: {theorem.name}"
        try:
            says = statements.read(theorem.statement)
            for shown in rule.shown:
                self._same_text(theorem, shown)
            for seed in range(DRAWS):
                self._compare_at(rule, theorem, says, rule.draw(np.random.default_rng(seed)))
        except BROKEN as wrong:
            raise Parted(f"{where}: {type(wrong).__name__}: {wrong}") from wrong
        except Parted as parted:
            raise Parted(f"{where}: {parted}") from None

    def _same_text(self, theorem: Theorem, shown: Shown) -> None:
        """Raise Parted unless the formula beside the theorem stands in the book."""
        beside = theorem.formulas[shown.source]
        if shown.source.startswith("nn."):
            text = getattr(nn, shown.source.removeprefix("nn.")).__doc__
            if f"${beside}$" not in text:
                raise Parted(f"${beside}$ does not stand in the docstring of {shown.source}.")
        elif bare(self.formulas.get(shown.source, "")) != bare(beside):
            raise Parted(f"the formula beside it is not the one that the page displays as {shown.source}.")

    def _compare_at(self, rule: Rule, theorem: Theorem, says: Statement, drawn: Values) -> None:
        env = {**self.env, **{identifier(name): coq(value) for name, value in drawn.items()}}
        env |= {identifier(name): meaning.value(Reader(term).all(), env) for name, term in rule.terms.items()}
        for premise in says.premises:
            if not statements.holds(premise, env, self.logic):
                raise Parted("a premise does not hold for ordinary numbers.")
        slopes = says.slopes(env)
        output = says.output(env)
        agree("nnbook", slopes, by_index(rule.code(drawn), slopes))
        agree("nnbook's forward", output, by_index(rule.forward(drawn), output))
        if says.variable:
            agree("a central difference", slopes, says.numeric(env), SLOPES)
        for shown in rule.shown:
            of = output if shown.of else slopes
            tex = theorem.formulas[shown.source]
            agree(shown.source, of, {index: displayed(shown, tex, drawn, flat(index)) for index in of})


def coq(value: Any) -> Any:
    """Return a drawn value as Coq has it: an array is a function of its index."""
    if isinstance(value, np.ndarray):
        return lambda index: float(value[flat(index)])
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        return [((width, coq(W)), coq(b)) for width, W, b in value]
    return value


def flat(index: Any) -> tuple[int, ...]:
    """Return an index of Coq, pairs within pairs, as one of NumPy."""
    if index == ():
        return ()
    return (*flat(index[0]), index[1]) if isinstance(index, tuple) else (index,)


def by_index(array: Any, like: Numbers) -> Numbers:
    """Return the numbers of an array by the indices of a theorem, which must be all of them."""
    array = np.asarray(array, dtype=float)
    if array.size != len(like):
        raise Parted(f"the theorem has {len(like)} values, nnbook {array.size}.")
    return {index: float(array[flat(index)]) for index in like}


def agree(what: str, got: Numbers, want: Numbers, tolerance: float = TOLERANCE) -> None:
    """Raise Parted unless the numbers of a theorem are those of page or library."""
    for index, number in got.items():
        if not math.isclose(number, want[index], rel_tol=tolerance, abs_tol=tolerance):
            raise Parted(f"the theorem says {number:.6g} at {index}, {what} {want[index]:.6g}.")


def displayed(shown: Shown, tex: str, drawn: Values, index: tuple[int, ...]) -> float:
    """Return what the right side of a formula of the book is worth for the numbers drawn, at the index of an entry."""
    numbers: dict[sp.Symbol, sp.Float] = {}
    given = {name: lettered(name, value, numbers) for name, value in shown.given(drawn, index).items()}
    said = Said(
        {"sigma": lambda z: each(Sigmoid, z), **given},
        names=shown.names,
        base=shown.first,
        zero_outside=shown.zero_outside,
    )
    for use in shown.uses:
        said.premise(use, {})
    found = read_formula(tex, said.names)[shown.statement].node
    right = found[2][-1] if found[0] == "rel" else found
    letters = zip(shown.index, index[-len(shown.index) :], strict=True) if shown.index else ()
    value = said.eval(right, {letter: sp.Integer(place + shown.base) for letter, place in letters})
    if isinstance(value, np.ndarray):
        value = value[index[-value.ndim :]]
    worth = float(sp.sympify(value).xreplace(numbers | shown.at(drawn)).rewrite(sp.exp))
    return -worth if shown.negative else worth


def lettered(name: str, value: Any, numbers: dict[sp.Symbol, sp.Float]) -> Any:
    """Return a drawn number or array as symbols, and note their values: a condition in a formula stays one."""
    if isinstance(value, np.ndarray) and value.dtype != object:
        return each(lambda entry: lettered(name, float(entry), numbers), value)
    if not isinstance(value, (float, np.floating)):
        return value
    letter = sp.Dummy(name, real=True)
    numbers[letter] = sp.Float(float(value))
    return letter
