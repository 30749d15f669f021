"""A copy of the built site that a test may damage: nearly all of it hard links, and the site itself stays whole."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path


def copy(site: Path, target: Path) -> Path:
    """Return a copy of the site in `target`, which must not be there yet; change its files by `rewrite` alone."""
    return Path(shutil.copytree(site, target, copy_function=_link))


def rewrite(file: Path, change: Callable[[str], str]) -> None:
    """Put a changed text in the place of a file of the copy; it must be another text."""
    text = file.read_text(encoding="utf-8")
    damaged = change(text)
    assert damaged != text, f"the damage has changed nothing in {file}"
    # Not written into: the file is the site's own as well.
    file.unlink()
    file.write_text(damaged, encoding="utf-8")


def substitute(file: Path, pattern: str, replacement: str | Callable[[re.Match[str]], str], *, count: int = 1) -> None:
    """Rewrite the first `count` matches of a pattern in a file of the copy, which must have so many."""

    def change(text: str) -> str:
        damaged, found = re.subn(pattern, replacement, text, count=count, flags=re.DOTALL)
        assert found == count, f"{file} has {found} matches of {pattern!r}, not {count}"
        return damaged

    rewrite(file, change)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # on another disk
        shutil.copy2(source, target)
