"""Where a numeral of the prose comes from: what the text itself says of it, or a number that a fence gives."""

import re
from dataclasses import dataclass

from nnbook.book.parse.page import Fence
from nnbook.book.prose.numerals import NUMERAL, Numeral
from nnbook.book.prose.plain import plain_kind
from nnbook.book.prose.school import agree, evaluate
from nnbook.book.prose.sources import Sources
from nnbook.book.prose.tokens import Token, stems

NAMED = re.compile(
    r"\b(?:(?:a|an|the|another|that|this|handwritten)\s+|(?:digit|output|number)s? )[“\"]?$|[“\"]$", re.I
)
ROW = re.compile(r"[\d.,;−+ -]*(?: ?(?:and|×|to|or)? ?)[\d.,−+-]*$")
ROW_ON = re.compile(r"(?:[,;]? ?(?:and|×|to|or)? ?[−+]?[\d.,]*)*")
REACH = 4
"""So many lines from a sum its terms are spoken of."""
MUCH = 4
"""So much evidence carries a token to another section; more of it counts no more."""
UNITS = ("0", "1", "100")
"""Numerals that stand anywhere: nobody reads them off."""


@dataclass(frozen=True)
class Traced:
    """A numeral with its origin: what kind it is, and the token, if a fence gives it; a weak one is likely, no more."""

    numeral: Numeral
    kind: str
    token: Token | None = None
    weak: bool = False


def trace(numeral: Numeral, sources: Sources) -> Traced:
    """Return a numeral with its origin; without one, its kind is empty."""
    if kind := plain_kind(numeral, sources):
        return Traced(numeral, kind if kind != "wrong" else "")
    found = _best(numeral, sources)
    if found and found[1]:
        return Traced(numeral, found[0].kind, found[0])
    if kind := _said(numeral, sources):
        return Traced(numeral, kind)
    if found:
        return Traced(numeral, found[0].kind, found[0], weak=True)
    return Traced(numeral, "unit" if numeral.text.lstrip("−+-") in UNITS else "")


def _said(numeral: Numeral, sources: Sources) -> str:
    """Return what of the text gives a numeral: a mark, a sum nearby, the name of a digit, a formula that is decided."""
    for each in sources.givens:
        if each.covers(numeral.line, numeral.text) and each.numbers:
            return "given" if not each.whom else f"given of {each.whom}"
    if any(abs(line - numeral.line) < REACH for line in sources.terms.get(numeral.value, [])):
        return "term"
    if numeral.place in sources.in_marks and _spoken_of(numeral, sources):
        return "term"
    if len(numeral.text) == 1 and NAMED.search(numeral.before):
        return "name"
    if whom := [each.whom for each in sources.givens if not each.numbers and each.covers(numeral.line, numeral.text)]:
        return f"given of {whom[0]}"
    return "formula" if numeral.place in sources.prose.formulas else ""


def _spoken_of(numeral: Numeral, sources: Sources) -> bool:
    """Tell whether a number of a mark stands in the text beside it."""
    return any(
        each.value == numeral.value and abs(each.line - numeral.line) < REACH and each.place not in sources.in_marks
        for each in sources.numerals
    )


def fits(numeral: Numeral, token: Token) -> bool:
    """Tell whether a numeral says what a token says."""
    if numeral.percent and not token.share:
        small = agree(numeral.value / 100, numeral.decimals + 2, token.value, exact=False)
        return small or (token.kind != "printed" and numeral.value == token.value)
    value, decimals, exact = numeral.value, numeral.decimals, numeral.exact
    same = agree(value, decimals, token.value, exact=exact)
    same = same or (token.share and not numeral.percent and agree(value, decimals, token.value / 100, exact=exact))
    return same or agree(numeral.value, numeral.decimals, -token.value, exact=True)


def _best(numeral: Numeral, sources: Sources) -> tuple[Token, bool] | None:
    """Return the token that most likely gives a numeral, and whether that is sure.

    The more words and numbers their lines share, the better.
    """
    by = 10.0**-numeral.decimals
    found = sources.bag.around(numeral.value, by)
    if numeral.percent:
        found = found + sources.bag.around(numeral.value / 100, by / 100)
    else:
        found = found + [token for token in sources.bag.around(numeral.value * 100, by * 100) if token.share]
    around, row = stems(numeral.before + numeral.text + numeral.after), _row(numeral)
    near, own = sources.near(numeral.line), sources.described(numeral.line)
    order = ("printed", "written", "drawn")
    ranked = []
    for token in found:
        if not fits(numeral, token):
            continue
        shared, anywhere = token.beside & row, {0, 1, abs(numeral.value)}
        beside = 2 * len(shared) - len(shared & anywhere)
        words = len(token.words & around)
        evidence = min(MUCH, words + beside + 2 * numeral.wide)
        here = token.fence is own or (own is None and token.fence in near)
        same = sources.prose.section(token.fence.line) == numeral.section
        need = 2 if _unit(numeral) or (numeral.digit and not here) else 1
        rank = _rank(evidence, need, here=here, same=same, own=token.fence is own)
        if rank is not None:
            key = rank, -evidence - (token.kind == "printed"), order.index(token.kind), apart(numeral, token.fence)
            ranked.append((key, token, _sure(numeral, words, len(shared - {0, 1}), here=here, same=same)))
    best = min(ranked, key=lambda each: (each[0], each[1].row, each[1].index), default=None)
    return best[1:] if best else None


def _sure(numeral: Numeral, words: int, row: int, *, here: bool, same: bool) -> bool:
    """Tell whether so many words and numbers of a row leave no doubt; a single digit stands in many lines."""
    if numeral.digit:
        return here and same and (words > 2 or row > 1)
    return (same and (words > 0 or row > 1)) or (numeral.wide and (same or words > 0))


def _rank(evidence: int, need: int, *, here: bool, same: bool, own: bool) -> int | None:
    """Return how likely a token is by where it stands, 0 best; None: it is none, the number stands there by chance."""
    linked = evidence >= need
    if own or (here and linked):
        return 0
    if linked and (same or here or evidence >= MUCH):
        return 1 if same else 2
    if here:
        return 3 if need == 1 else None
    return 4 if linked else 5 if same and need == 1 else None


def _unit(numeral: Numeral) -> bool:
    """Tell whether a numeral is one that stands anywhere, so that more must speak for a token that gives it."""
    return abs(numeral.value) in (0, 1) and "." not in numeral.text and not numeral.percent


def _row(numeral: Numeral) -> frozenset[float]:
    """Return the numbers that stand in a row with a numeral."""
    before, behind = ROW.search(numeral.before), ROW_ON.match(numeral.after)
    words = NUMERAL.findall(f"{before[0] if before else ''} {behind[0] if behind else ''}")
    return frozenset(abs(value) for word in words if (value := evaluate(word.lstrip("+"))) is not None)


def apart(numeral: Numeral, fence: Fence) -> int:
    """Return how many lines lie between a numeral and a fence with what it prints; none, if it describes its figure."""
    last = fence.hidden[1] if fence.hidden else fence.last
    return max(0, fence.line - numeral.line, numeral.line - last)
