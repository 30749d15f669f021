"""The equations of "Learning the digits"."""

import math
from itertools import pairwise

import numpy as np
import pytest

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(12)


@verifies("eq:digits-parameters")
def test_the_parameters_are_counted_layer_by_layer() -> None:
    for sizes in ((784, 16, 16, 10), (784, 100, 10), (3, 1), (5, 4, 3, 2, 1)):
        P = 0
        for before, after in pairwise(sizes):
            P += before * after + after
        net = nn.Network([nn.Dense(d_in, d_out, rng=RNG) for d_in, d_out in pairwise(sizes)])
        assert net.parameter_count == P
    assert 784 * 16 + 16 + 16 * 16 + 16 + 16 * 10 + 10 == 13_002


@verifies("eq:digits-accuracy")
def test_accuracy_is_the_share_of_right_answers() -> None:
    for _ in range(20):
        n = int(RNG.integers(1, 50))
        y, answers = RNG.integers(0, 10, n), RNG.integers(0, 10, n)
        right = 0
        for i in range(n):
            right += 1 if answers[i] == y[i] else 0
        assert nn.accuracy(y, answers) == pytest.approx(right / n)


@verifies("eq:digits-cost")
def test_the_cost_is_the_mean_of_minus_the_logarithm_of_the_right_probability() -> None:
    loss = nn.SoftmaxCrossEntropy()
    for _ in range(20):
        z, y = RNG.normal(0, 3, (6, 10)), RNG.integers(0, 10, 6)
        total = 0.0
        for i in range(6):
            p = math.exp(z[i, y[i]]) / sum(math.exp(z[i, k]) for k in range(10))
            total -= math.log(p)
        assert loss(z, y) == pytest.approx(total / 6, rel=1e-12)


@verifies("eq:digits-chance")
def test_even_scores_cost_the_logarithm_of_ten() -> None:
    for score in (-3.0, 0.0, 7.5):
        cost = nn.SoftmaxCrossEntropy()(np.full((4, 10), score), [5, 0, 4, 1])
        assert cost == pytest.approx(-math.log(1 / 10), rel=1e-12)
        assert cost == pytest.approx(math.log(10), rel=1e-12)
    assert round(math.log(10), 3) == 2.303


@verifies("eq:digits-standard-error")
def test_the_standard_error_is_the_spread_of_accuracies_over_many_test_sets() -> None:
    A, n = 0.9, 400
    accuracies = [nn.accuracy(RNG.random(n) < A, np.ones(n, dtype=bool)) for _ in range(4000)]
    # 4,000 accuracies give their spread to about 1 in 90, one standard deviation.
    assert np.std(accuracies) == pytest.approx(math.sqrt(A * (1 - A) / n), rel=0.05)


@verifies("eq:digits-confusion")
def test_the_confusion_matrix_counts_pairs() -> None:
    y, answers = RNG.integers(0, 10, 300), RNG.integers(0, 10, 300)
    M = nn.confusion_matrix(y, answers, 10)
    for i in range(10):
        for j in range(10):
            assert M[i, j] == sum((y[n] == i) * (answers[n] == j) for n in range(300))
