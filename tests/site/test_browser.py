"""Every page, opened in a real browser as a reader opens it."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.site.waiting import until

CONTRAST = Path(__file__).parent / "contrast.js"
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW = (360, 768)

# What is marked as a formula, what of it is typeset, and what still looks like TeX.
FORMULAS = """() => ({
  marked: document.querySelectorAll('.arithmatex').length,
  typeset: document.querySelectorAll('.arithmatex mjx-container').length,
  failed: document.querySelectorAll('mjx-merror, [data-mjx-error]').length,
  unfinished: document.querySelector('.md-content').innerText.match(/\\\\\\(|\\\\\\[|\\$\\$/g)?.length ?? 0,
  widths: [...document.querySelectorAll('.arithmatex mjx-container')].map(e => Math.round(e.offsetWidth)),
  spoken: document.querySelectorAll('mjx-assistive-mml math').length,
})"""


# What reaches out of the window to the right, where the page can be scrolled there.
SIDEWAYS = """() => document.documentElement.scrollWidth <= innerWidth
  ? []
  : [...document.querySelectorAll('.md-content *')]
      .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('pre, mjx-container'))
      .slice(0, 5).map(e => e.outerHTML.slice(0, 80)).concat(`${document.documentElement.scrollWidth} pixels`)"""

# The link of the menu that leads to a page, if it can be seen.
LEADING = """address => [...document.querySelectorAll(".md-nav--primary a.md-nav__link, .md-logo")]
    .find((link) => link.href === address && link.checkVisibility({ visibilityProperty: true }))"""


class Watch:
    """What goes wrong on a page: complaints in the console, failed requests, and requests to another host."""

    def __init__(self, page: Page, address: str) -> None:
        self.complaints: list[str] = []
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("requestfailed", lambda request: self._failed(request.url, str(request.failure)))
        page.on("response", lambda answer: self._answer(answer.status, answer.url))
        page.on("request", lambda request: self._request(request.url, address))

    def _failed(self, url: str, why: str) -> None:
        # What was on its way when the page was left is given up by the browser.
        if why != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {url} {why}")

    def _console(self, kind: str, text: str) -> None:
        # The fixture keeps the service worker out, and says so here.
        if kind in {"error", "warning", "assert"} and text != "Service Worker registration blocked by Playwright":
            self.complaints.append(f"console {kind}: {text}")

    def _answer(self, status: int, url: str) -> None:
        if status >= 400:
            self.complaints.append(f"{status}: {url}")

    def _request(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            self.complaints.append(f"another host: {url}")


def ready(page: Page, *, all_loaded: bool = False) -> None:
    """Wait until there is a page, and if asked, until nothing is on its way."""
    until(page, "typeof document$ !== 'undefined' && document.querySelector('.md-content h1')")
    if all_loaded:
        # To ask for their widths lays out the formulas that are off screen too, and so asks for their fonts.
        page.evaluate("document.querySelectorAll('mjx-container').forEach((formula) => formula.offsetWidth)")
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready.then(() => undefined)")


@dataclass
class Loaded:
    """What was seen of all pages, each loaded with all that is on it: by page, and what was requested on the way."""

    formulas: dict[str, dict[str, Any]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    complaints: dict[str, list[str]] = field(default_factory=dict)
    sideways: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    faint: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    mathjax: bool = False


@pytest.fixture(scope="module")
def loaded(browser: Browser, address: str, pages: list[str]) -> Loaded:
    """Load every page twice: light in a wide window, and dark on a phone whose window then grows."""
    context = browser.new_context(viewport=WIDE, service_workers="block")
    page, found = context.new_page(), Loaded()
    watch = Watch(page, address)
    page.on("request", lambda request: found.requests.append(request.url))
    for name in pages:
        page.goto(address + name)
        ready(page)
        found.sideways[name, WIDE["width"]] = page.evaluate(SIDEWAYS)
        found.faint[name, "light"] = faint(page, "default")
        ready(page, all_loaded=True)
        found.formulas[name] = page.evaluate(FORMULAS)
        found.titles[name] = page.locator(".md-content h1").text_content() or ""
        found.complaints[name], watch.complaints = watch.complaints, []
        found.mathjax |= page.evaluate("'MathJax' in window")
    context.close()
    context = browser.new_context(color_scheme="dark", service_workers="block")
    page = context.new_page()
    for name in pages:
        page.set_viewport_size({"width": NARROW[0], "height": 800})
        page.goto(address + name)
        ready(page)
        for width in (*NARROW, WIDE["width"]):
            page.set_viewport_size({"width": width, "height": 800})
            found.sideways.setdefault((name, width), []).extend(page.evaluate(SIDEWAYS))
        found.faint[name, "dark"] = faint(page, "slate")
    context.close()
    return found


def faint(page: Page, scheme: str) -> list[str]:
    """Return what has too little contrast with the page, once its colours have arrived."""
    assert page.evaluate("document.body.dataset.mdColorScheme") == scheme
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_timeout(300)  # until the colours have arrived that the scheme asks for
    found: list[str] = page.evaluate(CONTRAST.read_text(encoding="utf-8"))
    page.emulate_media(reduced_motion="no-preference")
    return found


def test_the_reader_is_sent_formulas_and_no_program_that_makes_them(loaded: Loaded) -> None:
    assert not [url for url in loaded.requests if "mathjax" in url.lower()]
    assert not loaded.mathjax
    assert [url for url in loaded.requests if url.endswith("maths/mjx-ncm-n.woff2")]


def test_a_wide_equation_scrolls_in_its_own_box_and_can_be_reached(
    context: BrowserContext, address: str, pages: list[str]
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    found = 0
    for name in pages:
        page.goto(address + name)
        ready(page)
        for box in page.locator('mjx-container[display="true"]').all():
            if box.is_visible() and box.evaluate("e => e.scrollWidth > e.clientWidth"):
                box.scroll_into_view_if_needed()
                expect(box).to_have_js_property("tabIndex", 0)
                found += 1
        if found > 3:
            return
    assert found, "no equation of the book is wider than a phone; this test has nothing to look at"


def test_on_a_phone_an_equation_goes_on_in_the_next_line(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    wide = {}
    for chapter in ("calculus", "descent", "grades", "losses"):
        page.goto(f"{address}chapters/{chapter}/")
        ready(page)
        for box in page.locator('.nn-equation mjx-container[display="true"]').all():
            if box.is_visible():
                wide[box.inner_text()] = box.evaluate("e => e.scrollWidth - e.clientWidth")
    assert len(wide) > 50
    assert {name: by for name, by in wide.items() if by > 1} == {}


def wrong(name: str, found: dict[str, Any]) -> list[str]:
    """Return what is wrong with the formulas of a page."""
    good = found["marked"] == found["typeset"] and not found["failed"] and not found["unfinished"]
    return [] if good and found["spoken"] >= found["typeset"] else [f"{name}: {found}"]


def test_every_page_loads_without_complaint(loaded: Loaded, pages: list[str]) -> None:
    assert list(loaded.formulas) == pages
    problems = [problem for name, found in loaded.formulas.items() for problem in wrong(name, found)]
    problems += [f"{name}: {one}" for name, complaints in loaded.complaints.items() for one in complaints]
    assert not problems, "\n".join(problems)


def follow(page: Page, address: str) -> None:
    """Follow the link of the menu that leads to a page; the menu of the page before may still be about to go."""
    until(page, f"({LEADING})({json.dumps(address)})")
    page.evaluate(f"address => ({LEADING})(address).click()", address)
    page.wait_for_url(address)


def test_formulas_survive_instant_navigation(
    context: BrowserContext, address: str, pages: list[str], loaded: Loaded
) -> None:
    page = context.new_page()
    watch = Watch(page, address)
    page.set_viewport_size(WIDE)
    page.goto(address)
    ready(page, all_loaded=True)
    page.evaluate("window.sameVisit = true")
    problems = []
    for name in [*pages[1:], pages[0]]:
        # The map of ideas takes the place of the menu, too: from there the logo leads on.
        if page.locator(".md-sidebar--primary[hidden]").count():
            follow(page, address)
        follow(page, address + name)
        expect(page.locator(".md-content h1")).to_have_text(loaded.titles[name])
        ready(page, all_loaded=True)
        assert page.evaluate("window.sameVisit"), f"{name}: the menu loaded the page anew; navigation is not instant"
        found = page.evaluate(FORMULAS)
        problems += wrong(name, found)
        # Formulas that lost their style sheet on the way have other widths.
        if found != loaded.formulas[name]:
            problems.append(f"{name}: {found}, when loaded directly {loaded.formulas[name]}")
    problems += watch.complaints
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("width", [*NARROW, WIDE["width"]])
def test_no_page_scrolls_sideways(loaded: Loaded, pages: list[str], width: int) -> None:
    problems = [f"{name}: {culprits}" for name in pages if (culprits := loaded.sideways[name, width])]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_with_the_page(loaded: Loaded, pages: list[str], scheme: str) -> None:
    problems = [f"{name}: {found}" for name in pages for found in loaded.faint[name, scheme]]
    assert not problems, "\n".join(problems[:20])


def test_the_scheme_can_be_switched(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme="light")
    page.goto(address)
    seen = []
    for _ in range(3):
        seen.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.locator(".md-header__option label:visible").click()
    assert len(set(seen)) == 2, f"three positions of the switch, two looks: {seen}"


def test_search_finds_a_word_of_the_text(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    watch = Watch(page, address)
    page.set_viewport_size(WIDE)
    page.goto(address)
    ready(page)
    page.keyboard.press("s")
    page.keyboard.type("softmax")
    page.wait_for_selector(".md-search-result__link[href*='glossary']")
    assert not watch.complaints


def test_an_unknown_address_gets_the_books_own_page(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "no/such/page/")
    assert page.locator("h1").inner_text() == "This page is not in the book"
