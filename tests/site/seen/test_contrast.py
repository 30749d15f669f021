"""Texts and the focus stand out from what lies behind them, on the screen, in both schemes and in every state."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.site.seen import contrast, damage
from tests.site.seen.appearance import ALONE, STILL
from tests.site.seen.test_appearance import ACTIONS, FIRST, OPEN_ALL, PAGES, RESULTS
from tests.site.widgets.actions import standard
from tests.site.widgets.places import Place, Visit
from tools import building

WIDTH = 1280
LONGEST = 9000
HERE = """(e) => {
  e.pause();
  document.activeElement.blur();
  e.dataset.nnHere = "";
  e.scrollIntoView({ block: "center", behavior: "instant" });
}"""


@pytest.fixture(scope="module")
def looked() -> Iterator[contrast.Looked]:
    found = contrast.Looked()
    yield found
    print(dict(found.count))


def opened(browser: Browser, width: int = WIDTH) -> Page:
    """Return a page on which nothing is to move."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        service_workers="block",
        bypass_csp=True,
    )
    return context.new_page()


def unfold(page: Page) -> None:
    """Let all of a page be in the window."""
    page.add_style_tag(content=STILL)
    page.evaluate(OPEN_ALL)
    page.set_viewport_size({"width": WIDTH, "height": min(LONGEST, page.evaluate("document.body.scrollHeight"))})
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)  # widgets that are in the window now come


def found_since(looked: contrast.Looked) -> list[str]:
    problems, looked.problems = looked.problems, []
    return problems


@pytest.mark.parametrize("name", PAGES)
def test_the_texts_and_controls_of_a_page_stand_out(
    browser: Browser, address: str, looked: contrast.Looked, name: str
) -> None:
    page = opened(browser)
    page.goto(address + name)
    unfold(page)
    contrast.examine(page, "body", name or "/", looked)
    page.context.close()
    assert looked.count["texts"] > 50
    assert not (problems := found_since(looked)), "\n".join(problems)


@pytest.mark.parametrize("place", FIRST, ids=lambda place: place.widget)
def test_a_widget_stands_out(browser: Browser, address: str, looked: contrast.Looked, place: Place) -> None:
    page = opened(browser)
    visit = Visit(page.context, address, place)
    visit.element.evaluate(ALONE)
    visit.page.add_style_tag(content=STILL)
    visit.page.set_viewport_size({"width": WIDTH, "height": 2400})
    for when in ("at first", f"after {ACTIONS} actions"):
        visit.element.evaluate(HERE)
        contrast.examine(visit.page, "[data-nn-here] .nn-w", f"{place} {when}", looked)
        for number in range(ACTIONS):
            standard(visit.page, visit.element, number / ACTIONS)
    page.context.close()
    assert not (problems := found_since(looked)), "\n".join(problems)


def test_what_live_code_says_stands_out(browser: Browser, address: str, looked: contrast.Looked) -> None:
    page = opened(browser)
    page.goto(address + "chapters/network/")
    page.add_style_tag(content=STILL)
    fence = page.locator(".nn-fence").first
    fence.locator("[data-nn-live=edit]").click()
    editor = fence.locator(".nn-editor .cm-content")
    editor.wait_for()
    page.evaluate(RESULTS)
    for state in ("an editor", "an editor with all of it selected"):
        contrast.examine(page, ".nn-fence:has(.nn-editor)", state, looked)
        editor.focus()
        page.keyboard.press("Control+a")
    page.context.close()
    assert not (problems := found_since(looked)), "\n".join(problems)


def test_the_answers_of_the_search_stand_out(browser: Browser, address: str, looked: contrast.Looked) -> None:
    page = opened(browser)
    page.goto(address)
    page.add_style_tag(content=STILL)
    page.locator(".md-search__input").click()
    page.keyboard.type("softmax")
    page.wait_for_selector(".md-search-result__link[href*='glossary']")
    contrast.examine(page, ".md-search", "the search", looked)
    page.context.close()
    assert not (problems := found_since(looked)), "\n".join(problems)


@pytest.mark.parametrize(
    ("sheet", "old", "new", "said"),
    [
        ("stylesheets/book.css", r"--nn-muted:\s*#5b6472", "--nn-muted:#8b94a2", "not 4.5"),
        ("stylesheets/book.css", r":focus-visible\{outline:[^;}]*", ":focus-visible{outline:none", "a ring of 0.00"),
        ("widgets/widgets.css", r"\.nn-w button:hover,[^{]*\{", r"\g<0>color:var(--nn-grid);", "hovered"),
    ],
    ids=["muted", "no ring", "faint when hovered"],
)
def test_a_widget_that_stands_out_too_little_is_refused(
    browser: Browser, site: Path, tmp_path: Path, sheet: str, old: str, new: str, said: str
) -> None:
    copy = damage.copy(site, tmp_path / "site")
    damage.substitute(copy / "assets" / sheet, old, new)
    looked = contrast.Looked()
    page = opened(browser)
    with building.serve(copy) as address:
        visit = Visit(page.context, address, FIRST[0])
        visit.element.evaluate(ALONE)
        visit.page.set_viewport_size({"width": WIDTH, "height": 2400})
        visit.element.evaluate(HERE)
        contrast.examine(visit.page, "[data-nn-here] .nn-w", "damaged", looked)
    page.context.close()
    assert any(said in problem for problem in looked.problems), looked.problems
