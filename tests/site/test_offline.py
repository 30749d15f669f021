"""After one visit the book works without network."""

import json
import re
from pathlib import Path

from playwright.sync_api import Browser

from nnbook.book.site import service_worker
from tests.site.test_browser import ready
from tests.site.waiting import until

CHAPTER = "chapters/grades/"


def test_a_chapter_its_figures_and_the_search_work_without_network(browser: Browser, address: str, site: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.goto(address + CHAPTER)
    ready(page)
    page.evaluate("navigator.serviceWorker.ready.then((one) => one.active.state)")
    until(page, "navigator.serviceWorker.controller")
    context.set_offline(True)
    page.reload()
    ready(page)
    assert page.locator("h1").inner_text().startswith("Features from a grades table")
    assert page.evaluate("document.querySelectorAll('.nn-figure svg').length") > 3
    assert page.evaluate("document.querySelectorAll('mjx-container').length") > 20
    assert page.evaluate("document.fonts.load('16px MJX-NCM-N', 'x').then((fonts) => fonts.length)") == 1
    # Pages that were never opened, with pictures made of pixels in the first, and one word in the search.
    page.goto(address + "chapters/digits/")
    picture = page.locator("foreignObject img").first
    picture.evaluate("(image) => image.decode()")
    assert picture.evaluate("(image) => image.naturalWidth") > 100
    page.goto(address + "chapters/losses/")
    assert page.locator("h1").inner_text().startswith("Losses")
    page.keyboard.press("s")
    page.keyboard.type("softmax")
    page.wait_for_selector(".md-search-result__link[href*='glossary']")
    context.close()


def test_the_version_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    (tmp_path / "page/index.html").write_text("one", encoding="utf-8")
    assert service_worker.write(tmp_path) == ["./", "page/"]
    first = (tmp_path / "sw.js").read_text(encoding="utf-8")
    service_worker.write(tmp_path)
    assert (tmp_path / "sw.js").read_text(encoding="utf-8") == first
    (tmp_path / "page/index.html").write_text("two", encoding="utf-8")
    service_worker.write(tmp_path)
    version, other = (re.search(r'"nnbook-(\w+)"', text) for text in (first, (tmp_path / "sw.js").read_text("utf-8")))
    assert version
    assert other
    assert version[1] != other[1]


def test_every_page_and_what_it_needs_is_kept(site: Path, pages: list[str]) -> None:
    text = (site / "sw.js").read_text(encoding="utf-8")
    found = re.search(r"const FILES = (\[.*?\]);", text, re.DOTALL)
    assert found
    kept = set(json.loads(found[1]))
    assert {name or "./" for name in pages} <= kept
    for name in kept:
        assert (site / name).exists(), name
    head = (site / CHAPTER / "index.html").read_text(encoding="utf-8").split("</head>")[0]
    loaded = re.findall(r'<link rel="(?:stylesheet|preload)" href="([^"]+)"', head)
    assert {link.removeprefix("../../") for link in loaded} <= kept


def test_the_book_can_be_installed(site: Path) -> None:
    manifest = json.loads((site / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["display"] == "standalone"
    assert {"name", "short_name", "start_url", "icons"} <= manifest.keys()
    assert all((site / icon["src"]).is_file() for icon in manifest["icons"])
