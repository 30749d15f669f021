"""Fences of the pages and cells of the labs as tests, run by nnbook.book as the build does."""

import os

# Before NumPy is imported: one thread adds in one order, so that numbers agree with those on the pages.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[variable] = "1"
os.environ["MPLBACKEND"] = "agg"

from collections.abc import Generator, Iterable  # noqa: E402
from functools import lru_cache, partial  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import pytest  # noqa: E402
from pytest_codeblocks.plugin import MarkdownFile  # noqa: E402
from pytest_codeblocks.plugin import TestBlock as Block  # noqa: E402

from nnbook.book.check.compare import complaint  # noqa: E402
from nnbook.book.check.labs import LabRunner, complaints  # noqa: E402
from nnbook.book.check.runner import Runner  # noqa: E402
from nnbook.book.parse.fences import parse  # noqa: E402
from nnbook.book.parse.labs import LAB, lab_problems, read_lab  # noqa: E402
from nnbook.book.parse.page import Fence, Page, PageError, display_name, read, strays  # noqa: E402
from nnbook.book.prose.check import problems as prose_problems  # noqa: E402
from nnbook.book.prose.lock import Pin, read_lock  # noqa: E402


class FenceError(Exception):
    """A fence, or a cell of a lab, that does not do what its page says."""


waiting: list[Fence] = []
"""The fences of the selected tests, until the first of these tests starts them all."""


@lru_cache(maxsize=1)
def runner() -> Runner:
    """Return the runner of this session."""
    return Runner()


@lru_cache(maxsize=1)
def lab_runner() -> LabRunner:
    """Return what runs the labs of this session."""
    return LabRunner()


@lru_cache(maxsize=1)
def lock() -> dict[str, list[Pin]]:
    """Return the pinned origins of the numerals of all pages."""
    return read_lock(Path.cwd())


@lru_cache
def page_at(path: Path) -> Page:
    """Return the page, parsed once."""
    return parse(read(path), display_name(path, Path.cwd()))


class PageFile(MarkdownFile):  # type: ignore[misc]  # no types are published
    """A page. pytest-codeblocks passes over what it takes for no fence, so a page with problems is not collected."""

    def collect(self) -> Iterable[Block]:
        """Yield a test for each fence."""
        try:
            page_at(self.path)
        except PageError as error:
            raise self.CollectError(str(error)) from None
        if problems := page_at(self.path).problems:
            raise self.CollectError("\n".join(map(str, problems)))
        blocks = list(super().collect())
        seen = {block.obj.lineno for block in blocks}
        if wrong := prose_problems(page_at(self.path), lock()):
            raise self.CollectError("\n".join(map(str, wrong)))
        if missing := [fence for fence in page_at(self.path).fences if fence.line not in seen]:
            raise self.CollectError(f"{missing[0].page}:{missing[0].line}: pytest-codeblocks does not see this fence.")
        return blocks


class LabFile(pytest.File):
    """A lab, which is not collected if anything is wrong with its text."""

    def collect(self) -> Iterable[pytest.Item]:
        """Yield a test for each cell of code."""
        if problems := lab_problems(self.path, Path.cwd()):
            raise self.CollectError("\n".join(map(str, problems)))
        for cell in read_lab(self.path, Path.cwd()).cells:
            yield LabCell.from_parent(self, name=f"cell {cell.number}", number=cell.number)


class LabCell(pytest.Item):
    """A cell of a lab; the first that runs has the whole lab run."""

    def __init__(self, *, number: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.number = number

    def runtest(self) -> None:
        """Compare what the cell gives with what the file keeps."""
        lab = read_lab(self.path, Path.cwd())
        found = list(complaints(lab, lab_runner().given(lab)))
        # A cell that fails is the last that runs: those below it are as wrong.
        failed = [problem for problem in found if problem.line <= self.number and lab_runner().given(lab).error]
        if wrong := [problem for problem in found if problem.line == self.number] or failed:
            raise FenceError("\n".join(map(str, wrong)))


class StrayFile(pytest.File):
    """A file that the site would show as a page, though nothing reads it."""

    def collect(self) -> Iterable[pytest.Item]:
        """Say so."""
        raise self.CollectError(stray()[display_name(self.path, Path.cwd())])


@lru_cache(maxsize=1)
def stray() -> dict[str, str]:
    """Return what is wrong with all such files, by name."""
    return {problem.page: str(problem) for problem in strays(Path.cwd() / "docs", Path.cwd())}


def fence_of(block: Block) -> Fence:
    """Return the fence that the book's own parser sees where pytest-codeblocks found a block: it must be the same."""
    page = page_at(block.path)
    fence = next((fence for fence in page.fences if fence.line == block.obj.lineno), None)
    promised = fence.expected.text if fence and fence.expected else None
    if fence is None or not (
        same(fence, fence.source, block.obj.code) and same(fence, promised, block.obj.expected_output)
    ):
        message = f"{page.path}:{block.obj.lineno}: pytest-codeblocks sees a block here that is no fence of the page."
        raise FenceError(message)
    return fence


def same(fence: Fence, ours: str | None, theirs: str | None) -> bool:
    """Compare what two parsers read: pytest-codeblocks loses the empty lines of indented fences."""
    if fence.indent and ours is not None and theirs is not None:
        return [line for line in ours.split("\n") if line] == [line for line in theirs.split("\n") if line]
    return ours == theirs


def run(block: Block) -> None:
    """Run a collected block like the build: in a process of its own, within the time limit, output compared."""
    fence = fence_of(block)
    runner().submit(waiting)
    waiting.clear()
    if message := complaint(fence, runner().outcome(fence)):
        raise FenceError(message)


def pytest_configure(config: pytest.Config) -> None:
    """Register what tests/equations marks its tests with."""
    config.addinivalue_line("markers", "verifies(*labels): the equations of the pages that this test verifies")


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Put a page in the place of every file that pytest-codeblocks would collect; look at labs and at strays."""
    found = yield
    pages = [PageFile.from_parent(parent, path=one.path) if type(one) is MarkdownFile else one for one in found]
    if display_name(file_path, Path.cwd()) in stray():
        pages.append(StrayFile.from_parent(parent, path=file_path))
    labs = [LabFile.from_parent(parent, path=file_path)] if file_path.suffix == LAB else []
    return [*pages, *labs] if parent.config.option.codeblocks else found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the collected blocks run in isolation."""
    for item in items:
        if isinstance(item, Block):
            item.runtest = partial(run, item)


def pytest_runtestloop(session: pytest.Session) -> None:
    """Note the fences of all selected tests: they run side by side, but not while tests of the machinery run."""
    # A worker of pytest-xdist has collected all tests, and is given some of them one after another.
    if session.config.option.collectonly or session.testsfailed or hasattr(session.config, "workerinput"):
        return
    for item in session.items:
        if isinstance(item, Block):
            waiting.extend(fence for fence in page_at(item.path).fences if fence.line == item.obj.lineno)
