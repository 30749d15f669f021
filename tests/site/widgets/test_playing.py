"""What plays is drawn in the frame in which it changes."""

import pytest
from playwright.sync_api import BrowserContext

from tests.site.widgets.motion import passed, press
from tests.site.widgets.places import Place, Visit

SECANT = Place("chapters/derivatives/", "tangent-explorer", 0)


@pytest.mark.usefixtures("site")
def test_every_frame_of_a_movement_draws_its_own_state(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SECANT, alone=True)
    drawn = "Number(e.querySelector('[aria-label^=second]').getAttribute('aria-valuenow'))"
    _, *frames = passed(visit, f"[e.state.h, {drawn}]", press("Let h → 0"))
    assert all(state == shown for state, shown in frames), "what was drawn is what was before"
    # The first frame may come too soon after the press, and the last two be the same to five digits.
    assert len({shown for _, shown in frames}) >= len(frames) - 2 > 10
    assert not visit.complaints


ACTIVATIONS = Place("chapters/activations/", "activation-lab", 0)

# How often a function of a widget's module is called while the widget draws one change.
CALLS = """async (e, [url, table, name, change]) => {
    const functions = (await import(url))[table][name];
    const { f } = functions;
    let calls = 0;
    functions.f = (...given) => (calls++, f(...given));
    e.set(change);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    functions.f = f;
    return calls;
}"""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("place", "table", "name", "moves", "bends"),
    [
        (ACTIVATIONS, "ACTIVATIONS", "sigmoid", {"pass": 0.3}, {"w": 2}),
        (SECANT, "CURVES", "square", {"h": 1}, {"zoom": 1}),
    ],
)
def test_a_curve_along_which_something_moves_is_not_computed_again(
    context: BrowserContext, address: str, place: Place, table: str, name: str, moves: object, bends: object
) -> None:
    visit = Visit(context, address, place, alone=True)
    url = f"{address}assets/widgets/{place.widget.replace('-', '_')}/index.js"
    many, few = (visit.element.evaluate(CALLS, [url, table, name, change]) for change in (bends, moves))
    assert many - few >= 300, f"{few} calls, and {many} for another curve"
