"""The snapshot of Python's memory is the same each time, or there is none."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from nnbook.book.vendor import pyodide, snapshot
from nnbook.book.vendor.packing import contents
from nnbook.book.vendor.snapshot import SnapshotError
from nnbook.book.vendor.wheel import book_wheel

CORE = {"pyodide.asm.js": b"", "pyodide.asm.wasm": b"", "python_stdlib.zip": b""}


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep nothing of other builds."""
    monkeypatch.setattr(snapshot, "ROOT", tmp_path)


@pytest.mark.usefixtures("fresh")
def test_two_makes_agree_and_the_second_build_makes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pyodide.gather(), "no source has the files of Pyodide: these tests need them once"
    lock = json.loads((pyodide.KEPT / pyodide.LOCK).read_bytes())
    core = {name: (pyodide.KEPT / name).read_bytes() for name in CORE}
    numpy = contents((pyodide.KEPT / lock["packages"]["numpy"]["file_name"]).read_bytes())
    packages = numpy | contents(book_wheel())
    content, known = snapshot.make(core, packages, lock["info"])
    assert 10_000_000 < len(content) < known["length"]
    assert known.keys() == {"length", "sum", "state"}
    monkeypatch.setattr(subprocess, "run", None)
    assert snapshot.make(core, packages, lock["info"]) == (content, known)


@pytest.mark.usefixtures("fresh")
def test_two_that_differ_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter([b"{}\none", b"{}\nother", b"{}\nsame", b"{}\nsame"])
    monkeypatch.setattr(snapshot, "_make", lambda _: next(made))
    with pytest.raises(SnapshotError, match="two snapshots of Python differ"):
        snapshot.make(CORE, {}, {})
    assert snapshot.make(CORE, {}, {}) == (b"same", {})


@pytest.mark.usefixtures("fresh")
def test_what_does_not_start_in_node_is_refused_with_its_reason() -> None:
    with pytest.raises(SnapshotError, match="no snapshot of Python could be taken"):
        snapshot.make(CORE, dict.fromkeys(snapshot.LIBRARIES, b""), {})


@pytest.mark.usefixtures("fresh")
def test_another_state_of_any_file_is_another_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0

    def make(_: Any) -> bytes:
        nonlocal count
        count += 1
        return b"{}\n"

    monkeypatch.setattr(snapshot, "_make", make)
    for core, packages in ((CORE, {}), (CORE, {"a.py": b"1"}), (CORE, {"a.py": b"2"}), ({**CORE, "x": b""}, {})):
        snapshot.make(core, packages, {})
        snapshot.make(core, packages, {})
    assert count == 8
