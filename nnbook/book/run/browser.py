"""In the reader's browser: run a fence or check an answer, and tell the page of it while it happens.

The page's worker calls the public functions with texts and a function that takes the name of an event and its content
as JSON. What goes back is text. An answer is taken in by one interpreter and judged in another. Nothing here knows the
page.
"""

import functools
import io
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import nnbook
from nnbook.book.run.execution import isolation
from nnbook.book.run.execution import run as run_fence
from nnbook.book.run.judging import Answer, Judge

PAGE = "your code"
"""What a traceback calls the reader's code."""

LONGEST = 200_000
"""Characters that a page can show of what is printed."""

EVERY = 0.1
"""Seconds between two events of one kind: more would keep the page from being smooth."""

Tell = Callable[[str, str], object]


class OutputTooLongError(RuntimeError):
    """The code prints more than a page can show."""


class Printed(io.StringIO):
    """What a fence prints, which the page is told piece by piece."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self.send, self.waiting, self.told, self.length = tell, "", time.monotonic(), 0

    def write(self, text: str) -> int:
        """Keep the text, and tell the page if it is time."""
        self.length += len(text)
        if self.length > LONGEST:
            raise OutputTooLongError(
                f"the code has printed {LONGEST:,} characters; a page does not show more. Does it end?"
            )
        self.waiting += text
        if time.monotonic() - self.told > EVERY:
            self.send("output", json.dumps(self.waiting))
            self.waiting, self.told = "", time.monotonic()
        return super().write(text)


def run(source: str, tell: Tell) -> str:
    """Run a fence and return its outcome as JSON."""
    with watched_training(tell):
        outcome = run_fence(source, page=PAGE, line=0, output=Printed(tell))
    figures = [{"svg": figure.svg, "alt": figure.alt} for figure in outcome.figures]
    return json.dumps(
        {"output": outcome.output, "figures": figures, "error": outcome.error, "seconds": outcome.seconds}
    )


def answer(name: str, source: str, _: Tell) -> str:
    """Take in an answer of an exercise under a name; `reply` runs it."""
    _remember(_answers, name, Answer(source))
    return "null"


def reply(name: str, request: str, tell: Tell) -> str:
    """Return what an answer replies to its check, as text for `judge`."""
    with watched_training(tell), isolation():
        return _answers[name].reply(request)


def judge(name: str, check: str, replied: str, tell: Tell) -> str:
    """Run a check, given the answer's newest reply, or none yet: return its verdict, or what it `asks` next, as JSON.

    No code of the answer runs here, so that none can accept itself.
    """
    if not replied:
        _remember(_judges, name, Judge(check))
    else:
        _judges[name].replies.append(replied)
    with watched_training(tell), isolation():
        said = _judges[name].say()
    if isinstance(said, str):
        return json.dumps({"asks": said})
    del _judges[name]
    return json.dumps(asdict(said))


_answers: dict[str, Answer] = {}
_judges: dict[str, Judge] = {}


def _remember(all_of_them: dict[str, Any], name: str, one: object) -> None:
    """Keep one more, and of the others the last few: a check that was stopped is never ended."""
    all_of_them[name] = one
    for old in list(all_of_them)[:-4]:
        del all_of_them[old]


class watched_training:  # noqa: N801 (used like a function)
    """While it is open, the page is told the loss of every training: the mean of the steps since it was last told.

    It is told once more when a training ends, so that it knows of the last step.
    """

    def __init__(self, tell: Tell) -> None:
        self.tell = tell

    def __enter__(self) -> None:
        """Replace the library's `train` by a watched one."""
        self.train = nnbook.train
        nnbook.train = nnbook.training.train = watching(self.train, self.tell)

    def __exit__(self, *_: object) -> None:
        """Put the library's back."""
        nnbook.train = nnbook.training.train = self.train


def watching(train: Callable[..., Any], tell: Tell) -> Callable[..., Any]:
    """Return `train` with an eye on each step, which changes no number."""

    @functools.wraps(train)
    def watched(*arguments: Any, **options: Any) -> Any:
        own = options.pop("on_step", None)
        costs: list[float] = []
        told, newest = 0.0, 0

        def report() -> None:
            tell("loss", json.dumps([newest, sum(costs) / len(costs)]))
            costs.clear()

        def on_step(step: int, cost: float) -> None:
            nonlocal told, newest
            newest = step
            costs.append(cost)
            if (now := time.monotonic()) - told > EVERY:
                report()
                told = now
            if own is not None:
                own(step, cost)

        batch = options.get("batch_size") or 1
        steps = options.get("epochs", 0) * -(-len(arguments[1]) // batch) if len(arguments) > 1 else 0
        tell("training", json.dumps(steps))
        try:
            return train(*arguments, on_step=on_step, **options)
        finally:
            if costs:
                report()

    return watched
