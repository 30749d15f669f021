"""The neuron painter: its sums are the library's; painted by keyboard, mouse and finger; kept in the address."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

import nnbook as nn
from tests.site.waiting import until
from tests.site.widgets.places import Place, Visit, computed
from tests.site.widgets.test_digit_pad import saved, shown_digits

PAINTER = Place("chapters/digits/", "neuron-painter", 0)
SEVEN = [
    {"weight": 1, "wide": 3, "points": [[8, 8], [19, 8], [12, 23]]},
    {"weight": -1, "wide": 5, "points": [[9, 13], [9, 17]]},
    {"weight": -1, "wide": 3, "points": [[9, 4], [19, 4]]},
]


def separated(sums: npt.NDArray[np.float64], labels: npt.NDArray[Any], digit: int) -> float:
    """Return the share of pairs in which the digit has the larger sum, pair by pair."""
    own, others = sums[labels == digit][:, None], sums[labels != digit]
    return float((own > others).mean() + (own == others).mean() / 2)


def paper(visit: Visit) -> str:
    """Return what is on the paper."""
    found: str = visit.element.evaluate(
        """e => new Promise(r => requestAnimationFrame(() => setTimeout(() =>
            r(e.querySelector('.nn-w-pad canvas').toDataURL()), 50)))"""
    )
    return found


def test_sums_and_separation_of_random_strokes_are_those_of_the_library(
    site: Path, context: BrowserContext, address: str
) -> None:
    images, labels = shown_digits(site)
    rng = np.random.default_rng(2)
    cases = []
    for _ in range(12):
        strokes = [
            {
                "weight": float(rng.choice([-1, -0.5, 0, 0.5, 1])),
                "wide": int(rng.choice([1, 3, 5])),
                "points": rng.integers(0, 28, (int(rng.integers(1, 6)), 2)).tolist(),
            }
            for _ in range(rng.integers(0, 6))
        ]
        cases.append([strokes, rng.normal(size=784).tolist(), float(rng.uniform(0.5, 2)), float(rng.normal())])
    work = """(m, images, labels, cases) => cases.map(([strokes, base, reach, bias]) => {
        const weights = m.painted(strokes, Float64Array.from(base), reach);
        const sums = images.map((image) => m.weighted(weights, Float64Array.from(image, (v) => v / 255), bias));
        const all = [...Array(10).keys()].map((digit) => m.separation(sums, labels, digit));
        return { weights: [...weights], sums, all, cut: m.bestCut(sums, labels, 7) };
    })"""
    rows = images.reshape(200, 784)
    got = computed(context, address, "neuron_painter", work, rows.tolist(), labels.tolist(), cases)
    largest = 0.0
    for (strokes, base, reach, bias), found in zip(cases, got, strict=True):
        wanted = np.reshape(base, (28, 28)).copy()
        for stroke in strokes:
            points = np.array(stroke["points"])
            for start, end in zip(points, [*points[1:], points[-1]], strict=True):
                count = max(abs(end - start).max(), 1)
                for k in range(count + 1):  # JavaScript rounds halves up
                    x, y = np.floor(start + (end - start) * k / count + 0.5).astype(int)
                    around = (stroke["wide"] - 1) // 2
                    square = slice(max(0, y - around), y + around + 1), slice(max(0, x - around), x + around + 1)
                    wanted[square] = stroke["weight"] * reach
        np.testing.assert_allclose(np.reshape(found["weights"], (28, 28)), wanted, rtol=0, atol=1e-12)
        neuron = nn.Dense.from_arrays(wanted.reshape(784, 1), np.array([bias]))
        sums = neuron(nn.as_rows(images, np.float64))[:, 0]
        largest = max(largest, float(np.abs(sums - found["sums"]).max()))
        np.testing.assert_allclose(found["all"], [separated(sums, labels, k) for k in range(10)], rtol=0, atol=1e-9)
        places = [*(np.sort(sums)[1:] + np.sort(sums)[:-1]) / 2, np.inf]
        own, others = labels == 7, labels != 7
        gain = max((sums[own] > place).mean() - (sums[others] > place).mean() for place in places)
        cut = found["cut"]
        assert cut["hits"] == (sums[own] > cut["cut"]).sum()
        assert cut["alarms"] == (sums[others] > cut["cut"]).sum()
        assert cut["hits"] / 20 - cut["alarms"] / 180 == pytest.approx(gain, abs=1e-12)
    print(f"largest difference of a sum {largest:.1e}")
    assert largest < 1e-9


def test_a_seven_is_painted_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, PAINTER)
    keys = visit.page.keyboard
    verdict = visit.element.locator(".nn-w-verdict")
    expect(verdict).to_contain_text("In 50.0 % of all pairs")
    rest = visit.element.get_by_text("All sums are 0: paint to tell them apart.", exact=True)
    expect(rest.first).to_be_visible()
    expect(visit.element).not_to_contain_text("bias lower by 0")
    before = paper(visit)
    visit.tab_to(visit.element.get_by_role("application", name="Weights to paint"))
    for key in ["ArrowUp"] * 6 + ["ArrowLeft"] * 6 + ["Space"] + ["Shift+ArrowRight"] * 3 + ["Enter"]:
        keys.press(key)
    assert visit.state["strokes"] == [{"weight": 1, "wide": 3, "points": [[8, 8], [20, 8]]}]
    assert paper(visit) != before
    expect(verdict).not_to_contain_text("In 50.0 %")
    expect(rest).to_have_count(0)
    expect(visit.element).to_contain_text("the neuron is awake for just these")
    visit.tab_to(visit.element.locator("input[value='1'][name$=-weight]"))
    for _ in range(4):
        keys.press("ArrowLeft")
    assert visit.state["weight"] == -1
    visit.tab_to(visit.element.get_by_role("application", name="Weights to paint"))
    for key in ["Space", "ArrowDown", "Escape"]:
        keys.press(key)
    assert visit.state["strokes"][1] == {"weight": -1, "wide": 3, "points": [[20, 8], [20, 9]]}
    expect(visit.element.locator("> [role=status]")).to_contain_text("Brush up, column 21, row 10 of 28. The 7 has")
    keys.press("Backspace")
    keys.press("Delete")
    assert visit.state["strokes"] == []
    assert paper(visit) == before
    assert not visit.complaints


def test_the_verdict_is_the_librarys_and_the_address_brings_it_back(
    site: Path, context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, PAINTER, alone=True)
    visit.set(strokes=SEVEN, start="node", node=5, which=3, trace=False)
    images, labels = shown_digits(site)
    seen = visit.element.evaluate("e => { const s = e.look(e.state); return [[...s.weights], [...s.sums], s.best]; }")
    first = saved(site, "small").layers[0]
    assert isinstance(first, nn.Dense)
    layer = nn.Dense.from_arrays(np.reshape(seen[0], (784, 1)), first.b[4:5].astype(float))
    sums = layer(nn.as_rows(images, np.float64))[:, 0]
    np.testing.assert_allclose(seen[1], sums, rtol=0, atol=1e-9)
    share = separated(sums, labels, 7)
    shown = visit.element.locator(".nn-w-verdict strong").inner_text()
    assert float(shown.removesuffix(" %")) == pytest.approx(100 * share, abs=0.0501)
    nodes = [
        separated(column, labels, 7) for column in (nn.as_rows(images, np.float64) @ first.W.astype(float) + first.b).T
    ]
    assert seen[2]["node"] == int(np.argmax(nodes))
    assert seen[2]["share"] == pytest.approx(max(nodes), abs=1e-9)
    until(visit.page, "location.search.includes('strokes')")
    visit.page.wait_for_timeout(400)
    again = Visit(context, address, PAINTER, query=visit.page.evaluate("location.search"), alone=True)
    assert again.state == visit.state
    assert paper(again) == paper(visit)
    for wrong in ("A", "AAA", "zzAA", "....", "%00%00", "EB" + "A" * 3001):
        broken = Visit(
            context, address, PAINTER, query=f"?neuron-painter.strokes={wrong}&neuron-painter.weight=0.3", alone=True
        )
        assert (broken.state["strokes"], broken.state["weight"]) == ([], 1)
        assert not broken.complaints


def test_a_finger_paints_and_the_page_stays_where_it_is(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    visit = Visit(context, address, PAINTER)
    before = paper(visit)
    visit.drag(visit.element.get_by_role("application"), (60, 40))
    (stroke,) = visit.state["strokes"]
    assert len(stroke["points"]) > 1
    assert paper(visit) != before
    assert not visit.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    undo = visit.element.get_by_role("button", name="undo")
    visit.page.wait_for_timeout(500)  # two touches in less than that are a double tap
    undo.tap()
    # The click comes after the touch.
    visit.page.wait_for_function("(painter) => !painter.state.strokes.length", arg=visit.element.element_handle())
    assert not visit.complaints
    context.close()


def test_the_mouse_paints_and_a_bar_finds_the_one(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, PAINTER)
    visit.element.locator("label:has(> input[value='1'][name$=-digit])").click()
    pad = visit.element.get_by_role("application")
    x, y = visit.middle(pad)
    box = pad.bounding_box()
    assert box is not None
    side = box["width"] / 28
    for weight, columns in (("1", (0,)), ("-1", (-5, 5))):
        visit.element.locator(f"label:has(> input[value='{weight}'][name$=-weight])").click()
        for column in columns:
            visit.page.mouse.move(x + column * side, y - 8 * side)
            visit.page.mouse.down()
            visit.page.mouse.move(x + column * side, y + 8 * side, steps=6)
            visit.page.mouse.up()
    assert [len(stroke["points"]) for stroke in visit.state["strokes"]] == [2, 2, 2]
    assert visit.element.evaluate("e => e.look(e.state).share") > 0.95
    assert not visit.complaints
