"""What plays is drawn in the frame in which it changes."""

import pytest
from playwright.sync_api import BrowserContext

from tests.site.widgets.motion import passed, press
from tests.site.widgets.places import Place, Visit

SECANT = Place("chapters/derivatives/", "tangent-explorer", 0)


@pytest.mark.usefixtures("site")
def test_every_frame_of_a_movement_draws_its_own_state(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SECANT)
    drawn = "Number(e.querySelector('[aria-label^=second]').getAttribute('aria-valuenow'))"
    _, *frames = passed(visit, f"[e.state.h, {drawn}]", press("Let h → 0"))
    assert all(state == shown for state, shown in frames), "what was drawn is what was before"
    # The first frame may come too soon after the press, and the last two be the same to five digits.
    assert len({shown for _, shown in frames}) >= len(frames) - 2 > 10
    assert not visit.complaints
