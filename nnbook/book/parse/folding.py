"""Which lines of a fence teach, and which only frame it: imports, drawing and assertions are folded away on the page.

The rule reads the code, so a page says nothing of it. Where the rule is wrong, a comment at the end of the line in
which a statement begins decides: `# show` or `# fold`. What a fence shows after a question is hidden until the reader
has guessed.
"""

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nnbook.book.parse.page import Fence, Page

ASKING = '!!! question "Predict, then run"'
"""The first line of the box that asks what the fence below it will show."""

DRAWING = frozenset({"nn.plots", "plt"})
"""What draws. Whatever it returns, such as the axes of a figure, is drawn on."""


def folds_all(source: str) -> bool:
    """Tell whether a fence says of itself that all of its code is folded away."""
    return source.partition("\n")[0].endswith("  # fold all")


def folded(source: str) -> frozenset[int]:
    """Return the numbers of the lines of a fence that are folded away; its first line is 1."""
    lines = source.rstrip("\n").split("\n")
    if folds_all(source):
        return frozenset(range(1, len(lines) + 1))
    away: set[int] = set()
    for statement in _framing(ast.parse(source).body, lines, set(DRAWING)):
        first = statement.lineno
        while first > 1 and lines[first - 2].lstrip().startswith("#"):
            first -= 1
        away.update(range(first, (statement.end_lineno or first) + 1))
    return frozenset(away | _blank(lines, away))


def placed(page: Page, fence: Fence) -> tuple[bool, bool]:
    """Return whether the figures of a fence, or a widget, come before its code, and whether all of that is folded.

    The line above the fence says so: it may open a box for a picture or a widget.
    """
    box = next((line for line in reversed(page.lines[: fence.line - 1]) if line.strip()), "")
    away = 'class="nn-picture-first"' in box or 'data-fold="all"' in box
    return away or "data-widget=" in box, away


def asked(page: Page, fence: Fence) -> bool:
    """Return whether the box right above a fence, or above the widget around it, asks what it will show."""
    passed = ("<!--nnbook:", '<div class="nn-widget"', "    ")
    above = (line for line in reversed(page.lines[: fence.line - 1]) if line.strip())
    return next((line for line in above if not line.startswith(passed)), "") == ASKING


def _framing(body: Sequence[ast.stmt], lines: Sequence[str], drawn_on: set[str]) -> Iterator[ast.stmt]:
    """Yield the statements that only frame the others; note in `drawn_on` the names given to what was drawn."""
    for statement in body:
        mark = lines[statement.lineno - 1].rpartition("  # ")[2]
        within: list[ast.stmt] = []
        match statement:
            case ast.Import() | ast.ImportFrom() | ast.Assert():
                frames = True
            case ast.Expr(value=value):
                frames = _origin(value) in drawn_on
            case ast.Assign(targets=targets, value=value):
                if frames := _origin(value) in drawn_on:
                    drawn_on.update(name for target in targets for name in _names(target))
            case ast.For(body=inner, orelse=[]) | ast.With(body=inner) | ast.If(body=inner, orelse=[]):
                if isinstance(statement, ast.For) and drawn_on & _names(statement.iter):
                    drawn_on.update(_names(statement.target))
                within = list(_framing(inner, lines, drawn_on))
                frames = within == inner  # nodes are equal to themselves alone
            case _:
                frames = False
        if mark == "fold" or (frames and mark != "show"):
            yield statement
        else:
            yield from within


def _origin(value: ast.expr) -> str:
    """Return the name that a chain of calls, attributes and items begins with, `nn.plots` counting as a name."""
    while not isinstance(value, ast.Name):
        match value:
            case ast.Attribute(value=ast.Name(id="nn"), attr="plots"):
                return "nn.plots"
            case ast.Attribute(value=before) | ast.Subscript(value=before) | ast.Call(func=before):
                value = before
            case _:
                return ""
    return value.id


def _names(value: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}


def _blank(lines: Sequence[str], away: set[int]) -> set[int]:
    """Return the numbers of the blank lines next to what is folded away."""
    written = [0, *(number for number, line in enumerate(lines, 1) if line), len(lines) + 1]
    near = {0, len(lines) + 1, *away}
    return {
        number for before, after in pairwise(written) if {before, after} & near for number in range(before + 1, after)
    }
