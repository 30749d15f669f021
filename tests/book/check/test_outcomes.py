"""Outcomes are kept only under a key that covers all they depend on."""

import platform
from pathlib import Path

import pytest

from nnbook.book import files
from nnbook.book.check import worker
from nnbook.book.check.outcomes import Outcomes
from nnbook.book.check.processes import Job
from nnbook.book.check.runner import Runner
from nnbook.book.files import Kept
from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import Fence
from nnbook.book.run.outcome import Drawing, Outcome

GOOD = Outcome("1.5\n", (Drawing("<svg/>", "A figure"),))


@pytest.fixture
def outcomes(tmp_path: Path) -> Outcomes:
    return Outcomes(Kept(tmp_path / "kept", cold_build=False))


def entries(outcomes: Outcomes) -> list[Path]:
    return [path for path in outcomes.kept.folder.glob("??/*") if path.is_file()]


def test_what_was_put_comes_back(outcomes: Outcomes) -> None:
    outcomes.put("x", GOOD, state=outcomes.state)
    assert outcomes.has("x")
    assert outcomes.get("x") == GOOD
    assert Outcomes(Kept(outcomes.kept.folder, cold_build=False)).get("x") == GOOD


def test_another_source_is_another_entry(outcomes: Outcomes) -> None:
    outcomes.put("x", GOOD, state=outcomes.state)
    assert outcomes.get("x ") is None


def test_a_failure_is_not_kept(outcomes: Outcomes) -> None:
    outcomes.put("x", Outcome(error="page.md:1: no"), state=outcomes.state)
    assert entries(outcomes) == []


@pytest.mark.parametrize("change", ["code", "data", "new file"])
def test_a_change_anywhere_in_nnbook_is_another_key(
    outcomes: Outcomes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    package = tmp_path / "nnbook"
    (package / "data").mkdir(parents=True)
    (package / "layers.py").write_text("a = 1\n")
    (package / "data" / "digits.npz").write_bytes(b"1")
    monkeypatch.setattr(files, "PACKAGE", package)
    outcomes.refresh()
    outcomes.put("x", GOOD, state=outcomes.state)
    assert outcomes.get("x") == GOOD
    name = {"code": "layers.py", "data": "data/digits.npz", "new file": "new.py"}[change]
    (package / name).write_text("a = 22\n")
    outcomes.refresh()
    assert outcomes.get("x") is None


@pytest.mark.parametrize("part", ["python_version", "machine"])
def test_another_python_or_machine_is_another_key(
    outcomes: Outcomes, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    outcomes.put("x", GOOD, state=outcomes.state)
    monkeypatch.setattr(platform, part, lambda: "other")
    files.surroundings.cache_clear()
    assert outcomes.get("x") is None
    files.surroundings.cache_clear()


@pytest.mark.parametrize("package", ["numpy", "matplotlib"])
def test_another_release_of_numpy_or_matplotlib_is_another_key(
    outcomes: Outcomes, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    outcomes.put("x", GOOD, state=outcomes.state)
    monkeypatch.setattr(files, "version", lambda name: "0.0" if name == package else "1.0")
    files.surroundings.cache_clear()
    first = files.surroundings()
    assert outcomes.get("x") is None
    files.surroundings.cache_clear()
    assert f"{package} 0.0" in first


def test_an_outcome_of_an_nnbook_that_changed_meanwhile_is_not_kept(outcomes: Outcomes) -> None:
    outcomes.put("x", GOOD, state="as it was when the fence began")
    assert entries(outcomes) == []


def test_a_damaged_entry_is_as_good_as_none(outcomes: Outcomes) -> None:
    outcomes.put("x", GOOD, state=outcomes.state)
    (entry,) = entries(outcomes)
    entry.write_text(entry.read_text().replace("1.5", "2.5"))
    assert outcomes.get("x") is None


def test_a_change_of_the_machinery_alone_runs_nothing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("layers.py", "book/__init__.py", "book/run/execution.py", "book/site/plugin.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a = 1\n")
    monkeypatch.setattr(files, "PACKAGE", tmp_path)
    first = files.library_digest()
    (tmp_path / "book/site/plugin.py").write_text("a = 22\n")
    assert files.library_digest() == first
    (tmp_path / "book/run/execution.py").write_text("a = 22\n")
    assert files.library_digest() != first


def counted(monkeypatch: pytest.MonkeyPatch, did: Outcome = GOOD) -> list[str]:
    """Let every run do this, and return the list in which they are noted."""
    runs: list[str] = []

    def note(which: str) -> Outcome:
        runs.append(which)
        return did

    monkeypatch.setattr(worker.first, "run", lambda *_: note("first"))
    monkeypatch.setattr(worker.second, "run", lambda *_: note("second"))
    return runs


def test_a_fence_runs_twice_and_then_comes_from_the_cache(outcomes: Outcomes, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = counted(monkeypatch)
    (fence,) = parse("```python\nimport nnbook\n```\n", "page.md").fences
    for _ in range(2):
        assert Runner(kept=outcomes).outcome(fence) == GOOD
    assert runs == ["second", "first"]
    for entry in entries(outcomes):
        entry.write_bytes(b"damaged")
    again = Runner(kept=outcomes)
    again.submit([fence])
    assert again.outcome(fence) == GOOD
    assert runs == ["second", "first"] * 2


def test_a_result_of_one_run_is_shown_while_serving_and_confirmed_by_the_next_check(
    outcomes: Outcomes, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = counted(monkeypatch)
    (fence,) = parse("```python\nimport nnbook\n```\n", "page.md").fences
    served = Runner(kept=outcomes, twice=False)
    assert [served.outcome(fence), served.outcome(fence), served.known(fence)] == [GOOD] * 3
    assert runs == ["first"]
    checked = Runner(kept=outcomes)
    assert checked.known(fence) is None
    assert [checked.outcome(fence), checked.outcome(fence), checked.known(fence)] == [GOOD] * 3
    assert runs == ["first", "second"]


def page(code: str, said: str | None = None) -> Fence:
    """Return the fence of a page with this code, which says what it prints."""
    output = "" if said is None else f"<!--pytest-codeblocks:expected-output-->\n```text\n{said}```\n"
    (fence,) = parse(f"```python\nimport nnbook\n{code}\n```\n{output}", "page.md").fences
    return fence


@pytest.mark.parametrize(
    ("said", "did", "runs"),
    [
        (None, Outcome(), ["second"]),
        ("1.5\n", Outcome("1.5\n"), ["second"]),
        ("1.4\n", Outcome("1.5\n"), ["second", "first"]),
        (None, Outcome("1.5\n"), ["second", "first"]),
        ("1.5\n", GOOD, ["second", "first"]),
        (None, Outcome(files=(("net.npz", b"1"),)), ["second", "first"]),
        (None, Outcome(error="page.md:1: no"), ["second", "first"]),
    ],
)
def test_what_the_page_says_stands_for_the_first_run(
    outcomes: Outcomes, monkeypatch: pytest.MonkeyPatch, said: str | None, did: Outcome, runs: list[str]
) -> None:
    found = counted(monkeypatch, did)
    runner, fence = Runner(kept=outcomes), page("", said)
    assert runner.outcome(fence) == did
    assert found == runs
    assert runner.known(fence) == (did if did.error is None else None)


def test_chance_is_found_where_the_page_says_what_the_first_run_gave(outcomes: Outcomes) -> None:
    code = "print(hash('nnbook'))"
    said = worker.first.run(Job(f"import nnbook\n{code}", "page.md", 1)).output
    assert "is chance, two runs differ" in (Runner(kept=outcomes).outcome(page(code, said)).error or "")


def test_a_result_that_a_second_run_does_not_have_is_refused_and_kept_no_longer(outcomes: Outcomes) -> None:
    source = "import nnbook\nprint(hash('nnbook'))\n"
    (fence,) = parse(f"```python\n{source}```\n", "page.md").fences
    assert Runner(kept=outcomes, twice=False).outcome(fence).error is None
    for _ in range(2):
        error = Runner(kept=outcomes).outcome(fence).error
        assert error is not None
        assert error.startswith("page.md:1: what this fence prints is chance, two runs differ.")
        assert error.count("\n-") == error.count("\n+") == 2
    assert entries(outcomes) == []


def test_a_confirmation_belongs_to_what_was_kept_then(outcomes: Outcomes) -> None:
    outcomes.put("x", GOOD, state=outcomes.state)
    outcomes.confirm("x", state=outcomes.state)
    assert outcomes.get_confirmed("x") == GOOD
    outcomes.put("x", Outcome("2.5\n"), state=outcomes.state)
    assert outcomes.get("x") == Outcome("2.5\n")
    assert outcomes.get_confirmed("x") is None
