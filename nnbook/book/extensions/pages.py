"""The pages of a book on disk, each parsed once, and the outcomes of their fences, each run once."""

import os
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nnbook.book.check.outcomes import Cache
from nnbook.book.check.processes import TIME_LIMIT, Job, Pool
from nnbook.book.extensions.cross_references import Numbered, numbered
from nnbook.book.parse.fences import Fence, Page, normalise, parse
from nnbook.book.run.execution import Outcome


@dataclass(frozen=True)
class _Entry:
    stamp: tuple[int, int]
    page: Page
    text: str


def read(path: Path) -> str:
    """Return the text of a page with its own line ends."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def body(text: str, offset: int) -> str:
    """Return what a site generator hands on of a page: without front matter, without blank lines at either end."""
    return "\n".join(normalise(text).split("\n")[offset:]).strip()


class Library:
    """The pages under a folder (and perhaps more), re-read when they change.

    By the name of its page, `notebooks` has the file of every chapter as a notebook, and `saved` what its fences saved.
    """

    def __init__(self, folder: Path, *, limit: float = TIME_LIMIT, cache: Cache | None = None) -> None:
        self.folder = folder.absolute()
        self.root = Path.cwd()
        self.runner = Runner(limit=limit, cache=cache)
        self.notebooks: dict[str, Path] = {}
        self.saved: dict[str, dict[str, bytes]] = {}
        self._entries: dict[Path, _Entry] = {}
        self._by_text: dict[str, Path] = {}
        self._equations: dict[str, Numbered] | None = None

    def find(self, text: str) -> Page | None:
        """Return the page whose text this is (the first by name, if several are the same), or None."""
        if self.runner.cache.refresh():
            # nnbook has changed, so every fence of the book may do something else: run them side by side again.
            for page in self.pages():
                self._submit(page)
        wanted = body(text, 0)
        if (path := self._by_text.get(wanted)) and self._refresh(path):
            return self._entries[path].page
        self.scan()
        path = self._by_text.get(wanted)
        return self._entries[path].page if path else None

    def scan(self) -> list[Page]:
        """Read every page that is new or changed, hand its fences to the runner, and return all pages in order."""
        paths = sorted(self.folder.rglob("*.md"))
        for gone in set(self._entries) - set(paths):
            self.notebooks.pop(self._entries[gone].page.path, None)
            self.saved.pop(self._entries[gone].page.path, None)
            del self._entries[gone]
            self._equations = None
        for path in paths:
            self._refresh(path)
        self._by_text = {}
        for path in paths:
            self._by_text.setdefault(self._entries[path].text, path)
        return self.pages()

    def pages(self) -> list[Page]:
        """Return all pages as last read, in order of name."""
        return [self._entries[path].page for path in sorted(self._entries)]

    def equations(self) -> dict[str, Numbered]:
        """Return every equation of these pages by its label."""
        if self._equations is None:
            self._equations = numbered(self.pages())
        return self._equations

    def _refresh(self, path: Path) -> bool:
        """Read the page if it changed, and tell whether it had not."""
        try:
            status = path.stat()
        except FileNotFoundError:
            return False
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._entries.get(path)
        if known and known.stamp == stamp:
            return True
        text = read(path)
        page = parse(text, display_name(path, self.root))
        self._entries[path] = _Entry(stamp, page, body(text, page.offset))
        self._equations = None
        self._submit(page)
        return False

    def _submit(self, page: Page) -> None:
        if not page.problems:
            self.runner.submit(page.fences)


class Runner:
    """Runs fences ahead of the time when their outcome is asked for, from the cache where it can."""

    def __init__(self, *, limit: float = TIME_LIMIT, cache: Cache | None = None) -> None:
        self.cache = cache or Cache()
        self.pool = Pool(limit=limit)
        self._futures: dict[tuple[str, str, int, str], Future[Outcome]] = {}

    def submit(self, fences: Iterable[Fence]) -> None:
        """Start running those fences whose outcome is not kept."""
        for fence in fences:
            key = self._key(fence)
            if key not in self._futures and not self.cache.has(fence.source):
                self._futures[key] = self._start(fence)

    def outcome(self, fence: Fence) -> Outcome:
        """Return what the fence did, waiting for it if need be."""
        # Taken out, not looked up: a book of many pages must not hold all its figures at once.
        future = self._futures.pop(self._key(fence), None)
        if future is None:
            kept = self.cache.get(fence.source)
            if kept is not None:
                return kept
            future = self._start(fence)
        return future.result()

    def _key(self, fence: Fence) -> tuple[str, str, int, str]:
        return self.cache.state, fence.page, fence.line, fence.source

    def _start(self, fence: Fence) -> Future[Outcome]:
        keep = partial(self.cache.put, fence.source, state=self.cache.state)
        return self.pool.submit(Job(fence.source, fence.page, fence.line), keep)


def display_name(path: Path, root: Path) -> str:
    """Return the page's name for messages: as one would type it on the command line."""
    return Path(os.path.relpath(path, root)).as_posix()
