"""Where the widgets are on the pages, and how a reader comes to one of them."""

import re
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page

ROOT = Path(__file__).resolve().parents[3]
WIDGETS = ROOT / "docs" / "assets" / "widgets"
AXE = ROOT / "tests" / "site" / "tools" / "node_modules" / "axe-core" / "axe.min.js"


class Place(NamedTuple):
    """The place of a widget: the page, the widget's name, and how many of the same name stand above it."""

    page: str
    widget: str
    index: int

    def __str__(self) -> str:
        return f"{self.page.split('/')[-2]}-{self.widget}-{self.index + 1}"


def ready_widgets() -> set[str]:
    """Return the names of the widgets that there are."""
    return set(re.findall(r'^  "([a-z-]+)": ', (WIDGETS / "mount.js").read_text(encoding="utf-8"), re.MULTILINE))


def all_places() -> list[Place]:
    """Return the places of all widgets that there are, in the order of the pages."""
    found = []
    for path in sorted((ROOT / "docs" / "chapters").glob("*.md")):
        seen: dict[str, int] = {}
        for name in re.findall(r'data-widget="([a-z-]+)"', path.read_text(encoding="utf-8")):
            found.append(Place(f"chapters/{path.stem}/", name, seen.get(name, 0)))
            seen[name] = seen.get(name, 0) + 1
    return [place for place in found if place.widget in ready_widgets()]


class Visit:
    """A reader in front of one widget; `complaints` is what the browser's console has said."""

    def __init__(self, context: BrowserContext, address: str, place: Place, *, query: str = "") -> None:
        self.place = place
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        self.page.goto(address + place.page + query)
        self.element: Locator = self.show()

    def hear(self, said: ConsoleMessage) -> None:
        """Note what the browser complains about."""
        if said.type in {"error", "warning"}:
            self.complaints.append(f"{said.text} ({said.location['url']})")

    def show(self) -> Locator:
        """Scroll to the widget and wait for it."""
        box = self.page.locator(f'[data-widget="{self.place.widget}"]').nth(self.place.index)
        box.scroll_into_view_if_needed()
        element = box.locator(f"nn-{self.place.widget}")
        element.locator(".nn-w").wait_for()
        self.page.wait_for_function("document.fonts.ready.then(() => true)")
        element.scroll_into_view_if_needed()
        return element

    @property
    def state(self) -> dict[str, Any]:
        """The state of the widget, once it is drawn."""
        found: dict[str, Any] = self.element.evaluate("e => new Promise(r => requestAnimationFrame(() => r(e.state)))")
        return found

    def tab_to(self, target: Locator) -> None:
        """Go to a control with the Tab key, from the widget's beginning: no other way is allowed."""
        wanted = target.element_handle()
        self.element.locator("button, input").first.focus()
        for _ in range(150):
            if self.page.evaluate("e => document.activeElement === e", wanted):
                return
            self.page.keyboard.press("Tab")
        message = f"the Tab key does not reach {target}"
        raise AssertionError(message)

    def modes(self) -> list[Locator | None]:
        """Return the buttons that each show another view of the widget, or `None` if there is only one."""
        return [*self.element.locator("[data-modes] label").all()] or [None]


def picture(visit: Visit) -> str:
    """Return what there is to be seen of a widget: its markup and the values in its fields."""
    found: str = visit.element.evaluate(
        """element => new Promise(done => requestAnimationFrame(() => setTimeout(() => {
            const copy = element.querySelector('.nn-w').cloneNode(true);
            const fields = [...element.querySelectorAll('.nn-w :is(input, select, textarea)')];
            copy.querySelectorAll('details').forEach(e => e.removeAttribute('open'));
            const comments = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
            const found = [];
            while (comments.nextNode()) found.push(comments.currentNode);
            found.forEach(e => e.remove());
            copy.querySelectorAll('*').forEach(e => {  // where the theme has marked the focus
                e.classList.remove('focus-visible');
                e.removeAttribute('data-focus-visible-added');
                if (!e.classList.length) e.removeAttribute('class');
            });
            copy.normalize();
            const values = fields.map(e => e.type === 'checkbox' || e.type === 'radio' ? e.checked : e.value);
            done(copy.outerHTML + JSON.stringify(values));
        }, 50)))"""
    )
    return found
