"""The line fitter: its losses and best lines are the library's; keyboard alone; touch."""

import re

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect
from scipy.optimize import linprog, minimize

import nnbook as nn
from tests.site.waiting import until
from tests.site.widgets.motion import passed, press
from tests.site.widgets.places import Place, Visit, computed

OUTLIER = Place("chapters/losses/", "line-fitter", 1)
SEEDLING = Place("chapters/losses/", "line-fitter", 2)
DELTA = 0.5


def total(loss: str, m: float, b: float, x: np.ndarray, y: np.ndarray) -> float:
    """Return the library's loss of a line, summed over the points."""
    if loss == "huber":
        return nn.Huber(delta=DELTA)(m * x + b, y) * len(x)
    return {"squared": nn.SumSquaredError(), "absolute": nn.SumAbsoluteError()}[loss](m * x + b, y)


def least(loss: str, x: np.ndarray, y: np.ndarray) -> float:
    """Return the smallest total that any line has, found another way than the widget finds it."""
    if loss == "squared":
        return nn.fit_line(x, y).squared_error
    if loss == "absolute":  # smallest sum of t with −t ≤ m x + b − y ≤ t
        n = len(x)
        lines = np.column_stack([x, np.ones(n)])
        sides = np.block([[lines, -np.eye(n)], [-lines, -np.eye(n)]])
        free = [(None, None)] * 2 + [(0, None)] * n
        return linprog(np.r_[0, 0, np.ones(n)], A_ub=sides, b_ub=np.r_[y, -y], bounds=free).fun
    start = nn.fit_line(x, y)
    return minimize(lambda p: total(loss, p[0], p[1], x, y), start[:2], method="BFGS", options={"gtol": 1e-10}).fun


@pytest.mark.usefixtures("site")
@pytest.mark.filterwarnings("ignore:Desired error not necessarily achieved:scipy.optimize.OptimizeWarning")
@pytest.mark.parametrize("loss", ["squared", "absolute", "huber"])
def test_every_total_and_every_best_line_is_that_of_the_library(
    context: BrowserContext, address: str, loss: str
) -> None:
    rng = np.random.default_rng(63)
    cases = []
    for _ in range(60):
        n = int(rng.integers(3, 13))
        x, y = rng.uniform(-0.5, 7.5, size=n), rng.uniform(-2, 16, size=n)
        m, b = rng.normal(0, 2), rng.normal(0, 4)
        cases.append({"m": m, "b": b, "points": np.column_stack([x, y]).tolist()})
    got = computed(
        context,
        address,
        "line_fitter",
        """({ best, total, surface }, loss, cases) => cases.map(({ m, b, points }) => {
            const line = best(loss, points);
            const grid = surface(loss, points, [-1, 3], [-4, 8], 5);
            return [total(loss, m, b, points), line.m, line.b, total(loss, line.m, line.b, points), [...grid]];
        })""",
        loss,
        cases,
    )
    for case, (here, m, b, lowest, grid) in zip(cases, got, strict=True):
        x, y = np.array(case["points"]).T
        assert here == pytest.approx(total(loss, case["m"], case["b"], x, y), rel=0, abs=1e-9)
        assert lowest == pytest.approx(total(loss, m, b, x, y), rel=0, abs=1e-9)
        assert lowest == pytest.approx(least(loss, x, y), rel=1e-8, abs=1e-8)
        if loss == "squared":
            np.testing.assert_allclose((m, b), nn.fit_line(x, y)[:2], rtol=0, atol=1e-9)
        wanted = [total(loss, slope, start, x, y) for start in np.linspace(-4, 8, 5) for slope in np.linspace(-1, 3, 5)]
        np.testing.assert_allclose(grid, wanted, rtol=1e-12, atol=1e-9)


@pytest.mark.usefixtures("site")
def test_equal_is_what_a_reader_gets_who_adds_the_numbers_up(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SEEDLING)
    signs = set()
    for m in ("0.5", "0.61", "0.73", "0.888"):
        visit.enter("slope m, exact", m)
        until(visit.element, f"e.querySelector('.nn-w-formula').textContent.includes('{float(m):.2g}')")
        text = " ".join(visit.element.locator(".nn-w-formula").last.inner_text().split())
        terms, sign, result = re.fullmatch(r"Total: E\(.*?\) = (.*) ([=≈]) (.*)", text).groups()  # type: ignore[union-attr]
        added = sum(float(one) for one in terms.split(" + "))
        assert (sign == "=") is (round(added, 2) == float(result)), text
        signs.add(sign)
    assert signs == {"=", "≈"}


@pytest.mark.usefixtures("site")
def test_the_best_line_is_guessed_and_revealed_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SEEDLING)
    visit.page.emulate_media(reduced_motion="reduce")
    press = visit.page.keyboard.press
    expect(visit.element.locator(".nn-w-formula").first).to_contain_text("(0.5 · 1 + 2 − 2.1)² = 0.4² = 0.16")
    expect(visit.element.locator(".nn-w-formula").last).to_contain_text(
        "E(0.5, 2) = 0.16 + 0.01 + 0.09 + 0.64 + 0.01 + 1.69 = 2.60"
    )
    visit.enter("slope m, exact", "0.7")
    visit.tab_to(visit.element.get_by_label("intercept b", exact=True))
    for _ in range(25):
        press("ArrowLeft")
    expect(visit.element.locator(".nn-w-total")).to_have_text("0.94")  # as the fence below it on the page prints
    expect(visit.element.get_by_role("group", name="Error surface")).to_have_count(0)
    visit.tab_to(visit.element.get_by_label("Reveal the error surface"))
    press("Space")
    expect(visit.element).to_contain_text("m = 0.7914, b = 1.2133, total 0.787")
    visit.tab_to(visit.element.get_by_label("your line on the error surface"))
    press("ArrowRight")
    press("ArrowDown")
    assert visit.state["m"] == pytest.approx(0.72)
    assert visit.state["b"] == pytest.approx(1.4)
    visit.tab_to(visit.element.get_by_label("point 6", exact=True))
    press("Shift+ArrowDown")
    assert visit.state["points"][-2:] == pytest.approx([6, 5.3])
    visit.tab_to(visit.element.get_by_role("button", name="Best fit"))
    press("Enter")
    x, y = np.reshape(visit.state["points"], (-1, 2)).T
    line = nn.fit_line(x, y)
    assert (visit.state["m"], visit.state["b"]) == pytest.approx(line[:2])
    expect(visit.element.locator("[role=status]")).to_contain_text(f"total {line.squared_error:.2f}".rstrip("0"))
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_outlier_is_dragged_by_touch(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, OUTLIER)
    visit.element.get_by_text("L1, absolute", exact=True).tap()
    visit.element.get_by_text("Reveal the error surface").tap()
    note = visit.element.locator(".nn-w-note").first
    expect(note).to_contain_text("Lowest")
    before = note.inner_text().split(", total")[0]
    visit.drag(visit.element.get_by_label("point 8", exact=True), by=(0, 48))
    assert 6 < visit.state["points"][-1] < 13, "the point did not follow the finger"
    assert note.inner_text().split(", total")[0] == before, "the L1 line does not follow the outlier"
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_best_line_turns_into_its_place_and_jumps_if_motion_is_unwelcome(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, SEEDLING, alone=True)
    x, y = np.reshape(visit.state["points"], (-1, 2)).T
    best = nn.fit_line(x, y)
    lines = passed(visit, "[e.state.m, e.state.b]", press("Best fit"))
    slopes, intercepts = np.array(lines).T
    assert len(set(slopes)) > 8, "it jumped"
    # the last step sets the exact line, from one that was rounded to 0.0001, so by up to half of that beyond it
    assert (np.diff(slopes) >= -5e-5).all()
    assert (np.diff(intercepts) <= 5e-5).all()
    assert (slopes[-1], intercepts[-1]) == pytest.approx(best[:2], rel=0, abs=1e-12)
    visit.element.locator("[data-tool=reset]").click()
    visit.page.emulate_media(reduced_motion="reduce")
    (only,) = passed(visit, "[e.state.m, e.state.b]", press("Best fit"))
    assert only == pytest.approx(best[:2], rel=0, abs=1e-12)
    visit.element.locator("[data-tool=reset]").click()
    visit.page.emulate_media(reduced_motion="no-preference")
    visit.element.get_by_role("button", name="Best fit").click()
    visit.element.get_by_label("slope m", exact=True).press("ArrowRight")
    assert visit.element.evaluate("e => e.playing === undefined"), "it turns on though the reader took the line"
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_points_come_where_one_clicks_or_by_a_button_and_go_with_delete(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SEEDLING)
    ground = visit.element.locator(".nn-w-ground > rect").first
    x, y = visit.middle(ground)
    box = ground.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] * 6.5 / 7, box["y"] + box["height"] * 7 / 8)
    # a point takes the nearest of a grid of 0.05, and a pixel may lie on either side
    assert visit.state["points"][-2:] == pytest.approx([6.5, 1], abs=0.075)
    visit.page.mouse.move(box["x"] + 30, box["y"] + 30)
    visit.page.mouse.down()
    visit.page.mouse.move(x, y)
    visit.page.mouse.up()
    assert len(visit.state["points"]) == 14, "a drag that missed the points has made one"
    visit.unfold()
    visit.tab_to(visit.element.get_by_role("button", name="Add a point"))
    visit.page.keyboard.press("Enter")
    assert visit.state["points"][-2:] == [3.5, 4]
    visit.tab_to(visit.element.get_by_label("point 8", exact=True))
    visit.page.keyboard.press("Delete")
    assert len(visit.state["points"]) == 14
    button = visit.element.get_by_role("button", name="Remove the last")
    for _ in range(5):
        button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    assert visit.state["points"] == [1, 2.1, 2, 2.9], "two points are left for a line"
    until(visit.page, "location.search.includes('points=1_2.1_2_2.9')")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_surface_stands_beside_the_points_where_there_is_room(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SEEDLING)
    points = visit.element.get_by_role("group", name="Points, and a line")
    before, height = points.bounding_box(), visit.element.evaluate("e => e.offsetHeight")
    expect(visit.element.locator(".nn-w-veil")).to_be_visible()
    visit.element.get_by_label("Reveal the error surface").check()
    expect(visit.element.locator(".nn-w-veil")).to_have_count(0)
    expect(visit.element).to_contain_text("Lowest (the cross)")
    assert visit.element.evaluate("e => e.offsetHeight") == height, "the page below has moved"
    surface = visit.element.get_by_role("group", name="Error surface").bounding_box()
    after = points.bounding_box()
    assert before is not None
    assert after is not None
    assert surface is not None
    assert (after["width"], after["height"]) == (before["width"], before["height"])
    assert surface["y"] == pytest.approx(after["y"], abs=1)
    assert surface["x"] > after["x"] + after["width"]
    visit.page.set_viewport_size({"width": 390, "height": 844})
    until(visit.element, "e.width < 400")
    narrow = visit.element.get_by_role("group", name="Error surface").bounding_box()
    above = points.bounding_box()
    assert narrow is not None
    assert above is not None
    assert narrow["y"] >= above["y"] + above["height"]
