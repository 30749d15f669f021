"""A file that the site would show, though nothing reads its code, is refused: in check, build and pytest alike."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from nnbook.book.cli import main
from nnbook.book.files import ROOT
from tests.book import small_site

NAMES = ["a.markdown", "b.mdown", "c.mkdn", "d.mkd", "deep/e.html", "f.HTM", "g.xhtml"]
WORDS = ":1: the site would show this file, and nothing runs its code: the name of a page ends in .md."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    small_site.write(tmp_path, index="# Title\n")
    for name in NAMES:
        path = tmp_path / "docs" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Text.\n\n    import nnbook\n\n    assert False\n")
    made = tmp_path / "docs/assets/vendor"
    made.mkdir(parents=True)
    (made / "of_others.html").write_text("<p>")
    return tmp_path


def refused(said: str) -> None:
    assert all(f"docs/{name}{WORDS}" in said for name in NAMES), said
    assert "vendor" not in said


def test_the_check_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    refused(capsys.readouterr().out)


def test_the_build_says_so(folder: Path) -> None:
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text())
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings | {"plugins": ["nnbook"]}))
    built = small_site.mkdocs(folder)
    assert built.returncode != 0
    refused(built.stderr)


def test_pytest_says_so(folder: Path) -> None:
    (folder / "pytest.ini").write_text("[pytest]\n")
    shutil.copy(ROOT / "conftest.py", folder)
    command = [sys.executable, "-m", "pytest", "--codeblocks", "-q", "-p", "no:cacheprovider", "docs"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    refused(done.stdout)
