"""Pictures of digits and weights show all that they are given."""

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.colors import to_hex

import nnbook as nn

IMAGES = np.arange(3 * 4 * 5, dtype=np.uint8).reshape(3, 4, 5)


def test_every_image_is_shown_with_its_caption_white_on_black() -> None:
    axes = nn.plots.image_grid(IMAGES, captions=["a", "b", "c"], columns=2, alt="three pictures")
    assert [image.get_array().tolist() for image in axes.images] == IMAGES.tolist()
    assert [text.get_text() for text in axes.texts] == ["a", "b", "c"]
    assert {image.get_clim() for image in axes.images} == {(0, 255)}
    assert axes.figure.get_label() == "three pictures"


def test_every_image_has_a_frame_that_is_seen_on_any_page() -> None:
    axes = nn.plots.image_grid(IMAGES, columns=2, alt="x")
    assert len(axes.patches) == len(axes.images)
    for frame, image in zip(axes.patches, axes.images, strict=True):
        left, right, bottom, top = image.get_extent()
        assert frame.get_bbox().extents == pytest.approx([left, top, right, bottom])
        assert to_hex(frame.get_edgecolor()) == nn.plots.COLOURS["muted"]
        assert frame.get_linewidth() > 0


def test_images_stand_in_rows_and_do_not_overlap() -> None:
    axes = nn.plots.image_grid(IMAGES, columns=2, alt="x")
    (left, right, low) = (image.get_extent() for image in axes.images)
    assert left[1] < right[0]
    assert left[2] < low[3]
    assert left[:2] == low[:2]


def test_each_picture_of_weights_is_scaled_by_its_largest() -> None:
    weights = np.array([[[0.0, 2.0], [-4.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]])
    axes = nn.plots.weight_grid(weights, alt="x")
    assert axes.images[0].get_array().tolist() == [[0.0, 0.5], [-1.0, 0.25]]
    assert axes.images[1].get_array().tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_the_confusion_matrix_shows_counts_and_tints_mistakes_only() -> None:
    axes = nn.plots.confusion([[5, 2], [0, 7]], names=["yes", "no"], alt="x")
    shown = [text.get_text() for text in axes.texts]
    assert [text for text in shown if text.isdigit()] == ["5", "2", "7"]
    assert len(axes.patches) == 1


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: nn.plots.image_grid(IMAGES[0], alt="x"), r"image_grid: .*\(n, height, width\), got \(4, 5\)"),
        (lambda: nn.plots.weight_grid(IMAGES[:0], alt="x"), r"weight_grid: .*got \(0, 4, 5\)"),
        (lambda: nn.plots.image_grid(IMAGES, captions=["a"], alt="x"), "3 pictures need as many captions or none"),
        (lambda: nn.plots.confusion(np.eye(3), names=["a"], alt="x"), r"must have shape \(1, 1\), got \(3, 3\)"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(draw: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
