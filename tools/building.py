"""Build the site the way a reader does, and serve it from a thread."""

import os
import shutil
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from nnbook.book.vendor import packages, pyodide

ROOT = Path(__file__).resolve().parents[1]


def build(target: Path, *, root: Path = ROOT, wrapper: tuple[str, ...] = (), **variables: str) -> None:
    """Run a strict build of the book in `root` into `target`; the build's own words are the error."""
    command = [*wrapper, sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"} | variables
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=1800)
    said = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("INFO")]
    assert done.returncode == 0, "the build failed:\n" + "\n".join(said)


def fresh_copy(target: Path) -> Path:
    """Copy what the repository holds and what a build fetches (now, if it has not been), without any cache."""
    packages.install()
    packages.require()
    assert pyodide.gather(), pyodide.reason()
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        source = ROOT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    # The fonts and the style sheet of the formulas are made anew.
    kept = shutil.ignore_patterns("maths")
    shutil.copytree(ROOT / "docs/assets/vendor", target / "docs/assets/vendor", ignore=kept, dirs_exist_ok=True)
    # What would be fetched, which the other day's certificates do not allow.
    shutil.copytree(ROOT / ".cache/nnbook/pyodide", target / ".cache/nnbook/pyodide")
    (target / "node_modules").symlink_to(ROOT / "node_modules")
    return target


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".woff2": "font/woff2", ".mjs": "text/javascript"}

    def log_message(self, *_: Any) -> None:
        """Say nothing: pytest would show every request."""

    def send_error(self, code: int, *_: Any, **__: Any) -> None:
        """Answer with the book's own page, as a host does."""
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that closes its connections when it goes."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(site: Path, handler: type[SimpleHTTPRequestHandler] = _Quiet, port: int = 0) -> Iterator[str]:
    """Serve a folder from a thread, on a free port of this machine if none is given, and yield its address.

    The site may be built afterwards: the theme navigates instantly only within the address that it was built for.
    """
    with _Server(("127.0.0.1", port), lambda *given: handler(*given, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def pages(site: Path) -> list[str]:
    """Return the address of every page, relative to the site's root, in the order of the sitemap."""
    start = home(site)
    return [location.removeprefix(start) for location in _located(site)]


def home(site: Path) -> str:
    """Return the address that the site was built for."""
    return min(_located(site), key=len)


def _located(site: Path) -> list[str]:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    return [element.text or "" for element in ET.parse(site / "sitemap.xml").iter(name)]
