"""The digit pad: its numbers are the library's; drawn by keyboard, mouse and finger; its weights may fail to come."""

import base64
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

import nnbook as nn
from tests.site.waiting import until
from tests.site.widgets.places import Place, Visit

PAD = Place("chapters/digits/", "digit-pad", 0)
FILES = {"small": "digit-pad.npz", "wide": "digit-pad-wide.npz", "conv": "digit-pad-conv.npz"}
SIZES = {"small": (784, 16, 16, 10), "wide": (784, 100, 10), "conv": (256, 120, 84, 10)}
MODULE = "assets/widgets/digit_pad/index.js"
Floats = npt.NDArray[np.float64]


def saved(site: Path, network: str) -> nn.Network:
    """Return a network that the build laid beside the page."""
    net = nn.Network(layers_of(network), dtype=np.float32)
    net.load(site / PAD.page / FILES[network])
    return net


def layers_of(network: str) -> list[nn.Layer]:
    """Return the layers of a network of the page, with random weights."""
    rng = np.random.default_rng(0)
    layers: list[nn.Layer] = []
    if network == "conv":
        layers += [nn.Conv2d(1, 6, 5, rng=rng), nn.ReLU(), nn.MaxPool2d(2)]
        layers += [nn.Conv2d(6, 16, 5, rng=rng), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
    for d_in, d_out in pairwise(SIZES[network]):
        layers += [nn.Dense(d_in, d_out, rng=rng), nn.ReLU()]
    return layers[:-1]


def batch(network: str, images: npt.NDArray[Any], dtype: Any = np.float64) -> npt.NDArray[Any]:
    """Return images as the network takes them."""
    X = nn.as_rows(images, dtype) if images.dtype == np.uint8 else images.astype(dtype)
    return X.reshape(-1, 1, 28, 28) if network == "conv" else X.reshape(-1, 784)


def steps_of(net: nn.Network) -> dict[str, list[Floats]]:
    """Return the weighted sums and the activations of the last pass, as the pad counts them, each as rows."""
    kinds = [type(layer) for layer in net.layers]
    outputs = [value.reshape(len(value), -1) for value in net.activations[1:]]
    z = [value for kind, value in zip(kinds, outputs, strict=True) if kind in {nn.Dense, nn.Conv2d}]
    nexts = [*kinds[1:], None]
    a = [
        value
        for kind, after, value in zip(kinds, nexts, outputs, strict=True)
        if kind is nn.MaxPool2d or (kind is nn.ReLU and after is not nn.MaxPool2d)
    ]
    first = net.activations[0]
    return {"z": z, "a": [first.reshape(len(first), -1), *a, nn.softmax(outputs[-1])]}


def shown_digits(site: Path) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Return the test images of the pad, and their labels."""
    with np.load(site / PAD.page / "digit-pad-digits.npz") as file:
        return file["images"], file["labels"]


def asked(page: Page, address: str, work: str, data: Any) -> Any:
    """Run a piece of JavaScript with the pad's functions as `m`, the networks as `nets` and `data`."""
    page.goto(address + PAD.folder)
    return page.evaluate(
        f"""async ([site, files, data]) => {{
            const m = await import(site + "{MODULE}");
            const nets = {{}};
            for (const [name, file] of Object.entries(files)) {{
                const arrays = await m.readNpz(await (await fetch(file)).arrayBuffer());
                nets[name] = m.layersOf(arrays);
            }}
            {work}
        }}""",
        [address, FILES, data],
    )


def paint(visit: Visit) -> list[str]:
    """Return all pictures of the pad, pixel by pixel."""
    found: list[str] = visit.element.evaluate(
        """e => new Promise(r => requestAnimationFrame(() => setTimeout(() =>
            r([...e.querySelectorAll('.nn-w canvas')].map(c => c.toDataURL())), 50)))"""
    )
    return found


def answer(visit: Visit) -> Locator:
    return visit.element.locator(".nn-w-answer")


def test_the_page_offers_two_hundred_test_images(site: Path) -> None:
    images, labels = shown_digits(site)
    digits = nn.load_digits()
    assert images.shape == (200, 28, 28)
    assert images.dtype == np.uint8
    np.testing.assert_array_equal(np.bincount(labels), [20] * 10)
    for image, label in zip(images, labels, strict=True):
        rows = np.flatnonzero((digits.test_images == image).all(axis=(1, 2)))
        assert label in digits.test_labels[rows]
    sizes = {name: (site / PAD.page / name).stat().st_size for name in [*FILES.values(), "digit-pad-digits.npz"]}
    print(sizes)
    assert sizes["digit-pad-digits.npz"] < 200_000
    assert sizes["digit-pad-conv.npz"] < 185_000  # fetched when that network is chosen
    assert sum(sizes.values()) - sizes["digit-pad-conv.npz"] < 500_000
    assert (site / PAD.page / "digit-pad-train.npz").stat().st_size < 500_000  # fetched when one learns here


def test_all_activations_on_two_hundred_test_digits_are_those_of_the_library(
    site: Path, context: BrowserContext, address: str
) -> None:
    images, labels = shown_digits(site)
    # The last layer of all of them, which no wrong number before it leaves as it is; all layers of four of each digit.
    work = """
        return Object.fromEntries(Object.entries(nets).map(([name, layers]) => [name, data.map((image, n) => {
            const { z, a } = m.forward(layers, Float64Array.from(image, (v) => v / 255));
            const told = (layers) => (n % 5 ? layers.slice(-1) : layers).map((v) => [...v]);
            return { z: told(z), a: told(a) };
        })]));
    """
    got = asked(context.new_page(), address, work, images.reshape(200, 784).tolist())
    for name, found in got.items():
        net = saved(site, name)
        share = np.mean(np.argmax([one["a"][-1] for one in found], axis=1) == labels)
        # As it was trained, and without the rounding of single precision, which the browser does not do.
        for dtype, bound in ((np.float32, 1e-5), (np.float64, 1e-9)):
            same = nn.Network(net.layers, dtype=dtype)
            same(batch(name, images, dtype))
            largest = 0.0
            for kind, layers in steps_of(same).items():
                for k, expected in enumerate(layers):
                    last = k == len(layers) - 1
                    rows = slice(None, None, 1 if last else 5)
                    here = np.array([one[kind][-1 if last else k] for one in found[rows]])
                    assert here.shape == expected[rows].shape
                    largest = max(largest, float(np.abs(here - expected[rows]).max()))
                    np.testing.assert_allclose(here, expected[rows], rtol=bound, atol=bound)
            print(f"{name}, {dtype.__name__}: largest difference {largest:.1e}; {share:.1%} of the 200 right")
        assert share == nn.accuracy(labels, net.predict(batch(name, images)))


def centred_reference(ink: Floats) -> Floats:
    """Centre and scale as MNIST does, written another way: by integrals, which are exact for means over areas."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    picture = np.zeros((28, 28))
    if len(rows) == 0:
        return picture
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = (max(1, int(np.floor(n * 20 / max(cut.shape) + 0.5))) for n in cut.shape)
    for axis, parts in ((0, high), (1, wide)):
        whole = np.insert(cut.cumsum(axis=axis), 0, 0, axis=axis)
        size = cut.shape[axis] / parts
        places = np.linspace(0, cut.shape[axis], parts + 1)
        integral = np.apply_along_axis(
            lambda line, at: np.interp(at, np.arange(len(line)), line), axis, whole, at=places
        )
        cut = np.diff(integral, axis=axis) / size
    mass = [(cut.sum(axis=1 - axis) * np.arange(cut.shape[axis])).sum() / cut.sum() for axis in (0, 1)]
    top, left = (
        min(28 - n, max(0, int(np.floor(14 - centre + 0.5)))) for centre, n in zip(mass, cut.shape, strict=True)
    )
    picture[top : top + high, left : left + wide] = cut
    return picture


@pytest.mark.usefixtures("site")
def test_drawings_are_inked_centred_and_scaled_as_a_reference_does_it(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(4)
    drawings = []
    for _ in range(20):
        low, size = rng.integers(0, 200, size=2), rng.integers(20, 248)
        strokes = [rng.integers(1, 12) for _ in range(rng.integers(1, 4))]
        drawings.append([(low + rng.integers(0, size, size=(n, 2))).tolist() for n in strokes])
    work = """
        return data.map((drawing) => {
            const ink = m.inked(drawing);
            return [ink, m.centred(ink), m.uncentred(ink)].map((picture) => [...picture]);
        });
    """
    got = asked(context.new_page(), address, work, drawings)
    cells = (np.indices((112, 112)).reshape(2, -1).T[:, ::-1] + 0.5) * 4  # as (x, y), in the steps of the pen
    for drawing, (ink, centred, uncentred) in zip(drawings, got, strict=True):
        nearest = np.full(len(cells), np.inf)
        for stroke in np.array(drawing, dtype=object):
            points = np.array(stroke, dtype=float).reshape(-1, 2)
            for start, end in zip(points, points[1:] if len(points) > 1 else points, strict=False):
                way = end - start
                along = np.clip((cells - start) @ way / max(way @ way, 1e-12), 0, 1)
                nearest = np.minimum(nearest, np.linalg.norm(cells - start - along[:, None] * way, axis=1))
        wanted = np.clip((16 - nearest) / 4 + 0.5, 0, 1).reshape(112, 112)
        np.testing.assert_allclose(np.reshape(ink, (112, 112)), wanted, rtol=0, atol=1e-9)
        np.testing.assert_allclose(np.reshape(centred, (28, 28)), centred_reference(wanted), rtol=0, atol=1e-9)
        small = wanted.reshape(28, 4, 28, 4).mean(axis=(1, 3))
        np.testing.assert_allclose(np.reshape(uncentred, (28, 28)), small, rtol=0, atol=1e-9)
    assert np.sum(centred_reference(np.zeros((112, 112)))) == 0


def drawn_size(images: npt.NDArray[np.uint8], side: int, *, hard: bool) -> Floats:
    """Enlarge pictures smoothly; `hard` makes every cell black or white, as a pen does."""
    places = (np.arange(side) + 0.5) * 28 / side - 0.5
    low = np.clip(np.floor(places).astype(int), 0, 26)
    share = np.clip(places - low, 0, 1)
    X = images / 255
    X = X[:, low] * (1 - share)[:, None] + X[:, low + 1] * share[:, None]
    X = X[:, :, low] * (1 - share) + X[:, :, low + 1] * share
    return (X > 0.5).astype(float) if hard else X


def test_digits_enlarged_to_the_size_of_the_pad_are_read_nearly_as_well(
    site: Path, context: BrowserContext, address: str
) -> None:
    images, labels = shown_digits(site)
    renderings = {
        "smooth, the whole pad": drawn_size(images, 112, hard=False),
        "black and white, the whole pad": drawn_size(images, 112, hard=True),
    }
    corner = np.zeros((200, 112, 112))
    corner[:, 44:, 44:] = drawn_size(images, 68, hard=True)
    renderings["black and white, small in a corner"] = corner
    work = """
        const { digits, plain } = data;
        const shares = {};
        const read = (layers, x) => { const p = m.forward(layers, x).a.at(-1); return p.indexOf(Math.max(...p)); };
        const bytes = Uint8Array.from(atob(digits), (letter) => letter.charCodeAt(0));
        const cells = 112 * 112;
        const inks = Array.from({ length: 200 }, (_, n) =>
            Float64Array.from(bytes.subarray(n * cells, (n + 1) * cells), (v) => v / 255));
        for (const [name, layers] of Object.entries(nets)) {
            shares[name] = inks.map((ink) => read(layers, m.centred(ink)));
            if (plain) shares[name + " without"] = inks.map((ink) => read(layers, m.uncentred(ink)));
        }
        return shares;
    """
    bounds = {"small": 0.9, "wide": 0.95, "conv": 0.95}
    for kind, ink in renderings.items():
        digits = base64.b64encode((255 * ink).round().astype(np.uint8).tobytes()).decode()
        got = asked(context.new_page(), address, work, {"digits": digits, "plain": "corner" in kind})
        for name in FILES:
            plain = nn.accuracy(labels, saved(site, name).predict(batch(name, images)))
            share = np.mean(np.array(got[name]) == labels)
            print(f"{name}, {kind}: {share:.1%} (the images themselves {plain:.1%})")
            assert share >= bounds[name]
            if "corner" in kind:
                without = np.mean(np.array(got[f"{name} without"]) == labels)
                print(f"not centred {without:.1%}")
                assert without < share - 0.3


@pytest.mark.usefixtures("site")
def test_mixtures_and_noise_are_what_they_say(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(6)
    cases = [
        [rng.random(784).tolist(), rng.random(784).tolist(), rng.random(), int(rng.integers(1, 9999))]
        for _ in range(50)
    ]
    work = """return data.map(([first, second, share, seed]) => [
        [...m.mixed(Float64Array.from(first), second, share)], [...m.noisy(Float64Array.from(first), share, seed)],
        [...m.noisy(Float64Array.from(first), 1, seed)], [...m.softmax(Float64Array.from(first, (v) => 2000 * v))],
    ]);"""
    got = asked(context.new_page(), address, work, cases)
    for (first, second, share, _), (mixture, noise, alone, chances) in zip(cases, got, strict=True):
        np.testing.assert_allclose(mixture, (1 - share) * np.array(first) + share * np.array(second), rtol=0, atol=1e-9)
        np.testing.assert_allclose(noise, (1 - share) * np.array(first) + share * np.array(alone), rtol=0, atol=1e-9)
        assert min(alone) >= 0
        assert max(alone) < 1
        assert abs(np.mean(alone) - 0.5) < 0.06
        np.testing.assert_allclose(chances, nn.softmax(2000 * np.array([first]))[0], rtol=0, atol=1e-9)
    assert len({tuple(one[2]) for one in got}) == len({case[3] for case in cases})


@pytest.mark.usefixtures("site")
def test_a_digit_is_drawn_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, PAD)
    keys = visit.page.keyboard
    expect(answer(visit)).to_contain_text("reads a 7")
    visit.tab_to(visit.element.get_by_role("application", name="Drawing pad"))
    expect(visit.element.locator(".nn-w-tip")).to_be_visible()
    for _ in range(3):
        keys.press("ArrowUp")
    assert visit.state["drawing"] == []
    keys.press("Space")
    assert visit.state["down"]
    for _ in range(5):
        keys.press("Shift+ArrowDown")
    keys.press("Space")
    keys.press("ArrowLeft")
    assert visit.state["drawing"] == [[[224, 64], [224, 384]]]  # one straight stroke
    assert visit.state["real"] == -1
    expect(answer(visit)).to_contain_text("reads a 1")
    expect(visit.element.locator("> [role=status]")).to_contain_text(
        "Pen up, column 14, row 25 of 28. The network reads a 1"
    )
    keys.press("Enter")
    keys.press("ArrowRight")
    keys.press("Escape")
    assert not visit.state["down"]
    assert len(visit.state["drawing"]) == 2
    keys.press("Backspace")
    keys.press("Delete")
    assert visit.state["drawing"] == []
    expect(answer(visit)).to_contain_text("In an empty picture it reads a")
    assert ". In an empty picture the network reads a" in visit.element.evaluate("e => e.say(e.state)")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_a_finger_draws_on_a_phone_and_the_page_stays_where_it_is(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    visit = Visit(context, address, PAD)
    pad = visit.element.get_by_role("application")
    pad.evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
    clear = visit.element.get_by_role("button", name="clear the pad")
    clear.tap()
    expect(clear).to_have_attribute("aria-disabled", "true")
    box = pad.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    place = visit.page.evaluate("scrollY")
    finger = context.new_cdp_session(visit.page)
    way = [(0.25, 0.15), (0.5, 0.16), (0.75, 0.15), (0.65, 0.35), (0.55, 0.6), (0.45, 0.85)]
    for k, (x, y) in enumerate(way):
        point = {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
        kind = "touchMove" if k else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    visit.page.wait_for_timeout(150)  # lifted in full flight, a finger makes the browser swallow the next tap
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert len(visit.state["drawing"]) == 1
    assert len(visit.state["drawing"][0]) >= 3
    expect(answer(visit)).to_contain_text("reads a 7")
    assert visit.page.evaluate("scrollY") == place
    assert not visit.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    visit.element.locator(".nn-w-more > summary").tap()
    node = visit.element.get_by_role("button", name="node 6,")
    node.tap()
    expect(node).to_have_attribute("aria-pressed", "true")
    undo = visit.element.get_by_role("button", name="undo")
    undo.tap()
    expect(undo).to_have_attribute("aria-disabled", "true")
    assert visit.state["drawing"] == []
    assert not visit.complaints
    context.close()


@pytest.mark.usefixtures("site")
def test_the_mouse_draws_and_the_small_7_in_the_corner_is_one_only_if_centred(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, PAD)
    pad = visit.element.get_by_role("application")
    pad.evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = pad.bounding_box()
    assert box is not None
    for size, x0, y0 in ((0.75, 0.15, 0.12), (0.3, 0.62, 0.62)):
        visit.element.get_by_role("button", name="clear the pad").click()
        for k, (x, y) in enumerate([(0.0, 0.0), (0.8, 0.0), (0.35, 1.0)]):
            to = (box["x"] + (x0 + size * x) * box["width"], box["y"] + (y0 + size * y) * box["height"])
            visit.page.mouse.move(*to, steps=8)
            if k == 0:
                visit.page.mouse.down()
        visit.page.mouse.up()
        assert len(visit.state["drawing"][0]) <= 6  # what lies on a straight line is left out
        expect(answer(visit)).to_contain_text("reads a 7")
    visit.element.get_by_label("centre and scale").uncheck()
    expect(answer(visit)).not_to_contain_text("reads a 7")
    assert not visit.complaints


def test_a_node_shows_its_weights_and_their_products_with_the_pixels(
    site: Path, context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, PAD, alone=True)
    images, _ = shown_digits(site)
    net = saved(site, "small")
    x = nn.as_rows(images)[140].astype(float)
    visit.tab_to(visit.element.get_by_role("button", name="node 3,"))
    for key in ("ArrowDown", "ArrowLeft"):  # four in a row
        visit.page.keyboard.press(key)
    before = paint(visit)
    assert visit.state["pick"] == 5
    W, b = net.layers[0].W[:, 5].astype(float), float(net.layers[0].b[5])  # type: ignore[attr-defined]
    products = W * x
    plus, minus = products[products > 0].sum(), products[products < 0].sum()
    expect(visit.element.locator(".nn-w-sum")).to_contain_text(f"blue {plus:.2f}, orange −{-minus:.2f}")
    z = plus + minus + b
    expect(visit.element.locator(".nn-w-sum")).to_contain_text(f"= {z:.2f}".replace("-", "−"))
    pixels = visit.element.evaluate("""e => Object.fromEntries(['weights', 'products'].map((name) => {
        const canvas = e.querySelector(`[data-shows=${name}]`);
        return [name, [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data]];
    }))""")
    ends = np.array([[184, 92, 12], [246, 246, 244], [19, 56, 168]])
    for name, values in (("weights", W), ("products", products)):
        share = (values / np.abs(values).max())[:, None]
        wanted = ends[1] + np.where(share < 0, -share * (ends[0] - ends[1]), share * (ends[2] - ends[1]))
        np.testing.assert_allclose(np.reshape(pixels[name], (784, 4))[:, :3], wanted, rtol=0, atol=1)
    visit.page.keyboard.press("ArrowRight")
    after = paint(visit)
    assert after[:2] == before[:2]
    assert after[2] != before[2]
    assert after[3] != before[3]
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_networks_real_digits_noise_and_mixtures_by_keyboard(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, PAD, alone=True)
    asked_for: list[str] = []
    visit.page.on("requestfinished", lambda request: asked_for.append(request.url.rsplit("/", 1)[-1]))
    keys = visit.page.keyboard
    first = paint(visit)
    visit.tab_to(visit.element.get_by_role("radio", name="784-16-16-10"))
    keys.press("ArrowRight")
    expect(visit.element.locator(".nn-w-cells button")).to_have_count(100)
    keys.press("ArrowLeft")
    expect(visit.element.locator(".nn-w-cells button")).to_have_count(16)
    assert paint(visit) == first
    visit.tab_to(visit.element.get_by_role("button", name="a real 3"))
    keys.press("Enter")
    expect(answer(visit)).to_contain_text("reads a 3")
    assert visit.state["real"] == 60
    keys.press("Enter")
    assert visit.state["real"] == 61
    seen = paint(visit)
    visit.tab_to(visit.element.get_by_text("Turn, shift, morph, add noise"))
    keys.press("Enter")
    visit.tab_to(visit.element.get_by_label("share of the 9", exact=True))
    keys.press("End")
    expect(answer(visit)).to_contain_text("reads a 9")
    assert paint(visit)[0] == seen[0]  # the pad itself stays
    assert paint(visit)[1] != seen[1]
    keys.press("Home")
    assert paint(visit) == seen
    visit.tab_to(visit.element.get_by_label("share of noise", exact=True))
    keys.press("End")
    noise = paint(visit)
    visit.tab_to(visit.element.get_by_role("button", name="Other noise"))
    keys.press("Enter")
    assert paint(visit)[1] not in {noise[1], seen[1]}
    visit.tab_to(visit.element.get_by_role("button", name="Reset"))
    keys.press("Enter")
    assert paint(visit) == first
    until(visit.page, "!location.search.includes('digit-pad')")
    assert [name for name in asked_for if name.endswith(".npz")] == ["digit-pad-wide.npz"]
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_address_brings_back_the_same_drawing_to_the_pixel(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, PAD, alone=True)
    rng = np.random.default_rng(7)
    drawing = [rng.integers(0, 448, size=(n, 2)).tolist() for n in (1, 2, 40, 17)]
    visit.set(drawing=drawing, real=-1, net="wide", pick=57, mix=0.3, to=4, noise=0.2, seed=12)
    expect(visit.element.locator(".nn-w-cells button")).to_have_count(100)
    until(visit.page, "location.search.includes('drawing')")
    visit.page.wait_for_timeout(400)
    query = visit.page.evaluate("location.search")
    assert len(query) < 60 * 3 + 200
    again = Visit(context, address, PAD, query=query, alone=True)
    assert again.state == visit.state
    assert again.state["drawing"] == drawing
    assert paint(again) == paint(visit)
    for wrong in ("A", "AA*", "....", "%00%00%00", "~~~", "_" * 6000):
        broken = Visit(
            context, address, PAD, query=f"?digit-pad.drawing={wrong}&digit-pad.real=1e9&digit-pad.pen=1_x", alone=True
        )
        assert broken.state["drawing"] == []
        assert not broken.complaints


def test_without_weights_there_is_the_figure_and_a_reason(
    site: Path, context: BrowserContext, address: str, tmp_path: Path
) -> None:
    content = (site / PAD.page / FILES["small"]).read_bytes()
    middle = len(content) // 2
    nn.Network([nn.Dense(784, 5, rng=np.random.default_rng(0))]).save(tmp_path / "other.npz")
    altered = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    # Neighbours have different reasons: none is taken for the one before it.
    faults = [
        (b"", "digit-pad.npz could not be fetched"),
        (content[:middle], "this is no npz file, or not all of it"),
        (altered, "0.W.npy is damaged"),
        (b"<html>Not found</html>", "this is no npz file, or not all of it"),
        ((tmp_path / "other.npz").read_bytes(), "cannot be used"),
    ]
    page = context.new_page()
    answer: dict[str, Any] = {}
    page.route("**/digit-pad.npz", lambda route: route.fulfill(**answer))
    box = page.locator('[data-widget="digit-pad"]')
    for number, (wrong, reason) in enumerate(faults):
        answer |= {"status": 200 if wrong else 404, "body": wrong}
        if number:
            box.get_by_role("button", name="Try again").click()
        else:
            page.goto(address + PAD.page)
            box.scroll_into_view_if_needed()
        expect(box.get_by_role("alert")).to_contain_text(reason)
        expect(box.locator("figure")).to_be_visible()
        expect(box.locator(".nn-w")).to_have_count(0)
    page.unroute("**/digit-pad.npz")
    box.get_by_role("button", name="Try again").click()
    expect(box.locator(".nn-w-answer")).to_contain_text("reads a 7")
    expect(box.locator("nn-digit-pad > figure")).to_be_hidden()


@pytest.mark.usefixtures("site")
def test_if_only_the_wide_network_is_missing_the_small_one_stays_and_says_so(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, PAD, alone=True)
    visit.page.route("**/digit-pad-wide.npz", lambda route: route.abort())
    visit.element.get_by_text("784-100-10", exact=True).click()
    expect(visit.element.get_by_role("alert")).to_contain_text("digit-pad-wide.npz could not be fetched")
    assert visit.state["net"] == "small"
    expect(answer(visit)).to_contain_text("reads a 7")
    visit.page.unroute("**/digit-pad-wide.npz")
    visit.element.get_by_text("784-100-10", exact=True).click()
    expect(visit.element.locator(".nn-w-cells button")).to_have_count(100)
    expect(visit.element.get_by_role("alert")).to_have_count(0)
