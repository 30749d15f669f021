"""The header and the beginning of a chapter: titles are whole, buttons say what they do, nothing is covered."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.site.waiting import AT_REST, until

NARROW = 360
WORDS = ["Auto", "Light", "Dark"]
TURNS = 5
STEP = "e => getComputedStyle(e, '::after').content.split('\"')[1]"

# The words of the title above the text that are broken in two.
BROKEN = r"""(title) => {
    const words = [];
    const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const { index, 0: word } of node.nodeValue.matchAll(/\S+/g)) {
            const range = new Range();
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
            if (tops.size > 1) words.push(word);
        }
    }
    return words;
}"""


@pytest.mark.usefixtures("site")
def test_titles_are_whole_on_a_phone(browser: Browser, address: str, pages: list[str]) -> None:
    context = browser.new_context(viewport={"width": NARROW, "height": 740}, is_mobile=True, service_workers="block")
    page = context.new_page()
    cut = []
    for name in pages:
        if not name.startswith(("chapters/", "labs/")) and name:
            continue
        page.goto(address + name)
        cut += page.locator(".md-header__topic > .md-ellipsis").evaluate_all(
            """(all, header) => all.filter((e) => e.scrollWidth > e.clientWidth + 1
                || e.getBoundingClientRect().height > header).map((e) => e.innerText)""",
            48,
        )
        cut += page.locator("h1").evaluate(BROKEN)
    context.close()
    assert not cut, f"cut at {NARROW} pixels: {cut}"


@pytest.mark.usefixtures("site")
def test_the_scheme_button_says_what_is_and_what_a_press_does(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address + "chapters/tensors/")
    named = ["switch to light", "switch to dark", "switch to the system's choice"]
    for word, says in zip(WORDS, named, strict=True):
        button = page.locator("label[for^='__palette_']:visible")
        assert button.evaluate("e => e.previousElementSibling.ariaLabel").endswith(says)
        assert button.evaluate(STEP) == word
        button.click()
    assert page.locator("label[for^='__palette_']:visible").evaluate(STEP) == WORDS[0]


def up_again(page: Page) -> None:
    """Scroll down a chapter, and a little back, as a reader does who looks something up.

    What comes late above the window moves the page, which the theme takes for scrolling down: then back once more.
    """
    page.mouse.move(600, 400)
    page.mouse.wheel(0, 5000)
    until(page, "scrollY > 4000")
    for _ in range(TURNS):
        page.evaluate(AT_REST)
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(600)
        page.evaluate(AT_REST)
        if page.evaluate("!document.querySelector('.md-top').hidden"):
            return
    raise AssertionError(f"turned back {TURNS} times, and nothing leads back to the top")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("width", [1220, 1280, 1920])
def test_the_way_back_to_the_top_covers_nothing(context: BrowserContext, address: str, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + "chapters/network/")
    up_again(page)
    button = page.get_by_role("button", name="Back to top")
    # What is hidden is transparent, which Playwright counts as visible, and slides into its place when it is not.
    until(button, "!e.hidden && e.getAnimations().length === 0")
    covered = button.evaluate(
        """e => {
            const box = e.getBoundingClientRect();
            const text = (one) => {
                const range = document.createRange();
                range.selectNodeContents(one);
                return range;
            };
            return [
                ...document.querySelectorAll(".md-header__button, .md-search__form, .md-source"),
                ...[...document.querySelectorAll(".md-header__topic > .md-ellipsis")].map(text),
            ].map((one) => one.getBoundingClientRect())
                .filter((one) => one.width && one.left < box.right && box.left < one.right
                    && one.top < box.bottom && box.top < one.bottom).length;
        }"""
    )
    header = page.locator(".md-header").bounding_box()
    box = button.bounding_box()
    assert header is not None
    assert box is not None
    assert box["y"] + box["height"] <= header["y"] + header["height"]
    assert covered == 0
    button.click()
    until(page, "scrollY === 0")


@pytest.mark.usefixtures("site")
def test_a_narrow_screen_has_nothing_over_its_text(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + "chapters/network/")
    up_again(page)
    expect(page.get_by_role("button", name="Back to top")).to_be_hidden()


@pytest.mark.usefixtures("site")
def test_a_chapter_begins_with_its_question_and_its_notebook_stands_in_the_box(
    context: BrowserContext, address: str, pages: list[str]
) -> None:
    page = context.new_page()
    for name in pages:
        if not name.startswith("chapters/"):
            continue
        page.goto(address + name, wait_until="commit")
        line = page.locator(".nn-notebook-source")
        expect(line).to_have_count(1)
        assert (
            line.evaluate("e => e.parentElement.querySelector('.admonition-title').textContent") == "Before you start"
        )
        first = page.locator("h1 ~ :is(p, .nn-note, .admonition, .nn-fence, .nn-notebook-source)").first
        assert first.evaluate("e => e.matches('p:not(.nn-notebook-source), .nn-note')"), name
    page.goto(address)
    assert page.locator(".nn-notebook-source").evaluate("e => e.previousElementSibling.localName") == "p"
