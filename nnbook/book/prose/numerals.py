"""The numerals of a page's prose: value, precision, place, and the words around them."""

import re
from collections import Counter
from dataclasses import dataclass

from nnbook.book.prose.school import evaluate, places
from nnbook.book.prose.text import Prose

NUMERAL = re.compile(
    r"(?<![\w.,_\\])(?<!\w[-−])(?:[−+-](?=\d|½|¼))?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-−]?\d+)?|[½⅓¼⅔¾⅕⅛]"
)
PERCENT = re.compile(r"\s*(?:%|per cent)|\s(?:of|times in|in|out of) (?:every |a )?(?:100|hundred)\b")
SCALE = re.compile(r"\s(thousand|million|billion)\b")
POWERS = {"thousand": 3, "million": 6, "billion": 9}
HEDGE = re.compile(r"(?:about|nearly|almost|roughly|some|over|around|≈|close to|near|up to)\s*\W?$")
BEFORE, AFTER = 70, 40
"""So many characters around a numeral say what it is of."""
WIDTHS = 26, 12
"""So many characters around a numeral find it again."""


@dataclass(frozen=True)
class Numeral:
    """A numeral of the prose at a place of it, and on a line of the page.

    `context` finds it again when other text has changed: the words around it, digits masked, and which of several.
    """

    text: str
    value: float
    decimals: int
    percent: bool
    hedged: bool
    place: int
    line: int
    section: str
    before: str
    after: str
    context: tuple[str, str, int]

    @property
    def exact(self) -> bool:
        """Whether a value that rounds to it is not enough."""
        return self.decimals == 0 and not self.hedged and not self.percent

    @property
    def digit(self) -> bool:
        """Whether it is a single digit, as stands in many lines."""
        return len(re.sub(r"\D", "", self.text)) == 1

    @property
    def wide(self) -> bool:
        """Whether three digits count, so that it hardly stands anywhere by chance."""
        digits = re.sub(r"\D", "", self.text).lstrip("0")
        return len(digits if "." in self.text else digits.rstrip("0")) >= 3 or len(digits) >= 4


def numerals(prose: Prose) -> list[Numeral]:
    """Return the numerals of the prose, in order."""
    found, seen = [], Counter[tuple[str, str, str]]()
    for match in NUMERAL.finditer(prose.flat):
        before, after = prose.flat[max(0, match.start() - BEFORE) : match.start()], prose.flat[match.end() :][:AFTER]
        word = match[0].replace("−", "-").lstrip("+")
        value = evaluate(word)
        if value is None:
            continue
        section = prose.section(prose.line(match.start()))
        around = _masked(before)[-WIDTHS[0] :], _masked(after)[: WIDTHS[1]]
        scale, hedged = SCALE.match(after), HEDGE.search(before) is not None
        power = POWERS[scale[1]] if scale else 0
        coarse = power or (_zeros(word) if hedged and "." not in word else 0)
        numeral = Numeral(
            match[0],
            value * 10**power,
            places(word) - coarse,
            PERCENT.match(after) is not None,
            hedged,
            match.start(),
            prose.line(match.start()),
            section,
            before,
            after,
            (*around, seen[section, *around]),
        )
        seen[section, *around] += 1
        found.append(numeral)
    return found


def _zeros(word: str) -> int:
    digits = re.sub(r"\D", "", word)
    return len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0


def _masked(text: str) -> str:
    return re.sub(r"[\s\[\]]+", " ", re.sub(r"[−+-]?\d+(?:[.,]\d+)*(?:e[-−]?\d+)?|[½⅓¼⅔¾⅕⅛]", "#", text))
