"""A phone that lies on its side: the picture is seen whole beside its controls, a full screen does not scroll."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.site.waiting import until
from tests.site.widgets.places import Place, Visit

FITTER = Place("chapters/losses/", "line-fitter", 2)
READER = Place("", "digit-reader", 0)
WIDTH, HEIGHT = 844, 390
HEADER = 48
PICTURES = {READER: ".nn-w-pad, .nn-w-flow svg", FITTER: ".nn-w-both svg"}
CONTROLS = {READER: ".nn-w-go button", FITTER: ".nn-w-choices, .nn-w > .nn-w-slider"}
BOXES = """(all) => all.map((one) => one.getBoundingClientRect())
    .map(({ left, top, right, bottom }) => ({ left, top, right, bottom }))"""


@pytest.fixture
def lying(browser: Browser) -> Iterator[BrowserContext]:
    """Open the screen of a phone on its side."""
    fresh = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True, service_workers="block"
    )
    yield fresh
    fresh.close()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("place", [READER, FITTER], ids=str)
def test_the_picture_is_seen_whole_with_its_controls_at_its_right(
    lying: BrowserContext, address: str, place: Place
) -> None:
    visit = Visit(lying, address, place)
    visit.element.evaluate(f"e => scrollBy(0, e.getBoundingClientRect().top - {HEADER})")
    visit.page.wait_for_timeout(300)
    for revealed in (False, True):
        if revealed and place == FITTER:
            visit.set(revealed=True)
            expect(visit.element.locator(PICTURES[place])).to_have_count(2)
        pictures = visit.element.locator(PICTURES[place]).evaluate_all(BOXES)
        controls = visit.element.locator(CONTROLS[place]).evaluate_all(BOXES)
        assert max(one["bottom"] for one in [*pictures, *controls]) <= HEIGHT
        assert min(one["top"] for one in [*pictures, *controls]) >= HEADER
        assert max(one["right"] for one in pictures) <= min(one["left"] for one in controls)
        assert max(one["right"] for one in controls) <= WIDTH
    expect(visit.element.locator(".nn-w-veil")).to_have_count(0)
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_button_that_trains_is_on_the_first_screen(lying: BrowserContext, address: str) -> None:
    visit = Visit(lying, address, READER)
    visit.page.evaluate("scrollTo(0, 0)")
    train = visit.element.get_by_role("button", name="Train it from random weights").bounding_box()
    assert train is not None
    assert train["y"] + train["height"] <= HEIGHT


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("place", [READER, FITTER], ids=str)
def test_the_whole_screen_does_not_scroll(lying: BrowserContext, address: str, place: Place) -> None:
    visit = Visit(lying, address, place)
    visit.element.get_by_role("button", name="Full screen").tap()
    until(visit.element, "document.fullscreenElement === e && e.querySelector('[data-tool=lessen]')")
    visit.page.wait_for_timeout(300)
    assert visit.element.evaluate("e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth]") == [0, 0]
    inside = visit.element.locator(".nn-w").bounding_box()
    assert inside is not None
    assert inside["y"] >= 0
    assert inside["y"] + inside["height"] <= HEIGHT
    assert inside["width"] >= WIDTH / 2
    assert not visit.complaints
