"""Python is started before the reader asks for it where that costs nothing, and is there at once after a stop."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from tests.site.live.test_live import PAGE, SLOW, bar, run
from tests.site.waiting import until

QUIET = 1000
FRAMES = "document.querySelectorAll('html > iframe').length"
# The second after which a page is taken to be read does not end.
UNENDING = f"const plain = setTimeout; window.setTimeout = (go, after) => after === {QUIET} ? 0 : plain(go, after)"
CONNECTION = 'Object.defineProperty(NetworkInformation.prototype, "{name}", {{ get: () => {value} }})'


def says(context: BrowserContext, **connection: str) -> None:
    """Have the browser say this of its connection, instead of what it says in other tests."""
    for name, value in {"saveData": "false", **connection}.items():
        context.add_init_script(CONNECTION.format(name=name, value=value))


@pytest.fixture
def free(context: BrowserContext) -> BrowserContext:
    """Open a profile whose connection counts no bytes."""
    says(context)
    return context


def asked(context: BrowserContext) -> list[str]:
    """Return the list of what is going to be asked for of Python."""
    found: list[str] = []

    def note(request: Request) -> None:
        if "vendor/live" in request.url:
            found.append(request.url.rsplit("/", 1)[-1])

    context.on("request", note)
    return found


def keeps(context: BrowserContext, key: str) -> None:
    """Have the browser keep something from before."""
    context.add_init_script(f"if (self.origin !== 'null') localStorage.setItem('nnbook:{key}', '{{}}')")


def has_run_code(context: BrowserContext) -> None:
    """Have the browser keep what a reader leaves who has run code here before."""
    keeps(context, "solved")


@pytest.mark.parametrize("kept", ["", "opened", f"guess:/{PAGE}:1"])
def test_who_only_reads_and_opens_hints_and_answers_gets_nothing_of_python(
    free: BrowserContext, address: str, kept: str
) -> None:
    if kept:
        keeps(free, kept)
    page, live = free.new_page(), asked(free)
    page.goto(address + PAGE)
    page.locator("#fence-2").scroll_into_view_if_needed()
    page.wait_for_timeout(3 * QUIET)
    assert live == []


def test_a_page_that_is_read_starts_python_and_says_first_what_it_costs(free: BrowserContext, address: str) -> None:
    has_run_code(free)
    page, held, free_to_go = free.new_page(), list[Route](), list[bool]()
    page.route("**/vendor/live/*?*", lambda route: route.continue_() if free_to_go else held.append(route))
    page.goto(address + PAGE)
    cost = page.locator(".nn-live-status", has_text=re.compile(r"loaded beforehand: \d+\.\d MB"))
    expect(cost.first).to_be_visible(timeout=SLOW)
    assert held, "nothing is loaded"
    assert page.evaluate("performance.getEntriesByType('resource').filter((e) => /live.*\\?/.test(e.name)).length") == 0
    free_to_go.append(True)
    for route in held:
        route.continue_()
    expect(page.locator(".nn-live-status", has_text="Python is ready")).to_be_visible(timeout=SLOW)
    assert page.evaluate(FRAMES) == 1
    run(page.locator("#fence-1"), "as on the page")


def test_a_pointer_on_a_button_is_enough(free: BrowserContext, address: str) -> None:
    page, live = free.new_page(), asked(free)
    page.add_init_script(UNENDING)
    page.goto(address + PAGE)
    page.wait_for_timeout(2 * QUIET)
    assert live == []
    bar(page.locator("#fence-2"), "run").hover()
    until(page, FRAMES, patience=60)
    assert "runtime.json" in live


@pytest.mark.parametrize("connection", [{"saveData": "true"}, {"type": "'cellular'"}, {"type": "'unknown'"}])
def test_a_connection_that_may_count_bytes_brings_nothing(
    context: BrowserContext, address: str, connection: dict[str, str]
) -> None:
    says(context, **connection)
    has_run_code(context)
    page, live = context.new_page(), asked(context)
    page.goto(address + PAGE)
    bar(page.locator("#fence-2"), "run").hover()
    page.wait_for_timeout(3 * QUIET)
    assert live == []
    assert page.locator(".nn-live-status", has_text="Python").count() == 0


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(has_touch=True, is_mobile=True, service_workers="block")
    says(context)
    yield context
    context.close()


def test_a_phone_that_does_not_say_how_it_is_connected_brings_nothing(phone: BrowserContext, address: str) -> None:
    has_run_code(phone)
    page, live = phone.new_page(), asked(phone)
    page.goto(address + PAGE)
    page.wait_for_timeout(3 * QUIET)
    assert live == []


def test_what_does_not_come_beforehand_comes_when_it_is_asked_for(free: BrowserContext, address: str) -> None:
    page = free.new_page()
    free.route("**/vendor/live/*.whl*", lambda route: route.abort())
    page.goto(address + PAGE)
    fence = page.locator("#fence-2")
    with page.expect_event("requestfailed"):
        bar(fence, "run").hover()
    free.unroute("**/vendor/live/*.whl*")
    run(fence, "as on the page")


def test_pages_share_one_interpreter(free: BrowserContext, site: object, address: str) -> None:
    page, live = free.new_page(), asked(free)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address + PAGE)
    run(page.locator("#fence-2"))
    page.evaluate("document.querySelector('html > iframe').dataset.first = 'yes'")
    until(page, f"{FRAMES} == 2", patience=60)  # and one more, in case that it must be stopped
    page.wait_for_timeout(2 * QUIET)
    before = len(live)
    page.locator(".md-nav--primary a.md-nav__link[href$='grades/']").first.click()
    page.wait_for_url("**/chapters/grades/")
    expect(page.locator(".md-content h1")).to_contain_text("grades")
    run(page.locator("#fence-1"), "as on the page")
    assert page.evaluate("document.querySelector('html > iframe').dataset.first") == "yes"
    assert page.evaluate(FRAMES) == 2
    assert [name for name in live[before:] if name != "runtime.json"] == []


LOOP = """async () => {
  const { engines } = await import("/assets/live/runner.js");
  window.reader = engines.reader;
  await new Promise((begun) => {
    const on = ({ type }) => type === "started" && begun();
    window.stopped = reader.run({ key: reader, source: "while True: pass" }, on);
  });
}"""
STOPPED = """async () => {
  reader.stop(reader);
  const { type } = await stopped;
  const start = performance.now();
  const { text } = await reader.run({ key: reader, source: "print(6)" });
  return { type, output: JSON.parse(text).output, milliseconds: Math.round(performance.now() - start) };
}"""


def test_after_a_stop_another_interpreter_is_there(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    page.evaluate(LOOP)
    until(page, f"{FRAMES} == 2", patience=60)
    page.wait_for_timeout(10 * QUIET)
    page.evaluate("for (const frame of document.querySelectorAll('html > iframe')) frame.dataset.before = 'yes'")
    end = page.evaluate(STOPPED)
    print(f"after a stop: {end['milliseconds']} ms")
    assert (end["type"], end["output"]) == ("stopped", "6\n")
    assert page.evaluate("document.querySelectorAll('html > iframe[data-before]').length") == 1


@pytest.fixture
def page(site: object, context: BrowserContext) -> Page:
    """Open a fresh profile."""
    return context.new_page()
