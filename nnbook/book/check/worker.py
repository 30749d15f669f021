"""Programs that run fences, apart from the one that asks for it: what a fence needs is set before they start.

How many threads add up a sum and which order a set has is decided when an interpreter starts, by its environment. To
set that in a program that has threads, as a build has, can make another thread's start of a program fail (a bad
address: the list of variables moves while it is read). So `python -m nnbook.book.check.worker` is started with it.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future
from functools import partial

from nnbook.book.check.processes import HASH_SEED, OTHER_SEED, SETTINGS, TIME_LIMIT, Job, Pool, run_in_process, starting
from nnbook.book.run.outcome import Outcome


class Worker:
    """A program that runs jobs, with a seed of hashes; it starts with the first job and ends with this process."""

    def __init__(self, hash_seed: str) -> None:
        self.hash_seed = hash_seed
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._futures: dict[int, Future[Outcome]] = {}
        self._asked = 0

    def run(self, job: Job, limit: float = TIME_LIMIT) -> Outcome:
        """Run a job there and wait for its outcome; see `run_in_process` for the limit in seconds."""
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
        own = {**SETTINGS, "PYTHONHASHSEED": self.hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-P", "-m", __name__]
        with starting:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | own)
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
                future.set_exception(RuntimeError("the program that runs fences has ended."))
            self._futures.clear()


first, second = Worker(HASH_SEED), Worker(OTHER_SEED)
"""Where every fence runs, and where it runs once more."""


def main() -> None:
    """Run the jobs that come in, side by side; end when no more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the program that asks, with which this one ends
    jobs, outcomes, sending, pool = sys.stdin.buffer, sys.stdout.buffer, threading.Lock(), Pool[Outcome]()

    def answer(number: int, job: Job, limit: float) -> Outcome:
        outcome = run_in_process(job, limit)
        with sending:
            pickle.dump((number, outcome), outcomes)
            outcomes.flush()
        return outcome

    while True:
        try:
            asked = pickle.load(jobs)
        except EOFError:  # nobody reads what is still to be answered
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), outcomes.fileno())
            return
        pool.submit(partial(answer, *asked))


if __name__ == "__main__":
    main()
