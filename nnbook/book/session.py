"""The cells of a lab, one after another, in the reader's browser: what one has defined the next ones find.

An interpreter has one lab, and ends with it. A cell runs as a fence does, but for three things: it goes on in the same
module and the same folder, where the reader's own file lies, and shows what its last line is worth, as notebooks do.
No fence runs on this, so it is no part of the room `run`; the page hands it in where there is a lab.
"""

import ast
import base64
import contextlib
import os
import sys
import tempfile
import types
from collections.abc import Iterator
from pathlib import Path

from nnbook.book.run import browser, execution
from nnbook.book.run.browser import Tell

LAST = "_"
"""What notebooks call the value of the last line."""


class Session:
    """What stays from cell to cell."""

    def __init__(self) -> None:
        self.main = types.ModuleType("__main__")
        self.folder = Path(tempfile.mkdtemp())
        self.isolation = execution.isolation

    @contextlib.contextmanager
    def going_on(self) -> Iterator[None]:
        """Be isolated as a fence is, in this session's module and folder."""
        with self.isolation():
            sys.modules["__main__"] = self.main
            os.chdir(self.folder)
            yield

    def run(self, name: str, source: str, tell: Tell) -> str:
        """Run a cell whose lines a traceback shows under this name, and return its outcome as JSON."""
        former = execution.isolation, browser.PAGE
        execution.isolation, browser.PAGE = self.going_on, name
        try:
            return browser.run(shown(source), tell)
        finally:
            execution.isolation, browser.PAGE = former


def shown(source: str) -> str:
    """Return code that also prints what its last line is worth, unless that is nothing, or a semicolon ends it."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return source
    if not body or not isinstance(body[-1], ast.Expr) or source.rstrip().endswith(";"):
        return source
    last, lines = body[-1], source.encode().split(b"\n")
    line = lines[last.lineno - 1]
    lines[last.lineno - 1] = line[: last.col_offset] + f"{LAST} = ".encode() + line[last.col_offset :]
    return b"\n".join(lines).decode().rstrip() + f"\nif {LAST} is not None:\n    print(repr({LAST}))\n"


_sessions: list[Session] = []


def _session() -> Session:
    if not _sessions:
        _sessions.append(Session())
    return _sessions[0]


def cell(name: str, source: str, tell: Tell) -> str:
    """Run a cell of the lab and return its outcome as JSON."""
    return _session().run(name, source, tell)


def put(name: str, content: str, _: Tell) -> str:
    """Put a file, given in base64, where the cells find it under its name."""
    (_session().folder / Path(name).name).write_bytes(base64.b64decode(content))
    return "null"
