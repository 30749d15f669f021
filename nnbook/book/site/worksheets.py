"""Worksheets: of each chapter the exercises alone, to print and as a notebook, in `worksheets/`.

The page is made of the built chapter, from the heading of an exercise to its first hint, so formulas and code look as
they do there; what a reader presses is gone. Below each task are the equations that it names, and lines to write on.
"""

import html
import posixpath
import re
from pathlib import Path, PurePosixPath

from nnbook.book.extensions.pages import Pages
from nnbook.book.extensions.reading import stem, title
from nnbook.book.files import write_whole
from nnbook.book.notebooks.downloads import web_address, with_addresses
from nnbook.book.notebooks.worksheet import worksheet
from nnbook.book.parse.exercises import find
from nnbook.book.site.csp import with_policy
from nnbook.book.site.print_page import FONTS, SCREEN_ONLY, STYLES

FOLDER = "worksheets"
TASK = re.compile(r'<h3 id="(?P<id>ex-[a-z-]+-\d+)">.*?(?=<details class="question">)', re.DOTALL)
PRESSED = re.compile(r'<div class="nn-live".*?</div>|<details class="nn-(?:all|guess).*?</details>', re.DOTALL)
EQUATION = re.compile(
    r'<div class="nn-equation" id="(?P<id>[^"]+)">'
    r'(?P<formula><div class="arithmatex"[^>]*>.*?</div>)<p class="nn-checked"',
    re.DOTALL,
)
NAMED = re.compile(r'href="#(?P<id>eq-[^"]+)"')
ADDRESS = re.compile(r'(?P<before>\s(?:href|src)=")(?P<to>[^"]*)')
LINES = '<div class="nn-write" aria-hidden="true">' + 7 * "<i></i>" + "</div>"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Worksheet: {title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
{fonts}{styles}<link rel="stylesheet" href="../../assets/css/print.css"></head>
<body dir="ltr" data-md-color-scheme="default" data-md-color-primary="custom" data-md-color-accent="custom">
<main class="md-typeset nn-print">
<h1>Worksheet: {title}</h1>
<p class="nn-name" aria-hidden="true">Name <i></i> Date <i></i></p>
<p>The exercises of <a href="../../{chapter}">the chapter</a>, where each has hints, a check and a solution.</p>
<h2>Exercises</h2>
<div>{tasks}</div></main></body></html>
"""


def write(site: Path, pages: Pages, address: str) -> list[Path]:
    """Write both forms of each chapter's worksheet into a built site, which will stand at that address."""
    written = []
    for page in pages.all():
        if page.number is None or not find(page)[0]:
            continue
        name = stem(page)
        source = PurePosixPath(Path(page.path).absolute().relative_to(pages.folder).as_posix())
        chapter, folder = web_address(source), site / FOLDER / name
        built = (site / chapter / "index.html").read_text(encoding="utf-8")
        notebook = with_addresses(worksheet(page, pages.equations()), source, address)
        write_whole(folder / "index.html", sheet(title(page), chapter, built).encode())
        write_whole(folder / f"{name}-worksheet.ipynb", notebook.encode())
        written += [folder / "index.html", folder / f"{name}-worksheet.ipynb"]
    return written


def sheet(name: str, chapter: str, built: str) -> str:
    """Return the worksheet of a built chapter, given its address within the site."""
    formulas = {match["id"]: match["formula"] for match in EQUATION.finditer(built)}
    tasks = "".join(
        f'<section class="nn-task">{_plain(match[0], chapter)}{_named(match[0], formulas)}{LINES}</section>'
        for match in TASK.finditer(built)
    )
    styles = "".join(
        f'<link rel="stylesheet" href="{address}">' for address in STYLES.findall(built.split("</head>")[0])
    )
    fonts = FONTS.replace("../", "../../")
    text = PAGE.format(title=html.escape(name), fonts=fonts, styles=styles, chapter=chapter, tasks=tasks)
    return with_policy(text)


def _named(task: str, formulas: dict[str, str]) -> str:
    """Return the equations that a task names: on paper a link shows nothing."""
    return "".join(formulas[name] for name in dict.fromkeys(NAMED.findall(task)))


def _plain(task: str, chapter: str) -> str:
    """Return a task without what is for a screen, its links leading from `worksheets/NAME/` to where they led."""

    def moved(match: re.Match[str]) -> str:
        to = match["to"]
        if ":" in to:
            return match[0]
        path, hash_, anchor = to.partition("#")
        target = posixpath.normpath(posixpath.join(chapter, path))
        end = "/" if not path or path.endswith("/") else ""
        return f"{match['before']}../../{target}{end}{hash_}{anchor}"

    return ADDRESS.sub(moved, PRESSED.sub("", SCREEN_ONLY.sub("", task)))
