"""Formulas in the running text that say something: those with a relation, paragraph by paragraph, and their scopes.

A line `<!--nnbook:where rows x, b; matrices W; eq:calculus-chain-->` says what letters are, or which equations hold:
for the section in which it stands, or for the whole page below the page's title. `<!--nnbook:assumed-->` right behind a
formula says that the text supposes it there, or looks for where it holds. `<!--nnbook:so f(3) = 9-->` behind one says
what the text gets from it: it must follow, and its numbers stand in the paragraph or in the section's code.
`<!--nnbook:as eq:network-neuron-->` says that the displayed equation of that label says the same,
`<!--nnbook:as x @ W + b-->` that this expression does, which stands in the section's code or calls nnbook.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nnbook.book.parse.equations import FOLDED, NAME, without_code
from nnbook.book.parse.fences import WHERE
from nnbook.book.parse.page import Page, PageError

DISPLAY = re.compile(r"\$\$.+?\$\$", re.DOTALL)
INLINE = re.compile(
    r"(?<![\\$])\$(?!\$)(?P<tex>(?:[^$\\]|\\.)+?)\$(?!\$)(?P<notes>(?:<!--nnbook:(?:assumed|so .+?|as .+?)-->)*)",
    re.DOTALL,
)
NOTE = re.compile(r"<!--nnbook:(?P<kind>assumed|so|as) ?(?P<what>.*?)-->", re.DOTALL)
RELATION = re.compile(r"[=<>]|\\(?:le|ge|neq|approx|leftarrow|propto|to)(?![a-zA-Z])")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\s*\n))+")
HEADING = re.compile(r"#{1,6} ", re.MULTILINE)
KINDS = ("numbers", "positive", "whole", "fractions", "rows", "matrices", "functions")


@dataclass(frozen=True)
class Where:
    """What a scope says: the letters of each kind, labels of equations that hold, and relations, as LaTeX."""

    kinds: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()

    def __add__(self, other: "Where") -> "Where":
        """Return both scopes in one; what the second says of a letter holds."""
        return Where(self.kinds + other.kinds, self.labels + other.labels, self.relations + other.relations)

    def of(self, kind: str) -> frozenset[str]:
        """Return the letters of a kind."""
        return frozenset(letter for letter, its_kind in dict(self.kinds).items() if its_kind == kind)


@dataclass(frozen=True)
class Inline:
    """A formula in the running text, on that line; `assumed` if the text supposes it.

    `so` are consequences that the text states, `same` are labels of displayed equations and Python that say the same.
    """

    tex: str
    line: int
    assumed: bool = False
    so: tuple[str, ...] = ()
    same: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """Labels of displayed equations that say the same."""
        return tuple(each for each in self.same if NAME.fullmatch(each))


@dataclass(frozen=True)
class Paragraph:
    """The formulas of one paragraph, the functions that its section has defined before, and the section's code."""

    page: str
    where: Where
    formulas: tuple[Inline, ...]
    before: tuple[str, ...] = ()
    code: str = ""


def paragraphs(pages: Iterable[Page]) -> list[Paragraph]:
    """Return all paragraphs that have a formula with a relation."""
    return [paragraph for page in pages for paragraph in _of_page(page)]


@lru_cache(maxsize=200)
def _of_page(page: Page) -> tuple[Paragraph, ...]:
    return tuple(_paragraphs(page))


def _paragraphs(page: Page) -> Iterator[Paragraph]:
    whole, section, before = Where(), Where(), []  # type: tuple[Where, Where, list[str]]
    text = without_code(page)
    for pattern in (FOLDED, DISPLAY):
        text = pattern.sub(lambda found: "\n" * found[0].count("\n"), text)
    level, code = 0, _code(page)
    for part in PARAGRAPH.finditer(text):
        first = text.count("\n", 0, part.start()) + 1
        body = part[0]
        if heading := HEADING.match(body.lstrip()):
            level, section, before = heading.end(), Where(), []
        for said in WHERE.finditer(body):
            scope = _where(said["what"], f"{page.path}:{first + body.count(chr(10), 0, said.start())}")
            whole, section = (whole + scope, section) if level <= len("# ") else (whole, section + scope)
        formulas = tuple(
            _inline(found, first + body.count("\n", 0, found.start()))
            for found in INLINE.finditer(body)
            if RELATION.search(found["tex"]) and RELATION.sub("", found["tex"]).strip()
        )
        if formulas:
            _numbers_stand(formulas, COMMENT.sub("", body) + code(first), page.path)
            yield Paragraph(page.path, whole + section, formulas, tuple(before), code(first))
            before += [each.tex for each in formulas if re.match(r"[A-Za-z]\(", each.tex)]


def _inline(found: re.Match[str], line: int) -> Inline:
    """Return a formula with what stands in the comments behind it."""
    notes: dict[str, list[str]] = {"assumed": [], "so": [], "as": []}
    for note in NOTE.finditer(found["notes"]):
        notes[note["kind"]].append(" ".join(note["what"].split()))
    tex = " ".join(found["tex"].split())
    return Inline(tex, line, bool(notes["assumed"]), tuple(notes["so"]), tuple(notes["as"]))


def _numbers_stand(formulas: Iterable[Inline], text: str, path: str) -> None:
    """Raise PageError if the text does not have the numbers that follow from a formula."""
    known = set(NUMBER.findall(text))
    for formula in formulas:
        for so in formula.so:
            if missing := set(NUMBER.findall(RELATION.split(so)[-1])) - known:
                message = (
                    f"{path}:{formula.line}: ${so}$ follows, says the comment, but no {min(missing)} stands there."
                )
                raise PageError(message)


def _code(page: Page) -> Callable[[int], str]:
    """Return a function that returns the code of the section of a line, all code of the page if that has none."""
    headings = [
        number for number, line in enumerate(page.lines, 1)
        if number not in page.code and re.match(r"#{2,6} ", line)
    ]  # fmt: skip
    ends = [0, *headings, len(page.lines) + 1]
    texts = ["\n".join(page.lines[i - 1] for i in sorted(page.code) if low <= i < high) for low, high in pairwise(ends)]
    return lambda line: texts[bisect_right(headings, line)] or "\n".join(texts)


def _where(what: str, place: str) -> Where:
    """Read a scope: its parts are separated by semicolons."""
    kinds: list[tuple[str, str]] = []
    labels, relations = [], []
    for part in filter(None, (part.strip() for part in what.split(";"))):
        kind, _, letters = part.partition(" ")
        if kind in KINDS:
            kinds += [(letter.strip().lstrip("\\"), kind) for letter in letters.split(",")]
        elif NAME.fullmatch(part):
            labels.append(part)
        elif RELATION.search(part):
            relations.append(part)
        else:
            message = f"{place}: a scope says {', '.join(KINDS)} and letters, a label, or a relation, not {part!r}."
            raise PageError(message)
    return Where(tuple(kinds), tuple(labels), tuple(relations))
