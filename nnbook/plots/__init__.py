"""Figures in the house style (needs matplotlib, which nothing else in nnbook imports)."""

from nnbook.plots.style import COLOURS, FULL_WIDTH, HOUSE_STYLE, SERIES, describe, use_style

__all__ = [
    "COLOURS",
    "FULL_WIDTH",
    "HOUSE_STYLE",
    "SERIES",
    "describe",
    "use_style",
]
