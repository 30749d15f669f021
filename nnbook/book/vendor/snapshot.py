"""A snapshot of the browser's Python, with NumPy and the library imported, taken by Node while the site is built.

The worker of live code puts it into the memory of a Python that has not begun, in place of starting it. It is made
twice, and refused unless both are equal to the byte: a memory that depends on the day or the machine fits no other.
"""

import json
import logging
import tempfile
from pathlib import Path
from typing import Any

from nnbook.book.files import CACHE, ROOT, Kept, digest
from nnbook.book.vendor import node_python
from nnbook.book.vendor.node_python import NodePythonError

SCRIPT = Path(__file__).with_suffix(".mjs")
LIBRARIES = tuple(
    f"numpy/{name}.cpython-312-wasm32-emscripten.so"
    for name in (
        "_core/_multiarray_tests", "_core/_multiarray_umath", "linalg/_umath_linalg", "random/_bounded_integers",
        "random/_common", "random/_generator", "random/_mt19937", "random/_pcg64", "random/_philox", "random/_sfc64",
        "random/bit_generator", "random/mtrand",
    )
)  # fmt: skip
"""What NumPy and the library import of compiled code, in the order in which it is linked before Python starts."""

MAKE = '''
import gc, itertools, json, math, sys
from nnbook.book.run import browser

FENCE = """import numpy as np
import nnbook as nn
rng = np.random.default_rng(3)
print(nn.relu(rng.normal(size=(2, 3)) @ np.eye(3)).round(2))
"""
for _ in range(2):
    error = json.loads(browser.run(FENCE, lambda *_: None))["error"]
    assert not error, error
folder = "/lib/python3.12/site-packages/"
files = (getattr(module, "__file__", None) or "" for module in [*sys.modules.values()])
linked = sorted({file.removeprefix(folder) for file in files if file.endswith(".so")})
assert linked == LIBRARIES, f"these are imported and must be linked: {linked}"
gc.collect()
'''
"""What Python does before the snapshot is taken: what the first fence would take time for."""

log = logging.getLogger("mkdocs.nnbook")


class SnapshotError(RuntimeError):
    """A snapshot cannot be made, or cannot be relied on."""


def make(
    core: dict[str, bytes], packages: dict[str, bytes], info: dict[str, str], *, only_kept: bool = False
) -> tuple[bytes, dict[str, Any]]:
    """Return a snapshot and what is known of it, made from Python's own files and those of the packages.

    Errors: SnapshotError if Python does not start in Node, or if two snapshots differ, or if `only_kept` and none is.
    """
    parts = [f"{name} {digest(content)}" for name, content in sorted({**core, **packages}.items())]
    name = node_python.key_of(SCRIPT, MAKE, *LIBRARIES, *parts)
    kept = Kept(ROOT / CACHE / "snapshot")
    if only_kept and not kept.has(name):
        raise SnapshotError("a site that is served has a snapshot of Python only after a build of this library.")
    made = kept.made(name, lambda: _make_twice(core, packages, info))
    described, _, content = made.partition(b"\n")
    return content, json.loads(described)


def _make_twice(core: dict[str, bytes], packages: dict[str, bytes], info: dict[str, str]) -> bytes:
    log.info("nnbook: taking a snapshot of Python for the browser (some seconds, once for each state of the library)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        node_python.lay_out(folder, core, packages, {"info": info, "libraries": LIBRARIES})
        (folder / "make.py").write_text(f"LIBRARIES = {list(LIBRARIES)}\n{MAKE}")
        first, second = _make(folder), _make(folder)
    if first != second:
        raise SnapshotError("two snapshots of Python differ: something in them depends on more than the files.")
    return first


def _make(folder: Path) -> bytes:
    target = folder / "snapshot"
    try:
        said = node_python.run(SCRIPT, folder, target)
    except NodePythonError as problem:
        raise SnapshotError(f"no snapshot of Python could be taken:\n{problem}") from problem
    return said.encode() + b"\n" + target.read_bytes()
