"""While the site is served, an edit builds only what it can change, and what is served is what a clean build makes."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nnbook.book.extensions.fence_html import RUNNING
from nnbook.book.files import ROOT
from tests.book import small_site

SECONDS = 300.0
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PAGES = {
    "index": "# A small book\n\nIt opens here.\n",
    "chapters/one": """\
        ---
        number: 1
        ---
        # The first chapter

        A word of the first chapter, and a [loss](../reference/glossary.md#loss).

        $$
        \\begin{equation}
        \\label{eq:small-first}
        y = w x
        \\end{equation}
        $$

        ## A fence

        ```python
        import nnbook as nn

        print(nn.relu([2.0]))
        ```

        <!--pytest-codeblocks:expected-output-->
        ```text
        [2.]
        ```
        """,
    "chapters/two": """\
        ---
        number: 2
        ---
        # The second chapter

        See \\eqref{eq:small-first}, and [the fence](one.md#a-fence).
        """,
    "reference/equations": "# Equations\n\n<!--nnbook:list-equations-->\n",
    "reference/glossary": "# Glossary\n\n## Loss {#loss .nn-term}\n\nHow wrong one prediction is.\n",
    "reference/bibliography": '# Bibliography\n\n<span id="glorot-2011"></span>\nGlorot 2011.\n',
    "reference/api/library": """\
        # The library

        ::: nnbook
            options:
              members:
                - relu
        """,
}
NAV = ["index.md", *(f"{name}.md" for name in PAGES if name != "index")]


def lay_out(root: Path, nav: list[str]) -> None:
    lines = ["INHERIT: base.yml", "nav:", *(f"  - {page}" for page in nav)]
    (root / "mkdocs.yml").write_text("\n".join(lines) + "\n")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a small book with the configuration of the large one."""
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    root = tmp_path / "book"
    root.mkdir()
    small_site.write(root, **PAGES)
    for name, target in (("nnbook", "nnbook"), ("base.yml", "mkdocs.yml")):
        (root / name).unlink(missing_ok=True)
        (root / name).symlink_to(ROOT / target)
    shutil.copytree(ROOT / "overrides", root / "overrides", dirs_exist_ok=True)
    for name in ("assets", "sitemap.xml", "llms.txt", "manifest.webmanifest"):
        (root / "docs" / name).symlink_to(ROOT / "docs" / name)
    lay_out(root, NAV)
    return root


class Served:
    """A book that is served: its files, and how to wait for them."""

    def __init__(self, book: Path, folder: Path) -> None:
        self.book, self.folder = book, folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.log = book.parent / "serve.txt"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "mkdocs", "serve", "--no-strict", "--dev-addr", self.address],
                cwd=book,
                env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(self.folder)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.epoch = 0

    def wait(self) -> int:
        """Wait until the browser would load the page again, and all fences are done."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with DIRECT.open(f"http://{self.address}/livereload/{self.epoch}/1", timeout=90) as answer:
                    epoch = int(answer.read())
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
                continue
            if epoch > self.epoch:
                self.epoch = epoch
                if RUNNING.encode() not in self.files()["chapters/one/index.html"]:
                    return epoch
        pytest.fail(self.log.read_text())

    def files(self) -> dict[str, bytes]:
        (site,) = self.folder.glob("mkdocs_*")
        return files(site)

    def said(self) -> list[tuple[int, int]]:
        """Return for each build how many pages were rendered and laid out."""
        found = re.findall(r"of \d+ pages (\d+) rendered anew.*, (\d+) laid out", self.log.read_text())
        return [(int(rendered), int(laid_out)) for rendered, laid_out in found]


@contextlib.contextmanager
def serve(book: Path) -> Iterator[Served]:
    # Not in pytest's own folder: the sockets of the processes that run fences lie in it, and 107 bytes are the limit.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        served = Served(book, Path(folder))
        try:
            yield served
        finally:
            served.process.send_signal(signal.SIGINT)
            served.process.wait(timeout=SECONDS)


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def clean_build(book: Path, address: str) -> dict[str, bytes]:
    """Build a copy of the book that has nothing kept."""
    copy = book.parent / "clean"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(book, copy, symlinks=True, ignore=shutil.ignore_patterns(".cache", "site"))
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict"]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "NNBOOK_SITE_URL": f"http://{address}/"}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return files(copy / "site")


def replace(page: str, former: str, new: str) -> Callable[[Path], None]:
    def edit(book: Path) -> None:
        path = book / "docs" / page
        text = path.read_text()
        assert former in text
        path.write_text(text.replace(former, new))

    return edit


def add_a_page(book: Path) -> None:
    (book / "docs/chapters/three.md").write_text("---\nnumber: 3\n---\n# The third chapter\n\nIt is new.\n")
    lay_out(book, [*NAV, "chapters/three.md"])


def edit_a_template(book: Path) -> None:
    path = book / "overrides/main.html"
    path.write_text(path.read_text().replace("{% block styles %}", "{% block styles %}<!-- edited -->", 1))
    assert "edited" in path.read_text()


LABEL = "$$\n\\begin{equation}\n\\label{eq:small-zeroth}\nz = 1\n\\end{equation}\n$$\n\n## A fence"
# What each edit renders anew, and lays out anew, at least; a new title is in the navigation of all pages.
EDITS: dict[str, tuple[Callable[[Path], None], int, int]] = {
    "a word": (replace("chapters/one.md", "A word", "A new word"), 1, 1),
    "a fence": (replace("chapters/one.md", "[2.", "[3."), 1, 1),
    "a formula": (replace("chapters/one.md", "y = w x", "y = w x + b"), 2, 2),
    "a label before the one that others refer to": (
        replace("chapters/one.md", "$$\n\\begin", LABEL.removesuffix("## A fence") + "$$\n\\begin"),
        3,
        3,
    ),
    "a word of the glossary": (replace("reference/glossary.md", "How wrong", "How very wrong"), 2, 2),
    "a title": (replace("chapters/two.md", "The second chapter", "Chapter two"), 1, len(PAGES)),
    "a new page": (add_a_page, 2, len(PAGES) + 1),  # the page of the library may link any
    "the page of the library": (replace("reference/api/library.md", "- relu", "- sigmoid"), 1, 1),
    "a formula in the text": (replace("chapters/one.md", "A new word", "Since $2 + 3 = 5$, a word"), 2, 2),
    "a template": (edit_a_template, 0, len(PAGES) + 1),
}


def test_what_is_served_after_an_edit_is_what_a_clean_build_makes(book: Path) -> None:
    clean_build(book, "127.0.0.1:1")  # takes the snapshot of Python, which a served site has only if it is kept
    with serve(book) as served:
        served.wait()
        assert served.files() == clean_build(book, served.address)
        for name, (edit, rendered, laid_out) in EDITS.items():
            before = len(served.said())
            edit(book)
            served.wait()
            expected = clean_build(book, served.address)
            found = served.files()
            different = sorted(path for path in found.keys() | expected.keys() if found.get(path) != expected.get(path))
            assert different == [], f"after {name}: {served.log.read_text()[-3000:]}"
            new = served.said()[before:]
            assert max(new) == (rendered, laid_out), f"after {name}: {new}"
