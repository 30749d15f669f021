"""A link to another part of a page leads there and leaves the page as the reader has it."""

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.site.test_first_paint import WORKING
from tests.site.waiting import until

NAME = "chapters/network/"
SAME = "document.querySelector('article') === window.article"
AT = "Math.abs(document.querySelector('#recap').getBoundingClientRect().top) < innerHeight / 2"
# The theme notes where the reader is, a while after each scrolling. That would break off a way back that has begun.
NOTED = "Math.abs((history.state?.y ?? -1) - scrollY) < 1"
# Until the theme has the list of pages, a link to another page loads that anew, as in a site without its scripts.
LISTED = "performance.getEntriesByType('resource').some((e) => e.name.endsWith('/sitemap.xml') && e.responseEnd)"
LINK = "document.querySelector(`.md-nav--secondary a[href$='#recap']`).click()"


@pytest.fixture
def page(context: BrowserContext, address: str, site: object) -> Page:
    """Open a chapter, mark what stands there, and note what is fetched."""
    opened = context.new_page()
    opened.goto(address + NAME)
    until(opened, f"{WORKING} && {LISTED}")
    opened.evaluate("window.article = document.querySelector('article')")
    return opened


@pytest.mark.parametrize("anchor", ["n2", "n6", "recap"])
def test_the_table_of_contents_marks_the_section_that_a_link_leads_to(page: Page, address: str, anchor: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}{NAME}#{anchor}")
    page.reload()
    until(page, f"{WORKING} && Math.abs(document.getElementById('{anchor}').getBoundingClientRect().top) < 100")
    links = page.locator(".md-nav--secondary .md-nav__link--active")
    until(page, "document.querySelector('.md-nav--secondary .md-nav__link--active')")
    page.wait_for_timeout(300)
    assert links.last.evaluate("link => new URL(link.href).hash") == f"#{anchor}"


def test_a_term_is_explained_in_letters_that_can_be_read(page: Page) -> None:
    page.locator(".md-content [title], .md-content abbr, .md-content a").filter(has_text="XOR").first.hover()
    tip = page.locator(".md-tooltip2__inner")
    tip.wait_for()
    size, weight, border = tip.evaluate(
        "e => [getComputedStyle(e).fontSize, getComputedStyle(e).fontWeight, getComputedStyle(e).borderTopStyle]"
    )
    assert float(size.removesuffix("px")) >= 14
    assert (weight, border) == ("400", "solid")


def test_the_first_link_within_a_page_fetches_nothing_anew_and_the_way_back_leads_back(
    page: Page, address: str
) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.evaluate(LINK)
    until(page, AT)
    page.wait_for_timeout(500)
    page.go_back()
    until(page, "scrollY < 100")
    page.go_forward()
    until(page, AT)
    assert page.evaluate(SAME), "the page was replaced by itself"
    assert address + NAME not in fetched


def test_after_a_page_that_the_menu_led_to_links_within_it_do_the_same(page: Page, address: str) -> None:
    page.evaluate(
        "[...document.querySelectorAll('.md-nav--primary a')].find((a) => a.href.endsWith('losses/')).click()"
    )
    page.wait_for_url(address + "chapters/losses/")
    until(page, "document.querySelector('h1').textContent.startsWith('Losses')")
    page.wait_for_timeout(500)
    assert not page.evaluate(SAME)
    page.evaluate("window.article = document.querySelector('article')")
    page.evaluate(LINK)
    until(page, AT)
    until(page, NOTED)
    assert page.evaluate(SAME)
    page.evaluate("history.go(-2)")
    page.wait_for_url(address + NAME)
    until(page, "document.querySelector('h1').textContent.startsWith('A network')")


def test_who_scrolls_while_the_page_of_a_link_is_fetched_comes_to_the_section_all_the_same(page: Page) -> None:
    held: list[Route] = []
    page.route("**/chapters/grades/", lambda route: held.append(route))
    page.evaluate("""() => {
        const menu = [...document.querySelectorAll(".md-nav--primary a")];
        const link = menu.find((a) => a.href.endsWith("grades/"));
        link.hash = "g8";
        link.click();
        scrollBy(0, 60);
    }""")
    until(page, "location.hash === '#g8'")
    page.wait_for_timeout(600)  # after 250 ms without scrolling the theme notes where the reader is
    assert page.evaluate(SAME), "the page is there already"
    held[0].continue_()
    page.unroute_all()
    until(page, "Math.abs(document.querySelector('#g8')?.getBoundingClientRect().top) < innerHeight / 2")
    page.wait_for_timeout(600)
    assert page.url.endswith("/chapters/grades/#g8")


def test_the_section_stays_in_the_address_until_the_reader_does_something(page: Page) -> None:
    # On a slow machine the theme looks at the new page before it has scrolled, and takes the section out.
    taken_out = "history.replaceState({}, '', location.pathname)"
    page.evaluate("""() => {
        const link = [...document.querySelectorAll(".md-nav--primary a")].find((a) => a.href.endsWith("grades/"));
        link.hash = "g8";
        link.click();
    }""")
    until(page, "Math.abs(document.querySelector('#g8')?.getBoundingClientRect().top) < innerHeight / 2")
    page.evaluate(taken_out)
    assert page.url.endswith("/chapters/grades/#g8")
    page.mouse.wheel(0, 10)
    page.wait_for_timeout(100)
    # In one go: the theme, which has seen the wheel, then writes the section where the reader is.
    assert page.evaluate(f"() => {{ {taken_out}; return location.hash; }}") == ""
