"""Labs are executed once, shown from what is kept while it holds, and do not hold up a site that is served."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from mkdocs.structure.toc import get_toc
from mkdocs_jupyter.nbconvert2 import nb2html

from nnbook.book.check.processes import ONE_THREAD
from nnbook.book.notebooks import labs
from nnbook.book.notebooks.labs import Labs

CONTENTS: Any = [
    {"name": "A", "id": "a", "level": 1, "children": [{"name": "B", "id": "b", "level": 2, "children": []}]}
]


class Lab:
    """A page that counts how often it is rendered, as mkdocs-jupyter would."""

    def __init__(self, path: Path) -> None:
        self.file = SimpleNamespace(src_uri="labs/one.ipynb", abs_src_path=str(path), url="labs/one/")
        self.rendered = 0
        self.content: Any = None
        self.toc: Any = None
        self.title: Any = None

    def render(self, config: Any, files: Any) -> None:
        self.rendered += 1
        self.content, self.toc, self.title = "<p>42</p>", get_toc(CONTENTS), "One"


@pytest.fixture
def all_labs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Labs:
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.ipynb").write_text("{}")
    return Labs()


def built(all_labs: Labs) -> Any:
    lab: Any = Lab(Path("one.ipynb"))
    all_labs.keep(lab)
    lab.render(None, None)
    return lab


def test_a_lab_is_executed_once_and_looks_the_same_from_what_is_kept(all_labs: Labs) -> None:
    first, again = built(all_labs), built(Labs())
    assert (first.rendered, again.rendered) == (1, 0)
    assert (again.content, again.title) == ("<p>42</p>", "One")
    assert [labs._token(item) for item in again.toc] == CONTENTS == [labs._token(item) for item in first.toc]


@pytest.mark.parametrize("change", ["library", "notebook", "damage", "cold"])
def test_it_is_executed_again_when_what_it_depends_on_changes(
    all_labs: Labs, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    built(all_labs)
    if change == "library":
        monkeypatch.setattr(labs, "library_digest", lambda: "another library")
    elif change == "notebook":
        Path("one.ipynb").write_text('{"cells": []}')
    elif change == "damage":
        (entry,) = filter(Path.is_file, all_labs.kept.folder.rglob("*"))
        entry.write_text(entry.read_text().replace("42", "43"))
    else:
        monkeypatch.setenv("NNBOOK_COLD", "1")
    lab = built(Labs())
    assert (lab.rendered, lab.content) == (1, "<p>42</p>")


def test_a_served_site_shows_a_lab_at_once_and_executes_it_beside(
    all_labs: Labs, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_labs.patient = False
    lab = built(all_labs)
    assert lab.content == labs.NOT_YET + "<p>42</p>"
    assert list(all_labs.waiting) == ["labs/one.ipynb"]

    def execute(command: list[str], **_: Any) -> None:
        assert command[-1] == "labs/one.ipynb"
        built(Labs())

    monkeypatch.setattr("subprocess.run", execute)
    all_labs.execute_waiting()
    all_labs.waiting.clear()
    again = built(all_labs)
    assert (again.rendered, again.content, all_labs.waiting) == (0, "<p>42</p>", {})


def test_a_lab_that_fails_is_not_executed_again_and_says_so(all_labs: Labs, monkeypatch: pytest.MonkeyPatch) -> None:
    all_labs.patient = False
    built(all_labs)
    monkeypatch.setattr("subprocess.run", lambda *_, **__: None)
    all_labs.execute_waiting()
    all_labs.waiting.clear()
    assert str(built(all_labs).content).startswith(labs.FAILED)
    assert all_labs.waiting == {}


def test_other_pages_are_left_alone(all_labs: Labs) -> None:
    page: Any = Lab(Path("one.ipynb"))
    page.file.src_uri = "chapters/one.md"
    all_labs.keep(page)
    page.render(None, None)
    assert page.rendered == 1
    assert not all_labs.kept.folder.exists()


def test_notebooks_compute_on_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ONE_THREAD:
        monkeypatch.setenv(name, "8")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", "")
    labs.settings()
    assert {os.environ[name] for name in ONE_THREAD} == {"1"}


def test_what_is_printed_in_pieces_is_shown_as_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    source = "import time\nfor i in range(3):\n    print('piece', i, flush=True); time.sleep(0.4)"
    assert "<pre>piece 0\npiece 1\npiece 2\n</pre>" in executed(source, tmp_path)


def test_figures_are_shown_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "environ", os.environ | {"MPLBACKEND": "agg"})
    source = "import nnbook as nn\naxes = nn.plots.pictures([[[0.0, 1.0]]], alt='black and white')"
    assert '<img alt="black and white" src="data:image/png;base64,' in executed(source, tmp_path)


def executed(source: str, folder: Path) -> str:
    """Return the page of a lab of one cell."""
    labs.settings()
    lab = folder / "lab.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), lab)
    page: str = nb2html(str(lab), execute=True, allow_errors=False)
    return page
