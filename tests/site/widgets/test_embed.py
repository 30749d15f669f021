"""Each widget alone on a page, for a frame in another site."""

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.site.widgets.places import AXE, ROOT, Place, Visit, all_places, by_page

PLACES = all_places()
MOST = 60_000
"""Bytes, compressed, before the reader does anything."""


class States:
    """The state with which each widget opens in its chapter: all those of a page are looked at in one visit."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.found: dict[Place, Any] = {}

    def of(self, place: Place) -> Any:
        """Return the state of one."""
        if place not in self.found:
            context = self.browser.new_context(service_workers="block")
            here = by_page()[place.page]
            visit = Visit(context, self.address, here[0])
            for one in here:
                visit.turn_to(one)
                self.found[one] = visit.element.evaluate("e => e.state")
            context.close()
        return self.found[place]


@pytest.fixture(scope="module")
def in_chapter(browser: Browser, address: str) -> States:
    return States(browser, address)


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
    assert made == Counter(place.folder for place in PLACES)


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
    context: BrowserContext, address: str, in_chapter: States, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    page = context.new_page()
    said = complaints(page)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address + place.folder, wait_until="networkidle")
    bodies = {answer.url.removeprefix(address): answer.body() for answer in answers if answer.ok}
    sizes = {name: min(len(body), len(gzip.compress(body, mtime=0))) for name, body in bodies.items()}
    with capsys.disabled():
        print(f"\n{place.folder}: {sum(sizes.values())} bytes in {len(sizes)} files", end="")
    assert sum(sizes.values()) <= MOST, sizes
    opened(page)
    page.wait_for_load_state("networkidle")
    script = f"e => e.querySelector('nn-{place.widget}').state"
    assert page.locator(f"#{place.key}").evaluate(script) == in_chapter.of(place)
    back = page.locator(".nn-embed-from a")
    assert urljoin(page.url, back.evaluate("e => e.href")) == f"{address}{place.page}#{place.key}"
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
    page.goto(address + place.folder, wait_until="load")
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
    page.goto(address + PLACES[1].folder, wait_until="load")
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
