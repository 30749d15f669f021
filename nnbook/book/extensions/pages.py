"""The pages of a book on disk, each parsed once: which page a text is, and what all pages together have."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from nnbook.book.check.outcomes import Outcomes
from nnbook.book.check.processes import TIME_LIMIT
from nnbook.book.check.runner import Runner
from nnbook.book.files import CACHE, Kept
from nnbook.book.formula.patience import Patience
from nnbook.book.formula.said import said
from nnbook.book.formula.tokens import Refused
from nnbook.book.parse.derivations import survey
from nnbook.book.parse.equations import Numbered, numbered
from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import Fence, Page, PageError, body, display_name, read
from nnbook.book.parse.theorems import by_label, theorems
from nnbook.book.prose.lock import LOCK, Pin, read_lock
from nnbook.book.run.outcome import Outcome

MARKED = re.compile(r"```|~~~|<!--|\$|\\(?:begin|eqref|[(\[])")
"""What a text has that may concern the extensions of this room; they leave all others, most docstrings, alone."""


@dataclass(frozen=True)
class _Entry:
    stamp: tuple[int, int]
    page: Page
    text: str


class Pages:
    """The pages under a folder, re-read when they change.

    Each of `finished` is called with every page that has been built and with what its fences did.
    """

    def __init__(self, folder: Path, *, limit: float = TIME_LIMIT, kept: Outcomes | None = None) -> None:
        self.folder = folder.absolute()
        self.root = Path.cwd()
        self.runner = Runner(limit=limit, kept=kept)
        self.deadline: float | None = None
        """Until when a build waits for fences (`time.monotonic()`); None: until they are done."""
        self.running: set[Fence] = set()
        """The fences that this build has not waited for."""
        self.unchecked = 0
        """How many formulas this build has not waited for to be checked."""
        self.finished: set[Callable[[Page, Mapping[Fence, Outcome]], None]] = set()
        self._entries: dict[Path, _Entry] = {}
        self._by_text: dict[str, Path] = {}
        self._equations: dict[str, Numbered] | None = None
        self.said = Kept(CACHE / "said")
        self._lock: tuple[int, dict[str, list[Pin]]] = 0, {}

    def find(self, text: str) -> Page | None:
        """Return the page whose text this is (the first by name, if several are the same), or None."""
        if self.runner.kept.refresh():
            # The library has changed, so every fence of the book may do something else: run them side by side again.
            for page in self.all():
                self._submit(page)
        wanted = body(text, 0)
        if (path := self._by_text.get(wanted)) and self._refresh(path):
            return self._entries[path].page
        self.scan()
        path = self._by_text.get(wanted)
        return self._entries[path].page if path else None

    def known(self, text: str) -> Page | None:
        """Return the page whose text this is, as it was when all were read last."""
        if not self._entries:
            self.scan()
        path = self._by_text.get(body(text, 0))
        return self._entries[path].page if path else None

    def outcome(self, fence: Fence) -> Outcome | None:
        """Return what a fence did, or None if it is not done when the build can wait no longer."""
        seconds = None if self.deadline is None else max(0.0, self.deadline - time.monotonic())
        outcome = self.runner.outcome_within(fence, seconds)
        if outcome is None:
            self.running.add(fence)
        return outcome

    def finish_kept(self, text: str) -> bool:
        """Tell what the fences of a page did that is not built again, given its text; return whether that is kept."""
        page = self.find(text) if MARKED.search(text) else None
        if page is None:
            return True
        outcomes: dict[Fence, Outcome] = {}
        for fence in page.fences:
            outcome = self.runner.known(fence)
            if outcome is None:
                return False
            outcomes[fence] = outcome
        for tell in self.finished:
            tell(page, outcomes)
        return True

    def begin(self, patience: float | None) -> None:
        """Begin a build that waits so many seconds for fences, of which one run is enough; None: for two runs of all.

        All pages are read at once, because a page may show what a later one says.
        """
        self.runner.twice = patience is None
        self.deadline = None if patience is None else time.monotonic() + patience
        self.running.clear()
        if self.unchecked:
            self._equations, self.unchecked = None, 0
        self.scan()

    def scan(self) -> list[Page]:
        """Read every page that is new or changed, hand its fences to the runner, and return all pages in order."""
        paths = sorted(self.folder.rglob("*.md"))
        for gone in set(self._entries) - set(paths):
            del self._entries[gone]
            self._equations = None
        for path in paths:
            self._refresh(path)
        self._by_text = {}
        for path in paths:
            self._by_text.setdefault(self._entries[path].text, path)
        return self.all()

    def all(self) -> list[Page]:
        """Return all pages as last read, in order of name."""
        return [self._entries[path].page for path in sorted(self._entries)]

    def equations(self) -> dict[str, Numbered]:
        """Return every equation of these pages by its label, with its verdict if the build has waited for that."""
        if self._equations is None:
            self._equations, self.unchecked = judged(numbered(self.all()), self.all(), self.said, self.deadline)
        return self._equations

    def check_ahead(self) -> None:
        """Check the formulas that this build has not waited for, in a process of its own, which keeps what it finds."""
        program = "import sys; from nnbook.book.formula import derived; derived.check_ahead(sys.argv[1])"
        subprocess.run([sys.executable, "-c", program, str(self.folder)], cwd=self.root, check=False)

    def lock(self) -> dict[str, list[Pin]]:
        """Return the pinned origins of numerals, re-read when their file changes."""
        path = self.root / LOCK
        stamp = path.stat().st_mtime_ns if path.is_file() else 0
        if stamp != self._lock[0]:
            self._lock = stamp, read_lock(self.root)
        return self._lock[1]

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


@cache
def shared(folder: Path) -> Pages:
    """Return the pages of a folder, the same object throughout a build: Markdown starts afresh for every page."""
    if not folder.is_dir():
        raise PageError(f"nnbook.book.extensions.fences: there is no folder {folder}: set its option `docs`.")
    return Pages(folder)


def judged(
    equations: dict[str, Numbered], pages: list[Page], kept: Kept, deadline: float | None = None
) -> tuple[dict[str, Numbered], int]:
    """Return the equations with their verdicts, and how many checks have not been made before the deadline.

    A formula or step that does not hold as displayed stops the build.
    """
    if not equations:
        return equations, 0
    formulas = {label: entry.equation for label, entry in equations.items()}
    known = by_label(theorems(), formulas)
    derivations, problems = survey(pages)
    if problems:
        raise PageError("\n".join(map(str, problems)))
    patience = Patience(deadline)
    try:
        found = said(derivations, formulas, pages, kept, patience)
    except Refused as refused:
        raise PageError(str(refused)) from None
    verdicts = {
        label: replace(
            entry,
            **vars(found[label]),
            theorems=tuple(theorem.name for theorem in known.get(label, ())),
        )
        for label, entry in equations.items()
    }
    return verdicts, patience.left_out
