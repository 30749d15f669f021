"""Figures in the house style (needs matplotlib, which nothing else in nnbook imports)."""

from nnbook.plots.activations import (
    curve_and_slope,
    curve_families,
    curve_gallery,
    depth_profile,
    jacobian_map,
    softmax_bars,
)
from nnbook.plots.curves import bars, lines, paths, plane
from nnbook.plots.losses import (
    cost_spread,
    error_surface,
    fitted_lines,
    line_with_squares,
    loss_and_slope,
    miss_bars,
    output_terms,
)
from nnbook.plots.networks import forward_pass, nested_sets, weighted_sum
from nnbook.plots.style import COLOURS, FULL_WIDTH, HOUSE_STYLE, SERIES, describe, use_style
from nnbook.plots.tables import canvas, table, weighted_table

__all__ = [
    "COLOURS",
    "FULL_WIDTH",
    "HOUSE_STYLE",
    "SERIES",
    "bars",
    "canvas",
    "cost_spread",
    "curve_and_slope",
    "curve_families",
    "curve_gallery",
    "depth_profile",
    "describe",
    "error_surface",
    "fitted_lines",
    "forward_pass",
    "jacobian_map",
    "line_with_squares",
    "lines",
    "loss_and_slope",
    "miss_bars",
    "nested_sets",
    "output_terms",
    "paths",
    "plane",
    "softmax_bars",
    "table",
    "use_style",
    "weighted_sum",
    "weighted_table",
]
