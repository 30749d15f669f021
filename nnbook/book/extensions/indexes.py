"""Lists that a page can ask for: equations with verdicts, exercises, common mistakes, ideas, theorems, origins.

A line `<!--nnbook:list-equations-->` on a page is replaced by the list, with links, as the page is built.
"""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from nnbook.book.extensions import idea_map, origins, running_text
from nnbook.book.extensions.cross_references import NAME
from nnbook.book.extensions.reading import minutes, stem, title
from nnbook.book.extensions.vignettes import thumbnail
from nnbook.book.parse.equations import LABEL, Numbered
from nnbook.book.parse.exercises import find as find_exercises
from nnbook.book.parse.fences import LISTS
from nnbook.book.parse.page import Page, link
from nnbook.book.parse.theorems import files, read_statements

MISTAKE = re.compile(r"!!! warning \"Common mistake: (?P<title>.+)\"")
MISTAKE_ID = re.compile(r"id=\"(?P<id>m\d+)\"")
WRAPPING = re.compile(r"\\(?:begin|end)\{equation\}")
NEEDS = re.compile(r"\*\*You need:\*\*(?P<what>.*?)\n\s*\n", re.DOTALL)
CHAPTER = re.compile(r"\]\((?P<name>[a-z]+\.md)[)#]")


def expand(line: str, page: Page, pages: Sequence[Page], equations: Mapping[str, Numbered]) -> list[str]:
    """Return the Markdown that stands for a line: a list if it asks for one, else the line itself."""
    if line not in LISTS:
        return [line]
    if LISTS[line] == "theorems":
        return _theorems()
    if LISTS[line] == "origins":
        return ["", *origins.listed(pages, equations, Path.cwd()), ""]
    if LISTS[line] == "chapters":
        return ["", *_chapters(page, pages), ""]
    chapters = sorted((each for each in pages if each.number is not None), key=_order)
    if LISTS[line] == "ideas":
        return ["", *idea_map.map_of(page, chapters), ""]
    if LISTS[line] == "worksheets":
        return ["", *_worksheets(page, chapters), ""]
    if LISTS[line] in idea_map.WAYS:
        return ["", *idea_map.way(page, chapters, LISTS[line])]
    in_text = running_text.found(pages, equations) if LISTS[line] == "equations" else []
    makers: dict[str, Callable[[Page], list[str]]] = {
        "equations": lambda chapter: [*_equations(chapter, page, equations), *running_text.listed(chapter, in_text)],
        "exercises": lambda chapter: _exercises(chapter, page),
        "mistakes": lambda chapter: _mistakes(chapter, page),
    }
    make = makers[LISTS[line]]
    out: list[str] = []
    if LISTS[line] == "equations":
        out = [*_count(equations), "", running_text.count(in_text)]
    for chapter in sorted(pages, key=lambda each: (_order(each), each.path)):
        if entries := make(chapter):
            out += ["", f"## [{title(chapter)}]({link(page.path, chapter.path)})", "", *entries, ""]
    return out


def mistakes(page: Page) -> list[tuple[str, str]]:
    """Return the id and title of every common-mistake box of a page."""
    found = []
    for index, line in enumerate(page.lines):
        box = MISTAKE.fullmatch(line.strip())
        if box and index + 1 not in page.code:
            following = "\n".join(page.lines[index + 1 : index + 5])
            if mark := MISTAKE_ID.search(following):
                found.append((mark["id"], box["title"]))
    return found


def _chapters(page: Page, pages: Sequence[Page]) -> list[str]:
    """Return a line for each chapter: its picture, its time, what it builds on, and how many exercises it has."""
    numbers = {posixpath.basename(each.path): each for each in pages if each.number}
    lines = []
    for chapter in sorted(numbers.values(), key=_order):
        text = "\n".join(chapter.lines)
        time, needs = minutes(chapter), NEEDS.search(text)
        links = dict.fromkeys(CHAPTER.findall(needs["what"]) if needs else [])
        known = sorted((numbers[name] for name in links if name in numbers), key=_order)
        before = [each for each in known if _order(each) < _order(chapter)]
        takes = f"{time} minutes" if time else "Time not said"
        *others, last = [f"[{_order(each)}]({link(page.path, each.path)})" for each in before] or [""]
        on = f"{', '.join(others)} and {last}" if others else last
        done = (
            f'<span class="nn-done" data-chapter="{stem(chapter)}" data-of="{len(find_exercises(chapter)[0])}"></span>'
        )
        about = f'<span class="nn-about">{takes}{f", builds on {on}" if on else ""}</span> {done}'
        lines.append(f"1. {thumbnail(chapter)}[{title(chapter)}]({link(page.path, chapter.path)}) {about}")
    return lines


def _order(page: Page) -> int:
    return 1000 if page.number is None else page.number


def _count(equations: Mapping[str, Numbered]) -> list[str]:
    derived = sum(bool(entry.derivation) for entry in equations.values())
    rest = "The others define something, or it stands with them here where they come from."
    return ["", f"Of the {len(equations)} equations {derived} have their derivation folded below them. {rest}"]


def _equations(chapter: Page, page: Page, equations: Mapping[str, Numbered]) -> list[str]:
    lines = []
    for entry in (entry for entry in equations.values() if entry.equation.page == chapter.path):
        target = f"{link(page.path, chapter.path)}#{entry.anchor}"
        verdict = NAME.sub(lambda name: f"`{name[0]}`", entry.verdict) or "Not executed yet."
        premises = " and ".join(rf"\eqref{{{label}}}" for label in entry.premises)
        stands = f" It stands on {premises}." if premises else ""
        folded = f"{link(page.path, chapter.path)}#from-{entry.anchor}"
        comes = f" [Where it comes from]({folded}): {entry.derivation}" if entry.derivation else ""
        comes = comes or f" {entry.origin}".rstrip()
        links = ", ".join(f"[`{name}`](theorems.md#{name})" for name in entry.theorems)
        proved = f" Also a theorem in Coq: {links}." if links else ""
        test = f"{entry.test.claim} (`{entry.test.file}`)" if entry.test else "none yet"
        formula = re.sub(r"\n\s*\n", "\n", WRAPPING.sub("", LABEL.sub("", entry.equation.tex)).strip("$ \n"))
        lines += [
            f'<p id="index-{entry.anchor}" markdown>[({entry.number})]({target}) {verdict}{stands}{comes}{proved}'
            f" Test: {test}.</p>",
            "",
            f"$$\n{formula}\n$$",
            "",
        ]
    return lines


def _theorems() -> list[str]:
    """Return what the proof assistant was asked to prove: of every file its definitions and its theorems."""
    lines = []
    for path in files():
        heading, statements = read_statements(path.read_text(encoding="utf-8"))
        source = f'<a href="../../{path}.txt">{path}</a>'
        lines += ["", f"## {heading.rstrip('.')}", "", f"<p>With the proofs: {source}.</p>"]
        for statement in statements:
            shown = [rf"\eqref{{{name}}}" if name.startswith("eq:") else f"`{name}`" for name in statement.sources]
            above = f'<p id="{statement.name}" markdown>**{statement.name}**.' if statement.theorem else "<p markdown>"
            says = f" On the page: {', '.join(shown)}." if shown else ""
            words = f" {statement.words}" if statement.words else ""
            if statement.theorem or words:
                lines += ["", f"{above}{says}{words}</p>"]
            lines += ["", "```text", *statement.text.rstrip("\n").split("\n"), "```"]
    return [*lines, ""]


def _exercises(chapter: Page, page: Page) -> list[str]:
    return [
        f"{each.number}. [{each.title}]({link(page.path, chapter.path)}#{each.id}) ({each.kind})"
        for each in find_exercises(chapter)[0]
    ]


def _mistakes(chapter: Page, page: Page) -> list[str]:
    return [f"- [{text}]({link(page.path, chapter.path)}#{mark})" for mark, text in mistakes(chapter)]


def _worksheets(page: Page, chapters: Sequence[Page]) -> list[str]:
    """Return for each chapter the two forms of its worksheet, which the build of the site writes."""
    lines = []
    for chapter in (chapter for chapter in chapters if find_exercises(chapter)[0]):
        folder = f"../../worksheets/{stem(chapter)}/"
        notebook = f'<a href="{folder}{stem(chapter)}-worksheet.ipynb">as a notebook</a>'
        forms = f'<a href="{folder}index.html">to print</a>, {notebook}'
        lines.append(f"- [{title(chapter)}]({link(page.path, chapter.path)}): {forms}")
    return lines
