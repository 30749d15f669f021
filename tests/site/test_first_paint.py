"""A page is painted before any script is requested, and what is painted stays where it is."""

import json
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.site.waiting import until

SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const { value, sources, hadRecentInput } of list.getEntries())
            if (!hadRecentInput) shifts.push([value, sources.map(({ node }) => node?.className ?? "")]);
    }).observe({ type: "layout-shift", buffered: true });
"""
# The theme has been told that the page is there, which is over when the theme comes.
WORKING = "window.document$ && (window.asked ??= document$.subscribe(() => { window.told = true; })) && window.told"


PUTS_OFF = "CSS.supports = CSS.supports.asEver"  # see conftest.py


@pytest.fixture
def page(context: BrowserContext) -> Page:
    context.add_init_script(PUTS_OFF)
    return context.new_page()


def test_scripts_are_asked_for_after_the_first_painting(page: Page, address: str, site: object) -> None:
    page.goto(address + "chapters/losses/")
    until(page, WORKING)
    painted = page.evaluate("performance.getEntriesByType('paint')[0].startTime")
    scripts = page.evaluate(
        "performance.getEntriesByType('resource').filter((e) => e.initiatorType === 'script')"
        ".map((e) => [new URL(e.name).pathname, e.startTime])"
    )
    names = [name.rpartition("/")[2].split(".")[0] for name, _ in scripts]
    assert {"search", "anchors", "bundle", "below", "reach", "offline", "live", "widgets"} <= set(names)
    assert all(start > painted for _, start in scripts)


@pytest.mark.parametrize("name", ["chapters/losses/", "labs/filters/"])
def test_the_theme_finds_nothing_to_change_in_the_look_of_the_page(
    page: Page, address: str, site: object, name: str
) -> None:
    page.route("**/bundle.*.js", lambda route: route.abort())
    page.goto(address + name, wait_until="load")
    assert page.evaluate("document.documentElement.classList.contains('js')")
    sheets = page.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].map((e) => e.getAttribute('href'))")
    assert sheets
    assert all(sheet.startswith(address) for sheet in sheets)


def test_an_address_that_leads_further_down_shows_what_it_names(page: Page, address: str, site: object) -> None:
    page.goto(address + "chapters/losses/#recap")
    until(page, WORKING)
    until(page, "Math.abs(document.querySelector('#recap').getBoundingClientRect().top) < innerHeight / 2")


LATER = "document.documentElement.classList.contains('nn-below-later')"
# Of the parts of a page, those whose content has no layout.
SKIPPED = """[...document.querySelectorAll(".md-content__inner > *")].filter(
    (part) => part.firstElementChild && !part.firstElementChild.checkVisibility({ contentVisibilityAuto: true })
        && part.firstElementChild.checkVisibility()).length"""


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_far_below_is_laid_out_while_the_first_screens_are_read(
    page: Page, address: str, site: object, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + "chapters/losses/")
    assert page.evaluate(LATER)
    assert page.evaluate(SKIPPED) > 50
    until(page, f"!({LATER})")
    assert page.evaluate(SKIPPED) == 0
    assert page.locator(".md-content__inner > [style]").count() == 0


@pytest.mark.parametrize("sign", ["press", "key", "print"])
def test_who_is_about_to_jump_finds_everything_laid_out(page: Page, address: str, site: object, sign: str) -> None:
    page.add_init_script("window.requestIdleCallback = () => 0")  # the browser is never idle
    page.goto(address + "chapters/losses/")
    until(page, WORKING)
    assert page.evaluate(LATER)
    if sign == "press":
        page.evaluate("document.querySelector('.md-nav--secondary a[href$=\"#recap\"]').click()")
    elif sign == "key":
        page.keyboard.press("End")
    else:
        page.pdf()
    assert not page.evaluate(LATER)
    assert page.evaluate(SKIPPED) == 0


def test_where_the_reader_is_further_down_at_once_nothing_is_put_off(page: Page, address: str, site: object) -> None:
    page.goto(address + "chapters/losses/#recap")
    assert not page.evaluate(LATER)
    page.goto(address + "chapters/digits/")
    page.reload()
    assert not page.evaluate(LATER)


def test_the_menu_of_a_phone_is_laid_out_when_it_is_opened(page: Page, address: str, site: object) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address + "chapters/losses/")
    link = page.locator(".md-sidebar--primary a", has_text="Derivatives").first
    visible = "(link) => link.checkVisibility()"
    assert not link.evaluate(visible)
    page.locator(".md-header label[for=__drawer]").click()
    until(link, "e.checkVisibility()")
    link.click()
    until(page, "document.querySelector('h1')?.textContent.startsWith('Derivatives')")


SCHEMES = """
    window.schemes = [];
    const note = () => document.body && schemes.push(document.body.dataset.mdColorScheme);
    new PerformanceObserver(note).observe({ type: "paint", buffered: true });
    new MutationObserver(note).observe(document, { subtree: true, attributeFilter: ["data-md-color-scheme"] });
"""


@pytest.mark.parametrize(("scheme", "name"), [("light", "default"), ("dark", "slate")])
def test_from_the_first_painting_on_a_page_has_the_colours_of_the_system(
    browser: Browser, address: str, site: object, scheme: Literal["light", "dark"], name: str
) -> None:
    context = browser.new_context(color_scheme=scheme, service_workers="block")
    page = context.new_page()
    page.add_init_script(SCHEMES)
    for visit in ("chapters/losses/", "chapters/digits/", ""):
        page.goto(address + visit)
        until(page, WORKING)
        assert set(page.evaluate("schemes")) == {name}, visit
    context.close()


# When the frames of the page begin: what comes while one of them is laid out is painted with the next.
FRAMES = """
    window.beginnings = [];
    requestAnimationFrame(function begin() {
        beginnings.push(performance.now());
        if (!performance.getEntriesByName("first-contentful-paint").length) requestAnimationFrame(begin);
    });
"""
# Whether the typeface of the text was there when the page was first laid out and painted. What stands in until it comes
# is as wide in the mean, but a line may end with another word (the next test).
IN_TIME = """(() => {
    const painted = performance.getEntriesByName("first-contentful-paint")[0].startTime;
    const begun = beginnings.findLast((frame) => frame <= painted);
    const fonts = performance.getEntriesByType("resource").filter((one) => one.name.endsWith("-common.woff2"));
    return fonts.every((font) => font.responseEnd < begun);
})()"""
VISITS = 10  # a busy machine may paint a page before a font has come, which is told from what moves for other reasons


@pytest.mark.parametrize("size", [(412, 823), (1366, 768), (1920, 1080)], ids=lambda size: f"{size[0]}")
def test_nothing_moves_while_a_chapter_comes(
    browser: Browser, address: str, pages: list[str], size: tuple[int, int]
) -> None:
    moved = {}
    for name in [name for name in pages if name.startswith("chapters/")]:
        for _ in range(VISITS):
            context = browser.new_context(viewport={"width": size[0], "height": size[1]}, service_workers="block")
            context.add_init_script(PUTS_OFF)
            page = context.new_page()
            page.add_init_script(SHIFTS)
            page.add_init_script(FRAMES)
            page.goto(address + name)
            until(page, f"{WORKING} && !({LATER})" if size[0] == 412 else WORKING)
            page.wait_for_timeout(300)
            shifts, in_time = page.evaluate("shifts"), page.evaluate(IN_TIME)
            context.close()
            if in_time:
                break
        assert in_time, f"{name}: in none of {VISITS} visits the typeface was there at the first painting"
        if sum(value for value, _ in shifts) > 0.01:
            moved[name] = shifts
    assert not moved, json.dumps(moved)


FONTS_ARE_THERE = "document.fonts.status === 'loaded'"
HEIGHT = "(e) => e.getBoundingClientRect().height"
STANDS_IN = """() => {
    const style = document.documentElement.style;
    const fonts = getComputedStyle(document.documentElement).getPropertyValue("--md-text-font").split(",");
    style.setProperty("--md-text-font", fonts.slice(1).join(","));
}"""


@pytest.mark.parametrize("width", [412, 1366, 1920])
def test_what_stands_in_for_the_typeface_breaks_the_titles_into_as_many_lines(
    page: Page, address: str, pages: list[str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    taller = {}
    for name in [name for name in pages if name.startswith("chapters/")]:
        page.goto(address + name)
        title = page.locator("h1")
        until(page, f"{WORKING} && {FONTS_ARE_THERE}")
        own = title.evaluate(HEIGHT)
        page.evaluate(STANDS_IN)
        until(page, FONTS_ARE_THERE)
        other = title.evaluate(HEIGHT)
        if abs(own - other) > 2:
            taller[name] = own, other
    assert not taller


# Which fonts the browser paints the text with that stands in the book's own typeface.
BOOKS_OWN = "h1, h2, .md-content__inner > p:not([class]):not(:has(code, mjx-container)), .md-content p em"


@pytest.mark.parametrize("speed", [1.6, 20.0])
def test_on_a_first_visit_the_text_stands_in_the_books_own_typeface(
    browser: Browser, address: str, site: object, speed: float
) -> None:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    asked = context.new_cdp_session(page)
    for domain in ("Network", "DOM", "CSS"):
        asked.send(f"{domain}.enable")
    bytes_a_second = speed * 1e6 / 8
    conditions = {
        "offline": False,
        "latency": 40,
        "downloadThroughput": bytes_a_second,
        "uploadThroughput": bytes_a_second,
    }
    asked.send("Network.emulateNetworkConditions", conditions)
    page.goto(address + "chapters/activations/", wait_until="load")
    until(page, "performance.getEntriesByName('first-contentful-paint').length")
    page.wait_for_timeout(1000)
    root = asked.send("DOM.getDocument")["root"]["nodeId"]
    nodes = asked.send("DOM.querySelectorAll", {"nodeId": root, "selector": BOOKS_OWN})["nodeIds"]
    fonts = [font for node in nodes for font in asked.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]]
    context.close()
    assert len(fonts) > 20
    assert {(font["familyName"], font["isCustomFont"]) for font in fonts} == {("Source Serif 4", True)}
