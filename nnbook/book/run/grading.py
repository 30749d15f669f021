"""What the check of an exercise says of an answer; the builds and the reader's browser both ask here."""

import contextlib
import io
import traceback
from dataclasses import dataclass
from types import SimpleNamespace

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
    tests: dict[str, object] = {"__name__": "check"}
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            exec(compile(answer, YOURS, "exec"), names)
        except Exception as error:
            return Grade(accepted=False, error=_stopped("Your code", error, YOURS))
        try:
            exec(compile(check, "the check", "exec"), tests)
            tests["check"](SimpleNamespace(**names))  # type: ignore[operator]  # KeyError and TypeError are reported
        except AssertionError as error:
            if not str(error):
                return Grade(accepted=False, error="The check refuses without a word: its asserts need messages.")
            return Grade(accepted=False, message=str(error))
        except Exception as error:
            return Grade(accepted=False, error=_stopped("The check", error, YOURS))
    return Grade(accepted=True)


def _stopped(what: str, error: Exception, file: str) -> str:
    """Say which error stopped it, and in which line of the answer, if it was in the answer."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    where = f" ({file}, line {lines[-1]})" if lines else ""
    return f"{what} stopped with {type(error).__name__}: {error}{where}"
