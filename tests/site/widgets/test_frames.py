"""What moves in a widget moves smoothly on a machine that is four times slower than this one."""

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext

from tests.site.widgets.places import WIDGETS, Place, Visit, all_places

pytestmark = pytest.mark.timed

FEWEST = 50
"""Frames a second."""


class Start(NamedTuple):
    """What begins a movement: a control's role and name, the view in which it stands, and whether it is folded away."""

    role: str
    name: str
    state: dict[str, object]
    folded: bool = False


STARTS = {
    "activation-lab": Start("button", "Send data through", {}, folded=True),
    "backprop-stepper": Start("button", "Play", {"view": "round"}),
    "convolution-explorer": Start("button", "Slide", {}),
    "descent-playground": Start("button", "Play", {}),
    "digit-pad": Start("button", "Train it now", {"net": "own"}),
    "digit-reader": Start("button", "Train it from random weights", {}),
    "grades-explorer": Start("radio", "best first", {}),
    "line-fitter": Start("button", "Best fit", {}),
    "matrix-stepper": Start("button", "Play", {}),
    "network-microscope": Start("button", "Send the signal", {}),
    "tangent-explorer": Start("button", "Let h → 0", {}),
}

# The frames of the browser for one and a half seconds from the moment that the movement begins, and what is seen of the
# widget then and every 300 milliseconds: its markup, and the places of what the browser animates.
FRAMES = """(control) => new Promise((done) => {
  const widget = control.closest(".nn-live");
  const place = ({ effect: { target } }) => Object.values(target.getBoundingClientRect().toJSON());
  const picture = () => widget.ui.innerHTML + JSON.stringify(widget.getAnimations({ subtree: true }).map(place));
  const [times, pictures] = [[], [picture()]];
  const tick = (now) => {
    times.push(now);
    if (now - times[0] > 300 * pictures.length) pictures.push(picture());
    if (now - times[0] < 1500) requestAnimationFrame(tick);
    else done([(1000 * (times.length - 1)) / (now - times[0]), pictures]);
  };
  control.click();
  requestAnimationFrame(tick);
})"""


def moving() -> set[str]:
    """Return the widgets whose modules say that something moves."""
    found = set()
    for path in WIDGETS.glob("*/*.js"):
        if path.parent.name != "shared" and re.search(
            r"\.(?:play|tween|animate)\(|data-glide|shared/pulses", path.read_text(encoding="utf-8")
        ):
            found.add(path.parent.name.replace("_", "-"))
    return found


def test_every_widget_that_moves_is_measured() -> None:
    assert moving() == set(STARTS)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("widget", STARTS)
def test_it_moves_smoothly(context: BrowserContext, address: str, widget: str) -> None:
    place = next(one for one in all_places() if one.widget == widget)
    visit = Visit(context, address, Place(place.page, widget, 0))
    start = STARTS[widget]
    rates = []
    if start.folded:
        visit.unfold()
    for _ in range(3):  # this machine may be busy with something else: the best round counts
        visit.element.evaluate("(e, state) => (e.pause(), e.set({ ...e.initial, ...state }))", start.state)
        visit.page.wait_for_timeout(400)
        control = visit.element.get_by_role(start.role, name=start.name, exact=True)  # type: ignore[arg-type]
        session = context.new_cdp_session(visit.page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        rate, pictures = control.evaluate(FRAMES)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        if len(set(pictures)) > 2:  # two may differ by the name of the button alone, while something is fetched
            rates.append(rate)
        if any(one >= FEWEST for one in rates):
            break
    assert rates, "nothing has moved"
    print(f"{widget}: {max(rates):.1f} frames a second")
    assert max(rates) >= FEWEST, rates
