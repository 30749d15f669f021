"""A fresh process for every fence, started warm, stopped when its time is up.

The processes are forked from a server that has NumPy and matplotlib loaded but not nnbook: `mkdocs serve` then runs
fences with the nnbook of this moment. Where there is no fork, each process starts from nothing and takes longer.
"""

import contextlib
import multiprocessing
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from queue import SimpleQueue

from nnbook.book.run.execution import fresh_main, run
from nnbook.book.run.outcome import Outcome

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
"""One thread, so that sums are added in the same order everywhere, and programs side by side do not wait in turns."""

SETTINGS = {**ONE_THREAD, "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
"""The environment of every fence."""

BOOT = """
try:
    from nnbook.book.check.processes import child
except BaseException:
    import traceback

    sender.send(traceback.format_exc())
else:
    child(sender, *job)
"""
"""What a process begins with: nothing of nnbook, so that a broken nnbook can be told from a broken fence."""

PRELOAD = ["numpy", "numpy.random", "matplotlib.pyplot", "matplotlib.backends.backend_svg"]
# The longest fence trains for half a minute on an idle core; on a busy one that may be several.
TIME_LIMIT = 300.0

starting = threading.Lock()
"""Held while a process starts: what it inherits (environment, folder, main module) must stand still."""


@dataclass(frozen=True)
class Job:
    """A fence to run: its source, and where it stands."""

    source: str
    page: str
    line: int


class Pool:
    """Runs jobs in processes, as many at once as there are processors; results come as futures."""

    def __init__(self, *, jobs: int | None = None, limit: float = TIME_LIMIT) -> None:
        self.limit = limit
        self.size = jobs or int(os.environ.get("NNBOOK_JOBS", "0")) or os.cpu_count() or 1
        self._queue: SimpleQueue[tuple[Job, Callable[[Outcome], None], Future[Outcome]]] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def submit(self, job: Job, then: Callable[[Outcome], None] = lambda outcome: None) -> Future[Outcome]:
        """Queue a job and return its future; `then` is called with the outcome before the future has it."""
        future: Future[Outcome] = Future()
        self._queue.put((job, then, future))
        if len(self._threads) < self.size:
            # Daemons, because a build that fails must not wait for the fences that are still running.
            thread = threading.Thread(target=self._work, daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def _work(self) -> None:
        while True:
            job, then, future = self._queue.get()
            try:
                outcome = run_in_process(job, limit=self.limit)
                then(outcome)
                future.set_result(outcome)
            except BaseException as exception:  # raised again where the outcome is asked for
                future.set_exception(exception)


def run_in_process(job: Job, *, limit: float = TIME_LIMIT) -> Outcome:
    """Run a job in a process of its own, killed when it outlives `limit` seconds, which is an error of the fence."""
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    names = {"sender": sender, "job": (job.source, job.page, job.line)}
    process = context.Process(target=exec, args=(BOOT, names), daemon=True)
    with starting, _environment(), fresh_main():
        process.start()
    sender.close()
    try:
        if not receiver.poll(limit):
            return Outcome(error=f"{job.page}:{job.line}: still running after {limit:g} s, and stopped. Does it end?")
        outcome: Outcome | str = receiver.recv()
        if isinstance(outcome, str):
            return Outcome(error=f"{job.page}:{job.line}: nnbook itself cannot be imported:\n{outcome.rstrip()}")
        return outcome
    except EOFError:
        process.join()
        message = f"{job.page}:{job.line}: the process of this fence died with exit code {process.exitcode}."
        return Outcome(error=message)
    finally:
        process.kill()
        process.join()
        receiver.close()


def child(sender: Connection, source: str, page: str, line: int) -> None:
    """Run a fence in this process and send the outcome; what goes past `sys.stdout` and `sys.stderr` is an error."""
    with tempfile.TemporaryFile() as stray:
        for descriptor in (1, 2):
            os.dup2(stray.fileno(), descriptor)
        outcome = run(source, page=page, line=line)
        sys.stdout.flush()
        sys.stderr.flush()
        stray.seek(0)
        text = stray.read().decode(errors="replace").rstrip()
    if text and outcome.error is None:
        message = f"{page}:{line}: the fence wrote past sys.stdout, where no page can show it:\n{text}"
        outcome = replace(outcome, error=message)
    sender.send(outcome)


def _context() -> ForkServerContext | SpawnContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    """Set what must be set before an interpreter starts: the server is started along with the first process."""
    former = {name: os.environ.get(name) for name in SETTINGS}
    os.environ.update(SETTINGS)
    try:
        yield
    finally:
        for name, value in former.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
