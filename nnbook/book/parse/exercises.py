"""Exercises: which fence of a page is the starter, the check, the solution.

An exercise begins with a heading `### Exercise 3: Title {#ex-chapter-3}`, and its task with what it asks for:
`*Compute.*` something that has one answer, `*Prove.*` or refute that something holds, `*Explore.*` what happens. The
first fence below it is the starter. The
others stand in folded boxes whose kind tells their role: `failure` a wrong answer, `example` the check, `success` the
solution; `question` boxes are the hints. The check defines `check(answer)`, where `answer` has the names that the
reader's code defines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nnbook.book.parse.fences import WHERE
from nnbook.book.parse.page import Fence, Page, Problem

HEADING = re.compile(r"### Exercise (?P<number>\d+): (?P<title>.+?) \{#(?P<id>ex-[a-z-]+-(?P<last>\d+))\}")
ANY_HEADING = re.compile(r"#{1,3} .*")
KIND = re.compile(r"\*(?P<kind>Compute|Prove|Explore)\.\* ")
BOX = re.compile(r"\?\?\?\+? (?P<kind>[a-z]+)")


@dataclass(frozen=True)
class Exercise:
    """One exercise of a page: `line` is that of its heading."""

    page: str
    line: int
    id: str
    number: int
    title: str
    kind: str
    starter: Fence
    wrong: tuple[Fence, ...]
    check: Fence
    solution: Fence
    hints: int


@lru_cache(maxsize=200)
def find(page: Page) -> tuple[tuple[Exercise, ...], tuple[Problem, ...]]:
    """Return the exercises of a page, and what is wrong with them."""
    exercises, problems = [], []
    for heading, first, last in _sections(page):
        boxes: dict[str, list[Fence]] = {"": []}
        for fence in page.fences:
            if first < fence.line <= last:
                boxes.setdefault(_box(page, fence), []).append(fence)
        hints = _hints(page, first, last)
        task = (line for line in page.lines[first:last] if line.strip() and not WHERE.fullmatch(line))
        kind = next(map(KIND.match, task), None)
        wanted = {
            "a task that begins with *Compute.*, *Prove.* or *Explore.*": kind is not None,
            "one starter below the task": len(boxes[""]) == 1,
            "at least one `??? question` box with a hint": hints > 0,
            "a `??? failure` box with a wrong answer": bool(boxes.get("failure")),
            "one `??? example` box with the check": len(boxes.get("example", [])) == 1,
            "one `??? success` box whose first fence is the solution": bool(boxes.get("success")),
            "a heading whose number is that of its id": heading["number"] == heading["last"],
        }
        missing = [what for what, there in wanted.items() if not there]
        if missing or kind is None:
            problems.append(Problem(page.path, first, f"this exercise needs {'; '.join(missing)}."))
            continue
        exercises.append(
            Exercise(
                page=page.path,
                line=first,
                id=heading["id"],
                number=int(heading["number"]),
                title=heading["title"],
                kind=kind["kind"].lower(),
                starter=boxes[""][0],
                wrong=tuple(boxes["failure"]),
                check=boxes["example"][0],
                solution=boxes["success"][0],
                hints=hints,
            )
        )
    return tuple(exercises), tuple(problems)


def _sections(page: Page) -> Iterator[tuple[re.Match[str], int, int]]:
    """Yield for every exercise its heading, the heading's line and the last line that belongs to it."""
    headings = [
        number
        for number, line in enumerate(page.lines, 1)
        if number not in page.code and ANY_HEADING.fullmatch(line.rstrip())
    ]
    for number, following in pairwise([*headings, len(page.lines) + 1]):
        if found := HEADING.fullmatch(page.lines[number - 1].rstrip()):
            yield found, number, following - 1


def _hints(page: Page, first: int, last: int) -> int:
    """Return how many boxes with a hint stand in a part of the page."""
    outside = (number for number in range(first, last) if number not in page.code)
    return sum(_kind(page.lines[number - 1]) == "question" for number in outside)


def _box(page: Page, fence: Fence) -> str:
    """Return the kind of the folded box that a fence stands in, or nothing."""
    if fence.indent == 0:
        return ""
    above = (number for number in range(fence.line - 1, 0, -1) if number not in page.code)
    return next((_kind(line) for line in (page.lines[n - 1] for n in above) if line.strip() and line[0] != " "), "")


def _kind(line: str) -> str:
    found = BOX.match(line)
    return found["kind"] if found else ""
