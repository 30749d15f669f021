"""In an exercise hint, tempting wrong answer and solution open one after another, where there is a program for it."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.site.live.test_live import SLOW, bar, write
from tests.site.waiting import until

PAGE = "chapters/grades/"
TWO_HINTS, ONE_HINT = "ex-grades-1", "ex-grades-2"
LOCKED = "document.querySelectorAll('.nn-locked').length"


@pytest.fixture
def page(site: Path, address: str, context: BrowserContext) -> Page:
    """Open a chapter in a fresh profile, its exercises locked."""
    opened = context.new_page()
    opened.goto(address + PAGE)
    until(opened, LOCKED)
    return opened


def box(page: Page, exercise: str, kind: str, which: int = 0) -> Locator:
    """Return a folded box of an exercise: all boxes after its heading, of which the first are its own."""
    return page.locator(f"#{exercise} ~ details.{kind}").nth(which)


def press(box: Locator) -> None:
    box.locator(":scope > summary").click()


def opened(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("JSON.parse(localStorage.getItem('nnbook:opened') ?? '{}')")
    return found


def test_the_solution_waits_for_the_hint(page: Page) -> None:
    hint, wrong, solution = (box(page, ONE_HINT, kind) for kind in ("question", "failure", "success"))
    press(solution)
    expect(solution.locator(".nn-anyway")).to_have_text(
        "It waits for the hint, or for a check of your own answer. Press again: show the solution anyway."
    )
    assert solution.get_attribute("open") is None
    press(hint)
    expect(page.locator(f"#{ONE_HINT} ~ .nn-anyway")).to_have_count(0)
    for shown in (wrong, solution):
        press(shown)
        expect(shown).to_have_attribute("open", "")
    expect(solution.locator("pre > code").first).to_be_visible()
    assert opened(page) == {ONE_HINT: 1}


def test_two_hints_come_one_after_the_other_and_the_solution_after_both(page: Page) -> None:
    first, second = (box(page, TWO_HINTS, "question", which) for which in (0, 1))
    wrong, check, solution = (box(page, TWO_HINTS, kind) for kind in ("failure", "example", "success"))
    expect(second).to_be_hidden()
    press(first)
    expect(second).to_be_visible()
    press(first)
    expect(second).to_be_visible()
    press(wrong)
    expect(wrong).to_have_attribute("open", "")
    press(check)
    expect(check.locator(".nn-anyway")).to_contain_text("It waits for the 2 hints")
    press(second)
    for shown in (check, solution):
        press(shown)
        expect(shown).to_have_attribute("open", "")


def test_a_second_press_opens_it_by_keyboard_too_and_that_is_kept(page: Page) -> None:
    solution = box(page, TWO_HINTS, "success")
    solution.locator(":scope > summary").focus()
    page.keyboard.press("Enter")
    expect(solution.locator(".nn-anyway")).to_contain_text("Press again: show the solution anyway.")
    assert solution.get_attribute("open") is None
    page.keyboard.press("Enter")
    expect(solution).to_have_attribute("open", "")
    assert opened(page) == {TWO_HINTS: 2}
    page.reload()
    expect(solution).not_to_have_class("success nn-locked")
    expect(box(page, TWO_HINTS, "question", 1)).to_be_visible()
    press(solution)
    expect(solution).to_have_attribute("open", "")
    expect(box(page, ONE_HINT, "success")).to_have_class("success nn-locked")


def test_a_check_of_the_readers_own_answer_unlocks_and_one_of_the_starter_does_not(page: Page) -> None:
    fence = page.locator(f"#{ONE_HINT} ~ .nn-fence").first
    solution = box(page, ONE_HINT, "success")
    bar(fence, "check").click()
    expect(fence.locator(".nn-verdict-wrong")).to_contain_text("Not yet", timeout=SLOW)
    expect(solution).to_have_class("success nn-locked")
    write(page, fence, "import nnbook as nn\n\nbias = 7\nnames = []\n")
    bar(fence, "check").click()
    expect(solution).not_to_have_class("success nn-locked", timeout=SLOW)
    press(solution)
    expect(solution).to_have_attribute("open", "")


@pytest.mark.parametrize("kept", ["7", "null", '["ex"]', json.dumps({"ex-grades-1": "<b>", "<img src=x>": 2, "g1": 9})])
def test_what_is_kept_and_makes_no_sense_unlocks_nothing(page: Page, kept: str) -> None:
    page.evaluate("kept => localStorage.setItem('nnbook:opened', kept)", kept)
    before = page.evaluate(LOCKED)
    page.reload()
    until(page, "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('runner.js'))")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(LOCKED) == before > 0
    press(box(page, TWO_HINTS, "question"))
    until(page, "JSON.parse(localStorage.getItem('nnbook:opened'))['ex-grades-1'] === 1")


def test_on_paper_nothing_is_locked(page: Page) -> None:
    press(box(page, TWO_HINTS, "success"))
    page.emulate_media(media="print")
    for kind in ("question", "failure", "example", "success"):
        expect(box(page, TWO_HINTS, kind).locator("p, pre").last).to_be_visible()
    expect(box(page, TWO_HINTS, "question", 1).locator("p")).to_be_visible()
    expect(page.locator(".nn-anyway")).to_be_hidden()


def test_without_javascript_nothing_is_locked(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE, wait_until="load")
    expect(box(page, TWO_HINTS, "question", 1)).to_be_visible()
    solution = box(page, TWO_HINTS, "success")
    press(solution)
    expect(solution.locator("pre > code").first).to_be_visible()
    context.close()
