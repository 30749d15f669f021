"""What an assertion quotes, `assert agree > 0.9  # "nearly all examples agree"`, stands in its section or the recap.

A program that gives the numbers of a page, `<!--nnbook:given of benchmarks/__main__.py-->`, holds its sentences too.
"""

import ast
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from itertools import dropwhile, pairwise, takewhile

from nnbook.book.files import ROOT
from nnbook.book.parse.page import Fence, Page, Problem
from nnbook.book.prose.marks import givens
from nnbook.book.prose.text import alternatives

QUOTED = re.compile(r'"([^"]+)"')
SECTION = re.compile(r"## ")
RECAP = "## Recap"
REACH = 3
"""So many statements a comment may stand above its assertion: those that compute what it compares."""


@dataclass(frozen=True)
class Quotation:
    """Words that a comment of a fence quotes, on that line of its code, and the assertion that holds them, if any."""

    fence: Fence
    row: int
    words: str
    assertion: ast.Assert | None


def plain(text: str) -> str:
    """Return text as it is read: without marks, comments, targets of links and breaks of lines."""
    text = re.sub(r"<!--.*?-->", "", re.sub(r"\]\([^)]*\)", "]", text), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"[*_`\[\]]", "", text)).strip().lower()


def claims(page: Page) -> list[Quotation]:
    """Return the sentences of a page that an assertion of a fence holds."""
    return [
        Quotation(fence, row, words, assertion)
        for fence in page.fences
        for row, words, assertion in quoted(fence.source)
    ]


def problems(page: Page) -> list[Problem]:
    """Return which quotations bind nothing, or stand nowhere in the prose that they may speak of."""
    found = []
    for each in claims(page):
        line = each.fence.line + each.row
        if each.assertion is None:
            found.append(
                Problem(page.path, line, f"no assertion holds “{each.words}”: quote it beside the one that does.")
            )
        if not any(plain(each.words) in _prose(page, *part) for part in reach(page, each.fence.line)):
            message = f"“{each.words}” does not stand in this section: quote the sentence as it is."
            found.append(Problem(page.path, line, message))
    for given in givens(page):
        if given.whom.endswith(".py") and (ROOT / given.whom).is_file():
            for row, words, _ in quoted((ROOT / given.whom).read_text(encoding="utf-8")):
                if plain(words) not in _prose(page, 1, len(page.lines) + 1):
                    message = f"“{words}” of {given.whom}:{row} does not stand on this page: quote it as it is."
                    found.append(Problem(page.path, given.line, message))
    return found


@lru_cache(maxsize=2000)
def quoted(source: str) -> tuple[tuple[int, str, ast.Assert | None], ...]:
    """Return what comments of code with assertions quote: line, words, the assertion that holds them, if any."""
    return tuple(_quoted(source)) if "assert" in source else ()


def _quoted(source: str) -> Iterator[tuple[int, str, ast.Assert | None]]:
    tree = ast.walk(ast.parse(source))
    statements = sorted((node for node in tree if isinstance(node, ast.stmt)), key=lambda node: node.lineno)
    if not any(isinstance(node, ast.Assert) for node in statements):
        return
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            line = token.start[0]
            here = [node for node in statements if node.lineno <= line <= (node.end_lineno or 0)]
            below = [node for node in statements if node.lineno > line][:REACH]
            holding = [node for node in here if isinstance(node, ast.Assert)] or _next(below)
            for place, words in enumerate(QUOTED.findall(token.string)):
                yield line, words, holding[min(place, len(holding) - 1)] if holding else None


def _next(statements: Sequence[ast.stmt]) -> list[ast.Assert]:
    """Return the first assertions in a row: several quotations of one comment belong to them in turn."""
    later = dropwhile(lambda node: not isinstance(node, ast.Assert), statements)
    row = takewhile(lambda node: isinstance(node, ast.Assert), later)
    return [node for node in row if isinstance(node, ast.Assert)]


def reach(page: Page, line: int) -> list[tuple[int, int]]:
    """Return what a fence on this line may speak of: its section, and the recap, from a line up to another."""
    heads = [n for n, text in enumerate(page.lines, 1) if SECTION.match(text) and n not in page.code]
    ends = [1, *heads, len(page.lines) + 1]
    parts = list(pairwise(ends))
    own = next(part for part in reversed(parts) if part[0] <= line)
    return [own, *(part for part in parts if page.lines[part[0] - 1].startswith(RECAP) and part != own)]


def _prose(page: Page, first: int, last: int) -> str:
    """Return what stands from a line up to another as it is read, alternative texts behind the rest."""
    hidden = {n for fence in page.fences for n in range(fence.line, fence.last + 1)}
    lines = [page.lines[n - 1] for n in range(first, last) if n not in hidden]
    fences = [fence for fence in page.fences if first <= fence.line < last]
    alts = ["".join(words for _, _, words, _ in alternatives(fence, page)) for fence in fences]
    return plain("\n".join([*lines, *alts]))
