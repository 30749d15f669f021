"""The phone of all tests of the widgets."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Open a small screen that is touched."""
    fresh = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    yield fresh
    fresh.close()
