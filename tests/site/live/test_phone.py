"""Live code on a phone: editor, buttons, results of other code, what a training draws, and where Copy stands."""

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.live.test_live import PAGE, SLOW, bar, run, status, write
from tests.site.waiting import PATIENCE

FINGER = 40  # pixels
LEAST = 11  # pixels that letters have
NOTED = """fence => {
  window.stale = 0;
  const note = () => { stale += fence.querySelectorAll(".nn-stale").length; };
  new MutationObserver(note).observe(fence, { attributes: true, childList: true, subtree: true });
}"""
TWO_TRAININGS = """import numpy as np
import nnbook as nn
rng = np.random.default_rng(0)
X = rng.normal(size=(64, 2))
for rate in (0.01, 0.1):
    net = nn.Network([nn.Dense(2, 1, rng=rng)])
    options = {"loss": nn.MeanSquaredError(), "optimizer": nn.SGD(rate), "epochs": 400}
    nn.train(net, X, X[:, :1], rng=rng, batch_size=8, progress=False, **options)
print("both")
"""


@pytest.fixture
def page(site: Path, address: str, browser: Browser) -> Iterator[Page]:
    """Open a chapter on a phone."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, service_workers="block"
    )
    opened = context.new_page()
    opened.goto(address + PAGE)
    yield opened
    context.close()


def box(place: Locator) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom."""
    found = place.bounding_box()
    assert found
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


def apart(one: Locator, other: Locator, margin: float = 0) -> bool:
    (left, top, right, bottom), (x, y, to, end) = box(one), box(other)
    return right + margin <= x or to + margin <= left or bottom + margin <= y or end + margin <= top


def exercise(page: Page) -> Locator:
    return page.locator('h3[id^="ex-"] ~ .nn-fence').first


def test_nothing_shows_through_the_line_numbers_and_long_lines_wrap(page: Page) -> None:
    fence = page.locator("#fence-3")
    bar(fence, "edit").click()
    text = fence.locator(".cm-scroller")
    expect(text).to_be_visible()
    ground = "(node) => getComputedStyle(node).backgroundColor"
    assert fence.locator(".cm-gutters").evaluate(ground) == fence.locator(".cm-editor").evaluate(ground)
    assert text.evaluate("(node) => node.scrollWidth - node.clientWidth") <= 0


def test_results_are_marked_while_they_are_of_other_code_and_no_longer(page: Page) -> None:
    fence = page.locator("#fence-3")
    fence.evaluate(NOTED)
    run(fence)
    run(fence)
    assert page.evaluate("stale") == 0
    write(page, fence, "import nnbook\nwhile True: pass\n")
    stale = fence.locator(".nn-stale")
    expect(stale).to_have_count(2)
    frame = 3 * float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")) / 10
    assert apart(stale.first, status(fence), frame)
    assert apart(stale.first, stale.last, 2 * frame)
    left, _, right, _ = box(stale.last)
    assert left >= frame
    assert right <= 390 - frame
    bar(fence, "run").click()
    expect(status(fence)).to_have_text("Running", timeout=SLOW)
    expect(stale).to_have_count(2)
    assert apart(stale.first, status(fence), frame)
    bar(fence, "stop").click()
    expect(status(fence)).to_contain_text("Stopped")
    expect(stale).to_have_count(2)  # they still are of the page's code
    write(page, fence, "import nnbook\nprint('mine')\n")
    run(fence)
    expect(stale).to_have_count(0)
    expect(fence.locator(".nn-differs")).to_contain_text("your code gives")


def test_a_check_shows_no_results_and_leaves_the_mark(page: Page) -> None:
    fence = exercise(page)
    bar(fence, "run").click()
    expect(status(fence)).to_contain_text("Done", timeout=SLOW)
    write(page, fence, "print('first')\n")
    run(fence)
    write(page, fence, "print('second')\n")
    expect(fence.locator(".nn-stale")).not_to_have_count(0)
    bar(fence, "check").click()
    expect(fence.locator(".nn-verdict")).to_be_visible(timeout=SLOW)
    expect(fence.locator(".nn-stale")).not_to_have_count(0)


def test_trainings_are_numbered_drawn_to_their_end_and_folded_below_the_results(page: Page) -> None:
    fence = page.locator("#fence-3")
    write(page, fence, TWO_TRAININGS)
    bar(fence, "run").click()
    now = fence.locator(".nn-loss-now")
    expect(now.first).to_contain_text("Training 1: loss", timeout=SLOW)
    expect(status(fence)).to_contain_text("Done", timeout=SLOW)
    said = now.all_text_contents()
    assert [line.split(":")[0] for line in said] == ["Training 1", "Training 2"]
    assert all(line.endswith("after 3,200 of 3,200 steps") for line in said)
    box_ = fence.locator(".nn-losses")
    expect(box_.locator("summary")).to_have_text("The loss of 2 trainings")
    expect(now.first).to_be_hidden()
    assert box(fence.locator(".nn-output"))[3] <= box(box_)[1]
    box_.locator("summary").click()
    expect(now.first).to_be_visible()
    for letters in box_.locator("figcaption, span").all():
        assert float(letters.evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)")) >= LEAST
    line = fence.locator(".nn-loss path").last.get_attribute("d")
    assert line
    assert float(line.rsplit("L")[-1].split()[0]) == 400  # the right edge


def test_keys_are_spoken_of_where_there_are_keys(page: Page, browser: Browser, address: str) -> None:
    fence = page.locator("#fence-3")
    bar(fence, "edit").click()
    expect(fence.locator(".cm-content")).to_be_visible()
    expect(fence.locator(".nn-live-hint")).to_be_hidden()
    desk = browser.new_page()
    desk.goto(address + PAGE)
    bar(desk.locator("#fence-3"), "edit").click()
    expect(desk.locator("#fence-3 .nn-live-hint")).to_be_visible()
    desk.close()


def test_the_buttons_of_an_exercise_stand_in_one_row(page: Page) -> None:
    fence = exercise(page)
    shown = fence.locator(":scope > .nn-live > button:visible")

    def rows() -> set[float]:
        places = [box(button) for button in shown.all()]
        assert min(bottom - top for _, top, _, bottom in places) >= FINGER
        return {top for _, top, _, _ in places}

    assert len(rows()) == 1
    bar(fence, "run").click()
    expect(status(fence)).to_contain_text("Done", timeout=SLOW)
    assert shown.count() == 5
    assert len(rows()) == 1
    write(page, fence, "shape = (1, 1)\nbills = [1]\n")
    expect(bar(fence, "link")).to_be_visible()
    assert len(rows()) == 1


def test_the_scratchpad_does_not_lead_to_itself(page: Page, address: str) -> None:
    page.goto(address + "scratchpad/")
    expect(page.locator(".cm-content")).to_be_visible()
    expect(page.locator('[data-nn-live="run"]')).to_be_visible()
    expect(page.locator('[data-nn-live="scratchpad"]')).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "kind"), [(PAGE, ":has(> .nn-all)"), ("labs/learning_rate/", ":not(:has(> .nn-all))")]
)
def test_copy_lies_on_no_code_and_on_no_other_button(page: Page, address: str, name: str, kind: str) -> None:
    page.goto(address + name)
    fence = page.locator(f".nn-fence:not(.nn-widget *, :has(> .nn-all-folded)){kind}").first
    fence.scroll_into_view_if_needed()
    copy = fence.locator(".md-code__button")
    expect(copy).to_be_visible()
    left, top, right, bottom = box(copy)
    assert min(right - left, bottom - top) >= FINGER
    assert apart(copy, fence.locator("pre > code").first)
    others = fence.locator(":scope > .nn-live > button:visible, :scope > .nn-all > summary").all()
    assert len(others) > 1
    for other in others:
        assert apart(copy, other)


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_code_that_goes_on_fades_at_that_edge(page: Page, scheme: str) -> None:
    page.evaluate("(scheme) => { document.body.dataset.mdColorScheme = scheme; }", scheme)
    code = page.locator("#fence-3 pre > code").first
    code.scroll_into_view_if_needed()

    def edges() -> tuple[bool, bool]:
        """Tell whether the left and the right edge, above the first line, are other than the middle."""
        picture = Image.open(io.BytesIO(code.screenshot())).convert("RGB")
        middle = picture.getpixel((picture.width // 2, 5))
        return picture.getpixel((1, 5)) != middle, picture.getpixel((picture.width - 2, 5)) != middle

    def come_to(left: bool, right: bool) -> bool:
        """Wait until both edges are so: what is scrolled in the same moment is blank in some pictures."""
        end = time.monotonic() + PATIENCE
        while edges() != (left, right) and time.monotonic() < end:
            page.wait_for_timeout(50)
        return edges() == (left, right)

    assert come_to(False, True)
    code.evaluate("(node) => { node.scrollLeft = 20; }")
    assert come_to(True, True)
    code.evaluate("(node) => { node.scrollLeft = 9999; }")
    assert come_to(True, False)
