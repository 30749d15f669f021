"""What moves in a widget moves smoothly on a machine that is four times slower than this one."""

import re
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext

from tests.site.widgets.places import WIDGETS, Place, Visit, all_places

pytestmark = pytest.mark.timed

FEWEST = 50
"""New pictures a second."""

ROUNDS = 3
LEAST = 5
"""So many new pictures make a movement: two may differ by the name of the button alone."""


class Start(NamedTuple):
    """What begins a movement: a control's role and name, the view in which it stands, and whether it is folded away.

    A network that learns draws when it has made some steps, and not in each frame: there the frames are counted.
    """

    role: str
    name: str
    state: dict[str, object]
    folded: bool = False
    learns: bool = False


STARTS = {
    "activation-lab": Start("button", "Send data through", {}, folded=True),
    "backprop-stepper": Start("button", "Play", {"view": "round"}),
    "convolution-explorer": Start("button", "Slide", {}),
    "descent-playground": Start("button", "Play", {}),
    "digit-pad": Start("button", "Train it now", {"net": "own"}, learns=True),
    "digit-reader": Start("button", "Train it from random weights", {}, learns=True),
    "grades-explorer": Start("radio", "best first", {}),
    "line-fitter": Start("button", "Best fit", {}),
    "matrix-stepper": Start("button", "Play", {"step": 1}),  # the last product of an entry: numbers fly to the next
    "network-microscope": Start("button", "Send the signal", {}),
    "tangent-explorer": Start("button", "Let h → 0", {}),
}

# For one and a half seconds from the moment that the movement begins: when each frame of the browser was, and whether
# it is a new picture. That is so if the markup has changed, or a canvas, or how far what the browser animates has come.
FRAMES = """(control) => new Promise((done) => {
  const widget = control.closest(".nn-live");
  const brush = CanvasRenderingContext2D.prototype;
  const own = { fillRect: brush.fillRect, putImageData: brush.putImageData, drawImage: brush.drawImage };
  let changed = false;
  for (const name of Object.keys(own)) {
    brush[name] = function (...given) {
      changed = true;
      return own[name].apply(this, given);
    };
  }
  const observer = new MutationObserver(() => (changed = true));
  observer.observe(widget, { subtree: true, childList: true, characterData: true, attributes: true });
  const come = () =>
    widget.getAnimations({ subtree: true }).map(({ effect }) => effect.getComputedTiming().progress).join();
  const frames = [];
  let before = "";
  const tick = (now) => {
    const place = come();
    frames.push([now, changed || place !== before]);
    changed = false;
    before = place;
    if (now - frames[0][0] < 1500) return requestAnimationFrame(tick);
    observer.disconnect();
    Object.assign(brush, own);
    done(frames);
  };
  control.click();
  requestAnimationFrame(tick);
})"""

FRAME = 1000 / 60
"""Milliseconds."""


def pictures(frames: list[tuple[float, bool]], *, learns: bool = False) -> float:
    """Return how many new pictures a second there are while something moves.

    A picture takes until the next frame. A frame without a new one counts only if it comes late, and then as none.
    """
    spans = [(later - now, new or learns) for (now, new), (later, _) in pairwise(frames)]
    moving = [(span, new) for span, new in spans if new or span > 1.5 * FRAME]
    return 1000 * sum(new for _, new in moving) / sum(span for span, _ in moving)


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
    rates: list[float] = []
    if start.folded:
        visit.unfold()
    session = context.new_cdp_session(visit.page)
    for _ in range(2 * ROUNDS):  # what a movement needs is fetched in the first
        visit.element.evaluate("(e, state) => (e.pause(), e.set({ ...e.initial, ...state }))", start.state)
        visit.page.wait_for_timeout(500)
        control = visit.element.get_by_role(start.role, name=start.name, exact=True)  # type: ignore[arg-type]
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        frames = control.evaluate(FRAMES)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        if sum(new for _, new in frames) >= LEAST:
            rates.append(pictures(frames, learns=start.learns))
        if len(rates) == ROUNDS:
            break
    assert len(rates) == ROUNDS, "nothing has moved"
    print(f"{widget}: {median(rates):.1f} pictures a second")
    assert median(rates) >= FEWEST, rates
