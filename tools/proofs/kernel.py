"""Coq itself: found or installed, run over the files of proofs/, asked on which axioms every theorem stands."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

PACKAGES = ("coq", "libcoq-coquelicot")
LIBRARY = "nnbook"
AXIOMS = {
    "ClassicalDedekindReals.sig_forall_dec": "of a yes-no question about each natural number, all are yes or one is no",
    "ClassicalDedekindReals.sig_not_dec": "a statement is not true, or it is not not true",
    "FunctionalExtensionality.functional_extensionality_dep": "functions with the same values are the same function",
    "Classical_Prop.classic": "a statement is true or not true",
}
"""The axioms of Coq's real numbers and of classical logic, which the libraries stand on. No theorem may use others."""

HEAD = re.compile(r"^(Axioms:|Closed under the global context)$", re.MULTILINE)
AXIOM = re.compile(r"^([A-Za-z_][\w.']*)", re.MULTILINE)


class Unproved(Exception):  # noqa: N818 (what the theorem is)
    """Coq is missing, does not accept a proof, or a theorem stands on an axiom that is not the library's."""


def require() -> str:
    """Return the version of Coq; install it where that can be done, else say what to install."""
    if shutil.which("coqc") is None and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"nnbook: installing {' and '.join(PACKAGES)} (apt-get)", flush=True)
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
            subprocess.run(["apt-get", "--quiet=2", *command], check=True)
    if shutil.which("coqc") is None:
        raise Unproved(
            "the proof assistant Coq is missing. Install version 8.16 or later with the library Coquelicot "
            f"(on Debian or Ubuntu: sudo apt-get install {' '.join(PACKAGES)}), then run `make proofs` again."
        )
    return subprocess.run(["coqc", "--print-version"], capture_output=True, text=True, check=True).stdout.split()[0]


def prove(files: Iterable[Path], theorems: Iterable[str], place: Path) -> dict[str, list[str]]:
    """Compile copies of the files, in order, and return the axioms of each theorem; raise Unproved if one fails."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    names = []
    for file in files:
        shutil.copy(file, place)
        names.append(file.stem)
        coqc(place, file.name)
    theorems = list(theorems)
    asked = [f"From {LIBRARY} Require Import {' '.join(names)}.", *(f"Print Assumptions {name}." for name in theorems)]
    (place / "Assumptions.v").write_text("\n".join(asked) + "\n", encoding="utf-8")
    return assumptions(coqc(place, "Assumptions.v"), theorems)


def coqc(place: Path, file: str) -> str:
    """Compile one file and return what Coq prints."""
    command = ["coqc", "-q", "-w", "-ambiguous-paths", "-R", ".", LIBRARY, file]
    run = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    if run.returncode:
        raise Unproved(f"Coq does not accept proofs/{file}:\n{run.stdout}{run.stderr}")
    return run.stdout


def assumptions(printed: str, theorems: list[str]) -> dict[str, list[str]]:
    """Return the axioms that Coq has printed for each theorem; raise Unproved at one that is not the library's."""
    blocks = HEAD.split(printed)[2::2]
    if len(blocks) != len(theorems):
        raise Unproved(f"Coq was asked about {len(theorems)} theorems and answered about {len(blocks)}.")
    found = {name: AXIOM.findall(block) for name, block in zip(theorems, blocks, strict=True)}
    for name, axioms in found.items():
        if strange := sorted(set(axioms) - AXIOMS.keys()):
            raise Unproved(f"{name} stands on {', '.join(strange)}: neither proved nor an axiom of the library.")
    return found
