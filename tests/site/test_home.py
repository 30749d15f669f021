"""The home page lists the chapters, and what the reader has solved of each."""

import pytest
from playwright.sync_api import BrowserContext, expect


@pytest.mark.usefixtures("site")
def test_the_chapters_are_listed_with_the_readers_own_progress(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    lines = page.locator("#chapters ~ ol").first.locator("> li")
    expect(lines).to_have_count(12)
    for line in lines.all():
        expect(line.locator(".nn-about")).to_contain_text("minutes")
    expect(lines.nth(0).locator(".nn-done")).to_be_empty()
    page.evaluate(
        """localStorage.setItem("nnbook:solved", '{"ex-tensors-1": "2026-01-02", "ex-tensors-3": "2026-01-03"}')"""
    )
    page.reload()
    expect(lines.nth(0).locator(".nn-done")).to_have_text("2 of 8 solved")
    expect(lines.nth(1).locator(".nn-done")).to_be_empty()
