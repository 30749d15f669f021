"""Fewer bytes for the browser: wheels without what no page can use, and zstd, which hosts do not do by themselves."""

import fnmatch
import io
import subprocess
import zipfile
from collections.abc import Iterable

from nnbook.book.files import CACHE, ROOT, Kept, digest, key
from nnbook.book.vendor.packages import node
from nnbook.book.vendor.wheel import DAY

SUFFIX = ".zst"
LEVEL = 19
COMPRESS = f"""
const {{ constants, zstdCompressSync }} = require("node:zlib");
const params = {{ [constants.ZSTD_c_compressionLevel]: {LEVEL} }};
process.stdout.write(zstdCompressSync(require("node:fs").readFileSync(0), {{ params }}));
"""


def packed(content: bytes) -> bytes:
    """Return some bytes as zstd makes them smallest, which takes seconds, and so is kept."""

    def compress() -> bytes:
        return subprocess.run([node(), "-e", COMPRESS], input=content, capture_output=True, check=True).stdout

    return Kept(ROOT / CACHE / "packed").made(key(digest(content), COMPRESS), compress)


def contents(wheel: bytes) -> dict[str, bytes]:
    """Return the files of a wheel."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}


def without(files: dict[str, bytes], patterns: Iterable[str]) -> dict[str, bytes]:
    """Return those of some files that no pattern names."""
    return {
        name: content
        for name, content in files.items()
        if not any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
    }


def archive(files: dict[str, bytes]) -> bytes:
    """Return an archive of some files, the same bytes each time. It is stored as it is: zstd sees more of it so."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as made:
        for name, content in sorted(files.items()):
            made.writestr(zipfile.ZipInfo(name, date_time=DAY), content)
    return buffer.getvalue()
