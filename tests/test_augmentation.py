"""Moved pictures: the same pixels elsewhere, black where nothing was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnbook as nn


@given(st.integers(0, 3), st.integers(0, 9))
def test_every_image_is_moved_by_at_most_so_many_pixels(by: int, seed: int) -> None:
    images = np.random.default_rng(seed).integers(1, 255, (20, 4, 6), dtype=np.uint8)
    moved = nn.random_shifts(images, by, rng=np.random.default_rng(seed))
    assert moved.shape == images.shape
    assert moved.dtype == images.dtype
    framed = np.pad(images, [(0, 0), (by, by), (by, by)])
    for image, frame in zip(moved, framed, strict=True):
        found = [(frame[i : i + 4, j : j + 6] == image).all() for i in range(2 * by + 1) for j in range(2 * by + 1)]
        assert sum(found) == 1


def test_all_directions_come_up_alike_and_each_image_goes_its_own_way() -> None:
    images = np.zeros((9000, 3, 3))
    images[:, 1, 1] = 1
    moved = nn.random_shifts(images, 1, rng=np.random.default_rng(0))
    assert np.abs(moved.mean(axis=0) - 1 / 9).max() < 0.02


def test_channels_of_an_image_move_together_and_what_is_given_stays() -> None:
    images = np.random.default_rng(0).random((30, 2, 5, 5), dtype=np.float32)
    images[:, 1] = images[:, 0]
    images.flags.writeable = False
    moved = nn.random_shifts(images, 2, rng=np.random.default_rng(1))
    assert np.array_equal(moved[:, 0], moved[:, 1])
    assert not np.array_equal(moved, images)
    assert not np.shares_memory(moved, images)


def test_no_images_and_no_shift() -> None:
    assert nn.random_shifts(np.zeros((0, 4, 4)), 1, rng=np.random.default_rng(0)).shape == (0, 4, 4)
    assert nn.random_shifts([[[1, 2]]], 0, rng=np.random.default_rng(0)).tolist() == [[[1, 2]]]


@pytest.mark.parametrize(("images", "by"), [(np.zeros((28, 28)), 1), (np.zeros((2, 4, 4)), -1)])
def test_what_is_no_batch_of_images_is_refused(images: np.ndarray, by: int) -> None:
    with pytest.raises(ValueError, match=r"^random_shifts: images must have shape"):
        nn.random_shifts(images, by, rng=np.random.default_rng(0))
