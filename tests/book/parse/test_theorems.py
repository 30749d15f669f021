"""Theorems are read with the formulas beside them, which must be those of the pages."""

from pathlib import Path

import pytest

from nnbook.book.parse.equations import Equation
from nnbook.book.parse.page import PageError
from nnbook.book.parse.theorems import by_label, read, theorems

TEXT = """(** About something else. *)
(** [eq:a-b] $$a = b$$ *)
(** [nn.Dense]
    $dX = gW^\\top$ *)
Theorem same : forall x : R,
  x = x.
Proof. easy. Qed.

Theorem other : 1 = 1.
Proof. easy. Qed.
"""
PAGE = "$$\n\\begin{equation}\n\\label{eq:a-b}\na =  b\n\\end{equation}\n$$"


def equation(tex: str) -> dict[str, Equation]:
    return {"eq:a-b": Equation("eq:a-b", "docs/page.md", 7, tex)}


def test_a_theorem_has_its_statement_place_and_formulas() -> None:
    first, second = read(TEXT, Path("proofs/A.v"))
    assert (first.name, first.file, first.line, first.statement) == (
        "same",
        "proofs/A.v",
        5,
        "forall x : R,\n  x = x",
    )
    assert first.formulas == {"eq:a-b": "a = b", "nn.Dense": r"dX = gW^\top"}
    assert (second.name, second.formulas) == ("other", {})


def test_theorems_are_found_by_the_label_of_their_equation() -> None:
    found = by_label(read(TEXT, Path("proofs/A.v")), equation(PAGE))
    assert {label: [theorem.name for theorem in of] for label, of in found.items()} == {"eq:a-b": ["same"]}


def test_another_formula_than_the_displayed_one_stops_the_build() -> None:
    with pytest.raises(PageError, match=r"docs/page.md:7: eq:a-b is not the formula beside same in proofs/A.v:5"):
        by_label(read(TEXT, Path("proofs/A.v")), equation(PAGE.replace("a = ", "a = -")))


def test_a_book_without_theorems_has_none(tmp_path: Path) -> None:
    assert theorems(tmp_path / "proofs") == []
