"""The home page opens with a network to draw for: above the fold, in few bytes, and learning before one's eyes."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize, expect

import nnbook as nn
from tests.site.waiting import until
from tests.site.widgets.places import Place, Visit, computed

READER = Place("", "digit-reader", 0)
DIGITS = Place("chapters/digits/", "digit-reader", 0)
SCRIPT = {"Content-Type": "text/javascript"}
SCREENS: list[ViewportSize] = [{"width": 1280, "height": 800}, {"width": 390, "height": 844}]
BYTES = 200_000
SEVEN = [(0.25, 0.15), (0.5, 0.16), (0.75, 0.15), (0.65, 0.35), (0.55, 0.6), (0.45, 0.85)]


@pytest.fixture
def visit(context: BrowserContext, address: str) -> Visit:
    return Visit(context, address, READER)


@pytest.fixture(params=SCREENS, ids=lambda size: f"{size['width']} by {size['height']}")
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """Open a desktop's screen, and a phone's."""
    touch = request.param["width"] < 600
    opened = browser.new_context(viewport=request.param, has_touch=touch, is_mobile=touch, service_workers="block")
    yield opened
    opened.close()


def trained(site: Path) -> nn.Network:
    """Return the network that the fence of the home page trained, in double precision."""
    rng = np.random.default_rng(0)
    layers: list[nn.Layer] = [nn.Dense(784, 16, rng=rng), nn.ReLU(), nn.Dense(16, 16, rng=rng), nn.ReLU()]
    net = nn.Network([*layers, nn.Dense(16, 10, rng=rng)])
    net.load(site / "opening.npz")
    return net


def draw_seven(page: Page) -> None:
    """Draw a 7 with the mouse, or as a finger does it."""
    box = page.get_by_role("application", name="Drawing pad").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + SEVEN[0][0] * box["width"], box["y"] + SEVEN[0][1] * box["height"])
    page.mouse.down()
    for x, y in SEVEN[1:]:
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)
    page.mouse.up()


def test_its_activations_are_those_of_the_library_and_its_edges_the_strongest(
    site: Path, context: BrowserContext, address: str
) -> None:
    rng = np.random.default_rng(2)
    images = rng.random((60, 784)) * (rng.random((60, 784)) < 0.2)
    work = """async (m, images) => {
        const layers = m.layersOf(await m.readNpz(await (await fetch("opening.npz")).arrayBuffer()));
        return images.map((image) => {
            const { a } = m.forward(layers, Float64Array.from(image));
            return { a: a.map((v) => [...v]), edges: layers.map((layer, l) => m.strongest(layer, a[l], 6)) };
        });
    }"""
    net = trained(site)
    scores = net(images)
    wanted = [images, net.activations[2], net.activations[4], nn.softmax(scores)]
    weights = list(net.named_parameters().values())[::2]
    for n, found in enumerate(computed(context, address, "digit_reader", work, images.tolist())):
        for here, expected in zip(found["a"], wanted, strict=True):
            np.testing.assert_allclose(here, expected[n], rtol=0, atol=1e-9)
        for W, a, edges in zip(weights, wanted, found["edges"], strict=False):
            parts = a[n][:, None] * W
            for to in range(W.shape[1]):
                own = [edge for edge in edges if edge["to"] == to]
                np.testing.assert_allclose([e["part"] for e in own], [parts[e["from"], to] for e in own], atol=1e-9)
                strongest = np.sort(np.abs(parts[:, to]))[::-1][:6]
                np.testing.assert_allclose([abs(e["part"]) for e in own], strongest[strongest > 0], atol=1e-9)


@pytest.mark.usefixtures("site")
def test_what_there_is_to_do_stands_above_the_fold_and_comes_in_few_bytes(screen: BrowserContext, address: str) -> None:
    page = screen.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.locator("nn-digit-reader .nn-w").wait_for()
    page.wait_for_load_state("networkidle")
    train = page.get_by_role("button", name="Train it from random weights")
    for what in (page.locator(".nn-lead"), page.get_by_role("link", name="Start"), page.locator(".nn-w-pad"), train):
        box = what.first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= page.evaluate("innerHeight"), what
    assert page.evaluate("scrollY") == 0
    texts = ("html", "css", "javascript", "json", "svg")
    sizes = {
        one.url: len(
            gzip.compress(one.body()) if any(t in one.headers.get("content-type", "") for t in texts) else one.body()
        )
        for one in answers
        if one.ok
    }
    print(f"{sum(sizes.values())} bytes in {len(sizes)} files before the first action: {sizes}")
    assert sum(sizes.values()) <= BYTES, sizes
    draw_seven(page)
    expect(page.locator(".nn-w-answer")).to_contain_text("reads a 7")


@pytest.mark.usefixtures("site")
def test_nothing_moves_when_the_network_takes_the_place_of_its_figure(screen: BrowserContext, address: str) -> None:
    page = screen.new_page()
    page.on("console", lambda said: print(said.text))
    page.add_init_script(
        """window.shifted = 0;
        new PerformanceObserver((list) => { for (const one of list.getEntries()) {
                shifted += one.value;
                console.log(one.value, ...one.sources.map((s) => s.node?.className ?? s.node?.localName));
            } })
            .observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(address)
    page.locator("nn-digit-reader .nn-w").wait_for()
    page.wait_for_timeout(500)
    print(f"shifted by {page.evaluate('shifted')}")
    assert page.evaluate("shifted") < 0.02


def test_it_learns_from_random_weights_until_nine_of_ten_are_read_right(visit: Visit) -> None:
    page = visit.page
    draw_seven(page)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    visit.element.get_by_role("button", name="Train it from random weights").click()
    learned = visit.element.locator(".nn-w-share")
    shares: list[float] = []
    while not shares or (shares[-1] < 90 and visit.state["steps"] < 1200):
        shares.append(float(learned.inner_text().rstrip(" %")))
        page.wait_for_timeout(100)
    print(f"{shares[0]} % to {shares[-1]} % in {visit.state['steps']} steps")
    assert shares[0] < 60
    assert shares[-1] >= 90
    assert {name for name in fetched if name.endswith(".npz")} == {"digit-pad-digits.npz", "digit-pad-train.npz"}
    visit.element.get_by_role("button", name="Pause").click()
    steps = visit.state["steps"]
    expect(visit.element.locator(".nn-w-answer")).to_contain_text("reads a 7")
    page.wait_for_timeout(200)
    assert visit.state["steps"] == steps
    visit.element.get_by_role("button", name="Trained weights").click()
    assert (visit.state["net"], visit.state["steps"]) == ("page", 0)
    assert not visit.complaints


# Where a button is, from the corner of its widget, in each frame for so many milliseconds.
SEEN = """([e, name, time]) => new Promise((done) => {
    const seen = new Set();
    const begin = performance.now();
    const frame = () => {
        const all = [...e.querySelectorAll("button")];
        const box = all.find((one) => (one.ariaLabel || one.innerText.trim()) === name).getBoundingClientRect();
        const { left, top } = e.getBoundingClientRect();
        seen.add([box.left - left, box.top - top, box.width].map(Math.round).join(" "));
        if (performance.now() - begin < time) requestAnimationFrame(frame);
        else done([...seen]);
    };
    frame();
})"""


@pytest.mark.usefixtures("site")
def test_no_button_moves_while_the_network_learns(screen: BrowserContext, address: str) -> None:
    visit = Visit(screen, address, READER)
    box = visit.element.element_handle()
    clear = set(visit.page.evaluate(SEEN, [box, "clear the pad", 0]))
    draw_seven(visit.page)
    visit.element.get_by_role("button", name="Train it from random weights").click()
    until(visit.element, "e.state.steps > 0")
    clear |= set(visit.page.evaluate(SEEN, [box, "clear the pad", 4000]))
    until(visit.element, "e.state.steps > 20")
    back = set(visit.page.evaluate(SEEN, [box, "Trained weights", 0]))
    visit.element.get_by_role("button", name="Pause").click()
    visit.element.get_by_role("button", name="Go on training").wait_for()
    back |= set(visit.page.evaluate(SEEN, [box, "Trained weights", 0]))
    # the longest that is said of it, whatever it has learned until now
    visit.element.evaluate("""e => {
        const texts = [...e.querySelector(".nn-w-learn > .nn-w-note").childNodes].filter((one) => one.data?.trim());
        texts.at(-1).data = "After 1000 steps it reads 200 of 200 test images right, all of them";
    }""")
    back |= set(visit.page.evaluate(SEEN, [box, "Trained weights", 0]))
    assert len(clear) == 1, clear
    assert len(back) == 1, back


@pytest.mark.parametrize("place", [READER, DIGITS], ids=str)
def test_files_are_found_when_the_address_is_already_that_of_the_next_page(
    context: BrowserContext, address: str, place: Place
) -> None:
    leave = f"history.pushState({{}}, '', {json.dumps(address + 'reference/licences/')});"
    context.route("**/widgets/mount.js", lambda route: route.fulfill(body=leave + route.fetch().text(), headers=SCRIPT))
    visit = Visit(context, address, place)
    assert visit.page.url == address + "reference/licences/"
    expect(visit.element.locator(".nn-w-answer")).to_contain_text("reads a 5")
    visit.element.get_by_role("button", name="Train it from random weights").click()
    expect(visit.element.locator(".nn-w-share")).to_be_visible()
    assert not visit.complaints


def test_without_the_images_to_learn_from_the_trained_network_goes_on_reading(visit: Visit) -> None:
    visit.page.route("**/digit-pad-train.npz", lambda route: route.abort())
    visit.element.get_by_role("button", name="Train it from random weights").click()
    expect(visit.element.get_by_role("alert")).to_contain_text("digit-pad-train.npz could not be fetched")
    draw_seven(visit.page)
    expect(visit.element.locator(".nn-w-answer")).to_contain_text("reads a 7")


def test_a_digit_is_drawn_and_the_network_trained_by_keyboard_alone(visit: Visit) -> None:
    keys = visit.page.keyboard
    expect(visit.element.locator(".nn-w-answer")).to_contain_text("reads a 5")
    visit.tab_to(visit.element.get_by_role("application", name="Drawing pad"))
    for key in (*["ArrowUp"] * 3, "Space", *["Shift+ArrowDown"] * 5, "Space"):
        keys.press(key)
    assert visit.state["drawing"] == [[[224, 64], [224, 384]]]
    expect(visit.element.locator(".nn-w-answer")).to_contain_text("reads a 1")
    visit.tab_to(visit.element.get_by_role("button", name="Train it from random weights"))
    keys.press("Enter")
    until(visit.element, "e.state.steps > 20")
    keys.press("Enter")
    assert visit.element.evaluate("e => e.playing") is None
    visit.tab_to(visit.element.get_by_role("button", name="clear the pad"))
    keys.press("Enter")
    assert (visit.state["drawing"], visit.state["example"]) == ([], False)
    expect(visit.element.locator(".nn-w-answer")).to_contain_text("In an empty picture it reads a")
    assert visit.element.evaluate("e => e.say(e.state)").startswith("In an empty picture the network reads a")


def test_a_finger_draws_and_the_page_stays_where_it_is(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, READER)
    pad = visit.element.get_by_role("application", name="Drawing pad")
    visit.drag(pad, (0, 60))
    assert len(visit.state["drawing"]) == 1
    expect(visit.element.locator(".nn-w-answer")).to_contain_text("reads a")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_signal_passes_through_the_layers_unless_the_reader_wants_less_motion(
    browser: Browser, address: str, motion: Any
) -> None:
    context = browser.new_context(reduced_motion=motion)
    visit = Visit(context, address, READER)
    until(visit.page, "performance.now() > document.querySelector('nn-digit-reader').through")
    visit.page.evaluate(
        """() => {
            window.delays = [];
            const { animate } = Element.prototype;
            Element.prototype.animate = function (frames, timing) {
                if (this.dataset.stage) delays.push(timing.delay);
                return animate.call(this, frames, timing);
            };
        }"""
    )
    draw_seven(visit.page)
    assert visit.page.evaluate("delays.slice(0, 3)") == ([0, 220, 440] if motion == "no-preference" else [])
    context.close()


@pytest.mark.usefixtures("site")
def test_it_comes_back_after_instant_navigation(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    page.get_by_role("link", name="Start reading").click()
    page.wait_for_url("**/chapters/tensors/")
    page.locator(".md-header a.md-logo").click()
    page.wait_for_url(address)
    expect(page.locator("nn-digit-reader .nn-w-answer")).to_contain_text("reads a 5")
