"""A notebook's results are not shown after what they depend on has changed."""

from pathlib import Path

import pytest

from nnbook.book import labs


def test_results_are_kept_until_the_library_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    folder = tmp_path / "kept"
    labs.forget_stale(folder)
    (folder / "result.json").touch()
    labs.forget_stale(folder)
    assert (folder / "result.json").exists()
    monkeypatch.setattr(labs, "package_digest", lambda: "another library")
    labs.forget_stale(folder)
    assert not (folder / "result.json").exists()


def test_a_cold_build_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kept"
    labs.forget_stale(folder)
    (folder / "result.json").touch()
    monkeypatch.setenv("NNBOOK_COLD", "1")
    labs.forget_stale(folder)
    assert not (folder / "result.json").exists()
