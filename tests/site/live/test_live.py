"""Live code as a reader meets it: buttons, progress, errors, limits, links, and what stays out of reach."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.site.test_first_paint import WORKING
from tests.site.waiting import until

PAGE = "chapters/tensors/"
SLOW = 120_000
LINK = 'async (code) => (await import("/assets/live/runner.js")).pack(code)'


@pytest.fixture
def page(site: Path, address: str, context: BrowserContext) -> Page:
    """Open a chapter in a fresh profile."""
    opened = context.new_page()
    opened.goto(address + PAGE)
    return opened


def bar(fence: Locator, action: str) -> Locator:
    return fence.locator(f":scope > .nn-live > [data-nn-live={action}]")


def status(fence: Locator) -> Locator:
    return fence.locator(":scope > .nn-live > .nn-live-status")


def write(page: Page, fence: Locator, code: str) -> None:
    """Put code into the editor of a fence, as if it had been pasted."""
    if bar(fence, "edit").is_visible():
        bar(fence, "edit").click()
    fence.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)


def run(fence: Locator, ends: str = "Done") -> None:
    status(fence).evaluate("(said) => said.replaceChildren()")  # what an earlier run said is no answer to this one
    bar(fence, "run").click()
    expect(status(fence)).to_contain_text(ends, timeout=SLOW)


def test_nothing_of_python_is_asked_for_before_the_first_run(site: Path, address: str, context: BrowserContext) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page = context.new_page()
    page.goto(address + PAGE)
    until(page, WORKING)  # the scripts come after the first painting
    page.wait_for_timeout(1000)
    live = [name for name in asked if re.search(r"live|editor|pyodide", name)]
    assert live == ["assets/live/live.js"]
    assert (site / "assets/live/live.js").stat().st_size < 3000


def test_what_is_pressed_before_its_program_is_there_waits_for_it(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    held: list[Route] = []
    page.route("**/live/live.js", lambda route: held.append(route))
    with page.expect_request("**/live/live.js"):
        page.goto(address + PAGE, wait_until="domcontentloaded")
    fence = page.locator("#fence-1")
    bar(fence, "edit").click()
    assert not fence.locator(".cm-content").count()
    held[0].continue_()
    expect(fence.locator(".cm-content")).to_be_visible()


# On a quick machine the text stands for less than the time between two looks.
NOTE_BYTES = """fence => {
  window.said = [];
  const note = () => said.push(fence.querySelector(".nn-live-bytes")?.textContent ?? "");
  new MutationObserver(note).observe(fence, { childList: true, subtree: true, characterData: true });
}"""


def test_the_first_run_shows_its_progress_and_gives_what_the_page_shows(page: Page) -> None:
    fence = page.locator("#fence-2")
    before = fence.locator(".nn-output").inner_text()
    fence.evaluate(NOTE_BYTES)
    bar(fence, "run").click()
    expect(status(fence)).to_have_text(re.compile(r"Done in .*, as on the page"), timeout=SLOW)
    assert any(re.fullmatch(r"\d+\.\d of \d+\.\d MB", said) for said in page.evaluate("said"))
    assert fence.locator(".nn-output").inner_text() == before
    assert fence.locator("figure.nn-figure svg").count() == 1
    assert fence.locator(".nn-differs").count() == 0
    assert "var(--nn-" in fence.locator("figure.nn-figure svg").inner_html()
    write(page, fence, "import nnbook\nprint('mine')\n")
    expect(status(fence)).to_have_text("")


def test_code_below_a_widget_gives_what_the_page_shows(page: Page) -> None:
    """The widget takes the figure of the page when it comes: before the first run, for whoever reads."""
    widgets = page.locator(".nn-widget:has(> .nn-fence)")
    assert widgets.count() == 5
    for widget in widgets.all():
        fence, kept = widget.locator(".nn-fence"), widget.locator("> :not(.nn-fence) > figure")
        widget.scroll_into_view_if_needed()
        widget.locator(".nn-w").wait_for()
        assert (kept.count(), fence.locator("figure").count()) == (1, 0)
        run(fence, "as on the page")
        assert fence.locator("figure.nn-figure svg").count() == 1
        expect(fence.locator(".nn-differs")).to_have_count(0)
        bar(fence, "reset").click()
        assert (kept.count(), fence.locator("figure").count()) == (1, 0)


@pytest.mark.parametrize("press", ["edit", "run"])
def test_a_widget_that_comes_after_a_press_leaves_the_figures_in_their_places(page: Page, press: str) -> None:
    held: list[Route] = []
    page.route("**/widgets/matrix_stepper/index.js", lambda route: held.append(route))
    fence = page.locator("#fence-2")
    with page.expect_request("**/widgets/matrix_stepper/index.js"):
        page.reload()
        fence.scroll_into_view_if_needed()
    if press == "edit":
        write(page, fence, "import nnbook\n")
    else:
        run(fence, "as on the page")
    held[0].continue_()
    widget = page.locator(".nn-widget:has(#fence-2)")
    widget.locator(".nn-w").wait_for()
    assert fence.locator("figure.nn-figure-run").count() == (press == "run")
    bar(fence, "reset").click()
    assert page.locator("[id=fence-2-figure-1]").count() == 1


def test_an_edit_is_run_marked_kept_and_taken_back(page: Page) -> None:
    fence = page.locator("#fence-2")
    original = fence.locator("pre > code").first.inner_text()
    write(page, fence, "import nnbook\nprint('mine')\nmistake = 1 / 0\n")
    page.keyboard.press("Control+Enter")
    expect(fence.locator(".nn-error p")).to_have_text("Line 3: ZeroDivisionError: division by zero", timeout=SLOW)
    trace = fence.locator(".nn-error pre").inner_text()
    assert 'File "your code", line 3' in trace
    assert "nnbook/book" not in trace
    write(page, fence, "import nnbook\nprint('mine')\n")
    page.keyboard.press("Control+Enter")
    expect(fence.locator(".nn-differs")).to_contain_text("your code gives", timeout=SLOW)
    page.reload()
    expect(fence.locator(".cm-content")).to_contain_text("print('mine')")
    bar(fence, "reset").click()
    expect(fence.locator(".cm-content")).to_have_count(0)
    assert fence.locator("pre > code").first.inner_text() == original
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(fence.locator(".cm-content")).to_have_count(0)


def test_the_editor_serves_keyboard_and_screen_reader(page: Page) -> None:
    fence = page.locator("#fence-2")
    bar(fence, "edit").click()
    text = fence.locator(".cm-content")
    expect(text).to_be_focused()
    assert text.get_attribute("aria-label") == "Code of example 2, Python"
    hint = page.locator(f"#{text.get_attribute('aria-describedby')}")
    assert "Escape, then Tab" in hint.inner_text()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Tab")
    expect(text).to_be_focused()
    assert text.inner_text().startswith("    ")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(text).not_to_be_focused()
    assert fence.locator(".tok-keyword").count() > 0


# By the page's own clock: how long a test takes to ask and to look depends on what else the machine does.
STOPPED_AFTER = """async (fence) => {
  const bar = fence.querySelector(":scope > .nn-live");
  const start = performance.now();
  bar.querySelector("[data-nn-live=stop]").click();
  while (!bar.querySelector(".nn-live-status").textContent.includes("Stopped")) {
    await new Promise((done) => setTimeout(done, 10));
  }
  return performance.now() - start;
}"""


def test_an_endless_loop_stops_within_a_second_and_the_next_run_works(page: Page) -> None:
    fence = page.locator("#fence-2")
    write(page, fence, "import nnbook\nwhile True:\n    pass\n")
    run(fence, "Running")
    page.wait_for_timeout(200)
    assert fence.evaluate(STOPPED_AFTER) < 1000
    assert "while True" in fence.locator(".cm-content").inner_text()
    bar(fence, "reset").click()
    run(fence)


def test_a_run_that_takes_too_long_is_stopped_with_a_word(page: Page) -> None:
    end: dict[str, Any] = page.evaluate(
        """async () => {
          const { Engine, LIMIT } = await import("/assets/live/runner.js");
          const engine = new Engine();
          const end = await engine.run({ source: "while True: pass" }, () => {}, 1);
          const next = await engine.run({ source: "print(6)" });
          return { end, next: JSON.parse(next.text), LIMIT };
        }"""
    )
    assert end["end"] == {"type": "limit", "limit": 1}
    assert end["next"]["output"] == "6\n"
    assert end["LIMIT"] == 120


def test_two_gigabytes_end_in_a_message(page: Page) -> None:
    fence = page.locator("#fence-2")
    for code in ("big = np.ones(2**28)", "big = [np.ones(2**26) for _ in range(4)]"):
        write(page, fence, f"import numpy as np\nimport nnbook\n{code}\n")
        run(fence, "Stopped by an error")
        assert "more memory than a tab can spare" in fence.locator(".nn-error p").inner_text()
    write(page, fence, "import nnbook\nprint('alive')\n")
    run(fence)


def test_a_lost_network_is_reported_and_the_next_try_works(page: Page, context: BrowserContext) -> None:
    fence = page.locator("#fence-2")
    context.route("**/vendor/live/*.whl*", lambda route: route.abort())
    run(fence, "Press Run to try again")
    context.unroute("**/vendor/live/*.whl*")
    run(fence)


def test_a_damaged_file_is_not_run(site: Path, page: Page, context: BrowserContext) -> None:
    fence = page.locator("#fence-2")
    size = (site / "assets/vendor/live/python_stdlib.zip.zst").stat().st_size
    context.route("**/vendor/live/python_stdlib.zip*", lambda route: route.fulfill(body=b"x" * size))
    run(fence, "python_stdlib.zip.zst arrived damaged")


def test_code_from_a_link_is_shown_and_waits(page: Page, address: str, context: BrowserContext) -> None:
    packed = page.evaluate(LINK, "import nnbook\nprint('from afar')\n")
    other = context.new_page()
    other.goto(f"{address}{PAGE}#fence-2~{packed}")
    fence = other.locator("#fence-2")
    expect(fence.locator(".cm-content")).to_contain_text("from afar")
    expect(status(fence)).to_contain_text("runs when you press Run")
    other.wait_for_timeout(500)
    assert len(other.frames) == 1
    assert not [worker for worker in other.workers if worker.url.startswith("blob:")]
    assert "from afar" not in (fence.locator(".nn-output").text_content() or "")
    run(fence)
    assert fence.locator(".nn-output").inner_text() == "from afar"


def test_the_worker_reaches_neither_the_network_nor_what_is_stored_nor_the_page(page: Page) -> None:
    fence = page.locator("#fence-2")
    names = "fetch XMLHttpRequest WebSocket EventSource Worker indexedDB caches document localStorage importScripts"
    write(page, fence, f"import js\nimport nnbook\nprint([n for n in '{names}'.split() if getattr(js, n, None)])\n")
    run(fence)
    assert fence.locator(".nn-output").inner_text() == "[]"
    write(page, fence, "import nnbook\nfrom pyodide.code import run_js\nrun_js(\"import('/')\")\n")
    run(fence, "Stopped by an error")
    assert "unsafe-eval" in fence.locator(".nn-error p").inner_text()


def test_a_figure_that_is_more_than_a_drawing_loses_the_rest(page: Page) -> None:
    kept = page.evaluate(
        """async () => {
          const { drawing } = await import("/assets/live/runner.js");
          const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()">
            <script>x()</script><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>
            <a href="javascript:x()"><path d="M0 0"/></a><image xlink:href="https://elsewhere.example/x.png"/>
            <use xlink:href="#nn-figure-id-3"/><use xlink:href="#here"/>
            <rect style="fill: url(https://elsewhere.example/)" onclick="x()" width="9"/></svg>`;
          return drawing({ svg, alt: 'a "figure"' }, "p-").outerHTML;
        }"""
    )
    for word in ("script", "foreignObject", "javascript", "elsewhere", "onload", "onclick", "<a"):
        assert word not in kept
    assert 'width="9"' in kept
    assert 'xlink:href="#p-3"' in kept
    assert "here" not in kept.replace("elsewhere", "")


def test_an_exercise_answers_in_words_and_is_remembered(page: Page, address: str) -> None:
    heading = page.locator('h3[id^="ex-"]').first
    starter, solution = page.evaluate(
        """() => {
          let node = document.querySelector('h3[id^="ex-"]');
          while (!node.matches(".nn-fence")) node = node.nextElementSibling;
          const { id } = node;
          while (!node.matches("details.success")) node = node.nextElementSibling;
          return [id, node.querySelector("code").textContent];
        }"""
    )
    fence = page.locator(f"#{starter}")
    fence.scroll_into_view_if_needed()
    bar(fence, "check").click()
    expect(fence.locator(".nn-verdict-wrong")).to_contain_text("Not yet", timeout=SLOW)
    write(page, fence, solution)
    bar(fence, "check").click()
    expect(fence.locator(".nn-verdict-right")).to_contain_text("Right", timeout=SLOW)
    expect(heading.locator(".nn-solved")).to_have_text("solved")
    page.goto(address + "reference/exercises/")
    expect(page.locator(".nn-progress")).to_contain_text("You have solved 1 of")
    expect(page.locator("#numbers-in-boxes .nn-solved")).to_have_text(re.compile(r"^1 of \d+$"))
    with page.expect_download() as download:
        page.locator(".nn-progress button", has_text="Export").click()
    assert "ex-tensors-1" in Path(download.value.path()).read_text()
    page.locator(".nn-progress button", has_text="Erase").click()
    expect(page.locator(".nn-progress")).to_contain_text("You have solved 0 of")
    expect(page.locator("h2 .nn-solved")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('nnbook:'))") == []


def test_hints_come_one_by_one(page: Page, address: str) -> None:
    page.goto(address + "chapters/grades/")
    hints = page.locator("details.question + details.question").first
    expect(hints).to_be_hidden()
    hints.locator("xpath=preceding-sibling::details[1]").locator("summary").click()
    expect(hints).to_be_visible()


def test_a_fence_goes_to_the_scratchpad(page: Page) -> None:
    fence = page.locator("#fence-2")
    code = fence.locator("pre > code").first.inner_text()
    bar(fence, "scratchpad").click()
    page.wait_for_url("**/scratchpad/#fence-1~*")
    expect(page.locator("#fence-1 .cm-content")).to_contain_text(code.split("\n")[-2].strip())


def test_training_draws_its_loss_while_it_runs(page: Page) -> None:
    fence = page.locator("#fence-2")
    code = (
        "import numpy as np\nimport nnbook as nn\nrng = np.random.default_rng(0)\n"
        "digits = nn.load_digits()\nX, y = nn.as_rows(digits.train_images), digits.train_labels\n"
        "layers = [nn.Dense(784, 16, rng=rng), nn.ReLU(), nn.Dense(16, 16, rng=rng), nn.ReLU()]\n"
        "net = nn.Network([*layers, nn.Dense(16, 10, rng=rng)], dtype=np.float32)\n"
        "nn.train(net, X, y, loss=nn.SoftmaxCrossEntropy(), optimizer=nn.SGD(0.1), epochs=3, batch_size=50, rng=rng)\n"
        "share = nn.accuracy(digits.test_labels, net.predict(nn.as_rows(digits.test_images)))\n"
        "assert share > 0.93\nprint(f'{share:.3f}')\n"
    )
    write(page, fence, code)
    bar(fence, "run").click()
    now = fence.locator(".nn-loss-now")
    expect(now).to_contain_text("of 3,600 steps", timeout=SLOW)
    first = now.text_content()
    expect(status(fence)).to_contain_text("Done", timeout=SLOW)
    assert now.text_content() != first
    assert float(fence.locator(".nn-output").inner_text()) > 0.93


def test_the_bar_fits_a_phone(site: Path, address: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(address + PAGE)
    fence = page.locator("#fence-2")
    bar(fence, "edit").click()
    expect(fence.locator(".cm-content")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_after_the_first_run_it_runs_without_network(site: Path, address: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + PAGE)
    fence = page.locator("#fence-2")
    run(fence)  # perhaps before the worker that keeps the book is in charge
    last = "/assets/vendor/live/six.zip.zst"
    kept = f"async () => Boolean(await caches.match('{last}', {{ ignoreSearch: true }}))"
    until(page, f"await ({kept})()", patience=120)
    context.set_offline(True)
    page.reload()
    run(fence)
    assert fence.locator("figure.nn-figure svg").count() == 1
    context.close()
