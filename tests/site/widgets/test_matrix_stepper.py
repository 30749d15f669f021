"""The matrix stepper: its numbers are NumPy's, and it can be worked by keyboard alone and by touch."""

import re

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

import nnbook as nn
from tests.site.widgets.motion import passed, press
from tests.site.widgets.places import Place, Visit, computed

CAFE = Place("chapters/tensors/", "matrix-stepper", 0)
PRODUCT = Place("chapters/tensors/", "matrix-stepper", 3)
ORDERS = "?matrix-stepper-4.a=2_1~1_3~0_2&matrix-stepper-4.b=3_2~1_4"
SUM = Place("chapters/tensors/", "matrix-stepper", 1)


@pytest.mark.usefixtures("site")
def test_every_operation_gives_the_numbers_of_the_library(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(61)
    cases = []
    for number in range(80):
        n, m, p = rng.integers(1, 6, size=3)
        operation = ("add", "scale", "multiply", "transpose")[number % 4]
        a, c = rng.normal(0, 10, size=(n, m)), rng.normal(0, 10)
        b = rng.normal(0, 10, size=(m, p) if operation == "multiply" else (n, m))
        if operation == "multiply":
            wanted = nn.Dense.from_arrays(b, np.zeros(p))(a)
        else:
            wanted = {"add": a + b, "scale": c * a, "transpose": a.T}[operation]
        cases.append({"operation": operation, "a": a.tolist(), "b": b.tolist(), "c": c, "wanted": wanted.tolist()})
    got = computed(
        context,
        address,
        "matrix_stepper",
        "({ result }, cases) => cases.map(({ operation, ...matrices }) => result(operation, matrices))",
        cases,
    )
    for case, found in zip(cases, got, strict=True):
        np.testing.assert_allclose(found, case["wanted"], rtol=0, atol=1e-9)


@pytest.mark.usefixtures("site")
def test_shapes_that_do_not_fit_are_refused_exactly_where_numpy_refuses_them(
    context: BrowserContext, address: str
) -> None:
    shapes = [(i, j) for i in (1, 2, 3) for j in (1, 2, 3)]
    pairs = [(left, right) for left in shapes for right in shapes]
    got = computed(
        context,
        address,
        "matrix_stepper",
        """({ misfit }, pairs) => pairs.map(([left, right]) => {
            const ones = ([rows, columns]) => Array.from({ length: rows }, () => Array(columns).fill(1));
            return ["add", "multiply"].map((operation) => misfit(operation, ones(left), ones(right)) === "");
        })""",
        pairs,
    )
    assert got == [[left == right, left[1] == right[0]] for left, right in pairs]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("place", [SUM, PRODUCT], ids=str)
def test_signs_stand_at_the_middle_of_the_matrices(context: BrowserContext, address: str, place: Place) -> None:
    visit = Visit(context, address, place)
    middles = visit.element.evaluate(
        """e => [...e.querySelectorAll(".nn-w-equation :is(.nn-w-sign, .nn-w-matrix)")].map((one) => {
            const { top, height } = one.getBoundingClientRect();
            return top + height / 2;
        })"""
    )
    assert len(middles) == 5, "three matrices of as many rows, and two signs"
    assert np.ptp(middles) < 2, middles


@pytest.mark.usefixtures("site")
def test_a_product_is_worked_out_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, PRODUCT, query=ORDERS)
    formula = visit.element.locator(".nn-w-formula")
    expect(formula).to_contain_text("2 · 3 + 1 · 1 = 6 + …")
    visit.tab_to(visit.element.get_by_role("button", name="Next", exact=True))
    visit.page.keyboard.press("Enter")
    expect(formula).to_contain_text("2 · 3 + 1 · 1 = 7")
    visit.tab_to(visit.element.get_by_label("B, row 1, column 1", exact=True))
    visit.page.keyboard.press("ArrowDown")  # to the row below
    visit.page.keyboard.type("-4")
    visit.page.keyboard.press("Enter")
    expect(formula).to_contain_text("2 · 3 + 1 · (−4) = 2")
    assert visit.state["b"] == [[3, 2], [-4, 4]]
    current = visit.element.locator("button[aria-current=true]")
    visit.tab_to(current)
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("ArrowRight")
    expect(formula).to_contain_text("(AB)22")
    expect(visit.element.get_by_role("button", name="AB, row 2, column 2: 14")).to_be_focused()
    expect(visit.element.locator("[role=status]")).to_have_text("Row 2, column 2: 14.")
    visit.tab_to(visit.element.get_by_role("button", name="more rows in B"))
    visit.page.keyboard.press("Space")
    expect(visit.element).to_contain_text("AB does not exist")
    expect(visit.element).to_contain_text("(3, 2) and (3, 2), must be equal")
    visit.tab_to(visit.element.get_by_role("button", name="Make B (2, 2) instead of (3, 2)"))
    visit.page.keyboard.press("Enter")
    expect(visit.element).not_to_contain_text("does not exist")


@pytest.mark.usefixtures("site")
def test_the_first_place_answers_the_question_above_it_in_words(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, CAFE, alone=True)
    said = visit.element.inner_text()
    assert not re.search(r"\b(AB?|B)\b|₁|\(3, 2\)", said), "letters and shapes come later in the chapter"
    expect(visit.element.locator(".nn-w-name")).to_have_text(["orders", "prices", "bills"])
    expect(visit.element.locator("thead").nth(1)).to_contain_text("second café")
    formula = visit.element.locator(".nn-w-formula")
    for text in ("First friend, first café: 2 · 3 + 1 · 1 = 7", "2 · 2 + 1 · 4 = 4 + …"):
        visit.element.get_by_role("button", name="Next", exact=True).click()
        expect(formula).to_contain_text(text)
    visit.element.get_by_role("button", name="Next", exact=True).click()
    expect(formula).to_have_text(re.compile(r"\s*First friend, second café: 2 · 2 \+ 1 · 4 = 8\s*"))
    expect(visit.element.get_by_role("status")).to_have_text("First friend, second café: 8.")
    visit.tab_to(visit.element.get_by_label("prices, coffees, second café", exact=True))
    visit.page.keyboard.press("ArrowUp")  # there are only names
    visit.page.keyboard.press("ArrowDown")
    expect(visit.element.get_by_label("prices, rolls, second café", exact=True)).to_be_focused()
    visit.page.keyboard.type("5")
    expect(visit.element.get_by_role("button", name="bills, first friend, second café: 9")).to_be_visible()
    visit.tab_to(visit.element.locator("button[aria-current=true]"))
    visit.page.keyboard.press("ArrowLeft")
    expect(visit.element.get_by_role("button", name="bills, first friend, first café: 7")).to_be_focused()
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_what_is_typed_counts_at_once_and_half_a_number_is_left_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SUM, alone=True)
    visit.element.get_by_role("button", name="All").click()
    field = visit.element.get_by_label("A, row 3, column 2", exact=True)
    formula = visit.element.locator(".nn-w-formula")
    results = visit.element.get_by_role("button", name="A + B, row 3, column 2")
    field.focus()
    for key, text, result in (
        ("9", "9", 11),
        ("Backspace", "", 11),
        ("-", "-", 11),
        ("1", "-1", 1),
        (".", "-1.", 1),
        ("0", "-1.0", 1),
        ("6", "-1.06", 0.94),
        ("Backspace", "-1.0", 1),
    ):
        visit.page.keyboard.press(key)
        expect(results).to_have_text(str(result))
        expect(formula).to_contain_text(f"= {result}")
        visit.element.evaluate("e => e.redraw()")  # as what moves does meanwhile
        visit.page.wait_for_timeout(50)
        assert field.input_value() == text
        assert field.evaluate("e => e.selectionStart === e.value.length"), "the cursor is elsewhere"
    visit.page.keyboard.press("Tab")
    expect(field).to_have_value("-1")
    field.fill("")
    visit.page.keyboard.press("Tab")
    expect(field).to_have_value("-1")
    assert visit.state["a"] == [[2, 1], [1, 3], [0, -1]]
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_sum_is_worked_out_by_touch(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, SUM)
    formula = visit.element.locator(".nn-w-formula")
    expect(formula).to_contain_text("(A + B)11 = a11 + b11 = 2 + 1 = 3")
    visit.element.get_by_role("button", name="All").tap()
    expect(formula).to_contain_text("(A + B)32 = a32 + b32 = 2 + 2 = 4")
    visit.element.get_by_role("button", name="A + B, row 2, column 2: 4").tap()
    expect(formula).to_contain_text("3 + 1 = 4")
    visit.element.get_by_text("A · B", exact=True).tap()
    expect(visit.element).to_contain_text("AB does not exist")
    visit.element.get_by_text("Aᵀ", exact=True).tap()
    visit.element.get_by_role("button", name="fewer columns in A").tap()
    assert visit.state["a"] == [[2], [1], [0]]
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_play_goes_through_every_product_and_stops_at_the_end_or_where_the_reader_says(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, PRODUCT, query=ORDERS, alone=True)
    steps = passed(visit, "e.state.step", press("Play"))
    assert sorted(set(steps)) == list(range(12))
    assert steps == sorted(steps)
    expect(visit.element.locator(".nn-w-formula")).to_contain_text("(AB)32")
    visit.element.get_by_role("button", name="Play", exact=True).click()
    assert visit.state["step"] == 0, "from the end it begins again"
    visit.element.get_by_role("button", name="Next", exact=True).click()
    assert visit.element.evaluate("e => e.playing === undefined")
    assert visit.state["step"] == 1
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_no_button_moves_when_play_becomes_pause(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, PRODUCT, query=ORDERS)
    row = visit.element.get_by_role("group", name="Steps")
    places = "e => [...e.querySelectorAll('button')].map((one) => [one.offsetLeft, one.offsetTop, one.offsetWidth])"
    still = row.evaluate(places)
    row.get_by_role("button", name="Play", exact=True).tap()
    row.get_by_role("button", name="Pause", exact=True).wait_for()
    assert row.evaluate(places) == still
    row.get_by_role("button", name="Pause", exact=True).tap()
    row.get_by_role("button", name="All", exact=True).tap()
    row.get_by_role("button", name="To the start", exact=True).tap()
    assert visit.state["step"] == 0
    assert not visit.complaints


FLIGHT = """(e) => new Promise((done) => {
    const seen = [];
    const begin = performance.now();
    const frame = () => {
        const all = [...e.querySelectorAll("SELECTOR")].map((one) => one.getBoundingClientRect());
        seen.push(all.map(({ left, top }) => [left, top]));
        if (performance.now() - begin < 900) requestAnimationFrame(frame);
        else done(seen);
    };
    e.take(STEP);
    requestAnimationFrame(() => requestAnimationFrame(frame));
})"""


def flight(visit: Visit, selector: str, step: int) -> np.ndarray:
    """Return where elements are seen in each frame after a step: frames, elements, left and top."""
    return np.array(visit.element.evaluate(FLIGHT.replace("SELECTOR", selector).replace("STEP", str(step))))


@pytest.mark.usefixtures("site")
def test_the_row_flies_onto_its_column_and_stands_there_if_motion_is_unwelcome(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, PRODUCT, query=ORDERS, alone=True)
    partners = visit.element.locator(".nn-w-partner")
    assert partners.all_inner_texts() == ["2 ·", "1 ·"]
    places = flight(visit, ".nn-w-partner", 4)  # the second row, the first column
    assert partners.all_inner_texts() == ["1 ·", "3 ·"]
    start = visit.element.get_by_label("A, row 2, column 1", exact=True).bounding_box()
    assert start is not None
    assert start["x"] <= places[0, 0, 0] <= start["x"] + start["width"], "it does not start at its row"
    assert len(np.unique(places[:, 0, 0])) > 8, "it jumped"
    assert (np.diff(places[:, :, 0], axis=0) >= -0.01).all(), "not straight to the right"
    cells = [visit.element.get_by_label(f"B, row {row}, column 1", exact=True).bounding_box() for row in (1, 2)]
    for (left, top), cell in zip(places[-1], cells, strict=True):
        assert cell is not None
        assert cell["x"] <= left <= cell["x"] + cell["width"]
        assert cell["y"] <= top <= cell["y"] + cell["height"]
    visit.page.emulate_media(reduced_motion="reduce")
    still = flight(visit, ".nn-w-partner", 8)
    assert len(np.unique(still, axis=0)) == 1
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_in_a_transpose_each_entry_flies_to_its_mirrored_place(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, PRODUCT, query=ORDERS, alone=True)
    visit.element.get_by_text("Aᵀ", exact=True).click()
    visit.element.get_by_text("→", exact=True).wait_for()
    places = flight(visit, "[aria-current] .nn-w-number", 1)
    source = visit.element.get_by_label("A, row 2, column 1", exact=True).bounding_box()
    assert source is not None
    assert source["x"] <= places[0, 0, 0] <= source["x"] + source["width"]
    assert len(np.unique(places[:, 0, 0])) > 8, "it jumped"
    target = visit.element.locator("[aria-current]").bounding_box()
    assert target is not None
    assert target["x"] <= places[-1, 0, 0] <= target["x"] + target["width"]
    assert not visit.complaints
