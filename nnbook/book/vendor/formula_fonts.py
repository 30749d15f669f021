"""The one style sheet of formulas and typefaces, with fonts cut down to the alphabet; made when that changes."""

import base64
import re
from collections.abc import Callable
from typing import Any

from nnbook.book.files import write_whole
from nnbook.book.vendor.fonts import cut, spans
from nnbook.book.vendor.packages import ROOT, TARGET, VendorError

FONTS = ROOT / "node_modules/@mathjax/mathjax-newcm-font/chtml/woff2"
FOLDER = TARGET / "maths"
SHEET = FOLDER / "maths.css"
OPENING = "/* MathJax, for the alphabet of the book: {} */\n"

MAIN = "mjx-ncm-n"
# What four pages or more write their formulas with: a file of its own, for a page that has a formula at its beginning.
COMMON = "0123456789()[]{}+−±⋅/=<>≤≈,.…′|‖⋯←√∑∇∂⊤ˆ¯\xa0acdefhilmnoprstuwx𝐴𝐶𝐿𝑊𝑋𝑎𝑏𝑐𝑑𝑒𝑓𝑔ℎ𝑖𝑗𝑘𝑙𝑚𝑛𝑝𝑠𝑡𝑢𝑣𝑤𝑥𝑦𝑧𝛿𝜂𝜃𝜎𝜕"
# Mathematical letters other than italic ones.
SELDOM = re.compile("[\U0001d400-\U0001d433\U0001d468-\U0001d6a3\U0001d6a8-\U0001d6e1\U0001d71c-\U0001d7ff]")
ADDED = "mjx-container{position:relative}"  # once here instead of with each formula
FONT = re.compile(
    r"@font-face *\{\s*font-family: *(?P<family>[\w-]+)[^}]*?(?:data:font/woff2|(?P<file>[\w-]+\.woff2))", re.DOTALL
)

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
    rules = "".join(answer["rules"])
    rules = _carry(rules)
    for font in FONT.finditer(rules):
        if font["file"]:
            _cut(font["file"], font["file"], answer["characters"])
    rules = _split(rules, answer["characters"])
    # The sheet last: it says that all is there.
    text = (TARGET / "fonts/fonts.css").read_text(encoding="utf-8").replace("url(", "url(../fonts/")
    write_whole(SHEET, (opening + tight(rules) + ADDED + tight(text) + "\n").encode())


def _split(rules: str, characters: str) -> str:
    """Divide the main font in three: what is common, what is not, and bold and typewriter letters."""
    rule = next(font for font in re.findall(r"@font-face[^}]*\}", rules) if f"{MAIN}.woff2" in font)
    parts: dict[str, list[str]] = {MAIN: [], f"{MAIN}-more": [], f"{MAIN}-seldom": []}
    for character in characters:
        kind = "" if character in COMMON else "-seldom" if SELDOM.match(character) else "-more"
        parts[MAIN + kind].append(character)
    faces = ""
    for name, part in parts.items():
        _cut(f"{MAIN}.woff2", f"{name}.woff2", "".join(part))
        faces += rule.replace(MAIN, name).replace("}", f"  unicode-range: {spans(part)};\n}}")
    return rules.replace(rule, faces)


def _carry(rules: str) -> str:
    """Put the fonts that draw nothing, which every formula measures with, into the sheet: under 1 kB each."""

    def carried(match: re.Match[str]) -> str:
        return f"url(data:font/woff2;base64,{base64.b64encode((FONTS / match['file']).read_bytes()).decode()})"

    return re.sub(r"""url\(["']?(?:[^()"']*/)?(?P<file>mjx-ncm-(?:zero|brk)\.woff2)["']?\)""", carried, rules)


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
    write_whole(FOLDER / target, cut(FONTS / name, characters))
