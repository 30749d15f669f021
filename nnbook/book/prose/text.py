"""The prose of a page: paragraphs, lists, tables, captions, boxes and alternative texts, without code and mark-up."""

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from nnbook.book.parse.inline import RELATION as CLAIMS
from nnbook.book.parse.page import Fence, Page

GONE = "\0"
"""Stands for a character that is no prose, so that all others keep their places."""

MARKUP = (r"\n## References\n.*", r"<!--(?!=).*?-->", r"\$\$.*?\$\$", r"`[^`\n]+(?:\n[^`\n]+)?`")
LATER = (r"<(?!!--=)[a-zA-Z/][^>]*>", r"\{[:#][^}]*\}", r"\]\([^)]*\)")
FORMULA = re.compile(r"(?<!\$)\$[^$]+?\$(?!\$)")
SPOKEN = (
    (r"_\{[^{}]*\}|_\\text\{[^}]*\}|_.", ""),
    (r"\\[td]?frac(\d)(\d)", r"\1/\2"),
    (r"\\[td]?frac\{([\d.,]+)\}\{([\d.,]+)\}", r"\1/\2"),
    (r"\^\{?(-?\d)\}?", r"^\1"),
    (r"\\cdot", "·"),
    (r"\\times", "×"),
    (r"\\approx", "≈"),
    (r"\\sqrt", "√"),
    (r"\{,\}", ","),
    (r"\\%", "%"),
    (r"\\,", " "),
    (r"\\sigma", "σ"),
    (r"\\ln", "ℓ"),
)
LETTER = re.compile(r"[a-zA-ZθσηλΩ]")
RELATION = re.compile(r"([=≈]|\\[gl]e|\\to|\\in|[<>])")
COMPUTED = re.compile(r"\{[^{}]*\}")
"""What an f-string puts in."""
HEADING = re.compile(r"#{1,3} .*?(?:\{#(?P<anchor>[\w-]+)\})?\s*")


@dataclass(frozen=True)
class Prose:
    """The prose of a page as it is read, `flat`, and where each of its characters stands in the page's text."""

    page: Page
    flat: str
    places: tuple[int, ...]
    formulas: frozenset[int]
    """The characters that stand in formulas of the running text that claim something, which the book decides."""

    @cached_property
    def starts(self) -> list[int]:
        """Where in the page's text each line begins."""
        starts = [0]
        for line in self.page.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def line(self, place: int) -> int:
        """Return on which line of the page a character of the prose stands."""
        return bisect_right(self.starts, self.places[place])

    @cached_property
    def heads(self) -> list[tuple[int, str]]:
        """The line of every heading, and its anchor, or its words."""
        found = [(1, "top")]
        for number, line in enumerate(self.page.lines, 1):
            if number not in self.page.code and (head := HEADING.fullmatch(line)):
                found.append((number, head["anchor"] or re.sub(r"\W+", "-", line.lower()).strip("-")))
        return found

    def section(self, line: int) -> str:
        """Return the name of the section in which a line stands."""
        return next(name for number, name in reversed(self.heads) if number <= line)

    @cached_property
    def by_section(self) -> dict[str, list[Fence]]:
        """The fences of each section."""
        found: dict[str, list[Fence]] = {}
        for fence in self.page.fences:
            found.setdefault(self.section(fence.line), []).append(fence)
        return found


def prose(page: Page) -> Prose:
    """Return the prose of a page."""
    described = "description:"
    lines = [
        GONE * len(line) if n in page.code or (n <= page.offset and not line.startswith(described)) else line
        for n, line in enumerate(page.lines, 1)
    ]
    for fence in page.fences:
        for row, before, words, after in alternatives(fence, page):
            lines[row - 1] = GONE * before + words + GONE * after
    text = "\n".join(lines)
    for pattern in MARKUP:
        text = _put(pattern, "", text)
    claimed = {at for found in FORMULA.finditer(text) if CLAIMS.search(found[0]) for at in range(*found.span())}
    text = FORMULA.sub(_maths, text)
    for pattern in LATER:
        text = _put(pattern, "", text)
    places = tuple(place for place, character in enumerate(text) if character != GONE)
    formulas = frozenset(place for place, at in enumerate(places) if at in claimed)
    return Prose(page, "".join(text[place] for place in places), places, formulas)


def alternatives(fence: Fence, page: Page) -> Iterator[tuple[int, int, str, int]]:
    """Yield the words of a fence's alternative texts: line, characters before them, words, characters behind."""
    for node in ast.walk(ast.parse(fence.source)):
        if isinstance(node, ast.keyword) and node.arg == "alt":
            last = node.value.end_lineno or node.value.lineno
            for row in range(fence.line + node.value.lineno, fence.line + last + 1):
                line = page.lines[row - 1]
                if found := re.search(r'"(.*)"', line):
                    words = COMPUTED.sub(lambda value: GONE * len(value[0]), found[1])
                    yield row, found.start(1), words, len(line) - found.end(1)


def _put(pattern: str, new: str, text: str) -> str:
    """Replace what matches, with fillers before it."""

    def padded(found: re.Match[str]) -> str:
        word = found.expand(new) if "\\" in new else new
        blank = re.sub(r"[^\n]", GONE, found[0])
        return blank[: len(blank) - len(word)] + word

    return re.sub(pattern, padded, text, flags=re.DOTALL)


def _maths(found: re.Match[str]) -> str:
    """Return a formula in school notation, without sides that hold a letter: the formula's own check reads those."""
    text = found[0].replace("$", GONE)
    for pattern, new in SPOKEN:
        text = _put(pattern, new, text)
    if "√" in text:
        text = text.replace("{", "(").replace("}", ")")
    return "".join(GONE * len(side) if _lettered(side) else side for side in RELATION.split(text))


def _lettered(side: str) -> bool:
    if re.fullmatch(r"\\[a-z]+", side):
        return True
    if len(side) < 2 or side[0] in "\\<>":
        return False
    return LETTER.search(re.sub(r"[σℓ]\0*\(", "", side)) is not None
