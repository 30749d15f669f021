"""A finger that begins beside a handle takes the nearest, and still scrolls the page."""

import pytest
from playwright.sync_api import BrowserContext

from tests.site.waiting import until
from tests.site.widgets.places import Place, Visit

CURVE = Place("chapters/activations/", "activation-lab", 0)
POINTS = Place("chapters/losses/", "line-fitter", 2)


def place(visit: Visit, across: float, down: float) -> tuple[float, float]:
    """Return where in the window a share of the first drawing is."""
    drawing = visit.element.locator("svg[role=group]").first
    visit.middle(drawing)
    box = drawing.bounding_box()
    assert box is not None
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


@pytest.mark.usefixtures("site")
def test_a_tap_beside_the_only_handle_brings_it_there(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, CURVE)
    visit.page.touchscreen.tap(*place(visit, 0.8, 0.3))
    until(visit.element, "e.state.x > 2")
    visit.page.wait_for_timeout(400)  # two taps one after the other would be a double tap
    visit.page.touchscreen.tap(*place(visit, 0.4, 0.3))
    until(visit.element, "e.state.x < 0")


@pytest.mark.usefixtures("site")
def test_a_finger_that_goes_sideways_takes_the_handle_along(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, CURVE)
    start = place(visit, 0.3, 0.3)
    scrolled = visit.page.evaluate("scrollY")
    visit.swipe(start, (120, 0))
    until(visit.element, "e.state.x > 0.5")
    assert visit.page.evaluate("scrollY") == scrolled


@pytest.mark.usefixtures("site")
def test_a_finger_that_goes_up_scrolls_the_page_and_moves_nothing(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, CURVE)
    before = visit.state
    start = place(visit, 0.3, 0.5)
    scrolled = visit.page.evaluate("scrollY")
    visit.swipe(start, (0, -200))
    until(visit.page, f"scrollY > {scrolled} + 50")
    assert visit.state == before


@pytest.mark.usefixtures("site")
def test_among_several_handles_one_far_away_stays(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, POINTS)
    drawing = visit.element.locator("svg[role=group]").first
    visit.middle(drawing)
    point = visit.element.get_by_role("slider", name="point 1", exact=True).bounding_box()
    assert point is not None
    before = visit.state["points"]
    middle = (point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    visit.swipe((middle[0] + 25, middle[1] + 5), (30, 0))
    until(visit.element, f"e.state.points[0] > {before[0]}")
    visit.element.evaluate("e => e.reset()")
    right, top = place(visit, 0.4, 0.08)
    visit.swipe((right, top), (30, 0))
    visit.page.wait_for_timeout(100)
    assert visit.state["points"] == before
