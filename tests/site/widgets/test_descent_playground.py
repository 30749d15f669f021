"""The descent playground: its steps are those of the library, and it can be worked by keyboard and by touch."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

import nnbook as nn
from nnbook.optimizers import Optimizer
from tests.site.waiting import until
from tests.site.widgets.motion import passed
from tests.site.widgets.places import Place, Visit, computed

BOWL, VALLEYS, TROUGH, BOUND = (Place("chapters/descent/", "descent-playground", i) for i in range(4))
STOCHASTIC, COMPARE = (Place("chapters/stochastic/", "descent-playground", i) for i in range(2))

GRADIENTS: dict[str, Callable[[Any], Any]] = {
    "bowl": lambda x: 2 * (x - 38),
    "valleys": lambda x: 4 * x**3 - 8 * x + 1,
    "trough": lambda theta: theta * [1, 10],
    "ravine": lambda theta: theta * [1, 100],
    "saddle": lambda theta: np.array([theta[0], theta[1] ** 3 - theta[1]]),
}
COSTS: dict[str, Callable[[Any], Any]] = {
    "bowl": lambda x: (x[0] - 38) ** 2,
    "valleys": lambda x: x[0] ** 4 - 4 * x[0] ** 2 + x[0],
    "trough": lambda theta: (theta[0] ** 2 + 10 * theta[1] ** 2) / 2,
    "ravine": lambda theta: (theta[0] ** 2 + 100 * theta[1] ** 2) / 2,
    "saddle": lambda theta: theta[0] ** 2 / 2 + theta[1] ** 4 / 4 - theta[1] ** 2 / 2,
}


def rule(name: str, rate: float) -> Optimizer:
    """Return the library's optimizer of this name."""
    if name == "adam":
        return nn.Adam(rate)
    return nn.SGD(rate, momentum=0.9 if name == "momentum" else 0.0)


def points() -> tuple[Any, Any, Any]:
    """Draw the points of the chapter as its fences draw them: the x with a column of ones, and the y."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=200)
    return x, np.column_stack([x, np.ones(200)]), 2 * x + 1 + rng.normal(size=200)


@pytest.mark.usefixtures("site")
def test_descents_on_functions_are_those_of_the_library(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(66)
    rates = {"bowl": 0.9, "valleys": 0.05, "trough": 0.19, "ravine": 0.019, "saddle": 0.5}
    cases = []
    for number in range(75):
        name = tuple(GRADIENTS)[number % 5]
        inputs = 1 if name in ("bowl", "valleys") else 2
        start = rng.uniform(-1.5, 1.5, size=inputs) + (38 if name == "bowl" else 0)
        method = ("plain", "momentum", "adam")[number // 5 % 3]
        rate = rates[name] * rng.uniform(0.1, 1) * (0.1 if method == "momentum" else 1)
        cases.append({"name": name, "rule": method, "start": start.tolist(), "rate": rate})
    results = computed(
        context,
        address,
        "descent_playground",
        """({ COSTS, descend }, cases) => cases.map(({ name, rule, start, rate }) => {
            const { places, diverged } = descend(rule, COSTS[name].gradient, start, rate, 60);
            return { places, diverged, costs: places.map(COSTS[name].cost) };
        })""",
        cases,
    )
    for case, found in zip(cases, results, strict=True):
        theta, descent = np.array(case["start"]), rule(case["rule"], case["rate"])
        places = [theta.copy()]
        for _ in range(60):
            descent.step(theta, GRADIENTS[case["name"]](theta))
            places.append(theta.copy())
        assert not found["diverged"]
        np.testing.assert_allclose(found["places"], places, rtol=0, atol=1e-9)
        np.testing.assert_allclose(found["costs"], [COSTS[case["name"]](p) for p in places], rtol=0, atol=1e-9)


@pytest.mark.usefixtures("site")
def test_the_points_and_the_descents_on_them_are_those_of_the_chapter(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(67)
    cases = []
    for number in range(60):
        size = (200, 20, 1)[number % 3]
        method = ("plain", "plain", "momentum", "adam")[number % 4]
        start = rng.uniform(-3, 3, size=2).tolist()
        rate = {"plain": 0.05, "momentum": 0.01, "adam": 0.2}[method] * rng.uniform(0.2, 1)
        cases.append({"rule": method, "size": size, "start": start, "rate": rate, "seed": number + 1})
    data = computed(context, address, "descent_playground", "({ X, Y }) => [X, Y]")
    bound, results = computed(
        context,
        address,
        "descent_playground",
        """(m, cases) => [m.lineBound(), cases.map(({ rule, size, start, rate, seed }) => {
            const rows = m.batches(size, 40, seed);
            const { places } = m.descend(rule, (theta, step) => m.lineGradient(theta, rows[step]), start, rate, 40);
            return { rows, places, costs: places.map(m.lineCost), agreement: m.agreement(start) };
        })]""",
        cases,
    )
    x, _, y = points()
    np.testing.assert_allclose(data, [x, y], rtol=0, atol=5e-7)  # written with six decimals
    x, y = np.array(data)
    X = np.column_stack([x, np.ones(200)])
    np.testing.assert_allclose(bound, 2 / np.linalg.eigvalsh(2 / 200 * X.T @ X).max(), rtol=0, atol=1e-9)
    for case, found in zip(cases, results, strict=True):
        theta, descent = np.array(case["start"]), rule(case["rule"], case["rate"])
        single = 2 * X * (X @ theta - y)[:, None]
        assert found["agreement"] == pytest.approx(np.mean(single @ single.mean(axis=0) > 0), abs=1e-9)
        places = [theta.copy()]
        for rows in found["rows"]:
            assert len(set(rows)) == len(rows) == case["size"]
            descent.step(theta, 2 * X[rows].T @ (X[rows] @ theta - y[rows]) / len(rows))
            places.append(theta.copy())
        np.testing.assert_allclose(found["places"], places, rtol=0, atol=1e-9)
        costs = [np.mean((X @ p - y) ** 2) for p in places]
        np.testing.assert_allclose(found["costs"], costs, rtol=0, atol=1e-9)
    epochs = [found["rows"][i : i + 10] for found in results[1::3] for i in range(0, 40, 10)]
    assert all(sorted(np.concatenate(epoch)) == list(range(200)) for epoch in epochs), "each example once"


@pytest.mark.usefixtures("site")
def test_the_tap_is_turned_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, BOWL)
    keys = visit.page.keyboard
    formula = visit.element.locator(".nn-w-formula").first
    visit.tab_to(visit.element.get_by_role("button", name="Step", exact=True))
    for text in (
        "20 − 0.2 · (−36) = 27.2",
        "27.2 − 0.2 · (−21.6) = 31.52",
        "31.52 − 0.2 · (−12.96) = 34.11",
    ):  # as in the text
        keys.press("Enter")
        expect(formula).to_contain_text(text)
    expect(visit.element).to_contain_text("Each step leaves 0.6 of the distance")
    visit.tab_to(visit.element.get_by_label("step size, exact"))
    keys.type("0.5")
    keys.press("Enter")
    assert visit.state["rates"][0] == 0.5
    expect(formula).to_contain_text("= 38")
    start = visit.element.get_by_role("slider", name="start")
    visit.tab_to(start)
    keys.press("Shift+ArrowRight")
    assert visit.state["start"][0] > 20.9
    visit.unfold()
    visit.tab_to(visit.element.get_by_label("Adam", exact=True))
    keys.press("Space")
    assert visit.state["adam"]
    expect(visit.element.get_by_label("learning rate, Adam", exact=True)).to_be_visible()
    visit.tab_to(visit.element.get_by_role("button", name="Play"))
    keys.press("Enter")
    until(visit.element, "e.state.time > 6")
    keys.press("Enter")
    time = visit.state["time"]
    visit.page.wait_for_timeout(400)
    assert visit.state["time"] == time, "paused"
    expect(visit.element.locator("[role=status]")).to_contain_text(f"Step {time}. plain: at 38")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_each_place_opens_with_the_numbers_of_its_section(context: BrowserContext, address: str) -> None:
    trough = Visit(context, address, TROUGH, alone=True)
    trough.element.get_by_role("button", name="Step", exact=True).click()
    expect(trough.element.locator(".nn-w-formula").first).to_contain_text("(9, 2) − 0.05 · (9, 20) = (8.55, 1)")
    bound = Visit(context, address, BOUND, alone=True)
    expect(bound.element).to_contain_text("too long from 1")
    for _ in range(2):
        bound.element.get_by_role("button", name="10 steps").click()
    expect(bound.element).to_contain_text("cost 14663.99")
    valleys = Visit(context, address, VALLEYS, alone=True)
    for _ in range(15):
        valleys.element.get_by_role("button", name="10 steps").click()
    expect(valleys.element).to_contain_text("= 1.35")
    expect(valleys.element).to_contain_text("cost −2.6186")
    compare = Visit(context, address, COMPARE, alone=True)
    expect(compare.element).to_contain_text("(−2, −2)")
    for _ in range(6):
        compare.element.get_by_role("button", name="10 steps").click()
    expect(compare.element).to_contain_text("1200 examples seen, 6 epochs")
    expect(compare.element).to_contain_text("all 200: cost 0.9")


@pytest.mark.usefixtures("site")
def test_too_long_steps_are_called_diverged(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, BOUND, alone=True)
    visit.set(rates=[3, 1, 1, 1, 1], time=200)
    expect(visit.element).to_contain_text("diverged after")
    visit.set(rates=[1.05, 1, 1, 1, 1], time=60)
    expect(visit.element).to_contain_text("cost 3.00 · 10⁷")  # (18 · 1.1⁶⁰)²
    assert not visit.complaints


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("place", "state"), [(BOUND, {"time": 60}), (TROUGH, {"rates": [0.21] * 5, "time": 60})])
def test_an_arrow_at_the_rim_points_to_a_descent_that_has_left_the_drawing(
    context: BrowserContext, address: str, place: Place, state: dict[str, object]
) -> None:
    visit = Visit(context, address, place, alone=True)
    tip = """e => {
        const arrow = e.querySelector("path.nn-w-last");
        if (!arrow) return null;
        const [ground] = e.querySelectorAll(".nn-w-ground > rect");
        const { e: x, f: y, a: across, b: down } = arrow.transform.baseVal.consolidate().matrix;
        const { x: left, y: top, width, height } = ground.getBBox();
        return { at: [(x - left) / width, (y - top) / height], to: [across, down] };
    }"""
    visit.set(time=0)
    assert visit.element.evaluate(tip) is None
    visit.set(**state)
    found = visit.element.evaluate(tip)
    # It stands on the rim, and points out of the drawing where it stands.
    assert all(0 <= share <= 1 for share in found["at"])
    outwards = [way * (2 * share - 1) for share, way in zip(found["at"], found["to"], strict=True) if share in (0, 1)]
    assert outwards
    assert min(outwards) > 0
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_with_less_motion_play_shows_the_end(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    visit = Visit(context, address, TROUGH, alone=True)
    visit.element.get_by_role("button", name="Play").click()
    assert visit.state["time"] == 200
    context.close()


@pytest.mark.usefixtures("site")
def test_the_start_is_moved_by_touch(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, STOCHASTIC)
    for _ in range(3):
        visit.element.get_by_role("button", name="10 steps").tap()
    expect(visit.element.locator(".nn-w-formula").first).to_contain_text("the line misses it by")
    visit.element.get_by_text("batches of 20").first.tap()
    visit.drag(visit.element.get_by_role("slider", name="start"), by=(70, -60))
    slope, intercept = visit.state["start"]
    assert slope > -1.2
    assert intercept > -1.5
    assert visit.state["mini"]
    visit.element.get_by_text("saddle", exact=True).tap()
    assert visit.state["cost"] == "saddle"
    assert not visit.complaints


TRACES = "[...e.querySelectorAll('.nn-w-ground .nn-w-last')].map((one) => [one.cx, one.cy].map((a) => a.baseVal.value))"


@pytest.mark.usefixtures("site")
def test_a_click_begins_one_more_descent_and_all_go_on_together(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, TROUGH, alone=True)
    first = visit.state["start"]
    ground = visit.element.locator(".nn-w-ground > rect").first
    visit.middle(ground)
    box = ground.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] * 2 / 15, box["y"] + box["height"] * 7 / 8)
    assert visit.state["start"] == pytest.approx([-2, -3], abs=0.1)
    assert visit.state["earlier"] == first
    enough = "e.state.time >= 110 && e.pause()"  # a step takes 120 ms, and there are 200
    seen = passed(visit, f"[e.state.time, {TRACES}, {enough}]", "undefined")
    assert len({time for time, *_ in seen}) > 100
    assert all(len(places) == 2 for _, places, _ in seen), "not both are drawn"
    for k in range(2):
        assert len({tuple(places[k]) for _, places, _ in seen}) > 30, "one of them stands still"
    rate = visit.state["rates"][0]
    (there,) = visit.element.evaluate("e => e.runs.earlier(e.state).map(({ places }) => places)")
    descent, place = nn.SGD(rate), np.array(first, dtype=float)
    for found in there:
        np.testing.assert_allclose(found, place, rtol=0, atol=1e-9)
        descent.step(place, GRADIENTS["trough"](place))
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_starts_are_kept_and_forgotten_by_keyboard_and_five_are_the_most(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, BOWL, alone=True)
    visit.unfold()
    keep = visit.element.get_by_role("button", name="Keep this start")
    for _ in range(6):
        visit.tab_to(keep)
        visit.page.keyboard.press("Enter")
        visit.tab_to(visit.element.get_by_role("slider", name="start"))
        visit.page.keyboard.press("Shift+ArrowRight")
    kept = visit.state["earlier"][::2]
    assert len(kept) == 5
    assert kept == sorted(set(kept))
    assert visit.state["start"][0] > kept[-1]
    visit.tab_to(visit.element.get_by_role("button", name="Forget the others"))
    visit.page.keyboard.press("Enter")
    assert visit.state["earlier"] == []
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_on_a_curve_descents_do_not_cover_one_another(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, BOWL, alone=True)
    visit.unfold()
    visit.element.get_by_text("momentum", exact=True).first.click()
    visit.element.get_by_text("Adam", exact=True).first.click()
    until(visit.element, f"{TRACES}.length === 3")
    heights = [y for _, y in visit.element.evaluate(f"e => {TRACES}")]
    assert np.diff(heights) == pytest.approx([-7, -7])


@pytest.mark.usefixtures("site")
def test_a_tap_starts_a_descent_that_is_at_its_end_if_motion_is_unwelcome(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, TROUGH)
    visit.page.emulate_media(reduced_motion="reduce")
    x, y = visit.middle(visit.element.locator(".nn-w-ground > rect").first)
    visit.page.touchscreen.tap(x - 60, y - 60)
    assert len(visit.state["earlier"]) == 2
    assert visit.state["time"] == 200
    assert visit.element.evaluate("e => e.playing === undefined")
    assert not visit.complaints


# By the numbers at the axes: pixels a unit, across and up.
UNITS = """e => {
  const numbers = [...e.querySelector(".nn-w-axes").querySelectorAll("text[x]")]
    .filter((one) => /^−?[\\d.]+$/.test(one.textContent))
    .map((one) => [Number(one.textContent.replace("−", "-")), one.x.baseVal[0].value, one.y.baseVal[0].value,
      one.getAttribute("text-anchor")]);
  return ["middle", "end"].map((anchor, axis) => {
    const [first, ...others] = numbers.filter((one) => one[3] === anchor);
    const last = others.at(-1);
    return Math.abs((last[axis + 1] - first[axis + 1]) / (last[0] - first[0]));
  });
}"""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("width", [390, 1280])
def test_a_unit_is_as_long_on_both_axes_of_a_map(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, service_workers="block")
    visit = Visit(context, address, TROUGH)
    for cost in ("trough", "ravine", "saddle", "line"):
        visit.element.evaluate("(e, cost) => e.choose(cost)", cost)
        wide, high = visit.element.evaluate(UNITS)
        assert wide == pytest.approx(high), f"{cost}: circles are ellipses"
    context.close()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("width", [390, 1280])
def test_the_costs_of_the_race_have_their_room(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, service_workers="block")
    visit = Visit(context, address, COMPARE)
    costs = visit.element.get_by_role("img", name="The costs so far")
    expect(costs.get_by_text("epochs", exact=True)).to_be_visible()
    box, surface = costs.bounding_box(), visit.element.get_by_role("group", name="The cost seen").bounding_box()
    assert box
    assert surface
    assert box["width"] >= 220
    if width > 600:
        assert box["x"] >= surface["x"] + surface["width"], "below the surface"
        assert box["y"] < surface["y"] + surface["height"] / 2
    context.close()


@pytest.mark.usefixtures("site")
def test_before_the_chapter_has_symbols_it_speaks_in_words(
    context: BrowserContext, phone: BrowserContext, address: str
) -> None:
    for reader in (context, phone):
        visit = Visit(reader, address, BOWL)
        shown = visit.element.inner_text()
        assert "step size" in shown
        assert "too long from 1" in shown
        visit.element.get_by_role("button", name="Step", exact=True).click()
        expect(visit.element).to_contain_text("the temperature minus step size times slope")
        shown += visit.element.inner_text()
        for early in ("η", "λ", "C′", "C(x)", "momentum", "Adam", "plain"):
            assert early not in shown, f"{early} has not been explained yet"
        visit.unfold()
        visit.element.get_by_text("trough", exact=True).click()
        expect(visit.element).to_contain_text("Each step multiplies the distance by 1 − 0.05 · 1 = 0.95 along θ₁")
        assert "λ" not in visit.element.inner_text(), "it is explained further down"
        assert not visit.complaints
