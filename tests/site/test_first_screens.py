"""How soon a chapter has something to move, how high its code stands beside its prose, and how large the code is."""

import pytest
from playwright.sync_api import BrowserContext

SCREEN = 800
LEAST_CODE = 14.0
"""Pixels: the size of the letters of code, as they are measured on the screen."""


SCREENS = 2
"""Within so many screens stands the first widget of each chapter."""

CODE = {
    "tensors": 2400,
    "grades": 3650,
    "convolution": 5700,
    "network": 5000,
    "activations": 4370,
    "losses": 6030,
    "derivatives": 3650,
    "descent": 4870,
    "stochastic": 6750,
    "backprop": 3400,
    "calculus": 7390,
    "digits": 7150,
}
"""Pixels of code before the exercises: what is true now and must not get worse."""

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
@pytest.mark.parametrize("name", CODE)
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
    assert screens <= SCREENS
    assert found["code"] <= CODE[name]
    assert found["code"] < found["prose"]
    assert found["size"] >= LEAST_CODE - 0.05
