"""A build never leaves a wrong page: not when it fails, is killed, finds its cache damaged, or runs beside another."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import yaml

from nnbook.book.extensions import run_bar
from nnbook.book.files import HOUR
from tests.book import small_site

FENCE = "```python\nimport nnbook as nn\n\nprint(nn.relu([{}]))\n```\n"
EXPECTED = "<!--pytest-codeblocks:expected-output-->\n```text\n[{}]\n```\n"
GOOD = "# Title\n\n" + FENCE.format("2.0") + EXPECTED.format("2.") + "\nText of {}.\n"
SLOW = "# Title\n\n```python\nimport time\nimport nnbook\n\ntime.sleep(15)\nprint([1])\n```\n" + EXPECTED.format(1)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a small site that is built with the plugin, and build it."""
    monkeypatch.setenv("NNBOOK_LIVE", "0")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # the default theme writes the time of the build into pages
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    small_site.write(tmp_path, index=GOOD.format("first"), other="# Other\n\nText.\n")
    settings = yaml.safe_load((tmp_path / "mkdocs.yml").read_text())
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings | {"plugins": ["nnbook"], "site_url": "http://x/"}))
    built = small_site.mkdocs(tmp_path)
    assert built.returncode == 0, built.stderr
    return tmp_path


def start(book: Path, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", *command],
        cwd=book,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def contents(book: Path) -> dict[str, bytes]:
    site = book / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def test_a_build_that_fails_leaves_the_former_site(book: Path) -> None:
    former = contents(book)
    (book / "docs/index.md").write_text(GOOD.format("second").replace("[2.]", "[3.]"))
    assert small_site.mkdocs(book).returncode != 0
    assert contents(book) == former
    assert sorted(path.name for path in book.glob("site*")) == ["site"]


def test_a_build_that_is_killed_leaves_the_former_site_and_the_next_one_clears_up(book: Path) -> None:
    former = contents(book)
    (book / "docs/index.md").write_text(GOOD.format("second"))
    program = (
        "import os, signal\nfrom mkdocs.__main__ import cli\nfrom nnbook.book.site import plugin\n"
        "plugin.replace_folder = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\ncli(['build'])\n"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=book, capture_output=True, check=False).returncode == -9
    (left,) = book.glob("site.building-*")
    assert contents(book) == former
    os.utime(left, (time.time() - 2 * HOUR,) * 2)
    built = small_site.mkdocs(book)
    assert built.returncode == 0, built.stderr
    assert b"Text of second" in contents(book)["index.html"]
    assert sorted(path.name for path in book.glob("site*")) == ["site"]


def test_two_builds_of_one_folder_at_once_leave_the_whole_site(book: Path) -> None:
    (book / "docs/index.md").write_text(GOOD.format("second"))
    processes = [start(book, "build", "--strict") for _ in range(2)]
    said = [process.communicate(timeout=240)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    together = contents(book)
    assert small_site.mkdocs(book).returncode == 0
    assert together == contents(book)
    assert sorted(path.name for path in book.glob("site*")) == ["site"]


def test_a_damaged_cache_changes_no_page(book: Path) -> None:
    former = contents(book)
    damaged = set()
    for path in (path for path in (book / ".cache/nnbook").rglob("*") if path.is_file()):
        content = path.read_bytes()
        other = content.replace(b"2.", b"7.").replace(b"Text", b"Next").replace(b"color", b"width")
        if other != content:
            path.write_bytes(other)
            damaged.add(path.relative_to(book / ".cache/nnbook").parts[0])
    assert damaged >= {"fences", "contents", "layouts", "sheet"}
    built = small_site.mkdocs(book)
    assert built.returncode == 0, built.stderr
    assert contents(book) == former


def strict(book: Path) -> str:
    """Build, and return why that fails: a quiet build, as the others here, counts no warnings."""
    process = start(book, "build", "--strict")
    said = process.communicate(timeout=240)[0]
    assert process.returncode != 0, said
    return said


def test_a_page_that_warns_warns_in_every_build(book: Path) -> None:
    (book / "docs/other.md").write_text("# Other\n\n[nowhere](nowhere.md)\n")
    assert small_site.mkdocs(book).returncode == 0
    for _ in range(2):
        assert "link 'nowhere.md', but the target is not found" in strict(book)


def test_a_page_that_has_not_changed_warns_of_a_page_that_has_gone(book: Path) -> None:
    (book / "docs/other.md").write_text("# Other\n\n[third](third.md)\n")
    (book / "docs/third.md").write_text("# Third\n\nText.\n")
    assert small_site.mkdocs(book).returncode == 0
    (book / "docs/third.md").unlink()
    assert "link 'third.md', but the target is not found" in strict(book)


def test_a_served_site_shows_at_once_what_is_ready_and_the_rest_when_it_is_done(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NNBOOK_LIVE")
    (book / "docs/other.md").write_text(SLOW)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = start(book, "serve", "--dev-addr", address)
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    seen: list[str] = []
    try:
        until = time.monotonic() + 180
        while time.monotonic() < until and not (seen and ">[1]</samp>" in seen[-1]):
            try:
                with direct.open(f"http://{address}/other/", timeout=30) as answer:
                    page = answer.read().decode()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
                continue
            if not seen or "samp" in page:
                seen.append(page)
            time.sleep(0.5)
    finally:
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[0]
    assert seen, said
    assert "This code is being run for the first time" in seen[0], said
    assert ">[1]</samp>" in seen[-1], said
    assert said.count("live code comes with the next build") == 1, said
    assert (book / "docs" / run_bar.MANIFEST).is_file(), said
