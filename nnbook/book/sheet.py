"""The one style sheet of formulas and typefaces, with fonts cut down to the alphabet; made when that changes."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nnbook.book.fonts import cut, spans
from nnbook.book.vendor import ROOT, TARGET, VendorError

FONTS = ROOT / "node_modules/@mathjax/mathjax-newcm-font/chtml/woff2"
FOLDER = TARGET / "maths"
SHEET = FOLDER / "maths.css"
OPENING = "/* MathJax, for the alphabet of the book: {} */\n"

MAIN = "mjx-ncm-n"
# Mathematical letters other than italic ones.
SELDOM = re.compile("[\U0001d400-\U0001d433\U0001d468-\U0001d6a3\U0001d6a8-\U0001d6e1\U0001d71c-\U0001d7ff]")
ADDED = "mjx-container{position:relative}"  # once here instead of with each formula
FONT = re.compile(r"@font-face *\{\s*font-family: *(?P<family>[\w-]+).*?(?P<file>[\w-]+\.woff2)", re.DOTALL)

Ask = Callable[[dict[str, Any]], dict[str, Any]]


def require(state: str, alphabet: list[str], ask: Callable[[], Ask]) -> None:
    """Make the style sheet and the fonts, unless they are there and made in this very state."""
    opening = OPENING.format(state)
    if SHEET.is_file() and SHEET.read_text(encoding="utf-8").startswith(opening):
        return
    answer = ask()({"alphabet": alphabet})
    if "error" in answer:
        message = f"the alphabet of the book: {answer['error']}: {answer['tex']}"
        raise VendorError(message)
    FOLDER.mkdir(parents=True, exist_ok=True)
    rules = "".join(answer["rules"])
    for font in FONT.finditer(rules):
        _cut(font["file"], font["file"], answer["characters"])
    rules = _split(rules, answer["characters"])
    # The sheet last: it says that all is there.
    text = (TARGET / "fonts/fonts.css").read_text(encoding="utf-8").replace("url(", "url(../fonts/")
    _place(SHEET, (opening + tight(rules) + ADDED + tight(text) + "\n").encode())


def _split(rules: str, characters: str) -> str:
    """Put the main font's bold and typewriter letters into a file of their own, which few pages ask for."""
    rule = next(font for font in re.findall(r"@font-face[^}]*\}", rules) if f"{MAIN}.woff2" in font)
    seldom = "".join(character for character in characters if SELDOM.match(character))
    common = "".join(character for character in characters if not SELDOM.match(character))
    faces = ""
    for name, part in ((MAIN, common), (f"{MAIN}-seldom", seldom)):
        _cut(f"{MAIN}.woff2", f"{name}.woff2", part)
        faces += rule.replace(MAIN, name).replace("}", f"  unicode-range: {spans(part)};\n}}")
    return rules.replace(rule, faces)


def selectors() -> frozenset[str]:
    """Return what the style sheet has rules for, fonts as `@font-face` and their name."""
    text = SHEET.read_text(encoding="utf-8")
    fonts = {f"@font-face {font['family']}" for font in FONT.finditer(text)}
    return frozenset(fonts | set(re.findall(r"[{}/\n]([^{}@/\n]+)(?=\{)", text)))


def tight(css: str) -> str:
    """Return CSS without the spaces that only people need."""
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,>]) ?|(?<=:) (?=[^{}]*\})", r"\1", css).replace(";}", "}").strip()


def _cut(name: str, target: str, characters: str) -> None:
    special = name.endswith(("-zero.woff2", "-brk.woff2"))  # made of characters of their own
    _place(FOLDER / target, (FONTS / name).read_bytes() if special else cut(FONTS / name, characters))


def _place(file: Path, content: bytes) -> None:
    """Write aside and move into place: another build never sees half a file."""
    aside = file.with_suffix(f".{os.getpid()}")
    aside.write_bytes(content)
    aside.replace(file)
