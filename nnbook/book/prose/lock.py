"""The file that keeps the origin of every numeral: a line for each, in an order that moving text does not change."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nnbook.book.files import write_whole
from nnbook.book.prose.numerals import Numeral

LOCK = "numerals.lock"
PAGE = "# "
NO_ORIGIN = "-"
"""Stands for the origin of a numeral that has none."""
BESIDE = 10
"""So many characters beside a numeral find it in another section."""
TITLE = "The origin of each numeral of the prose, kept by `nnbook update`: section, words around it, origin.\n"


@dataclass(frozen=True, order=True)
class Pin:
    """A numeral as it stood when its origin was found: its section, the words around it, and that origin."""

    section: str
    before: str
    after: str
    count: int
    text: str
    origin: str

    @property
    def key(self) -> tuple[str, tuple[str, str, int]]:
        """What finds the numeral again."""
        return self.section, (self.before, self.after, self.count)

    def __str__(self) -> str:
        return f"{self.section}\t{self.before}[{self.text}]{self.after}\t{self.origin}"


def read_lock(root: Path) -> dict[str, list[Pin]]:
    """Return the pins of each page."""
    path, pins = root / LOCK, {}  # type: Path, dict[str, list[Pin]]
    if not path.is_file():
        return {}
    page, seen = "", Counter[tuple[str, str, str]]()
    for line in path.read_text(encoding="utf-8").split("\n")[1:]:
        if line.startswith(PAGE):
            page = line.removeprefix(PAGE)
            pins[page] = []
            seen.clear()
        elif line:
            section, words, origin = line.split("\t")
            before, _, rest = words.rpartition("[")
            text, _, after = rest.partition("]")
            pins[page].append(Pin(section, before, after, seen[section, before, after], text, origin))
            seen[section, before, after] += 1
    return pins


def write_lock(root: Path, pins: Mapping[str, Iterable[Pin]]) -> bool:
    """Write the pins of all pages, and tell whether that changes the file."""
    blocks = [
        "".join([f"{PAGE}{page}\n", *(f"{pin}\n" for pin in sorted(those))]) for page, those in sorted(pins.items())
    ]
    path, text = root / LOCK, "".join([TITLE, *blocks])
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    write_whole(path, text.encode())
    return True


def _beside(before: str, after: str, text: str) -> tuple[str, str, str]:
    """Return a numeral with the words right beside it, which move with it."""
    return before[-BESIDE:], after[:BESIDE], text


def paired(numerals: Iterable[Numeral], pins: Iterable[Pin]) -> dict[Numeral, Pin]:
    """Return the pin of each numeral: by the words around it, else by its section and its own text, in order.

    What has moved to another section is found by its words and text.
    """
    left = {pin.key: pin for pin in pins}
    found = {each: left.pop((each.section, each.context)) for each in numerals if (each.section, each.context) in left}
    rest: dict[tuple[str, str], list[Pin]] = {}
    for pin in left.values():
        rest.setdefault((pin.section, pin.text), []).append(pin)
    for each in numerals:
        if each not in found and (those := rest.get((each.section, each.text))):
            found[each] = those.pop(0)
    moved = {_beside(pin.before, pin.after, pin.text): pin for those in rest.values() for pin in those}
    for each in numerals:
        if each not in found and (key := _beside(*each.context[:2], each.text)) in moved:
            found[each] = moved.pop(key)
    return found
