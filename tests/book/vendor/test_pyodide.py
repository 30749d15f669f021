"""Where the files of live code come from, and what is refused."""

import io
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from nnbook.book.vendor import pyodide, wheel
from nnbook.book.vendor.pyodide import KEPT, NoAnswerError, RuntimeFileError, gather, wheels

WHEEL = "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all files, as `NNBOOK_PYODIDE_DIR` may name it."""
    assert gather(), "no source has the files of Pyodide: these tests need them once"
    target = tmp_path_factory.mktemp("pyodide")
    for name in (*pyodide.CORE, *wheels(KEPT)):
        os.link(KEPT / name, target / name)
    return target


@pytest.fixture
def named(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a copy of the folder, and close the network."""
    copy = shutil.copytree(folder, tmp_path / "named", copy_function=os.link)
    monkeypatch.setenv("NNBOOK_PYODIDE_DIR", str(copy))
    for name in ("_cdn", "_registries"):
        monkeypatch.setattr(pyodide, name, closed)
    return copy


def closed() -> None:
    message = "no network"
    raise NoAnswerError(message)


def test_the_named_folder_is_the_first_source_and_what_is_kept_the_next_time(named: Path, tmp_path: Path) -> None:
    assert str(named) in gather(tmp_path / "kept")
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == sorted([*pyodide.CORE, *wheels(named)])
    assert "gathered before" in gather(tmp_path / "kept")


@pytest.mark.parametrize("name", [WHEEL, "pyodide.asm.wasm", "pyodide-lock.json"])
def test_a_tampered_file_is_refused(named: Path, tmp_path: Path, name: str) -> None:
    content = bytearray((named / name).read_bytes())
    content[len(content) // 2] ^= 1
    (named / name).unlink()
    (named / name).write_bytes(content)
    with pytest.raises(RuntimeFileError, match=f"{name} from .* is refused: its SHA-256 is .*, it must be"):
        gather(tmp_path / "kept")
    assert not (tmp_path / "kept" / name).exists()


def test_a_file_that_was_damaged_where_it_is_kept_is_fetched_again(named: Path, tmp_path: Path) -> None:
    gather(tmp_path / "kept")
    (tmp_path / "kept" / WHEEL).write_bytes(b"")
    assert str(named) in gather(tmp_path / "kept")
    assert (tmp_path / "kept" / WHEEL).stat().st_size > 3_000_000


def test_without_a_source_there_is_none(named: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (named / WHEEL).unlink()
    assert gather(tmp_path / "kept") == ""
    monkeypatch.setenv("NNBOOK_LIVE", "0")
    assert gather(KEPT) == ""
    assert "NNBOOK_LIVE=0" in pyodide.reason()


def test_the_library_s_wheel_has_all_but_the_digits_and_what_only_a_build_needs() -> None:
    content = wheel.book_wheel()
    assert content == wheel.book_wheel()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert archive.read("nnbook/book/__init__.py") == b"", "the map of rooms that are not there"
    assert "nnbook/training.py" in names
    assert "nnbook/plots/style.py" in names
    assert {"nnbook/book/run/browser.py", "nnbook/book/run/grading.py"} <= set(names)
    assert not [name for name in names if "mnist.npz" in name.rsplit("/", 1)[-1] and name.endswith(".npz")]
    assert "nnbook/book/check/processes.py" not in names
    assert len(content) < 200_000
