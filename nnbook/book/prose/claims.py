"""What an assertion of a fence quotes, `assert agree > 0.9  # "nearly all examples agree"`, stands in its section."""

import ast
import re
import tokenize
from dataclasses import dataclass
from io import StringIO

from nnbook.book.parse.page import Fence, Page, Problem

QUOTED = re.compile(r'"([^"]+)"')
SECTION = re.compile(r"## ")
REACH = 3
"""So many statements a comment may stand above its assertion: those that compute what it compares."""


@dataclass(frozen=True)
class Quotation:
    """Words that a comment of a fence quotes, on that line of its code, and whether an assertion holds them."""

    fence: Fence
    row: int
    words: str
    held: bool


def plain(text: str) -> str:
    """Return text as it is read: without marks, comments, targets of links and breaks of lines."""
    text = re.sub(r"<!--.*?-->", "", re.sub(r"\]\([^)]*\)", "]", text), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"[*_`\[\]]", "", text)).strip().lower()


def quotations(fence: Fence) -> list[Quotation]:
    """Return what the comments of a fence with assertions quote."""
    tree = ast.walk(ast.parse(fence.source))
    statements = sorted((node for node in tree if isinstance(node, ast.stmt)), key=lambda node: node.lineno)
    if not any(isinstance(node, ast.Assert) for node in statements):
        return []
    found = []
    for token in tokenize.generate_tokens(StringIO(fence.source).readline):
        if token.type == tokenize.COMMENT:
            line = token.start[0]
            here = [node for node in statements if node.lineno <= line <= (node.end_lineno or 0)]
            below = [node for node in statements if node.lineno > line][:REACH]
            held = any(isinstance(node, ast.Assert) for node in (*here, *below))
            found += [Quotation(fence, line, words, held) for words in QUOTED.findall(token.string)]
    return found


def claims(page: Page) -> list[Quotation]:
    """Return the sentences of a page that an assertion holds."""
    return [each for fence in page.fences for each in quotations(fence)]


def problems(page: Page) -> list[Problem]:
    """Return which quotations bind nothing, or stand nowhere in the prose of their section."""
    heads = [n for n, line in enumerate(page.lines, 1) if SECTION.match(line) and n not in page.code]
    hidden = {n for fence in page.fences for n in range(fence.line, fence.last + 1)}
    found = []
    for each in claims(page):
        start = max((line for line in heads if line < each.fence.line), default=1)
        end = min((line for line in heads if line > each.fence.line), default=len(page.lines) + 1)
        prose = plain("\n".join(page.lines[line - 1] for line in range(start, end) if line not in hidden))
        line = each.fence.line + each.row
        if not each.held:
            found.append(
                Problem(page.path, line, f"no assertion holds “{each.words}”: quote it beside the one that does.")
            )
        if plain(each.words) not in prose:
            message = f"“{each.words}” does not stand in this section: quote the sentence as it is."
            found.append(Problem(page.path, line, message))
    return found
