"""Pictures made of pixels as files beside the pages: a MkDocs hook.

In the page they would be half of what a browser must have before it draws the first line. A generator without hooks
leaves them where they are.
"""

import base64
import posixpath
import re
import struct
from pathlib import Path
from typing import Any

from nnbook.book.cache import digest

FOLDER = "assets/figures"
LEAST = 2000
"""How many characters a picture has in the page if it is worth a request of its own."""

PICTURE = re.compile(
    rf'(?P<attribute>(?:xlink:)?href|src)="data:image/png;base64,(?P<data>[A-Za-z0-9+/=\s]{{{LEAST},}})"'
)


def moved_out(page: str, url: str, site: Path) -> str:
    """Return a page with addresses in the place of its pictures, which are written into the site."""

    def file(match: re.Match[str]) -> str:
        png = base64.b64decode(match["data"])
        path = f"{FOLDER}/{digest(png)[:16]}.png"
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(png)
        address = f'{match["attribute"]}="{posixpath.relpath(path, url or ".")}"'
        if match["attribute"] != "src":
            return address
        # The room that an image takes is known before it is there; it is fetched when it comes near.
        width, height = struct.unpack(">II", png[16:24])
        return f'{address} width="{width}" height="{height}" loading="lazy"'

    return PICTURE.sub(file, page)


def on_post_page(output: str, page: Any, config: Any, **_: Any) -> str:
    """MkDocs calls this with each page as it will be written."""
    return moved_out(output, page.url, Path(config["site_dir"]))
