"""What Coq prints of axioms is read rightly; a proof with a hole in it is none."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.proofs.kernel import AXIOMS, Unproved, assumptions, prove, require

COQ = pytest.mark.skipif(shutil.which("coqc") is None, reason="needs Coq, which `make proofs` installs")
PRINTED = """Axioms:
ClassicalDedekindReals.sig_forall_dec
  : forall P : nat -> Prop,
    (forall n : nat, {P n} + {~ P n}) ->
    {n : nat | ~ P n} + {forall n : nat, P n}
Classical_Prop.classic : forall P : Prop, P \\/ ~ P
Closed under the global context
"""


def test_the_axioms_of_each_theorem_are_read() -> None:
    assert assumptions(PRINTED, ["one", "two"]) == {
        "one": ["ClassicalDedekindReals.sig_forall_dec", "Classical_Prop.classic"],
        "two": [],
    }


def test_an_axiom_of_our_own_is_refused() -> None:
    with pytest.raises(Unproved, match="one stands on taken_for_granted: neither proved nor an axiom of the library"):
        assumptions(PRINTED.replace("Classical_Prop.classic", "taken_for_granted"), ["one", "two"])


def test_an_answer_that_is_missing_is_refused() -> None:
    with pytest.raises(Unproved, match="asked about 3 theorems and answered about 2"):
        assumptions(PRINTED, ["one", "two", "three"])


def test_without_coq_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Unproved, match="apt-get install coq libcoq-coquelicot"):
        require()


def test_root_has_it_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" or called else None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    def run(command, **_):
        called.append(command)
        return subprocess.CompletedProcess(command, 0, "8.16.1 4.13.1\n")

    monkeypatch.setattr(subprocess, "run", run)
    assert require() == "8.16.1"
    assert [command[2:] for command in called[:2]] == [
        ["update"],
        ["install", "--yes", "--no-install-recommends", "coq", "libcoq-coquelicot"],
    ]


@COQ
@pytest.mark.parametrize(
    ("proof", "message"),
    [
        ("Proof. intros x; ring. Qed.", "does not accept proofs/Slip.v"),
        ("Proof. Admitted.", "slip stands on slip: neither proved"),
        ("Proof. intros x; apply wish. Qed.", "slip stands on wish: neither proved"),
    ],
)
def test_coq_does_not_take_a_proof_with_a_hole(proof: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "Slip.v"
    wish = "Axiom wish : forall x : R, x + 1 = x.\n" if "wish" in proof else ""
    file.write_text(
        f"From Coq Require Import Reals.\nOpen Scope R_scope.\n{wish}Theorem slip : forall x : R, x + 1 = x.\n{proof}\n"
    )
    with pytest.raises(Unproved, match=message):
        prove([file], ["slip"], tmp_path / "made")


@COQ
def test_coq_proves_what_is_true(tmp_path: Path) -> None:
    file = tmp_path / "Right.v"
    file.write_text(
        "From Coq Require Import Reals.\nOpen Scope R_scope.\n"
        "Theorem right : forall x : R, x + 1 - 1 = x.\nProof. intros x; ring. Qed.\n"
    )
    assert set(prove([file], ["right"], tmp_path / "made")["right"]) <= set(AXIOMS)
