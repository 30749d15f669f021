"""The house style: legible in both schemes, to every eye, and the same on page and in Python."""

import io
import itertools
import re
from functools import cache
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib import pyplot as plt
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb

from nnbook import plots
from nnbook.grades import Grades
from nnbook.plots.drawing import SIGNED, letters_on_signed
from nnbook.plots.style import COLOURS, HOUSE_STYLE, SERIES, letters_on
from tests.plots.reading import texts

CSS = Path(__file__).parents[2] / "docs" / "assets" / "css" / "figures.css"
PAGE = {"light": "#fdfdfe", "dark": "#1e2129"}  # --md-default-bg-color in book.css

# Machado, Oliveira and Fernandes (2009): what complete colour-vision deficiency does to linear RGB.
VISION = {
    "full": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


@cache
def schemes() -> dict[str, dict[str, str]]:
    """Names and values of the custom properties, per scheme, as the style sheet has them."""
    blocks = re.findall(r"([^{}]+)\{([^{}]*--nn-[\w-]+:\s*#[^{}]*)\}", CSS.read_text())
    return {
        "light" if "default" in selector else "dark": dict(re.findall(r"--nn-([\w-]+):\s*(#[0-9a-f]{6});", body))
        for selector, body in blocks
        if "svg" not in selector
    }


@cache
def signed_scales() -> dict[str, list[str]]:
    """Return the colours far below 0, at 0 and far above, per scheme, as the style sheet has them."""
    light, dark = re.findall(r"--nn-signed: (#\w{6}) (#\w{6}) (#\w{6});", CSS.read_text())
    return {"light": list(light), "dark": list(dark)}


def linear(colour: str) -> np.ndarray:
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2 defines it."""
    low, high = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def oklab(rgb: np.ndarray) -> np.ndarray:
    lms = np.array([[0.41222, 0.53633, 0.05145], [0.21190, 0.68070, 0.10740], [0.08830, 0.28172, 0.62998]])
    lab = np.array([[0.21045, 0.79362, -0.00407], [1.97800, -2.42859, 0.45059], [0.02590, 0.78277, -0.80868]])
    return lab @ np.cbrt(np.clip(lms @ rgb, 0, None))


def test_the_style_sheet_has_every_colour_in_both_schemes() -> None:
    assert set(schemes()) == {"light", "dark"}
    for values in schemes().values():
        assert set(values) == set(COLOURS)
    assert schemes()["light"] == COLOURS


def test_every_colour_can_be_told_from_every_other_by_its_value_alone() -> None:
    assert len(set(COLOURS.values())) == len(COLOURS)
    assert {"#000000", "#ffffff"}.isdisjoint(COLOURS.values()), "black and white stay free for literal use"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_data_stand_out_from_the_page(scheme: str) -> None:
    values = schemes()[scheme]
    for name, least in {"ink": 7.0, "muted": 4.5, **dict.fromkeys(SERIES, 3.0)}.items():
        assert contrast(values[name], PAGE[scheme]) >= least, name
        assert contrast(values[name], values["paper"]) >= least, name


def test_in_both_schemes_numbers_stand_out_from_pictures_with_a_sign_and_these_from_nothing() -> None:
    light, dark = (LinearSegmentedColormap.from_list("", scale) for scale in signed_scales().values())
    assert np.array_equal(SIGNED(np.linspace(0, 1, 99)), light(np.linspace(0, 1, 99)))
    assert signed_scales()["dark"][1] == PAGE["dark"], "where there is nothing, nothing glares"
    for share in np.linspace(0, 1, 101):
        letters = to_hex(letters_on_signed(light(share)[:3]))
        assert contrast(letters, to_hex(light(share))) >= 4.5, share
        in_the_dark = schemes()["dark"]["letters"] if letters == COLOURS["letters"] else letters
        assert contrast(in_the_dark, to_hex(dark(share))) >= 4.5, share
    for below, zero, above in signed_scales().values():
        assert min(contrast(below, zero), contrast(above, zero)) >= 3


def test_the_filter_takes_each_colour_of_the_scale_to_that_of_the_other_scheme() -> None:
    (values,) = re.findall(r'feColorMatrix values="([^"]+)"', (CSS.parents[3] / "overrides/main.html").read_text())
    matrix = np.array(values.split(), dtype=float).reshape(4, 5)
    light, dark = (LinearSegmentedColormap.from_list("", scale) for scale in signed_scales().values())
    shares = np.linspace(0, 1, 101)
    assert matrix[3].tolist() == [0, 0, 0, 1, 0], "what is transparent stays so"
    made = light(shares) @ matrix[:, :4].T + matrix[:, 4]
    np.testing.assert_allclose(255 * made, 255 * dark(shares), rtol=0, atol=1)


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_data_colours_differ_for_every_eye(scheme: str, vision: str) -> None:
    values = schemes()[scheme]
    seen = {name: oklab(np.clip(VISION[vision] @ linear(values[name]), 0, 1)) for name in SERIES}
    for one, other in itertools.combinations(SERIES, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 0.08, (one, other)


def test_letters_stand_out_from_any_colour_that_they_stand_on() -> None:
    for colour in itertools.product(np.linspace(0, 1, 18), repeat=3):
        assert contrast(to_hex(to_rgb(letters_on(colour))), to_hex(colour)) >= 4.5, colour


def test_orange_letters_are_darker_on_light_paper() -> None:
    (shade,) = re.findall(r" svg text \{ --nn-orange: (#[0-9a-f]{6}); \}", CSS.read_text())
    assert contrast(shade, PAGE["light"]) >= 4.5
    assert contrast(schemes()["dark"]["orange"], PAGE["dark"]) >= 4.5


def test_use_style_undoes_what_was_changed() -> None:
    before = {key: mpl.rcParams[key] for key in mpl.rcParams if key != "backend"}
    mpl.rcParams["font.size"] = 40
    mpl.rcParams["lines.dashed_pattern"] = [1, 1]
    plots.use_style()
    assert {key: mpl.rcParams[key] for key in before} == before
    for key, value in HOUSE_STYLE.items():
        expected = list(value) if isinstance(value, tuple) else value
        got = mpl.rcParams[key]
        assert (list(got) if isinstance(got, tuple) else got) == expected, key


def test_describe_is_the_label_of_the_figure() -> None:
    figure = plt.figure()
    assert plots.describe(figure, "A line\n  that rises.") is figure
    assert figure.get_label() == "A line that rises."


def test_a_figure_cannot_go_undescribed() -> None:
    figure = plt.figure()
    with pytest.raises(ValueError, match="alternative text is empty"):
        plots.describe(figure, "  ")


def test_a_notebook_shows_a_figure_with_its_description() -> None:
    figure = plots.describe(plt.figure(), "A line that\n climbs < 1.")
    data, _ = DisplayFormatter().format(figure)
    assert data["image/png"].startswith(b"\x89PNG")
    assert data["text/html"].startswith('<img alt="A line that climbs &lt; 1." src="data:image/png;base64,iVBOR')


def test_table_shows_every_number_and_name() -> None:
    axes = plots.table(
        [[12, 8], [9, 15]], rows=["Ada", "Bo"], columns=["Maths", "Art"], tint=[[1, 0], [0, -1]], alt="T"
    )
    assert axes.figure.get_label() == "T"
    assert sorted(texts(axes)) == sorted(["Ada", "Bo", "Maths", "Art", "12", "8", "9", "15"])
    assert [patch.get_facecolor()[:3] for patch in axes.patches] == [to_rgb(COLOURS["blue"]), to_rgb(COLOURS["orange"])]
    hues = ("purple", "green")
    axes = plots.table([[12, 8]], rows=["Ada"], columns=["Maths", "Art"], tint=[[1, -1]], hues=hues, alt="T")
    assert [patch.get_facecolor()[:3] for patch in axes.patches] == [
        to_rgb(COLOURS["green"]),
        to_rgb(COLOURS["purple"]),
    ]


def test_table_needs_a_name_for_every_row() -> None:
    with pytest.raises(ValueError, match="a table of 1 rows and 2 columns needs as many values, got \\(2, 2\\)"):
        plots.table(np.ones((2, 2)), rows=["Ada"], columns=["Maths", "Art"], alt="T")


def test_weighted_table_computes_the_sums_it_shows() -> None:
    grades = Grades(("Ada", "Bo"), ("Maths", "Art"), np.array([[12.0, 8.0], [9.0, 15.0]]))
    axes = plots.weighted_table(grades, [0.5, -1], bias=-1, alt="T")
    assert {"0.5", "−1", "−1.0", "−3.0", "−11.5"} <= set(texts(axes))
    axes = plots.weighted_table(grades, [0.5, -1], bias=-1, relu=True, alt="T")
    assert texts(axes).count("0.0") == 2
    with pytest.raises(ValueError, match=r"weights must have shape \(2,\)"):
        plots.weighted_table(grades, [1, 2, 3], alt="T")


def test_bars_start_at_the_mark() -> None:
    axes = plots.bars([12.0, 9.5], names=["Ada", "Bo"], mark=10, mark_label="pass", alt="B")
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(10, 2.0), (10, -0.5)]
    assert {"12.0", "9.5", "pass"} == set(texts(axes))
    with pytest.raises(ValueError, match="one for each name"):
        plots.bars([12.0], names=["Ada", "Bo"], alt="B")


def test_bars_have_room_for_their_labels_beside_the_names() -> None:
    values = [-0.65, -0.67, 0.67, -13.5]
    axes = plots.bars(values, names=[f"output {i}" for i in range(4)], digits=2, alt="B")
    axes.figure.canvas.draw()
    names = [label.get_window_extent() for label in axes.get_yticklabels()]
    labels = [text.get_window_extent() for text in axes.texts]
    assert min(label.x0 for label in labels) > max(name.x1 for name in names)
    assert max(label.x1 for label in labels) < axes.figure.bbox.x1


def test_a_table_has_room_for_its_names() -> None:
    names = ["a name of many letters", "short"]
    for result in ("s", "a long result"):
        grades = Grades(tuple(names), ("Maths", "A subject with a long name"), np.array([[12.0, 8.0], [9.0, 15.0]]))
        axes = plots.weighted_table(grades, [0.5, -1], result=result, alt="T")
        axes.figure.canvas.draw()
        drawn = {text.get_text(): text.get_window_extent() for text in axes.texts}
        assert drawn[names[0]].x1 < drawn["12"].x0
        for name in ("A subject with a long name", result):
            assert drawn[name].y1 < axes.figure.bbox.y1, name
            assert drawn[name].x1 < axes.figure.bbox.x1, name


def test_lines_carry_their_names() -> None:
    axes = plots.lines([0, 1], {"up": [0, 1], "down": [0, -1]}, alt="L")
    assert texts(axes) == ["up", "down"]
    np.testing.assert_array_equal(axes.lines[1].get_ydata(), [0, -1])


def test_weighted_sum_shows_inputs_weights_and_result() -> None:
    axes = plots.weighted_sum([12, 8], [0.5, 0], names=["Maths", "Art"], bias=-10, alt="S")
    assert {"12", "8", "× 0.5", "× 0", "× −10", "−4.0"} <= set(texts(axes))
    with pytest.raises(ValueError, match="2 names need as many"):
        plots.weighted_sum([12, 8], [0.5], names=["Maths", "Art"], alt="S")


def test_forward_pass_shows_every_probability() -> None:
    image, hidden = np.zeros((4, 4)), np.array([0.0, 2.0])
    axes = plots.forward_pass(image, [hidden, [0.25, 0.75]], classes=["cat", "dog"], alt="F")
    assert {"cat", "dog", "25%", "75%", "16 pixels"} <= set(texts(axes))
    with pytest.raises(ValueError, match="probabilities that add up to 1"):
        plots.forward_pass(image, [hidden, [0.5, 0.75]], classes=["cat", "dog"], alt="F")


def test_nested_sets_lie_inside_one_another() -> None:
    axes = plots.nested_sets(["all", "some"], examples=["a", "b"], alt="N")
    outer, inner = (patch.get_bbox() for patch in axes.patches)
    assert outer.x0 < inner.x0
    assert inner.x1 < outer.x1
    assert min(outer.y0, outer.y1) < min(inner.y0, inner.y1)
    assert max(inner.y0, inner.y1) < max(outer.y0, outer.y1)
    with pytest.raises(ValueError, match="2 names need as many examples"):
        plots.nested_sets(["all", "some"], examples=["a"], alt="N")


def test_a_drawn_canvas_can_be_saved_twice_without_a_warning() -> None:
    axes = plots.canvas(1.0, alt="C")
    for _ in range(2):
        plt.savefig(io.BytesIO(), format="svg")
    assert axes.figure.get_label() == "C"


def test_paths_of_one_name_share_a_colour_and_a_label() -> None:
    axes = plots.paths([[0, 1, 2], [1, 1, 1]], names=["up", "down", "up"], alt="P")
    assert texts(axes) == ["up", "down"]
    assert [line.get_color() for line in axes.lines] == [COLOURS["blue"], COLOURS["blue"], COLOURS["orange"]]
    np.testing.assert_array_equal(axes.lines[1].get_ydata(), [2, 1])
    with pytest.raises(ValueError, match=r"values must have shape \(steps, 2\)"):
        plots.paths([[0, 1, 2]], names=["up", "down"], alt="P")


def test_no_axis_of_a_plane_crosses_a_name() -> None:
    axes = plots.plane([[3, 0], [-1, 4], [2, -1]], names=["Ada", "Bo", "Cy"], alt="P")
    axes.figure.draw_without_rendering()
    level = axes.transData.transform((0, 0))[1]
    for name in axes.texts:
        box = name.get_window_extent()
        assert not box.y0 < level < box.y1, name.get_text()


def test_plane_names_every_point_and_tints_the_positive_quarter() -> None:
    axes = plots.plane([[1, 2], [-1, 3]], names=["Ada", "Bo"], alt="P")
    assert texts(axes) == ["Ada", "Bo"]
    (quarter,) = axes.patches
    assert quarter.get_xy() == (0, 0)
    assert quarter.get_width() == axes.get_xlim()[1]
    assert quarter.get_height() == axes.get_ylim()[1]
    with pytest.raises(ValueError, match=r"points must have shape \(2, 2\)"):
        plots.plane([[1, 2]], names=["Ada", "Bo"], alt="P")
