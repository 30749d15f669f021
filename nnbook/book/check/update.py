"""Bring a page's promised outputs up to date, touching nothing else of it."""

from nnbook.book.check.compare import complaint, unfit
from nnbook.book.check.runner import Runner
from nnbook.book.parse.fences import EXPECTED
from nnbook.book.parse.page import Fence, Page, lines_with_ends
from nnbook.book.run.outcome import Outcome


def updated(text: str, page: Page, runner: Runner) -> tuple[str, list[str]]:
    """Return the page's text with the outputs of this moment, and what cannot be mended by that."""
    if page.problems:
        return text, [str(problem) for problem in page.problems]
    lines = lines_with_ends(text)
    failures = []
    # From the last fence to the first, so that line numbers above stay true.
    for fence in reversed(page.fences):
        outcome = runner.outcome(fence)
        if fence.captured or unfit(fence, outcome):
            if message := complaint(fence, outcome):
                failures.append(message)
            continue
        if outcome.output != (fence.expected.text if fence.expected else ""):
            _replace(lines, fence, outcome)
    return "".join(lines), failures[::-1]


def _replace(lines: list[str], fence: Fence, outcome: Outcome) -> None:
    last = fence.expected.last if fence.expected else fence.last
    opening = lines[fence.line - 1]
    end = opening[len(opening.rstrip("\r\n")) :]
    indent = " " * fence.indent
    block = [EXPECTED, "```text", *outcome.output.removesuffix("\n").split("\n"), "```"] if outcome.output else []
    if not lines[last - 1].endswith(("\n", "\r")) and block:
        lines[last - 1] += end
    lines[fence.last : last] = [f"{indent if line else ''}{line}{end}" for line in block]
