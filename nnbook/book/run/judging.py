"""An answer in one interpreter, its check in another that the answer's code cannot reach.

The check's side (`Judge`) runs the check of an exercise; what it asks of the answer, an attribute or a call, is a text
that the answer's side (`Answer`) replies to with a text. Neither side can wait for the other in the middle of a check.
So each reply is kept, and the check is run again from its start until it asks for what has no reply: a check does the
same each time, since what is random in it has a seed. In the same way the answer calls the functions of the check.
"""

import contextlib
import io
from types import SimpleNamespace
from typing import Any

from nnbook.book.run.exchange import Reader, Remote, RemoteFunction, UnreadableError, Writer
from nnbook.book.run.grading import YOURS, Grade, judged, line_of, stopped

NAMESPACE = 0
"""The number of the answer's names, which its side keeps before all else."""

ERRORS = {
    error.__name__: error
    for error in (
        ArithmeticError, AssertionError, AttributeError, FloatingPointError, IndexError, KeyError, LookupError,
        NameError, NotImplementedError, OverflowError, RecursionError, RuntimeError, TypeError, UnboundLocalError,
        ValueError, ZeroDivisionError, MemoryError,
    )
}  # fmt: skip
"""The errors of an answer that its check can tell apart."""


class Wanting(BaseException):
    """The answer wants something of what stayed with the check."""


class Answer:
    """The side of the answer: its names, and all that was handed out of it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.kept: list[Any] = [SimpleNamespace()]
        self.writer, self.reader = Writer(self._keep), Reader(self._far, self.kept, code=True)
        self.request, self.at = "", 0
        self.given: list[Any] = []

    def _keep(self, value: object) -> int:
        self.kept.append(value)
        return len(self.kept) - 1

    def _far(self, number: int, can_be_called: bool) -> Any:
        return (RemoteFunction if can_be_called else Remote)(number, self._want)

    def _want(self, *wanted: Any) -> Any:
        self.at += 1
        if self.at > len(self.given):
            raise Wanting(self.writer.text(["wants", *wanted]))
        return self.given[self.at - 1]

    def reply(self, request: str) -> str:
        """Return what the check asks for, the error that came of it, or what is wanted of the check before that."""
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                what, *rest = self.reader.value(request)
                if what == "more":
                    self.given += rest
                    what, *rest = self.reader.value(self.request)
                else:
                    self.request, self.given = request, []
                self.at = 0
                return self.writer.text(["ok", self._do(what, rest)])
        except Wanting as wanting:
            return str(wanting)
        except BaseException as error:  # SystemExit too: it is the answer's
            return self.writer.text(["error", type(error).__name__, str(error), line_of(error)])

    def _do(self, what: str, rest: list[Any]) -> Any:
        if what == "open":
            names: dict[str, Any] = {"__name__": "answer"}
            exec(compile(self.source, YOURS, "exec"), names)
            vars(self.kept[NAMESPACE]).update(names)
            return None
        return _done(what, *rest)


def _done(what: str, of: Any, *rest: Any) -> Any:
    return getattr(of, rest[0]) if what == "get" else of(*rest[0], **rest[1])


class Asking(BaseException):
    """The check asks the answer for something that has not been replied to."""


class Judge:
    """The side of the check: what it has been told of the answer so far."""

    def __init__(self, check: str) -> None:
        self.check, self.at = check, 0
        self.replies: list[str] = []
        self.kept: list[Any] = []
        self.writer, self.reader = Writer(self._keep, code=True), Reader(self._far, self.kept)

    def _keep(self, value: object) -> int:
        self.kept.append(value)
        return len(self.kept) - 1

    def _far(self, number: int, can_be_called: bool) -> Any:
        return (RemoteFunction if can_be_called else Remote)(number, self._ask)

    def _ask(self, *request: Any) -> Any:
        asks = self.writer.text(list(request))
        while True:
            self.at += 1
            if self.at > len(self.replies):
                raise Asking(asks)
            kind, *rest = self.reader.value(self.replies[self.at - 1])
            if kind == "ok":
                return rest[0]
            if kind == "wants":
                # Only functions of the check are lent, to be called.
                what, function, arguments, options = rest
                if what != "call" or not callable(function):
                    raise UnreadableError("what the check lends can only be called")
                asks = self.writer.text(["more", function(*arguments, **options)])
            else:
                raise _error(*rest)

    def say(self) -> str | Grade:
        """Run the check, and return what it asks the answer next, or what it says of it."""
        self.at = 0
        self.kept.clear()
        try:
            try:
                self._ask("open")
            except Exception as error:
                return stopped("Your code", error)
            return judged(self.check, self._far(NAMESPACE, False))
        except Asking as asking:
            return str(asking)


def _error(name: Any, message: Any, line: Any) -> Exception:
    error = ERRORS.get(str(name), RuntimeError)(str(message))
    vars(error)["answered"] = (str(name), int(line))
    return error
