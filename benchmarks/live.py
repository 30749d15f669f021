"""How long a reader waits for live code: `make bench-live`, on an idle machine; `SITES="new=site old=…"` compares.

From the press of Run until the result stands on the page, in a browser with a profile of its own on the disk: on the
first visit, on the second, where Python was started when the pointer came to the button, and after a stop. With
`--phone` in place of these: on a first visit with a small window, a processor that takes four times as long, and
10 Mbit/s. The sites that are compared have their turns one after the other in each round: ten of two sites take some
15 minutes. Bytes are those of the first visit, compressed as hosts do it.
"""

import argparse
import gzip
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, sync_playwright

from tools import building, chromium

PAGE = "chapters/tensors/"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SLOWER = 4
MBIT = 10
QUIET = 4000
"""Milliseconds in which what is to be ready beforehand gets ready; a start of before decision 14 took longer."""

TEXTS = {".js", ".json", ".html", ".wasm"}
"""What hosts compress."""

SAVE = 'Object.defineProperty(NetworkInformation.prototype, "saveData", { get: () => true })'
FIND = """(drawn) => [...document.querySelectorAll(".nn-fence:has(> .nn-live)")].find((fence) => {
  const drawing = /plots|pyplot/.test(fence.querySelector("code").textContent);
  return drawing === drawn && fence.querySelector(drawn ? ":scope > .nn-figure" : ":scope > .nn-output");
}).id"""
PRESS = """(id) => new Promise((resolve, reject) => {
  const bar = document.getElementById(id).querySelector(":scope > .nn-live");
  const start = performance.now();
  const look = () => {
    const said = bar.querySelector(".nn-live-status").textContent;
    const end = performance.now();
    const all = performance.getEntriesByType("resource");
    const fetched = all.filter(({ responseEnd }) => responseEnd && responseEnd < end);
    if (said.startsWith("Done")) resolve([end - start, fetched.map(({ name }) => new URL(name).pathname)]);
    else if (/error|could not|broke/.test(said)) reject(said);
  };
  new MutationObserver(look).observe(bar, { childList: true, subtree: true, characterData: true });
  bar.querySelector("[data-nn-live=run]").click();
})"""
STOP = (
    f"const QUIET = {QUIET};"
    + """(async () => {
  const { engines } = await import("/assets/live/runner.js");
  if (!engines) return false;  // a site of before
  const key = {};
  const { promise, resolve } = Promise.withResolvers();
  const on = ({ type }) => type === "started" && resolve();
  const end = engines.book.run({ key, source: "while True: pass" }, on);
  await promise;
  await new Promise((done) => setTimeout(done, QUIET));
  engines.book.stop(key);
  await end;
  return true;
})()"""
)


@cache
def size(path: Path) -> int:
    """Return how many bytes a host sends for a file."""
    content = path.read_bytes()
    return len(gzip.compress(content, 6)) if path.suffix in TEXTS else len(content)


@contextmanager
def profile(playwright: Playwright, *, saves: bool, **like: Any) -> Iterator[BrowserContext]:
    """Open a browser with an empty profile; one that `saves` data has nothing started beforehand."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = chromium.find()
        assert found, chromium.REMEDY
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=found, args=chromium.FLAGS, **like
        )
        if saves:
            context.add_init_script(SAVE)
        yield context
        context.close()


def opened(context: BrowserContext, address: str) -> Page:
    """Open the page, and wait until it is there."""
    page = context.new_page()
    page.set_default_timeout(180_000)
    page.goto(address + PAGE, wait_until="networkidle")
    return page


def visits(playwright: Playwright, address: str, site: Path, *, drawn: bool) -> dict[str, float]:
    """Return milliseconds on the first visit, on the second, and after a stop; and the bytes of the first."""
    found = {}
    with profile(playwright, saves=True) as context:
        for name in ("first visit", "second visit"):
            page = opened(context, address)
            fence = page.evaluate(FIND, drawn)
            found[name], fetched = page.evaluate(PRESS, fence)
            if name == "first visit":
                found["kB"] = (
                    sum(size(site / path[1:]) for path in fetched if "/live/" in path or "/fzstd/" in path) / 1e3
                )
            page.wait_for_timeout(1000)
            if name == "second visit" and page.evaluate(STOP):
                found["after a stop"], _ = page.evaluate(PRESS, fence)
            page.close()
    return found


def phone(playwright: Playwright, address: str, *, drawn: bool) -> dict[str, float]:
    """Return milliseconds on the first visit with a phone."""
    with profile(playwright, saves=True, **PHONE) as context:
        page = opened(context, address)
        fence = page.evaluate(FIND, drawn)
        slow = context.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        bytes_a_second = MBIT * 1e6 / 8
        limits = {"latency": 40, "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second}
        slow.send("Network.emulateNetworkConditions", {"offline": False, **limits})
        return {"phone": page.evaluate(PRESS, fence)[0]}


def beforehand(playwright: Playwright, address: str, *, drawn: bool) -> dict[str, float]:
    """Return milliseconds where Python is ready, if the page has it started."""
    with profile(playwright, saves=False) as context:
        page = opened(context, address)
        fence = page.evaluate(FIND, drawn)
        page.locator(f"#{fence} [data-nn-live=run]").hover()
        try:
            page.locator(".nn-live-status", has_text="Python is ready").wait_for(timeout=15_000)
        except Error:  # a site of before
            return {}
        page.wait_for_timeout(QUIET)
        return {"beforehand": page.evaluate(PRESS, fence)[0]}


def measured(playwright: Playwright, address: str, site: Path, drawn: bool, *, phoned: bool) -> dict[str, float]:
    """Return all that one turn of a site gives."""
    if phoned:
        return phone(playwright, address, drawn=drawn)
    found = visits(playwright, address, site, drawn=drawn)
    return found | beforehand(playwright, address, drawn=drawn)


def main(arguments: list[str] | None = None) -> None:
    """Print a table: for each row and site the median in milliseconds (or kB), the least and the most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sites", nargs="*", default=["new=site"], help="name=folder of each site")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--phone", action="store_true")
    options = parser.parse_args(arguments)
    sites = dict(site.split("=", 1) for site in options.sites)
    rows: dict[tuple[str, str], dict[str, list[float]]] = {}
    with sync_playwright() as playwright:
        for turn in range(options.rounds):
            for (name, folder), (what, drawn) in product(sites.items(), {"print": False, "figure": True}.items()):
                with building.serve(Path(folder)) as address:
                    for row, value in measured(playwright, address, Path(folder), drawn, phoned=options.phone).items():
                        rows.setdefault((what, row), {}).setdefault(name, []).append(value)
            print(f"round {turn + 1}, load {os.getloadavg()[0]:.1f}", flush=True)
    for (what, row), values in rows.items():
        for name, times in values.items():
            middle = statistics.median(times)
            print(f"{what:7} {row:13} {name:8} {middle:6.0f}  ({min(times):.0f} to {max(times):.0f}, {len(times)})")


if __name__ == "__main__":
    main()
