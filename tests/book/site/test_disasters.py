"""What may happen to a build: death at any moment, a full disk, odd folders and pages."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from nnbook.book.files import PACKAGE, ROOT
from nnbook.book.site.csp import FRAME
from tests.book import small_site
from tests.book.site.test_plugin import EXPECTED, FENCE, contents, start

FIGURE = """\
```python
import matplotlib.pyplot as plt
import nnbook as nn

fig, ax = plt.subplots()
ax.plot([0, 1], [0, 1])
nn.plots.describe(fig, "A rising line")
```
"""
CHAPTER = "---\nnumber: 1\ndescription: A chapter.\n---\n# Chapter\n\n" + FENCE.format("3.0") + EXPECTED.format("3.")
INDEX = "# Title\n\n" + FENCE.format("2.0") + EXPECTED.format("2.") + "\nText.\n"
SETTINGS = {
    "NNBOOK_LIVE": "0",
    "NNBOOK_COLD": "0",
    "SOURCE_DATE_EPOCH": "0",  # the default theme writes the time of the build into pages
}


def write(root: Path) -> Path:
    """Write a site of two pages, one of them a chapter with a figure and a notebook."""
    small_site.write(root, index=INDEX, chapter=f"{CHAPTER}\n{FIGURE}")
    settings = yaml.safe_load((root / "mkdocs.yml").read_text())
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings | {"plugins": ["nnbook"], "site_url": "http://x/"}))
    return root


@pytest.fixture(scope="module", autouse=True)
def settings() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        yield


def build(root: Path) -> dict[str, bytes]:
    built = small_site.mkdocs(root)
    assert built.returncode == 0, built.stderr
    return contents(root)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, settings: None) -> Path:
    """Build the site once from nothing."""
    root = write(tmp_path_factory.mktemp("clean"))
    build(root)
    return root


@pytest.fixture
def book(clean: Path, tmp_path: Path) -> Path:
    """Return a copy of the site as it was built, with what was kept."""
    return Path(shutil.copytree(clean, tmp_path / "book"))


@pytest.mark.long
@pytest.mark.parametrize("tenth", range(10))
def test_a_build_killed_at_any_moment_leaves_the_bytes_of_a_clean_build(
    clean: Path, tmp_path: Path, tenth: int
) -> None:
    begun = time.monotonic()
    build(write(tmp_path / "timed"))
    whole = time.monotonic() - begun
    killed = write(tmp_path / "killed")
    process = start(killed, "build")
    time.sleep(whole * (tenth + 0.5) / 10)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert build(killed) == contents(clean)


def test_two_builds_from_nothing_at_once_leave_the_bytes_of_a_clean_build(clean: Path, tmp_path: Path) -> None:
    both = write(tmp_path)
    processes = [start(both, "build") for _ in range(2)]
    said = [process.communicate(timeout=240)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert contents(both) == contents(clean)


FULL = """
import errno, os, sys
from pathlib import Path
from mkdocs.__main__ import cli

write, part = Path.write_bytes, sys.argv.pop(1)
def full(self, content):
    if part in self.as_posix():
        write(self, content[:1])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
    return write(self, content)
Path.write_bytes = full
cli(["build"])
"""


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("nnbook/fences", "docs/index.md:3: this fence could not be run, or its result not kept: the disk is full."),
        ("chapter.ipynb", "the disk is full ("),
    ],
)
def test_a_full_disk_says_so_and_leaves_the_former_site(clean: Path, book: Path, part: str, words: str) -> None:
    (book / "docs/index.md").write_text(INDEX.replace("2.", "4."))
    (book / "docs/chapter.md").write_text(f"{CHAPTER}\n{FIGURE}\nMore.\n")
    failed = subprocess.run([sys.executable, "-c", FULL, part], cwd=book, capture_output=True, text=True, check=False)
    assert failed.returncode != 0
    assert words in failed.stderr
    assert "shown 0 times" not in failed.stderr
    assert contents(book) == contents(clean)


def test_a_page_that_is_not_utf_8_is_named(book: Path) -> None:
    (book / "docs/index.md").write_bytes("# Title\n\nna\xefve\n".encode("latin-1"))
    words = "docs/index.md:3: this page is not UTF-8 (byte 0xef): save it as UTF-8."
    failed = small_site.mkdocs(book)
    assert failed.returncode != 0
    assert words in failed.stderr
    assert "Traceback" not in failed.stderr
    command = [sys.executable, "-m", "nnbook.book", "check"]
    checked = subprocess.run(command, cwd=book, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (2, f"nnbook: {words}\n")


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_checkout_in_a_folder_with_spaces_and_other_letters_builds(
    clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    checkout = tmp_path / "ein Büchlein λ 書"
    shutil.copytree(PACKAGE, checkout / "nnbook", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "package-lock.json", checkout)
    (checkout / "node_modules").symlink_to(ROOT / "node_modules")
    frame = checkout / FRAME.relative_to(ROOT)
    frame.parent.mkdir(parents=True)
    shutil.copy(FRAME, frame)
    book = checkout / "ein anderes Büchlein"
    write(book)
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("PYTHONPATH", str(checkout))
    assert build(book) == contents(clean)
