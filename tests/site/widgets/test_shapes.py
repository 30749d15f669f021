"""Every shape of a widget's drawings is painted: no rule for another element of the same class takes it out."""

import pytest
from playwright.sync_api import BrowserContext

from tests.site.widgets.places import Place, Visit, by_page

LOST = """e => [...e.querySelectorAll("svg :is(circle, line, path, polygon, polyline, rect, text)")]
  .filter((one) => one.closest("svg").checkVisibility() && !one.closest("defs, clipPath, mask, pattern"))
  .filter((one) => ["none", "contents"].includes(getComputedStyle(one).display))
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("places", by_page().values(), ids=by_page())
def test_every_shape_of_a_drawing_is_painted(context: BrowserContext, address: str, places: list[Place]) -> None:
    visit = Visit(context, address, places[0])
    for place in places:
        visit.turn_to(place)
        for _ in visit.modes():
            assert visit.element.evaluate(LOST) == [], place
