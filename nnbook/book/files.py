"""Files that a build makes: digests, writes that nobody sees half of, results kept between builds."""

import contextlib
import hashlib
import os
import platform
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import nnbook

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PACKAGE = Path(nnbook.__file__).parent
ROOT = PACKAGE.parent
CACHE = Path(".cache/nnbook")
HOUR = 3600


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write aside and move into place: nobody reads half a file, and a build that is killed leaves none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def replace_folder(new: Path, target: Path) -> None:
    """Put a finished folder in the place of the former one: nobody finds half a folder, and the last of two wins."""
    former = target.with_name(f"{target.name}.former-{os.getpid()}-{threading.get_ident()}")
    while True:
        with contextlib.suppress(FileNotFoundError):
            target.rename(former)
        try:
            new.rename(target)
        except OSError:
            if not target.exists():
                raise
            # Another has put its own there meanwhile.
            shutil.rmtree(former, ignore_errors=True)
            continue
        shutil.rmtree(former, ignore_errors=True)
        return


def forget_killed(site: Path) -> None:
    """Remove what builds that were killed have left beside the site."""
    for path in site.parent.glob(f"{site.name}.*-*"):
        if path.is_dir() and time.time() - path.stat().st_mtime > HOUR:
            shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """Let one process at a time do what has this name; the others wait (where the system has no locks, they do not)."""
    with _locked(ROOT / CACHE / f"{name}.lock"):
        yield


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def cold() -> bool:
    """Tell whether `NNBOOK_COLD=1` asks for a build that reads nothing of what is kept."""
    return bool(int(os.environ.get("NNBOOK_COLD", "0")))


class Kept:
    """Results in a folder under .cache/nnbook, each under a key that covers all it depends on.

    Its checksum covers key and content: what lies under the name of another is as damaged as what has been changed.
    """

    def __init__(self, folder: Path, *, cold_build: bool | None = None) -> None:
        self.folder = folder.absolute()
        self.cold = cold() if cold_build is None else cold_build
        self.asked: set[str] = set()
        self._made: set[str] = set()

    def has(self, key: str) -> bool:
        """Tell whether there is an entry (which may still turn out to be damaged)."""
        self.asked.add(key)
        return self._readable(key) and self._file(key).is_file()

    def get(self, key: str) -> bytes | None:
        """Return what is kept, or None if there is nothing, or if it is damaged."""
        self.asked.add(key)
        if not self._readable(key):
            return None
        try:
            checksum, _, content = self._file(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        return content if checksum == _checksum(key, content) else None

    def put(self, key: str, content: bytes) -> None:
        """Keep a result."""
        self.asked.add(key)
        self._made.add(key)
        if self._file(key).is_dir():
            self.drop(key)
        write_whole(self._file(key), _checksum(key, content) + b"\n" + content)

    def made(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what is kept, or make it and keep it."""
        content = self.get(key)
        if content is None:
            content = make()
            self.put(key, content)
        return content

    @contextlib.contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """Let one process at a time make this entry: whoever has waited finds what the other has made.

        One lock serves all keys that begin alike, so who holds it asks for no other. A cold build waits for nobody.
        """
        with contextlib.nullcontext() if self.cold else _locked(self.folder / f"{key[:2]}.lock"):
            yield

    def drop(self, key: str) -> None:
        """Keep a result no longer, whatever has come to lie under its name."""
        path = self._file(key)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove what this build has not asked for, and is older than an hour: not of another build under way."""
        for path in self.folder.rglob("*"):
            with contextlib.suppress(FileNotFoundError):  # another build may have removed it meanwhile
                if path.name not in self.asked and path.is_file() and time.time() - path.stat().st_mtime > HOUR:
                    path.unlink()

    def _readable(self, key: str) -> bool:
        """Tell whether what is kept may be read: a cold build reads only what it has made itself."""
        return not self.cold or key in self._made

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key


def _checksum(name: str, content: bytes) -> bytes:
    return digest(name.encode() + b"\0" + content).encode()


def key(*parts: str) -> str:
    """Return the key of a result, given all it depends on."""
    return digest("\0".join(parts).encode())


def library() -> list[Path]:
    """Return the files that a fence runs on: the library with its data, and of the machinery the room `run` alone."""
    return [Path(name) for name in sorted([*_library(), str(PACKAGE / "book" / "__init__.py")])]


def library_digest() -> str:
    """Return a digest of what a fence runs on (the map of the machinery, a docstring, is no part of that)."""
    return _digest(PACKAGE, _library())


def _library() -> list[str]:
    return sorted([*_files(PACKAGE, "book"), *_files(PACKAGE / "book" / "run")])


def folder_digest(folder: Path) -> str:
    """Return a digest of the files in a folder."""
    return _digest(folder, _files(folder))


def _files(folder: Path, leave_out: str = "") -> list[str]:
    """Return the files in a folder and in those below, except those of this name and what Python keeps of its own."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in ("__pycache__", leave_out)]
        found += [os.path.join(place, name) for name in names]
    return sorted(found)


def _digest(folder: Path, files: Iterable[str]) -> str:
    stats = ((name, os.stat(name)) for name in files)
    return _digest_of(str(folder), tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))


@lru_cache(maxsize=16)
def _digest_of(folder: str, files: tuple[tuple[str, int, int], ...]) -> str:
    """Return the digest of the files' contents; their dates and sizes only tell when it must be taken again."""
    parts = [f"{Path(name).relative_to(folder).as_posix()} {digest(Path(name).read_bytes())}" for name, _, _ in files]
    return digest("\n".join(parts).encode())


LOADED = folder_digest(PACKAGE)
"""The state of nnbook that this process has loaded. What it makes after a later edit is of both states."""


def programs() -> str:
    """Return a digest of nnbook with its machinery, and of the name and version of every installed package."""
    installed = {path.name for folder in sys.path if folder for path in Path(folder).glob("*.dist-info")}
    return key(LOADED, folder_digest(PACKAGE), surroundings(), *sorted(installed))


@lru_cache(maxsize=1)
def surroundings() -> str:
    """Return the versions of all that a fence computes and draws with, and the kind of machine."""
    versions = []
    for name in ("numpy", "matplotlib"):
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            versions.append(f"no {name}")
    return "; ".join((platform.python_version(), platform.system(), platform.machine(), *versions))
