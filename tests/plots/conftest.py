"""Figures are tested in the house style, and none is left open."""

from collections.abc import Iterator

import pytest
from matplotlib import pyplot as plt

from nnbook import plots


@pytest.fixture(autouse=True)
def house_style() -> Iterator[None]:
    """Draw in the house style; close what was drawn."""
    plots.use_style()
    yield
    plt.close("all")
