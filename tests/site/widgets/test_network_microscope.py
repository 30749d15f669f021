"""The network microscope: its forward pass is the library's; keyboard alone; touch."""

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

import nnbook as nn
from tests.site.waiting import until
from tests.site.widgets.places import Place, Visit, computed

PLAIN = Place("chapters/network/", "network-microscope", 0)
HIDDEN = Place("chapters/network/", "network-microscope", 1)
BIAS = Place("chapters/network/", "network-microscope", 2)


@pytest.mark.usefixtures("site")
def test_every_sum_and_activation_is_that_of_the_library(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(8)
    cases = []
    for _ in range(60):
        W1, b1 = rng.normal(0, 4, size=(2, 2)), rng.normal(0, 4, size=2)
        W2, b2 = rng.normal(0, 4, size=(2, 1)), rng.normal(0, 4, size=1)
        cases.append((rng.normal(0, 3, size=2), W1, b1, W2, b2))
    got = computed(
        context,
        address,
        "network_microscope",
        """({ forward, judge }, cases) => cases.map(([x, W1, b1, W2, b2]) => {
            const layers = [{ W: W1, b: b1, f: "relu" }, { W: W2, b: b2, f: "sigmoid" }];
            return [forward(x, layers), judge(layers).map(({ p }) => p), forward(x, layers.slice(1)).a[1]];
        })""",
        [[part.tolist() for part in case] for case in cases],
    )
    states = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    for (x, W1, b1, W2, b2), (found, judged, alone) in zip(cases, got, strict=True):
        hidden, output = nn.Dense.from_arrays(W1, b1), nn.Dense.from_arrays(W2, b2)
        z1 = hidden(x[None])
        z2 = output(nn.relu(z1))
        for here, wanted in zip(found["z"] + found["a"], (z1, z2, x[None], nn.relu(z1), nn.sigmoid(z2)), strict=True):
            np.testing.assert_allclose(here, wanted[0], rtol=0, atol=1e-9)
        everywhere = nn.sigmoid(output(nn.relu(hidden(states))))
        np.testing.assert_allclose(judged, everywhere[:, 0], rtol=0, atol=1e-9)
        np.testing.assert_allclose(alone, nn.sigmoid(output(x[None]))[0], rtol=0, atol=1e-9)


@pytest.mark.usefixtures("site")
def test_nodes_and_edges_are_read_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, HIDDEN)
    lens = visit.element.locator(".nn-w-lens")
    expect(lens).to_contain_text("z = 4 · 2 + (−8) · 1 − 2 = −2")
    expect(lens).to_contain_text("p = σ(−2) = 0.1192")
    visit.tab_to(visit.element.get_by_role("button", name="p, holds 0.12"))
    for _ in range(3):
        visit.page.keyboard.press("ArrowLeft")
    expect(lens).to_contain_text("z = 1 · 1 + 1 · 1 − 1 = 1")
    for _ in range(2):
        visit.page.keyboard.press("ArrowRight")
    expect(lens).to_contain_text("−8 · 1 = −8")
    visit.enter("weight from h₂ to p, exact", "-6")
    expect(lens).to_contain_text("−6 · 1 = −6")
    expect(visit.element.locator(".nn-w-total")).to_have_text("Right in 4 of 4 states.")  # one half is not above
    visit.tab_to(visit.element.get_by_label("weight from h₂ to p", exact=True))
    visit.page.keyboard.press("ArrowRight")
    expect(visit.element.locator(".nn-w-total")).to_have_text("Right in 3 of 4 states.")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_nodes_and_edges_are_read_by_pointing_and_a_resting_mouse_changes_nothing(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, HIDDEN)
    lens = visit.element.locator(".nn-w-lens")
    visit.element.get_by_role("button", name="h₁, holds 2").hover()
    expect(lens).to_contain_text("Hidden node h₁: z = 1 · 1 + 1 · 1 + 0 = 2,")
    visit.element.get_by_role("button", name="edge from h₁ to p").hover()
    expect(lens).to_contain_text("4 · 2 = 8 to p")
    visit.set(pick="node-00")  # the mouse still lies on the edge
    expect(lens).to_contain_text("Input x₁ = 1.")
    visit.page.wait_for_timeout(300)
    assert visit.state["pick"] == "node-00"
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_bias_is_slid_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, BIAS, alone=True)
    visit.enter("bias b, exact", "-3")
    expect(visit.element).to_contain_text("More than half active if s > −b = 3: it is.")
    visit.enter("weighted sum s, exact", "3.1")
    handle = visit.element.get_by_label("weighted sum on the curve")
    visit.tab_to(handle)
    visit.page.keyboard.press("ArrowLeft")
    expect(handle).to_have_attribute("aria-valuetext", "sum 3, activation 0.5")
    expect(visit.element).to_contain_text("More than half active if s > −b = 3: it is not.")
    expect(visit.element.locator("[role=status]")).to_have_text("Sum 3, bias −3: activation 0.5.")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_parts_are_tapped_and_the_curve_is_slid_by_touch(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, PLAIN)
    lens = visit.element.locator(".nn-w-lens")
    expect(lens).to_contain_text("2 · 1 + 2 · 1 − 1 = 3.")
    expect(lens).to_contain_text("Squeezed between 0 and 1, that is 0.9526")
    visit.element.get_by_text("first up", exact=True).tap()
    expect(lens).to_contain_text("= 1.")
    expect(lens).to_contain_text("Squeezed between 0 and 1, that is 0.7311")
    visit.element.get_by_role("button", name="x₂, holds 0").tap()
    expect(lens).to_contain_text("Switch 2: 0.")
    visit = Visit(phone, address, BIAS)
    expect(visit.element).to_contain_text("z = s + b = 16.8 − 10 = 6.8, a = σ(6.8) = 0.999")
    visit.tap_slider("bias b", 10)
    assert visit.state["bias"] == pytest.approx(10, abs=1)
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_an_edge_is_as_wide_as_its_weight_and_has_the_colour_of_its_sign(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, HIDDEN, alone=True)
    look = """e => [...e.querySelectorAll('.nn-w-edge')].map((one) =>
        [Number(one.getAttribute('stroke-width')), one.classList.contains('nn-w-con')])"""
    weights = [1, 1, 1, 1, 4, -8]
    assert visit.element.evaluate(look) == [[pytest.approx(0.8 + 5 * abs(w) / 8, abs=0.006), w < 0] for w in weights]
    visit.enter("W2, row 2, column 1", "2")
    weights[-1] = 2
    assert visit.state["W2"] == [[4], [2]]
    assert visit.element.evaluate(look) == [[pytest.approx(0.8 + 5 * w / 4, abs=0.006), False] for w in weights]


DOTS = """e => new Promise((done) => {
    const seen = [];
    const begin = performance.now();
    const frame = () => {
        const dots = [...e.querySelectorAll('.nn-w-pulse')].filter((dot) => getComputedStyle(dot).opacity === '1');
        for (const dot of dots) seen.push([Number(dot.dataset.stage), dot.getBoundingClientRect().left]);
        if (performance.now() - begin < 1600) requestAnimationFrame(frame);
        else done(seen);
    };
    frame();
})"""


@pytest.mark.usefixtures("site")
def test_the_signal_goes_through_layer_by_layer_and_stands_still_if_motion_is_unwelcome(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, HIDDEN, alone=True)
    assert visit.element.locator(".nn-w-pulse").count() == 6  # both switches are up: something goes along every edge
    for deed in ("Send the signal", "first up"):
        visit.element.get_by_text(deed, exact=True).click()
        seen = visit.element.evaluate(DOTS)
        stages = [stage for stage, _ in seen]
        assert stages == sorted(stages), "the second layer does not wait for the first"
        for stage in (0, 1):
            places = [left for of, left in seen if of == stage]
            assert len(set(places)) > 8, "it jumped"
            assert max(places) - min(places) > 100
    until(visit.element, "e.state.x.join() === '1,0'")
    assert visit.element.locator(".nn-w-pulse").count() == 3  # h₂ is silent now
    visit.page.emulate_media(reduced_motion="reduce")
    visit.element.get_by_text("Send the signal", exact=True).click()
    assert visit.element.evaluate(DOTS) == []
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_before_the_chapter_has_symbols_the_neuron_is_told_in_words(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, PLAIN, alone=True)
    told = ""
    for pick in ("node-10", "node-00", "edge-010"):
        visit.set(pick=pick)
        assert visit.state["pick"] == pick
        told += visit.element.inner_text()
    assert "Edge from switch 2 to the neuron: weight 2." in told
    assert "σ" not in told
    assert "z =" not in told
    visit.unfold()
    expect(visit.element.get_by_role("group", name="Layer 1 in matrix form")).to_be_visible()
    visit.element.get_by_text("one hidden layer", exact=True).click()
    expect(visit.element.locator(".nn-w-lens")).to_contain_text("p = σ(−2) = 0.1192")
    assert not visit.complaints
