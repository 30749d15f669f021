"""The convolution explorer: its maps are the library's, its pictures the chapter's; keyboard alone; touch."""

import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from numpy.typing import ArrayLike
from playwright.sync_api import BrowserContext, expect

import nnbook as nn
from tests.site.waiting import until
from tests.site.widgets.places import Place, Visit, computed

SLIDE = Place("chapters/convolution/", "convolution-explorer", 1)
CURVE = Place("chapters/convolution/", "convolution-explorer", 2)

ROWS = ["0001110", "0011000", "0110000", "0110000", "0110000", "0011000", "0001110"]
BOW = np.array([list(row) for row in ROWS], dtype=float)
COLOURS = """e => [...e.querySelectorAll('.nn-w-raster canvas')].slice(1).map((one) => {
    const { data } = one.getContext('2d').getImageData(0, 0, one.width, one.height);
    const found = new Set();
    for (let k = 0; k < data.length; k += 4) found.add(data.slice(k, k + 3).join());
    return [...found];
})"""
EDGE = np.array([[0, 0, 0, 9, 9, 9]] * 6)


def zero() -> np.ndarray:
    """Return the handwritten 0 of the chapter."""
    return np.asarray(nn.load_digits().train_images[56])


@pytest.mark.usefixtures("site")
def test_where_there_is_nothing_a_map_has_the_colour_of_the_page_at_once(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SLIDE)
    nothing = {"default": "246,246,244", "slate": "30,33,41"}
    for scheme in ("slate", "default", "slate"):
        visit.page.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme; }", scheme)
        until(visit.element, f"({COLOURS})(e)[0].includes('{nothing[scheme]}')")
        for name, colour in nothing.items():
            assert (colour in visit.element.evaluate(COLOURS)[0]) is (name == scheme)


@pytest.mark.usefixtures("site")
def test_the_answer_to_another_task_is_not_open_already(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SLIDE)
    answer = visit.element.locator(".nn-w-task details")
    answer.locator("summary").click()
    expect(answer).to_have_attribute("open", "")
    visit.element.locator(".nn-w-choices label", has_text="curves").click()
    expect(answer).not_to_have_attribute("open", "")
    expect(answer.locator("p")).to_be_hidden()


@pytest.mark.usefixtures("site")
def test_every_map_is_that_of_the_library(context: BrowserContext, address: str) -> None:
    rng = np.random.default_rng(64)
    cases, wanted = [], []
    for _ in range(80):
        k, channels = int(rng.integers(1, 8)), int(rng.integers(1, 4))
        padding, stride = int(rng.integers(0, 4)), int(rng.integers(1, 5))
        n = int(rng.integers(max(1, k - 2 * padding), k + 12))
        X, W = rng.normal(0, 50, (channels, n, n)), rng.normal(0, 2, (channels, k, k))
        bias = rng.normal(0, 10)
        Y = nn.Conv2d.from_arrays(W[None], [bias], padding=padding, stride=stride)(X[None])[0, 0]
        i, j = rng.integers(0, len(Y), size=2)
        cases.append(
            {
                "image": X.tolist(), "filter": W.tolist(), "place": [int(i), int(j)],
                "options": {"padding": padding, "stride": stride, "bias": bias},
            }
        )  # fmt: skip
        framed = np.pad(X, ((0, 0), (padding, padding), (padding, padding)))
        seen = framed[:, stride * i : stride * i + k, stride * j : stride * j + k]
        wanted.append((Y, seen, seen * W, np.unravel_index(Y.argmax(), Y.shape)))
        if channels == 1:
            np.testing.assert_allclose(
                Y, nn.cross_correlate(X[0], W[0], padding=padding, stride=stride) + bias, atol=1e-9
            )
    got = computed(
        context,
        address,
        "convolution_explorer",
        """(m, cases) => cases.map(({ image, filter, place, options }) => {
            const map = m.correlate(image, filter, options);
            const pixels = m.patch(image, filter[0].length, ...place, options);
            const all = m.products(pixels, filter);
            const sum = all.map(m.total).reduce((a, b) => a + b) + options.bias;
            return { map, pixels, all, sum, size: m.outputSize(image[0].length, filter[0].length, options),
                     largest: m.largest(map) };
        })""",
        cases,
    )
    for case, (Y, seen, products, top), found in zip(cases, wanted, got, strict=True):
        assert found["size"] == len(Y)
        assert found["largest"] == list(top)
        np.testing.assert_allclose(found["map"], Y, rtol=0, atol=1e-9)
        np.testing.assert_array_equal(found["pixels"], seen)
        np.testing.assert_allclose(found["all"], products, rtol=0, atol=1e-9)
        assert found["sum"] == pytest.approx(Y[tuple(case["place"])], rel=0, abs=1e-9)


@pytest.mark.usefixtures("site")
def test_sizes_that_do_not_fit_are_those_that_the_library_refuses_or_rounds_down(
    context: BrowserContext, address: str
) -> None:
    cases = [(n, k, p, s) for n in (1, 2, 5, 6, 12) for k in range(1, 8) for p in range(4) for s in range(1, 5)]
    got = computed(
        context,
        address,
        "convolution_explorer",
        """({ misfit }, cases) => cases.map(([n, k, padding, stride]) =>
            misfit({ n, k, options: { padding, stride }, longest: 7 }) ?? null)""",
        cases,
    )
    for (n, k, p, s), found in zip(cases, got, strict=True):
        try:
            nn.output_size(n, k, padding=p, stride=s)
        except ValueError:
            assert found["none"]
            assert found["words"].startswith("There is no place")
        else:
            even = (n + 2 * p - k) / s == (n + 2 * p - k) // s
            assert (found is None) == even
            assert even or not found["none"]
        for remedy in found["remedies"] if found else ():
            changed = {"padding": p, "stride": s} | remedy.get("change", {})
            length = remedy.get("length", k)
            m = nn.output_size(n, length, **changed)
            if not found["none"]:
                assert (m - 1) * changed["stride"] + length == n + 2 * changed["padding"], "the last pixel is not seen"
                number = re.search(r"\d+", remedy["words"])
                assert number is not None
                assert number[0] in found["words"].split("What would fit:")[1]


@pytest.mark.usefixtures("site")
def test_the_pictures_and_the_filters_are_those_of_the_chapter(context: BrowserContext, address: str) -> None:
    pictures, flat, deep = computed(
        context, address, "convolution_explorer", "({ PICTURES, FILTERS, DEEP }) => [PICTURES, FILTERS, DEEP]"
    )
    np.testing.assert_array_equal(pictures["edge"]["channels"], EDGE[None])
    np.testing.assert_array_equal(pictures["digit"]["channels"], zero()[None])
    np.testing.assert_array_equal(pictures["sunset"]["channels"], nn.sunset_picture(24).transpose(2, 0, 1))
    upright = [[-1, 0, 1]] * 3
    wanted: dict[str, ArrayLike] = {
        "upright edges": upright,
        "level edges": np.transpose(upright),
        "from the corner": [[-1, 0, 0], [0, 0, 0], [0, 0, 1]],
        "Sobel": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "blur": np.full((3, 3), 1 / 9),
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "bow": BOW,
        "bow turned round": BOW[:, ::-1],
    }
    assert flat.keys() == wanted.keys()
    for name, weights in wanted.items():
        np.testing.assert_allclose(flat[name], np.asarray(weights), rtol=0, atol=1e-15)
    half = np.repeat([1, -1], [2, 2])[:, None] * np.full((4, 4), 1 / 8)  # of eight pixels the mean
    np.testing.assert_array_equal(deep["warm above cold"], [half, 0 * half, -half])
    np.testing.assert_array_equal(deep["warm, not cold"], np.reshape([1, 0, -1], (3, 1, 1)))


@pytest.mark.usefixtures("site")
def test_sunsets_of_all_sizes_and_normalised_responses_are_those_of_the_chapter(
    context: BrowserContext, address: str
) -> None:
    rng = np.random.default_rng(65)
    sizes = [1, 2, 7, 16, 24, 33, 64]
    patches = [zero()[i : i + 7, j : j + 7].tolist() for i, j in rng.integers(0, 22, size=(60, 2))]
    patches += [np.full((7, 7), value).tolist() for value in (0, 0.1, 1 / 3, 255)]
    pictures, got = computed(
        context,
        address,
        "convolution_explorer",
        """({ sunset, normalised }, sizes, patches, bow) =>
            [sizes.map(sunset), patches.map((patch) => normalised(patch, bow).r)]""",
        sizes,
        patches,
        BOW.tolist(),
    )
    for size, found in zip(sizes, pictures, strict=True):
        np.testing.assert_array_equal(found, nn.sunset_picture(size).transpose(2, 0, 1))
    for patch, r in zip(patches, got, strict=True):
        x = np.array(patch)
        wanted = 0 if x.max() == x.min() else np.corrcoef(x.ravel(), BOW.ravel())[0, 1]
        assert r == pytest.approx(wanted, rel=0, abs=1e-9)


def test_what_there_is_to_find_out_is_true() -> None:
    level = np.transpose([[-1, 0, 1]] * 3)
    assert not nn.cross_correlate(EDGE, level).any()
    framed = nn.cross_correlate(EDGE, level, padding=1)
    assert framed[0].tolist() == [0, 0, 9, 18, 27, 18]
    assert framed[-1].tolist() == [0, 0, -9, -18, -27, -18]
    assert not framed[1:-1].any()

    turned = BOW[:, ::-1]
    y, centred = nn.cross_correlate(zero(), turned), nn.cross_correlate(zero(), turned - turned.mean())
    assert (y.max(), *np.unravel_index(y.argmax(), y.shape)) == (3574, 6, 8)
    assert (round(centred.max(), 2), *np.unravel_index(centred.argmax(), y.shape)) == (1600.29, 13, 18)

    four = np.zeros((18, 18))
    four[1:8, 1:8], four[1:8, 10:17] = 255 * BOW, 51 * BOW
    four[10:17, 1:8], four[10:17, 10:17] = 255 * turned, 255
    y = nn.cross_correlate(four, BOW)
    assert np.argwhere(y == y.max()).tolist() == [[1, 1], [10, 9], [10, 10], [10, 11]]
    assert y.max() == 4080
    y = nn.cross_correlate(four, BOW - BOW.mean())
    assert np.round([y[1, 1], y[1, 10], y[10, 10]], 2).tolist() == [2747.76, 549.55, 0]
    assert y[10, 1] < 0

    red, green, blue = nn.sunset_picture(24).transpose(2, 0, 1).astype(int)
    assert (red - blue).max() == red[15, 12] - blue[15, 12] == 242 - 92
    assert red[11, 14] - blue[11, 14] == 255 - 120
    sun = (red == 255) & (green == 225)
    assert green[~sun].max() == 166


@pytest.mark.usefixtures("site")
def test_the_filter_slides_and_changes_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SLIDE)
    keys = visit.page.keyboard
    formula = visit.element.locator(".nn-w-formula").first
    expect(formula).to_contain_text("The answer here")
    expect(formula).to_contain_text("((−1) · 0 + 0 · 9 + 1 · 9) +")
    expect(formula).to_contain_text("= 9 + 9 + 9 = 27")
    patch = visit.element.get_by_role("slider", name="the patch", exact=True)
    visit.tab_to(patch)
    keys.press("ArrowRight")
    expect(formula).to_contain_text("= 0 + 0 + 0 = 0")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    keys.press("Shift+ArrowDown")
    assert (visit.state["row"], visit.state["column"]) == (3, 1)
    expect(patch).to_have_attribute("aria-valuetext", "row 3, column 1: 27")
    visit.enter("filter k, row 0, column 2", "1/2")
    expect(formula).to_contain_text("((−1) · 0 + 0 · 0 + 0.5 · 9)")
    expect(formula).to_contain_text("= 4.5 + 9 + 9 = 22.5")
    expect(visit.element.get_by_role("status")).to_have_text("Row 3, column 1 of the map of 4 by 4: 22.5.")
    visit.tab_to(visit.element.get_by_role("button", name="level edges"))
    keys.press("Enter")
    expect(formula).to_contain_text("(−9) + 0 + 9 = 0")
    visit.tab_to(visit.element.get_by_text("Other filters, padding, stride, length"))
    keys.press("Enter")
    visit.tab_to(visit.element.get_by_label("padding p", exact=True))
    keys.press("ArrowRight")
    visit.tab_to(visit.element.get_by_role("button", name="Largest answer"))
    keys.press("Enter")
    expect(formula).to_contain_text("= 27")
    assert (visit.state["row"], visit.state["column"]) == (0, 4)
    expect(visit.element).to_contain_text("⌊(6 + 2 · 1 − 3) / 1⌋ + 1 = 6")
    # Without padding all answers are 0: the button looks at the settings, not at what was drawn of them last.
    visit.set(padding=0, row=0, column=0)
    expect(formula).to_contain_text("= 0")
    button = visit.element.get_by_role("button", name="Largest answer").element_handle()
    visit.element.evaluate("(e, button) => { e.set({ padding: 1 }); button.click(); }", button)
    assert (visit.state["row"], visit.state["column"]) == (0, 4)
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_a_stride_that_does_not_come_out_even_is_flagged_and_mended_by_keyboard_alone(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, SLIDE, alone=True)
    refusal = visit.element.locator(".nn-w-refusal")
    expect(refusal).to_have_count(0)
    visit.tab_to(visit.element.get_by_text("Other filters, padding, stride, length"))
    visit.page.keyboard.press("Enter")
    visit.enter("stride s, exact", "2")
    expect(refusal).to_contain_text("6 + 2 · 0 − 3 = 3 pixels to the end, and 3 / 2 = 1.5 is no whole number")
    expect(refusal).to_contain_text("the last row and the last column take part in no sum")
    expect(refusal).to_contain_text("What would fit: a stride of 1 or 3; or a filter of 2, 4 or 6.")
    expect(visit.element).to_contain_text("red: in no sum")
    expect(visit.element.get_by_role("status")).to_contain_text("does not come out even")
    expect(visit.element).to_contain_text("= ⌊1.5⌋ + 1 = 2")
    visit.tab_to(refusal.get_by_role("button", name="Stride 3"))
    visit.page.keyboard.press("Enter")
    expect(refusal).to_have_count(0)
    assert visit.state["stride"] == 3
    visit.tab_to(visit.element.get_by_role("button", name="bow", exact=True))
    visit.page.keyboard.press("Enter")
    expect(refusal).to_contain_text("it is 7 pixels long, and with its padding the picture has 6 + 2 · 0 = 6")
    expect(visit.element.get_by_role("status")).to_contain_text("There is no place for this filter")
    visit.tab_to(refusal.get_by_role("button", name="Padding 1"))
    visit.page.keyboard.press("Enter")
    expect(refusal).not_to_contain_text("There is no place")
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_a_picture_is_drawn_by_keyboard_alone_and_kept_in_the_address(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SLIDE, alone=True)
    keys = visit.page.keyboard
    visit.tab_to(visit.element.get_by_role("radio", name="edge", exact=True))
    for _ in range(3):
        keys.press("ArrowRight")
    assert visit.state["picture"] == "drawn"
    visit.tab_to(visit.element.get_by_role("button", name="Clear"))
    keys.press("Enter")
    visit.tab_to(visit.element.get_by_role("slider", name="pen"))
    for _ in range(3):  # along the diagonal, from (5, 5)
        keys.press("Space")
        keys.press("ArrowRight")
        keys.press("ArrowDown")
    drawn = np.zeros((12, 12))
    drawn[[5, 6, 7], [5, 6, 7]] = 9
    np.testing.assert_array_equal(np.reshape(visit.state["drawn"], (12, 12)), drawn)
    y = nn.cross_correlate(drawn, [[-1, 0, 1]] * 3)
    visit.tab_to(visit.element.get_by_role("button", name="Largest answer"))
    keys.press("Enter")
    i, j = np.unravel_index(y.argmax(), y.shape)
    assert (visit.state["row"], visit.state["column"]) == (i, j)
    visit.tab_to(visit.element.get_by_role("slider", name="the patch"))  # which now stands in the map
    keys.press("ArrowRight")
    expect(visit.element.locator(".nn-w-answer")).to_have_text(f"{y[i, j + 1]:.0f}".replace("-", "−"))
    visit.page.wait_for_timeout(500)
    again = Visit(context, address, SLIDE, query="?" + visit.page.evaluate("location.search.slice(1)"), alone=True)
    assert again.state == visit.state
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_three_channels_give_one_map_and_the_sum_of_three_sheets(context: BrowserContext, address: str) -> None:
    visit = Visit(
        context,
        address,
        SLIDE,
        query="?convolution-explorer-2.picture=sunset&convolution-explorer-2.row=15",
        alone=True,
    )
    formula = visit.element.locator(".nn-w-formula").first
    visit.tab_to(visit.element.get_by_text("Padding, stride, length", exact=True))
    visit.page.keyboard.press("Enter")
    visit.enter("bias b, exact", "-50")
    visit.tab_to(visit.element.get_by_role("button", name="Largest answer"))
    visit.page.keyboard.press("Enter")
    expect(formula).to_contain_text("= 1 · 242 + 0 · 166 + (−1) · 92 − 50 =")
    expect(visit.element).to_contain_text("map y, 24 × 24: one map")
    visit.tab_to(visit.element.get_by_role("button", name="warm above cold"))
    visit.page.keyboard.press("Space")
    visit.tab_to(visit.element.get_by_role("button", name="Largest answer"))
    visit.page.keyboard.press("Enter")
    half = np.repeat([1, -1], [2, 2])[:, None] * np.full((4, 4), 1 / 8)
    layer = nn.Conv2d.from_arrays(np.stack([half, 0 * half, -half])[None], [-50.0])
    Y = layer(nn.sunset_picture(24).transpose(2, 0, 1)[None].astype(float))[0, 0]
    place = np.unravel_index(Y.argmax(), Y.shape)
    assert (visit.state["row"], visit.state["column"]) == place
    expect(visit.element.locator(".nn-w-answer")).to_have_text("172.13")
    assert Y.max() == 172.125
    expect(visit.element.get_by_role("table", name=re.compile("filter for"))).to_have_count(3)
    visit.enter("filter for green, row 0, column 0", "-1")
    assert visit.state["sheets"][4][0] == -1
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_the_curve_has_the_numbers_of_the_chapter(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, CURVE, alone=True)
    expect(visit.element.locator(".nn-w-answer")).to_have_text("3805")
    expect(visit.element).to_contain_text("r = 1595.37 / (")
    expect(visit.element).to_contain_text("= 0.63")
    visit.page.mouse.move(0, 0)
    for name, answer, place in (("bow turned round", "3574", (6, 8)), ("subtract its mean", "1600.29", (13, 18))):
        visit.tab_to(visit.element.get_by_role("button", name=name))
        visit.page.keyboard.press("Enter")
        visit.tab_to(visit.element.get_by_role("button", name="Largest answer"))
        visit.page.keyboard.press("Enter")
        expect(visit.element.locator(".nn-w-answer")).to_have_text(answer)
        assert (visit.state["row"], visit.state["column"]) == place


@pytest.mark.usefixtures("site")
def test_the_mouse_moves_the_patch_in_picture_and_map(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SLIDE)
    picture, found = (visit.element.locator(f".nn-w-sides .nn-w-raster >> nth={n}") for n in (0, 1))
    for raster, cells, (row, column), place in (
        (picture, 6, (4.5, 1.5), (3, 0)), (picture, 6, (1.5, 3.5), (0, 2)), (found, 4, (2.5, 1.5), (2, 1)),
    ):  # fmt: skip
        raster.scroll_into_view_if_needed()
        box = raster.bounding_box()
        assert box is not None
        x, y = box["x"] + column / cells * box["width"], box["y"] + row / cells * box["height"]
        visit.page.mouse.move(x, y, steps=2)
        assert (visit.state["row"], visit.state["column"]) == place


@pytest.mark.usefixtures("site")
def test_the_filter_slides_by_itself_unless_motion_is_unwelcome(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, SLIDE, alone=True)
    visit.page.emulate_media(reduced_motion="reduce")
    visit.element.get_by_role("button", name="Slide").click()
    assert (visit.state["row"], visit.state["column"]) == (3, 3)
    assert visit.element.evaluate("e => e.playing === undefined")
    assert visit.element.locator("[data-glide]").count() == 0
    visit.page.emulate_media(reduced_motion="no-preference")
    visit.element.get_by_role("button", name="Slide").click()
    expect(visit.element.get_by_role("button", name="Stop")).to_be_visible()
    until(visit.page, "document.querySelector('[data-glide]')?.getAnimations().length > 0")  # on its way
    expect(visit.element.get_by_role("button", name="Slide")).to_be_visible(timeout=20_000)
    assert (visit.state["row"], visit.state["column"]) == (3, 3)
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_a_finger_moves_the_patch_and_draws(phone: BrowserContext, address: str) -> None:
    visit = Visit(phone, address, SLIDE)
    patch = visit.element.get_by_role("slider", name="the patch")
    unit = visit.element.locator(".nn-w-frame").first.evaluate("e => e.getBoundingClientRect().width / 3")
    visit.drag(patch, by=(-unit, 2 * unit))
    assert (visit.state["row"], visit.state["column"]) == (3, 1)
    visit.element.locator(".nn-w-more > summary").tap()
    visit.element.get_by_role("button", name="Sobel").tap()
    expect(visit.element.locator(".nn-w-answer")).to_have_text("36")
    visit.tap_slider("stride s", 2)
    expect(visit.element.locator(".nn-w-refusal")).to_contain_text("does not come out even")
    visit.element.locator(".nn-w-refusal").get_by_role("button", name="Filter 2 × 2").tap()
    expect(visit.element.locator(".nn-w-refusal")).to_have_count(0)
    visit.element.get_by_text("draw your own", exact=True).tap()
    visit.element.get_by_role("button", name="Clear").tap()
    paper = visit.element.locator(".nn-w-paper")
    pixel = paper.evaluate("e => e.getBoundingClientRect().width / 12")
    visit.drag(paper, by=(3 * pixel, 0))
    drawn = np.reshape(visit.state["drawn"], (12, 12))
    assert drawn.sum() == 4 * 9, drawn
    assert (drawn.max(axis=1) > 0).sum() == 1, "a level stroke"
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not visit.complaints


def photo(colours: np.ndarray) -> bytes:
    """Return a PNG of colours."""
    file = io.BytesIO()
    plt.imsave(file, colours, format="png")
    return file.getvalue()


@pytest.mark.usefixtures("site")
def test_a_photo_is_read_on_the_reader_s_machine_alone_and_kept_in_the_address(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context, address, SLIDE, alone=True)
    sent: list[str] = []
    visit.page.on("request", lambda request: sent.append(request.url))
    visit.element.get_by_text("your photo", exact=True).click()
    colours = np.random.default_rng(9).integers(0, 256, size=(24, 24, 3), dtype=np.uint8)
    wide = np.zeros((240, 400, 3), dtype=np.uint8)  # what lies beside the square in the middle is left out
    wide[:, 80:320] = np.kron(colours, np.ones((10, 10, 1), dtype=np.uint8))
    chosen = visit.element.get_by_label("Your picture")
    chosen.set_input_files({"name": "photo.png", "mimeType": "image/png", "buffer": photo(wide)})
    until(visit.page, "location.search.includes('.photo=')")
    found = np.reshape(visit.state["photo"], (24, 24))
    grey = colours @ [0.2126, 0.7152, 0.0722]
    assert abs(found - grey).max() < 255 / 63, "more than a shade away"
    y = nn.cross_correlate(found, np.reshape(visit.state["k"], (3, 3)))
    at = visit.state["row"], visit.state["column"]
    expect(visit.element.locator(".nn-w-answer")).to_have_text(f"{y[at]:.0f}".replace("-", "−"))
    assert not [url for url in sent if not url.startswith("blob:")], sent
    again = Visit(context, address, SLIDE, query="?" + visit.page.evaluate("location.search.slice(1)"), alone=True)
    assert again.state == visit.state
    chosen.set_input_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no picture"})
    expect(visit.element.get_by_role("alert")).to_contain_text("no picture that the browser can read")
    assert np.reshape(visit.state["photo"], (24, 24)).tolist() == found.tolist()
    assert not visit.complaints


@pytest.mark.usefixtures("site")
def test_before_the_chapter_has_symbols_the_answer_is_told_in_numbers(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, Place("chapters/convolution/", "convolution-explorer", 0), alone=True)
    formula = visit.element.locator(".nn-w-formula").first
    expect(formula).to_contain_text("The answer here = ((−1) · ")
    for symbol in "Σ⌊":
        assert symbol not in visit.element.inner_text()
    visit.unfold()
    expect(visit.element).to_contain_text("⌊(n + 2p − k) / s⌋ + 1")
    assert not visit.complaints
