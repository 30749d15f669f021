"""What plays is drawn in the frame in which it changes."""

import pytest
from playwright.sync_api import BrowserContext

from tests.site.widgets.motion import passed, press
from tests.site.widgets.places import Place, Visit

SECANT = Place("chapters/derivatives/", "tangent-explorer", 0)
LINE = Place("chapters/losses/", "line-fitter", 0)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("place", "number", "handle", "button", "fewest"),
    [(SECANT, "h", "second", "Let h → 0", 10), (LINE, "m", "right", "Best fit", 5)],
)
def test_every_frame_of_a_movement_draws_its_own_state(
    context: BrowserContext, address: str, place: Place, number: str, handle: str, button: str, fewest: int
) -> None:
    visit = Visit(context, address, place, alone=True)
    drawn = f"Number(e.querySelector('[aria-label^={handle}]').getAttribute('aria-valuenow'))"
    _, *frames = passed(visit, f"[e.state.{number}, {drawn}]", press(button))
    assert all(state == shown for state, shown in frames), "what was drawn is what was before"
    # The first frame may come too soon after the press, and the last two be the same to five digits.
    assert len({shown for _, shown in frames}) >= len(frames) - 2 > fewest
    assert not visit.complaints


SLOW = Place("chapters/tensors/", "matrix-stepper", 0)
"""Its steps are far apart."""

# In each frame: whether the page is laid out without the widget, and by how much the widget is higher than its room.
HELD = "[e.ui.style.contain !== '', e.ui.firstElementChild.offsetHeight - e.ui.offsetHeight]"


@pytest.mark.usefixtures("site")
def test_what_plays_is_laid_out_alone_and_keeps_its_room(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SECANT)
    before, *frames, after = passed(visit, HELD, press("Let h → 0"))
    assert before == after == [False, 0]
    assert len(frames) > 10
    assert all(frame == [True, 0] for frame in frames[1:-1])
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_what_is_unfolded_while_something_plays_has_its_room_at_once(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SLOW)
    visit.element.get_by_role("button", name="Play", exact=True).click()
    visit.page.wait_for_function("e => e.ui.style.contain !== ''", arg=visit.element.element_handle())
    low = visit.element.bounding_box()
    visit.element.locator("summary").last.click()
    visit.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    high = visit.element.bounding_box()
    assert low is not None
    assert high is not None
    assert high["height"] > low["height"] + 10
    assert visit.element.evaluate(f"e => {HELD}") == [True, 0]
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


# What plays, its button, the numbers of the state that say where it is, and what they are at its end.
SCRUBBED = [
    (SLOW, "Play", "[s.step]", [11]),
    (Place("chapters/backprop/", "backprop-stepper", 0), "Play", "[s.step]", [7]),
    (Place("chapters/descent/", "descent-playground", 0), "Play", "[s.time]", None),
    (Place("chapters/convolution/", "convolution-explorer", 0), "Slide", "[s.row, s.column]", [25, 25]),
]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("place", "button", "reached", "end"), SCRUBBED, ids=[place.widget for place, *_ in SCRUBBED])
def test_the_scrub_bar_follows_what_plays_and_moves_it_there_and_back(
    context: BrowserContext, address: str, place: Place, button: str, reached: str, end: list[int] | None
) -> None:
    visit = Visit(context, address, place, alone=True)
    bar = visit.element.locator(".nn-w-scrub input")
    where = f"e => (s => {reached})(e.state)"
    bar.focus()
    visit.page.keyboard.press("Home")
    assert visit.state is not None
    start, first = visit.element.evaluate(where), bar.get_attribute("aria-valuetext")
    visit.element.get_by_role("button", name=button, exact=True).click()
    visit.page.wait_for_function("e => Number(e.value) > 0", arg=bar.element_handle())  # the bar goes along
    assert bar.get_attribute("aria-valuetext") != first
    box = bar.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    visit.page.mouse.move(box["x"] + box["width"] / 2, middle)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + box["width"] + 20, middle, steps=4)
    visit.page.mouse.up()
    assert visit.state is not None
    assert visit.element.evaluate("e => e.playing === undefined"), "it plays on under the reader's hand"
    last = visit.element.evaluate(where)
    assert last != start
    assert end is None or last == end
    assert bar.evaluate("e => e.value === e.max")
    visit.page.keyboard.press("Home")
    assert visit.state is not None
    assert visit.element.evaluate(where) == start
    assert bar.get_attribute("aria-valuetext") == first
    assert not visit.complaints
