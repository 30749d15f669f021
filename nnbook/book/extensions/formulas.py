r"""Formulas are typeset while the page is built: MathJax writes them as HTML, with MathML for those who listen.

A Markdown extension: what `pymdownx.arithmatex` has marked is replaced by the finished formula, kept between builds.
One process of Node does all the formulas of a build. A formula that is wrong stops the build, naming page and line.
"""

import json
import re
import subprocess
import threading
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element
from xml.sax.saxutils import unescape

from markdown import Extension, Markdown
from markdown.util import AtomicString
from pymdownx.superfences import SuperFencesException

from nnbook.book.extensions.fences import FencesExtension
from nnbook.book.extensions.steps import AFTER_HEADINGS, tree_step
from nnbook.book.files import CACHE, ROOT, Kept, digest, key
from nnbook.book.parse.equations import without_code
from nnbook.book.parse.page import Page
from nnbook.book.vendor import formula_fonts
from nnbook.book.vendor.packages import VendorError, node, require

SCRIPT = Path(__file__).with_suffix(".mjs")
ALPHABET = Path(__file__).with_name("alphabet.tex")

DELIMITERS = re.compile(r"\\[(\[](?P<tex>.*)\\[)\]]", re.DOTALL)

SIZES = ("big", "Big", "bigg", "Bigg")
HEIGHTS = [hundredths / 100 for hundredths in range(40, 300, 5)]
WIDTHS = [tenths / 10 for tenths in range(5, 60, 3)] + [8, 12]

Formula = tuple[str, bool]
"""TeX without its delimiters, and whether it stands in a line of its own."""


class FormulaError(ValueError):
    """A formula that cannot be typeset: which, and why."""

    def __init__(self, tex: str, reason: str) -> None:
        super().__init__(f"{reason}: {tex.strip()}")
        self.tex = tex


class Typesetter:
    """Typesets formulas, those that are kept without starting MathJax."""

    def __init__(self, kept: Kept | None = None) -> None:
        self.kept = kept or Kept(CACHE / "formulas")
        self.state = state()
        self.asked = 0
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def typeset(self, formulas: Sequence[Formula]) -> list[str]:
        """Return the HTML of each formula; raise FormulaError for the first that is wrong."""
        found = {formula: self._kept(formula) for formula in formulas}
        missing = [formula for formula, html in found.items() if html is None]
        if missing:
            known = formula_fonts.selectors()
            for formula, answer in zip(missing, self.ask({"formulas": missing})["typeset"], strict=True):
                found[formula] = self._keep(formula, answer, known)
        return [html for formula in formulas if (html := found[formula]) is not None]

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Put a question to MathJax, which is started for the first."""
        with self._lock:
            self.asked += len(question.get("formulas", ()))
            process = self._process = self._process or start()
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            if not answer:
                raise VendorError(f"MathJax stopped with exit code {process.wait()}; what it said stands above.")
        return dict(json.loads(answer))

    def close(self) -> None:
        """Let MathJax go."""
        if self._process:
            self._process.communicate()
            self._process = None

    def __del__(self) -> None:
        """Leave no process behind."""
        self.close()

    def _key(self, formula: Formula) -> str:
        tex, display = formula
        return key(self.state, str(display), tex)

    def _kept(self, formula: Formula) -> str | None:
        html = self.kept.get(self._key(formula))
        return None if html is None else html.decode()

    def _keep(self, formula: Formula, answer: dict[str, Any], known: frozenset[str]) -> str:
        if "error" in answer:
            raise FormulaError(formula[0], answer["error"])
        if unknown := sorted(set(map(formula_fonts.tight, answer["needs"])) - known - {""}):
            reason = f"the style sheet has no {unknown[0]}; add what is new to {ALPHABET.name} beside {__name__}"
            raise FormulaError(formula[0], reason)
        html = str(answer["html"])
        self.kept.put(self._key(formula), html.encode())
        return html


class TypesetExtension(Extension):
    """Typesets the formulas of a page."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Put MathJax and the fonts in place, and register the step."""
        typesetter()
        tree_step(md, "nnbook_typeset", AFTER_HEADINGS, partial(_typeset_all, md))


def _typeset_all(md: Markdown, root: Element) -> None:
    """Put the typeset formulas in the place of those that arithmatex has marked."""
    marked = [element for element in root.iter() if element.get("class") == "arithmatex" and element.text]
    formulas = [read(element) for element in marked]
    try:
        done = typesetter().typeset(formulas)
    except FormulaError as problem:
        page = next((one.page for one in md.registeredExtensions if isinstance(one, FencesExtension)), None)
        raise SuperFencesException(f"\n{place(page, problem.tex)}: {problem}") from None
    for element, html in zip(marked, done, strict=True):
        element.text = AtomicString(md.htmlStash.store(html))
        if element.tag == "div" and "<mfrac" in html:
            element.set("data-search-exclude", "")  # in a line of text, two numbers side by side


def read(element: Element) -> Formula:
    """Return the formula of an element that arithmatex has marked."""
    found = DELIMITERS.fullmatch((element.text or "").strip())
    if found is None:
        raise SuperFencesException(
            rf"a formula is not between \( and \) or \[ and \]: {element.text!r}. Is arithmatex set to `generic`?"
        )
    # From version 13 on arithmatex escapes what stands in lines of its own: <, >, & and ".
    return unescape(found["tex"], {"&quot;": '"'}).strip(), element.tag == "div"


def place(page: Page | None, tex: str) -> str:
    """Return page and line of a formula, as far as they can be told."""
    if page is None:
        return "text that is no page (a docstring?)"
    written = re.sub(r"\\tag\{[^}]*\}(?=\\label)", "", tex)
    pattern = r"(?:\$|\\\(|\\\[)\s*" + r"\s*".join(re.escape(word) for word in written.split())
    text = without_code(page)
    found = re.search(pattern, text)
    return f"{page.path}:{text.count(chr(10), 0, found.start()) + 1}" if found else page.path


def alphabet() -> list[str]:
    """Return the formulas that the style sheet is made for."""
    formulas = []
    for line in ALPHABET.read_text(encoding="utf-8").split("\n"):
        kind, _, pattern = line.partition(" ")
        if kind == "@big":
            formulas += [f"\\{size}{bracket}" for size in SIZES for bracket in pattern.split()]
        elif kind == "@tall":
            formulas += [pattern.replace("#", rf"\rule[-{half}em]{{0pt}}{{{2 * half}em}}") for half in HEIGHTS]
        elif kind == "@wide":
            formulas += [pattern.replace("#", rf"\rule{{{width}em}}{{1ex}}") for width in WIDTHS]
        elif line and kind != "%":
            formulas.append(line)
    return formulas


def state() -> str:
    """Return a digest of all that decides how a formula looks: MathJax, its font, our options, the alphabet."""
    files = [ROOT / "package-lock.json", SCRIPT, ALPHABET, Path(formula_fonts.__file__)]
    return _state(tuple((str(file), file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=1)
def _state(files: tuple[tuple[str, int], ...]) -> str:
    lock, *others = [Path(name).read_bytes() for name, _ in files]
    packages = json.loads(lock)["packages"]
    pins = [packages[f"node_modules/{name}"]["integrity"] for name in ("mathjax", "@mathjax/mathjax-newcm-font")]
    return digest("\n".join((*pins, *(digest(content) for content in others))).encode())


def start() -> subprocess.Popen[str]:
    """Start MathJax in Node, the one that came with pip."""
    if not (ROOT / "node_modules/mathjax").is_dir():
        raise VendorError("node_modules/ has no MathJax. Run `npm ci` in the folder of the book.")
    command = [node(), str(SCRIPT), str(ROOT)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


@lru_cache(maxsize=1)
def _typesetter(state: str) -> Typesetter:
    require()
    made = Typesetter()
    formula_fonts.require(state, alphabet(), lambda: made.ask)
    return made


def typesetter() -> Typesetter:
    """Return the typesetter of this build; its style sheet and fonts are in place."""
    return _typesetter(state())


def makeExtension(**options: Any) -> TypesetExtension:
    """Return the extension, as Python-Markdown asks for it."""
    return TypesetExtension(**options)
