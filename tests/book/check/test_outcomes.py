"""Outcomes are kept only under a key that covers all they depend on."""

import platform
from pathlib import Path

import pytest

from nnbook.book import files
from nnbook.book.check.outcomes import Outcomes
from nnbook.book.check.runner import Runner
from nnbook.book.files import Kept
from nnbook.book.parse.fences import parse
from nnbook.book.run.outcome import Drawing, Outcome

GOOD = Outcome("1.5\n", (Drawing("<svg/>", "A figure"),))


@pytest.fixture
def outcomes(tmp_path: Path) -> Outcomes:
    return Outcomes(Kept(tmp_path / "kept", cold_build=False))


def entries(outcomes: Outcomes) -> list[Path]:
    return [path for path in outcomes.kept.folder.rglob("*") if path.is_file()]


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


def test_a_fence_runs_once_and_then_comes_from_the_cache(outcomes: Outcomes, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    code = f"import nnbook\nwith open({str(marks)!r}, 'a') as file: file.write('x')\nprint(1)\n"
    (fence,) = parse(f"```python\n{code}```\n", "page.md").fences
    for _ in range(2):
        assert Runner(kept=outcomes).outcome(fence).output == "1\n"
    assert marks.read_text() == "x"
    entries(outcomes)[0].write_bytes(b"damaged")
    runner = Runner(kept=outcomes)
    runner.submit([fence])
    assert runner.outcome(fence).output == "1\n"
    assert marks.read_text() == "xx"
