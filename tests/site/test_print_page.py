"""The page to print has the whole book, with every link within it leading somewhere."""

import re
from collections import Counter
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser

from nnbook.book.site.print_page import slug
from tests.site.test_pages import Parsed


def test_the_page_to_print_has_every_page_once_and_no_broken_link(site: Path, pages: list[str]) -> None:
    text = (site / "print/index.html").read_text(encoding="utf-8")
    parsed = Parsed(text)
    counted = Counter(parsed.anchors)
    assert [name for name in pages if counted[slug(name)] != 1] == []
    assert [anchor for anchor, count in counted.items() if count > 1] == []
    assert {link for link in parsed.links if link.startswith("#") and link[1:] not in counted} == set()
    missing = {url for url in parsed.loads if not url.startswith(("data:", "#")) and ":" not in url}
    assert [url for url in missing if not (site / "print" / url).resolve().exists()] == []
    assert "<script" not in text
    assert "<details>" not in text


def test_the_figures_of_the_page_to_print_keep_their_shapes(site: Path) -> None:
    text = (site / "print/index.html").read_text(encoding="utf-8")
    anchors = set(re.findall(r'\sid="([^"]+)"', text))
    used = re.findall(r'url\(#([^)]+)\)|xlink:href="#([^"]+)"', text)
    assert len(used) > 100
    assert {shape or link for shape, link in used} <= anchors


def test_the_page_to_print_begins_with_a_list_of_its_pages_and_is_linked_from_all_of_them(
    site: Path, pages: list[str]
) -> None:
    text = (site / "print/index.html").read_text(encoding="utf-8")
    listed = re.findall(r'<nav class="nn-print-contents".*?</nav>', text, re.DOTALL)[0]
    named = re.findall(r'href="#([^"]+)"', listed)
    shown = re.findall(r'<section id="([^"]+)"', text)
    assert list(dict.fromkeys(anchor.split("--")[0] for anchor in named)) == shown
    assert sorted(shown) == sorted(slug(name) for name in pages)
    sections = re.findall(r'<h2 id="(chapters-[^"]+)"', text)
    assert set(sections) <= set(named)
    assert len(sections) > 100
    for name in pages:
        page = site / name / "index.html"
        [address] = re.findall(r'<a href="([^"]*)">The whole book on one page', page.read_text(encoding="utf-8"))
        assert (page.parent / address / "index.html").samefile(site / "print/index.html")


INKS = """() => [".md-typeset p", ".nn-figure text", ".md-typeset code", ".md-typeset p a"].map((name) => {
    const { color, fill } = getComputedStyle(document.querySelector(name));
    return name.endsWith("text") ? fill : color;
})"""


def test_on_paper_a_page_has_the_light_colours_whichever_the_screen_has(browser: Browser, address: str) -> None:
    def inks(scheme: Literal["light", "dark"], media: Literal["screen", "print"]) -> list[str]:
        page = browser.new_page(color_scheme=scheme)
        page.emulate_media(media=media)
        page.goto(address + "chapters/losses/")
        found = page.evaluate(INKS)
        page.close()
        return list(found)

    assert inks("dark", "print") == inks("light", "print")
    assert not set(inks("dark", "screen")) & set(inks("light", "screen"))
