"""Links to the glossary say on the spot what the word means: the entry becomes the link's title, shown as a tooltip."""

import re
from collections.abc import Callable, Iterable, Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown

from nnbook.book.extensions.steps import AFTER_FORMULAS, tree_step
from nnbook.book.parse.inline import COMMENT
from nnbook.book.parse.page import Page

GLOSSARY = "reference/glossary.md"
ENTRY = re.compile(r"## .+ \{#(?P<id>[\w-]+) \.nn-term\}")
# A tooltip is plain text: a link and a bold word show their words, a short formula its letters and signs.
MARKUP = (
    (r"\[([^]]*)\]\([^)]*\)", r"\1"),
    (r"\\cdot", "·"),
    (r"\\dots", "…"),
    (r"\\eta", "η"),
    (r"\\delta", "δ"),
    (r"\\(?=max)|[*`${}]|_(?=\d)", ""),
)


def entries(pages: Iterable[Page]) -> dict[str, str]:
    """Return what the glossary among these pages says of each word, by the word's id."""
    lines = next((page.lines for page in pages if page.path.endswith(GLOSSARY)), ())
    found: dict[str, str] = {}
    word = None
    for line in lines:
        if match := ENTRY.fullmatch(line.rstrip()):
            word = match["id"]
        elif word and (said := COMMENT.sub("", line).strip()):
            found[word] = f"{found.get(word, '')} {said}".strip()
        elif word in found and not line.strip():
            word = None
    return {word: plain(text) for word, text in found.items()}


def plain(text: str) -> str:
    """Return Markdown as plain text."""
    for pattern, shown in MARKUP:
        text = re.sub(pattern, shown, text)
    return text


def register(md: Markdown, words: Callable[[], Mapping[str, str]]) -> None:
    """Add the step that gives links to the glossary their titles, given what it says of each word."""

    def explain(root: Element) -> None:
        known = words()
        for link in root.iter("a"):
            page, _, word = link.get("href", "").partition("#")
            if page.endswith(GLOSSARY) and word in known:
                link.set("title", known[word])

    tree_step(md, "nnbook_glossary", AFTER_FORMULAS, explain)
