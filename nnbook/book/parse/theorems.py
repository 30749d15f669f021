"""Theorems of the proof assistant: their statements, and the formulas of the book beside them, in comments."""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from nnbook.book.files import write_whole
from nnbook.book.parse.equations import LABEL, Equation
from nnbook.book.parse.page import PageError

FOLDER = Path("proofs")
THEOREM = re.compile(
    r"(?P<above>(?:\(\*\* \[(?:(?!\*\)).)+\*\)\n)*)Theorem (?P<name>\w+) : (?P<says>.+?)\.\nProof", re.DOTALL
)
FORMULA = re.compile(r"\(\*\* \[(?P<source>[^\]]+)\]\s*(?P<edge>\$\$?)(?P<tex>.+?)(?P=edge)\s*\*\)", re.DOTALL)
STATEMENT = re.compile(
    r"(?P<above>(?:\(\*\* (?:(?!\*\)).)+\*\)\n)*)"
    r"(?P<says>(?P<kind>Definition|Fixpoint|Inductive|Theorem) (?P<name>\w+).*?\.)\n(?=\n|Proof|[A-Z])",
    re.DOTALL,
)
CODE = re.compile(r"\[([^\]]+)\]")
ABOUT = re.compile(r"\(\*\* (?P<says>.+?)\s*(?:\*\)|\n\n)", re.DOTALL)
REQUIRED = re.compile(r"^From nnbook Require Import ([\w ]+)\.$", re.MULTILINE)
WRAPPING = re.compile(r"\\(?:begin|end)\{equation\}|\$\$")


@dataclass(frozen=True)
class Theorem:
    """A theorem: `formulas` are the LaTeX beside it, by where the book shows it: a label, or a name as nn.Dense."""

    name: str
    file: str
    line: int
    statement: str
    formulas: Mapping[str, str]


class Statement(NamedTuple):
    """A definition or theorem as it stands in its file, with the words above it in Markdown.

    `sources` are the places in the book that show the same formula.
    """

    name: str
    words: str
    text: str
    theorem: bool
    sources: tuple[str, ...]


def files(folder: Path = FOLDER) -> list[Path]:
    """Return the files of a folder, each after those that it builds on; none if there is no such folder."""
    paths = {path.stem: path for path in sorted(folder.glob("*.v"))}
    needs = {name: REQUIRED.findall(path.read_text(encoding="utf-8")) for name, path in paths.items()}
    order = TopologicalSorter({name: [*itertools.chain(*map(str.split, found))] for name, found in needs.items()})
    return [paths[name] for name in order.static_order()]


def publish(site: Path) -> None:
    """Copy the files into the site, as text: browsers show what they know to be text."""
    for path in files():
        write_whole(site / f"{path}.txt", path.read_bytes())


def theorems(folder: Path = FOLDER) -> list[Theorem]:
    """Return the theorems of all files in a folder."""
    return [theorem for path in files(folder) for theorem in read(path.read_text(encoding="utf-8"), path)]


def read_statements(text: str) -> tuple[str, list[Statement]]:
    """Return what a file says that it is about, and its definitions and theorems without the proofs."""
    about = ABOUT.match(text)
    found = []
    for match in STATEMENT.finditer(text):
        sources = tuple(formula["source"] for formula in FORMULA.finditer(match["above"]))
        words = FORMULA.sub("", match["above"]).strip().removeprefix("(** ").removesuffix(" *)")
        words = CODE.sub(r"`\1`", " ".join(words.split()))
        found.append(Statement(match["name"], words, match["says"], match["kind"] == "Theorem", sources))
    return (" ".join(about["says"].split()) if about else "", found)


def read(text: str, path: Path) -> list[Theorem]:
    """Return the theorems of a file."""
    return [
        Theorem(
            name=found["name"],
            file=f"{path.parent.name}/{path.name}",
            line=text.count("\n", 0, found.start("name")) + 1,
            statement=found["says"],
            formulas={formula["source"]: formula["tex"] for formula in FORMULA.finditer(found["above"])},
        )
        for found in THEOREM.finditer(text)
    ]


def by_label(found: Iterable[Theorem], equations: Mapping[str, Equation]) -> dict[str, list[Theorem]]:
    """Return the theorems of each equation; raise PageError if the formula beside one is not the displayed one."""
    known: dict[str, list[Theorem]] = {}
    for theorem in found:
        for label, tex in theorem.formulas.items():
            if label not in equations:
                continue
            if bare(tex) != bare(equations[label].tex):
                equation = equations[label]
                raise PageError(
                    f"{equation.page}:{equation.line}: {label} is not the formula beside {theorem.name} "
                    f"in {theorem.file}:{theorem.line}. Prove the new one, or take the theorem's label away."
                )
            known.setdefault(label, []).append(theorem)
    return known


def bare(tex: str) -> str:
    """Return a formula's LaTeX without label and frame, its whitespace put in order."""
    return " ".join(WRAPPING.sub("", LABEL.sub("", tex)).split())
