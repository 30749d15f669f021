"""Whether a result is chance: the same fence once more, in another process, where hashes are others.

A fence that prints a random number, the time or the order of a set would otherwise pass for ever after one update. The
second runs have a program of their own, `python -m nnbook.book.check.second`, because the order of a set is decided
when an interpreter starts.
"""

import difflib
import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import Future
from functools import partial
from itertools import islice

from nnbook.book.check.processes import Job, Pool, environment, run_in_process, starting
from nnbook.book.run.outcome import Outcome

OTHER_SEED = "1"


class Second:
    """A program that runs jobs where hashes are others; it starts with the first and ends with this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._futures: dict[int, Future[Outcome]] = {}
        self._asked = 0

    def run(self, job: Job, limit: float) -> Outcome:
        """Run a job there and wait for its outcome."""
        future: Future[Outcome] = Future()
        with self._lock:
            process = self._process = self._process or self._start()
            assert process.stdin is not None
            self._asked += 1
            self._futures[self._asked] = future
            pickle.dump((self._asked, job, limit), process.stdin)
            process.stdin.flush()
        return future.result()

    def _start(self) -> subprocess.Popen[bytes]:
        with starting, environment(OTHER_SEED):
            paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
            command = [sys.executable, "-m", __name__]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=paths)
        threading.Thread(target=self._listen, args=(process,), daemon=True).start()
        return process

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        while True:
            try:
                number, outcome = pickle.load(process.stdout)
            except EOFError:
                break
            self._futures.pop(number).set_result(outcome)
        with self._lock:
            self._process = None
            for future in self._futures.values():
                future.set_exception(RuntimeError("the program that runs fences a second time has ended."))
            self._futures.clear()


def difference(job: Job, first: Outcome, second: Outcome) -> str | None:
    """Return what differs between two runs of a fence, starting page:line, or None."""
    if second.error is not None:
        return f"{job.page}:{job.line}: the second run of this fence fails, though the first did not:\n{second.error}"
    if (first.output, first.figures, first.files) == (second.output, second.figures, second.files):
        return None
    parts = {"prints": first.output != second.output, "draws": first.figures != second.figures}
    parts["saves"] = first.files != second.files
    what = " and ".join(name for name, differs in parts.items() if differs)
    diff = difflib.unified_diff(_lines(first), _lines(second), "first run", "second run", lineterm="", n=0)
    return (
        f"{job.page}:{job.line}: what this fence {what} is chance, two runs differ. Does it depend on the clock, on "
        "random numbers without a seed, on the order of a set?\n" + "\n".join(line[:200] for line in islice(diff, 12))
    )


def _lines(outcome: Outcome) -> list[str]:
    return "\n".join((outcome.output, *(figure.svg for figure in outcome.figures))).split("\n")


def main() -> None:
    """Run the jobs that come in, side by side; end when no more can come."""
    jobs, outcomes, sending, pool = sys.stdin.buffer, sys.stdout.buffer, threading.Lock(), Pool[Outcome]()

    def answer(number: int, job: Job, limit: float) -> Outcome:
        outcome = run_in_process(job, limit=limit, hash_seed=OTHER_SEED)
        with sending:
            pickle.dump((number, outcome), outcomes)
            outcomes.flush()
        return outcome

    while True:
        try:
            asked = pickle.load(jobs)
        except EOFError:
            return
        pool.submit(partial(answer, *asked))


if __name__ == "__main__":
    main()
