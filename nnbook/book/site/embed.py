"""Each widget on a page of its own, in `embed/`, for a frame in a teacher's own site.

Its place has the settings that it has in the chapter, its state is in the address, and its colours are those of the
viewer's scheme. It is no page of the book: neither search nor sitemap, print nor the list for offline reading name it.
"""

import html
import posixpath
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from nnbook.book.files import write_whole
from nnbook.book.site import csp

FOLDER = "embed"
SHEET = "embed/embed.css"
OWN = Path(__file__).with_suffix(".css")
PLACE = re.compile(r'(?P<tag><div class="nn-widget"[^>]* id="(?P<key>[^"]+)"[^>]*)>')
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
INNER = re.compile(r'<a class="headerlink".*?</a>|<[^>]+>', re.DOTALL)
COLOURS = re.compile(r'^(?P<list>(?::root,\n)?(?::root|\[data-md-color-scheme="\w+"\])[^{}]*)\{[^}]*\}', re.MULTILINE)
SCHEMES = {"default": "light", "slate": "dark"}

HEAVY = {"digit-pad": "87 kB", "digit-reader": "33 kB", "neuron-painter": "87 kB"}
"""Widgets whose files are fetched when the reader asks for them, and how large these are."""

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<base href="{base}"><link rel="stylesheet" href="{root}{sheet}">
<script type="module" src="{root}assets/widgets/embed.js"></script></head>
<body><main class="md-typeset">
{tag}>{start}</div>
<p class="nn-embed-from">From <a href="#{key}" target="_blank" rel="noopener">{page}</a>, {book}</p>
</main></body></html>
"""
WAITS = "<p>On its way. Without JavaScript, the chapter shows a figure in its place.</p>"
START = WAITS.replace("On its way", "This waits for you") + '<button type="button">Open the {name} ({size})</button>'


def folder(url: str, key: str) -> str:
    """Return where a widget stands alone, given its page and its anchor there."""
    return f"{FOLDER}/{posixpath.basename(url.strip('./')) or 'home'}/{key}/"


def offered(page: str, url: str) -> str:
    """Return a page whose widgets know where they stand alone."""
    return PLACE.sub(lambda match: f'{match["tag"]} data-embed="{_root(url)}{folder(url, match["key"])}">', page)


def _root(url: str) -> str:
    return "../" * len([part for part in url.split("/") if part.strip(".")])


def palette(sheets: Iterable[str]) -> str:
    """Return the rules that name the colours in style sheets, each for the scheme that the viewer's system has."""
    rules = []
    for match in (one for sheet in sheets for one in COLOURS.finditer(sheet)):
        scheme = re.search(r'\[data-md-color-scheme="(\w+)"\]', match["list"])
        rule = re.sub(r'\[data-md-color-scheme="\w+"\]', ":root", match[0])
        rules.append(f"@media (prefers-color-scheme: {SCHEMES[scheme[1]]}) {{ {rule} }}" if scheme else rule)
    return "\n".join(rules) + "\n"


def write(site: Path, docs: Path, urls: Sequence[str], sheets: Sequence[str], *, book: str) -> list[str]:
    """Write the pages into a built site, and return their addresses."""
    made = []
    for url in urls:
        page = (site / url / "index.html").read_text(encoding="utf-8")
        for match in PLACE.finditer(page):
            target = folder(url, match["key"])
            text = alone(page, url, match, book)
            write_whole(site / target / "index.html", csp.with_policy(text).encode())
            made.append(target)
    if made:
        own = [path for sheet in sheets if (path := docs / sheet).is_file()]  # not those that other plugins make
        texts = [path.read_text(encoding="utf-8") for path in own]
        write_whole(site / SHEET, (palette(texts) + OWN.read_text(encoding="utf-8")).encode())
    return made


def alone(page: str, url: str, match: re.Match[str], book: str) -> str:
    """Return the page of one widget, given the page that it is on and its place there."""
    key = match["key"]
    heading = HEADING.search(page)
    name = re.sub(r"-\d+$", "", key)
    start = START.format(name=name.replace("-", " "), size=HEAVY[name]) if name in HEAVY else WAITS
    return PAGE.format(
        title=name.replace("-", " ").capitalize(),
        base=_root(folder(url, key)) + url,
        root=_root(url),
        sheet=SHEET,
        tag=re.sub(r' data-(?:embed|fold)="[^"]*"', "", match["tag"]),
        start=start,
        key=key,
        page=INNER.sub("", heading[1]).strip() if heading else html.escape(url),
        book=html.escape(book),
    )
