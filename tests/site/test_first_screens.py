"""How soon a chapter has something to move, how high its code stands beside its prose, and how large the code is."""

from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext

SCREEN = 800
LEAST_CODE = 14.0
"""Pixels: the size of the letters of code, as they are measured on the screen."""


class Limits(NamedTuple):
    """What is true now and must not get worse: screens to the first widget, pixels of code before the exercises."""

    screens: float
    code: int


LIMITS = {
    "tensors": Limits(1.6, 2400),
    "grades": Limits(13.9, 5300),
    "convolution": Limits(5.0, 7800),
    "network": Limits(4.1, 5450),
    "activations": Limits(2, 4650),
    "losses": Limits(25.4, 7250),
    "derivatives": Limits(2, 3650),
    "descent": Limits(2, 4850),
    "stochastic": Limits(4.2, 8450),
    "backprop": Limits(9.6, 4850),
    "calculus": Limits(2.8, 7750),
    "digits": Limits(35.5, 14650),
}

MEASURE = """() => {
    const top = (e) => e.getBoundingClientRect().top + scrollY;
    const end = top(document.getElementById("exercises"));
    const heights = (what) => [...document.querySelectorAll(what)]
        .filter((e) => e.checkVisibility() && top(e) < end)
        .reduce((sum, e) => sum + e.getBoundingClientRect().height, 0);
    // A letter of monospace is as wide as it is in a probe of a known size.
    const wide = (e) => {
        const probe = Object.assign(document.createElement("span"), { textContent: "m".repeat(100) });
        e.append(probe);
        const width = probe.getBoundingClientRect().width;
        probe.style.fontSize = "100px";
        const full = probe.getBoundingClientRect().width;
        probe.remove();
        return (100 * width) / full;
    };
    return {
        first: top(document.querySelector("[data-widget]")),
        code: heights(".nn-fence .highlight"),
        prose: heights(".md-content__inner > :is(p, ul, ol)"),
        figures: heights(".nn-figure"),
        widgets: document.querySelectorAll("[data-widget]").length,
        size: wide([...document.querySelectorAll(".highlight code")].find((e) => e.checkVisibility())),
    };
}"""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", LIMITS)
def test_a_chapter_soon_has_something_to_move_and_its_code_is_legible(
    context: BrowserContext, address: str, name: str
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": SCREEN})
    page.goto(f"{address}chapters/{name}/")
    page.evaluate("document.fonts.ready.then(() => undefined)")
    found = page.evaluate(MEASURE)
    screens = found["first"] / SCREEN
    print(
        f"{name}: {screens:.2f} screens to the first of {found['widgets']} widgets; code {found['code']:.0f} px, prose "
        f"{found['prose']:.0f}, figures {found['figures']:.0f}; code of {found['size']:.1f} px"
    )
    assert screens <= LIMITS[name].screens
    assert found["code"] <= LIMITS[name].code
    assert found["size"] >= LEAST_CODE - 0.05
