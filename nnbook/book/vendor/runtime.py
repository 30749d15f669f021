"""What the site has of Python for the browser: the files that `pyodide` gathers, in the form in which pages fetch them.

NumPy's wheel is taken apart: its compiled modules are linked before Python starts. What comes with it is a snapshot of
the memory; a page that cannot use it starts Python from the same files the long way.
"""

import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nnbook.book.files import PACKAGE, digest, write_whole
from nnbook.book.vendor import bytecode, pyodide, snapshot
from nnbook.book.vendor.packing import SUFFIX, archive, contents, packed, without
from nnbook.book.vendor.snapshot import LIBRARIES
from nnbook.book.vendor.wheel import book_wheel, installed_wheel, session_wheel

TARGET = Path("docs/assets/vendor/live")
MANIFEST = "runtime.json"
"""Says what there is to load, and how large it is. Where it is missing, pages say that live code is off."""

SCRIPT, CORE, STDLIB, DIGITS = "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "mnist.npz"
PRODUCTS = Path(__file__).with_name("products.so")
"""Faster products of matrices (decision 15); with `NNBOOK_PRODUCTS=0` a site is made without them."""

EXTRAS = ("autograd",)
"""Packages that a page imports besides; they are pure Python, and taken from where the book is built."""

SESSION = "session.whl"
"""What runs the cells of a lab; other pages do without."""

UNUSED = (
    "*/tests/*", "*.pyi", "*.pxd", "*.h", "*.c", "*.f", "*.f90", "*.a", "*.orig", "*.dist-info/RECORD", "numpy/f2py/*",
    "matplotlib/mpl-data/fonts/afm/*", "matplotlib/mpl-data/fonts/pdfcorefonts/*", "matplotlib/mpl-data/images/*",
    "matplotlib/mpl-data/sample_data/*", "matplotlib/backends/web_backend/*",
    "matplotlib/mpl-data/fonts/ttf/DejaVuSerif*", "matplotlib/backends/*gtk*", "matplotlib/backends/*qt*",
    "matplotlib/backends/*_tk*", "matplotlib/backends/*_wx*", "matplotlib/backends/*_macosx*",
    "matplotlib/backends/*_webagg*", "matplotlib/backends/*_nbagg*", "matplotlib/backends/*_cairo*",
    "matplotlib/backends/*_pgf*", "matplotlib/testing/*", "matplotlib/sphinxext/*", "packaging/licenses/*",
    "pyparsing/diagram/*", "PIL/ImageQt*", "PIL/ImageTk*", "PIL/ImageWin*", "PIL/ImageGrab*", "PIL/ImageShow*",
)  # fmt: skip
"""What no code in a page can use: tests, what compilers read, windows of other systems, fonts that no list names."""

REST = ("matplotlib/mpl-data/fonts/ttf/*.ttf", "PIL/_imagingft.*", "PIL/_webp.*", "dateutil/zoneinfo/*.tar.gz")
FONTS = tuple(f"DejaVuSans{kind}.ttf" for kind in ("", "-Bold", "-Oblique", "Mono", "Display"))
"""What comes only when it is asked for, `rest`: all fonts but these, which the book's own figures have."""
NAMED = re.compile(r".*/(?:STIX|cm)\w+\.ttf")
"""Fonts that Matplotlib's formulas look for and do not open (powers of ten at an axis are formulas): empty."""
FONT_LIST = "matplotlib/fontlist.json"

log = logging.getLogger("mkdocs.nnbook")


def prepare(*, fast: bool = False) -> bool:
    """Gather the files and put them into the site's folder, or say why there are none; tell whether there are.

    The snapshot takes long and changes with each edit of the library: a `fast` build has it only if one is kept.
    """
    if not pyodide.gather():
        shutil.rmtree(TARGET, ignore_errors=True)
        log.info("nnbook: live code is off: %s", pyodide.reason())
        return False
    lay_out(fast=fast)
    return True


def is_there() -> bool:
    """Tell whether an earlier build has put the files into the site's folder, or this one is to do without them."""
    return (TARGET / MANIFEST).is_file() or os.environ.get("NNBOOK_LIVE") == "0"


def make_ahead() -> None:
    """Gather, compile, pack and start what takes long, so that the build that comes next finds it kept."""
    with tempfile.TemporaryDirectory() as folder:
        if pyodide.gather():
            lay_out(target=Path(folder))


def lay_out(kept: Path = pyodide.KEPT, target: Path = TARGET, *, fast: bool = False) -> None:
    """Put the runtime, the library of this build and the digits into a folder, changing only what differs."""
    lock = json.loads((kept / pyodide.LOCK).read_bytes())
    used, rest = _packages(kept, lock)
    numpy = used.pop("numpy")
    libraries = {name: numpy.pop(name) for name in LIBRARIES}
    core = {name: (kept / name).read_bytes() for name in (SCRIPT, CORE)}
    core[STDLIB] = archive(contents((kept / STDLIB).read_bytes()))
    library = book_wheel()
    late = {name: content for name, content in numpy.items() if name.startswith("numpy/ma/")}
    compiled = bytecode.compiled(core, {"numpy": late, **used}, lock["info"])
    files = {
        SCRIPT: core[SCRIPT],
        CORE + SUFFIX: packed(core[CORE]),
        f"libraries{SUFFIX}": packed(b"".join(libraries.values())),
        STDLIB + SUFFIX: packed(core[STDLIB]),
        f"rest.zip{SUFFIX}": packed(archive(rest)),
        f"numpy.zip{SUFFIX}": packed(archive(without(numpy, late) | compiled.pop("numpy"))),
        "nnbook.whl": library,
        DIGITS: (PACKAGE / "data" / DIGITS).read_bytes(),
        **{f"{name}.zip{SUFFIX}": packed(archive(content)) for name, content in compiled.items()},
        **{f"{name}.whl": installed_wheel(name) for name in EXTRAS},
        SESSION: session_wheel(),
    }
    steps = _steps(used)
    if os.environ.get("NNBOOK_PRODUCTS") != "0":
        files[PRODUCTS.name] = PRODUCTS.read_bytes()
        steps["python"].append(PRODUCTS.name)
    known: dict[str, Any] = {"libraries": [{"name": name, "size": len(code)} for name, code in libraries.items()]}
    packages = numpy | libraries | contents(library)
    try:
        memory, known["snapshot"] = snapshot.make(core, packages, lock["info"], only_kept=fast)
    except snapshot.SnapshotError as problem:
        log.info("nnbook: live code starts the long way: %s", problem)
    else:
        files[f"snapshot{SUFFIX}"], steps["snapshot"] = packed(memory), [f"snapshot{SUFFIX}"]
    sizes = {name: {"size": len(content), "sha256": digest(content)} for name, content in files.items()}
    manifest = {"pyodide": pyodide.VERSION, "info": lock["info"], "steps": steps, **known, "files": sizes}
    files[MANIFEST] = (json.dumps(manifest, indent=1) + "\n").encode()
    _put(target, files)


def _steps(packages: Iterable[str]) -> dict[str, list[str]]:
    """Return which files each step of a start needs."""
    return {
        "python": [SCRIPT, CORE + SUFFIX, f"libraries{SUFFIX}"],
        "sources": [STDLIB + SUFFIX, f"numpy.zip{SUFFIX}", "nnbook.whl"],
        "matplotlib": [f"{name}.zip{SUFFIX}" for name in packages],
        "rest": [f"rest.zip{SUFFIX}"],
        "digits": [DIGITS],
        **{name: [f"{name}.whl"] for name in EXTRAS},
        "session": [SESSION],
    }


def _put(target: Path, files: Mapping[str, bytes]) -> None:
    """Let a folder hold these files and no others, changing only what differs."""
    target.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = target / name
        if not (path.is_file() and path.read_bytes() == content):
            write_whole(path, content)
    for path in target.iterdir():
        if path.name not in files:
            path.unlink()


def _packages(kept: Path, lock: dict[str, Any]) -> tuple[dict[str, dict[str, bytes]], dict[str, bytes]]:
    """Return the files of each package, and those of all that come when they are asked for."""
    used = {
        name: without(contents((kept / lock["packages"][name]["file_name"]).read_bytes()), UNUSED)
        for name in (*pyodide.NUMPY, *pyodide.MATPLOTLIB)
    }
    rest: dict[str, bytes] = {}
    for files in used.values():
        first = without(files, REST) | {name: content for name, content in files.items() if name.endswith(FONTS)}
        rest |= {name: files.pop(name) for name in files.keys() - first}
    used["matplotlib"] |= dict.fromkeys(filter(NAMED.fullmatch, rest), b"")
    # Without a list of its fonts Matplotlib would look for them, which takes seconds.
    known = (PACKAGE / "book/vendor/fontlist.json").read_bytes()
    fonts = json.loads(known)
    there = {font["fname"] for font in fonts["ttflist"] if f"matplotlib/mpl-data/{font['fname']}" in used["matplotlib"]}
    fonts["ttflist"] = [font for font in fonts["ttflist"] if font["fname"] in there]
    used["matplotlib"][FONT_LIST], rest[FONT_LIST] = json.dumps(fonts).encode(), known
    return used, rest
