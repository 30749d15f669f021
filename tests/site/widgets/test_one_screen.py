"""Picture, main controls and result of a widget are on one screen, as it opens: from its title to its last result."""

import pytest
from playwright.sync_api import Browser

from tests.site.widgets.places import Place, Visit, all_places

SCREENS = {1280: 800, 390: 844}
PLACES = [(place, width) for place in all_places() for width in SCREENS]

# To the last result, and the line that unfolds further controls if there are any. Below stands the task.
HEIGHT = """e => {
  const [whole, more, task] = [".nn-w", ".nn-w-more", ".nn-w-task"].map((name) => e.querySelector(name));
  const end = more?.getBoundingClientRect().bottom ?? task.getBoundingClientRect().top;
  return end - whole.getBoundingClientRect().top;
}"""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("place", "width"), PLACES, ids=str)
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
