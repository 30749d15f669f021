"""The pages on disk: fences run ahead and side by side, again only when something has changed."""

from concurrent.futures import Future
from pathlib import Path

import pytest

from nnbook.book.check import outcomes as cache_module
from nnbook.book.check.outcomes import Cache
from nnbook.book.check.processes import Job, Pool
from nnbook.book.extensions.pages import Library
from nnbook.book.run.execution import Outcome

PAGE = "```python\nimport nnbook\n\nx = {}\n```\n\n```python\nimport nnbook\n\ny = {}\n```\n"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record what is started, and let it succeed at once."""
    names: list[str] = []

    def submit(self: Pool, job: Job, then) -> Future[Outcome]:
        names.append(f"{Path(job.page).stem}:{job.line}")
        future: Future[Outcome] = Future()
        then(Outcome())
        future.set_result(Outcome())
        return future

    monkeypatch.setattr(Pool, "submit", submit)
    return names


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    package = tmp_path / "nnbook"
    package.mkdir()
    (package / "layers.py").write_text("1")
    monkeypatch.setattr(cache_module, "PACKAGE", package)
    monkeypatch.chdir(tmp_path)
    for name in "ab":
        write(name, PAGE.format(name, name))
    return Library(tmp_path / "docs", cache=Cache(tmp_path / "cache", cold=False))


def write(name: str, text: str) -> None:
    Path("docs").mkdir(exist_ok=True)
    Path(f"docs/{name}.md").write_text(text)


def build(library: Library, name: str) -> None:
    page = library.find(Path(f"docs/{name}.md").read_text())
    assert page is not None
    for fence in page.fences:
        library.runner.outcome(fence)


def test_the_first_page_starts_the_fences_of_all_pages(library: Library, started: list[str]):
    build(library, "b")
    assert started == ["a:1", "a:7", "b:1", "b:7"]


def test_what_has_not_changed_is_not_run_again(library: Library, started: list[str]):
    for name in "abab":
        build(library, name)
    assert len(started) == 4


def test_one_changed_fence_runs_alone(library: Library, started: list[str]):
    build(library, "a")
    started.clear()
    write("a", PAGE.format("a", "changed"))
    build(library, "a")
    build(library, "b")
    assert started == ["a:7"]


def test_a_change_in_nnbook_runs_everything_again_side_by_side(library: Library, started: list[str]):
    build(library, "a")
    started.clear()
    Path("nnbook/layers.py").write_text("22")
    library.find(Path("docs/b.md").read_text())
    assert started == ["a:1", "a:7", "b:1", "b:7"]


def test_nothing_is_held_once_it_is_used(library: Library, started: list[str]):
    for name in "ab":
        build(library, name)
    assert library.runner._futures == {}
    assert len(started) == 4


def test_a_page_that_is_gone_is_forgotten(library: Library, started: list[str]):
    build(library, "a")
    text = Path("docs/a.md").read_text()
    Path("docs/a.md").unlink()
    assert library.find(text) is None
