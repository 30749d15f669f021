"""Code with its framing lines folded: by keyboard, without scripts, on paper, copied, edited; and how large it is."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

PAGE = "chapters/tensors/"
DRAWING = "chapters/losses/"
"""A page that has code which only draws."""

# The width of a letter, of which a monospaced typeface tells the size; its own proportion is measured at 100 pixels.
SIZE = """code => {
  const letters = code.appendChild(document.createElement("span"));
  letters.textContent = "m".repeat(100);
  const width = () => letters.getBoundingClientRect().width / 100;
  const drawn = width();
  letters.style.cssText = "font-size: 100px; font-size-adjust: none";
  const size = (100 * drawn) / width();
  letters.remove();
  return size;
}"""


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """Open a chapter."""
    opened = context.new_page()
    opened.set_viewport_size({"width": 1280, "height": 800})
    opened.goto(address + PAGE)
    return opened


@pytest.fixture
def fence(page: Page) -> Locator:
    """Return a fence that has folded lines, and an output."""
    return page.locator(".nn-fence:has(> .nn-all:not(.nn-all-folded)):has(> .nn-output)").first


def code_of(fence: Locator) -> str:
    return (fence.locator("pre > code").first.text_content() or "").rstrip("\n")


def test_the_keyboard_opens_and_closes_what_is_folded(page: Page, fence: Locator) -> None:
    folds = fence.locator(".nn-fold")
    assert folds.count() > 0
    expect(folds.first).to_be_hidden()
    summary = fence.locator(".nn-all > summary")
    expect(summary).to_have_text(f"All {len(code_of(fence).splitlines())} lines")
    before = fence.locator("pre").first.bounding_box()
    summary.focus()
    page.keyboard.press("Enter")
    for fold in folds.all():
        expect(fold).to_be_visible()
    after = fence.locator("pre").first.bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]
    page.keyboard.press("Enter")
    expect(folds.first).to_be_hidden()


def test_copy_and_edit_have_the_whole_code(page: Page, fence: Locator) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    assert fence.locator("code").first.inner_text().rstrip() != code_of(fence), "nothing is folded"
    fence.locator("pre").first.hover()
    fence.locator(".md-code__button, .md-clipboard").first.click()
    assert page.evaluate("navigator.clipboard.readText()") == code_of(fence)
    fence.locator("[data-nn-live=edit]").click()
    fence.locator(".cm-line").first.wait_for()
    assert "\n".join(fence.locator(".cm-line").all_text_contents()) == code_of(fence)
    expect(fence.locator(".nn-all")).to_be_hidden()


def test_on_paper_the_code_is_whole(page: Page, fence: Locator) -> None:
    page.emulate_media(media="print")
    assert fence.locator("code").first.inner_text().rstrip() == code_of(fence)
    expect(fence.locator(".nn-all")).to_be_hidden()


def test_without_scripts_what_is_folded_can_be_opened(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + DRAWING, wait_until="load")
    for kind in (".nn-all:not(.nn-all-folded)", ".nn-all-folded"):
        fence = page.locator(f".nn-fence:has(> {kind})").first
        expect(fence.locator(".nn-fold").first).to_be_attached()
        expect(fence.locator(".nn-fold").first).to_be_hidden()
        fence.locator(".nn-all > summary").click()
        expect(fence.locator(".nn-fold").first).to_be_visible()
    context.close()


def test_code_that_only_draws_stands_folded_below_its_figure(page: Page, address: str) -> None:
    page.goto(address + DRAWING)
    fence = page.locator(".nn-fence:has(> .nn-all-folded):has(> .nn-figure)").first
    expect(fence.locator("pre").first).to_be_attached()
    expect(fence.locator("pre").first).to_be_hidden()
    figure, opening = fence.locator(".nn-figure").bounding_box(), fence.locator(".nn-all").bounding_box()
    assert figure
    assert opening
    assert figure["y"] + figure["height"] <= opening["y"]


def test_on_a_phone_what_runs_folded_code_waits_until_it_is_opened(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + DRAWING)
    fence = page.locator(".nn-fence:has(> .nn-all-folded):has(> .nn-figure)").first
    summary, bar = fence.locator(".nn-all > summary"), fence.locator(".nn-live")
    expect(summary).to_have_text(f"The code: {len(code_of(fence).splitlines())} lines")
    expect(bar).to_be_hidden()
    summary.tap()
    expect(bar).to_be_visible()
    bar.locator("[data-nn-live=edit]").tap()
    fence.locator(".cm-line").first.wait_for()
    expect(bar).to_be_visible()
    context.close()


def test_code_is_at_least_fourteen_pixels_large(page: Page, fence: Locator) -> None:
    assert page.evaluate("devicePixelRatio") == 1
    fence.locator("[data-nn-live=edit]").click()
    fence.locator(".cm-line").first.wait_for()
    sizes = {
        part: page.locator(f"{part} >> visible=true").first.evaluate(SIZE)
        for part in (".nn-fence pre > code", ".nn-output samp", ".cm-content", ".md-content p > code")
    }
    assert all(size > 13.95 for size in sizes.values()), sizes
