"""Pictures of every page for a person to look at: `python -m tools.screenshots [page ...]`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools import building, chromium

FOLDER = building.ROOT / "screenshots"
WIDTHS = (1280, 360)


def main(wanted: list[str]) -> None:
    """Build, open every page in both schemes and widths, and write one picture for each."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder)
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        with building.serve(site) as address:
            building.build(site, NNBOOK_SITE_URL=address)
            for name in wanted or building.pages(site):
                for scheme in ("light", "dark"):
                    for width in WIDTHS:
                        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                        page.goto(address + name)
                        page.wait_for_load_state("networkidle")
                        label = name.strip("/").replace("/", "-") or "home"
                        page.screenshot(path=FOLDER / f"{label}-{scheme}-{width}.png", full_page=True)
                        page.close()
        browser.close()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")


if __name__ == "__main__":
    main(sys.argv[1:])
