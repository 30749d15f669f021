"""The activation lab: its curves and slopes are the library's; keyboard alone; touch."""

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

import nnbook as nn
from tests.site.widgets.motion import passed, press
from tests.site.widgets.places import Place, Visit, computed

SIGMOID, TANH, LEAKY, MOVING = (Place("chapters/activations/", "activation-lab", i) for i in range(4))

LEAK = 0.1
LIBRARY = {
    "sigmoid": (nn.sigmoid, nn.sigmoid_derivative),
    "tanh": (nn.tanh, nn.tanh_derivative),
    "relu": (nn.relu, nn.relu_derivative),
    "leaky_relu": (lambda z: nn.leaky_relu(z, LEAK), lambda z: nn.leaky_relu_derivative(z, LEAK)),
}


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", LIBRARY)
def test_every_activation_and_slope_is_that_of_the_library(context: BrowserContext, address: str, name: str) -> None:
    cases = np.random.default_rng(4).normal(0, 5, size=(60, 3))
    script = "({ neuron }, name, cases) => cases.map((one) => Object.values(neuron(name, ...one)))"
    got = computed(context, address, "activation_lab", script, name, cases.tolist())
    w, b, x = cases.T
    z = w * x + b
    f, derivative = LIBRARY[name]
    wanted = np.column_stack([z, f(z), derivative(z), w * derivative(z)])
    np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-9)


@pytest.mark.usefixtures("site")
def test_the_curve_is_moved_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, MOVING)
    press = visit.page.keyboard.press
    formula = visit.element.locator(".nn-w-formula")
    expect(formula.first).to_contain_text("z = w x + b = 2 · 3 − 6 = 0, a = σ(0) = 0.5")
    expect(formula.last).to_have_text("midpoint x = −b / w = 3, slope there w / 4 = 0.5")
    visit.enter("weight w, exact", "-1")
    visit.enter("bias b, exact", "3")
    expect(formula.nth(1)).to_contain_text("a (1 − a) = 0.5 · 0.5 = 0.25; in x: w · 0.25 = −0.25")
    visit.tab_to(visit.element.get_by_label("input x", exact=True))
    press("ArrowRight")
    assert visit.state["x"] == pytest.approx(3.1)
    point = visit.element.get_by_label("point on the curve")
    visit.tab_to(point)
    press("Shift+ArrowLeft")
    assert visit.state["x"] == pytest.approx(2.1)
    expect(point).to_have_attribute("aria-valuetext", "x 2.1, activation 0.7109, slope −0.2055")
    visit.tab_to(visit.element.locator("input[value=sigmoid]"))
    press("ArrowRight")
    expect(formula.nth(1)).to_contain_text("1 − a² = 1 − 0.7163² = 0.48692")
    press("ArrowRight")
    expect(formula.nth(1)).to_contain_text("since z > 0")
    expect(visit.element.locator("[role=status]")).to_have_text("ReLU at z = 0.9: activation 0.9, slope in x −1.")
    visit.tab_to(visit.element.get_by_role("button", name="Reset"))
    press("Enter")
    expect(formula.first).to_contain_text("2 · 3 − 6 = 0")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_point_is_dragged_and_saturates_by_touch(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, TANH)
    expect(visit.element.locator(".nn-w-formula").nth(1)).to_contain_text("= 0.07065")
    shaded = visit.element.locator(".nn-w-flat")
    expect(shaded).to_have_count(4)  # on both sides, in both drawings
    visit.drag(visit.element.get_by_label("point on the curve"), by=(-80, 0))
    assert visit.state["x"] < 0
    visit.element.get_by_text("leaky ReLU", exact=True).tap()
    expect(shaded).to_have_count(0)
    expect(visit.element.locator(".nn-w-formula").first).to_contain_text("with α = 0.1")
    visit.unfold()
    visit.tap_slider("weight w", -4)
    assert visit.state["w"] == pytest.approx(-4, abs=0.2)
    visit.tap_slider("bias b", 10)
    assert visit.state["b"] == pytest.approx(10, abs=0.5)
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_tangent_is_drawn_where_the_mouse_points(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, LEAKY)
    assert visit.state["x"] == -2
    drawing = visit.element.get_by_role("group", name="The activation, with its tangent")
    x, y = visit.middle(drawing)
    visit.page.mouse.move(x + 60, y)
    found = visit.state["x"]
    assert 0 < found < 3
    expect(visit.element.locator(".nn-w-formula").nth(1)).to_contain_text("slope in z: 1, since z > 0")
    visit.page.mouse.move(x - 60, y)
    expect(visit.element.locator(".nn-w-formula").nth(1)).to_contain_text("slope in z: 0.1, since z ≤ 0")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_data_that_pass_through_are_the_activations_of_the_library(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(5)
    names, steepest = list(LIBRARY), {"sigmoid": 0.25, "tanh": 1, "relu": 1, "leaky_relu": 1}
    cases = [(names[i % 4], rng.normal(0, 3), rng.normal(0, 3), rng.uniform(2, 10)) for i in range(60)]
    script = "({ through }, cases) => cases.map((one) => through(...one))"
    for (name, w, b, reach), found in zip(
        cases, computed(context, address, "activation_lab", script, cases), strict=True
    ):
        x = reach * (np.arange(1, 48, 2) / 24 - 1)
        f, derivative = LIBRARY[name]
        np.testing.assert_allclose([one["x"] for one in found], x, rtol=0, atol=1e-9)
        np.testing.assert_allclose([one["a"] for one in found], f(w * x + b), rtol=0, atol=1e-9)
        flat = np.abs(derivative(w * x + b)) < steepest[name] / 20
        assert [one["flat"] for one in found] == flat.tolist()


@pytest.mark.usefixtures("site")
def test_data_pass_through_the_curve_and_stand_at_the_end_if_motion_is_unwelcome(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, SIGMOID, alone=True)
    dots = "[...e.querySelectorAll('.nn-w-datum')].map((one) => ['cx', 'cy'].map((a) => Number(one.getAttribute(a))))"
    before = visit.element.evaluate(f"e => {dots}")
    assert len({y for _, y in before}) == 1, "they do not begin on the axis"
    visit.unfold()
    places = np.array(passed(visit, dots, press("Send data through")))
    first = places[:, 0]
    assert len(np.unique(first[:, 1])) > 8, "it jumped"
    assert len(np.unique(first[:, 0])) > 8, "it jumped"
    after = np.array(visit.element.evaluate(f"e => {dots}"))
    assert len(set(after[:, 0])) == 1, "they do not end on the other axis"
    visit.element.get_by_role("button", name="Send data through").click()
    visit.element.get_by_role("button", name="Stop").click()
    assert visit.state["pass"] < 1
    visit.page.emulate_media(reduced_motion="reduce")
    visit.element.get_by_role("button", name="Send data through").click()
    assert visit.state["pass"] == 1
    expect(visit.element).to_contain_text("24 inputs from −9.6 to 9.6 become activations from 0 to 1; 14 of them")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_other_functions_are_seen_beside_it_with_their_names(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SIGMOID)
    names = visit.element.locator("svg .nn-w-faintly")
    expect(names).to_have_count(0)
    visit.unfold()
    visit.tab_to(visit.element.get_by_label("Show the other functions"))
    visit.page.keyboard.press("Space")
    expect(names).to_have_text(["tanh", "ReLU", "leaky ReLU"])
    curves = visit.element.locator(".nn-w-rival")
    expect(curves).to_have_count(3)
    visit.enter("weight w, exact", "0")
    visit.enter("bias b, exact", "5")
    expect(names).to_have_text(["tanh"])  # ReLU's 5 lies above the drawing
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_a_tap_beside_the_point_brings_it_there(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, SIGMOID)
    drawing = visit.element.get_by_role("group", name="The activation, with its tangent")
    x, y = visit.middle(drawing)
    visit.page.touchscreen.tap(x - 40, y - 60)
    assert -5 < visit.state["x"] < -3
    assert not visit.complaints
