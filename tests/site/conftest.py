"""One built site, one server and one browser for all tests of the pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.site import building, chromium

REPOSITORY = "https://code.example/books/nnbook"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the folder of the site, which the next fixture fills, and give its address."""
    with building.serve(tmp_path_factory.getbasetemp() / "site") as url:
        yield url


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, address: str) -> Path:
    """Build the book once, told the addresses of site and repository as a deployment tells them."""
    target = tmp_path_factory.getbasetemp() / "site"
    building.build(target, NNBOOK_SITE_URL=address, NNBOOK_REPO_URL=REPOSITORY)
    return target


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Return the addresses of all pages."""
    return building.pages(site)


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
