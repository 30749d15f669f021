"""Theorems are read with the formulas beside them, which must be those of the pages."""

from pathlib import Path

import pytest

from nnbook.book.parse.equations import Equation
from nnbook.book.parse.page import PageError
from nnbook.book.parse.theorems import by_label, files, read, read_statements, theorems

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


STATEMENTS = """(** About sums.

    More of it. *)

From nnbook Require Import Before Sooner.

(** Twice as much,
    [x] being [R]. *)
Definition twice (x : R) : R := 2 * x.

Lemma small : 1 = 1.
Proof. easy. Qed.

(** [eq:a-b] $$a = b$$ *)
Theorem same : forall x : R,
  twice x = x + x.
Proof. unfold twice; intros; ring. Qed.
"""


def test_definitions_and_theorems_are_shown_without_proofs() -> None:
    about, (twice, same) = read_statements(STATEMENTS)
    assert about == "About sums."
    assert twice == ("twice", "Twice as much, `x` being `R`.", "Definition twice (x : R) : R := 2 * x.", False, ())
    assert same == ("same", "", "Theorem same : forall x : R,\n  twice x = x + x.", True, ("eq:a-b",))


def test_a_file_comes_after_those_that_it_builds_on(tmp_path: Path) -> None:
    for name, needs in (("After", "Before Sooner"), ("Before", "Sooner"), ("Sooner", "")):
        (tmp_path / f"{name}.v").write_text(f"From nnbook Require Import {needs}.\n" if needs else "")
    assert [path.stem for path in files(tmp_path)] == ["Sooner", "Before", "After"]
