"""The backprop stepper: its numbers are those of the library and of the chapters, by keyboard alone and by touch."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

import nnbook as nn
from tests.site.widgets.motion import passed, press
from tests.site.widgets.places import Place, Visit, computed

CHAIN = Place("chapters/calculus/", "backprop-stepper", 0)
LEVERS = Place("chapters/backprop/", "backprop-stepper", 1)
SUM = Place("chapters/backprop/", "backprop-stepper", 2)

RUN = """(m, cases) => cases.map(({ sizes, theta, x, y, rate, rounds }) => {
    const back = m.backward(m.forward(sizes, theta, x, y));
    const dials = m.dials(sizes);
    const product = (list) => list.reduce((one, other) => one * other, 1);
    return {
        a: back.a, z: back.z.slice(1), C: back.C, to_a: back.dC_da, to_z: back.dC_dz.slice(1),
        gradient: m.gradient(back),
        slopes: dials.map((dial) => m.slope(back, dial)),
        along: dials.map((dial) => m.along(back, dial).C),
        paths: dials.map((dial) => m.paths(back, dial).map(product).reduce((one, other) => one + other)),
        after: m.descend(sizes, theta, x, y, rate, rounds),
    };
})"""


def network(sizes: list[int], theta: Any) -> nn.Network:
    """Build the library's network of these sizes with these parameters."""
    rng = np.random.default_rng(0)
    layers: list[nn.Layer] = []
    for d_in, d_out in pairwise(sizes):
        layers += [nn.Dense(d_in, d_out, rng=rng), nn.Sigmoid()]
    net = nn.Network(layers)
    net.parameters[:] = theta
    return net


def compare(found: Any, wanted: Any) -> None:
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-9)


@pytest.mark.usefixtures("site")
def test_every_number_of_a_network_is_that_of_the_library(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(69)
    cases = []
    for number in range(80):
        sizes = ([1, 1], [1, 1, 1, 1], [2, 2], [2, 2, 1], [2, 3, 2])[number % 5]
        count = network(sizes, 0).parameter_count
        cases.append(
            {
                "sizes": sizes,
                "theta": rng.normal(0, 2, size=count).tolist(),
                "x": rng.normal(size=sizes[0]).tolist(),
                "y": rng.uniform(size=sizes[-1]).tolist(),
                "rate": rng.uniform(0.1, 5),
                "rounds": int(rng.integers(0, 12)),
            }
        )
    results = computed(context, address, "backprop_stepper", RUN, cases)
    loss = nn.SumSquaredError()
    for case, found in zip(cases, results, strict=True):
        net, x, y = network(case["sizes"], case["theta"]), np.array([case["x"]]), np.array([case["y"]])
        compare(found["C"], loss(net.forward(x), y))
        to_x = net.backward(loss.gradient(net.activations[-1], y))[0]
        compare(np.concatenate(found["a"]), np.concatenate([a[0] for a in net.activations[::2]]))
        compare(np.concatenate(found["z"]), np.concatenate([z[0] for z in net.activations[1::2]]))
        compare(np.concatenate(found["to_a"]), np.concatenate([g[0] for g in net.activation_gradients[::2]]))
        compare(np.concatenate(found["to_z"]), np.concatenate([g[0] for g in net.activation_gradients[1::2]]))
        compare(found["gradient"], net.gradients)
        for way in ("slopes", "along", "paths"):
            compare(found[way], [*net.gradients, *to_x])
        descent, costs = nn.SGD(case["rate"]), []
        for number in range(case["rounds"] + 1):
            costs.append(loss(net.forward(x), y))
            if number < case["rounds"]:
                net.backward(loss.gradient(net.activations[-1], y))
                descent.step(net.parameters, net.gradients)
        compare(found["after"]["costs"], costs)
        compare(found["after"]["theta"], net.parameters)


@pytest.mark.usefixtures("site")
def test_chains_are_those_of_the_library_number_by_number(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(70)
    cases: list[dict[str, Any]] = []
    for number in range(50):
        w, b = rng.normal(0, 3, size=(2, number % 5 + 1))
        cases.append(
            {
                "sizes": [1] * (len(w) + 1),
                "theta": np.column_stack([w, b]).ravel().tolist(),
                "x": [rng.normal()],
                "y": [rng.uniform()],
                "rate": 1,
                "rounds": 0,
            }
        )
    results = computed(context, address, "backprop_stepper", RUN, cases)
    for case, found in zip(cases, results, strict=True):
        chain = nn.Chain(case["theta"][::2], case["theta"][1::2])
        chain.forward(case["x"][0], case["y"][0])
        chain.backward()
        compare(found["C"], chain.C)
        compare(np.ravel(found["z"]), list(chain.z.values()))
        compare(np.ravel(found["a"]), [chain.a[k] for k in range(chain.L + 1)])
        compare(np.ravel(found["to_z"]), [chain.dC_dz[k] for k in range(1, chain.L + 1)])
        compare(np.ravel(found["to_a"]), [chain.dC_da[k] for k in range(chain.L + 1)])
        own = [slope for k in range(1, chain.L + 1) for slope in (chain.dC_dw[k], chain.dC_db[k])]
        compare(found["gradient"], own)


@pytest.mark.usefixtures("site")
def test_the_levers_are_the_gradients_of_a_dense_layer(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(71)
    cases = [[rng.uniform(size=4).tolist(), rng.normal(size=4).tolist(), rng.normal()] for _ in range(50)]
    script = "({ levers }, cases) => cases.map((one) => levers(...one))"
    results = computed(context, address, "backprop_stepper", script, cases)
    for (before, w, b), found in zip(cases, results, strict=True):
        layer = nn.Dense.from_arrays(np.array(w)[:, None], [b])
        z = layer.forward(np.array([before]))
        to_before = layer.backward(np.ones((1, 1)))[0]
        compare(found["z"], z.item())
        compare(found["a"], nn.sigmoid(z).item())
        compare(found["bias"], layer.db.item())
        compare(found["weights"], layer.dW[:, 0])
        compare(found["before"], to_before)


@pytest.mark.usefixtures("site")
def test_a_weight_is_pushed_and_learns_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, CHAIN)
    keys = visit.page.keyboard
    table = visit.element.locator(".nn-w-moves")
    for row in ("0.5000 0.5600 +0.0600", "0.6225 0.6365 +0.0140", "0.1425 0.1322 −0.0104"):  # as in the text
        assert row in " ".join(table.inner_text().split())
    expect(visit.element).to_contain_text("0.6 · 0.235 · (−0.755) = −0.1065")
    visit.tab_to(visit.element.get_by_label("push w⁽¹⁾ by", exact=True))
    keys.press("ArrowRight")
    assert visit.state["push"] == 0.11
    visit.tab_to(visit.element.locator("input[type=radio][value='0']"))
    keys.press("ArrowRight")  # from the weight to the bias
    expect(visit.element).to_contain_text("∂C₀/∂b⁽¹⁾ = ∂z/∂b · σ′(z) · 2(a − y) = 1 · 0.235 · (−0.755) = −0.1774")
    visit.tab_to(visit.element.locator("input[type=radio][value='nudge']"))
    keys.press("ArrowRight")
    lines = visit.element.locator(".nn-w-lines")
    expect(lines).to_contain_text("1.5 · 0.6 − 0.4 = 0.5")
    visit.tab_to(visit.element.get_by_role("button", name="Next", exact=True))
    for text in (
        "σ(z⁽¹⁾)",
        "(0.622 − 1)² = 0.143",
        "2 (0.622 − 1) = −0.755",
        "0.235 · (−0.755) = −0.177",
        "−0.106",
        "−0.266",
    ):
        keys.press("Enter")
        expect(lines).to_contain_text(text)
    keys.press("Enter")
    expect(lines).to_contain_text("w⁽¹⁾: 1.5 − 1 · (−0.106) = 1.606")
    visit.tab_to(visit.element.get_by_role("button", name="Next round"))
    keys.press("Enter")
    expect(lines).to_contain_text("1.61 · 0.6 − 0.22")
    visit.tab_to(visit.element.get_by_text("More rounds, the learning rate, and the cost"))
    keys.press("Enter")
    visit.tab_to(visit.element.get_by_role("button", name="10 rounds"))
    keys.press("Space")
    keys.press("Space")
    keys.press("Space")
    assert visit.state["rounds"] == 31
    expect(visit.element).to_contain_text("at the start it was 0.1425")
    expect(visit.element.locator("[role=status]")).to_contain_text("Round 32, forward")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_two_chapters_open_with_their_own_numbers(context: BrowserContext, address: str) -> None:
    levers = Visit(context, address, LEVERS, alone=True)
    expect(levers.element).to_contain_text("0.5 · 0.9 + 1.5 · 0.1 + (−1) · 0.6 + 2 · 0 + 0.2 = 0.2")
    total = Visit(context, address, SUM, alone=True)
    expect(total.element).to_contain_text("2 · 0.25 · 1 + (−1) · 0.25 · (−1) = 0.5 + 0.25 = 0.75")
    total.element.get_by_text("three in a row").click()
    expect(total.element.locator(".nn-w-lines")).to_contain_text("2 · 1 − 1.5 = 0.5")
    total.element.get_by_role("button", name="To the update").click()
    expect(total.element.locator(".nn-w-lines")).to_contain_text("w⁽¹⁾: 2 + 1 · 0.27 = 2.27")


@pytest.mark.usefixtures("site")
def test_the_levers_are_worked_by_touch(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, LEVERS)
    formula = visit.element.locator(".nn-w-formula").first
    visit.element.locator(".nn-w-choices label", has_text="a′₄").tap()
    visit.tap_slider("value of a′₄", 0.4)
    expect(formula).to_contain_text("2 · 0.4 + 0.2 = 1")
    visit.element.get_by_text("push", exact=True).tap()
    visit.element.get_by_text("2–2–1", exact=True).tap()
    expect(visit.element.locator("input[value='10']")).to_be_attached()  # eleven numbers to push: drawn
    visit.element.get_by_text("a₁⁽⁰⁾", exact=True).last.tap()
    expect(visit.element.locator(".nn-w-formula").first).to_contain_text("] + [")
    visit.element.get_by_role("button", name="Keep the push").tap()
    assert visit.state["x"] == [0.6, 0.8]
    visit.element.get_by_text("step by step", exact=True).tap()
    visit.element.get_by_text("More rounds").tap()
    visit.element.get_by_role("button", name="10 rounds").tap()
    assert visit.state["rounds"] == 10
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_one_lever_is_chosen_and_turned_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, LEVERS, alone=True)
    assert visit.element.get_by_role("slider").count() == 1
    visit.tab_to(visit.element.locator("input[type=radio][value='0']"))
    for _ in range(4):
        visit.page.keyboard.press("ArrowRight")
    visit.enter("value of w₄, exact", "3")
    formula = visit.element.locator(".nn-w-formula").first
    expect(formula).to_contain_text("3 · 0 + 0.2 = 0.2")  # the largest weight does nothing
    visit.tab_to(visit.element.locator("input[type=radio][value='4']"))
    visit.page.keyboard.press("ArrowRight")
    visit.tab_to(visit.element.get_by_label("value of a′₁", exact=True))
    visit.page.keyboard.press("ArrowLeft")
    expect(formula).to_contain_text("0.5 · 0.8 + 1.5 · 0.1 + (−1) · 0.6 + 3 · 0 + 0.2 = 0.15")
    assert visit.state["before"] == [0.8, 0.1, 0.6, 0]
    assert not visit.complaints


# A busy browser may have an animation begin later than the frame in which it is asked: that has no progress yet.
RUNNING = """[...e.querySelectorAll(".nn-w-pulse")]
    .filter((dot) => dot.getAnimations().some(({ effect }) => effect.getComputedTiming().progress !== null))
    .map((dot) => {
        const { left, width } = dot.getBoundingClientRect();
        return [dot.classList.contains("nn-w-backward"), left + width / 2, getComputedStyle(dot).opacity];
    })"""


@pytest.mark.usefixtures("site")
def test_blame_flows_back_along_the_edges_and_stands_still_if_motion_is_unwelcome(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, CHAIN, alone=True)
    visit.element.get_by_text("step by step", exact=True).click()
    visit.element.get_by_role("button", name="Play", exact=True).wait_for()
    seen = passed(visit, f"[e.state.step, {RUNNING}]", press("Play"))
    assert sorted({step for step, _ in seen}) == list(range(8))
    ways: dict[int, list[float]] = {}
    for step, dots in seen[2:]:  # each step is drawn a frame after it is taken
        for backward, place, opacity in dots:
            assert opacity == "1"
            if step in {1, 2} and not backward:
                ways.setdefault(step, []).append(place)
            if step in {4, 5} and backward:
                ways.setdefault(step, []).append(place)
    assert {step: len(set(places)) > 8 for step, places in ways.items()} == dict.fromkeys((1, 2, 4, 5), True)
    for step in (1, 4):  # one dot each: to the activation, and from it back
        moves = np.diff([place for place in ways[step] if abs(place - ways[step][-1]) < 200])
        assert np.median(np.sign(moves)) == (1 if step == 1 else -1)
    visit.page.emulate_media(reduced_motion="reduce")
    visit.unfold()
    visit.element.get_by_role("button", name="From the start").click()
    still = passed(visit, f"[e.state.step, {RUNNING}]", press("Play"))
    assert sorted({step for step, _ in still}) == list(range(8))
    assert all(not dots for _, dots in still)
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_an_arrow_is_as_wide_as_what_flows_along_it(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SUM, alone=True)
    widths = "e => [...e.querySelectorAll('.nn-w-lit line')].map((one) => Number(one.getAttribute('stroke-width')))"
    assert visit.state["step"] == 6  # the wishes of both outputs: 2 · 0.25 and −1 · −0.25, and the second input's
    run = visit.element.evaluate(
        """async (e) => {
            const { back } = e.now(e.state);
            return back.W[1].flatMap((row) => row.map((w, j) => Math.abs(w * back.dC_dz[1][j])));
        }"""
    )
    found = visit.element.evaluate(widths)
    np.testing.assert_allclose(sorted(found), sorted(1.4 + 2.2 * np.array(run) / max(run)), atol=0.006)


CHOIR = Place("chapters/backprop/", "backprop-stepper", 0)


@pytest.mark.usefixtures("site")
def test_before_the_chapter_has_symbols_the_steps_are_told_in_words(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, CHOIR, alone=True)
    lines = visit.element.locator(".nn-w-lines").first
    for told in (
        "The first output adds up 2 · 0.5 + 1 · 0.8 − 1.8 = 0.",
        "The second sum, 0, squeezed between 0 and 1: 0.5.",
        "(0.5 − 1)² + (0.5 − 0)² = 0.5.",
        "The second output’s wish, twice what is missing: 2 · (0 − 0.5) = −1.",
        "The first sum’s wish: 0.25 · 1 = 0.25.",
        "Input times wish, for the weights to the first output: 0.5 · 0.25 = 0.125, 0.8 · 0.25 = 0.2; for its bias",
        "The first input’s wish, each of its weights times a sum’s wish: 2 · 0.25 + (−1) · (−0.25) = 0.75.",
        "New weights to the second output: −1 + 1 · (−0.125) = −1.125, 0.5 + 1 · (−0.2) = 0.3; for its bias",
    ):
        expect(lines).to_contain_text(told)
        assert not set("∂⁽σ₁") & set(lines.inner_text())
        assert "∂C₀/∂ of" not in visit.element.inner_text()
        visit.element.get_by_role("button", name="Next").click()
    visit.unfold()
    expect(visit.element.locator(".nn-w-lines").nth(1)).to_contain_text("z₁⁽¹⁾ = w₁₁⁽¹⁾ a₁⁽⁰⁾ + w₂₁⁽¹⁾ a₂⁽⁰⁾ + b₁⁽¹⁾")
    assert not visit.complaints
