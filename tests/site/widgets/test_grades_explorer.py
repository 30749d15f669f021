"""The grades explorer: its table and its numbers are the library's; keyboard alone; touch."""

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

import nnbook as nn
from tests.site.widgets.places import Place, Visit, computed

PLAY = Place("chapters/grades/", "grades-explorer", 0)
BIAS = Place("chapters/grades/", "grades-explorer", 1)
TWO = Place("chapters/grades/", "grades-explorer", 3)


@pytest.mark.usefixtures("site")
def test_the_table_and_the_presets_are_those_of_the_library(context: BrowserContext, address: str) -> None:
    found = computed(context, address, "grades_explorer", "(all) => ({ ...all })")
    grades = nn.load_grades()
    assert found["STUDENTS"] == list(grades.students)
    assert found["SUBJECTS"] == list(grades.subjects)
    assert found["PASS_MARK"] == nn.PASS_MARK
    np.testing.assert_array_equal(found["MARKS"], grades.marks)
    wanted = {
        "mean": nn.mean_weights(*grades.subjects),
        "languages": nn.mean_weights(*nn.LANGUAGES),
        "sciences": nn.mean_weights(*nn.SCIENCES),
        "difference": nn.subject_weights({"Mathematics": 1, "Physics": -1}),
    }
    assert found["PRESETS"].keys() == wanted.keys()
    for name, weights in wanted.items():
        np.testing.assert_allclose(found["PRESETS"][name], weights, rtol=0, atol=1e-15)


@pytest.mark.usefixtures("site")
def test_every_layer_gives_the_numbers_of_the_library(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(62)
    X = nn.load_grades().marks
    cases, wanted = [], []
    for number in range(80):
        w, b = rng.normal(0, 2, size=(7, 1)), rng.normal(0, 10, size=1)
        values = nn.Dense.from_arrays(w, b)(X)[:, 0]
        values = nn.relu(values) if number % 2 else values
        cases.append({"w": w[:, 0].tolist(), "b": b[0], "bent": bool(number % 2)})
        wanted.append((values, np.argsort(-values, kind="stable")))
    got = computed(
        context,
        address,
        "grades_explorer",
        """({ feature, order }, cases) => cases.map((one) => {
            const values = feature(one);
            return [values, order(values, true)];
        })""",
        cases,
    )
    for (values, places), (found, order) in zip(wanted, got, strict=True):
        np.testing.assert_allclose(found, values, rtol=0, atol=1e-9)
        np.testing.assert_array_equal(order, places)


@pytest.mark.usefixtures("site")
def test_elif_is_found_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, BIAS)
    press = visit.page.keyboard.press
    expect(visit.element.locator(".nn-w-formula")).to_contain_text(
        "Amina: s = w · x + b = 0.2 · 15 + 0.2 · 13 + 0.2 · 16 + 0.2 · 12 + 0.2 · 14 − 10 = 4"
    )
    visit.tab_to(visit.element.get_by_label("ReLU", exact=True))
    press("Space")
    visit.tab_to(visit.element.get_by_role("button", name="Maths − Physics"))
    press("Enter")
    visit.tab_to(visit.element.get_by_label("bias", exact=True))
    for _ in range(5):
        press("ArrowLeft")
    assert visit.state["b"] == pytest.approx(-1)
    visit.tab_to(visit.element.get_by_role("button", name="Elif"))
    press("Space")
    visit.tab_to(visit.element.get_by_label("as in the class"))
    press("ArrowRight")
    visit.tab_to(visit.element.get_by_text("Marks, and weights to type"))
    press("Enter")
    for name, text in (("Mathematics", "-1"), ("Physics", "0"), ("Computer Science", "1")):
        visit.enter(f"weight of {name}, exact", text)
    assert visit.state["w"] == [-1, 0, 1, 0, 0, 0, 0]
    expect(visit.element.locator(".nn-w-formula")).to_contain_text("Elif: s = w · x + b = (−1) · 6 + 1 · 11 − 1 = 4")
    expect(visit.element.locator("[role=status]")).to_have_text("Elif: 4. Above zero: Elif.")
    expect(visit.element.locator("tbody th").first).to_have_text("Elif")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_two_features_are_compared_by_touch(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, TWO)
    both = visit.element.locator("tr.nn-w-above th")
    expect(both).to_have_text(["Amina", "Farah", "Goran"])
    visit.element.locator("label", has_text="feature 2").first.tap()
    visit.tap_slider("bias, feature 2", -14.4)
    assert -15 < visit.state["c"] <= -14
    expect(both).to_have_text(["Amina"])
    visit.unfold()
    visit.element.get_by_text("by feature 2", exact=True).tap()
    expect(visit.element.locator("tbody th").first).to_have_text("Chloé")
    visit.element.get_by_role("button", name="Goran").tap()
    expect(visit.element.locator(".nn-w-formula").last).to_contain_text("Goran: s2 = w · x + b = 0.5 · 15 + 0.5 · 13")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_a_weight_is_dragged_on_the_head_of_its_column_and_moved_by_keys(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, BIAS)
    head = visit.element.get_by_label("drag the weight of Physics")
    x, y = visit.middle(head)
    before = visit.state["w"]
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 3, y - 40, steps=4)
    visit.page.mouse.up()
    visit.page.mouse.move(x, y + 200)
    assert visit.state["w"] == [*before[:1], pytest.approx(before[1] + 0.5), *before[2:]]
    expect(head).to_have_text("0.7")
    visit.tab_to(head)
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Shift+ArrowUp")
    assert visit.state["w"][1] == pytest.approx(1.15)
    visit.page.keyboard.press("Shift+ArrowUp")
    visit.page.keyboard.press("Shift+ArrowUp")
    assert visit.state["w"][1] == 2, "two is the most, as on the slider"
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_second_feature_has_its_own_weights_by_touch(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, TWO)
    visit.element.locator("label", has_text="feature 2").first.tap()
    first, second = visit.state["w"], visit.state["v"]
    visit.drag(visit.element.get_by_label("drag the weight of Biology"), by=(0, -80))
    assert visit.state["w"] == first
    assert visit.state["v"] == [*second[:5], pytest.approx(second[5] + 1), *second[6:]]
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_reader_gives_other_marks_and_the_layer_computes_with_them(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, BIAS, alone=True)
    visit.tab_to(visit.element.get_by_role("button", name="Elif"))
    visit.page.keyboard.press("Enter")
    visit.unfold()
    visit.enter("marks of Elif, row 1, column 1", "20")
    visit.enter("marks of Elif, row 1, column 3", "15.5")
    marks = nn.load_grades().marks.astype(float)
    marks[4, [0, 2]] = 20, 15.5
    np.testing.assert_array_equal(np.reshape(visit.state["marks"], (8, 7)), marks)
    w, b = np.array(visit.state["w"])[:, None], [visit.state["b"]]
    wanted = nn.Dense.from_arrays(w, b)(marks)[4, 0]
    expect(visit.element.locator(".nn-w-formula strong").first).to_have_text(f"{wanted:.2f}".rstrip("0").rstrip("."))
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_rows_glide_when_they_are_sorted_and_stand_still_if_motion_is_unwelcome(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, BIAS, alone=True)
    watch = """async (e) => {
        const seen = [];
        const chloe = [...e.querySelectorAll("tbody tr")].find((row) => row.textContent.includes("Chloé"));
        const table = chloe.closest("table");
        const begin = performance.now();
        e.querySelector("input[value=first]").click();
        while (performance.now() - begin < 700 || chloe.getAnimations().length) {
            await new Promise(requestAnimationFrame);
            seen.push(chloe.getBoundingClientRect().top - table.getBoundingClientRect().top);
        }
        return seen;
    }"""
    seen = visit.element.evaluate(watch)
    assert len(set(seen)) > 6, "it jumped"
    visit.element.locator("[data-tool=reset]").click()
    visit.page.wait_for_timeout(100)
    visit.element.evaluate(
        "e => Promise.all(e.getAnimations({ subtree: true }).map((one) => one.finished)).then(() => 0)"
    )
    visit.page.emulate_media(reduced_motion="reduce")
    still = visit.element.evaluate(watch)
    assert len(set(still)) <= 2
    assert still[-1] == pytest.approx(seen[-1], abs=0.5)


@pytest.mark.usefixtures("site")
def test_a_weight_is_written_so_that_the_sum_comes_out(
    context: BrowserContext, phone: BrowserContext, address: str
) -> None:
    for reader in (context, phone):
        visit = Visit(reader, address, BIAS)
        heads = visit.element.get_by_role("slider", name="drag the weight of")
        visit.element.get_by_role("button", name="Mean", exact=True).click()
        expect(heads).to_have_text(["1/7"] * 7)
        expect(visit.element.locator(".nn-w-formula")).to_contain_text("= 1/7 · 15 + 1/7 · 13 + 1/7 · 16 + 1/7 · 14")
        visit.set(w=[0.05, -0.15, 1 / 3, -2 / 3, 0.2, 0, -1])
        expect(heads).to_have_text(["0.05", "−0.15", "1/3", "−2/3", "0.2", "0", "−1"])
        expect(visit.element.locator(".nn-w-formula")).to_contain_text(
            "0.05 · 15 + (−0.15) · 13 + 1/3 · 16 + (−2/3) · 14"
        )
        assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_before_any_formula_there_is_none(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, PLAY, alone=True)
    expect(visit.element.locator("thead th").last).to_have_text("weights ↕")
    expect(visit.element.locator("thead tr").first.locator("th").last).to_have_text("sum")
    for what in (".nn-w-formula", "svg:not(button svg)"):
        expect(visit.element.locator(f".nn-w-layer {what}")).to_have_count(0)
    assert "ReLU" not in visit.element.inner_text()
    visit.element.get_by_role("button", name="Languages", exact=True).click()
    visit.element.get_by_text("best first", exact=True).click()
    expect(visit.element.locator("tbody th")).to_have_text(
        ["Chloé", "Amina", "Goran", "Daniel", "Farah", "Elif", "Bruno", "Hana"]
    )
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_without_relu_the_students_stand_on_a_number_line(
    context: BrowserContext, phone: BrowserContext, address: str
) -> None:
    for reader in (context, phone):
        visit = Visit(reader, address, BIAS)
        line = visit.element.get_by_role("img", name="The eight students on a number line: 5 above zero")
        expect(line.locator(".nn-w-zero")).to_have_count(1)
        for weights in (visit.state["w"], [0] * 7):
            visit.set(w=weights)
            boxes = visit.element.evaluate("""e => {
              const all = [...e.querySelectorAll("svg .nn-w-faintly")];
              return all.map((one) => one.getBoundingClientRect()).map((r) => [r.left, r.top, r.right, r.bottom]);
            }""")
            assert len(boxes) == 8
            for i, (left, top, right, bottom) in enumerate(boxes):
                for start, high, end, low in boxes[:i]:
                    across, up = min(right, end) - max(left, start), min(bottom, low) - max(top, high)
                    assert min(across, up) <= 3, "two names cover one another"
        visit.element.get_by_text("ReLU", exact=True).click()
        expect(visit.element.get_by_role("img", name="on the curve of ReLU")).to_have_count(1)
        assert not visit.complaints
