"""Serve a folder as a host does, compressed: `python -m tools.compressed site/ 8080`."""

import gzip
import sys
import threading
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

from tools import building

TEXT = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt", ".webmanifest", ".py", ".ipynb", ".tsv"}


@lru_cache(maxsize=4096)
def packed(path: Path, _: int) -> bytes:
    """Return a file's compressed bytes."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)


class Handler(SimpleHTTPRequestHandler):
    """Answers with gzip where text is asked for, keeps the connection, and has the book's own page for what is not."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".woff2": "font/woff2",
        ".mjs": "text/javascript",
        ".webmanifest": "application/manifest+json",
        ".wasm": "application/wasm",
    }

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file."""
        self.answer(body=True)

    def do_HEAD(self) -> None:
        """Send what is known of a file."""
        self.answer(body=False)

    def answer(self, *, body: bool) -> None:
        """Send the head, and perhaps the content."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and not self.path.partition("?")[0].endswith("/"):
            self.send_response(301)
            self.send_header("Location", self.path + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        path = path if found else Path(self.directory, "404.html")
        small = path.suffix in TEXT and "gzip" in self.headers.get("Accept-Encoding", "")
        content = packed(path, path.stat().st_mtime_ns) if small else path.read_bytes()
        kind = self.guess_type(str(path))
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if path.suffix in TEXT else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache" if path.suffix in {".html", ".js"} else "max-age=600")
        if small:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if body:
            self.wfile.write(content)


if __name__ == "__main__":
    with building.serve(Path(sys.argv[1]), Handler, int(sys.argv[2])) as address:
        print(address, flush=True)
        threading.Event().wait()
