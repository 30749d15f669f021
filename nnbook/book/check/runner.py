"""The outcomes of fences, each run once, side by side, from what is kept where that can be."""

from collections.abc import Iterable
from concurrent.futures import Future
from functools import partial

from nnbook.book.check.outcomes import Outcomes
from nnbook.book.check.processes import TIME_LIMIT, Job, Pool
from nnbook.book.parse.page import Fence
from nnbook.book.run.outcome import Outcome


class Runner:
    """Runs fences ahead of the time when their outcome is asked for, from the cache where it can."""

    def __init__(self, *, limit: float = TIME_LIMIT, kept: Outcomes | None = None) -> None:
        self.kept = kept or Outcomes()
        self.pool = Pool(limit=limit)
        self._futures: dict[tuple[str, str, int, str], Future[Outcome]] = {}

    def submit(self, fences: Iterable[Fence]) -> None:
        """Start running those fences whose outcome is not kept."""
        for fence in fences:
            key = self._key(fence)
            if key not in self._futures and not self.kept.has(fence.source):
                self._futures[key] = self._start(fence)

    def outcome(self, fence: Fence) -> Outcome:
        """Return what the fence did, waiting for it if need be."""
        # Taken out, not looked up: a book of many pages must not hold all its figures at once.
        future = self._futures.pop(self._key(fence), None)
        if future is None:
            known = self.kept.get(fence.source)
            if known is not None:
                return known
            future = self._start(fence)
        return future.result()

    def _key(self, fence: Fence) -> tuple[str, str, int, str]:
        return self.kept.state, fence.page, fence.line, fence.source

    def _start(self, fence: Fence) -> Future[Outcome]:
        keep = partial(self.kept.put, fence.source, state=self.kept.state)
        return self.pool.submit(Job(fence.source, fence.page, fence.line), keep)
