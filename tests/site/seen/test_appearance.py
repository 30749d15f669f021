"""Purging, shortening and cutting change nothing that is seen: pages and widgets look as they were written."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.site.seen import appearance, damage
from tests.site.waiting import until
from tests.site.widgets.actions import standard
from tests.site.widgets.places import Place, Visit, all_places
from tools import building

WIDTHS = (1280, 390)
ACTIONS = 5
PLACES = all_places()
FIRST = [place for place in PLACES if place == next(other for other in PLACES if other.widget == place.widget)]

# A page of each kind: code and what it prints, figures, formulas, boxes, tables, answers; the library; a lab.
PAGES = (
    "",
    "chapters/network/",
    "reference/api/layers/",
    "reference/exercises/",
    "labs/grades/",
    "scratchpad/",
    "404.html",
)
LONGEST = 6000
"""How many pixels of a page are looked at."""

# What is damaged differs everywhere: one look at it is enough.
BRIEFLY: dict[str, Any] = {"widths": WIDTHS[:1], "schemes": appearance.SCHEMES[:1], "rounds": 1}

OPEN_ALL = "document.querySelectorAll('.md-content details').forEach((box) => { box.open = true; })"
# What running a fence leaves below it, in the words of `runner.js`.
RESULTS = """() => {
  const [fence] = document.querySelectorAll('.nn-fence');
  fence.querySelector('.nn-output, .nn-figure')?.classList.add('nn-stale');
  fence.insertAdjacentHTML('beforeend', `
    <p class="nn-differs">These are the results of the edited code. Reset brings the page’s back.</p>
    <div class="nn-error"><p>NameError: name 'x' is not defined</p><pre>line 3</pre></div>
    <div class="nn-verdict nn-verdict-right"><p>Right.</p></div>
    <div class="nn-verdict nn-verdict-wrong"><p>Not yet.</p></div>`);
  fence.querySelector('.nn-live-status')?.classList.add('nn-live-wrong');
}"""


@pytest.fixture(scope="module")
def dressed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return appearance.with_sheets_as_written(site, tmp_path_factory.mktemp("dressed") / "site")


@pytest.fixture(scope="module")
def home(dressed: Path) -> Iterator[str]:
    with building.serve(dressed) as address:
        yield address


def page_differences(
    browser: Browser, address: str, name: str, widths: Sequence[int] = WIDTHS, **how: Any
) -> list[str]:
    """Return how a page, from its head down, differs from what was written."""
    context = appearance.opened(browser, WIDTHS[0])
    page = context.new_page()
    page.goto(address + name)
    appearance.prepare(page, address)
    page.evaluate(OPEN_ALL)
    found: list[str] = []
    for width in widths:
        resize(page, width, 900)
        resize(page, width, min(LONGEST, page.evaluate("document.documentElement.scrollHeight")))
        found += appearance.differences(page, f"{name or '/'} at {width}", **how)
    context.close()
    return found


def widget_differences(
    browser: Browser, address: str, place: Place, widths: Sequence[int] = WIDTHS, **how: Any
) -> list[str]:
    """Return how a widget with which somebody has done something differs from what was written."""
    context = appearance.opened(browser, WIDTHS[0])
    visit = Visit(context, address, place)
    visit.element.evaluate(appearance.ALONE)
    appearance.prepare(visit.page, address)
    deeds = [standard(visit.page, visit.element, number / ACTIONS) for number in range(ACTIONS)]
    visit.element.evaluate("e => e.pause()")
    found: list[str] = []
    for width in widths:
        resize(visit.page, width, 2400)
        until(visit.element, "Math.abs(e.width - e.getBoundingClientRect().width) < 1")
        visit.element.evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
        visit.element.locator("button:visible").last.hover()
        found += appearance.differences(visit.page, f"{place} at {width}", visit.element.bounding_box(), **how)
    context.close()
    assert not visit.complaints
    return [f"{problem} after {deeds}" for problem in found]


def resize(page: Page, width: int, height: int) -> None:
    """Give the window another size, and wait for what the theme and the widgets do then."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(300)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_was_written(browser: Browser, home: str, name: str) -> None:
    found = page_differences(browser, home, name)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("place", FIRST, ids=lambda place: place.widget)
def test_a_widget_looks_as_it_was_written(browser: Browser, home: str, place: Place) -> None:
    found = widget_differences(browser, home, place)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_opens_and_answers_looks_as_it_was_written(browser: Browser, home: str, width: int) -> None:
    context = appearance.opened(browser, width)
    page = context.new_page()
    page.goto(home + "chapters/network/")
    appearance.prepare(page, home)
    found: list[str] = []
    fence = page.locator(".nn-fence").first
    fence.locator("[data-nn-live=edit]").click()
    fence.locator(".nn-editor .cm-content").wait_for()
    page.evaluate(RESULTS)
    fence.scroll_into_view_if_needed()
    found += appearance.differences(page, f"an editor and results at {width}")
    page.keyboard.press("Escape")
    if width < 1000:
        page.locator(".md-header label[for=__drawer]").click()
        until(page.locator(".md-sidebar--primary"), "e.getBoundingClientRect().left >= 0")
        found += appearance.differences(page, f"the drawer at {width}")
    else:
        page.locator(".md-search__input").click()
        page.keyboard.type("softmax")
        page.wait_for_selector(".md-search-result__link[href*='glossary']")
        found += appearance.differences(page, f"the search at {width}")
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("rule", [".admonition-title", "--nn-orange"])
def test_a_page_that_lost_a_rule_is_refused(browser: Browser, dressed: Path, tmp_path: Path, rule: str) -> None:
    copy = damage.copy(dressed, tmp_path / "site")
    damage.rewrite(copy / "assets/stylesheets/book.css", lambda text: text.replace(rule, f"{rule}-lost"))
    with building.serve(copy) as address:
        assert page_differences(browser, address, "chapters/network/", **BRIEFLY)


@pytest.mark.parametrize(
    ("sheet", "rule", "widget"),
    [
        (appearance.WIDGETS, ".nn-w-axis", "activation-lab"),
        (appearance.WIDGETS, ".nn-w-matrix", "matrix-stepper"),
        ("assets/stylesheets/book.css", ":focus-visible", "line-fitter"),
    ],
)
def test_a_widget_that_lost_a_rule_is_refused(
    browser: Browser, dressed: Path, tmp_path: Path, sheet: str, rule: str, widget: str
) -> None:
    copy = damage.copy(dressed, tmp_path / "site")
    damage.rewrite(copy / sheet, lambda text: text.replace(rule, f"{rule}-lost"))
    (place,) = [one for one in FIRST if one.widget == widget]
    with building.serve(copy) as address:
        assert widget_differences(browser, address, place, **BRIEFLY)
