"""Labs give what their files keep, in two kernels whose hashes differ, or are refused with page and cell."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure

from nnbook.book.check import labs
from nnbook.book.check.drawn import said
from nnbook.book.check.given import Given, Outputs
from nnbook.book.check.kernels import run_lab
from nnbook.book.check.labs import LabRunner, complaints, promised, with_outputs
from nnbook.book.cli import main
from nnbook.book.files import Kept
from nnbook.book.notebooks.downloads import for_readers
from nnbook.book.parse.labs import Cell, Lab, read_lab
from nnbook.book.run.figures import FigureError
from nnbook.plots import describe
from tests.book.hostile.test_variants import ROOT
from tests.book.parse.test_labs import code, text

CAPTURED = {"nnbook": "captured-output"}
PLOT = """\
import matplotlib.pyplot as plt
import nnbook as nn

fig, ax = plt.subplots()
ax.plot([0, 1], {heights})
figure = nn.plots.describe(fig, "A rising line")
"""
PRINTS = "import nnbook as nn\n\nprint(nn.relu(2.0))\nprint(1)\n"
MEASURES = "x = nn.relu(3.0)\nassert x > 2\nprint(x)\n"


def lab(*sources: str) -> Lab:
    return Lab("docs/lab.ipynb", tuple(Cell(2 * i, source, [], False) for i, source in enumerate(sources, 1)))


def printed(words: str) -> Outputs:
    return [{"output_type": "stream", "name": "stdout", "text": words}]


def write(folder: Path, *cells: dict[str, Any]) -> Path:
    path = folder / "docs" / "lab.ipynb"
    path.parent.mkdir(exist_ok=True)
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "docs/index.md").write_text("# T\n")
    return path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def test_what_a_lab_gives_is_written_into_its_file_and_then_holds(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plot = PLOT.format(heights="[0, 1]")
    path = write(here, text("# Lab"), code(PRINTS), code(plot), code(MEASURES, **CAPTURED), code("1 + 1"))
    assert main(["check"]) == 1
    shown = capsys.readouterr().out
    assert "docs/lab.ipynb:2: the cell gives something else than the file keeps\n--- docs/lab.ipynb keeps" in shown
    assert "To accept what it gives: nnbook update docs/lab.ipynb" in shown
    assert shown.endswith("1 pages, 0 fences, 1 labs, 3 wrong.\n")

    assert main(["update"]) == 0
    assert capsys.readouterr().out == "docs/lab.ipynb: updated\nnumerals.lock: updated\n"
    prints, drawing, measures, value = json.loads(path.read_text(encoding="utf-8"))["cells"][1:]
    assert prints["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["2.0\n", "1\n"]}]
    assert drawing["outputs"][0]["data"].keys() == {"text/plain"}
    assert drawing["outputs"][0]["data"]["text/plain"][0] == "A rising line\n"
    assert measures["outputs"] == []
    assert value["outputs"][0]["data"] == {"text/plain": ["2"]}

    assert main(["check"]) == 0
    assert main(["update", "docs/lab.ipynb"]) == 0
    assert capsys.readouterr().out == "1 pages, 0 fences, 1 labs, 0 wrong.\n"


def test_a_figure_comes_as_the_page_shows_it_and_without_pixels() -> None:
    (output,) = run_lab(
        lab("import nnbook as nn\nnn.plots.use_style()\n" + PLOT.format(heights="[0, 1]")), "0", 60
    ).outputs[0]
    (element,) = BeautifulSoup(output["data"]["text/html"], "html.parser").select("data.nn-drawing")
    drawing = json.loads(str(element["value"]))
    assert drawing["alt"] == "A rising line"
    assert drawing["svg"].startswith("<svg ")
    assert "var(--nn-blue)" in drawing["svg"]


def test_a_figure_that_draws_something_else_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(here, code(PLOT.format(heights="[0, 1]")))
    assert main(["update"]) == 0
    path.write_text(path.read_text(encoding="utf-8").replace("[0, 1], [0, 1]", "[0, 1], [0, 2]"), encoding="utf-8")
    assert main(["check"]) == 1
    shown = capsys.readouterr().out
    assert "docs/lab.ipynb:1: the cell gives something else than the file keeps" in shown
    assert '"[figure ' in shown


def test_build_and_pytest_refuse_what_the_check_refuses(here: Path) -> None:
    write(here, text("# Lab"), code(PRINTS, {"output_type": "stream", "name": "stdout", "text": ["3.0\n", "1\n"]}))
    (here / "mkdocs.yml").write_text("site_name: T\ntheme: {name: mkdocs}\nplugins:\n- nnbook\n")
    (here / "pytest.ini").write_text("[pytest]\n")
    shutil.copy(ROOT / "conftest.py", here)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "NNBOOK_LIVE": "0", "PYTEST_ADDOPTS": ""}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", *command)
        return subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True, check=False)

    tests = ("pytest", "--codeblocks", "-q", "docs", "-p", "no:cacheprovider", "--rootdir", str(here))
    words = "docs/lab.ipynb:2: the cell gives something else than the file keeps"
    for done in (run("mkdocs", "build", "-q", "--strict"), run(*tests)):
        assert done.returncode != 0
        assert words in done.stdout + done.stderr
    assert not (here / "site").exists()

    assert main(["update"]) == 0
    assert run("mkdocs", "build", "-q", "--strict").returncode == 0
    assert run(*tests).stdout.startswith(".")
    page, notebook = ((here / "site/lab" / name).read_text("utf-8") for name in ("index.html", "lab.ipynb"))
    assert "<samp>2.0\n1</samp>" in page
    assert notebook == for_readers((here / "docs/lab.ipynb").read_text("utf-8"), PurePosixPath("lab.ipynb"), "")
    assert '"2.0\\n"' not in notebook


def test_what_depends_on_chance_is_refused(tmp_path: Path) -> None:
    runner = LabRunner(kept=Kept(tmp_path, cold_build=False))
    given = runner.given(lab("import nnbook as nn\nprint('same')", "print(hash('nnbook'))"))
    assert given.error is not None
    assert given.error.startswith("docs/lab.ipynb:4: what this cell gives is chance, two kernels differ.")
    assert not list(tmp_path.glob("??/*"))
    # A served site shows what one run gives.
    assert LabRunner(kept=Kept(tmp_path), twice=False).given(lab("print(hash('nnbook'))")).error is None


FAILS = {
    "printing without end": (
        ["print(1)", "while True:\n    print('x' * 1000)"],
        4,
        "the cell has printed 200,000 char",
    ),
    "printing without end that catches all": (
        ["while True:\n    try:\n        print('x' * 1000)\n    except BaseException:\n        pass"],
        2,
        "the cell has printed 200,000 characters; a page does not show more. Does it end?",
    ),
    "computing without end": (["while True: pass"], 2, "still running after 3 s of computing, and stopped."),
    "an error": (["x = 1", "x / 0", "print(2)"], 4, "ZeroDivisionError: division by zero"),
    "a kernel that ends": (["import os\nos._exit(3)"], 2, "the kernel of this lab died with exit code 3."),
}


@pytest.mark.parametrize("name", FAILS)
def test_a_cell_that_does_not_come_to_its_end_is_named(name: str) -> None:
    sources, number, words = FAILS[name]
    one = lab(*sources)
    (problem,) = complaints(one, run_lab(one, "0", 3.0))
    assert str(problem).startswith(f"docs/lab.ipynb:{number}: {words}")
    assert "\x1b" not in str(problem)


def test_a_cell_that_sleeps_for_ever_is_named() -> None:
    (problem,) = complaints(one := lab("import time\ntime.sleep(100)"), run_lab(one, "0", 1.0))
    assert str(problem) == "docs/lab.ipynb:2: still running after 1 s of sleep, and stopped. Does it end?"


FORBIDDEN = {
    "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')": "reaches for the network (urllib.Request)",
    "import subprocess\nsubprocess.run(['true'])": "starts another program or process (subprocess.Popen)",
    "open('../outside', 'w')": "writes outside its folder (../outside)",
}


@pytest.mark.parametrize("source", FORBIDDEN)
@pytest.mark.parametrize("caught", [False, True])
def test_what_no_fence_may_do_no_cell_may(source: str, *, caught: bool) -> None:
    tried = "\n".join(["try:", *(f"    {line}" for line in source.split("\n")), "except OSError:", "    pass"])
    one = lab("open('inside', 'w').close()\nprint('inside')", tried if caught else source)
    given = run_lab(one, "0", 30.0)
    problem = next(found for found in complaints(one, given) if found.line == 4)
    assert f"a lab may not do this: it {FORBIDDEN[source]}" in str(problem)


def test_what_no_page_shows_is_refused() -> None:
    figure = "import matplotlib.pyplot as plt\nlines = plt.plot([1, 2])"
    one = lab("import sys\nprint('careful', file=sys.stderr)", "import warnings\nwarnings.warn('old')", figure)
    found = [str(problem) for problem in complaints(one, run_lab(one, "0", 30.0))]
    assert [words.partition("\n")[0] for words in found[:2]] == [
        f"docs/lab.ipynb:{number}: the cell wrote to standard error:" for number in (2, 4)
    ]
    assert found[2].startswith("docs/lab.ipynb:6: FigureError: a figure has no alternative text: pass alt=")
    (problem,) = complaints(lab("x"), Given((printed("a\x0cb"),)))
    assert str(problem) == "docs/lab.ipynb:2: the output has a control character, U+000C, which no page can show."


def test_a_kernel_is_that_of_the_book_whatever_its_author_has_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = tmp_path / "profile_default/startup/10.py"
    start.parent.mkdir(parents=True)
    start.write_text("secret = 1")
    for name, value in {"IPYTHONDIR": str(tmp_path), "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "8"}.items():
        monkeypatch.setenv(name, value)
    source = "import os\nprint('secret' in globals(), os.environ['OPENBLAS_NUM_THREADS'], os.listdir())"
    slow = "import time\nfor i in range(3):\n    print('piece', i, flush=True)\n    time.sleep(0.4)"
    given = run_lab(lab(source, PLOT.format(heights="[0, 1]"), slow), "0", 30.0)
    assert given.outputs[0] == printed("False 1 []\n")
    assert {"text/html", "text/plain"} == given.outputs[1][0]["data"].keys()
    assert given.outputs[2] == printed("piece 0\npiece 1\npiece 2\n")


def test_a_lab_runs_again_when_its_code_or_the_library_changes_and_not_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []

    def run(lab: Lab, seed: str, limit: float) -> Given:
        runs.append(seed)
        return Given((printed("1\n"),) * len(lab.cells))

    monkeypatch.setattr("nnbook.book.check.kernels.run_lab", run)
    kept = Kept(tmp_path, cold_build=False)
    LabRunner(kept=kept).submit([lab("print(1)")])
    first = LabRunner(kept=kept).given(lab("print(1)"))
    runs.clear()
    promise = Lab("docs/lab.ipynb", (Cell(2, "print(1)", printed("1\n"), False),))
    assert LabRunner(kept=kept).given(promise) == first
    assert runs == []
    LabRunner(kept=kept).given(lab("print(1)", "print(1)"))
    assert runs == ["0", "1"]
    monkeypatch.setattr(labs, "library_digest", lambda: "another library")
    LabRunner(kept=kept).given(lab("print(1)"))
    assert runs == ["0", "1"] * 2
    LabRunner(kept=Kept(tmp_path, cold_build=True)).given(lab("print(1)"))
    assert runs == ["0", "1"] * 3


def test_without_jupyter_a_lab_says_what_to_install(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(here, code(PRINTS))
    monkeypatch.setattr(labs, "PROGRAMS", ("no-such-package",))
    assert main(["check"]) == 2
    words = "nnbook: docs/lab.ipynb: a lab runs in a kernel of Jupyter: pip install no-such-package\n"
    assert capsys.readouterr().err == words


def test_nothing_of_a_lab_is_written_that_cannot_be_kept(here: Path) -> None:
    path = write(here, code(PRINTS), code("import sys\nprint(1, file=sys.stderr)"))
    before = path.read_text(encoding="utf-8")
    wrong = Given((printed("2.0\n1\n"), [{"output_type": "stream", "name": "stderr", "text": "1\n"}]))
    new, failures = with_outputs(before, read_lab(path, here), wrong)
    assert (new, failures) == (before, ["docs/lab.ipynb:2: the cell wrote to standard error:\n1"])


def test_a_captured_cell_gives_something_and_its_file_keeps_nothing() -> None:
    cell = Cell(2, MEASURES, [], True)
    assert promised(cell, printed("3.0\n")) == []
    one = Lab("docs/lab.ipynb", (cell,))
    assert list(complaints(one, Given((printed("3.0\n"),)))) == []
    (problem,) = complaints(one, Given(([],)))
    assert str(problem) == "docs/lab.ipynb:2: the cell gives nothing to capture."


@pytest.fixture(autouse=True)
def no_figures() -> Any:
    yield
    plt.close("all")


def drawing(heights: Any, *, alt: str = "A line", size: float = 4, **style: Any) -> Figure:
    """Return a figure with something of every kind."""
    figure, axes = plt.subplots(1, 2, figsize=(size, size))
    ax = axes[0]
    ax.plot([0, 1, 2], heights, label="line", **style)
    ax.scatter([0, 1], [1, 0])
    ax.bar([0, 1], [2, 3])
    ax.annotate("here", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"})
    ax.set(xlabel="x", title="Title")
    ax.legend()
    axes[1].imshow(np.outer(heights, heights))
    return describe(figure, alt)


def test_the_digest_of_a_figure_is_that_of_what_it_draws() -> None:
    plain = said(drawing([0.1, 0.2, 0.3]))
    assert plain.startswith("A line\n[figure ")
    assert plain == said(drawing([0.1, 0.2, 0.3], size=7))
    assert plain == said(drawing(np.array([0.1, 0.2, 0.3]) * (1 + 1e-14)))
    others = [drawing([0.1, 0.2, 0.301]), drawing([0.1, np.nan, 0.3]), drawing([0.1, 0.2, 0.3], color="#ff0000")]
    others.append(drawing([0.1, 0.2, 0.3]))
    others[-1].axes[0].set_yscale("log")
    others.append(drawing([0.1, 0.2, 0.3]))
    others[-1].axes[0].texts[0].set_text("there")
    others.append(drawing([0.1, 0.2, 0.3]))
    plt.setp(others[-1].axes[0].patches[0], height=5)
    others.append(drawing([0.1, 0.2, 0.3]))
    others[-1].axes[1].images[0].set_clim(0, 5)
    digests = {said(figure).partition("\n")[2] for figure in others}
    assert len(digests) == len(others)
    assert plain.partition("\n")[2] not in digests


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0, 1 / 32, 1 / 1024, 0.12345, 10.0, 5.0, 2.5e-7])
def test_rounding_does_not_change_the_digest_at_numbers_that_people_write(value: float) -> None:
    exact = said(drawing([value, 1.0, 3.0]))
    for noise in (1e-15, -1e-15):
        assert said(drawing([value * (1 + noise) + noise * 1e-3, 1.0 + noise, 3.0])) == exact


def test_a_figure_without_a_description_is_refused() -> None:
    with pytest.raises(FigureError, match="a figure has no alternative text"):
        said(plt.figure())
