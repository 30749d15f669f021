"""Labs are executed once, shown from what is kept while it holds, and do not hold up a site that is served."""

import json
import os
import signal
import time
from pathlib import Path
from subprocess import PIPE, STDOUT, CalledProcessError, CompletedProcess, Popen
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from mkdocs.exceptions import PluginError

from nnbook.book.check.given import Given
from nnbook.book.check.labs import LabRunner
from nnbook.book.notebooks import labs
from nnbook.book.notebooks.labs import Labs

CONTENTS: Any = [
    {"name": "A", "id": "a", "level": 1, "children": [{"name": "B", "id": "b", "level": 2, "children": []}]}
]


PRINTED = {"output_type": "stream", "name": "stdout", "text": "42\n"}
CELL: dict[str, Any] = {
    "cell_type": "code",
    "id": "a",
    "metadata": {},
    "execution_count": None,
    "source": "import nnbook\nprint(42)",
    "outputs": [PRINTED | {"text": ["42\n"]}],
}
NOTEBOOK = json.dumps({"cells": [CELL], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


class Lab:
    """The page of a lab, and the notebooks of which it was made."""

    def __init__(self, path: Path, name: str = "labs/one") -> None:
        self.file = SimpleNamespace(src_uri=f"{name}.ipynb", abs_src_path=str(path), url=f"{name}/")
        self.read: list[Any] = []
        self.content: Any = None
        self.toc: Any = None
        self.title: Any = None


@pytest.fixture
def all_labs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Labs:
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.ipynb").write_text(NOTEBOOK)
    monkeypatch.setattr(LabRunner, "given", lambda runner, lab: Given(([PRINTED],)))
    return Labs()


def built(all_labs: Labs) -> Any:
    lab: Any = Lab(Path("one.ipynb"))

    def converted(source: Path) -> Any:
        lab.read.append(json.loads(source.read_text()))
        return {"content": "<p>42</p>", "toc": CONTENTS, "title": "One"}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(labs, "converted", converted)
        all_labs.keep(lab)
        lab.render(None, None)
    return lab


def test_a_lab_is_executed_once_and_looks_the_same_from_what_is_kept(all_labs: Labs) -> None:
    first, again = built(all_labs), built(Labs())
    assert (len(first.read), again.read) == (1, [])
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
        Path("one.ipynb").write_text(NOTEBOOK + " ")
    elif change == "damage":
        (entry,) = filter(Path.is_file, all_labs.kept.folder.glob("??/*"))
        entry.write_text(entry.read_text().replace("42", "43"))
    else:
        monkeypatch.setenv("NNBOOK_COLD", "1")
    lab = built(Labs())
    assert (len(lab.read), lab.content) == (1, "<p>42</p>")


def test_a_served_site_shows_a_lab_at_once_and_executes_it_beside(
    all_labs: Labs, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_labs.patient = False
    lab = built(all_labs)
    assert lab.content == labs.NOT_YET + "<p>42</p>"
    assert list(all_labs.waiting) == ["labs/one.ipynb"]

    def execute(command: list[str], **_: Any) -> CompletedProcess[str]:
        assert command[-1] == "labs/one.ipynb"
        built(Labs())
        return CompletedProcess(command, 0)

    monkeypatch.setattr("subprocess.run", execute)
    all_labs.execute_waiting()
    all_labs.waiting.clear()
    again = built(all_labs)
    assert (again.read, again.content, all_labs.waiting) == ([], "<p>42</p>", {})


def test_a_lab_that_fails_is_not_executed_again_and_says_so(all_labs: Labs, monkeypatch: pytest.MonkeyPatch) -> None:
    all_labs.patient = False
    built(all_labs)
    monkeypatch.setattr("subprocess.run", lambda command, **_: CompletedProcess(command, 1))
    all_labs.execute_waiting()
    all_labs.waiting.clear()
    assert str(built(all_labs).content).startswith(labs.FAILED)
    assert all_labs.waiting == {}


def test_ctrl_c_ends_a_lab_without_a_traceback_and_is_no_failure_of_it(
    all_labs: Labs, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = NOTEBOOK.replace("print(42)", "import time\\ntime.sleep(600)")
    Path("docs").mkdir()
    Path("docs/one.ipynb").write_text(slow)
    Path("mkdocs.yml").write_text("site_name: T\nplugins: []\n")
    said: list[str] = []

    def execute(command: list[str], **_: Any) -> CompletedProcess[str]:
        """Press Ctrl-C, which reaches each program of a terminal, as soon as the lab has an interpreter."""
        with Popen(command, stdout=PIPE, stderr=STDOUT, text=True, start_new_session=True) as program:
            while program.poll() is None and not psutil.Process(program.pid).children(recursive=True):
                time.sleep(0.1)
            os.killpg(program.pid, signal.SIGINT)
            said.append(program.communicate(timeout=60)[0])
        return CompletedProcess(command, program.returncode)

    monkeypatch.setattr("subprocess.run", execute)
    all_labs.waiting["one.ipynb"] = "one"
    with pytest.raises(CalledProcessError, match=f"SIGINT|-{signal.SIGINT.value}"):
        all_labs.execute_waiting()
    assert "Traceback" not in said[0]
    assert not all_labs.failed


def test_other_pages_are_left_alone(all_labs: Labs) -> None:
    page: Any = Lab(Path("one.ipynb"))
    page.file.src_uri = "chapters/one.md"
    all_labs.keep(page)
    assert not hasattr(page, "render")
    assert not all_labs.kept.folder.exists()


def test_a_page_is_made_of_the_lab_as_it_was_executed(all_labs: Labs) -> None:
    lab = built(all_labs)
    (cell,) = lab.read[0]["cells"]
    assert (cell["execution_count"], cell["outputs"]) == (1, [PRINTED])
    assert lab.file.abs_src_path == "one.ipynb"


def test_a_lab_that_gives_something_else_than_its_file_keeps_is_no_page(all_labs: Labs) -> None:
    Path("one.ipynb").write_text(NOTEBOOK.replace("42\\n", "43\\n"))
    with pytest.raises(PluginError, match=r"^one\.ipynb:1: the cell gives something else than the file keeps"):
        built(all_labs)
    assert not all_labs.kept.folder.exists()


def test_a_lab_that_is_executed_beside_is_kept_for_the_next_build(all_labs: Labs) -> None:
    Path("docs").mkdir()
    Path("docs/one.ipynb").write_text(NOTEBOOK)
    Path("mkdocs.yml").write_text("site_name: T\nplugins: []\n")
    labs.main("one.ipynb")
    lab: Any = Lab(Path("docs/one.ipynb"), "one")
    all_labs.patient = False
    all_labs.keep(lab)
    lab.render(None, None)
    assert "42" in lab.content
    assert all_labs.waiting == {}
