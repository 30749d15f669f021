"""Picture, main controls and result of a widget are on one screen, as it opens: from its title to its last result."""

import pytest
from playwright.sync_api import Browser

from tests.site.widgets.places import Place, Visit, by_page

SCREENS = {1280: 800, 390: 844}

# To the last result, and the line that unfolds further controls if there are any. Below stands the task.
HEIGHT = """e => {
  const [whole, more, task] = [".nn-w", ".nn-w-more", ".nn-w-task"].map((name) => e.querySelector(name));
  const end = more?.getBoundingClientRect().bottom ?? task.getBoundingClientRect().top;
  return end - whole.getBoundingClientRect().top;
}"""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("width", SCREENS)
@pytest.mark.parametrize("places", by_page().values(), ids=by_page())
def test_every_widget_of_a_page_fits_one_screen(
    browser: Browser, address: str, places: list[Place], width: int
) -> None:
    phone = width < 600
    context = browser.new_context(
        viewport={"width": width, "height": SCREENS[width]}, has_touch=phone, is_mobile=phone, service_workers="block"
    )
    visit = Visit(context, address, places[0])
    heights = {}
    for place in places:
        visit.turn_to(place)
        visit.page.wait_for_timeout(300)
        heights[str(place)] = visit.element.evaluate(HEIGHT)
    context.close()
    print(width, heights)
    assert max(heights.values()) <= SCREENS[width], heights
