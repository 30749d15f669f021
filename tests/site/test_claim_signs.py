"""The sign behind a sentence opens the assertion that holds it: by click, by keyboard, without scripts, on paper."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

PAGE = "chapters/network/"


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """Open a chapter in which sentences are held by assertions."""
    opened = context.new_page()
    opened.goto(address + PAGE)
    return opened


def assertion_of(page: Page, sign: Locator) -> Locator:
    """Return what a sign leads to."""
    return page.locator(f"[id='{(sign.get_attribute('href') or '').rpartition('#')[2]}']")


def test_every_sign_leads_to_an_assertion_of_its_own_page(page: Page) -> None:
    signs = page.locator("a.nn-claim")
    assert signs.count() >= 10
    for sign in signs.all():
        assert (assertion_of(page, sign).text_content() or "").lstrip().startswith("assert ")


def test_a_click_shows_the_folded_assertion_and_nothing_else_that_is_folded(page: Page) -> None:
    sign = page.get_by_role("link", name="checked by the code").first
    assertion = assertion_of(page, sign)
    others = page.locator(".nn-fence:has(.nn-told) .nn-fold:not(:has(.nn-told))")
    expect(assertion).to_be_hidden()
    sign.click()
    page.wait_for_timeout(400)  # the theme notes how far the page is scrolled
    expect(assertion).to_be_in_viewport()
    expect(assertion).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    assert [fold.is_visible() for fold in others.all()] == [False]  # the imports


def test_a_sign_is_at_least_twenty_four_pixels_large(page: Page) -> None:
    box = page.locator("a.nn-claim >> visible=true").first.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24


def test_without_scripts_and_by_keyboard_it_does_the_same(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE, wait_until="load")
    sign = page.locator("a.nn-claim").last
    sign.focus()
    page.keyboard.press("Enter")
    expect(assertion_of(page, sign)).to_be_in_viewport()
    context.close()


def test_the_sign_is_on_paper_too(page: Page) -> None:
    page.emulate_media(media="print")
    shown = page.locator("a.nn-claim").first.evaluate("sign => getComputedStyle(sign, '::after').content")
    assert "✓" in shown
