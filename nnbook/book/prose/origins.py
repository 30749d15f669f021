"""Where a numeral of the prose comes from: a sum, its place in a row, a cited year, or a number that a fence gives."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from nnbook.book.parse.page import Fence, Page
from nnbook.book.prose.marks import givens, marked
from nnbook.book.prose.numerals import NUMERAL, Numeral, numerals
from nnbook.book.prose.school import agree, evaluate
from nnbook.book.prose.sums import sums
from nnbook.book.prose.text import Prose, prose
from nnbook.book.prose.tokens import Bag, Done, Token, drawn, given, stems

NAMED = re.compile(
    r"\b(?:(?:a|an|the|another|that|this|handwritten)\s+|(?:digit|output|number)s? )[“\"]?$|[“\"]$", re.I
)
VERSIONS = re.compile(r"(?:[Cc]hapters?|[Dd]ecision|Python|NumPy|version|SHA|CC[\w-]*|BY|BY-SA|L|LV|LeNet-)\s?$")
READING = re.compile(r"[Rr]eading time:?\W+(?:about )?$")
HUNDRED = re.compile(r"\d\s(?:of|times in|in|out of) (?:every )?$")
ROW = re.compile(r"[\d.,;−+ -]*(?: ?(?:and|×|to|or)? ?)[\d.,−+-]*$")
ROW_ON = re.compile(r"(?:[,;]? ?(?:and|×|to|or)? ?[−+]?[\d.,]*)*")
YEAR = re.compile(r"1[6-9]\d\d|20\d\d")
REACH = 4
"""So many lines from a sum its terms are spoken of."""
STRONG = 3
"""The first rank of tokens that stand under no word of the numeral's own."""


@dataclass(frozen=True)
class Traced:
    """A numeral with its origin: what kind it is, and the token, if a fence gives it."""

    numeral: Numeral
    kind: str
    token: Token | None = None
    weak: bool = False


class Sources:
    """All that numerals of a page may come from."""

    def __init__(self, page: Page, done: Done | None = None) -> None:
        self.page, self.prose = page, prose(page)
        self.numerals = numerals(self.prose)
        self.sums = sums(self.prose.flat)
        self.marked, self.in_marks, self.wrong_marks = marked(self.prose)
        self.givens = givens(page)
        self.done = done

    @cached_property
    def bag(self) -> Bag:
        """The numbers that the fences of the page give."""
        return Bag([token for fence in self.page.fences for token in self.tokens(fence)])

    def tokens(self, fence: Fence) -> list[Token]:
        """Return the numbers that a fence gives."""
        return [*given(fence), *(drawn(fence, self.done(fence)) if self.done else ())]

    @cached_property
    def lines(self) -> list[int]:
        """The line of every fence."""
        return [fence.line for fence in self.page.fences]

    def near(self, line: int) -> list[Fence]:
        """Return the fences before and after a line."""
        place = bisect_right(self.lines, line)
        return list(self.page.fences[max(0, place - 1) : place + 1])

    def described(self, line: int) -> Fence | None:
        """Return the fence on whose alternative text a line stands."""
        place = bisect_right(self.lines, line)
        fence = self.page.fences[place - 1] if place else None
        return fence if fence and line <= fence.last else None

    @cached_property
    def terms(self) -> dict[float, list[int]]:
        """The lines on which a value stands in a sum that comes out, or is what a mark works out."""
        found: dict[float, list[int]] = {}
        for numeral in self.numerals:
            if self.sums.get(numeral.place) or numeral.place in self.marked:
                found.setdefault(numeral.value, []).append(numeral.line)
        return found


def traced(sources: Sources, *, only: frozenset[int] | None = None) -> list[Traced]:
    """Return the numerals (those at some places only) with what the matcher takes for their origins."""
    return [trace(each, sources) for each in sources.numerals if only is None or each.place in only]


def trace(numeral: Numeral, sources: Sources) -> Traced:
    """Return a numeral with its origin; without one, its kind is empty."""
    if kind := plain_kind(numeral, sources):
        return Traced(numeral, kind if kind != "wrong" else "")
    found = _best(numeral, sources)
    if found and found[0][0] < STRONG:
        return Traced(numeral, found[1].kind, found[1])
    for each in sources.givens:
        if each.covers(numeral.line, numeral.text) and each.numbers:
            return Traced(numeral, "given" if not each.whom else f"given of {each.whom}")
    if any(abs(line - numeral.line) < REACH for line in sources.terms.get(numeral.value, [])):
        return Traced(numeral, "term")
    if numeral.place in sources.in_marks and _spoken_of(numeral, sources):
        return Traced(numeral, "term")
    if len(numeral.text) == 1 and NAMED.search(numeral.before):
        return Traced(numeral, "name")
    if whom := [each.whom for each in sources.givens if not each.numbers and each.covers(numeral.line, numeral.text)]:
        return Traced(numeral, f"given of {whom[0]}")
    if found:
        return Traced(numeral, found[1].kind, found[1], weak=True)
    if numeral.place in sources.prose.formulas:
        return Traced(numeral, "formula")
    return Traced(numeral, "unit" if numeral.text in ("0", "1", "100") else "")


def _spoken_of(numeral: Numeral, sources: Sources) -> bool:
    """Tell whether a number of a mark stands in the text beside it."""
    return any(
        each.value == numeral.value and abs(each.line - numeral.line) < REACH and each.place not in sources.in_marks
        for each in sources.numerals
    )


def plain_kind(numeral: Numeral, sources: Sources) -> str:
    """Return where a numeral comes from that no fence gives, "wrong" if that says otherwise, or nothing."""
    if numeral.place in sources.marked:
        return "marked"
    if numeral.place in sources.sums:
        return "sum" if sources.sums[numeral.place] else "wrong"
    if (right := _place(numeral, sources.prose)) is not None:
        return "place" if right else "wrong"
    if YEAR.fullmatch(numeral.text) and _cited(numeral, sources.page):
        return "cited"
    if READING.search(numeral.before):
        return "reading time"
    if VERSIONS.search(numeral.before):
        return "version"
    return "term" if numeral.text == "100" and HUNDRED.search(numeral.before) else ""


def fits(numeral: Numeral, token: Token) -> bool:
    """Tell whether a numeral says what a token says."""
    if numeral.percent and not token.share:
        small = agree(numeral.value / 100, numeral.decimals + 2, token.value, exact=False)
        return small or (token.kind != "printed" and numeral.value == token.value)
    value, decimals, exact = numeral.value, numeral.decimals, numeral.exact
    same = agree(value, decimals, token.value, exact=exact)
    same = same or (token.share and not numeral.percent and agree(value, decimals, token.value / 100, exact=exact))
    return same or agree(numeral.value, numeral.decimals, -token.value, exact=True)


def _best(numeral: Numeral, sources: Sources) -> tuple[tuple[int, int, int], Token] | None:
    """Return the token that most likely gives a numeral, with its rank."""
    by = 10.0**-numeral.decimals
    found = sources.bag.around(numeral.value, by)
    if numeral.percent:
        found = found + sources.bag.around(numeral.value / 100, by / 100)
    else:
        found = found + [token for token in sources.bag.around(numeral.value * 100, by * 100) if token.share]
    around = stems(numeral.before + numeral.text + numeral.after)
    row, near, own = _row(numeral), sources.near(numeral.line), sources.described(numeral.line)
    order = ("printed", "written", "drawn")
    ranked = []
    for token in found:
        if not fits(numeral, token):
            continue
        linked = numeral.wide or bool(token.words & around) or bool(token.beside & row)
        here = token.fence is own or (own is None and token.fence in near)
        same = sources.prose.section(token.fence.line) == numeral.section
        if (rank := _rank(linked, here=here, same=same, own=token.fence is own)) is not None:
            distance = abs(token.fence.line - numeral.line)
            ranked.append(((rank, order.index(token.kind), distance), token))
    return min(ranked, key=lambda pair: (pair[0], pair[1].row, pair[1].index), default=None)


def _rank(linked: bool, *, here: bool, same: bool, own: bool) -> int | None:
    if own or (here and linked):
        return 0
    if linked:
        return 1 if same else 2 if here else 4
    return 3 if here else 5 if same else None


def _row(numeral: Numeral) -> frozenset[float]:
    """Return the numbers that stand in a row with a numeral."""
    before, behind = ROW.search(numeral.before), ROW_ON.match(numeral.after)
    words = NUMERAL.findall(f"{before[0] if before else ''} {behind[0] if behind else ''}")
    return frozenset(abs(value) for word in words if (value := evaluate(word.lstrip("+"))) is not None)


def _cited(numeral: Numeral, page: Page) -> bool:
    """Tell whether the paragraph leads to a work of that year, or names it as one is named: in brackets."""
    first = last = numeral.line - 1
    while first and page.lines[first - 1].strip():
        first -= 1
    while last + 1 < len(page.lines) and page.lines[last + 1].strip():
        last += 1
    linked = f"{numeral.text}" in "".join(
        re.findall(r"bibliography\.md#[\w-]*", " ".join(page.lines[first : last + 1]))
    )
    return linked or (numeral.before.endswith("(") and numeral.after.startswith(")"))


def _place(numeral: Numeral, prose: Prose) -> bool | None:
    """Tell whether a numeral is a number in a row (of a list, hints, exercises) and the right one; None: neither."""
    raw = prose.page.lines[numeral.line - 1]
    if re.match(rf"\s*{re.escape(numeral.text)}\. ", raw) and not numeral.before.rpartition("\n")[2].strip():
        return _next_in_list(numeral, raw, prose)
    if numeral.before.endswith("Hint "):
        above = prose.page.lines[: numeral.line]
        head = max((n for n, line in enumerate(above) if line.startswith("#")), default=0)
        return sum('"Hint ' in line for line in above[head:]) == numeral.value
    if re.search(r"[Ee]xercise $", numeral.before):
        link = re.search(rf"[Ee]xercise {re.escape(numeral.text)}[^#]*#[\w-]+?-(\d+)[}})]", raw)
        return float(link[1]) == numeral.value if link else None
    return None


def _next_in_list(numeral: Numeral, raw: str, prose: Prose) -> bool | None:
    above = prose.page.lines[numeral.line - 2]
    indent = len(above) - len(above.lstrip())
    if above.strip() and indent <= raw.index(numeral.text) and not re.match(r"\s*\d+\. ", above):
        return None
    item = " " * raw.index(numeral.text) + r"(\d+)\. "
    former = [re.match(item, line) for line in prose.page.lines[max(0, numeral.line - 30) : numeral.line - 1]]
    return numeral.value == 1 or any(match and int(match[1]) + 1 == numeral.value for match in former)
