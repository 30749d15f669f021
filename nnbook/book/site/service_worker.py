"""The book without network: a service worker with the list of what it keeps."""

import json
from pathlib import Path

from nnbook.book.files import digest, write_whole

WORKER = Path(__file__).with_suffix(".js")
# Besides the pages: what every page needs, and what search and navigation ask for.
KEPT = (
    "404.html",
    "sitemap.xml",
    "manifest.webmanifest",
    "search/search_index.json",
    "assets/**/*.css",
    "assets/javascripts/**/*.js",
    "assets/js/*.js",
    "assets/live/live.js",
    "assets/widgets/**/*.js",
    "assets/figures/*.webp",
    "assets/img/*.svg",
    "assets/vendor/fonts/*-common.woff2",
    "assets/vendor/maths/*.woff2",
)
# Fetched when it is asked for, but of the same version as the rest.
VERSIONED = (
    "assets/live/*.js",
    "assets/live/frame.html",
    "assets/vendor/fzstd/*.js",
    "assets/vendor/live/runtime.json",
)


def write(site: Path) -> list[str]:
    """Write the worker into a built site, and return the addresses of what it keeps from the first visit on."""
    pages = sorted(path for path in site.rglob("index.html"))
    others = {path for pattern in KEPT for path in site.glob(pattern)}
    files = [*pages, *sorted(others)]
    addresses = [path.relative_to(site).as_posix().removesuffix("index.html") or "./" for path in files]
    contents = (f"{address} {digest(path.read_bytes())}" for address, path in zip(addresses, files, strict=True))
    versioned = sorted(path for pattern in VERSIONED for path in site.glob(pattern))
    more = (f"{path.relative_to(site).as_posix()} {digest(path.read_bytes())}" for path in versioned)
    text = WORKER.read_text(encoding="utf-8")
    version = digest("\n".join([text, *contents, *more]).encode())[:12]
    text = text.replace('"nnbook-";', f'"nnbook-{version}";', 1).replace(
        "[];", f"{json.dumps(addresses, indent=1)};", 1
    )
    write_whole(site / "sw.js", text.encode())
    return addresses
