"""Outcomes are kept only under a key that covers all they depend on."""

from pathlib import Path

import pytest

from nnbook.book.check import outcomes as module
from nnbook.book.check.outcomes import Cache
from nnbook.book.extensions.pages import Runner
from nnbook.book.parse.fences import parse
from nnbook.book.run.execution import Drawing, Outcome

GOOD = Outcome("1.5\n", (Drawing("<svg/>", "A figure"),))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path, cold=False)


def entries(cache: Cache) -> list[Path]:
    return list(cache.folder.rglob("*.json"))


def test_what_was_put_comes_back(cache: Cache):
    cache.put("x", GOOD, state=cache.state)
    assert cache.has("x")
    assert cache.get("x") == GOOD
    assert Cache(cache.folder, cold=False).get("x") == GOOD


def test_another_source_is_another_entry(cache: Cache):
    cache.put("x", GOOD, state=cache.state)
    assert cache.get("x ") is None


def test_a_failure_is_not_kept(cache: Cache):
    cache.put("x", Outcome(error="page.md:1: no"), state=cache.state)
    assert entries(cache) == []


@pytest.mark.parametrize("change", ["code", "data", "new file"])
def test_a_change_anywhere_in_nnbook_is_another_key(cache: Cache, tmp_path: Path, monkeypatch, change: str):
    package = tmp_path / "nnbook"
    (package / "data").mkdir(parents=True)
    (package / "layers.py").write_text("a = 1\n")
    (package / "data" / "digits.npz").write_bytes(b"1")
    monkeypatch.setattr(module, "PACKAGE", package)
    cache.refresh()
    cache.put("x", GOOD, state=cache.state)
    assert cache.get("x") == GOOD
    name = {"code": "layers.py", "data": "data/digits.npz", "new file": "new.py"}[change]
    (package / name).write_text("a = 22\n")
    cache.refresh()
    assert cache.get("x") is None


@pytest.mark.parametrize("part", ["python_version", "machine"])
def test_another_python_or_machine_is_another_key(cache: Cache, monkeypatch, part: str):
    cache.put("x", GOOD, state=cache.state)
    monkeypatch.setattr(module.platform, part, lambda: "other")
    module.surroundings.cache_clear()
    assert cache.get("x") is None
    module.surroundings.cache_clear()


@pytest.mark.parametrize("package", ["numpy", "matplotlib"])
def test_another_release_of_numpy_or_matplotlib_is_another_key(cache: Cache, monkeypatch, package: str):
    cache.put("x", GOOD, state=cache.state)
    monkeypatch.setattr(module, "version", lambda name: "0.0" if name == package else "1.0")
    module.surroundings.cache_clear()
    first = module.surroundings()
    assert cache.get("x") is None
    module.surroundings.cache_clear()
    assert f"{package} 0.0" in first


def test_an_outcome_of_an_nnbook_that_changed_meanwhile_is_not_kept(cache: Cache):
    cache.put("x", GOOD, state="as it was when the fence began")
    assert entries(cache) == []


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe", b'0\n{"output": "2\\n", "figures": []}'])
def test_a_damaged_entry_is_as_good_as_none(cache: Cache, damage: bytes):
    cache.put("x", GOOD, state=cache.state)
    (entry,) = entries(cache)
    entry.write_bytes(damage)
    assert cache.get("x") is None


def test_a_changed_entry_is_found_out(cache: Cache):
    cache.put("x", GOOD, state=cache.state)
    (entry,) = entries(cache)
    entry.write_text(entry.read_text().replace("1.5", "2.5"))
    assert cache.get("x") is None


def test_writing_leaves_no_half_entry_behind(cache: Cache):
    cache.put("x", GOOD, state=cache.state)
    assert [path.suffix for path in cache.folder.rglob("*") if path.is_file()] == [".json"]


def test_nnbook_cold_ignores_what_is_kept(cache: Cache, monkeypatch):
    cache.put("x", GOOD, state=cache.state)
    monkeypatch.setenv("NNBOOK_COLD", "1")
    cold = Cache(cache.folder)
    assert not cold.has("x")
    assert cold.get("x") is None


def test_a_fence_runs_once_and_then_comes_from_the_cache(cache: Cache, tmp_path: Path):
    marks = tmp_path / "marks"
    code = f"import nnbook\nwith open({str(marks)!r}, 'a') as file: file.write('x')\nprint(1)\n"
    (fence,) = parse(f"```python\n{code}```\n", "page.md").fences
    for _ in range(2):
        assert Runner(cache=cache).outcome(fence).output == "1\n"
    assert marks.read_text() == "x"
    entries(cache)[0].write_bytes(b"damaged")
    runner = Runner(cache=cache)
    runner.submit([fence])
    assert runner.outcome(fence).output == "1\n"
    assert marks.read_text() == "xx"
