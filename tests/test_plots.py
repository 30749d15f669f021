"""The house style: legible in both schemes, to every eye, and the same on page and in Python."""

import itertools
import re
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt

from nnbook import plots
from nnbook.plots.style import COLOURS, HOUSE_STYLE, SERIES

CSS = Path(__file__).parents[1] / "docs" / "assets" / "css" / "figures.css"
PAGE = {"light": "#ffffff", "dark": "#1e2129"}  # Material's default and slate backgrounds

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


def schemes() -> dict[str, dict[str, str]]:
    """Names and values of the custom properties, per scheme, as the style sheet has them."""
    blocks = re.findall(r"([^{}]+)\{([^{}]*--nn-[^{}]*)\}", CSS.read_text())
    return {
        "dark" if "slate" in selector else "light": dict(re.findall(r"--nn-([\w-]+):\s*(#[0-9a-f]{6});", body))
        for selector, body in blocks
    }


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


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_data_colours_differ_for_every_eye(scheme: str, vision: str) -> None:
    values = schemes()[scheme]
    seen = {name: oklab(np.clip(VISION[vision] @ linear(values[name]), 0, 1)) for name in SERIES}
    for one, other in itertools.combinations(SERIES, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 0.08, (one, other)


def test_use_style_undoes_what_was_changed() -> None:
    plots.use_style()
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
    plt.close(figure)


def test_a_figure_cannot_go_undescribed() -> None:
    figure = plt.figure()
    with pytest.raises(ValueError, match="alternative text is empty"):
        plots.describe(figure, "  ")
    plt.close(figure)
