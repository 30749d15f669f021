"""The whole book as one PDF, printed by Chromium: `make pdf`, or `python -m tools.pdf [site] [book.pdf]`."""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools import building, chromium

# Links to what is not in the PDF lead to the site, not to the server that it was printed from.
LEAD_HOME = """(home) => {
  const here = location.href.replace(/print\\/.*$/, "");
  for (const link of document.links) {
    if (link.href.startsWith(here) && link.pathname !== location.pathname) {
      link.href = link.href.replace(here, home);
    }
  }
}"""


def make(site: Path, target: Path) -> int:
    """Print the page with the whole book of a built site; return the number of pages."""
    with building.serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        page = browser.new_page()
        page.set_default_timeout(300_000)
        # Twice: a font that comes late is used from the second time on.
        for _ in range(2):
            page.goto(f"{address}print/", wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        page.evaluate(LEAD_HOME, building.home(site))
        page.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
        browser.close()
    return len(re.findall(rb"/Type\s*/Page\b", target.read_bytes()))


if __name__ == "__main__":
    target = Path(sys.argv[2] if len(sys.argv) > 2 else "book.pdf")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder)
        if len(sys.argv) < 2:
            building.build(site)
        count = make(site, target)
    print(f"{target}: {count} pages, {target.stat().st_size / 1e6:.1f} MB")
