"""Did a fence do what its page says? One answer for the build, the checker and the tests."""

import difflib
import re

from nnbook.book.parse.page import Fence
from nnbook.book.parse.text_rules import hidden
from nnbook.book.run.outcome import Outcome

BLOCK_END = re.compile(r"^[ \t]*```.*", re.MULTILINE)


def complaint(fence: Fence, outcome: Outcome) -> str | None:
    """Return what is wrong, starting page:line, or None."""
    if message := unfit(fence, outcome):
        return message
    if fence.captured:
        return None if outcome.output else f"{fence.page}:{fence.captured}: the fence prints nothing to capture."
    if fence.expected is None:
        return _unpromised(fence, outcome.output) if outcome.output else None
    return None if fence.expected.text == outcome.output else _mismatch(fence, outcome.output)


def is_told(fence: Fence, outcome: Outcome) -> bool:
    """Tell whether the page itself says all that a fence did: what it printed, without a figure or a file."""
    said = fence.expected.text if fence.expected else ""
    shows = outcome.figures or outcome.files or fence.captured
    return outcome.error is None and not shows and outcome.output == said


def unfit(fence: Fence, outcome: Outcome) -> str | None:
    """Return why a page cannot say what a fence did, starting page:line: it failed, or no page can hold its output."""
    if outcome.error is not None:
        return outcome.error
    if outcome.output and not outcome.output.endswith("\n"):
        return f"{fence.page}:{fence.line}: the output must end with a line end, got {outcome.output[-40:]!r}."
    if found := hidden(outcome.output):
        return f"{fence.page}:{fence.line}: the output has {found}, which no page can show."
    if line := BLOCK_END.search(outcome.output):
        return f"{fence.page}:{fence.line}: the output has the line {line[0]!r}, which would end its block on the page."
    return None


def _unpromised(fence: Fence, output: str) -> str:
    return (
        f"{fence.page}:{fence.line}: the fence prints, and the page does not say what:\n"
        f"{_indented(output)}\nTo add it: nnbook update {fence.page}"
    )


def _mismatch(fence: Fence, output: str) -> str:
    assert fence.expected is not None
    promised, printed = _lines(fence.expected.text), _lines(output)
    same = next((i for i, (a, b) in enumerate(zip(promised, printed, strict=False)) if a != b), None)
    index = min(len(promised), len(printed)) if same is None else same
    line = fence.expected.first + 2 + index
    shown = promised[index] if index < len(promised) else "```"
    diff = "\n".join(difflib.unified_diff(promised, printed, f"{fence.page} says", "printed now", lineterm=""))
    what = "the fence prints something else than the page says" if printed else "the fence prints nothing"
    return (
        f"{fence.page}:{line}: {what} (code from line {fence.line})\n    {shown}\n{diff}\n"
        f"To accept what it prints: nnbook update {fence.page}"
    )


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in _lines(text))


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []
