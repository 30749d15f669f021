"""Does each numeral still say what its pinned origin says? And the pins of a page, brought up to date."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nnbook.book.parse.page import Fence, Page, Problem
from nnbook.book.prose.lock import LOCK, NO_ORIGIN, Pin, paired
from nnbook.book.prose.marks import unfounded
from nnbook.book.prose.numerals import Numeral
from nnbook.book.prose.origins import fits, trace
from nnbook.book.prose.plain import plain_kind
from nnbook.book.prose.sources import Sources
from nnbook.book.prose.tokens import Token, short

FENCE = re.compile(
    r"(?P<kind>printed|written|drawn)(?P<weak>\??) (?:(?P<section>\S+)/)?(?P<fence>\d+)~(?P<code>\w+)"
    r"(?: (?P<row>\d+)~(?P<mask>\w*) (?P<index>\d+))? (?P<text>\S+)"
)
SAME_TEXT = frozenset({"given", "cited", "term", "name", "unit", "version", "reading time", "formula"})
VERBS = {"printed": "prints", "written": "has in its code", "drawn": "draws"}


@dataclass(frozen=True)
class Verdict:
    """What became of a numeral's pinned origin: the token that gives it now, or what is wrong."""

    token: Token | None = None
    wrong: str = ""


def problems(sources: Sources, pins: Iterable[Pin]) -> list[Problem]:
    """Return which numerals of a page no longer say what their pinned origins say, and which marks do not hold."""
    page, found = sources.page, [problem for problem, doubtful in _drifts(sources, pins) if not doubtful]
    found += [Problem(page.path, page.place(line), message) for line, message in _wrong_marks(sources)]
    return sorted(found, key=lambda problem: problem.line)


def doubts(sources: Sources, pins: Iterable[Pin]) -> list[Problem]:
    """Return which numerals may no longer say what their weak origins say: to be read again, no more."""
    return [problem for problem, doubtful in _drifts(sources, pins) if doubtful]


def _drifts(sources: Sources, pins: Iterable[Pin]) -> Iterator[tuple[Problem, bool]]:
    """Yield which numerals differ from their origins, and whether it is only a weak one that has changed."""
    page = sources.page
    for numeral, pin in paired(sources.numerals, pins).items():
        if pin.origin != NO_ORIGIN and (wrong := verdict(numeral, pin, sources).wrong):
            yield Problem(page.path, page.place(numeral.line), wrong), _weak(pin) and numeral.text == pin.text


def _weak(pin: Pin) -> bool:
    address = FENCE.fullmatch(pin.origin)
    return address is not None and bool(address["weak"])


def unpinned(sources: Sources, pins: Iterable[Pin]) -> list[Problem]:
    """Return the numerals for which neither the lock nor the matcher has an origin, and superfluous marks."""
    known, page, found = paired(sources.numerals, pins), sources.page, []
    for numeral in sources.numerals:
        pin = known.get(numeral)
        if (pin is None or pin.origin == NO_ORIGIN or pin.origin.startswith("given")) and not trace(
            numeral, sources
        ).kind:
            message = (
                f"{numeral.text} has no origin: print it nearby, work it out, or mark it, <!--= 3 / 4 --> before it, "
                f"or <!--nnbook:given {numeral.text}--> below its paragraph."
            )
            found.append(Problem(page.path, page.place(numeral.line), message))
    return found


def _wrong_marks(sources: Sources) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with the marks of a page, with the line."""
    for place, message in sources.wrong_marks:
        yield sources.prose.line(place), message
    for each in sources.givens:
        if message := unfounded(sources.page, each):
            yield each.line, message
        for text in each.numbers:
            if not any(n.text == text and each.covers(n.line, text) for n in sources.numerals):
                yield each.line, f"the mark gives {text}, which the text above does not have: take it out."


def verdict(numeral: Numeral, pin: Pin, sources: Sources) -> Verdict:
    """Tell whether a numeral still says what its pinned origin says."""
    if address := FENCE.fullmatch(pin.origin):
        return _of_fence(numeral, pin, address, sources)
    if _same_text(pin):
        return Verdict(wrong="" if numeral.text == pin.text else _changed(numeral, pin))
    if plain_kind(numeral, sources) == pin.origin:
        return Verdict()
    what = "does not come out" if pin.origin == "sum" else f"no longer has its origin ({pin.origin})"
    return Verdict(wrong=f"{numeral.text}, which was {pin.text}, {what}: mend it.")


def _same_text(pin: Pin) -> bool:
    """Tell whether an origin vouches for a numeral as it was written, not for a changed one."""
    return pin.origin in SAME_TEXT or pin.origin.startswith("given ")


def _changed(numeral: Numeral, pin: Pin) -> str:
    return (
        f"{numeral.text} stood here as {pin.text}, which only the text gives ({pin.origin}). "
        f"If it is meant: nnbook update."
    )


def _of_fence(numeral: Numeral, pin: Pin, address: re.Match[str], sources: Sources) -> Verdict:
    if address["kind"] == "drawn" and sources.done is None:
        return Verdict(
            wrong="" if numeral.text == pin.text else _drifted(numeral, pin, address, "a fence", address["text"])
        )
    fence = _fence(pin, address, sources)
    there = [] if fence is None else _tokens(fence, address, sources)
    if fitting := [token for token in there if fits(numeral, token)]:
        return Verdict(fitting[0])
    if moved := [] if there else list(_moved(numeral, address, sources)):
        return Verdict(moved[0])
    now = there[0].text if there and address["kind"] != "drawn" else ""
    return Verdict(wrong=_drifted(numeral, pin, address, _called(fence, sources.page), now))


def _drifted(numeral: Numeral, pin: Pin, address: re.Match[str], fence: str, now: str) -> str:
    row = f"line {address['row']} of " if address["row"] else ""
    where = f"{row}what {fence} {VERBS[address['kind']]}"
    if now == address["text"]:
        return f"{numeral.text} stood here as {pin.text}, from {where}: {now}. Mend it."
    says = f"which now says {now}" if now else f"which no longer says {address['text']}"
    came = "may have come" if address["weak"] else "came"
    return (
        f"{numeral.text} {came} from {where}, {says}. Read the sentence again and mend it; if the number has another "
        f"origin now, delete its line in {LOCK} and run nnbook update."
    )


def _called(fence: Fence | None, page: Page) -> str:
    if fence is None:
        return "a fence that is gone"
    return f"{'cell' if page.cells else 'the fence at'} {page.place(fence.line)}"


def _fence(pin: Pin, address: re.Match[str], sources: Sources) -> Fence | None:
    """Return the fence that an address names: by its code, else by its place in the section."""
    fences = sources.prose.by_section.get(address["section"] or pin.section, [])
    place = int(address["fence"])
    there = fences[place - 1] if place <= len(fences) else None
    for those in ([there] if there else [], fences, sources.page.fences):
        if same := [fence for fence in those if short(fence.source) == address["code"]]:
            return same[0]
    return there


def _tokens(fence: Fence, address: re.Match[str], sources: Sources) -> list[Token]:
    """Return what stands now in a fence where a token stood: in the same line, among lines of the same words."""
    tokens = [token for token in sources.tokens(fence) if token.kind == address["kind"]]
    if address["kind"] == "drawn":
        return [token for token in tokens if token.text == address["text"]]
    tokens = [token for token in tokens if token.index == int(address["index"])]
    alike = [token for token in tokens if token.mask == address["mask"]]
    row = int(address["row"])
    return sorted(alike or [t for t in tokens if t.row == row], key=lambda token: abs(token.row - row))[:1]


def _moved(numeral: Numeral, address: re.Match[str], sources: Sources) -> Iterator[Token]:
    """Yield the tokens of other fences that stand in a line of the same words, and give the numeral."""
    if address["kind"] != "drawn":
        for token in sources.bag.tokens:
            place = (token.kind, token.mask, str(token.index))
            if place == (address["kind"], address["mask"], address["index"]) and fits(numeral, token):
                yield token


def renewed(sources: Sources, pins: Iterable[Pin]) -> list[Pin]:
    """Return the pins of a page as it is now; where an origin that is not weak says something else, its pin stays."""
    known, new = paired(sources.numerals, pins), []
    for numeral in sources.numerals:
        pin = known.get(numeral)
        if pin is not None and numeral.text == pin.text and pin.origin != NO_ORIGIN:
            result = verdict(numeral, pin, sources)
            weak = "?" if _weak(pin) else ""
            origin = _address(result.token, numeral, sources, weak) if result.token else pin.origin
            if not result.wrong or (FENCE.fullmatch(pin.origin) and not weak):
                new.append(_pin(numeral, origin))
                continue
        found = trace(numeral, sources)
        weak = "?" if found.weak else ""
        origin = _address(found.token, numeral, sources, weak) if found.token else found.kind
        new.append(_pin(numeral, origin or NO_ORIGIN))
    return new


def _pin(numeral: Numeral, origin: str) -> Pin:
    return Pin(numeral.section, *numeral.context, numeral.text, origin)


def _address(token: Token, numeral: Numeral, sources: Sources, weak: str) -> str:
    section = sources.prose.section(token.fence.line)
    place = sources.prose.by_section[section].index(token.fence) + 1
    there = "" if section == numeral.section else f"{section}/"
    row = f" {token.row}~{token.mask} {token.index}" if token.kind != "drawn" else ""
    return f"{token.kind}{weak} {there}{place}~{short(token.fence.source)}{row} {token.text}"
