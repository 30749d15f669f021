"""One built site, one server and one browser for all tests of the pages."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from nnbook.book.files import alone
from tests.site.waiting import PATIENCE, until
from tools import building, chromium

REPOSITORY = "https://code.example/books/nnbook"


@pytest.fixture(scope="session")
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Serve the folder where the site is going to be, unless that is done for all workers, and give both.

    NNBOOK_SITE names a site that was built before, which saves the build while one works.
    """
    shared = getattr(request.config, "workerinput", {}).get("site")
    if shared and "NNBOOK_SITE" not in os.environ:
        yield Path(shared[0]), shared[1]
        return
    folder = Path(os.environ.get("NNBOOK_SITE") or tmp_path_factory.getbasetemp() / "site")
    with building.serve(folder) as address:
        yield folder, address


@pytest.fixture(scope="session")
def site(served: tuple[Path, str]) -> Path:
    """Build the book once, told the addresses of site and repository as a deployment tells them."""
    target, address = served
    with alone("site-of-tests"):
        if not target.exists():
            building.build(target, NNBOOK_SITE_URL=address, NNBOOK_REPO_URL=REPOSITORY)
    return target


@pytest.fixture(scope="session")
def address(served: tuple[Path, str], site: Path) -> str:
    """Return the address of the built site."""
    return served[1]


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Return the addresses of all pages."""
    return building.pages(site)


@pytest.fixture(scope="session")
def executable() -> str:
    """Return the path of Chromium, which may have to be asked of a Playwright of its own."""
    path = chromium.find()
    assert path is not None, chromium.REMEDY
    return path


@pytest.fixture(scope="session")
def playwright(executable: str) -> Iterator[Playwright]:
    """Start Playwright, of which there can be one at a time."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, executable: str) -> Iterator[Browser]:
    """Start Chromium."""
    # What is painted again is painted whole: one page then always gives the same pixels. And of Python's WebAssembly
    # is compiled what is called, not all: tests start some hundred interpreters, each for a moment (a tenth less work).
    flags = [*chromium.FLAGS, "--disable-partial-raster", "--js-flags=--wasm-lazy-compilation"]
    started = playwright.chromium.launch(executable_path=executable, args=flags)
    yield started
    started.close()


# A page requests its scripts when it is painted, which may be after it has loaded.
SCRIPTS = """
    !document.getElementById("__config") ||
    (window.document$ !== undefined &&
        performance.getEntriesByType("resource").some((one) => one.name.endsWith("/js/widgets.js")))
"""


def patient(go: Callable[..., Any]) -> Callable[..., Any]:
    """Return a way to go to a page that takes until its scripts are there, unless it is said what to wait for."""

    def patiently(page: Page, *given: Any, **named: Any) -> Any:
        response = go(page, *given, **named)
        if "wait_until" not in named:
            until(page, SCRIPTS)
        return response

    return patiently


# What a reader with such a connection has: Python is not started before it is asked for, on each of a thousand pages.
SAVES_DATA = """
    Object.defineProperty(NetworkInformation.prototype, "saveData", { get: () => true, configurable: true })
"""

# Nothing is put off that lies below the first screens, as in a browser that does not hold what is read in its place
# while heights become known: what a test measures stands still. What is put off, test_first_paint.py looks at.
LAYS_OUT_ALL = """
    CSS.supports = Object.assign(
        (...given) => given[0] !== "overflow-anchor" && CSS.supports.asEver.apply(CSS, given),
        { asEver: CSS.supports },
    )
"""


def settled(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return a way to open a profile, or a page in one, that saves data and lays out all at once."""

    def made(browser: Browser, *given: Any, **named: Any) -> Any:
        opened = make(browser, *given, **named)
        opened.add_init_script(SAVES_DATA)
        opened.add_init_script(LAYS_OUT_ALL)
        return opened

    return made


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """Let no test press what has no script yet, and let a busy machine take longer than Playwright's five seconds."""
    expect.set_options(timeout=1000 * PATIENCE)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("new_context", "new_page"):
            patch.setattr(Browser, name, settled(getattr(Browser, name)))
        for name in ("goto", "reload"):
            patch.setattr(Page, name, patient(getattr(Page, name)))
        yield


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a fresh profile: nothing cached, nothing stored."""
    # What a test sees is what the server sends; the worker that keeps pages has a test of its own.
    fresh = browser.new_context(service_workers="block")
    yield fresh
    fresh.close()
