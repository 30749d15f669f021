"""The map of ideas: a list of links that on a wide screen is a drawing, and lights what rests on what."""

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page, expect

from nnbook.book.parse.ideas import foundations, table
from tests.site.waiting import until

MAP = "reference/ideas/"
HERE = re.compile(r"\bnn-map-here\b")
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture
def page(site: Path, address: str, context: BrowserContext) -> Page:
    """Open the map on a wide screen."""
    opened = context.new_page()
    opened.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    opened.goto(address + MAP)
    return opened


def lit(page: Page, name: str, kind: str = "a") -> set[str]:
    """Return the ideas, or lines, that have a class."""
    data = "idea" if kind == "a" else "edge"
    found = page.locator(f".nn-map {kind}.{name}")
    return {str(one) for one in found.evaluate_all(f"all => all.map(one => one.dataset.{data})")}


def test_the_page_is_light(site: Path) -> None:
    weight = len(gzip.compress((site / MAP / "index.html").read_bytes()))
    print(f"map: {weight / 1000:.1f} kB")
    assert weight <= 60_000


def test_every_idea_is_a_link_to_its_section(site: Path) -> None:
    page = BeautifulSoup((site / MAP / "index.html").read_text(encoding="utf-8"), "html.parser")
    links = page.select(".nn-map [data-idea]")
    assert [link["data-idea"] for link in links] == list(table())
    for link in links:
        path, _, anchor = str(link["href"]).partition("#")
        assert anchor == link["data-idea"]
        assert f'id="{anchor}"' in (site / MAP / path / "index.html").read_text(encoding="utf-8")


def test_what_an_idea_rests_on_and_what_rests_on_it_light_by_pointer_and_keyboard(page: Page) -> None:
    over = {one for one in table() if "g7" in foundations([one])} - {"g7"}
    until(page, "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('runner.js'))")
    idea = page.locator('[data-idea="g7"]')
    idea.hover()
    expect(idea).to_have_class(HERE)
    assert lit(page, "nn-map-under") == foundations(["g7"]) - {"g7"}
    assert lit(page, "nn-map-over") == over
    edges = {f"{on} {one}" for one in foundations(["g7"]) for on in table()[one].on}
    assert lit(page, "nn-map-under", "path") == edges
    page.mouse.move(5, 5)
    assert not lit(page, "nn-map-here")
    idea.focus()
    expect(idea).to_have_class(HERE)
    page.keyboard.press("Tab")
    expect(page.locator('[data-idea="g8"]')).to_have_class(HERE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/chapters/grades/#g8")


EDGES = """map => [...map.querySelectorAll("[data-edge]")].filter((edge) => {
  const [from, to] = edge.dataset.edge.split(" ").map((id) => map.querySelector(`[data-idea=${id}]`));
  const matrix = edge.getScreenCTM();
  const [start, end] = [0, edge.getTotalLength()].map((at) => edge.getPointAtLength(at).matrixTransform(matrix));
  const near = ({ x, y }, { left, right, top, bottom }) =>
    Math.min(Math.abs(x - left), Math.abs(x - right)) < 4 && y > top && y < bottom;
  return !near(start, from.getBoundingClientRect()) || !near(end, to.getBoundingClientRect());
}).map((edge) => edge.dataset.edge)"""


@pytest.mark.parametrize("width", [1280, 1920])
def test_every_line_begins_and_ends_at_its_ideas(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    assert page.locator(".nn-map").evaluate(EDGES) == []


CUT = """map => [...map.querySelectorAll("[data-idea]")].filter(
  (one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1
).map((one) => one.textContent)"""


def test_every_name_fits_its_place_and_nothing_overlaps(page: Page) -> None:
    assert page.locator(".nn-map").evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]


def test_on_a_phone_it_is_a_list_that_says_what_rests_on_what(page: Page) -> None:
    page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    expect(page.locator(".nn-map-edges")).to_be_hidden()
    item = page.locator('li:has(> [data-idea="g3"])')
    expect(item.locator(".nn-map-on")).to_have_text("The weighted sum. Rests on: the mean, a feature; matrix product.")
    expect(item.locator(".nn-map-on")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_the_readers_progress_stands_at_the_chapters(page: Page) -> None:
    expect(page.locator(".nn-map .nn-done").first).to_be_empty()
    page.evaluate("""localStorage.setItem("nnbook:solved", '{"ex-tensors-1": "2026-01-02"}')""")
    page.reload()
    expect(page.locator(".nn-map .nn-done").first).to_have_text("1 of 8 solved")


def test_without_javascript_all_lines_are_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address + MAP, wait_until="load")
    expect(page.locator(".nn-map-edges")).to_be_visible()
    expect(page.locator("[data-edge]")).to_have_count(sum(len(row.on) for row in table().values()))
    context.close()


def test_the_number_of_a_chapter_stands_above_its_title(page: Page) -> None:
    rooms = page.locator(".nn-map > ol > li").evaluate_all(
        """all => all.map((one) => {
            const number = getComputedStyle(one, "::before");
            const [top, title] = [one, one.querySelector("a")].map((part) => part.getBoundingClientRect().top);
            return [number.content, getComputedStyle(one, "::marker").content, title - top - parseFloat(number.height)];
        })"""
    )
    assert len(rooms) == 13
    assert {tuple(room[:2]) for room in rooms} == {("counter(chapter)", '""')}
    assert all(room[2] >= 0 for room in rooms), rooms
