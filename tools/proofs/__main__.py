"""`python -m tools.proofs`: prove the theorems of proofs/, print their axioms, compare them with page and library."""

import sys
import time
from collections import Counter
from pathlib import Path

from nnbook.book.parse.book import book_pages, load
from nnbook.book.parse.equations import survey
from nnbook.book.parse.theorems import FOLDER, files
from tools.proofs.bridge import Bridge, Parted, sources
from tools.proofs.kernel import AXIOMS, Unproved, prove, require
from tools.proofs.terms import Unread

ROOT = Path(__file__).parents[2]
PLACE = ROOT / ".cache" / "proofs"


def main() -> int:
    """Prove and compare everything; return 1 and say why if anything fails."""
    start = time.monotonic()
    try:
        version = require()
        formulas = {equation.label: equation.tex for equation in survey(load(book_pages(ROOT), ROOT))[0]}
        bridge = Bridge(sources(ROOT / FOLDER), formulas)
        begun = time.monotonic()
        axioms = prove(files(ROOT / FOLDER), bridge.theorems, PLACE)
        proved = time.monotonic()
        bridge.check()
    except (Unproved, Parted, Unread) as wrong:
        print(f"nnbook: {wrong}", file=sys.stderr)
        return 1
    numbers = {name: place for place, name in enumerate(AXIOMS, 1)}
    for name, theorem in bridge.theorems.items():
        used = " ".join(str(numbers[axiom]) for axiom in sorted(axioms[name], key=numbers.__getitem__))
        print(f"{name:<28}axioms {used:<9}{theorem.file}:{theorem.line:<5}{', '.join(theorem.formulas)}".rstrip())
    print("\nAxioms, all of the libraries of real numbers and of classical logic:")
    uses = Counter(axiom for found in axioms.values() for axiom in found)
    for axiom, words in AXIOMS.items():
        print(f"{numbers[axiom]}. {axiom}, used by {uses[axiom]}: {words}")
    print(
        f"\n{len(axioms)} theorems proved by Coq {version} in {proved - begun:.0f} s, their formulas compared with "
        f"{len({label for theorem in bridge.theorems.values() for label in theorem.formulas})} of the book and "
        f"with nnbook in {time.monotonic() - proved:.0f} s; {time.monotonic() - start:.0f} s in all."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
