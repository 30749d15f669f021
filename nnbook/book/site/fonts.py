"""The fonts, subset to the characters of the built pages.

They are made for whatever an author may write (`alphabet.tex` for formulas), so that a page is right under any
generator. The whole page is laid out before it is painted, so a chapter loads all fonts that it has a character of.
"""

import json
import re
from collections.abc import Iterable
from functools import partial
from html import unescape
from pathlib import Path

from nnbook.book.files import CACHE, ROOT, Kept, digest, key, write_whole
from nnbook.book.vendor.fonts import cut

FORMULAS = "assets/vendor/maths/*.woff2"
TEXT = "assets/vendor/fonts/*.woff2"
OTHERS = ("assets/js/*.js", "assets/live/*.js", "assets/widgets/**/*.js", "assets/**/*.css")
"""Widgets, live code and style sheets write text, too."""

FORMULA = re.compile(r"<mjx-container.*?</mjx-container>", re.DOTALL)
# What is read out beside a formula is not seen.
TAG = re.compile(r"<mjx-assistive-mml.*?</mjx-assistive-mml>|<[^>]*>", re.DOTALL)


class Fonts:
    """The subset fonts, kept from build to build."""

    def __init__(self) -> None:
        self.kept = Kept(ROOT / CACHE / "fonts")

    def subset(self, site: Path) -> None:
        """Leave in each font of a built site the characters that stand in it; a font of which none does stays whole."""
        pages = [self._of_page(page.read_text(encoding="utf-8")) for page in site.rglob("*.html")]
        others = (file.read_text(encoding="utf-8") for pattern in OTHERS for file in site.glob(pattern))
        text = [*(outside for _, outside in pages), characters(others)]
        self._replace(sorted(site.glob(FORMULAS)), union(within for within, _ in pages))
        self._replace(sorted(site.glob(TEXT)), union(text))

    def _of_page(self, page: str) -> tuple[str, str]:
        """Return the characters of a page that stand in formulas, and those outside."""

        def found() -> bytes:
            within = characters(TAG.sub("", formula) for formula in FORMULA.findall(page))
            return json.dumps([within, characters([FORMULA.sub("", page)])]).encode()

        name = key("characters", FORMULA.pattern, TAG.pattern, page)
        within, outside = json.loads(self.kept.made(name, found))
        return within, outside

    def _replace(self, fonts: list[Path], used: str) -> None:
        for font in fonts:
            name = key(digest(font.read_bytes()), used)
            write_whole(font, self.kept.made(name, partial(_cut, font, used)))


def _cut(font: Path, used: str) -> bytes:
    # Imported here: a build that finds its fonts kept does without.
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as whole:
        needed = set(map(chr, whole.getBestCmap() or {})) & set(used)
    return cut(font, needed) if needed else font.read_bytes()


def characters(texts: Iterable[str]) -> str:
    """Return the characters of texts, those that HTML spells out too."""
    return "".join(sorted(set[str]().union(*(set(unescape(text)) for text in texts))))


def union(parts: Iterable[str]) -> str:
    """Return all characters that stand in one of the parts."""
    return "".join(sorted(set[str]().union(*map(set, parts))))
