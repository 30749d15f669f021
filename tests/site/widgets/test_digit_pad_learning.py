"""The digit pad learns: its steps are the library's, for every network; and what a reader sees of it."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import BrowserContext, expect

import nnbook as nn
from tests.site.waiting import until
from tests.site.widgets.places import Visit
from tests.site.widgets.test_digit_pad import PAD, SIZES, answer, asked, batch, layers_of, saved, shown_digits


def parameters(net: nn.Network) -> list[npt.NDArray[Any]]:
    """Return weights and biases, layer after layer, each in one row."""
    return [array.ravel() for array in net.named_parameters().values()]


def learn(net: nn.Network, name: str, X: npt.NDArray[Any], y: npt.NDArray[Any], rate: float) -> None:
    """Make one step of gradient descent."""
    _, gradient = nn.SoftmaxCrossEntropy().value_and_gradient(net(batch(name, X)), y)
    net.backward(gradient)
    nn.SGD(rate).step(net.parameters, net.gradients)


@pytest.mark.parametrize("name", ["small", "wide", "conv"])
def test_five_steps_leave_the_weights_that_the_library_has(
    site: Path, context: BrowserContext, address: str, name: str
) -> None:
    images, labels = shown_digits(site)
    some = np.random.default_rng(3).permutation(200)[:20]
    work = """
        let layers = nets[data.name];
        const images = data.images.map((image) => Float64Array.from(image, (v) => v / 255));
        for (let n = 0; n < 5; n += 1) {
            const part = [4 * n, 4 * n + 4];
            const one = { images: images.slice(...part), labels: data.labels.slice(...part) };
            layers = m.stepped(layers, one, 0.05);
        }
        return layers.flatMap(({ W, b }) => [[...W], [...b]]);
    """
    data = {"name": name, "images": images[some].reshape(20, 784).tolist(), "labels": labels[some].tolist()}
    got = asked(context.new_page(), address, work, data)
    net = nn.Network(saved(site, name).layers, dtype=np.float64)
    before = [array.copy() for array in parameters(net)]
    for n in range(5):
        part = some[4 * n : 4 * n + 4]
        learn(net, name, images[part], labels[part], 0.05)
    largest = 0.0
    for here, wanted, was in zip(got, parameters(net), before, strict=True):
        np.testing.assert_allclose(here, wanted, rtol=0, atol=1e-9)
        largest = max(largest, float(np.abs(np.array(here) - wanted).max()))
        assert np.abs(wanted - was).max() > 1e-6
    print(f"{name}: largest difference of a weight after five steps {largest:.1e}")


def test_a_network_trained_here_is_the_one_that_the_library_trains_and_climbs(
    site: Path, context: BrowserContext, address: str
) -> None:
    with np.load(site / PAD.page / "digit-pad-train.npz") as file:
        images, labels = file["images"], file["labels"]
    assert len(images) == 3000
    work = """
        const kept = await m.readNpz(await (await fetch("digit-pad-train.npz")).arrayBuffer());
        const shown = await m.readNpz(await (await fetch("digit-pad-digits.npz")).arrayBuffer());
        const some = ({ images, labels }) => ({
            images: Array.from(labels.data, (_, n) =>
                Float64Array.from(images.data.subarray(784 * n, 784 * n + 784), (v) => v / 255)),
            labels: labels.data,
        });
        const training = new m.Training(some(kept), some(shown), 5);
        const flat = () => training.layers.flatMap(({ W, b }) => [[...W], [...b]]);
        const start = flat();
        const drawn = [];
        const random = training.random;
        training.random = () => { const value = random(); drawn.push(Math.floor(3000 * value)); return value; };
        for (let n = 0; n < 40; n += 1) training.step();
        const early = flat();
        for (let n = 40; n < 1200; n += 1) training.step();
        return { start, drawn: drawn.slice(0, 2000), early, curve: training.curve };
    """
    got = asked(context.new_page(), address, work, None)
    net = nn.Network(layers_of("small"), dtype=np.float64)
    for own, given in zip(parameters(net), got["start"], strict=True):
        own[...] = given
    for d_in, W in zip(SIZES["small"], got["start"][::2], strict=False):
        assert abs(np.std(W) / np.sqrt(2 / d_in) - 1) < 0.15
    for n in range(40):
        rows = got["drawn"][50 * n : 50 * n + 50]
        learn(net, "small", images[rows], labels[rows], 0.1)
    largest = max(
        float(np.abs(np.array(here) - wanted).max()) for here, wanted in zip(got["early"], parameters(net), strict=True)
    )
    print(f"largest difference of a weight after 40 steps {largest:.1e}; curve {got['curve'][::10]}")
    assert largest < 1e-9
    steps, right = np.transpose(got["curve"])
    np.testing.assert_array_equal(steps, np.arange(0, 1201, 20))
    assert right[0] < 60
    assert right[-1] >= 170


@pytest.mark.usefixtures("site")
def test_pictures_are_turned_and_shifted_as_the_library_does_it(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(8)
    cases = [[rng.random(784).tolist(), *rng.uniform(-90, 90, 1), *rng.uniform(-10, 10, 2)] for _ in range(30)]
    cases += [[rng.random(784).tolist(), *by] for by in ((0, 3, 0), (90, 0, 0), (-90, 0, -2), (0, -10, 10))]
    work = (
        """return data.map(([x, turn, right, down]) => [...m.warped(Float64Array.from(x), { turn, right, down })]);"""
    )
    got = asked(context.new_page(), address, work, cases)
    for (x, turn, right, down), here in zip(cases, got, strict=True):
        wanted = nn.warp(np.reshape(x, (28, 28)), turn=turn, right=right, down=down)
        np.testing.assert_allclose(np.reshape(here, (28, 28)), wanted, rtol=0, atol=1e-9)


@pytest.mark.usefixtures("site")
def test_both_networks_answer_one_drawing_that_is_turned_and_shifted(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, PAD, alone=True)
    asked_for: list[str] = []
    visit.page.on("requestfinished", lambda request: asked_for.append(request.url.rsplit("/", 1)[-1]))
    assert visit.element.locator(".nn-w-beside").count() == 0
    visit.tab_to(visit.element.get_by_role("radio", name="784-16-16-10"))
    for _ in range(2):
        visit.page.keyboard.press("ArrowRight")
    expect(visit.element.get_by_role("group", name="Filters", exact=True).get_by_role("button")).to_have_count(6)
    expect(answer(visit)).to_contain_text("reads a 7")
    expect(visit.element.locator(".nn-w-other")).to_contain_text("784-100-10 reads a 7")
    assert sorted(name for name in asked_for if name.endswith(".npz")) == ["digit-pad-conv.npz", "digit-pad-wide.npz"]
    visit.unfold()
    visit.enter("shift down in pixels, exact", "6")
    visit.enter("turn in degrees, exact", "40")
    assert (visit.state["below"], visit.state["turn"]) == (6, 40)
    shown = visit.element.locator(".nn-w-chances tr td:last-child").all_inner_texts()
    assert sum(float(text.strip("<> %")) for text in shown) == pytest.approx(100, abs=2)
    visit.tab_to(visit.element.get_by_role("button", name="filter 3,"))
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("ArrowRight")
    assert visit.state["pick"] == 4
    expect(visit.element.get_by_role("group", name="Filter 5", exact=True)).to_be_visible()
    assert not visit.complaints


def test_a_lesson_moves_the_answer_as_one_step_of_the_library_does(
    site: Path, context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, PAD, alone=True)
    images, labels = shown_digits(site)
    x = images[140].reshape(1, 784) / 255
    x = np.round(4095 * x) / 4095  # as the address keeps it
    net = nn.Network(saved(site, "small").layers, dtype=np.float64)
    chance = [nn.softmax(net(x))[0, 1]]
    right = [round(200 * nn.accuracy(labels, net.predict(batch("small", images))))]
    visit.tab_to(visit.element.get_by_role("button", name="that was a 1"))
    for n in range(20):
        visit.page.keyboard.press("Enter")
        until(visit.page, f"document.querySelector('nn-digit-pad').state.lessons[0]?.times === {n + 1}")
        learn(net, "small", x, np.array([1]), 0.01)
    chance.append(nn.softmax(net(x))[0, 1])
    right.append(round(200 * nn.accuracy(labels, net.predict(batch("small", images)))))
    print(f"the 1 from {chance[0]:.4f} to {chance[1]:.4f}, test images right from {right[0]} to {right[1]} of 200")
    assert chance[1] > chance[0] + 0.1
    told = visit.element.locator(".nn-w-lesson")
    expect(told).to_contain_text(f"to {100 * chance[1]:.1f} %")
    expect(told).to_contain_text(f"reads {right[1]} right, before {right[0]}")
    visit.page.wait_for_timeout(400)
    again = Visit(context, address, PAD, query=visit.page.evaluate("location.search"), alone=True)
    assert again.state == visit.state
    assert again.element.locator(".nn-w-lesson").inner_text() == told.inner_text()
    visit.tab_to(visit.element.get_by_role("button", name="Forget"))
    visit.page.keyboard.press("Enter")
    expect(told).not_to_contain_text("steps of gradient descent")
    for wrong in ("1", "1B", "1BAA", "xB*MQ", "1B*MQ.1B", "0A*MQ"):
        broken = Visit(context, address, PAD, query=f"?digit-pad.lessons={wrong}", alone=True)
        assert broken.state["lessons"] == [] or len(broken.state["lessons"][0]["picture"]) == 784
        assert not broken.complaints


@pytest.mark.usefixtures("site")
def test_it_trains_from_random_weights_before_the_reader_and_the_address_goes_on(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, PAD, alone=True)
    visit.element.get_by_text("untrained", exact=True).click()
    visit.element.get_by_role("button", name="Train it now").click()
    until(visit.page, "document.querySelector('nn-digit-pad').state.steps >= 200")
    visit.element.get_by_role("button", name="Pause").click()
    note = visit.element.locator(".nn-w-training .nn-w-note")
    expect(note).to_contain_text(f"{visit.state['steps']} steps of 50 of 3,000 images")
    right = visit.element.evaluate("e => e.answers.progress(e.answers.pupil.training.layers).right")
    assert right > 100
    visit.page.wait_for_timeout(400)
    again = Visit(context, address, PAD, query=visit.page.evaluate("location.search"), alone=True)
    assert again.element.locator(".nn-w-training .nn-w-note").inner_text() == note.inner_text()
    visit.element.get_by_role("button", name="Other random weights").click()
    assert (visit.state["steps"], visit.state["start"]) == (0, 2)
    assert not visit.complaints


def test_without_the_convolutional_network_the_small_one_stays_and_says_so(
    site: Path, context: BrowserContext, address: str
) -> None:
    assert (site / PAD.page / "digit-pad-conv.npz").is_file()
    visit = Visit(context, address, PAD, alone=True)
    visit.page.route("**/digit-pad-conv.npz", lambda route: route.abort())
    visit.element.get_by_text("convolutional", exact=True).click()
    expect(visit.element.get_by_role("alert")).to_contain_text("digit-pad-conv.npz could not be fetched")
    assert (visit.state["net"], visit.state["beside"]) == ("small", "none")
    expect(answer(visit)).to_contain_text("reads a 7")
