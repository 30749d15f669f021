"""Find the Chromium that opens the pages, or install one, and Firefox: `python -m tools.chromium --install`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools import firefox

# The headless shell first: it has no window of its own to draw, and answers in less than half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium-headless-shell", "firefox-esr", "faketime")
FLAGS = ("--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update")
REMEDY = (
    "no Chromium was found and none could be installed. Install Chromium or Chrome, or say where it is: "
    "NNBOOK_CHROMIUM=/path/to/chromium"
)


def find() -> str | None:
    """Return the path of a Chromium: the named one, the system's, or Playwright's own."""
    named = os.environ.get("NNBOOK_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def install() -> None:
    """Install Chromium with the system's packages where that is allowed, else with Playwright."""
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        print("nnbook: installing Chromium and Firefox (apt-get)", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], *(["install", "-y", "--no-install-recommends", package] for package in PACKAGES)):
            subprocess.run([apt, "-qq", *command], env=environment, check=False, stdout=subprocess.DEVNULL)
    if find() is None:
        print("nnbook: installing Chromium (playwright)", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if "--install" in sys.argv and None in (find(), shutil.which(NAMES[0]), firefox.find()):
        install()
    found = find()
    if found is None:
        sys.exit(f"nnbook: {REMEDY}")
    print(f"nnbook: pages are opened with {found}")
