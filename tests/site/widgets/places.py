"""Where the widgets are on the pages, and how a reader comes to one of them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page

from tests.site.waiting import AT_REST

ROOT = Path(__file__).resolve().parents[3]
WIDGETS = ROOT / "docs" / "assets" / "widgets"
AXE = ROOT / "tests" / "site" / "tools" / "node_modules" / "axe-core" / "axe.min.js"


class Place(NamedTuple):
    """The place of a widget: the page, the widget's name, and how many of the same name stand above it."""

    page: str
    widget: str
    number: int

    def __str__(self) -> str:
        return f"{self.page.strip('/').rpartition('/')[2] or 'home'}-{self.widget}-{self.number + 1}"

    @property
    def key(self) -> str:
        """The anchor of the widget on its page, and its name in the address."""
        return self.widget if self.number == 0 else f"{self.widget}-{self.number + 1}"

    @property
    def folder(self) -> str:
        """Where the widget stands alone, with the settings that it has on its page."""
        return f"embed/{self.page.strip('/').rpartition('/')[2] or 'home'}/{self.key}/"


def ready_widgets() -> set[str]:
    """Return the names of the widgets that there are."""
    return set(re.findall(r'^  "([a-z-]+)": ', (WIDGETS / "mount.js").read_text(encoding="utf-8"), re.MULTILINE))


def all_places() -> list[Place]:
    """Return the places of all widgets that there are, in the order of the pages."""
    found = []
    docs = ROOT / "docs"
    for path in [docs / "index.md", *sorted((docs / "chapters").glob("*.md"))]:
        page = "" if path.stem == "index" else f"chapters/{path.stem}/"
        seen: dict[str, int] = {}
        for name in re.findall(r'data-widget="([a-z-]+)"', path.read_text(encoding="utf-8")):
            found.append(Place(page, name, seen.get(name, 0)))
            seen[name] = seen.get(name, 0) + 1
    return [place for place in found if place.widget in ready_widgets()]


def by_page() -> dict[str, list[Place]]:
    """Return the places of each page, for a test that looks at all of them in one visit."""
    pages: dict[str, list[Place]] = {}
    for place in all_places():
        pages.setdefault(place.page, []).append(place)
    return pages


class Visit:
    """A reader in front of one widget; `complaints` is what the browser's console has said.

    `alone`: not in its chapter but on the page for a frame in another site, with the same code, settings and sheet.
    There it opens in a sixth of the time, which suffices for what the widget computes, says and keeps in the address.
    Where it stands, and what keys and fingers do to the page around it, is looked at in its chapter.
    """

    def __init__(
        self, context: BrowserContext, address: str, place: Place, *, query: str = "", alone: bool = False
    ) -> None:
        self.place, self.alone = place, alone
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        self.page.goto(address + (place.folder if alone else place.page) + query)
        self.element: Locator = self.show()

    def hear(self, said: ConsoleMessage) -> None:
        """Note what the browser complains about, but not that the tests forbid the worker that keeps pages."""
        if said.type in {"error", "warning"} and said.text != "Service Worker registration blocked by Playwright":
            self.complaints.append(f"{said.text} ({said.location['url']})")

    def turn_to(self, place: Place) -> None:
        """Go to another widget of the same page."""
        assert place.page == self.place.page
        self.place = place
        self.element = self.show()

    def show(self) -> Locator:
        """Scroll to the widget and wait for it."""
        box = self.page.locator(f"#{self.place.key}")
        box.scroll_into_view_if_needed()
        if self.alone and (start := box.locator(":scope > button")).count():
            start.click()  # one with large files waits for the reader
        element = box.locator(f"nn-{self.place.widget}")
        element.locator(".nn-w").wait_for()
        self.page.evaluate("document.fonts.ready.then(() => undefined)")
        element.scroll_into_view_if_needed()
        return element

    @property
    def state(self) -> dict[str, Any]:
        """The state of the widget, once it is drawn."""
        found: dict[str, Any] = self.element.evaluate("e => new Promise(r => requestAnimationFrame(() => r(e.state)))")
        return found

    def set(self, **state: Any) -> None:
        """Put the widget into another state, and wait until it is drawn."""
        self.element.evaluate(
            "(e, state) => new Promise(drawn => { e.set(state); requestAnimationFrame(() => drawn()); })", state
        )

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

    def modes(self, *, by_touch: bool = False) -> Iterator[None]:
        """Open each view of the widget in turn; if it has only one, stay in that."""
        modes: list[Locator | None] = [*self.element.locator("[data-modes] label").all()]
        for mode in modes or [None]:
            if mode is not None:
                mode.tap() if by_touch else mode.click()
            self.page.wait_for_timeout(150)
            yield

    def unfold(self) -> None:
        """Open the further settings of the widget."""
        self.element.locator(".nn-w-more > summary").click()

    def enter(self, label: str, text: str) -> None:
        """Go to a field with the Tab key, and put another text into it."""
        self.tab_to(self.element.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def tap_slider(self, label: str, value: float) -> None:
        """Tap a slider at the place of a value; its knob is 16 pixels wide."""
        slider = self.element.get_by_label(label, exact=True)
        low, high = (float(slider.get_attribute(name) or 0) for name in ("min", "max"))
        x, y = self.middle(slider)
        width = slider.evaluate("e => e.getBoundingClientRect().width") - 16
        self.page.touchscreen.tap(x + width * ((value - low) / (high - low) - 0.5), y)

    def drag(self, target: Locator, by: tuple[float, float]) -> None:
        """Drag something with a finger; the page must not scroll meanwhile."""
        x, y = self.middle(target)
        scrolled = self.page.evaluate("scrollY")
        self.swipe((x, y), by)
        assert self.page.evaluate("scrollY") == scrolled, "the page scrolled instead"

    def swipe(self, start: tuple[float, float], by: tuple[float, float]) -> None:
        """Put a finger on a place of the window, move it, lift it, and wait until the page no longer scrolls."""
        x, y = start
        finger = self.page.context.new_cdp_session(self.page)
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, 9):
            point = {"x": x + by[0] * step / 8, "y": y + by[1] * step / 8}
            finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self.page.evaluate(AT_REST)

    def middle(self, target: Locator) -> tuple[float, float]:
        """Bring something to the middle of the window, not under the header, and return where it is then."""
        target.evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
        box = target.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def computed(context: BrowserContext, address: str, widget: str, script: str, *cases: Any) -> Any:
    """Return what a function in the browser makes of what a widget's module exports and of cases."""
    page = context.new_page()
    page.goto(address + next(place for place in all_places() if place.widget == widget.replace("_", "-")).folder)
    return page.evaluate(
        f"async ([url, cases]) => ({script})(await import(url), ...cases)",
        [f"{address}assets/widgets/{widget}/index.js", list(cases)],
    )


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
            copy.querySelectorAll('canvas').forEach(e => {  // 300 by 150 pixels need not be written
                e.setAttribute('width', e.width);
                e.setAttribute('height', e.height);
            });
            copy.normalize();
            const values = fields.map(e => e.type === 'checkbox' || e.type === 'radio' ? e.checked : e.value);
            done(copy.outerHTML + JSON.stringify(values));
        }, 50)))"""
    )
    return found
