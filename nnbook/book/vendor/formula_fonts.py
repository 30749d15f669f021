"""The one style sheet of formulas and typefaces, with fonts cut down to the alphabet; made when that changes."""

import base64
import logging
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nnbook.book.files import CACHE, ROOT, alone, digest, replace_folder, write_whole
from nnbook.book.vendor.fonts import cut, spans
from nnbook.book.vendor.made import is_whole, seal
from nnbook.book.vendor.packages import TARGET, VendorError

FONTS = ROOT / "node_modules/@mathjax/mathjax-newcm-font/chtml/woff2"
FOLDER = TARGET / "maths"
SHEET = FOLDER / "maths.css"

MAIN = "mjx-ncm-n"
# What four pages or more write their formulas with: a file of its own, for a page that has a formula at its beginning.
COMMON = "0123456789()[]{}+−±⋅/=<>≤≈,.…′|‖⋯←√∑∇∂⊤ˆ¯\xa0acdefhilmnoprstuwx𝐴𝐶𝐿𝑊𝑋𝑎𝑏𝑐𝑑𝑒𝑓𝑔ℎ𝑖𝑗𝑘𝑙𝑚𝑛𝑝𝑠𝑡𝑢𝑣𝑤𝑥𝑦𝑧𝛿𝜂𝜃𝜎𝜕"
# Mathematical letters other than italic ones.
SELDOM = re.compile("[\U0001d400-\U0001d433\U0001d468-\U0001d6a3\U0001d6a8-\U0001d6e1\U0001d71c-\U0001d7ff]")
ADDED = "mjx-container {position: relative}\n"  # once here instead of with each formula
FONT = re.compile(
    r"@font-face *\{\s*font-family: *(?P<family>[\w-]+)[^}]*?(?:data:font/woff2|(?P<file>[\w-]+\.woff2))", re.DOTALL
)

log = logging.getLogger("mkdocs.nnbook")

Ask = Callable[[dict[str, Any]], dict[str, Any]]


def require(state: str, alphabet: list[str], ask: Callable[[], Ask]) -> None:
    """Make the style sheet and the fonts, unless they are there, whole, and made in this very state."""
    text = (TARGET / "fonts/fonts.css").read_text(encoding="utf-8")
    state = digest(f"{state}\n{text}".encode())
    if is_whole(FOLDER, state):
        return
    with alone("formula fonts"):
        if not is_whole(FOLDER, state):
            log.info("nnbook: making the fonts of the formulas (once, some seconds)")
            _make(state, alphabet, ask(), text)


def _make(state: str, alphabet: list[str], ask: Ask, text: str) -> None:
    """Make all of it beside what is there, and then put it in its place."""
    answer = ask({"alphabet": alphabet})
    if "error" in answer:
        raise VendorError(f"the alphabet of the book: {answer['error']}: {answer['tex']}")
    aside = ROOT / CACHE / f"maths-{os.getpid()}"
    rules = _carry("".join(answer["rules"]))
    for font in FONT.finditer(rules):
        if font["file"]:
            _cut(font["file"], aside / font["file"], answer["characters"])
    rules = _split(rules, answer["characters"], aside)
    write_whole(aside / SHEET.name, (rules + ADDED + text.replace("url(", "url(../fonts/")).encode())
    seal(aside, state, sorted(aside.iterdir()))
    replace_folder(aside, FOLDER)


def _split(rules: str, characters: str, folder: Path) -> str:
    """Divide the main font in three: what is common, what is not, and bold and typewriter letters."""
    rule = next(font for font in re.findall(r"@font-face[^}]*\}", rules) if f"{MAIN}.woff2" in font)
    parts: dict[str, list[str]] = {MAIN: [], f"{MAIN}-more": [], f"{MAIN}-seldom": []}
    for character in characters:
        kind = "" if character in COMMON else "-seldom" if SELDOM.match(character) else "-more"
        parts[MAIN + kind].append(character)
    faces = ""
    for name, part in parts.items():
        _cut(f"{MAIN}.woff2", folder / f"{name}.woff2", "".join(part))
        faces += rule.replace(MAIN, name).replace("}", f"  unicode-range: {spans(part)};\n}}")
    return rules.replace(rule, faces)


def _carry(rules: str) -> str:
    """Put the fonts that draw nothing, which every formula measures with, into the sheet: under 1 kB each."""

    def carried(match: re.Match[str]) -> str:
        return f"url(data:font/woff2;base64,{base64.b64encode((FONTS / match['file']).read_bytes()).decode()})"

    return re.sub(r"""url\(["']?(?:[^()"']*/)?(?P<file>mjx-ncm-(?:zero|brk)\.woff2)["']?\)""", carried, rules)


def selectors() -> frozenset[str]:
    """Return what the style sheet has rules for, fonts as `@font-face` and their name."""
    text = "\n" + tight(SHEET.read_text(encoding="utf-8"))
    fonts = {f"@font-face {font['family']}" for font in FONT.finditer(text)}
    return frozenset(fonts | set(re.findall(r"[{}/\n]([^{}@/\n]+)(?=\{)", text)))


def tight(css: str) -> str:
    """Return CSS without the spaces that only people need."""
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,>]) ?|(?<=:) (?=[^{}]*\})", r"\1", css).replace(";}", "}").strip()


def _cut(name: str, target: Path, characters: str) -> None:
    write_whole(target, cut(FONTS / name, characters))
