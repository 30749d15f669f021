"""One Chromium with Matplotlib's typeface for all that looks at figures."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tools import painted


@pytest.fixture(scope="package")
def chromium(playwright: Playwright, executable: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start it."""
    with painted.browser(playwright, executable, tmp_path_factory.mktemp("typeface")) as started:
        yield started
