"""The whole book on one page, to print: the finished pages one after another, in `print/`.

Anchors get the name of their page in front, links from page to page lead within, and what is folded is open.
"""

import posixpath
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urldefrag

from nnbook.book.files import Kept, digest, key, write_whole

FOLDER = "print"
ARTICLE = re.compile(r'<article class="md-content__inner md-typeset">(.*?)</article>', re.DOTALL)
# For readers at a screen: links to edit and to each heading, downloads.
SCREEN_ONLY = re.compile(
    r'<a [^>]*class="(?:md-content__button[^"]*|headerlink|anchor-link)".*?</a>|<p class="nn-notebook-source">.*?</p>'
    r'|<script.*?</script>|<(?:aside|form) class="md-.*?</(?:aside|form)>',
    re.DOTALL,
)
IDENTITY = re.compile(r'(?P<before>\s(?:id|for|name|aria-labelledby|aria-describedby|aria-controls)=")(?P<id>[^"]+)')
LINK = re.compile(
    r'(?P<before>\s(?:xlink:)?href=")(?P<to>[^"]*)|url\(#(?P<shape>[^)]+)\)|(?P<source>\ssrc=")(?P<file>[^"]+)'
)
# Asked for first: a font that comes late is left out, and this page is long.
FONTS = "".join(
    f'<link rel="preload" href="../assets/vendor/fonts/{name}-common.woff2" as="font" type="font/woff2" crossorigin>'
    for name in (
        "source-serif-4-latin-wght-normal",
        "source-serif-4-latin-wght-italic",
    )
)
TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
PART = re.compile(r'<h2 id="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
{fonts}{styles}<link rel="stylesheet" href="../assets/css/print.css"></head>
<body dir="ltr" data-md-color-scheme="default" data-md-color-primary="custom" data-md-color-accent="custom">
<main class="md-typeset nn-print">
<header><p class="nn-print-title">{title}</p><p>{description}</p><p>{rights}</p></header>
<nav class="nn-print-contents" aria-label="Contents"><ol>{contents}</ol></nav>
{sections}</main></body></html>
"""


def section(url: str, html: str, known: Sequence[str]) -> str:
    """Return what a page says, as a part of the whole."""
    found = ARTICLE.search(html)
    body = SCREEN_ONLY.sub("", found[1] if found else "")
    name = slug(url)

    def within(match: re.Match[str]) -> str:
        if match["shape"]:
            return f"url(#{name}--{match['shape']})"
        if match["file"]:
            return match["source"] + _outside(url, match["file"])
        path, fragment = urldefrag(match["to"])
        target = posixpath.normpath(posixpath.join(url or ".", path)).strip("./") if path else url.strip("/")
        page = next((one for one in known if one.strip("/") == target), None)
        if ":" in path or page is None:
            return match["before"] + _outside(url, match["to"])
        return f"{match['before']}#{slug(page)}{'--' if fragment else ''}{fragment}"

    body = IDENTITY.sub(lambda match: match["before"] + " ".join(f"{name}--{one}" for one in match["id"].split()), body)
    body = LINK.sub(within, body).replace("<details", "<details open").replace(' loading="lazy"', "")
    return f'<section id="{name}">{body}</section>\n'


def _section(url: str, html: str, known: Sequence[str]) -> bytes:
    return section(url, html, known).encode()


def contents(url: str, section: str) -> str:
    """Return the entry of a page in the list of contents: its title and, of a chapter, those of its sections."""
    title = TITLE.search(section)
    parts = PART.findall(section) if url.startswith("chapters/") else []
    below = "".join(f'<li><a href="#{anchor}">{TAG.sub("", name)}</a></li>' for anchor, name in parts)
    name = TAG.sub("", title[1]) if title else slug(url)
    return f'<li><a href="#{slug(url)}">{name}</a>{f"<ol>{below}</ol>" if below else ""}</li>'


def slug(url: str) -> str:
    """Return the name of a page within the whole."""
    return url.strip("/").replace("/", "-") or "home"


def _outside(url: str, address: str) -> str:
    if ":" in address or address.startswith("#"):
        return address
    return "../" + posixpath.normpath(posixpath.join(url or ".", address))


def write(site: Path, urls: Sequence[str], kept: Kept, *, title: str, description: str, rights: str) -> Path:
    """Write the whole book into a built site."""
    pages = {url: (site / url / "index.html").read_text(encoding="utf-8") for url in urls}
    styles = dict.fromkeys(
        _outside(url, address) for url, html in pages.items() for address in STYLES.findall(html.split("</head>")[0])
    )
    links = "".join(f'<link rel="stylesheet" href="{address}">' for address in styles)
    code = digest(Path(__file__).read_bytes())
    sections = {
        url: kept.made(key(code, url, html, *urls), partial(_section, url, html, urls)).decode()
        for url, html in pages.items()
    }
    target = site / FOLDER / "index.html"
    text = PAGE.format(
        title=title,
        fonts=FONTS,
        styles=links,
        description=description,
        rights=rights,
        contents="".join(contents(url, text) for url, text in sections.items()),
        sections="".join(sections.values()),
    )
    write_whole(target, text.encode())
    return target
