"""Two cold builds elsewhere, on another day, in another time zone, locale and hash seed, are the same to the byte."""

import hashlib
import shutil
from pathlib import Path

import pytest

from tools import building

FAKETIME = shutil.which("faketime")


def fingerprints(site: Path) -> dict[str, str]:
    """Return the SHA-256 of every file by its name."""
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.long
@pytest.mark.skipif(FAKETIME is None, reason="needs the program faketime to change the clock: apt-get install faketime")
def test_two_cold_builds_are_the_same_to_the_byte(tmp_path: Path) -> None:
    here = building.fresh_copy(tmp_path / "one")
    there = building.fresh_copy(tmp_path / "another folder")
    building.build(tmp_path / "site-1", root=here, PYTHONPATH=str(here), PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    building.build(
        tmp_path / "site-2",
        root=there,
        wrapper=(str(FAKETIME), "-f", "+400d"),
        PYTHONPATH=str(there),
        PYTHONHASHSEED="2",
        TZ="Asia/Tokyo",
        LC_ALL="C",
    )
    first, second = fingerprints(tmp_path / "site-1"), fingerprints(tmp_path / "site-2")
    assert first.keys() == second.keys()
    different = [name for name, found in first.items() if second[name] != found]
    assert not different, f"{len(different)} of {len(first)} files differ: {different[:10]}"
    assert "index.html" in first
