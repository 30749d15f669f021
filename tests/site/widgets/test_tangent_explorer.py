"""The tangent explorer: its slopes are those that the library measures; keyboard alone; touch."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

import nnbook as nn
from tests.site.widgets.motion import passed, press
from tests.site.widgets.places import Place, Visit, computed

SECANT, GRADIENT = (Place("chapters/derivatives/", "tangent-explorer", i) for i in range(2))

CURVES: dict[str, Any] = {"square": lambda x: x**2, "cube": lambda x: x**3 - 3 * x, "sine": np.sin}


def ground(place: Any) -> Any:
    """Return the height of the ant's landscape."""
    x, y = place
    return x**2 + 3 * x * y


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", CURVES)
def test_every_secant_and_tangent_has_the_slope_that_the_library_measures(
    context: BrowserContext, address: str, name: str
) -> None:
    cases = np.random.default_rng(7).uniform((-3, 0.01), (3, 3), size=(60, 2))
    got = computed(
        context,
        address,
        "tangent_explorer",
        """({ CURVES, quotient }, name, cases) => cases.map(([x, h]) => {
            const { f, exact } = CURVES[name];
            return [quotient(f, x, h), quotient(f, x, -h), exact(x)];
        })""",
        name,
        cases.tolist(),
    )
    f = CURVES[name]
    wanted = [
        (nn.forward_difference(f, x, h), nn.forward_difference(f, x - h, h), nn.complex_step(f, x)) for x, h in cases
    ]
    np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-9)


@pytest.mark.usefixtures("site")
def test_every_gradient_and_every_slope_along_a_direction_is_what_the_library_measures(
    context: BrowserContext, address: str
) -> None:
    cases = np.random.default_rng(9).uniform((-1, -2, 0), (4, 3, 360), size=(60, 3))
    got = computed(
        context,
        address,
        "tangent_explorer",
        """({ directional, gradient, ground, steepest }, cases) => cases.map(([x, y, degrees]) => {
            const { degrees: best, length } = steepest(x, y);
            return [ground(x, y), ...gradient(x, y), directional(x, y, degrees), directional(x, y, best), length];
        })""",
        cases.tolist(),
    )
    wanted = []
    for x, y, degrees in cases:
        place, direction = np.array([x, y]), np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
        slopes = nn.gradient(ground, place, h=0.5)  # without error at any h: the landscape is a square in each input
        along = nn.central_difference(lambda t, at=place, to=direction: ground(at + t * to), 0.0, h=0.5)
        length = np.linalg.norm(slopes)
        wanted.append([ground(place), *slopes, along, length, length])
    np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-9)


@pytest.mark.usefixtures("site")
def test_the_secant_becomes_the_tangent_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SECANT)
    formula = visit.element.locator(".nn-w-formula")
    expect(formula.first).to_contain_text("(25 − 9) / 2 = 8")
    visit.enter("h, exact", "0.01")
    expect(formula.last).to_contain_text("error of the secant 0.01")
    second = visit.element.get_by_label("second point, sets h")
    visit.tab_to(second)
    visit.page.keyboard.press("ArrowLeft")
    expect(formula.first).to_contain_text("there is no secant through one point")
    visit.page.keyboard.press("Shift+ArrowLeft")
    expect(formula.last).to_contain_text("error of the secant −0.1")
    visit.tab_to(visit.element.get_by_label("point of the tangent, sets x"))
    visit.page.keyboard.press("Shift+ArrowLeft")
    expect(formula.last).to_contain_text("f′(2) = 4")
    visit.tab_to(visit.element.locator("input[value=square]"))
    visit.page.keyboard.press("ArrowRight")
    expect(formula.last).to_contain_text("f′(2) = 9")
    expect(visit.element.locator("[role=status]")).to_have_text("x 2, h −0.1: secant 8.41, tangent 9.")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_direction_is_turned_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, GRADIENT, alone=True)
    formula = visit.element.locator(".nn-w-formula")
    slope = visit.element.locator(".nn-w-slope")
    expect(formula.first).to_contain_text("∇f(2, 1) = (2 · 2 + 3 · 1, 3 · 2) = (7, 6), length 9.22, at 40.6°")
    expect(slope).to_have_text("7")
    visit.enter("direction in degrees from east, exact", "41")
    expect(slope).to_have_text("9.22")
    visit.tab_to(visit.element.get_by_label("direction", exact=True))
    for _ in range(9):
        visit.page.keyboard.press("Shift+ArrowRight")
    assert visit.state["degrees"] == 131
    expect(slope).to_have_text("−0.06")
    visit.page.keyboard.press("ArrowLeft")
    expect(slope).to_have_text("0.1")
    visit.tab_to(visit.element.get_by_label("place of the ant"))
    visit.page.keyboard.press("Shift+ArrowRight")
    expect(formula.first).to_contain_text("∇f(3, 1) = (2 · 3 + 3 · 1, 3 · 3) = (9, 9)")
    visit.page.keyboard.press("Shift+ArrowDown")
    expect(formula.first).to_contain_text("∇f(3, 0) = (2 · 3 + 3 · 0, 3 · 3) = (6, 9)")
    expect(visit.element.locator("[role=status]")).to_contain_text("steepest 10.82 at 56 degrees")
    visit.tab_to(visit.element.locator("input[value=gradient]"))
    visit.page.keyboard.press("ArrowLeft")
    expect(visit.element.get_by_label("second point, sets h")).to_be_visible()
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_points_and_the_direction_are_dragged_by_touch(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, SECANT)
    visit.drag(visit.element.get_by_label("second point, sets h"), by=(-60, 0))
    assert 0 < visit.state["h"] < 1.5
    visit.drag(visit.element.get_by_label("point of the tangent, sets x"), by=(-80, 0))
    assert visit.state["x"] < 2
    visit.tap_slider("h", -1)
    assert visit.state["h"] == pytest.approx(-1, abs=0.05)
    visit.element.get_by_text("sin x", exact=True).tap()
    expect(visit.element.locator(".nn-w-formula").last).to_contain_text("error of the secant")
    visit.element.get_by_text("two: the gradient", exact=True).tap()
    visit.drag(visit.element.get_by_label("direction", exact=True), by=(-100, -80))
    assert 90 < visit.state["degrees"] < 180
    visit.drag(visit.element.get_by_label("place of the ant"), by=(0, 60))
    assert visit.state["north"] < 0.2
    assert not visit.complaints


FRAMES = """e => new Promise((done) => {
    const times = [];
    const slopes = [];
    const frame = (now) => {
        times.push(now);
        slopes.push(Math.abs(e.state.h));
        if (e.playing === undefined) done({ times, slopes });
        else requestAnimationFrame(frame);
    };
    e.close();
    requestAnimationFrame(frame);
})"""


@pytest.mark.usefixtures("site")
def test_the_secant_closes_by_itself_and_at_once_if_motion_is_unwelcome(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SECANT, alone=True)
    first = visit.state["h"]
    seen = visit.element.evaluate(FRAMES)
    assert visit.state["h"] == 0
    steps = np.diff(seen["slopes"])
    assert (steps <= 0).all()
    assert len(set(seen["slopes"])) > 10, "it jumped"
    print(f"{1000 * len(seen['times']) / (seen['times'][-1] - seen['times'][0]):.0f} frames a second")
    visit.element.get_by_role("button", name="Open again").click()
    visit.element.get_by_role("button", name="Stop").click()
    assert 0 < visit.state["h"] <= first
    visit.page.emulate_media(reduced_motion="reduce")
    visit.tab_to(visit.element.get_by_role("button", name="Let h → 0"))
    visit.page.keyboard.press("Enter")
    assert visit.state["h"] == 0
    visit.page.keyboard.press("Enter")
    assert visit.state["h"] == first
    visit.tab_to(visit.element.get_by_role("button", name="h ÷ 10"))
    visit.page.keyboard.press("Enter")
    assert visit.state["h"] == pytest.approx(first / 10)
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_whoever_takes_the_step_stops_what_moves_it(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SECANT, alone=True)
    visit.element.get_by_role("button", name="Let h → 0").click()
    visit.element.get_by_label("h", exact=True).press("ArrowRight")
    assert visit.element.evaluate("e => e.playing === undefined")
    stopped = visit.state["h"]
    visit.page.wait_for_timeout(200)
    assert visit.state["h"] == stopped > 0


# What a reader may write, and the same for NumPy; x^2 and 2x as on paper.
WRITTEN: dict[str, Callable[[Any], Any]] = {
    "x^2 - 3x + 1": lambda x: x**2 - 3 * x + 1,
    "-x^2": lambda x: -(x**2),
    "2^-x": lambda x: 2.0**-x,
    "2^3^2 / 100 + x": lambda x: 5.12 + x,
    "sin(2x) cos(x) + tan(x/9)": lambda x: np.sin(2 * x) * np.cos(x) + np.tan(x / 9),
    "exp(−x²) · 3": lambda x: np.exp(-(x**2)) * 3,
    "ln(x^2 + 1) / (x^2 + 2)": lambda x: np.log(x**2 + 1) / (x**2 + 2),
    "sqrt(x^2 + 0,5)": lambda x: np.sqrt(x**2 + 0.5),
    "tanh(3 (x - 1)) e^(-x/4)": lambda x: np.tanh(3 * (x - 1)) * np.exp(-x / 4),
    "(x^2 + 1)^x": lambda x: (x**2 + 1) ** x,
    "x × pi - (2 - (3 - x))": lambda x: x * np.pi - (2 - (3 - x)),
    "1 / (1 + exp(-x))": lambda x: 1 / (1 + np.exp(-x)),
}
NONSENSE = {
    "": "the end is missing",
    "x +": "the end is missing",
    "2 * (x": "a bracket is not closed",
    "x)": "“)” is not expected there",
    "x 2": "“2” is not expected there",
    "foo(x)": "“foo” is not known",
    "sinx": "“sinx” is not known",
    "constructor(x)": "“constructor” is not known",
    "alert`1`": "“alert” is not known",
    "1.2.3": "“.3” is not expected there",
    "x = 3": "“=” is not expected there",
}


@pytest.mark.usefixtures("site")
def test_functions_that_are_written_have_the_values_and_slopes_of_numpy(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(12)
    texts = list(WRITTEN)
    xs = rng.uniform(-3, 3, size=(len(texts), 8))
    script = "({ parse }, texts, xs) => texts.map((text, i) => xs[i].map(parse(text)))"
    got = computed(context, address, "tangent_explorer", script, texts, xs.tolist())
    for text, x, found in zip(texts, xs, got, strict=True):
        f = WRITTEN[text]
        values, slopes = np.array(found).T
        np.testing.assert_allclose(values, f(x), rtol=1e-12, atol=1e-9, err_msg=text)
        complex_step = np.imag(f(x + 1e-30j)) / 1e-30
        np.testing.assert_allclose(slopes, complex_step, rtol=1e-12, atol=1e-9, err_msg=text)
    told = computed(
        context,
        address,
        "tangent_explorer",
        """({ parse }, texts) => texts.map((text) => {
            try { parse(text); } catch (problem) { return problem.message; }
            return "";
        })""",
        list(NONSENSE),
    )
    assert dict(zip(NONSENSE, told, strict=True)) == NONSENSE


@pytest.mark.usefixtures("site")
def test_a_function_is_written_by_keyboard_alone_and_nonsense_is_explained(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, SECANT)
    formula = visit.element.locator(".nn-w-formula")
    visit.tab_to(visit.element.locator("input[value=square]"))
    visit.page.keyboard.press("ArrowLeft")  # round to the last
    visit.enter("your own function of x", "x^3 / 9 + 2")
    expect(formula.last).to_contain_text("f′(3) = 3")
    visit.enter("your own function of x", "ln(x")
    expect(visit.element.locator(".nn-w-refusal")).to_contain_text("a bracket is not closed")
    visit.enter("your own function of x", "ln(x)")
    visit.enter("x, exact", "-1")
    expect(formula.first).to_have_text("f has no value at −1.")
    visit.enter("your own function of x", "abs(x)")
    visit.enter("x, exact", "0")
    expect(formula.first).to_have_text("f has no slope at 0.")
    expect(visit.element.locator("[role=status]")).to_have_text("No tangent at x = 0.")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_zooming_in_makes_the_curve_straight_and_jumps_if_motion_is_unwelcome(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, SECANT, alone=True)
    visit.unfold()
    bends = passed(visit, "[e.state.zoom, e.querySelector('.nn-w-line').getAttribute('d')]", press("Zoom in"))
    assert len({zoom for zoom, _ in bends}) > 10, "it jumped"
    assert len({curve for _, curve in bends}) > 10, "the curve stands still"
    assert visit.state["zoom"] == 3
    places = np.array([part.split() for part in bends[-1][1].strip("M").split("L")], dtype=float)
    middle = places[0] + (places[-1] - places[0]) * 0.5
    assert abs(places[len(places) // 2] - middle).max() < 1, "not straight to the pixel"
    # (v − 3)² at the farther end of what is seen, as a share of the 40 thousandths of height.
    expect(visit.element).to_contain_text("1000 times as large: the curve leaves its tangent by at most 0.04 %")
    visit.page.emulate_media(reduced_motion="reduce")
    (only,) = passed(visit, "e.state.zoom", press("Zoom out"))
    assert only == 0
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_how_far_the_curve_leaves_its_tangent_is_that_of_numpy(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(13)
    cases = [[rng.uniform(-1, 6), rng.uniform(0, 3)] for _ in range(50)]
    script = "({ CURVES, bend }, cases) => cases.map(([x, zoom]) => bend(CURVES.square, x, zoom))"
    for (x, zoom), found in zip(cases, computed(context, address, "tangent_explorer", script, cases), strict=True):
        farthest = max(x + 1, 6 - x) / 10**zoom
        assert found == pytest.approx(farthest**2 / (40 / 10**zoom), rel=1e-9, abs=1e-9)
