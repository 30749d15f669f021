"""How many numerals of the text have which origin, and how many sentences and formulas are bound: for the home page."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from nnbook.book.parse.equations import Numbered
from nnbook.book.parse.page import Page
from nnbook.book.prose.claims import quoted
from nnbook.book.prose.lock import Pin, read_lock

KINDS = {
    "stands in code": ("written", "written?"),
    "printed by code": ("printed", "printed?"),
    "drawn by code": ("drawn", "drawn?"),
    "part of a sum that comes out": ("sum", "term", "marked"),
    "0, 1 or 100, or in a formula that is decided": ("unit", "formula"),
    "counts a list, the tasks or the exercises": ("place",),
    "cited from a work, or stands in another file of the book": ("cited", "given of"),
    "chosen by the text": ("given",),
    "names a digit or a version, or says how long a page takes": ("name", "version", "reading time"),
}
"""What the table says of origins, and which kinds of the lock file are meant."""
KIND = re.compile(r"(?:printed|written|drawn)\??(?= )|given of(?= )|.*")


def listed(pages: Sequence[Page], equations: Mapping[str, Numbered], root: Path) -> list[str]:
    """Return the table, from the lock file, the assertions and the verdicts as they are now."""
    counts = Counter(kind(pin) for pins in read_lock(root).values() for pin in pins)
    rows = [(sum(counts[kind] for kind in kinds), words) for words, kinds in KINDS.items()]
    weak = sum(count for kind, count in counts.items() if kind.endswith("?"))
    bound = sum(len(quoted(fence.source)) for page in pages for fence in page.fences)
    executed = sum(bool(entry.verdict) for entry in equations.values())
    return [
        f"| Where the {counts.total():,} numbers of the text come from | How many |",
        "|---|---:|",
        *(f"| {words} | {count:,} |" for count, words in sorted(rows, reverse=True) if count),
        "",
        f"Of {weak:,} of them the origin is likely, no more: a single digit, or a number that shares no word with the "
        f"code. {bound:,} sentences about runs are held by assertions that quote them, and {executed:,} of "
        f"{len(equations):,} numbered formulas were executed.",
    ]


def kind(pin: Pin) -> str:
    """Return what kind of origin a pin keeps, as the table above calls it."""
    found = KIND.match(pin.origin)
    return found[0] if found else ""
