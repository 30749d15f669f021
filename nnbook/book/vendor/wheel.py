"""The library as the reader's browser installs it: a wheel whose bytes depend on its content alone."""

import io
import zipfile
from importlib.metadata import distribution, version
from pathlib import Path

from nnbook.book.files import PACKAGE, library

DAY = (1980, 1, 1, 0, 0, 0)
"""The date of all files: the first that an archive can have."""

LEFT_OUT = {"mnist.npz", "mnist.npz.sha256", "py.typed"}
"""The digits are fetched when they are first used; their checksum for a shell and the mark for type checkers never."""


def book_wheel() -> bytes:
    """Return the wheel of nnbook as it is now, without the digits and without what only a build needs."""
    kept = [path for path in library() if path.name not in LEFT_OUT]
    files = {path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes() for path in kept}
    files["nnbook/book/__init__.py"] = b""  # the map of rooms of which one goes along
    return wheel("nnbook", version("nnbook"), files)


def session_wheel() -> bytes:
    """Return the wheel of what runs the cells of labs, and is fetched where there is one."""
    path = PACKAGE / "book" / "session.py"
    return wheel("nnbook_session", version("nnbook"), {path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes()})


def installed_wheel(name: str) -> bytes:
    """Return a wheel of a package of pure Python, from the files that are installed here."""
    found = distribution(name)
    files = {}
    for entry in found.files or ():
        if entry.parts[0] == name and entry.suffix == ".py":
            files[entry.as_posix()] = Path(str(found.locate_file(entry))).read_bytes()
    return wheel(name, found.version, files)


def wheel(name: str, number: str, files: dict[str, bytes]) -> bytes:
    """Return a wheel with these files: the same bytes on every machine and day.

    It has no RECORD of their checksums, which a browser would load and nobody read: the page checks the whole.
    """
    info = f"{name}-{number}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n"
    about = "Wheel-Version: 1.0\nGenerator: nnbook.book.vendor.wheel\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files = {**files, f"{info}/METADATA": metadata.encode(), f"{info}/WHEEL": about.encode()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, date_time=DAY)
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            archive.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()
