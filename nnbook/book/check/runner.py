"""The outcomes of fences, each found once, side by side, from what is kept where that can be.

An outcome counts when a run where hashes are others agrees with the first, or with the page, if all that the fence does
stands there: it prints and neither draws nor saves. That happens once for each change, and not while a site is served:
an author waits for one run, not for two.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from functools import partial

from nnbook.book.check.compare import is_told
from nnbook.book.check.outcomes import Outcomes
from nnbook.book.check.processes import TIME_LIMIT, Job, Pool
from nnbook.book.check.second import difference
from nnbook.book.check.worker import first, second
from nnbook.book.parse.page import Fence
from nnbook.book.run.outcome import Outcome


class Runner:
    """Runs fences ahead of the time when their outcome is asked for, from the cache where it can."""

    def __init__(self, *, limit: float = TIME_LIMIT, kept: Outcomes | None = None, twice: bool = True) -> None:
        self.kept = kept or Outcomes()
        self.limit, self.twice = limit, twice
        self.pool: Pool[Outcome] = Pool()
        self.progress: Callable[[int, int], None] = lambda done, of: None
        """Called with how many fences have been run of how many, whenever one has."""
        self._done = self._started = 0
        self._futures: dict[tuple[str, str, int, str], Future[Outcome]] = {}

    def submit(self, fences: Iterable[Fence]) -> None:
        """Start running those fences whose outcome is not kept."""
        for fence in fences:
            key = self._key(fence)
            if key not in self._futures and not self.kept.has(fence.source, confirmed=self.twice):
                self._futures[key] = self._start(fence)

    def outcome(self, fence: Fence) -> Outcome:
        """Return what the fence did, waiting for it if need be."""
        outcome = self.outcome_within(fence, None)
        assert outcome is not None
        return outcome

    def outcome_within(self, fence: Fence, seconds: float | None) -> Outcome | None:
        """Return what the fence did, or None if it is still running after so many seconds."""
        key = self._key(fence)
        if key not in self._futures:
            known = self.known(fence)
            if known is not None:
                return known
            self._futures[key] = self._start(fence)
        try:
            outcome = self._futures[key].result(seconds)
        except TimeoutError:
            return None
        # Taken out: a book of many pages must not hold all its figures at once.
        del self._futures[key]
        return outcome

    def known(self, fence: Fence) -> Outcome | None:
        """Return the outcome that is kept, if it counts."""
        return (self.kept.get_confirmed if self.twice else self.kept.get)(fence.source)

    def wait(self) -> None:
        """Wait until all fences that have been started are done."""
        wait(list(self._futures.values()))

    def _key(self, fence: Fence) -> tuple[str, str, int, str]:
        return self.kept.state, fence.page, fence.line, fence.source

    def _start(self, fence: Fence) -> Future[Outcome]:
        self._started += 1
        return self.pool.submit(partial(self._made, fence, self.kept.state))

    def _made(self, fence: Fence, state: str) -> Outcome:
        with self.kept.alone(fence.source):
            outcome = self.known(fence) or self._run(fence, state)
        self._done += 1
        self.progress(self._done, self._started)
        return outcome

    def _run(self, fence: Fence, state: str) -> Outcome:
        job = Job(fence.source, fence.page, fence.line)
        outcome = self.kept.get(fence.source)
        other = second.run(job, self.limit) if self.twice else None
        if outcome is None:
            # What the page says was printed where hashes were those of the first run: it stands for one.
            outcome = other if other is not None and is_told(fence, other) else first.run(job, self.limit)
            self.kept.put(fence.source, outcome, state=state)
        if other is not None and outcome.error is None:
            if differs := difference(job, outcome, other):
                self.kept.drop(fence.source)
                return Outcome(error=differs)
            self.kept.confirm(fence.source, state=state)
        return outcome
