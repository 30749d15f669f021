"""What a reader does with a widget as a whole: copy a link to it, take it along, fill the screen with it."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from tests.site.waiting import until
from tests.site.widgets.places import Place, Visit, all_places

FITTER = Place("chapters/losses/", "line-fitter", 2)
READER = Place("", "digit-reader", 0)
TABLES = Place("chapters/tensors/", "matrix-stepper", 2)

# What has been copied, instead of a clipboard that a machine of tests may not have.
CLIPBOARD = """Object.defineProperty(navigator, "clipboard", { value: {
  writeText: (text) => { window.copied = text; return Promise.resolve(); }
} })"""
REFUSED = """Object.defineProperty(navigator, "clipboard", { value: {
  writeText: () => Promise.reject(new DOMException("no", "NotAllowedError"))
} })"""
CENTRE = """e => {
    const { left, top, width, height } = e.querySelector("[data-tool=lessen]").getBoundingClientRect();
    return [left + width / 2, top + height / 2];
}"""
IN_ITS_ROW = """
    new Set([...e.querySelectorAll('.nn-w-tool')].map((one) => one.getBoundingClientRect().top)).size === 1
"""
ALONE = [place for place in all_places() if place.number == 0]


def tool(visit: Visit, name: str) -> Locator:
    return visit.element.get_by_role("button", name=name, exact=True)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("place", [READER, FITTER, TABLES], ids=str)
def test_it_has_the_number_of_the_figure_in_whose_place_it_stands(
    context: BrowserContext, address: str, place: Place
) -> None:
    visit = Visit(context, address, place)
    name = visit.element.locator("> figure > figcaption > a").text_content()
    assert re.fullmatch(r"Figure (\d+\.)?\d+", name or "")
    expect(visit.element.locator(".nn-w-title")).to_have_text(f"{name} {place.widget.replace('-', ' ').capitalize()}")


@pytest.mark.usefixtures("site")
def test_in_a_box_with_a_question_too_it_says_that_it_cannot_be_fetched(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.route("**/widgets/matrix_stepper/index.js", lambda route: route.abort())
    page.goto(address + TABLES.page)
    box = page.locator("[data-widget]:has(> .nn-fence > .nn-guess)").first
    box.scroll_into_view_if_needed()
    expect(box.get_by_text("could not be fetched")).to_be_visible()


@pytest.mark.usefixtures("site")
def test_a_link_leads_to_the_widget_as_it_was(context: BrowserContext, address: str) -> None:
    context.add_init_script(CLIPBOARD)
    visit = Visit(context, address, FITTER, query="?other.part=1#exercises")
    visit.set(m=1.75)
    tool(visit, "Copy link").click()
    expect(visit.element.get_by_text("Link copied.", exact=True).first).to_be_visible()
    link = visit.page.evaluate("copied")
    assert link == f"{address}chapters/losses/?line-fitter-3.m=1.75#line-fitter-3"
    page = context.new_page()
    page.goto(link)
    element = page.locator("#line-fitter-3 > nn-line-fitter")
    expect(element.locator(".nn-w")).to_be_visible()
    assert element.evaluate("e => e.state.m") == 1.75
    page.wait_for_timeout(500)
    top = element.evaluate("e => e.getBoundingClientRect().top")
    assert 40 < top < 150, "the widget stands below the header, at the top of the window"


@pytest.mark.usefixtures("site")
def test_a_note_of_what_was_copied_goes_by_itself(context: BrowserContext, address: str) -> None:
    context.add_init_script(CLIPBOARD)
    visit = Visit(context, address, TABLES)
    before = visit.element.bounding_box()
    tool(visit, "Copy link").press("Enter")
    note = visit.element.locator(".nn-w-noted")
    expect(note).to_have_text("Link copied.")
    expect(visit.element.get_by_role("status").first).to_have_text("Link copied.")
    assert visit.element.bounding_box() == before, "nothing on the page moves"
    expect(note).to_have_count(0)


@pytest.mark.usefixtures("site")
def test_where_the_browser_does_not_copy_the_reader_can(context: BrowserContext, address: str) -> None:
    context.add_init_script(REFUSED)
    visit = Visit(context, address, FITTER)
    tool(visit, "Copy link").click()
    expect(visit.element.locator(".nn-w-noted")).to_contain_text("Copy this yourself")
    field = visit.element.get_by_label("To copy")
    expect(field).to_have_value(f"{address}chapters/losses/#line-fitter-3")
    field.focus()
    assert visit.page.evaluate("getSelection().toString()") == field.input_value()
    visit.element.get_by_role("button", name="Close").click()
    expect(field).to_have_count(0)


@pytest.mark.usefixtures("site")
def test_the_line_for_a_page_of_ones_own_shows_the_same_state_there(context: BrowserContext, address: str) -> None:
    context.add_init_script(CLIPBOARD)
    visit = Visit(context, address, FITTER)
    visit.set(m=1.75)
    tool(visit, "Embed").click()
    line = visit.element.get_by_label("To copy")
    expect(line).to_be_visible()
    assert line.input_value() == visit.page.evaluate("copied")
    source = re.search(r'<iframe src="([^"]+)" title="Line fitter"', line.input_value())
    assert source is not None
    assert source[1] == f"{address}embed/losses/line-fitter-3/?line-fitter-3.m=1.75"
    page = context.new_page()
    page.set_content(f"<h1>A lesson</h1>{line.input_value()}")
    inside = page.frame_locator("iframe")
    inside.locator(".nn-w").wait_for()
    assert inside.locator("nn-line-fitter").evaluate("e => e.state.m") == 1.75
    assert inside.locator("html").evaluate("e => e.scrollHeight <= innerHeight"), "the frame is high enough"


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("place", ALONE, ids=lambda place: place.widget)
def test_a_widget_fills_the_screen_until_escape(browser: Browser, address: str, place: Place) -> None:
    context = browser.new_context(viewport={"width": 1600, "height": 900})
    visit = Visit(context, address, place)
    small = visit.element.locator(".nn-w-title").bounding_box()
    column = visit.element.evaluate("e => e.width")
    tool(visit, "Full screen").click()
    until(visit.element, "document.fullscreenElement === e")
    until(visit.element, "e.querySelector('[data-tool=lessen]')")
    large = visit.element.locator(".nn-w-title").bounding_box()
    assert small is not None
    assert large is not None
    assert large["height"] >= 1.2 * small["height"], "its type is larger"
    out = visit.element.evaluate("e => [e.scrollWidth - e.clientWidth, e.querySelector('.nn-w').scrollWidth]")
    assert out[0] <= 0, "nothing leaves the screen sideways"
    visit.page.evaluate("document.exitFullscreen()")  # what Escape does in a window
    until(visit.element, "document.fullscreenElement === null && e.querySelector('[data-tool=enlarge]')")
    until(visit.element, f"e.width === {column}")
    assert not visit.element.evaluate("e => e.ui.style.cssText")
    assert not visit.complaints
    context.close()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("place", ALONE, ids=lambda place: place.widget)
def test_nothing_leaves_a_squarer_screen_sideways(browser: Browser, address: str, place: Place) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 1024})
    visit = Visit(context, address, place)
    tool(visit, "Full screen").click()
    until(visit.element, "document.fullscreenElement === e && e.querySelector('[data-tool=lessen]')")
    assert visit.element.evaluate("e => e.scrollWidth <= e.clientWidth")
    context.close()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("place", [FITTER, READER], ids=str)
def test_the_button_back_lies_under_the_pointer_until_that_goes_elsewhere(
    browser: Browser, address: str, place: Place
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    visit = Visit(context, address, place)
    x, y = visit.middle(tool(visit, "Full screen"))
    under = "document.elementFromPoint(X, Y).closest('button')?.ariaLabel".replace("X, Y", f"{x}, {y}")
    visit.page.mouse.click(x, y)
    until(visit.element, "document.fullscreenElement === e && e.querySelector('[data-tool=lessen]')")
    until(visit.page, f"{under} === 'Exit full screen'")
    visit.page.mouse.click(x, y)
    until(visit.element, "document.fullscreenElement === null && e.querySelector('[data-tool=enlarge]')")
    assert visit.page.evaluate(under) == "Full screen", "where it was"
    visit.page.mouse.click(x, y)
    until(visit.page, f"{under} === 'Exit full screen'")
    visit.page.mouse.move(20, 880)
    until(visit.element, IN_ITS_ROW)
    visit.page.mouse.click(*visit.element.evaluate(CENTRE))
    until(visit.element, "document.fullscreenElement === null")
    assert not visit.complaints
    context.close()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("key", ["Shift", None])
def test_the_button_back_goes_to_its_row_after_a_key_or_some_seconds(
    browser: Browser, address: str, key: str | None
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    visit = Visit(context, address, READER)
    visit.page.mouse.click(*visit.middle(tool(visit, "Full screen")))
    until(visit.element, "document.fullscreenElement === e && e.querySelector('[data-tool=lessen][style]')")
    assert not visit.element.evaluate(f"e => {IN_ITS_ROW}")
    if key:
        visit.page.keyboard.press(key)
        assert visit.element.evaluate(f"e => {IN_ITS_ROW}")
    until(visit.element, IN_ITS_ROW)
    context.close()


@pytest.mark.usefixtures("site")
def test_handles_work_on_the_whole_screen(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1600, "height": 900})
    visit = Visit(context, address, FITTER)
    tool(visit, "Full screen").click()
    until(visit.element, "e.querySelector('[data-tool=lessen]')")
    point = visit.element.get_by_role("slider", name="point 1", exact=False).first
    box = point.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y - 60, steps=4)
    visit.page.mouse.up()
    visit.page.wait_for_timeout(100)
    after = point.bounding_box()
    assert after is not None
    moved = (after["x"] - box["x"], after["y"] - box["y"])
    assert moved == pytest.approx((60, -60), abs=3), "the point is where the pointer is"
    context.close()


@pytest.mark.usefixtures("site")
def test_without_full_screen_there_is_no_button_for_it(context: BrowserContext, address: str) -> None:
    context.add_init_script('Object.defineProperty(document, "fullscreenEnabled", { value: false })')
    visit = Visit(context, address, FITTER)
    expect(tool(visit, "Copy link")).to_be_visible()
    expect(tool(visit, "Full screen")).to_have_count(0)


@pytest.mark.usefixtures("site")
def test_a_link_leaves_out_the_state_of_other_widgets(context: BrowserContext, address: str) -> None:
    context.add_init_script(CLIPBOARD)
    visit = Visit(context, address, TABLES, query="?matrix-stepper.step=2&matrix-stepper-3.step=1")
    tool(visit, "Copy link").click()
    until(visit.page, "window.copied")
    parts: dict[str, Any] = parse_qs(urlsplit(visit.page.evaluate("copied")).query)
    assert parts == {"matrix-stepper-3.step": ["1"]}
