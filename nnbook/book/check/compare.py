"""Did a fence do what its page says? One answer for the build, the checker and the tests."""

import difflib

from nnbook.book.parse.page import Fence
from nnbook.book.run.outcome import Outcome


def complaint(fence: Fence, outcome: Outcome) -> str | None:
    """Return what is wrong, starting page:line, or None."""
    if outcome.error is not None:
        return outcome.error
    if outcome.output and not outcome.output.endswith("\n"):
        return f"{fence.page}:{fence.line}: the output must end with a line end, got {outcome.output[-40:]!r}."
    if fence.captured:
        return None if outcome.output else f"{fence.page}:{fence.captured}: the fence prints nothing to capture."
    if fence.expected is None:
        return _unpromised(fence, outcome.output) if outcome.output else None
    return None if fence.expected.text == outcome.output else _mismatch(fence, outcome.output)


def _unpromised(fence: Fence, output: str) -> str:
    return (
        f"{fence.page}:{fence.line}: the fence prints, and the page does not say what:\n"
        f"{_indented(output)}\nTo add it: nnbook update {fence.page}"
    )


def _mismatch(fence: Fence, output: str) -> str:
    assert fence.expected is not None
    promised, printed = fence.expected.text.splitlines(), output.splitlines()
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
    return "\n".join(f"    {line}" for line in text.splitlines())
