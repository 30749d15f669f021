"""Run one fence in this process, and leave the process as it was.

Builds, tests and the reader's browser all run fences through `run`, so it starts no process and needs only the
standard library, NumPy, and (where it can be imported) matplotlib.
"""

import contextlib
import io
import linecache
import os
import random
import sys
import tempfile
import time
import traceback
import types
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from nnbook.book.run.outcome import Drawing, Outcome

OWN = os.path.dirname(__file__)
"""Where the code is that runs fences: its frames say nothing to who wrote a fence."""


def run(source: str, *, page: str, line: int, output: io.StringIO | None = None) -> Outcome:
    """Run the source of a fence whose opening backticks stand on that line of that page.

    What it prints is written to `output` too, while it runs.
    """
    padded = "\n" * line + source
    linecache.cache[page] = (len(padded), None, padded.splitlines(keepends=True), page)
    output, complaints = output or io.StringIO(), io.StringIO()
    error: str | None = None
    drawings: tuple[Drawing, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    start = time.perf_counter()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(complaints), isolation():
            exec(compile(padded, page, "exec"), sys.modules["__main__"].__dict__)
            drawings = _drawings()
            files = tuple((path.name, path.read_bytes()) for path in sorted(Path().glob("*.npz")))
    except BaseException as exception:  # SystemExit and KeyboardInterrupt too: a fence must run to its end
        error = explain(exception, page=page, line=line)
    if error is None and complaints.getvalue():
        error = f"{page}:{line}: the fence wrote to standard error:\n{complaints.getvalue().rstrip()}"
    return Outcome(output.getvalue(), drawings, error, time.perf_counter() - start, files)


@contextlib.contextmanager
def isolation() -> Iterator[None]:
    """Start from a known state, and put everything back afterwards that a fence may have changed."""
    with (
        _random_state(),
        _environment(),
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        contextlib.chdir(folder),
        fresh_main(),
        np.printoptions(),
        np.errstate(),
        warnings.catch_warnings(),
        _house_style(),
    ):
        warnings.resetwarnings()
        warnings.simplefilter("error")
        yield


def explain(exception: BaseException, *, page: str, line: int) -> str:
    """Return an error as page:line, the line itself, and the traceback without the frames of this module."""
    summary = traceback.TracebackException.from_exception(exception)
    _drop_own_frames(summary)
    here = [frame.lineno for frame in summary.stack if frame.filename == page]
    if isinstance(exception, SyntaxError) and exception.filename == page:
        here.append(exception.lineno)
    where = (here[-1] if here else None) or line
    what = "".join(summary.format_exception_only()).strip().splitlines()[-1]
    if isinstance(exception, SystemExit):
        what += " (a fence must run to its end)"
    details = "".join(summary.format()).rstrip()
    return f"{page}:{where}: {what}\n    {linecache.getline(page, where).strip()}\n{details}"


def _drop_own_frames(summary: traceback.TracebackException | None) -> None:
    while summary is not None:
        summary.stack[:] = [frame for frame in summary.stack if os.path.dirname(frame.filename) != OWN]
        _drop_own_frames(summary.__cause__)
        summary = summary.__context__


def _drawings() -> tuple[Drawing, ...]:
    """Draw the figures that the fence left open, in the order in which it made them."""
    if "matplotlib.pyplot" not in sys.modules:
        return ()
    from matplotlib import pyplot as plt

    from nnbook.book.run.figures import draw

    return tuple(draw(plt.figure(number)) for number in plt.get_fignums())


@contextlib.contextmanager
def _house_style() -> Iterator[None]:
    """House style inside, the former settings outside, and no figure left open on either side."""
    # Where matplotlib is not installed (a browser that has not loaded it) no fence can draw, so nothing needs a style.
    if find_spec("matplotlib") is None:
        yield
        return
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    from nnbook.plots.style import use_style

    plt.close("all")
    with mpl.rc_context():
        use_style()
        try:
            yield
        finally:
            plt.close("all")


@contextlib.contextmanager
def _random_state() -> Iterator[None]:
    plain, legacy = random.getstate(), np.random.get_state()  # noqa: NPY002 (saved for those who use it)
    try:
        yield
    finally:
        random.setstate(plain)
        np.random.set_state(legacy)  # noqa: NPY002


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    variables, path, arguments = dict(os.environ), list(sys.path), list(sys.argv)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(variables)
        sys.path[:], sys.argv[:] = path, arguments


@contextlib.contextmanager
def fresh_main() -> Iterator[None]:
    """Put an empty module in place of `__main__`.

    A fence has one of its own, so that pickle and dataclasses find what it defines; and a process that starts does not
    see the old one, all of mkdocs or pytest, which multiprocessing would import again.
    """
    former = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = former
