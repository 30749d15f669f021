"""What the site has of Python for the browser, and what it has where something of that cannot be made."""

import itertools
import json
import logging
import re
import subprocess
from pathlib import Path

import pytest

from nnbook.book.files import Kept, digest
from nnbook.book.vendor import packing, pyodide, runtime, snapshot
from nnbook.book.vendor.packages import node
from nnbook.book.vendor.runtime import MANIFEST, TARGET, lay_out, prepare

FULL = ("python", "sources", "matplotlib", "rest", "digits", "autograd", "session", "snapshot")


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out the files of this build."""
    assert pyodide.gather(), "no source has the files of Pyodide: these tests need them once"
    folder = tmp_path_factory.mktemp("live")
    lay_out(target=folder)
    return folder


def test_what_lies_in_the_site_is_what_the_manifest_says(laid_out: Path) -> None:
    manifest = json.loads((laid_out / MANIFEST).read_bytes())
    for name, known in manifest["files"].items():
        content = (laid_out / name).read_bytes()
        assert (len(content), digest(content)) == (known["size"], known["sha256"])
    assert tuple(manifest["steps"]) == FULL
    assert {name for names in manifest["steps"].values() for name in names} == set(manifest["files"])
    before = {path.name: path.stat().st_mtime_ns for path in laid_out.iterdir()}
    lay_out(target=laid_out)
    assert {path.name: path.stat().st_mtime_ns for path in laid_out.iterdir()} == before


def test_a_first_print_and_a_first_figure_take_fewer_bytes_than_without_snapshot(laid_out: Path) -> None:
    """By far the most of it is packed; the one script that is not is counted as hosts send it, compressed."""
    manifest = json.loads((laid_out / MANIFEST).read_bytes())

    def size(*steps: str) -> int:
        names = [name for step in steps for name in manifest["steps"][step]]
        return sum(240_000 if name == runtime.SCRIPT else manifest["files"][name]["size"] for name in names)

    assert size("python", "snapshot") < 8_600_000
    assert size("python", "snapshot", "sources", "matplotlib") < 15_000_000


@pytest.mark.parametrize(("fast", "reason"), [(True, "only after a build of this library"), (False, "two .* differ")])
def test_without_a_snapshot_there_is_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, *, fast: bool, reason: str
) -> None:
    """A fast build takes none, and has one only if it is kept; of one that cannot be relied on the reason is said."""
    several = itertools.count()
    monkeypatch.setattr(snapshot, "_make", lambda _: str(next(several)).encode())
    monkeypatch.setattr(snapshot, "Kept", lambda _: Kept(tmp_path / "kept", cold_build=False))
    folder = tmp_path / "live"
    folder.mkdir()
    (folder / "snapshot.zst").write_bytes(b"of before")
    with caplog.at_level(logging.INFO):
        lay_out(target=folder, fast=fast)
    manifest = json.loads((folder / MANIFEST).read_bytes())
    assert "snapshot" not in manifest
    assert tuple(manifest["steps"]) == FULL[:-1]
    assert not (folder / "snapshot.zst").exists()
    assert re.search(f"starts the long way: .*{reason}", caplog.text)


def test_a_fast_build_has_the_snapshot_that_is_kept(laid_out: Path, tmp_path: Path) -> None:
    lay_out(target=tmp_path, fast=True)
    assert (tmp_path / "snapshot.zst").read_bytes() == (laid_out / "snapshot.zst").read_bytes()


def test_a_build_without_a_source_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NNBOOK_LIVE", "0")
    (tmp_path / TARGET).mkdir(parents=True)
    (tmp_path / TARGET / MANIFEST).write_text("{}")
    with caplog.at_level(logging.INFO):
        assert not prepare()
    assert caplog.text.count("live code is off") == 1
    assert not (tmp_path / TARGET).exists()


def test_what_is_packed_is_smaller_comes_out_again_and_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "ROOT", tmp_path)
    content = b"once upon a time " * 999
    small = packing.packed(content)
    assert len(small) < 99
    unpack = "process.stdout.write(require('node:zlib').zstdDecompressSync(require('node:fs').readFileSync(0)))"
    assert subprocess.run([node(), "-e", unpack], input=small, capture_output=True, check=True).stdout == content
    monkeypatch.setattr(subprocess, "run", None)
    assert packing.packed(content) == small


def test_an_archive_has_what_no_pattern_names() -> None:
    files = {"a/b.py": b"1", "a/tests/c.py": b"2", "a/d.pyi": b"3"}
    kept = packing.without(files, ["*/tests/*", "*.pyi"])
    assert packing.contents(packing.archive(kept)) == {"a/b.py": b"1"}
    assert packing.archive(kept) == packing.archive(dict(reversed(kept.items())))
