"""A notebook's results are not shown after what they depend on has changed."""

import os
from pathlib import Path

import nbformat
import pytest
from mkdocs_jupyter.nbconvert2 import nb2html

from nnbook.book.check.processes import ONE_THREAD
from nnbook.book.notebooks import labs


def test_results_are_kept_until_the_library_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    folder = tmp_path / "kept"
    labs.forget_stale(folder)
    (folder / "result.json").touch()
    labs.forget_stale(folder)
    assert (folder / "result.json").exists()
    monkeypatch.setattr(labs, "library_digest", lambda: "another library")
    labs.forget_stale(folder)
    assert not (folder / "result.json").exists()


def test_a_cold_build_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kept"
    labs.forget_stale(folder)
    (folder / "result.json").touch()
    monkeypatch.setenv("NNBOOK_COLD", "1")
    labs.forget_stale(folder)
    assert not (folder / "result.json").exists()


def test_notebooks_compute_on_one_thread(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ONE_THREAD:
        monkeypatch.setenv(name, "8")
    labs.settings()
    assert {os.environ[name] for name in ONE_THREAD} == {"1"}


def test_what_is_printed_in_pieces_is_shown_as_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    labs.settings()
    cell = nbformat.v4.new_code_cell(
        "import time\nfor i in range(3):\n    print('piece', i, flush=True); time.sleep(0.4)"
    )
    lab = tmp_path / "lab.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), lab)
    assert "<pre>piece 0\npiece 1\npiece 2\n</pre>" in nb2html(str(lab), execute=True, allow_errors=False)
