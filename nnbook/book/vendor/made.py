"""Folders that a build makes and later builds use: made from what is in force, and whole, or made again."""

import json
from pathlib import Path

from nnbook.book.files import digest, write_whole

STAMP = ".made.json"
"""In each such folder: what it was made from, and the digest of each file. It is written last."""


def seal(folder: Path, state: str, files: list[Path]) -> None:
    """Say that these files of a folder have been made from that state."""
    digests = {path.relative_to(folder).as_posix(): digest(path.read_bytes()) for path in files}
    write_whole(folder / STAMP, json.dumps({"from": state, "files": digests}, indent=1).encode())


def is_whole(folder: Path, state: str) -> bool:
    """Tell whether a folder was made from that state, and all its files are there and undamaged."""
    try:
        made = json.loads((folder / STAMP).read_bytes())
        return bool(
            made["from"] == state
            and all(digest((folder / name).read_bytes()) == sha for name, sha in made["files"].items())
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
