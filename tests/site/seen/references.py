"""Nothing on the built site refers to what is not there: variables, rules, files, ids, letters, icons and words.

Each check returns the problems that it found, in words; `looked` counts what was looked at.
"""

import io
import json
import re
from base64 import b64decode
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit
from xml.etree import ElementTree as ET

import tinycss2
from fontTools.ttLib import TTFont
from playwright.sync_api import BrowserContext, Page

from tests.site.waiting import until

ASK = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
OWN = ("assets/js/*.js", "assets/live/*.js", "assets/widgets/**/*.js")
THEME = "assets/javascripts/bundle.*.js"

# Classes that a program sets to find an element again, or that say what holds, and that have no look of their own.
WITHOUT_RULES = frozenset(
    {
        "nn-loss-now",
        "nn-loss-top",
        "nn-verdict-wrong",
        "nn-w-sigma",
        "nn-w-slope",
        "nn-w-total",
        "nn-w-verdict",
    }
)

# What the book does not switch on; `purge.mjs` leaves its rules out.
SWITCHED_OFF = re.compile("md-(annotation|select|status|version)")

# Signs that Source Serif 4 does not have as it is published for the web; the browser takes them from another typeface.
BORROWED = frozenset("→∂∇∏∑√≈≤≥⊤⌊⌋ᵀ⁰⁸⁻⁽⁾₀₁₂₃₄")

HOME = "http://site.invalid/"


@dataclass
class Visited:
    """What a browser found on some pages: problems by kind, and what the pages ask for."""

    looked: Counter[str] = field(default_factory=Counter)
    problems: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, str] = field(default_factory=dict)
    letters: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    formulas: dict[str, str] = field(default_factory=dict)


def visit(context: BrowserContext, site: Path, address: str, pages: Iterable[str]) -> Visited:
    """Open each page, let its widgets come, and ask what it refers to."""
    visited = Visited()
    programs = "\n".join(file.read_text(encoding="utf-8") for file in scripts(site, OWN))
    theme = "\n".join(file.read_text(encoding="utf-8") for file in scripts(site, (THEME,)))
    written = {
        "used": sorted(set(re.findall(r"var\((--[\w-]+)\)", programs))),
        "set": sorted(set(re.findall(r"""(--[\w-]+)(?=:|["'`]\s*,)""", programs + theme))),
    }
    page = context.new_page()
    for name in pages:
        page.goto(address + name)
        page.evaluate("document.querySelectorAll('[data-widget]').forEach((place) => place.scrollIntoView())")
        for place in page.locator("[data-widget]").all():
            place.scroll_into_view_if_needed()
            until(place, "e.querySelector('.nn-w, [role=status], [role=alert]')")
        found = page.evaluate(ASK, written)
        visited.looked.update(found["looked"])
        for kind in ("variables", "targets", "icons", "hidden", "code"):
            visited.problems[kind] += [f"{name or '/'}: {problem}" for problem in found[kind]]
        visited.files |= {url.removeprefix(address): name for url in found["files"] if url.startswith(address)}
        for face, letters in found["letters"].items():
            visited.letters[face] |= set(letters)
        visited.formulas |= drawn(page)
    page.close()
    return visited


# All signs of formulas, each once for each typeface that it is set in, in sight.
GATHER = """async () => {
  const signs = new Map();
  for (const sign of document.querySelectorAll("mjx-c, mjx-utext")) {
    const { fontFamily, fontWeight, fontStyle } = getComputedStyle(sign);
    const set = JSON.stringify({ fontFamily, fontWeight, fontStyle });
    signs.set(set, (signs.get(set) ?? new Set()).union(new Set(sign.textContent)));
  }
  const box = Object.assign(document.createElement("div"), { id: "nn-formulas" });
  for (const [set, all] of signs) {
    for (const textContent of all) {
      const one = box.appendChild(Object.assign(document.createElement("span"), { textContent }));
      Object.assign(one.style, JSON.parse(set));
    }
  }
  document.body.prepend(box);
  box.scrollIntoView({ behavior: "instant" });
  for (let round = 0; round < 2; round += 1) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    await document.fonts.ready;
  }
  return [...box.children].map((one) => `${one.textContent} (${one.style.fontFamily})`);
}"""


def drawn(page: Page) -> dict[str, str]:
    """Return the signs of the formulas of the open page, with the font in which the browser draws each."""
    signs = page.evaluate(GATHER)
    camera = page.context.new_cdp_session(page)
    camera.send("DOM.enable")
    camera.send("CSS.enable")
    root = camera.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = camera.send("DOM.querySelectorAll", {"nodeId": root, "selector": "#nn-formulas > span"})["nodeIds"]
    found = {}
    for sign, node in zip(signs, nodes, strict=True):
        for font in camera.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            found[sign] = font["familyName"] if font["isCustomFont"] else f"{font['familyName']} of the system"
    camera.detach()
    return found


# ---- What is written in the files -----------------------------------------------------------------------------------


def scripts(site: Path, patterns: Sequence[str]) -> list[Path]:
    """Return the programs of the site that match one of the patterns."""
    return sorted(file for pattern in patterns for file in site.glob(pattern))


def code(script: Path) -> str:
    """Return a script without its comments, whose types name modules too."""
    return re.sub(r"/\*\*(?s:.*?)\*/|^\s*//.*", "", script.read_text(encoding="utf-8"), flags=re.MULTILINE)


def sheets(site: Path) -> list[Path]:
    """Return the style sheets that a page or a widget loads."""
    return sorted(file for file in site.rglob("*.css") if "vendor" not in file.relative_to(site).parts)


def rules(text: str) -> Iterator[tinycss2.ast.Node]:
    """Return all rules of a sheet, those within others too."""

    def inner(nodes: Iterable[tinycss2.ast.Node]) -> Iterator[tinycss2.ast.Node]:
        for node in nodes:
            if node.type in {"qualified-rule", "at-rule"}:
                yield node
                if node.type == "at-rule" and node.lower_at_keyword in {"media", "supports", "layer", "container"}:
                    yield from inner(tinycss2.parse_rule_list(node.content or [], skip_comments=True))

    return inner(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def tokens(nodes: Iterable[tinycss2.ast.Node]) -> Iterator[tinycss2.ast.Node]:
    """Return the tokens of a rule, those in brackets too."""
    for node in nodes:
        yield node
        inside = getattr(node, "arguments", None) or getattr(node, "content", None)
        yield from tokens(inside if isinstance(inside, list) else [])


def styled(texts: Iterable[str]) -> set[str]:
    """Return the classes, and the custom highlights, for which the sheets have a rule."""
    names = set()
    for text in texts:
        for rule in rules(text):
            if rule.type == "qualified-rule":
                names |= set(re.findall(r"(?:\.|::highlight\()((?:[\w-]|\\.)+)", tinycss2.serialize(rule.prelude)))
    return {name.replace("\\", "") for name in names}


def addresses(text: str) -> list[str]:
    """Return what stands in the `url(…)` of a sheet."""
    found = []
    for token in tokens(tinycss2.parse_stylesheet(text)):
        prelude = getattr(token, "prelude", None) or []
        for one in [token, *tokens(prelude)]:
            if one.type == "url":
                found.append(one.value)
            elif one.type == "function" and one.lower_name == "url":
                found += [argument.value for argument in one.arguments if argument.type == "string"]
    return found


# ---- The checks of the files ----------------------------------------------------------------------------------------


def classes(site: Path, written: Iterable[str], looked: Counter[str]) -> list[str]:
    """Check the classes that programs set: each has its rules in the built sheets, or none in those as written."""
    built = styled(sheet.read_text(encoding="utf-8") for sheet in sheets(site))
    original = styled(written) | built
    problems = []
    for file in scripts(site, (*OWN, THEME, "assets/vendor/editor/*.js")):
        text = code(file)
        words = set(re.findall(r"(?<![-\w.#/])(?:nn|md|tok|cm)-[a-z][\w-]*(?<!-)(?![-\w$:(])", text))
        elements = set(re.findall(r"""define\(["'](nn-[\w-]+)""", text))
        for name in sorted(words - elements):
            looked["classes"] += 1
            expected = name in original if not name.startswith("nn-") else name not in WITHOUT_RULES
            if name not in built and expected and not SWITCHED_OFF.match(name):
                problems.append(f"{file.name} sets {name}, for which the built sheets have no rule")
    return problems


def files(site: Path, visited: Visited, looked: Counter[str]) -> list[str]:
    """Check what pages, sheets and programs fetch: it is on the site."""
    named = dict(visited.files)
    for sheet in sheets(site):
        where = sheet.relative_to(site).as_posix()
        for url in addresses(sheet.read_text(encoding="utf-8")):
            if not url.startswith(("data:", "#")):
                named[urljoin(HOME + where, url).removeprefix(HOME)] = where
    for script in scripts(site, OWN):
        where = script.relative_to(site).as_posix()
        text = code(script)
        imports = re.findall(r"""(?:\bfrom ?|\bimport\(|\bimport ?)["'](\.[^"']+)["']""", text, re.MULTILINE)
        beside = re.findall(r"""new URL\(["']([^"']+)["'], ?import\.meta\.url""", text)
        above = re.findall(r"""new URL\(["'](\.\.[^"']+)["'], ?\w""", text)
        for url in imports + beside + above:
            named[urljoin(HOME + where, url).removeprefix(HOME)] = where
    problems = []
    for url, where in sorted(named.items()):
        looked["files"] += 1
        path = site / unquote(urlsplit(url).path)
        if not path.exists():
            problems.append(f"{where or '/'} asks for {url}, which is not on the site")
    return problems


def pictures(site: Path, looked: Counter[str]) -> list[str]:
    """Check the pictures within the sheets, which most icons are: each is a drawing with something in it."""
    problems = []
    for sheet in sheets(site):
        for url in addresses(sheet.read_text(encoding="utf-8")):
            kind, _, content = url.removeprefix("data:").partition(",")
            if not url.startswith("data:image/svg+xml"):
                continue
            looked["pictures in sheets"] += 1
            text = b64decode(content) if kind.endswith("base64") else unquote_to_bytes(content)
            try:
                shapes = [
                    one for one in ET.fromstring(text).iter() if one.get("d") or one.tag.rpartition("}")[2] != "path"
                ]
            except ET.ParseError as problem:
                problems.append(f"{sheet.name}: {url[:60]}: {problem}")
                continue
            if len(shapes) < 2:  # the drawing itself is the first
                problems.append(f"{sheet.name}: {url[:60]} draws nothing")
    return problems


@dataclass(frozen=True)
class Face:
    """A font of a sheet: what it is for, and the letters that it has."""

    style: str
    spans: tuple[tuple[int, int], ...]
    letters: frozenset[int]

    def has(self, letter: str) -> bool:
        """Tell whether the browser takes the letter from this font."""
        return any(first <= ord(letter) <= last for first, last in self.spans) and ord(letter) in self.letters


def faces(site: Path, problems: list[str]) -> dict[str, list[Face]]:
    """Return the fonts that the sheets declare, by family, and note those that are not there."""
    found: dict[str, list[Face]] = defaultdict(list)
    for sheet in sheets(site):
        for rule in rules(sheet.read_text(encoding="utf-8")):
            if rule.type != "at-rule" or rule.lower_at_keyword != "font-face":
                continue
            given = {
                one.lower_name: tinycss2.serialize(one.value).strip().strip("\"'")
                for one in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
            }
            family = given["font-family"]
            url = next(iter(addresses(f"a{{b:{given['src']}}}")), None)
            if url is None:  # one of the reader's own, which may be there or not
                continue
            if url.startswith("data:"):
                content = io.BytesIO(b64decode(url.partition(",")[2]))
            else:
                file = (sheet.parent / url).resolve()
                if not file.is_file():
                    problems.append(f"{family}: {url} is not on the site")
                    continue
                content = io.BytesIO(file.read_bytes())
            spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", given.get("unicode-range", "U+0-10FFFF").upper())
            with TTFont(content, lazy=True) as font:
                letters = frozenset(font.getBestCmap() or {})
            ranges = tuple((int(first, 16), int(last or first, 16)) for first, last in spans)
            found[family].append(Face(given.get("font-style", "normal"), ranges, letters))
    return found


def fonts(site: Path, visited: Visited, looked: Counter[str]) -> list[str]:
    """Check that each declared font is there, and has the letters that are set in it."""
    problems: list[str] = []
    known = faces(site, problems)
    looked["fonts"] += sum(map(len, known.values()))
    for key, letters in sorted(visited.letters.items()):
        stack, _, style = key.partition("|")
        families = [family for family in map(str.strip, stack.split(",")) if family in known]
        if not families:
            continue
        fitting = [face for family in families for face in known[family] if face.style == style] or [
            face for family in families for face in known[family]
        ]
        looked["letters"] += len(letters)
        missing = {
            one for one in letters if one.isprintable() and one != " " and not any(face.has(one) for face in fitting)
        }
        if missing - BORROWED:
            problems.append(f"{families[0]} ({style}) lacks {' '.join(sorted(missing - BORROWED))}")
    return problems


def borrowed(visited: Visited) -> list[str]:
    """Check that the browser draws every sign of a formula in one of the fonts of formulas, and in none of its own."""
    return [f"{sign} is drawn in {face}" for sign, face in visited.formulas.items() if not face.startswith("mjx-ncm")]


def words(site: Path, looked: Counter[str]) -> list[str]:
    """Check that each message which the theme's program asks for has its words."""
    (bundle,) = site.glob(THEME)
    known = set(re.findall(r"""["']((?:clipboard|search|select)\.[a-z.]+)["']""", bundle.read_text(encoding="utf-8")))
    features = {"search.highlight", "search.suggest", "search.share"}  # what the theme can be asked to do
    found = re.search(
        r'<script id="__config" type="application/json">(.*?)</script>',
        (site / "index.html").read_text(encoding="utf-8"),
    )
    assert found, "the page has no settings of the theme"
    given = json.loads(found[1])["translations"]
    looked["words"] += len(known - features)
    return [f"the theme has no words for {key}" for key in sorted(known - features) if not given.get(key)]
