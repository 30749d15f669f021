"""What an author says of numbers, in comments that no reader sees.

`<!--= 459 / 78 -->` right before a numeral or a ratio in words says how it comes about; the numerals in it need an
origin like all others. `<!--nnbook:given 4, 9-->` below a paragraph says that the text itself chooses these;
`<!--nnbook:given 0.95 of lecun-1998-->` that a work gives them which the page cites, `of docs/reference/data.md` that
they stand in that file. `<!--nnbook:given of benchmarks/dense.py-->` says that a program gives all that have no other
origin; in a paragraph of its own it speaks of its section, below the title of the page.
"""

import re
from dataclasses import dataclass

from nnbook.book.files import ROOT
from nnbook.book.parse.fences import GIVEN
from nnbook.book.parse.page import Page
from nnbook.book.prose.cited import BIBLIOGRAPHY, cited
from nnbook.book.prose.numerals import NUMERAL, PERCENT
from nnbook.book.prose.school import evaluate, places
from nnbook.book.prose.text import Prose

MARK = re.compile(r"<!--= (?P<sum>[^>\n]*?) -->")
REST = re.compile(r"[^.;:!?<]{1,60}(?:\.\d+)?")
OF = re.compile(r"(?P<numbers>.*?)(?:(?:^| )of (?P<whom>[\w./-]+))?")
UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
WORDS = {word: float(number) for number, word in enumerate(UNITS)} | {
    "half": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4, "quarters": 1 / 4, "fifth": 1 / 5,
    "fifths": 1 / 5, "sixth": 1 / 6, "seventh": 1 / 7, "eighth": 1 / 8, "tenth": 0.1, "tenths": 0.1,
    "twentieth": 0.05, "hundredth": 0.01, "thousandth": 0.001, "once": 1, "twice": 2, "double": 2, "doubles": 2,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "hundredfold": 100,
    "tenfold": 10, "thousand": 1000, "million": 1e6,
}  # fmt: skip
WORD = re.compile(r"\b(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")\b", re.IGNORECASE)
ABOVE = re.compile(r"\b(?:more than|over|at least|above|better than)\s*$", re.IGNORECASE)
BELOW = re.compile(r"\b(?:less than|fewer than|not even|at most|below|under|hardly)\s*(?:an? )?$", re.IGNORECASE)
NEARLY = 0.15
"""By so much of itself a ratio in words may differ from what it stands for."""


@dataclass(frozen=True)
class Given:
    """Numbers that the lines above a comment choose, or take from a work, a page or a program."""

    line: int
    first: int
    last: int
    numbers: tuple[str, ...]
    whom: str

    def covers(self, line: int, text: str) -> bool:
        """Tell whether a numeral belongs to the paragraph, list or table above."""
        return self.first <= line <= self.last and (text in self.numbers or not self.numbers)


def unmarked(line: str) -> str:
    """Return a line without marks."""
    return "" if GIVEN.fullmatch(line) else MARK.sub("", line)


def givens(page: Page) -> list[Given]:
    """Return what the comments of a page say that its text chooses."""
    found = []
    for number, line in enumerate(page.lines, 1):
        if number not in page.code and (match := GIVEN.fullmatch(line)):
            said = OF.fullmatch(match["what"])
            numbers = tuple(filter(None, re.split(r", +", said["numbers"] if said else "")))
            found.append(Given(number, *_reach(page, number), numbers, said["whom"] or "" if said else ""))
    return found


def _reach(page: Page, number: int) -> tuple[int, int]:
    """Return the first and last line of what stands above a comment, or of the section that it opens."""
    ends = {fence.hidden[1] if fence.hidden else fence.last: fence.line for fence in page.fences}
    if number - 1 in ends:
        return ends[number - 1], number
    first = number
    while page.lines[first - 2].strip() and first - 1 not in page.code:
        first -= 1
    if first < number:
        return first, number
    heads = [n for n, line in enumerate(page.lines, 1) if line.startswith("## ") and n not in page.code]
    if not any(head < number for head in heads):
        return 1, len(page.lines)
    return number, next((head for head in heads if head > number), len(page.lines) + 1) - 1


def unfounded(page: Page, given: Given) -> str:
    """Return what is wrong with what a comment names as the origin of numbers."""
    if not given.numbers and not given.whom:
        return "a mark gives numbers, separated by commas, or names the work or program that does."
    if not given.whom:
        return ""
    if f"bibliography.md#{given.whom}" in "\n".join(page.lines):
        known = cited(ROOT)
        new = [number for number in given.numbers if (number, given.whom) not in known]
        return f"{new[0]} of {given.whom} has no row in the table of {BIBLIOGRAPHY}: say there where." if new else ""
    if not (ROOT / given.whom).is_file():
        return f"{given.whom} is neither a work that this page cites nor a file of the repository."
    text = (ROOT / given.whom).read_text(encoding="utf-8").replace(",", "")
    digits = [number.replace(",", "") for number in given.numbers]
    missing = [number for number in digits if not re.search(rf"(?<![\d.]){re.escape(number)}(?!\d|\.\d)", text)]
    return f"{missing[0]} does not stand in {given.whom}." if missing else ""


def marked(prose: Prose) -> tuple[set[int], set[int], list[tuple[int, str]]]:
    """Return the places of numerals that a mark vouches for, of all marks, and what is wrong with marks, by place."""
    vouched, inside, wrong = set[int](), set[int](), []
    for mark in MARK.finditer(prose.flat):
        rest = REST.match(prose.flat, mark.end())
        inside.update(range(*mark.span()))
        value, target = evaluate(mark["sum"]), _target(rest[0] if rest else "")
        if value is None or target is None:
            wrong.append((mark.start(), f"the mark {mark['sum']!r} is no arithmetic, or no number follows it."))
        elif not target.holds(value):
            words = " ".join(prose.flat[mark.end() :][: target.end].split())
            wrong.append((mark.start(), f"{mark['sum']} is {value:.4g}, which is not “{words}”: mend one of them."))
        elif target.numeral:
            vouched.add(mark.end() + target.start)
    return vouched, inside, wrong


@dataclass(frozen=True)
class _Target:
    """What a mark speaks of: a numeral or a ratio in words."""

    value: float
    slack: float
    start: int
    end: int
    numeral: bool
    sign: int

    def holds(self, value: float) -> bool:
        if self.sign:
            return (value - self.value) * self.sign > 0
        return abs(value - self.value) <= self.slack * (1 + 1e-9)


def _target(rest: str) -> _Target | None:
    number, word = NUMERAL.search(rest), WORD.search(rest)
    first = min((match for match in (number, word) if match), key=lambda match: match.start(), default=None)
    if first is None:
        return None
    before = rest[: first.start()]
    sign = bool(ABOVE.search(re.sub(r"\ba $", "", before))) - bool(BELOW.search(before))
    if first is number:
        share = 0.01 if PERCENT.match(rest, first.end()) else 1.0
        value = (evaluate(first[0].replace("−", "-").lstrip("+")) or 0.0) * share
        return _Target(value, 0.5 * 10.0 ** -places(first[0]) * share, *first.span(), True, sign)
    value, end = _in_words(rest, first)
    return _Target(value, NEARLY * value, first.start(), end, False, sign)


def _in_words(rest: str, first: re.Match[str]) -> tuple[float, int]:
    """Return the value of number words in a row, `two thirds`, `three hundred`, and where they end."""
    value, end = WORDS[first[0].lower()], first.end()
    while (more := re.match(rf"[ \n-]({WORD.pattern})", rest[end:], re.IGNORECASE)) is not None:
        value *= WORDS[more[1].lower()]
        end += more.end()
    return value, end
