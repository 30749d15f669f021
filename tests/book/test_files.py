"""Kept results: whole or not at all, and never damaged; what no build asks for goes."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nnbook.book.files import HOUR, Kept, digest, key, write_whole

ONE, OTHER = key("one"), key("other")


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path, cold_build=False)


def entry(kept: Kept) -> Path:
    """Return the only file."""
    (path,) = (path for path in kept.folder.rglob("*") if path.is_file())
    return path


def test_what_was_put_comes_back_byte_by_byte(kept: Kept) -> None:
    kept.put(ONE, b"a\nb\r\n\0")
    assert kept.has(ONE)
    assert Kept(kept.folder, cold_build=False).get(ONE) == b"a\nb\r\n\0"
    assert kept.get(OTHER) is None
    assert not kept.has(OTHER)


def test_a_key_tells_its_parts_apart() -> None:
    assert len({key("ab", "c"), key("a", "bc"), key("abc"), key("ab", "c", "")}) == 4


@pytest.mark.parametrize("damage", [b"", b"\n", b"\xff\xfe", b"{}", digest(b"1").encode() + b"\n2"])
def test_a_damaged_entry_is_as_good_as_none(kept: Kept, damage: bytes) -> None:
    kept.put(ONE, b"1")
    entry(kept).write_bytes(damage)
    assert kept.get(ONE) is None
    kept.put(ONE, b"1")
    assert kept.get(ONE) == b"1"


def test_an_entry_under_the_name_of_another_is_as_good_as_none(kept: Kept) -> None:
    kept.put(ONE, b"1")
    of_one = entry(kept)
    kept.put(OTHER, b"2")
    of_other = kept.folder / OTHER[:2] / OTHER
    of_other.write_bytes(of_one.read_bytes())
    assert (kept.get(ONE), kept.get(OTHER)) == (b"1", None)
    assert kept.made(OTHER, lambda: b"3") == b"3"
    assert kept.get(OTHER) == b"3"


@pytest.mark.parametrize("target", [None, "nowhere", "."])
def test_a_folder_or_a_link_in_the_place_of_an_entry_is_as_good_as_none(kept: Kept, target: str | None) -> None:
    kept.put(ONE, b"1")
    path = entry(kept)
    path.unlink()
    if target:
        path.symlink_to(target)
    else:
        (path / "folder").mkdir(parents=True)
    assert kept.get(ONE) is None
    assert not kept.has(ONE)
    kept.put(ONE, b"2")
    assert kept.get(ONE) == b"2"
    assert not path.is_symlink()


def test_a_cold_build_reads_only_what_it_has_made_itself(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put(ONE, b"1")
    monkeypatch.setenv("NNBOOK_COLD", "1")
    cold = Kept(kept.folder)
    assert not cold.has(ONE)
    assert cold.get(ONE) is None
    cold.put(ONE, b"2")
    assert (cold.has(ONE), cold.get(ONE)) == (True, b"2")


def test_what_nobody_asks_for_goes_once_it_is_old(kept: Kept) -> None:
    for name in ("asked", "old", "young"):
        kept.put(key(name), b"1")
    stray = kept.folder / f"{ONE}.1-2"
    stray.write_bytes(b"half an en")
    for path in kept.folder.rglob("*"):
        if path.name != key("young"):
            os.utime(path, (time.time() - 2 * HOUR,) * 2)
    later = Kept(kept.folder, cold_build=False)
    assert later.get(key("asked")) == b"1"
    later.prune()
    left = {path.name for path in kept.folder.rglob("*") if path.is_file()}
    assert left == {key("asked"), key("young")}


def test_two_builds_that_remove_the_same_entry_do_not_fail(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put(ONE, b"1")
    path = entry(kept)
    os.utime(path, (0, 0))

    def is_file(looked_at: Path) -> bool:
        if looked_at != path:
            return False
        path.unlink()  # as the other build does at this moment
        return True

    monkeypatch.setattr(Path, "is_file", is_file)
    Kept(kept.folder, cold_build=False).prune()
    assert not path.exists()


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "folder" / "file"
    write_whole(target, b"former")

    def full(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"former"
    assert [path.name for path in target.parent.iterdir()] == ["file"]


def test_a_program_that_is_killed_while_it_writes_leaves_the_former_file(tmp_path: Path) -> None:
    target = tmp_path / "file"
    write_whole(target, b"former")
    program = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom nnbook.book.files import write_whole\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_whole(Path(sys.argv[1]), b'new')\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(target)], check=False)
    assert done.returncode == -9
    assert target.read_bytes() == b"former"


def test_threads_that_write_one_file_leave_one_of_the_contents(tmp_path: Path) -> None:
    target = tmp_path / "file"
    contents = [bytes([65 + i]) * 100_000 for i in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: write_whole(target, content), contents * 10))
    assert target.read_bytes() in contents
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(("cold", "made"), [(False, 1), (True, 3)])
def test_of_processes_that_want_one_entry_one_makes_it_unless_each_must(kept: Kept, *, cold: bool, made: int) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom nnbook.book.files import Kept\n"
        "kept, key = Kept(Path(sys.argv[1]), cold_build=bool(int(sys.argv[3]))), sys.argv[2]\n"
        "with kept.alone(key):\n    if kept.get(key) is None:\n"
        "        print('made', flush=True), time.sleep(2), kept.put(key, b'content')\n"
    )
    command = [sys.executable, "-c", program, str(kept.folder), ONE, str(int(cold))]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    assert sum(process.communicate()[0].count(b"made") for process in started) == made
    assert [process.returncode for process in started] == [0, 0, 0]
    assert kept.get(ONE) == b"content"
