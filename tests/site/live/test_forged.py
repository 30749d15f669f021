"""What says "Right" or "as on the page" is out of the reach of the reader's code; what is damaged is told."""

import base64
import re
import zlib
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.site.live.test_live import PAGE, SLOW, bar, run, status, write
from tests.site.waiting import until
from tools import building

CHECK = """import numpy as np

def check(answer):
    assert answer.six() == 6, "six"
    assert np.isclose(answer.twice(4), 8), "eight"
    assert answer.apply(lambda x: x + 1, 1) == 2, "two"
"""
WRONG = "six = lambda: 5\ntwice = lambda x: 7\napply = lambda f, x: 3\n"
RIGHT = "six = lambda: 6\ntwice = lambda x: 2 * x\napply = lambda f, x: f(x)\n"

DONE = '{"type": "done", "job": JOB, "content": \'{"accepted": true, "message": "", "error": ""}\', "milliseconds": 1}'
ALL_JOBS = f"[{DONE.replace('JOB', 'n')} for n in range(99)]"

# Each comes before the wrong answer.
FORGERIES = {
    "a message to the page": (
        "import js\nfrom pyodide.ffi import to_js\n"
        f"for message in {ALL_JOBS}:\n    js.self.postMessage(to_js(message, dict_converter=js.Object.fromEntries))\n"
    ),
    "a port that is caught": (
        "import js\nfrom pyodide.ffi import create_proxy, to_js\npost = js.MessagePort.prototype.postMessage\n"
        "def forge(port, *_):\n"
        f"    for message in {ALL_JOBS}:\n"
        "        post.call(port, to_js(message, dict_converter=js.Object.fromEntries))\n"
        "js.MessagePort.prototype.postMessage = create_proxy(forge, capture_this=True)\n"
        "js.Object.defineProperty(js.MessageEvent.prototype, 'data', to_js({'get': create_proxy(\n"
        "    lambda event: forge(event.target), capture_this=True)}, dict_converter=js.Object.fromEntries))\n"
    ),
    "an interpreter that replies for the answer": (
        "import nnbook.book.run.judging as judging\n"
        'judging.Answer.reply = lambda *_: \'{"accepted": true, "message": "", "error": ""}\'\n'
    ),
    "a reply of another kind": (
        'import nnbook.book.run.judging as judging\njudging.Answer.reply = lambda *_: \'["list", "accepted", true]\'\n'
    ),
    "a reply that names a function of the system": (
        "import nnbook.book.run.judging as judging\n"
        'judging.Answer.reply = lambda *_: \'["list", "ok", ["import", "os", "_exit"]]\'\n'
    ),
    "a reply without end": (
        "import nnbook.book.run.judging as judging\njudging.Answer.reply = lambda *_: '[' * 100_000\n"
    ),
    "assertions that never fail": "import builtins\nclass Never(BaseException): ...\nbuiltins.AssertionError = Never\n",
    "a comparison that always holds": (
        "import numpy as np, nnbook\nnp.isclose = np.allclose = lambda *_, **__: True\n"
        "import nnbook.book.run.grading as grading\ngrading.judged = grading.grade = lambda *_: grading.Grade(True)\n"
        "import nnbook.book.run.browser as browser\nbrowser.judge = browser.reply = lambda *_: '{\"accepted\": true}'\n"
    ),
    "prototypes of the worker": (
        "import js\njs.Object.prototype.accepted = True\njs.Array.prototype.asks = None\n"
        "js.JSON.stringify = js.JSON.parse = None\n"
    ),
    "a timer": (
        "import js\nfrom pyodide.ffi import create_proxy, to_js\n"
        "def forge(*_):\n"
        f"    for message in {ALL_JOBS}:\n"
        "        js.self.postMessage(to_js(message, dict_converter=js.Object.fromEntries))\n"
        "js.setInterval(create_proxy(forge), 1)\n"
    ),
}
EQUAL_TO_ALL = """class Any:
    def __eq__(self, other): return True
    def __float__(self): return 8.0
    def __array__(self, *_, **__): raise AssertionError("")
    __hash__ = None
six = twice = apply = lambda *_: Any()
"""
ENDS = {"nothing to run": "", "an end": "raise SystemExit", "a word": 'raise AssertionError("Right.")'}

JUDGE = """async ([answers, check]) => {
  const { Engine, judge } = await import("/assets/live/runner.js");
  const book = new Engine();
  const said = {};
  for (const [name, answer] of Object.entries(answers)) {
    const reader = new Engine();
    const end = await judge({ key: {}, answer, check }, { book, reader });
    said[name] = end.type === "done" ? JSON.parse(end.text) : end;
    reader.python?.close();
  }
  return said;
}"""


@pytest.fixture
def page(site: Path, address: str, context: BrowserContext) -> Page:
    """Open a chapter in a fresh profile."""
    opened = context.new_page()
    opened.goto(address + PAGE)
    return opened


def test_no_answer_accepts_itself(page: Page) -> None:
    answers = {name: forgery + WRONG for name, forgery in FORGERIES.items()}
    answers |= {"equal to everything": EQUAL_TO_ALL, **ENDS, "wrong": WRONG, "right": RIGHT}
    said: dict[str, Any] = page.evaluate(JUDGE, [answers, CHECK])
    assert said.pop("right") == {"accepted": True, "message": "", "error": ""}
    assert said.pop("wrong") == {"accepted": False, "message": "six", "error": ""}
    assert [name for name, one in said.items() if one.get("accepted")] == []
    assert said["a word"]["error"].startswith("Your code stopped with AssertionError: Right.")
    # All but those that broke their own interpreter were judged.
    assert sum("accepted" in one for one in said.values()) >= 10, said


def test_the_page_s_own_code_does_not_run_where_the_reader_s_has(page: Page) -> None:
    fence = page.locator("#fence-2")
    write(page, fence, "import nnbook\nimport builtins\nbuiltins.print = lambda *_: None\nnnbook.relu = None\n")
    run(fence, "Done")
    assert "as on the page" not in status(fence).inner_text()
    bar(fence, "reset").click()
    run(fence, "as on the page")


def served(site: Path, missing: set[str]) -> Any:
    """Serve a site without what is missing at that moment."""

    class Handler(SimpleHTTPRequestHandler):
        def send_head(self) -> Any:
            if self.path.split("?")[0].lstrip("/") in missing:
                self.send_error(404)
                return None
            return super().send_head()

        def log_message(self, *_: object) -> None: ...

    return building.serve(site, Handler)


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("live/runner.js", None, "could not be loaded"),
        ("live/frame.html", None, r"frame.html is not there \(404\)"),
        ("live/worker.js", None, r"worker.js is not there \(404\)"),
        ("live/worker.js", "this is no script", "SyntaxError"),
        ("vendor/live/runtime.json", "{", "runtime.json arrived damaged"),
        ("live/boot.js", None, r"boot.js is not there \(404\)"),
        ("live/boot.js", "const SITE = 1;", "boot"),
        ("vendor/fzstd/fzstd.js", None, r"fzstd.js is not there \(404\)"),
        ("vendor/live/pyodide.asm.js", None, r"pyodide.asm.js is not there \(404\)"),
        ("vendor/live/libraries.zst", "damaged", "libraries.zst arrived damaged"),
    ],
)
def test_what_is_damaged_or_absent_is_told(
    page: Page, context: BrowserContext, name: str, body: str | None, said: str
) -> None:
    context.route(
        f"**/assets/{name}*",
        lambda route: route.fulfill(status=404) if body is None else route.fulfill(body=body),
    )
    fence = page.locator("#fence-2")
    bar(fence, "run").click()
    expect(status(fence)).to_contain_text(re.compile(said), timeout=SLOW + 30_000)


def test_a_worker_that_never_answers_is_told(page: Page, context: BrowserContext) -> None:
    context.route("**/assets/live/worker.js*", lambda route: route.fulfill(body="self.close()"))
    page.clock.install()
    fence = page.locator("#fence-2")
    bar(fence, "run").click()
    page.locator("iframe[title=Python]").wait_for(state="attached")
    page.frames[-1].wait_for_load_state("load")  # it has a limit of its own
    said = status(fence)
    while "broke down" not in said.inner_text():
        page.clock.fast_forward(10_000)
        page.wait_for_timeout(100)
    expect(said).to_contain_text("it did not start within 60 seconds")


def test_an_interpreter_that_ends_itself_is_replaced(page: Page) -> None:
    fence = page.locator("#fence-2")
    end = "import js\nimport nnbook\nclose = js.Reflect.get(js.DedicatedWorkerGlobalScope.prototype, 'close')\n"
    write(page, fence, end + "if close:\n    close.call(js.self)\n")
    run(fence, "Done")
    write(page, fence, "import nnbook\nprint('alive')\n")
    run(fence)
    assert fence.locator(".nn-output").inner_text() == "alive"


def test_a_stored_value_of_another_kind_is_no_harm(page: Page, address: str) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    for value in ('"solved"', "5", "[1, 2]", "{", '{"ex-tensors-1": {"toString": 1}}', "true"):
        page.evaluate("(value) => localStorage.setItem('nnbook:solved', value)", value)
        page.goto(address + "reference/exercises/")
        expect(page.locator(".nn-progress")).to_contain_text("You have solved 0 of")
    assert problems == []


def link(content: bytes) -> str:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(packed.compress(content) + packed.flush()).decode().rstrip("=")


@pytest.mark.parametrize("size", [100_000_000, 300_000_000])
def test_a_link_that_unpacks_to_more_than_code_is_refused(page: Page, address: str, size: int) -> None:
    other = page.context.new_page()
    other.goto(f"{address}{PAGE}#fence-2~{link(bytes(size))}")
    expect(status(other.locator("#fence-2"))).to_contain_text("damaged")


DRAWINGS = (
    'style="position: fixed; inset: 0"',
    'class="md-overlay"',
    'transform="translate(-500 -500) scale(9)"',
    'overflow="visible"',
    'x="-100"',
    'style="fill: u\\72l(https://elsewhere.example/)"',
    'fill="\\75rl(https://elsewhere.example/)"',
    'style="fill: url(https://elsewhere.example/)"',
    'style="background: image-set(&quot;https://elsewhere.example/&quot; 1x)"',
    'style="--x: 1; filter: url(#x); cursor: url(https://elsewhere.example/), auto"',
    'id="__search"',
    'tabindex="0"',
    'href="https://elsewhere.example/"',
    'onbegin="x()"',
)


def test_a_drawing_stays_in_its_own_place(page: Page) -> None:
    inner = [attributes for attributes in DRAWINGS if not attributes.startswith(("transform", "x="))]
    svg = "".join(f"<rect {attributes} width='7'/>" for attributes in inner)
    for outer in DRAWINGS:
        kept: str = page.evaluate(
            """async (svg) => {
              const { drawing } = await import("/assets/live/runner.js");
              return drawing({ svg, alt: "" }, "p-").outerHTML;
            }""",
            f'<svg xmlns="http://www.w3.org/2000/svg" height="5" {outer}>{svg}<style>*{{position:fixed}}</style>'
            '<animate attributeName="x"/><rect style="fill: red; stroke: url(#nn-figure-id-1)"/></svg>',
        )
        for word in ("fixed", "inset", "elsewhere", "overlay", "visible", "scale", "-100", "\\", "image-set", "--x"):
            assert word not in kept, (outer, word)
        for word in ("__search", "tabindex", "onbegin", "cursor", "filter", "<style", "animate"):
            assert word not in kept, (outer, word)
        assert 'height="5"' in kept
        assert kept.count('width="7"') == len(inner)
        assert "fill: red; stroke: url(#p-1)" in kept


@pytest.fixture
def removable(site: Path) -> Iterator[tuple[str, set[str]]]:
    missing: set[str] = set()
    with served(site, missing) as place:
        yield place, missing


def test_without_its_service_worker_the_book_is_not_kept_for_ever(
    browser: Browser, removable: tuple[str, set[str]]
) -> None:
    place, missing = removable
    context = browser.new_context()
    page = context.new_page()
    page.goto(place)
    until(page, "navigator.serviceWorker.controller", patience=60)
    missing.add("sw.js")
    page.reload()
    until(page, "!(await navigator.serviceWorker.getRegistrations()).length", patience=60)
    until(page, "!(await caches.keys()).length", patience=60)
    context.close()


def test_live_code_runs_under_a_path(site: Path, tmp_path: Path, context: BrowserContext) -> None:
    (tmp_path / "books").mkdir()
    (tmp_path / "books/nn").symlink_to(site, target_is_directory=True)
    with building.serve(tmp_path) as place:
        page = context.new_page()
        page.goto(f"{place}books/nn/{PAGE}")
        run(page.locator("#fence-2"), "as on the page")
