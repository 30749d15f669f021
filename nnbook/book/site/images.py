"""Pictures made of pixels as files beside the pages, fetched when they come near.

In the page they would be half of what a browser must have before it draws the first line, and as parts of a drawing
they would all be fetched at once. As WebP they have the same pixels in less than half the bytes.
"""

import base64
import io
import json
import posixpath
import re
from importlib.metadata import version
from pathlib import Path

from PIL import Image, ImageOps

from nnbook.book.files import Kept, digest, key, write_whole

FOLDER = "assets/figures"
LEAST = 1500
"""How many bytes a picture has that is worth a request while the page is drawn for the first time."""

LAZY = ' loading="lazy"'
ENCODING = {"lossless": True, "quality": 75, "method": 5}
ENCODED_BY = f"Pillow {version('pillow')}: {json.dumps(ENCODING)}"

OPENING = re.compile(r'<div class="nn-picture-first">.*?</figure>', re.DOTALL)
DATA = r'"data:image/png;base64,(?P<data>[A-Za-z0-9+/=\s]+)"'
PICTURE = re.compile(f"src={DATA}")
# Matplotlib lays pixels upside down into a drawing, and turns them over there.
DRAWN = re.compile(
    r'<image transform="scale\(1 -1\) translate\((?P<right>[-\d.]+) (?P<down>[-\d.]+)\)" x="(?P<x>[-\d.]+)"'
    rf' y="(?P<y>[-\d.]+)" width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)" xlink:href={DATA} />'
)


def moved_out(page: str, url: str, site: Path, kept: Kept) -> str:
    """Return a page with addresses in the place of its pictures, which are written into the site.

    The picture with which the page opens stays if it is small, and is fetched at once if it is not.
    """
    opening = OPENING.search(page)
    end = opening.end() if opening else 0
    return _moved_out(page[:end], url, site, kept, LEAST, "") + _moved_out(page[end:], url, site, kept, 0, LAZY)


def _moved_out(page: str, url: str, site: Path, kept: Kept, least: int, loading: str) -> str:
    def written(data: str, *, flipped: bool) -> str:
        picture = webp(data, kept, flipped=flipped)
        if len(picture) < least:
            return f'src="data:image/webp;base64,{base64.b64encode(picture).decode()}"'
        path = f"{FOLDER}/{digest(picture)[:16]}.webp"
        write_whole(site / path, picture)
        return f'src="{posixpath.relpath(path, url or ".")}"{loading}'

    def alone(match: re.Match[str]) -> str:
        # The room that an image takes is known before it is there.
        with _image(match["data"]) as image:
            width, height = image.size
        return f'{written(match["data"], flipped=False)} width="{width}" height="{height}"'

    def drawn(match: re.Match[str]) -> str:
        left = float(match["x"]) + float(match["right"])
        top = -(float(match["y"]) + float(match["height"]) + float(match["down"]))
        source = written(match["data"], flipped=True)
        place = f'x="{left:.2f}" y="{top:.2f}" width="{match["width"]}" height="{match["height"]}"'
        return f'<foreignObject {place}><img alt="" {source}></foreignObject>'

    return PICTURE.sub(alone, DRAWN.sub(drawn, page))


def webp(data: str, kept: Kept, *, flipped: bool) -> bytes:
    """Return a PNG, given in base64, as WebP, upside down if asked; what was made once is kept."""

    def encoded() -> bytes:
        content = io.BytesIO()
        with _image(data) as image:
            (ImageOps.flip(image) if flipped else image).save(content, "WEBP", **ENCODING)
        return content.getvalue()

    return kept.made(key(data, str(flipped), ENCODED_BY), encoded)


def _image(data: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(data)))
