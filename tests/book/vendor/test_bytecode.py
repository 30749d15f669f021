"""Packages come to the browser as bytecode of its own Python: the same each time, with their places in tracebacks."""

import json
from pathlib import Path

import pytest

from nnbook.book.vendor import bytecode, pyodide
from nnbook.book.vendor.node_python import NodePythonError

MAGIC_OF_3_12 = (3531).to_bytes(2, "little") + b"\r\n"
UNCHECKED = (0b01).to_bytes(4, "little")  # by hash, which is not compared with a source
PACKAGES = {
    "one": {"one/__init__.py": b"def half(x):\n    return x / 2\n", "one/data.txt": b"kept"},
    "two": {"two.py": b"from one import half\n"},
}


@pytest.fixture
def core() -> dict[str, bytes]:
    """Return Pyodide's own files."""
    assert pyodide.gather(), "no source has the files of Pyodide: these tests need them once"
    return {
        name: (pyodide.KEPT / name).read_bytes() for name in ("pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
    }


@pytest.fixture
def info(core: dict[str, bytes]) -> dict[str, str]:
    """Return what Pyodide says of itself."""
    found: dict[str, str] = json.loads((pyodide.KEPT / pyodide.LOCK).read_bytes())["info"]
    return found


@pytest.fixture(autouse=True)
def fresh(core: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep nothing of other builds."""
    monkeypatch.setattr(bytecode, "ROOT", tmp_path)


def test_modules_are_bytecode_of_the_browsers_python_and_all_else_is_as_it_was(
    core: dict[str, bytes], info: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bytecode.compiled(core, PACKAGES, info)
    assert {name: sorted(files) for name, files in made.items()} == {
        "one": ["one/__init__.pyc", "one/data.txt"],
        "two": ["two.pyc"],
    }
    assert made["one"]["one/data.txt"] == b"kept"
    for code in (made["one"]["one/__init__.pyc"], made["two"]["two.pyc"]):
        assert code.startswith(MAGIC_OF_3_12 + UNCHECKED)
    assert b"/lib/python3.12/site-packages/one/__init__.py" in made["one"]["one/__init__.pyc"]
    monkeypatch.setattr(bytecode, "ROOT", tmp_path / "elsewhere")
    assert bytecode.compiled(core, PACKAGES, info) == made, "it depends on more than the files"


def test_what_is_no_python_is_refused_with_its_place(core: dict[str, bytes], info: dict[str, str]) -> None:
    with pytest.raises(NodePythonError, match=r"wrong\.py"):
        bytecode.compiled(core, {"wrong": {"wrong.py": b"def ("}}, info)
