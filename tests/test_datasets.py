"""The digits, as rows and as targets."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnbook as nn
from nnbook import datasets
from tools.photographs import photographs


def test_the_digits_are_all_seventy_thousand() -> None:
    digits = nn.load_digits()
    assert digits.train_images.shape == (60_000, 28, 28)
    assert digits.train_labels.shape == (60_000,)
    assert digits.test_images.shape == (10_000, 28, 28)
    assert digits.test_labels.shape == (10_000,)
    assert {array.dtype for array in digits} == {np.dtype(np.uint8)}
    np.testing.assert_array_equal(digits.train_labels[:10], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    np.testing.assert_array_equal(
        np.bincount(digits.test_labels), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    )
    assert digits.train_images.max() == 255


def test_the_digits_are_read_once_and_cannot_be_changed() -> None:
    digits = nn.load_digits()
    assert nn.load_digits() is digits
    for array in digits:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_a_file_that_is_not_the_digits_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mnist.npz"
    np.savez(path, train_images=np.zeros(1))
    monkeypatch.setattr(datasets, "DIGITS_PATH", str(path))
    nn.load_digits.cache_clear()
    try:
        with pytest.raises(
            ValueError,
            match=rf"^load_digits: .*mnist\.npz is damaged or was replaced: its SHA-256 is \w{{64}}, "
            rf"it must be {datasets.DIGITS_SHA256}\. Install nnbook again\.$",
        ):
            nn.load_digits()
    finally:
        nn.load_digits.cache_clear()


def test_licence_and_checksum_lie_beside_the_digits() -> None:
    folder = datasets.DIGITS_PATH.removesuffix("mnist.npz")
    with open(folder + "mnist.npz.sha256") as file:
        assert file.read() == f"{datasets.DIGITS_SHA256}  mnist.npz\n"
    for name in ("README.md", "LICENSE.txt"):
        with open(folder + name, encoding="utf-8") as file:
            text = " ".join(file.read().split())
        assert all(word in text for word in ("LeCun", "Cortes", "Burges", "CC BY-SA 3.0"))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rows_are_images_laid_out_and_scaled_to_one(dtype) -> None:
    images = np.arange(12, dtype=np.uint8).reshape(2, 2, 3) * 20
    rows = nn.as_rows(images, dtype)
    assert rows.dtype == dtype
    assert rows.flags.writeable
    np.testing.assert_allclose(rows, images.reshape(2, 6) / 255, rtol=1e-6)
    np.testing.assert_array_equal(images.ravel()[:3], [0, 20, 40])
    assert nn.as_rows(images).dtype == np.float32
    assert nn.as_rows([[[0, 255]]]).tolist() == [[0.0, 1.0]]
    assert nn.as_rows(images[:0]).shape == (0, 6)


def test_rows_are_made_from_integer_images_only() -> None:
    with pytest.raises(ValueError, match=r"^as_rows: images must have shape \(n, height, width\), got \(3,\)\.$"):
        nn.as_rows([1, 2, 3])
    with pytest.raises(ValueError, match=r"^as_rows: the rows have different lengths"):
        nn.as_rows([[1, 2], [3]])
    for wrong, found in ((300, "0 … 300"), (256, "0 … 256"), (-5, "-5 … 0")):
        text = f"got {found}. Divide them by their own largest number instead."
        with pytest.raises(ValueError, match=f"^as_rows: images must be integers from 0 to 255, {re.escape(text)}$"):
            nn.as_rows(np.array([[0, wrong]]))
    with pytest.raises(TypeError, match=r"^as_rows: dtype must be np\.float32 or np\.float64, got int64\.$"):
        nn.as_rows([[0, 255]], int)
    with pytest.raises(
        TypeError, match=r"^as_rows: images must be integers from 0 to 255, got dtype float64; are they scal"
    ):
        nn.as_rows(np.zeros((1, 2, 2)))


@given(st.lists(st.integers(0, 4), max_size=8))
def test_one_hot_rows_have_their_one_at_the_label(labels) -> None:
    rows = nn.one_hot(labels, 5)
    assert rows.shape == (len(labels), 5)
    assert (rows.sum(axis=1) == 1).all()
    np.testing.assert_array_equal(rows.argmax(axis=1), labels)


def test_one_hot_takes_any_integers_and_a_dtype() -> None:
    for dtype in (np.uint8, np.int32, np.uint64):
        np.testing.assert_array_equal(nn.one_hot(np.array([1, 0], dtype), 2), [[0, 1], [1, 0]])
    assert nn.one_hot([0], 2).dtype == np.float64
    assert nn.one_hot([0], 2, np.float32).dtype == np.float32


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([0, 3], "must be 0 … 2, got 3"),
        ([2, 5, -1], "must be 0 … 2, got 5"),
        ([-1], "must be 0 … 2, got -1"),
        ([[0, 1]], "must be a list of integers, got the shape (1, 2)"),
        (2, "must be a list of integers, got the shape ()"),
    ],
)
def test_one_hot_refuses_what_is_no_list_of_labels(labels, words) -> None:
    with pytest.raises(ValueError, match=rf"^one_hot: labels {re.escape(words)}\.$"):
        nn.one_hot(labels, 3)


def test_one_hot_refuses_fractions() -> None:
    with pytest.raises(TypeError, match=r"^one_hot: labels must be integers, got dtype float64\.$"):
        nn.one_hot([0.0, 1.0], 2)


def test_one_hot_names_itself_when_it_refuses_rows_classes_and_dtypes() -> None:
    with pytest.raises(ValueError, match=r"^one_hot: the rows have different lengths"):
        nn.one_hot([[0], [1, 2]], 3)
    with pytest.raises(ValueError, match=r"^one_hot: k must be at least 1, got 0\.$"):
        nn.one_hot([], 0)
    with pytest.raises(TypeError, match=r"^one_hot: dtype must be np\.float32 or np\.float64, got int64\.$"):
        nn.one_hot([0], 1, int)


def test_lines_of_pixels_are_rows_already() -> None:
    assert nn.as_rows([[0, 255], [51, 0]]).tolist() == [[0.0, 1.0], [np.float32(0.2), 0.0]]


def test_the_photographs_are_those_of_scikit_image_made_smaller() -> None:
    own, made = nn.load_photographs(), photographs()
    assert list(own) == list(made) == ["astronaut", "coffee", "rocket", "cat"]
    for name, picture in own.items():
        assert picture.shape == (96, 96, 3)
        assert picture.dtype == np.uint8
        # Another version of Pillow may round another way.
        assert np.abs(picture.astype(int) - made[name]).max() <= 2


def test_credit_and_terms_lie_beside_the_photographs() -> None:
    with open(datasets.PHOTOGRAPHS_PATH.removesuffix("photographs.npz") + "README.md", encoding="utf-8") as file:
        text = file.read()
    for name in nn.load_photographs():
        assert re.search(rf"^- `{name}`: .*(?:Public domain|public domain|CC0)\.$", text, re.MULTILINE), name
    assert all(credit in text for credit in ("NASA", "SpaceX", "Rachel Michetti", "Stefan van der Walt"))
