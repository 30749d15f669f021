"""What the check of an exercise says of an answer; the builds and the reader's browser both ask here."""

import contextlib
import io
import traceback
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

YOURS = "your answer"
"""What a traceback calls the reader's code."""


@dataclass(frozen=True)
class Grade:
    """What a check says: `accepted`, or else `message` in words, or `error` if the answer or the check broke."""

    accepted: bool
    message: str = ""
    error: str = ""


def grade(answer: str, check: str) -> Grade:
    """Run an answer and its check in this process, and return what the check says."""
    names: dict[str, object] = {"__name__": "answer"}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(answer, YOURS, "exec"), names)
    except Exception as error:
        return stopped("Your code", error)
    return judged(check, SimpleNamespace(**names))


def judged(check: str, answer: object) -> Grade:
    """Run a check on what has the names of an answer, and return what it says."""
    tests: dict[str, Any] = {"__name__": "check"}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(check, "the check", "exec"), tests)
            tests["check"](answer)
    except AssertionError as error:
        if not str(error):
            return Grade(accepted=False, error="The check refuses without a word: its asserts need messages.")
        return Grade(accepted=False, message=str(error))
    except Exception as error:
        return stopped("The check", error)
    return Grade(accepted=True)


def stopped(what: str, error: Exception) -> Grade:
    """Say which error stopped it, and in which line of the answer, if it was in the answer."""
    name, line = getattr(error, "answered", (type(error).__name__, line_of(error)))
    where = f" ({YOURS}, line {line})" if line else ""
    return Grade(accepted=False, error=f"{what} stopped with {name}: {error}{where}")


def line_of(error: BaseException) -> int:
    """Return the last line of the answer that an error has come through, or 0."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == YOURS]
    return (lines[-1] or 0) if lines else 0
