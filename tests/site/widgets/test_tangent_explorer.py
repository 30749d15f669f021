"""The tangent explorer: its slopes are what NumPy computes; keyboard alone."""

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.site.widgets.places import Place, Visit

SECANT = Place("chapters/derivatives/", "tangent-explorer", 0)


@pytest.mark.usefixtures("site")
def test_every_slope_is_what_numpy_computes(context: BrowserContext, address: str) -> None:
    cases = np.random.default_rng(7).uniform(-3, 3, size=(60, 3))
    page = context.new_page()
    page.goto(address)
    got = page.evaluate(
        """async ([url, cases]) => {
            const { CURVES, quotient, gradient, directional } = await import(url);
            return cases.map(([x, h, y]) => [
                ...Object.values(CURVES).flatMap(({ f, exact }) => [quotient(f, x, h), exact(x)]),
                ...gradient(x, y), directional(x, y, 100 * h),
            ]);
        }""",
        [address + "assets/widgets/tangent_maths.js", cases.tolist()],
    )
    x, h, y = cases.T
    u = np.radians(100 * h)
    wanted = np.column_stack(
        [
            ((x + h) ** 2 - x**2) / h,
            2 * x,
            (((x + h) ** 3 - 3 * (x + h)) - (x**3 - 3 * x)) / h,
            3 * x**2 - 3,
            (np.sin(x + h) - np.sin(x)) / h,
            np.cos(x),
            2 * x + 3 * y,
            3 * x,
            (2 * x + 3 * y) * np.cos(u) + 3 * x * np.sin(u),
        ]
    )
    np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-9)


@pytest.mark.usefixtures("site")
def test_the_secant_becomes_the_tangent_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SECANT)
    expect(visit.element.locator(".nn-w-formula").first).to_contain_text("(25 − 9) / 2 = 8")
    visit.tab_to(visit.element.get_by_label("h, exact"))
    visit.page.keyboard.press("Control+a")
    visit.page.keyboard.type("0.01")
    visit.page.keyboard.press("Enter")
    expect(visit.element.locator(".nn-w-formula").last).to_contain_text("error of the secant 0.01")
    assert not visit.complaints
