"""One built site, one server and one browser for all tests of the pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.site import building, chromium

REPOSITORY = "https://code.example/books/nnbook"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the book once, with the repository's address given as a deployment gives it."""
    target = tmp_path_factory.mktemp("site")
    building.build(target, NNBOOK_REPO_URL=REPOSITORY)
    return target


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Return the addresses of all pages."""
    return building.pages(site)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the book and give its address."""
    with building.serve(site) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    path = chromium.find()
    assert path is not None, chromium.REMEDY
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a fresh profile: nothing cached, nothing stored."""
    fresh = browser.new_context()
    yield fresh
    fresh.close()
