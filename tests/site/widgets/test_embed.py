"""Each widget alone on a page, for a frame in another site."""

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.site.widgets.places import AXE, ROOT, Place, all_places

PLACES = all_places()
MOST = 60_000
"""Bytes, compressed, before the reader does anything."""


def key(place: Place) -> str:
    return place.widget if place.number == 0 else f"{place.widget}-{place.number + 1}"


def folder(place: Place) -> str:
    return f"embed/{place.page.strip('/').rpartition('/')[2] or 'home'}/{key(place)}/"


def complaints(page: Page) -> list[str]:
    """Return the list into which goes what the browser complains about."""
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    return said


def opened(page: Page) -> None:
    """Wait for the widget, which with large files waits for the reader."""
    start = page.locator(".nn-widget > button")
    if start.count():
        start.click()
    page.locator(".nn-w").wait_for()


def test_there_is_a_page_for_each_place_of_a_widget_and_no_other(site: Path) -> None:
    made = Counter(f"{path.parent.relative_to(site).as_posix()}/" for path in site.glob("embed/*/*/index.html"))
    assert made == Counter(map(folder, PLACES))


def test_search_sitemap_print_and_offline_reading_know_nothing_of_these_pages(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    assert not [one["location"] for one in index["docs"] if one["location"].startswith("embed")]
    assert "/embed/" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert '"embed/' not in (site / "sw.js").read_text(encoding="utf-8")
    assert "nn-embed-from" not in (site / "print/index.html").read_text(encoding="utf-8")
    assert all("noindex" in path.read_text(encoding="utf-8") for path in site.glob("embed/*/*/index.html"))


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_it_shows_what_stands_in_the_chapter_with_few_bytes(
    context: BrowserContext, address: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    page = context.new_page()
    said = complaints(page)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address + folder(place), wait_until="networkidle")
    bodies = {answer.url.removeprefix(address): answer.body() for answer in answers if answer.ok}
    sizes = {name: min(len(body), len(gzip.compress(body, mtime=0))) for name, body in bodies.items()}
    with capsys.disabled():
        print(f"\n{folder(place)}: {sum(sizes.values())} bytes in {len(sizes)} files", end="")
    assert sum(sizes.values()) <= MOST, sizes
    opened(page)
    page.wait_for_load_state("networkidle")
    there = context.new_page()
    there.goto(address + place.page)
    in_chapter = there.locator(f"#{key(place)}")
    in_chapter.scroll_into_view_if_needed()
    in_chapter.locator(".nn-w").wait_for()
    script = f"e => e.querySelector('nn-{place.widget}').state"
    assert page.locator(f"#{key(place)}").evaluate(script) == in_chapter.evaluate(script)
    back = page.locator(".nn-embed-from a")
    assert urljoin(page.url, back.evaluate("e => e.href")) == f"{address}{place.page}#{key(place)}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not said


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", [one for one in PLACES if one.number == 0], ids=lambda place: place.widget)
def test_axe_finds_nothing_and_the_colours_are_the_viewers(
    browser: Browser, address: str, place: Place, scheme: Any
) -> None:
    fresh = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 720, "height": 900})
    page = fresh.new_page()
    page.goto(address + folder(place), wait_until="load")
    opened(page)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(253, 253, 254)", "dark": "rgb(30, 33, 41)"}[scheme]
    page.add_script_tag(path=str(AXE))
    # A frame belongs to a page that has the headings.
    found = page.evaluate("axe.run({ exclude: [] }, { rules: { 'page-has-heading-one': { enabled: false } } })")
    assert [(one["id"], one["nodes"][0]["html"][:150]) for one in found["violations"]] == []
    fresh.close()


@pytest.mark.usefixtures("site")
def test_without_javascript_it_says_where_the_figure_is(browser: Browser, address: str) -> None:
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(address + folder(PLACES[1]), wait_until="load")
    expect(page.get_by_text("Without JavaScript, the chapter shows a figure")).to_be_visible()
    expect(page.locator(".nn-embed-from a")).to_be_visible()
    plain.close()


def test_the_sheet_has_the_colours_of_both_schemes_and_no_second_copy(site: Path) -> None:
    sheet = (site / "embed/embed.css").read_text(encoding="utf-8")
    figures = (ROOT / "docs/assets/css/figures.css").read_text(encoding="utf-8")
    assert "data-md-color-scheme" not in sheet
    for line in ("--nn-ink: #1f2430;", "--nn-ink: #e3e7ee;"):
        assert line in figures
        assert line in sheet
