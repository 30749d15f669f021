"""Picture, main controls and result of a widget are on one screen, as it opens: from its title to its last result."""

import pytest
from playwright.sync_api import Browser

from tests.site.widgets.places import Place, Visit, all_places

SCREENS = {1280: 800, 390: 844}
FOLDED = {"line-fitter"}
"""The widgets that fold their further controls."""

# What stands below the result: the further controls, and the task.
HEIGHT = """e => {
  const [whole, end] = [".nn-w", ".nn-w-more"].map((name) => e.querySelector(name).getBoundingClientRect());
  return end.bottom - whole.top;
}"""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("width", SCREENS)
@pytest.mark.parametrize("place", [place for place in all_places() if place.widget in FOLDED], ids=str)
def test_it_fits_one_screen(browser: Browser, address: str, place: Place, width: int) -> None:
    phone = width < 600
    context = browser.new_context(
        viewport={"width": width, "height": SCREENS[width]}, has_touch=phone, is_mobile=phone, service_workers="block"
    )
    visit = Visit(context, address, place)
    visit.page.wait_for_timeout(300)
    height = visit.element.evaluate(HEIGHT)
    context.close()
    print(f"{place} at {width}: {height:.0f} pixels")
    assert height <= SCREENS[width]
