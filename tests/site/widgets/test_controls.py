"""How the controls of widgets stand: names beside what they name, and no room lost."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.site.widgets.conftest import PHONE
from tests.site.widgets.places import Place, Visit

PLACES = [
    Place("chapters/losses/", "line-fitter", 2),
    Place("chapters/derivatives/", "tangent-explorer", 0),
    Place("chapters/derivatives/", "tangent-explorer", 1),
    Place("chapters/activations/", "activation-lab", 1),
]

# By how much the middles of two things lie apart: a group's name and its first button, a line and its chevron.
APART = """e => {
    const middle = ({ top, bottom }) => (top + bottom) / 2;
    const box = (one) => one.getBoundingClientRect();
    const groups = [...e.querySelectorAll(".nn-w-choices")].map((one) =>
        middle(box(one.querySelector("legend"))) - middle(box(one.querySelector("label"))));
    const lines = [...e.querySelectorAll("summary")].map((one) => {
        const words = document.createRange();
        words.selectNodeContents(one);
        const { top, height } = getComputedStyle(one, "::after");
        return middle(words.getBoundingClientRect()) - box(one).top - parseFloat(top) - parseFloat(height) / 2;
    });
    return { groups, lines };
}"""

# Sliders: the room between name and track, and where they end.
SLIDERS = """e => [...e.querySelectorAll(".nn-w > .nn-w-slider")].map((one) => {
    const words = document.createRange();
    words.selectNodeContents(one.querySelector("label > span"));
    const [range, number] = [...one.querySelectorAll("input")].map((input) => input.getBoundingClientRect());
    const rest = e.querySelector(".nn-w").getBoundingClientRect().right - number.right;
    const gap = range.left - words.getBoundingClientRect().right;
    return { gap, rest, top: range.top, left: range.left, right: range.right };
})"""


POINTERS: dict[str, dict[str, Any]] = {"mouse": {"service_workers": "block"}, "finger": PHONE}


@pytest.fixture(scope="module", params=product(POINTERS, PLACES), ids=lambda of: f"{of[0]}-{of[1]}")
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    """Open a widget, once for all that is looked at and touches nothing."""
    pointer, place = request.param
    context = browser.new_context(**POINTERS[pointer])
    yield Visit(context, address, place)
    context.close()


def test_names_stand_in_the_middle_of_what_they_name(visit: Visit) -> None:
    apart = visit.element.evaluate(APART)
    assert apart["groups"]
    assert apart["lines"]
    assert max(map(abs, [*apart["groups"], *apart["lines"]])) <= 1, apart


def test_sliders_begin_at_their_names_and_end_at_the_rim(visit: Visit) -> None:
    sliders = visit.element.evaluate(SLIDERS)
    assert min(one["gap"] for one in sliders) <= 12, "beside the longest name"
    last = [one for one in sliders if one["top"] == sliders[-1]["top"]]
    assert last[-1]["rest"] == pytest.approx(0, abs=1), "a slider alone has the row"
    if visit.page.evaluate("navigator.maxTouchPoints"):
        assert len({(one["left"], one["right"]) for one in sliders}) == 1, "one below the other they are alike"


@pytest.mark.usefixtures("site")
def test_a_finger_that_scrolls_past_a_slider_leaves_it_as_it_was(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, Place("chapters/grades/", "grades-explorer", 1))
    slider = visit.element.get_by_role("slider", name="Bias")
    x, y = visit.middle(slider)
    was, scrolled = slider.input_value(), visit.page.evaluate("scrollY")
    visit.swipe((x + 60, y), (0, -200))
    visit.page.wait_for_function("y => scrollY > y", arg=scrolled)
    expect(slider).to_have_value(was)
    visit.tap_slider(slider.get_attribute("aria-label") or "", -4)
    expect(slider).not_to_have_value(was)


@pytest.mark.usefixtures("site")
def test_what_a_reader_is_typing_stays_when_the_widget_is_drawn_anew(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, Place("chapters/losses/", "line-fitter", 0), alone=True)
    field = visit.element.get_by_label("slope m, exact")
    was = field.input_value()
    field.press("Control+a")
    for key in "-0.25":
        visit.page.keyboard.press(key)
        visit.set()
    visit.page.keyboard.press("Enter")
    assert visit.state["m"] == -0.25
    expect(field).to_have_value("-0.25")
    visit.set(m=float(was))  # what is not being typed follows the state
    expect(field).to_have_value(was)
    assert not visit.complaints
