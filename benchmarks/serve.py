"""How long an author waits: `make bench-serve`, on an idle machine.

A copy of this book is served as `make serve` does, with what is kept here. Its files are edited one after another; the
time is from saving the file until the page with the edit has been fetched, as a browser does that waits for it. Then
the site is built twice. Beside the seconds stands the processor time, which a busy machine changes less.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

from tools import building

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
CHAPTER = "chapters/losses"
WAITING = "This code is being run"
LIMIT = 600.0
AUTHORS = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "NO_MKDOCS_2_WARNING": "1"
}
"""The environment of an author, where Python keeps its bytecode: compiling what a start imports takes seconds."""


class Spent:
    """Seconds, and processor seconds of a process and its children, from one moment to the next."""

    def __init__(self, process: psutil.Process) -> None:
        self.process = process
        self.start, self.before = time.perf_counter(), self._processor()

    def __call__(self) -> tuple[float, float]:
        """Return both as of now."""
        return time.perf_counter() - self.start, self._processor() - self.before

    def _processor(self) -> float:
        times = self.process.cpu_times()
        children = (one.cpu_times() for one in self.process.children(recursive=True))
        own = times.user + times.system + times.children_user + times.children_system
        return float(own + sum(one.user + one.system for one in children))


class Server:
    """The book as it is served."""

    def __init__(self, book: Path, address: str) -> None:
        self.book, self.address = book, address
        command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--quiet", "--dev-addr", self.address[7:]]
        self.process = subprocess.Popen(command, cwd=book, env=AUTHORS)
        self.spent = Spent(psutil.Process(self.process.pid))

    def fetch(self, address: str) -> str:
        """Return what the server answers, once it does."""
        until = time.monotonic() + LIMIT
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with DIRECT.open(f"{self.address}/{address}", timeout=LIMIT) as answer:
                    return str(answer.read().decode())
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.02)
        sys.exit("the book is not served")

    def edit(self, change: Callable[[str], str], sign: str) -> tuple[float, float]:
        """Edit the chapter and return what it took until its page shows the sign."""
        epoch = re.findall(r"livereload\((\d+)", self.fetch(f"{CHAPTER}/"))[-1]
        path = self.book / f"docs/{CHAPTER}.md"
        text = path.read_text(encoding="utf-8")
        changed = change(text)
        assert changed != text, sign
        spent = Spent(psutil.Process(self.process.pid))
        path.write_text(changed, encoding="utf-8")
        while sign not in (page := self.fetch(f"{CHAPTER}/")) or WAITING in page:
            epoch = self.fetch(f"livereload/{epoch}/1")
        found = spent()
        path.write_text(text, encoding="utf-8")
        while sign in self.fetch(f"{CHAPTER}/"):
            epoch = self.fetch(f"livereload/{epoch}/1")
        return found

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        self.process.wait()


def word(number: int) -> tuple[Callable[[str], str], str]:
    """Return an edit of a word, and what the page then shows."""
    sign = f"Thursday the {number}th"
    return lambda text: text.replace("off on Thursday", f"off on {sign}", 1), sign


def fence(number: int) -> tuple[Callable[[str], str], str]:
    """Return an edit of a fence without output, which must run again."""
    sign = f"degrees, run {number}"
    return lambda text: text.replace('ylabel="degrees"', f'ylabel="{sign}"', 1), sign


def formula(number: int) -> tuple[Callable[[str], str], str]:
    """Return an edit of a formula in the text, which must be typeset."""
    return lambda text: text.replace(
        "\n## ", f"\nNumber {number}: ${number}^2={number * number}$.\n\n## ", 1
    ), f"Number {number}:"


def label(number: int) -> tuple[Callable[[str], str], str]:
    """Return a new labelled equation before all others of the chapter, whose numbers change wherever they stand."""
    equation = f"$$\n\\begin{{equation}}\n\\label{{eq:bench-{number}}}\n{number} = {number}\n\\end{{equation}}\n$$"
    return lambda text: text.replace("\n## ", f"\n{equation}\n\n## ", 1), f'id="eq-bench-{number}"'


def title(number: int) -> tuple[Callable[[str], str], str]:
    """Return an edit of the chapter's title in the navigation of all pages."""
    return lambda text: text.replace("\n# Losses and costs", f"\n# Losses and costs {number}", 1), f"costs {number}"


def free_address() -> str:
    """Return an address at which nothing is served. Pages name it, so another one lays out all of them anew."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def build(book: Path, address: str) -> tuple[float, float]:
    """Build the site for an address, and return what that took."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    before, start = os.times(), time.perf_counter()
    environment = AUTHORS | {"NNBOOK_SITE_URL": f"{address}/"}
    subprocess.run(command, cwd=book, env=environment, check=True)
    seconds, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, used


def row(name: str, found: list[tuple[float, float]]) -> None:
    """Print the medians of what was found."""
    seconds, processor = (statistics.median(column) for column in zip(*found, strict=True))
    print(f"| {name} | {seconds:.1f} | {processor:.1f} |", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve", description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="how often each is measured (default: 3)")
    times = parser.parse_args().times
    print("| | seconds | of processors |\n|---|---:|---:|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        book = building.fresh_copy(Path(folder) / "book")
        shutil.copytree(building.ROOT / ".cache", book / ".cache", dirs_exist_ok=True)
        address = free_address()
        build(book, address)
        row("full build, nothing changed", [build(book, address) for _ in range(times)])
        starts = []
        for _ in range(times):
            server = Server(book, address)
            server.fetch("")
            starts.append(server.spent())
            server.stop()
        row("warm start", starts)
        server = Server(book, address)
        for edit in (word, fence, formula, label, title):
            row(f"a changed {edit.__name__}", [server.edit(*edit(number)) for number in range(20, 20 + times)])
        server.stop()


if __name__ == "__main__":
    main()
