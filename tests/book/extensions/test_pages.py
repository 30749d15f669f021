"""The pages on disk: fences run ahead and side by side, again only when something has changed."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from nnbook.book import files
from nnbook.book.check import worker
from nnbook.book.check.outcomes import Outcomes
from nnbook.book.check.processes import Job, Pool
from nnbook.book.extensions.pages import Pages
from nnbook.book.run.outcome import Outcome

PAGE = "```python\nimport nnbook\n\nx = {}\n```\n\n```python\nimport nnbook\n\ny = {}\n```\n"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record what is started, and let it succeed at once."""
    names: list[str] = []

    def submit(self: Pool[Outcome], work: Callable[[], Outcome]) -> Future[Outcome]:
        future: Future[Outcome] = Future()
        future.set_result(work())
        return future

    def run(job: Job, limit: float) -> Outcome:
        names.append(f"{Path(job.page).stem}:{job.line}")
        return Outcome()

    monkeypatch.setattr(worker.second, "run", run)
    monkeypatch.setattr(worker.first, "run", lambda job, limit: Outcome())
    monkeypatch.setattr(Pool, "submit", submit)
    return names


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pages:
    package = tmp_path / "nnbook"
    package.mkdir()
    (package / "layers.py").write_text("1")
    monkeypatch.setattr(files, "PACKAGE", package)
    monkeypatch.chdir(tmp_path)
    for name in "ab":
        write(name, PAGE.format(name, name))
    return Pages(tmp_path / "docs", kept=Outcomes(files.Kept(tmp_path / "cache", cold_build=False)))


def write(name: str, text: str) -> None:
    Path("docs").mkdir(exist_ok=True)
    Path(f"docs/{name}.md").write_text(text)


def build(pages: Pages, name: str) -> None:
    page = pages.find(Path(f"docs/{name}.md").read_text())
    assert page is not None
    for fence in page.fences:
        pages.runner.outcome(fence)


def test_the_first_page_starts_the_fences_of_all_pages(pages: Pages, started: list[str]) -> None:
    build(pages, "b")
    assert started == ["a:1", "a:7", "b:1", "b:7"]


def test_what_has_not_changed_is_not_run_again(pages: Pages, started: list[str]) -> None:
    for name in "abab":
        build(pages, name)
    assert len(started) == 4


def test_one_changed_fence_runs_alone(pages: Pages, started: list[str]) -> None:
    build(pages, "a")
    started.clear()
    write("a", PAGE.format("a", "changed"))
    build(pages, "a")
    build(pages, "b")
    assert started == ["a:7"]


def test_a_change_in_nnbook_runs_everything_again_side_by_side(pages: Pages, started: list[str]) -> None:
    build(pages, "a")
    started.clear()
    Path("nnbook/layers.py").write_text("22")
    pages.find(Path("docs/b.md").read_text())
    assert started == ["a:1", "a:7", "b:1", "b:7"]


def test_nothing_is_held_once_it_is_used(pages: Pages, started: list[str]) -> None:
    for name in "ab":
        build(pages, name)
    assert pages.runner._futures == {}
    assert len(started) == 4


def test_a_page_that_is_gone_is_forgotten(pages: Pages, started: list[str]) -> None:
    build(pages, "a")
    text = Path("docs/a.md").read_text()
    Path("docs/a.md").unlink()
    assert pages.find(text) is None


EQUATION = r"""---
number: 1
---

# Title

$$
\begin{equation}
\label{eq:activations-sigmoid}
\sigma(z) = \frac{1}{1 + e^{-z}}
\end{equation}
$$
"""


def test_formulas_that_a_build_does_not_wait_for_are_checked_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    write("a", EQUATION)
    pages = Pages(tmp_path / "docs")
    pages.begin(-1.0)
    assert pages.equations()["eq:activations-sigmoid"].verdict == ""
    assert pages.unchecked == 1
    pages.check_ahead()
    pages.begin(-1.0)
    assert pages.equations()["eq:activations-sigmoid"].verdict.startswith("Definition, equal to what nn.sigmoid")
    assert pages.unchecked == 0


def test_a_build_that_waits_for_all_checks_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("a", EQUATION)
    pages = Pages(tmp_path / "docs")
    pages.begin(None)
    assert pages.equations()["eq:activations-sigmoid"].verdict
    assert pages.unchecked == 0
