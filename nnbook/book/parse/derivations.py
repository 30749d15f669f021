r"""Derivations on the pages: where an equation comes from, step by step, each with its reason.

Below an equation stands

    <details class="derivation" markdown>
    <summary>Where this comes from</summary>

    Given $\sum_k y_k = 1$.

    By the *definition* of the slope:

    $$
    …
    $$

    </details>

What is not a display formula is the reason for the one that follows. A formula that begins with a relation goes on
from the one before, any other begins anew. A paragraph that begins with Given names the premises.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nnbook.book.parse.equations import FOLDED, LABEL, without_code
from nnbook.book.parse.page import Page, Problem

SUMMARY = "<summary>Where this comes from</summary>"
DISPLAY = re.compile(r"\$\$(?P<tex>.+?)\$\$", re.DOTALL)
GIVEN = re.compile(r"Given\s(?P<what>(?:[^\n]|\n(?!\n))*)")
INLINE = re.compile(r"\$(?P<tex>[^$]+)\$")


@dataclass(frozen=True)
class Step:
    """A display formula of a derivation, on that line of the page, and the reason that stands before it."""

    reason: str
    tex: str
    line: int


@dataclass(frozen=True)
class Derivation:
    """Where the equation of that label comes from: what is given, as LaTeX, and the steps."""

    label: str
    page: str
    line: int
    given: tuple[str, ...]
    steps: tuple[Step, ...]


def find(page: Page) -> tuple[list[Derivation], list[Problem]]:
    """Return the derivations of a page, and what is wrong with them."""
    text = without_code(page)
    found, problems = [], []
    for folded in FOLDED.finditer(text):
        line = text.count("\n", 0, folded.start()) + 1
        labels = LABEL.findall(text[: folded.start()])
        steps = tuple(_steps(folded["body"].removeprefix(SUMMARY), line + 1))
        wanted = {
            "an equation above it": labels,
            f"the line {SUMMARY}": folded["body"].startswith(SUMMARY),
            "a display formula": steps,
            "a reason before each display formula": all(step.reason for step in steps),
        }
        if missing := [what for what, there in wanted.items() if not there]:
            problems.append(Problem(page.path, line, f"this derivation needs {'; '.join(missing)}."))
            continue
        given = tuple(
            " ".join(formula["tex"].split())
            for premise in GIVEN.finditer(folded["body"])
            for formula in INLINE.finditer(premise["what"])
        )
        found.append(Derivation(labels[-1], page.path, line, given, steps))
    known = [derivation.label for derivation in found]
    problems += [
        Problem(page.path, each.line, f"{each.label} has a derivation already.")
        for place, each in enumerate(found)
        if each.label in known[:place]
    ]
    return found, problems


def survey(pages: Iterable[Page]) -> tuple[dict[str, Derivation], list[Problem]]:
    """Return the derivations of all pages by the labels of their equations, and what is wrong."""
    derivations: dict[str, Derivation] = {}
    problems: list[Problem] = []
    for page in pages:
        found, wrong = find(page)
        derivations |= {each.label: each for each in found}
        problems += wrong
    return derivations, problems


def _steps(body: str, line: int) -> Iterator[Step]:
    before = 0
    for display in DISPLAY.finditer(body):
        reason = GIVEN.sub("", body[before : display.start()])
        first = display.start("tex") + len(display["tex"]) - len(display["tex"].lstrip())
        yield Step(" ".join(reason.split()), display["tex"].strip(), line + body.count("\n", 0, first))
        before = display.end()
