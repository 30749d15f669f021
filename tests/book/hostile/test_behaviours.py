"""What a fence tries is seen or refused, never neither; the check, the build and pytest say the same of it."""

import contextlib
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pymdownx.superfences import SuperFencesException

from nnbook.book.cli import main
from tests.book import small_site
from tests.book.hostile.behaviours import BEHAVIOURS, PASSES
from tests.book.hostile.test_variants import ROOT, by_page

LIMIT = "4"
"""Seconds of computing for each fence; one that sleeps has some times as long."""


def page(name: str) -> str:
    return f"docs/{list(BEHAVIOURS).index(name):03}.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a page for each."""
    folder = tmp_path_factory.mktemp("behaviours")
    (folder / "docs").mkdir()
    for name, (code, _) in BEHAVIOURS.items():
        (folder / page(name)).write_text(f"# {name}\n\n```python\nimport nnbook\n\n{code}\n```\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def checked(folder: Path) -> dict[str, str]:
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        assert main(["check", "--time-limit", LIMIT]) == 1
    return by_page(printed.getvalue())


@pytest.fixture(scope="module")
def built(folder: Path) -> dict[str, str]:
    """Build the pages of a few, or of all."""
    said = {}
    with contextlib.chdir(folder):
        for path in sorted(Path("docs").glob("*.md")):
            try:
                small_site.render(path.read_text(encoding="utf-8"), time_limit=LIMIT)
            except SuperFencesException as error:
                said[path.as_posix()] = str(error).strip()
    return said


@pytest.fixture(scope="module")
def collected(folder: Path) -> dict[str, str]:
    (folder / "pytest.ini").write_text("[pytest]\n")
    shutil.copy(ROOT / "conftest.py", folder)
    command = [sys.executable, "-m", "pytest", "--codeblocks", "-q", "docs", "-p", "no:cacheprovider"]
    command += ["--rootdir", str(folder)]
    return by_page(subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout)


def judge(name: str, said: str) -> None:
    words = BEHAVIOURS[name][1]
    assert words in said, said
    assert bool(said) == (words != PASSES), said


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_what_a_fence_tries_is_seen_or_refused(name: str, checked: dict[str, str]) -> None:
    judge(name, checked.get(page(name), ""))


@pytest.mark.long
@pytest.mark.parametrize("witness", ["built", "collected"])
@pytest.mark.parametrize("name", BEHAVIOURS)
def test_the_build_and_pytest_say_the_same(name: str, witness: str, request: pytest.FixtureRequest) -> None:
    if witness == "collected" and "still running" in BEHAVIOURS[name][1]:
        return  # pytest waits for as long as the book does, five minutes; the time limit has a test of its own
    judge(name, request.getfixturevalue(witness).get(page(name), ""))


def test_nothing_was_written_outside() -> None:
    assert not Path("/tmp/nnbook-outside").exists()
    assert not (Path.home() / ".nnbook").exists()


def test_the_table_is_as_long_as_the_trial_was() -> None:
    assert len(BEHAVIOURS) >= 56
