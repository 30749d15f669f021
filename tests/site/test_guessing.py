"""What a question asks for is hidden until the reader has guessed, here or before: by keyboard, on paper, by link."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.site.live.test_live import run
from tests.site.test_first_paint import WORKING
from tests.site.waiting import until

PAGE = "chapters/activations/"
ASKED = ".admonition + .nn-fence:has(> .nn-guess)"
PICTURE = f"{ASKED}:has(> .nn-figure)"
KEPT = "Object.keys(localStorage).some((key) => key.startsWith('nnbook:guess:'))"

# Every box, and what stands below the fence or the widget that follows it.
BOXES = """() => [...document.querySelectorAll(".admonition.question")]
  .filter((box) => box.textContent.trim().startsWith("Predict, then run"))
  .map((box) => {
    const asked = box.nextElementSibling;
    const told = asked?.nextElementSibling;
    return {
      place: `${location.pathname}#${asked?.id}`,
      guess: asked?.matches(".nn-fence:has(> .nn-guess), .nn-widget:has(> .nn-fence > .nn-guess)"),
      told: told?.matches("p, .nn-answer"),
      leads: told?.textContent.trim().endsWith(":"),
    };
  })"""


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """Open a chapter."""
    opened = context.new_page()
    opened.goto(address + PAGE)
    return opened


def answer(fence: Locator) -> list[Locator]:
    """Return what is hidden with a fence: its results, and the paragraph that tells them."""
    return [*fence.locator("> :is(.nn-output, .nn-figure)").all(), fence.locator("xpath=following-sibling::*[1]")]


def test_an_answer_is_hidden_and_the_keyboard_shows_and_hides_it(page: Page) -> None:
    fences = page.locator(ASKED)
    assert fences.count() >= 3
    for fence in fences.all():
        box = fence.locator("xpath=preceding-sibling::*[1]")
        expect(box.locator(".admonition-title")).to_have_text("Predict, then run")
        for part in answer(fence):
            expect(part).to_be_hidden()
        summary = fence.locator(".nn-guess > summary")
        expect(summary.locator("span >> visible=true")).to_have_text("I have a guess: show the answer")
        summary.focus()
        page.keyboard.press("Enter")
        assert len(answer(fence)) > 1
        for part in answer(fence):
            expect(part).to_be_visible()
        expect(summary.locator("span >> visible=true")).to_have_text("Hide the answer")
        page.keyboard.press("Enter")
        for part in answer(fence):
            expect(part).to_be_hidden()


def test_every_box_above_a_fence_hides_its_answer_and_the_paragraph_below_tells_it(
    browser: Browser, address: str, pages: list[str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    found: list[dict[str, object]] = []
    for name in (one for one in pages if one.startswith("chapters/")):
        page.goto(address + name, wait_until="domcontentloaded")
        found += page.evaluate(BOXES)
    context.close()
    assert len(found) >= 80
    assert not [one for one in found if not one["guess"] or not one["told"] or one["leads"]]


def test_below_a_widget_output_and_answer_are_hidden_and_the_widget_is_not(page: Page, address: str) -> None:
    page.goto(address + "chapters/tensors/")
    box = page.locator(".admonition.question + .nn-widget").first
    box.scroll_into_view_if_needed()
    expect(box.locator(".nn-w")).to_be_visible()
    hidden = [box.locator(".nn-output"), box.locator("xpath=following-sibling::*[1]")]
    for part in hidden:
        expect(part).to_be_hidden()
    box.locator(".nn-guess > summary").click()
    for part in hidden:
        expect(part).to_be_visible()


def test_a_formula_that_tells_the_answer_is_hidden_with_it_and_a_link_shows_it(page: Page) -> None:
    formula = page.locator(".nn-answer mjx-container[display=true]").first
    expect(formula).to_be_hidden()
    page.evaluate("location.hash = 'eq-activations-tanh-sigmoid'")
    expect(formula).to_be_visible()


def test_where_nothing_is_asked_nothing_is_hidden(page: Page) -> None:
    others = page.locator(".md-content__inner > .nn-fence:not(:has(> .nn-guess)) > .nn-output")
    assert others.count() > 3
    for output in others.all():
        expect(output).to_be_visible()


def test_without_scripts_an_answer_can_be_shown(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE, wait_until="load")
    fence = page.locator(ASKED).first
    for part in answer(fence):
        expect(part).to_be_hidden()
    fence.locator(".nn-guess > summary").click()
    for part in answer(fence):
        expect(part).to_be_visible()
    context.close()


def test_paper_shows_every_answer_and_no_button(page: Page) -> None:
    page.emulate_media(media="print")
    fence = page.locator(ASKED).first
    for part in answer(fence):
        expect(part).to_be_visible()
    expect(fence.locator(".nn-guess")).to_be_hidden()


def test_a_link_to_a_figure_shows_it(page: Page, address: str) -> None:
    page.goto(address + "chapters/convolution/")
    figure = page.locator(f"{PICTURE} > .nn-figure").first
    expect(figure).to_be_hidden()
    page.evaluate("id => { location.hash = id }", figure.get_attribute("id"))
    expect(figure).to_be_visible()


def test_a_run_shows_the_answer_and_a_reload_as_well(page: Page) -> None:
    fence = page.locator(ASKED).first
    run(fence)
    for part in answer(fence):
        expect(part).to_be_visible()
    until(page, KEPT)
    page.reload()
    for part in answer(fence):
        expect(part).to_be_visible()


def test_an_answer_stays_open_after_a_reload_and_no_other_does(page: Page) -> None:
    first, second = (page.locator(ASKED).nth(which) for which in (0, 1))
    first.locator(".nn-guess > summary").click()
    until(page, KEPT)
    page.reload()
    for part in answer(first):
        expect(part).to_be_visible()
    for part in answer(second):
        expect(part).to_be_hidden()


def test_an_answer_that_was_hidden_again_or_erased_is_hidden_after_a_reload(page: Page, address: str) -> None:
    fence = page.locator(ASKED).first
    summary = fence.locator(".nn-guess > summary")
    for forget in ("hide", "erase"):
        summary.click()
        until(page, KEPT)
        if forget == "hide":
            summary.click()
        else:
            page.goto(address + "reference/exercises/")
            page.get_by_role("button", name="Erase").click()
        until(page, f"!{KEPT}")
        page.goto(address + PAGE)
        until(page, WORKING)
        page.wait_for_timeout(500)
        for part in answer(fence):
            expect(part).to_be_hidden()
