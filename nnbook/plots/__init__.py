"""Figures in the house style (needs matplotlib, which nothing else in nnbook imports)."""

from nnbook.plots.activations import (
    curve_and_slope,
    curve_families,
    curve_gallery,
    depth_profile,
    jacobian_map,
    softmax_bars,
)
from nnbook.plots.architecture import architecture
from nnbook.plots.chains import chain_graph, computational_graph
from nnbook.plots.curves import bars, lines, paths, plane
from nnbook.plots.descents import losses_by_work, spread_by_batch
from nnbook.plots.digits import confusion, image_grid, weight_grid
from nnbook.plots.drawing import canvas
from nnbook.plots.filters import filter_places, pictures
from nnbook.plots.functions_of_one import costs_by_step, descents, errors_by_step, secants, stacked, tangents
from nnbook.plots.inputs import point_planes, stair_lights, weighted_picture
from nnbook.plots.losses import (
    cost_spread,
    error_surface,
    fitted_lines,
    line_with_squares,
    loss_and_slope,
    miss_bars,
    output_terms,
)
from nnbook.plots.matrices import array_boxes, image_batch, plane_maps, ranks
from nnbook.plots.networks import forward_pass, nested_sets, weighted_sum
from nnbook.plots.nodes import layer_columns, neurons, small_network
from nnbook.plots.style import COLOURS, FULL_WIDTH, HOUSE_STYLE, SERIES, describe, use_style
from nnbook.plots.surfaces import column_vector, contours, square_map, surface
from nnbook.plots.tables import table, weighted_table
from nnbook.plots.trained import panels, reliability

__all__ = [
    "COLOURS",
    "FULL_WIDTH",
    "HOUSE_STYLE",
    "SERIES",
    "architecture",
    "array_boxes",
    "bars",
    "canvas",
    "chain_graph",
    "column_vector",
    "computational_graph",
    "confusion",
    "contours",
    "cost_spread",
    "costs_by_step",
    "curve_and_slope",
    "curve_families",
    "curve_gallery",
    "depth_profile",
    "descents",
    "describe",
    "error_surface",
    "errors_by_step",
    "filter_places",
    "fitted_lines",
    "forward_pass",
    "image_batch",
    "image_grid",
    "jacobian_map",
    "layer_columns",
    "line_with_squares",
    "lines",
    "loss_and_slope",
    "losses_by_work",
    "miss_bars",
    "nested_sets",
    "neurons",
    "output_terms",
    "panels",
    "paths",
    "pictures",
    "plane",
    "plane_maps",
    "point_planes",
    "ranks",
    "reliability",
    "secants",
    "small_network",
    "softmax_bars",
    "spread_by_batch",
    "square_map",
    "stacked",
    "stair_lights",
    "surface",
    "table",
    "tangents",
    "use_style",
    "weight_grid",
    "weighted_picture",
    "weighted_sum",
    "weighted_table",
]
