"""The HTML of a fence: its code, the bar with what a reader can do, what it printed, its figures.

The code stands there whole, so that whoever copies, edits, runs or prints it has all of it; the lines that only frame
it are marked, and the style sheet folds them until the reader opens the box below them.
"""

import ast
import html
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from nnbook.book.parse.folding import folded, folds_all
from nnbook.book.parse.page import Fence, Page, lines_with_ends
from nnbook.book.prose.claims import quoted
from nnbook.book.run.outcome import Drawing, Outcome


def identity(fence: Fence) -> str:
    """Return the id of a fence on its page."""
    return f"fence-{fence.number}"


def target(fence: Fence, assertion: ast.Assert) -> str:
    """Return the id of an assertion of a fence on its page."""
    return f"{identity(fence)}-line-{assertion.lineno}"


RUNNING = (
    '<div class="nn-output" role="group" aria-label="Output"><pre tabindex="0"><samp>This code is being run for the '
    "first time; the page comes again when all is done.</samp></pre></div>"
)

GUESS = (
    '<details class="nn-guess" data-search-exclude><summary><span>I have a guess: show the answer</span>'
    "<span>Hide the answer</span></summary></details>"
)
"""Stands between a fence and its results; while it is closed the style sheet hides these and the next paragraph."""

OPENING = re.compile(
    r"(?:Above|Left)\b.*?[.?!]\s(?:Below|Right)\b.*?[.?!](?=\s|$)|.{40,}?[.?!](?=\s|$)",
    re.DOTALL,
)
"""The first sentence of an alternative text, with the next after one as short as "Ten bars.", and of a figure in two
parts what it says of both; a decimal point is no end."""


def render(
    fence: Fence,
    outcome: Outcome | None,
    code: str,
    bar: str = "",
    *,
    names: Sequence[str] = (),
    picture_first: bool = False,
    all_folded: bool = False,
    waits: bool = False,
) -> str:
    """Return the HTML of a fence, given its highlighted code and the bar with what a reader can do.

    `names` are those of its figures, such as "Figure 6.2". Figures come before code that is folded whole, as that of
    the opening picture of a chapter is. What `waits` is hidden until the reader opens the box above it. Without an
    outcome it says that the fence is being run, which only happens while an author's site is served.
    """
    name = identity(fence)
    figures = figures_of(name, outcome.figures, names) if outcome else ""
    may_go = bool(figures) or folds_all(fence.source)
    code, whole = _with_folds(_with_targets(code, fence), fence.source, may_go=may_go, all_folded=all_folded)
    text = code + bar + (GUESS if waits else "") + (printed(outcome.output) if outcome else RUNNING)
    return box(fence, figures + text if picture_first or whole else text + figures)


def figure_names(page: Page, before: Iterable[Outcome], outcome: Outcome | None) -> list[str]:
    """Return the names of figures after those of `before`: "Figure 6.2" in chapter 6, "Figure 2" elsewhere."""
    chapter = f"{page.number}." if page.number else ""  # the front page has the number 0
    count = sum(len(one.figures) for one in before)
    return [f"Figure {chapter}{number}" for number, _ in enumerate(outcome.figures if outcome else (), count + 1)]


def box(fence: Fence, parts: str) -> str:
    """Return the box of a fence around its parts."""
    return f'<div class="nn-fence" id="{identity(fence)}">{parts}</div>'


def printed(output: str) -> str:
    """Return the HTML of what a fence printed."""
    if not output:
        return ""
    shown = html.escape(output.rstrip("\n"), quote=False)
    return f'<div class="nn-output" role="group" aria-label="Output"><pre tabindex="0"><samp>{shown}</samp></pre></div>'


def figures_of(name: str, drawings: Sequence[Drawing], names: Sequence[str]) -> str:
    """Return the figures of the fence of this id, with their descriptions and captions, which begin with the names."""
    figures = ""
    for number, (drawing, called) in enumerate(zip(drawings, names, strict=True), 1):
        place = f"{name}-figure-{number}"
        svg = drawing.placed(f"{place}-")
        alt = html.escape(drawing.alt, quote=False)
        figures += (
            f'<figure class="nn-figure" id="{place}">{svg}<p class="nn-alt" hidden>{alt}</p>'
            f"{_caption(alt, called, place)}</figure>"
        )
    return figures


def _caption(alt: str, called: str, place: str) -> str:
    """Return the name of a figure, which leads to it, and the first words of what it shows."""
    first = OPENING.match(alt)
    return f'<figcaption data-search-exclude><a href="#{place}">{called}</a> {first[0] if first else alt}</figcaption>'


def _with_targets(code: str, fence: Fence) -> str:
    """Return highlighted code in which the assertions that hold a sentence can be linked to.

    Where a `span` with an id is a child of the code, Material lays the whole code out as a grid, each of its tokens on
    a line of its own: so it stands in another.
    """
    before, start, rest = code.partition("<code>")
    body, closing, after = rest.rpartition("</code>")
    lines = lines_with_ends(body)
    for assertion in {held for _, _, held in quoted(fence.source) if held}:
        first, last = assertion.lineno - 1, (assertion.end_lineno or assertion.lineno) - 1
        lines[first] = f'<span><span id="{target(fence, assertion)}">{lines[first]}'
        lines[last] = f"{lines[last].removesuffix(chr(10))}</span></span>\n"
    return before + start + "".join(lines) + closing + after


def _with_folds(code: str, source: str, *, may_go: bool, all_folded: bool) -> tuple[str, bool]:
    """Return highlighted code whose framing lines are marked, with the box that opens them, and if that is all of it.

    Code that would be folded whole stays as it is, unless it may go.
    """
    count = source.rstrip("\n").count("\n") + 1
    away = frozenset(range(1, count + 1)) if all_folded else folded(source)
    whole = len(away) == count
    if not away or (whole and not may_go):
        return code, False
    before, start, rest = code.partition("<code>")
    body, closing, after = rest.rpartition("</code>")
    lines = enumerate(lines_with_ends(body), 1)
    shown = ""
    for hidden, group in groupby(lines, lambda line: line[0] in away):
        numbers, texts = zip(*group, strict=True)
        gap = '<span class="nn-gap"></span>' if numbers[0] > 1 and numbers[-1] < count else ""
        shown += f'{gap}<span class="nn-fold">{"".join(texts)}</span>' if hidden else "".join(texts)
    kind, name = ("nn-all nn-all-folded", "The code:") if whole else ("nn-all", "All")
    box = f'<details class="{kind}" data-search-exclude><summary>{name} {count} lines</summary></details>'
    return before + start + shown + closing + after + box, whole
