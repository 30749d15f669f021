"""Out of the sandbox in which the reader's code runs there is no way: the browser itself refuses each attempt."""

import contextlib
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page

from nnbook.book.site import csp
from tests.site.live import attempts

PAGE = "chapters/tensors/"
CHANNEL = "nnbook-test"

IN_SANDBOX = """async ([code, channel]) => {
  const { Sandbox } = await import("/assets/live/runner.js");
  const heard = [];
  new BroadcastChannel(channel).onmessage = ({ data }) => heard.push(data);
  addEventListener("message", ({ data }) => heard.push(data));
  const said = await new Promise((resolve, reject) => {
    const sandbox = new Sandbox((message) => message.type === "failed" ? reject(message.message) : resolve(message));
    sandbox.open([code]).catch(reject);
    setTimeout(resolve, 60_000, "no answer");
  });
  await new Promise((done) => setTimeout(done, 300));
  return { said, heard };
}"""

# As the sandbox does, but in a worker of the page's own origin: the positive control.
WITHOUT = """(code) => new Promise((resolve) => {
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => resolve(data);
  worker.postMessage(null, [port2]);
})"""

WORK = """
self.onmessage = async ({ ports }) => {
  new BroadcastChannel("nnbook-test").postMessage("from the sandbox");
  self.postMessage("to whoever listens");
  ports[0].postMessage({ out: await tryAll(), origin: self.origin });
};
"""

REFUSED = {"out": [], "origin": "null"}


@pytest.fixture
def page(site: Path, address: str, context: BrowserContext) -> Page:
    """Open a chapter in a fresh profile."""
    opened = context.new_page()
    opened.goto(address + PAGE)
    return opened


def test_no_attempt_gets_out_of_the_worker(page: Page, address: str, other: tuple[str, list[str]]) -> None:
    place, asked = other
    code = attempts.script(attempts.WORKER | attempts.BLOCKING, address, place) + WORK
    found = page.evaluate(IN_SANDBOX, [code, CHANNEL])
    assert found["said"] == REFUSED
    assert found["heard"] == []
    assert asked == []
    assert page.url == address + PAGE
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("indexedDB.databases()") == []


def test_the_same_attempts_get_out_of_a_worker_of_the_page_s_own(
    address: str, context: BrowserContext, other: tuple[str, list[str]]
) -> None:
    place, asked = other
    page = context.new_page()
    page.goto(address + "llms.txt", wait_until="load")  # a page of the same origin, without a policy
    code = attempts.script(attempts.WORKER | attempts.BLOCKING, address, place, patience=20_000) + WORK
    out = page.evaluate(WITHOUT, code)["out"]
    assert len(out) >= 15, out
    assert {"fetch from the prototype", "indexedDB from the prototype", "caches from the prototype", "eval"} <= set(out)
    assert len(asked) >= 3


def test_no_attempt_gets_out_of_the_frame(page: Page, address: str, other: tuple[str, list[str]]) -> None:
    place, asked = other
    page.evaluate(IN_SANDBOX, ["self.onmessage = ({ ports }) => ports[0].postMessage(1)", CHANNEL])
    frame = next(frame for frame in page.frames if frame.parent_frame is page.main_frame)
    page.on("dialog", lambda dialog: dialog.accept())
    code = attempts.script(attempts.FRAME, address, place)
    out = frame.evaluate(f"async () => {{ {code} return tryAll(); }}")
    assert out == []
    assert asked == []
    assert page.url == address + PAGE
    assert len(page.context.pages) == 1


def test_the_frame_leaves_for_no_other_host(page: Page, other: tuple[str, list[str]]) -> None:
    place, asked = other
    for way in attempts.LEAVING.values():
        page.evaluate(IN_SANDBOX, ["self.onmessage = ({ ports }) => ports[0].postMessage(1)", CHANNEL])
        frame = page.frames[-1]
        assert frame.parent_frame is page.main_frame
        with contextlib.suppress(Error):  # the context goes, if it is left for the page of an error
            frame.evaluate(f"async () => {{ const other = {place!r}; {way}; }}")
        page.wait_for_timeout(1000)
    assert asked == []


def test_the_frame_s_policy_names_its_own_script_and_nothing_else(site: Path) -> None:
    text = (site / "assets/live/frame.html").read_text(encoding="utf-8")
    scripts = [found["script"] for found in csp.INLINE.finditer(text)]
    assert len(scripts) == 1
    policy = f"default-src 'none'; script-src 'wasm-unsafe-eval' {csp.digest_of(scripts[0])}; worker-src blob:"
    assert f'content="{policy}"' in text
