"""Every shape of a widget's drawings is painted: no rule for another element of the same class takes it out."""

import pytest
from playwright.sync_api import BrowserContext

from tests.site.widgets.places import Place, Visit, all_places

LOST = """e => [...e.querySelectorAll("svg :is(circle, line, path, polygon, polyline, rect, text)")]
  .filter((one) => one.closest("svg").checkVisibility() && !one.closest("defs, clipPath, mask, pattern"))
  .filter((one) => ["none", "contents"].includes(getComputedStyle(one).display))
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("place", all_places(), ids=str)
def test_every_shape_of_a_drawing_is_painted(context: BrowserContext, address: str, place: Place) -> None:
    visit = Visit(context, address, place)
    for _ in visit.modes():
        assert visit.element.evaluate(LOST) == []
