"""The phone of all tests of the widgets."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Open a small screen that is touched."""
    fresh = browser.new_context(**PHONE)
    yield fresh
    fresh.close()
