"""Outcomes kept between builds, under a key that covers all they depend on."""

import base64
import contextlib
import hashlib
import json
import os
import platform
import tempfile
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import nnbook
from nnbook.book.run.execution import Drawing, Outcome

FOLDER = Path(".cache/nnbook/fences")
PACKAGE = Path(nnbook.__file__).parent


class Cache:
    """Outcomes of fences in a folder. `NNBOOK_COLD=1` leaves it alone: nothing is read, and what is new replaces."""

    def __init__(self, folder: Path = FOLDER, *, cold: bool | None = None) -> None:
        self.folder = folder.absolute()
        self.cold = bool(int(os.environ.get("NNBOOK_COLD", "0"))) if cold is None else cold
        self.state = package_digest()

    def refresh(self) -> bool:
        """Look again at the state of nnbook, which is part of every key, and tell whether it has changed."""
        former, self.state = self.state, package_digest()
        return self.state != former

    def has(self, source: str) -> bool:
        """Tell whether there is an entry for this source (which may still turn out to be unreadable)."""
        return not self.cold and self._file(source).is_file()

    def get(self, source: str) -> Outcome | None:
        """Return the outcome kept for this source, or None if there is none, or none that can be read."""
        if self.cold:
            return None
        try:
            checksum, _, body = self._file(source).read_text(encoding="utf-8").partition("\n")
            if checksum != digest(body.encode()):
                return None
            content = json.loads(body)
            figures = tuple(Drawing(figure["svg"], figure["alt"]) for figure in content["figures"])
            files = tuple((name, base64.b64decode(data)) for name, data in content["files"])
            return Outcome(content["output"], figures, files=files)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, source: str, outcome: Outcome, *, state: str) -> None:
        """Keep an outcome, unless it is a failure, or nnbook has changed since the run began in that `state`."""
        if outcome.error is not None or not state == self.state == package_digest():
            return
        figures = [{"svg": figure.svg, "alt": figure.alt} for figure in outcome.figures]
        files = [(name, base64.b64encode(data).decode()) for name, data in outcome.files]
        body = json.dumps({"output": outcome.output, "figures": figures, "files": files})
        target = self._file(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and moved into place: another build never sees half an entry.
        with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False, encoding="utf-8") as file:
            file.write(f"{digest(body.encode())}\n{body}")
        with contextlib.ExitStack() as stack:
            stack.callback(Path(file.name).unlink, missing_ok=True)
            os.replace(file.name, target)

    def _file(self, source: str) -> Path:
        key = digest("\0".join((source, self.state, surroundings())).encode())
        return self.folder / key[:2] / f"{key}.json"


def package_digest() -> str:
    """Return a digest of all of nnbook, code and data."""
    files = sorted(path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return _digest_of(tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files))


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


@lru_cache(maxsize=1)
def _digest_of(files: tuple[tuple[str, int, int], ...]) -> str:
    """Return the digest of the files' contents; their dates and sizes only tell when it must be taken again."""
    parts = []
    for name, _, _ in files:
        path = Path(name)
        parts.append(f"{path.relative_to(PACKAGE).as_posix()} {digest(path.read_bytes())}")
    return digest("\n".join(parts).encode())


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
