"""What opens a chapter as a reader meets it: low, within the page, named in words, and small in the home page."""

import pytest
from playwright.sync_api import BrowserContext, expect

from nnbook.book.extensions.vignettes import PARTS

HIGHEST = 120
"""Pixels, on a large screen."""

LEAST = 64
"""Pixels, on a phone: the part enlarged is still to be made out."""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("stem", PARTS)
def test_it_is_low_and_stays_within_the_page(context: BrowserContext, address: str, stem: str) -> None:
    page = context.new_page()
    page.goto(f"{address}chapters/{stem}/")
    for width, height in ((1280, 800), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        found = page.get_by_role("img", name=PARTS[stem].words)
        box, lens = found.bounding_box(), found.locator(".nn-lens").bounding_box()
        assert box is not None
        assert lens is not None
        assert LEAST <= lens["height"] <= box["height"] <= HIGHEST
        assert lens["x"] + lens["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        title = page.locator("h1").bounding_box()
        assert title is not None
        assert 0 <= box["y"] - title["y"] - title["height"] <= 40


@pytest.mark.usefixtures("site")
def test_the_home_page_lists_each_chapter_with_its_part(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    entries = page.locator("li:has(> .nn-lens)")
    expect(entries).to_have_count(len(PARTS))
    for entry in entries.all():
        lens, link = entry.locator(".nn-lens").bounding_box(), entry.locator("a").first.bounding_box()
        assert lens is not None
        assert link is not None
        assert lens["x"] + lens["width"] <= link["x"]
