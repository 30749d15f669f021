"""A fresh process for every fence, started warm, stopped when its time is up.

The processes are forked from a server that has NumPy and matplotlib loaded but not nnbook: `mkdocs serve` then runs
fences with the nnbook of this moment. Where there is no fork, each process starts from nothing and takes longer.
"""

import atexit
import contextlib
import gc
import importlib
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from queue import SimpleQueue
from typing import Generic, TypeVar

from nnbook.book.check.guard import OVER_LIMIT, Guard, Printed, finish, limit_computing
from nnbook.book.run.execution import fresh_main, run
from nnbook.book.run.outcome import Outcome

T = TypeVar("T")
"""What the work of a pool makes."""

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
"""One thread, so that sums are added in the same order everywhere, and programs side by side do not wait in turns."""

HASH_SEED, OTHER_SEED = "0", "1"
"""What hashes depend on in the first run of a fence and in the second, which must give the same."""

SETTINGS = {**ONE_THREAD, "PYTHONHASHSEED": HASH_SEED, "MPLBACKEND": "agg"}
"""The environment of every fence."""

BOOT = """
try:
    from nnbook.book.check.processes import child
except BaseException:
    import traceback

    sender.send("nnbook itself cannot be imported:\\n" + traceback.format_exc())
else:
    child(sender, *job)
"""
"""What a process begins with: nothing of nnbook, so that a broken nnbook can be told from a broken fence."""

PRELOAD = ["numpy", "numpy.random", "matplotlib.pyplot", "matplotlib.backends.backend_svg"]
TIME_LIMIT = 300.0
"""Seconds of computing, on however busy a machine: the longest fence trains for half a minute on an idle core."""

PATIENCE = 4
"""How many seconds by the clock count as one of sleep, where the system does not tell sleeping from queueing."""

LONGEST_STRAY = 2000

LESS_URGENT = 10
"""What a fence adds to its niceness: the build that makes the pages meanwhile goes first."""

starting = threading.Lock()
"""Held while a process starts: what it inherits (folder, main module) must stand still."""


@dataclass(frozen=True)
class Job:
    """A fence to run: its source, and where it stands."""

    source: str
    page: str
    line: int


class Pool(Generic[T]):
    """Does what takes processes, as much at once as there are processors; outcomes come as futures."""

    def __init__(self, *, jobs: int | None = None) -> None:
        self.size = jobs or int(os.environ.get("NNBOOK_JOBS", "0")) or os.cpu_count() or 1
        self._queue: SimpleQueue[tuple[Callable[[], T], Future[T]]] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Queue what makes an outcome, and return its future."""
        future: Future[T] = Future()
        self._queue.put((work, future))
        if len(self._threads) < self.size:
            # Daemons, because a build that fails must not wait for the fences that are still running.
            thread = threading.Thread(target=self._work, daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def _work(self) -> None:
        while True:
            work, future = self._queue.get()
            try:
                future.set_result(work())
            except BaseException as exception:  # raised again where the outcome is asked for
                future.set_exception(exception)


def run_in_process(job: Job, limit: float) -> Outcome:
    """Run a job in a process of its own, killed when it computes or sleeps for `limit` seconds, an error of the fence.

    How long a busy machine lets it queue for a processor is none, and does not count.
    Its environment is that of this process, which `worker.Worker` gives what fences need.
    """
    with tempfile.TemporaryDirectory(prefix="nnbook-", ignore_cleanup_errors=True) as folder:
        return _run_in_folder(job, folder, limit)


def _run_in_folder(job: Job, folder: str, limit: float) -> Outcome:
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    names = {"sender": sender, "job": (job.source, job.page, job.line, folder, limit)}
    process = context.Process(target=exec, args=(BOOT, names), daemon=True)
    with starting, fresh_main():
        process.start()
    sender.close()
    begun = time.monotonic()
    try:
        while not receiver.poll(min(limit, 1.0)):
            if asleep(process.pid, time.monotonic() - begun) > limit:
                return Outcome(error=f"{job.page}:{job.line}: {endless(limit, 'sleep')}")
        outcome: Outcome | str = receiver.recv()
        if isinstance(outcome, str):
            return Outcome(error=f"{job.page}:{job.line}: {outcome.rstrip()}")
        return outcome
    except EOFError:
        process.join()
        said = f"the process of this fence died with exit code {process.exitcode}."
        if process.exitcode == OVER_LIMIT:
            said = endless(limit, "computing")
        return Outcome(error=f"{job.page}:{job.line}: {said}")
    finally:
        process.kill()
        process.join()
        receiver.close()


def endless(limit: float, what: str) -> str:
    """Say that a program has been stopped after so much of something."""
    return f"still running after {limit:g} s of {what}, and stopped. Does it end?"


def asleep(pid: int | None, seconds: float) -> float:
    """Return for how many of so many seconds a process has neither computed nor queued for a processor."""
    try:
        threads = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    except OSError:  # one has ended meanwhile
        return 0.0
    return seconds - sum(int(ran) + int(queued) for ran, queued, _ in threads) / 1e9 if threads else seconds / PATIENCE


def child(sender: Connection, source: str, page: str, line: int, folder: str, limit: float) -> None:
    """Run a fence in this process and send the outcome; what goes past `sys.stdout` and `sys.stderr` is an error."""
    limit_computing(limit)
    gc.freeze()  # what the server has loaded: to look for cycles in it would copy every page of its memory
    if hasattr(os, "nice"):
        os.nice(LESS_URGENT)
    send = sender.send
    if sys.flags.optimize:
        send("Python was started with PYTHONOPTIMIZE, which leaves out every assert: start it without.")
        return
    atexit._clear()  # of the server that this process was forked from
    os.chdir(folder)
    tempfile.tempdir = folder
    for name in PRELOAD:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    guard = Guard(folder)
    with tempfile.TemporaryFile() as stray:
        for descriptor in (1, 2):
            os.dup2(stray.fileno(), descriptor)
        with guard.watching():
            outcome = run(source, page=page, line=line, output=Printed(partial(_end, send)))
            finish()
        sys.stdout.flush()
        sys.stderr.flush()
        stray.seek(0)
        text = stray.read(LONGEST_STRAY).decode(errors="replace").rstrip()
    if text and outcome.error is None:
        message = f"{page}:{line}: the fence wrote past sys.stdout, where no page can show it:\n{text}"
        outcome = replace(outcome, error=message)
    if guard.found and guard.found[0] not in (outcome.error or ""):
        send(f"a fence may not do this: it {guard.found[0]}.\n{outcome.error or ''}")
    else:
        send(outcome)


def _end(send: Callable[[object], None], message: str) -> None:
    """End the process of a fence that does not stop."""
    send(message)
    os._exit(1)


def _context() -> ForkServerContext | SpawnContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context
