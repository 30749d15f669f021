"""The formulas' fonts, subset to the characters of the built pages.

They are made for whatever an author may write (`alphabet.tex`), so that a page is right under any generator. The pages
use a third of it, and nearly every chapter loads nine of these fonts.
"""

import re
from html import unescape
from pathlib import Path

from nnbook.book.files import CACHE, ROOT, Kept, digest, key, write_whole
from nnbook.book.vendor.fonts import cut

FONTS = "assets/vendor/maths/*.woff2"
FORMULA = re.compile(r"<mjx-container.*?</mjx-container>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


class Fonts:
    """The subset fonts, kept from build to build."""

    def __init__(self) -> None:
        self.kept = Kept(ROOT / CACHE / "fonts")

    def subset(self, site: Path) -> None:
        """Leave in each font of a built site the characters that some formula has."""
        fonts = sorted(site.glob(FONTS))
        used = "".join(sorted(characters(site))) if fonts else ""
        for font in fonts:
            name = key(digest(font.read_bytes()), used)
            small = self.kept.get(name)
            if small is None:
                small = cut(font, used)
                self.kept.put(name, small)
            write_whole(font, small)


def characters(site: Path) -> set[str]:
    """Return the characters that stand in the formulas of a built site."""
    found: set[str] = set()
    for page in site.rglob("*.html"):
        for formula in FORMULA.findall(page.read_text(encoding="utf-8")):
            found.update(unescape(TAG.sub("", formula)))
    return found
