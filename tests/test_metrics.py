"""The confusion matrix counts every example once, in the row of its class."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnbook as nn

K = 4
pairs = st.lists(st.tuples(st.integers(0, K - 1), st.integers(0, K - 1)), min_size=1)


def test_accuracy_is_the_share_of_right_labels() -> None:
    assert nn.accuracy([0, 1, 1, 2], [0, 1, 2, 2]) == 0.75
    assert nn.accuracy([True, False], [True, True]) == 0.5
    assert nn.accuracy(np.array([200, 3], np.uint8), [200, 3]) == 1
    assert isinstance(nn.accuracy([0], [0]), float)


SHAPE = " Of a row for each example take the class: argmax(axis=1), or column[:, 0] > 0.5."


@pytest.mark.parametrize(
    ("labels", "predicted", "kind", "message"),
    [
        ([[3], [7], [2]], [[4], [9], [5]], ValueError, f"must both have shape (n,), got (3, 1) and (3, 1).{SHAPE}"),
        ([0, 1, 1], np.eye(3), ValueError, f"must both have shape (n,), got (3,) and (3, 3).{SHAPE}"),
        ([0, 1], "junk", ValueError, f"must both have shape (n,), got (2,) and ().{SHAPE}"),
        ([0, 1], [0], ValueError, f"must both have shape (n,), got (2,) and (1,).{SHAPE}"),
    ],
)
def test_accuracy_refuses_what_is_no_class_for_each_example(labels, predicted, kind, message: str) -> None:
    with pytest.raises(kind, match=f"^accuracy: labels and predicted {re.escape(message)}$"):
        nn.accuracy(labels, predicted)


def test_accuracy_needs_at_least_one_label_and_integers() -> None:
    with pytest.raises(ValueError, match=r"^accuracy: there must be at least one label, got none\.$"):
        nn.accuracy([], [])
    with pytest.raises(TypeError, match=r"^accuracy: predicted must be integers, got dtype float64; use argmax"):
        nn.accuracy([0, 1], [0.2, 0.9])
    with pytest.raises(TypeError, match=r"takes 2 positional arguments"):
        nn.accuracy([0, 1], "junk", [0, 1])


@given(pairs)
def test_every_example_is_counted_once_in_the_row_of_its_class(examples: list[tuple[int, int]]) -> None:
    labels, predicted = np.array(examples).T
    matrix = nn.confusion_matrix(labels, predicted, K)
    assert matrix.sum() == len(examples)
    for i in range(K):
        for j in range(K):
            assert matrix[i, j] == examples.count((i, j))
    assert matrix.trace() / len(examples) == pytest.approx(nn.accuracy(labels, predicted))


def test_lists_unsigned_labels_and_no_examples_at_all() -> None:
    assert nn.confusion_matrix([0, 1, 1], [0, 0, 1], 2).tolist() == [[1, 0], [1, 1]]
    labels = np.array([200, 3], dtype=np.uint8)
    assert nn.confusion_matrix(labels, labels, 256)[200, 200] == 1
    assert nn.confusion_matrix([], [], 2).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("labels", "predicted", "kind", "message"),
    [
        ([0, 1], [0], ValueError, "labels and predicted must both have shape (n,), got (2,) and (1,)." + SHAPE),
        ([[0]], [[0]], ValueError, "labels and predicted must both have shape (n,), got (1, 1) and (1, 1)." + SHAPE),
        ([0, 2], [0, 0], ValueError, "labels must be classes 0 … 1, got 0 … 2. Is k the number of classes?"),
        ([0, 1], [0, -1], ValueError, "predicted must be classes 0 … 1, got -1 … 0. Is k the number of classes?"),
        (
            [0.0, 1.0],
            [0, 1],
            TypeError,
            "labels must be integers, got dtype float64; use argmax(axis=1) or astype(int).",
        ),
        (
            [0, 1],
            [0.0, 1.0],
            TypeError,
            "predicted must be integers, got dtype float64; use argmax(axis=1) or astype(int).",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_in_words(labels, predicted, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=f"^confusion_matrix: {re.escape(message)}$"):
        nn.confusion_matrix(labels, predicted, 2)


def test_the_number_of_classes_is_whole() -> None:
    with pytest.raises(ValueError, match=r"^confusion_matrix: k must be at least 1, got 0\.$"):
        nn.confusion_matrix([0], [0], 0)


@pytest.mark.parametrize(("labels", "predicted"), [([[0], [1, 2]], [0, 1]), ([0, 1], [[0], [1, 2]])])
def test_rows_of_different_lengths_are_no_classes(labels, predicted) -> None:
    with pytest.raises(ValueError, match=r"^accuracy: the rows have different lengths"):
        nn.accuracy(labels, predicted)
