"""The browser's Python in Node: programs that the build runs with it."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from nnbook.book.files import ROOT, key
from nnbook.book.vendor.packages import node

COMMON = Path(__file__).with_suffix(".mjs")
BOOT = ROOT / "docs/assets/live/boot.js"
SITE = "site-packages"


class NodePythonError(RuntimeError):
    """Python does not start in Node, or refuses what it is to do."""


def key_of(script: Path, *parts: str) -> str:
    """Return the key of what a program makes of some parts."""
    return key(*(path.read_text(encoding="utf-8") for path in (COMMON, BOOT, script)), *parts)


def lay_out(folder: Path, core: dict[str, bytes], packages: dict[str, bytes], what: dict[str, Any]) -> None:
    """Write the files with which a program starts Python: Pyodide's own, those of packages, and what is known."""
    for place, content in {**core, **{f"{SITE}/{path}": content for path, content in packages.items()}}.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(content)
    (folder / "what.json").write_text(json.dumps(what))


def run(script: Path, folder: Path, target: Path) -> str:
    """Run a program with such a folder, and return what it says.

    Errors: NodePythonError with what it complained of.
    """
    command = [node(), str(script), str(folder), str(BOOT.parent), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"TZ": "UTC"})
    if done.returncode:
        raise NodePythonError(done.stderr.strip()[-2000:])
    return done.stdout
