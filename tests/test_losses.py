"""Losses: values by hand, properties, the edges, and the errors that teach."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnbook as nn
from tests.strategies import FLOATS, pairs

P = np.array([[1.0, 4.0], [2.0, -1.0]])
Y = np.array([[0.0, 2.0], [2.0, 2.0]])  # errors 1, 2 / 0, -3
DISTANCES = [
    (nn.SumSquaredError(), 14.0, [[2, 4], [0, -6]]),
    (nn.MeanSquaredError(), 7.0, [[1, 2], [0, -3]]),
    (nn.SumAbsoluteError(), 6.0, [[1, 1], [0, -1]]),
    (nn.MeanAbsoluteError(), 3.0, [[0.5, 0.5], [0, -0.5]]),
    (nn.MeanBiasError(), 0.0, [[0.5, 0.5], [0.5, 0.5]]),
    (nn.Huber(), (0.5 + 1.5 + 0 + 2.5) / 2, [[0.5, 0.5], [0, -0.5]]),
    (nn.Huber(2.0), (0.5 + 2 + 0 + 4) / 2, [[0.5, 1], [0, -1]]),
]
ENTROPIES = [nn.BinaryCrossEntropy(), nn.CategoricalCrossEntropy(), nn.SoftmaxCrossEntropy()]
LOSSES = [loss for loss, _, _ in DISTANCES[:-1]] + ENTROPIES
MEANS = [loss for loss in LOSSES if not repr(loss).startswith("Sum")]
PROBABILITIES = np.array([[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]])


@pytest.mark.parametrize(("loss", "value", "gradient"), DISTANCES, ids=repr)
def test_value_and_gradient_are_those_computed_by_hand(loss, value, gradient) -> None:
    assert loss(P, Y) == pytest.approx(value, abs=1e-15)
    assert isinstance(loss(P, Y), float)
    np.testing.assert_allclose(loss.gradient(P, Y), gradient, rtol=1e-15)


@pytest.mark.parametrize(("loss", "value", "gradient"), DISTANCES, ids=repr)
def test_one_axis_counts_examples(loss, value, gradient) -> None:
    """Four examples of one output: the sums stay, the means halve."""
    share = 1 if "Sum" in repr(loss) else 2
    assert loss(P.ravel(), Y.ravel()) == pytest.approx(value / share, abs=1e-15)
    np.testing.assert_allclose(loss.gradient(P.ravel(), Y.ravel()), np.ravel(gradient) / share)


def test_cross_entropies_are_those_computed_by_hand() -> None:
    value = (np.log(2) + np.log(4 / 3)) / 2
    loss = nn.CategoricalCrossEntropy()
    assert loss(PROBABILITIES, [0, 2]) == pytest.approx(value, rel=1e-15)
    assert loss(PROBABILITIES, nn.one_hot([0, 2], 3)) == pytest.approx(value, rel=1e-15)
    np.testing.assert_allclose(loss.gradient(PROBABILITIES, [0, 2]), [[-1, 0, 0], [0, 0, -2 / 3]])
    loss = nn.SoftmaxCrossEntropy()
    z = np.log(PROBABILITIES) + np.array([[3.0], [-7.0]])
    assert loss(z, [0, 2]) == pytest.approx(value, rel=1e-14)
    np.testing.assert_allclose(loss.gradient(z, [0, 2]), [[-0.25, 0.125, 0.125], [0.0625, 0.0625, -0.125]])
    loss = nn.BinaryCrossEntropy()
    assert loss([0.5, 0.75], [1, 0]) == pytest.approx((np.log(2) + np.log(4)) / 2, rel=1e-15)
    np.testing.assert_allclose(loss.gradient([0.5, 0.75], [1, 0]), [-1, 2])


@given(pairs())
def test_every_distance_is_zero_at_the_target(pair) -> None:
    for loss, _, _ in DISTANCES:
        assert loss(pair[0], pair[0]) == 0


@given(pairs())
def test_mse_is_the_sum_of_squares_over_the_number_of_examples(pair) -> None:
    n = len(pair[0])
    assert nn.MeanSquaredError()(*pair) == pytest.approx(nn.SumSquaredError()(*pair) / n, rel=1e-14)
    assert nn.MeanAbsoluteError()(*pair) == pytest.approx(nn.SumAbsoluteError()(*pair) / n, rel=1e-14)


@given(pairs())
def test_mean_bias_error_lets_opposite_errors_cancel(pair) -> None:
    p, y = pair
    loss = nn.MeanBiasError()
    assert loss(p, y) == pytest.approx(-loss(y, p), abs=1e-12)
    assert abs(loss(p, y)) <= nn.MeanAbsoluteError()(p, y) + 1e-12


@given(pairs(), st.floats(0.1, 10))
def test_huber_lies_below_half_the_square_and_below_delta_times_the_absolute(pair, delta) -> None:
    value = nn.Huber(delta)(*pair)
    assert value <= nn.MeanSquaredError()(*pair) / 2 * (1 + 1e-12)
    assert value <= delta * nn.MeanAbsoluteError()(*pair) * (1 + 1e-12)


@given(pairs(-1, 1))
def test_huber_with_a_wide_delta_is_half_the_mean_squared_error(pair) -> None:
    assert nn.Huber(10.0)(*pair) == pytest.approx(nn.MeanSquaredError()(*pair) / 2, rel=1e-12, abs=1e-300)


@given(pairs())
def test_softmax_cross_entropy_is_softmax_then_cross_entropy(pair) -> None:
    z = pair[0] / 10
    labels = np.arange(len(z)) % z.shape[1]
    expected = nn.CategoricalCrossEntropy()(nn.softmax(z), labels)
    assert nn.SoftmaxCrossEntropy()(z, labels) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(pairs())
def test_gradient_of_softmax_cross_entropy_is_p_minus_y_and_adds_to_zero(pair) -> None:
    z = pair[0]
    n, k = z.shape
    labels = np.arange(n) % k
    g = nn.SoftmaxCrossEntropy().gradient(z, labels)
    np.testing.assert_allclose(g, (nn.softmax(z) - nn.one_hot(labels, k)) / n, atol=1e-15)
    np.testing.assert_allclose(g.sum(axis=1), 0, atol=1e-15)


@given(pairs(0.01, 0.99))
def test_binary_cross_entropy_of_one_output_is_the_categorical_one_of_two(pair) -> None:
    p, y = pair
    p, y = p[:, :1], np.round(y[:, :1])
    both = nn.CategoricalCrossEntropy()(np.hstack([1 - p, p]), np.hstack([1 - y, y]))
    assert nn.BinaryCrossEntropy()(p, y) == pytest.approx(both, rel=1e-12)


@pytest.mark.parametrize("dtype", FLOATS)
def test_softmax_cross_entropy_is_safe_for_large_logits(dtype) -> None:
    z = np.array([[1000, -1000, 0], [1000, -1000, 0]], dtype)
    value, g = nn.SoftmaxCrossEntropy().value_and_gradient(z, [0, 1])
    assert value == 1000
    np.testing.assert_array_equal(g, [[0, 0, 0], [0.5, -0.5, 0]])
    assert g.dtype == dtype


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("loss", ENTROPIES[:2], ids=repr)
def test_a_certain_and_wrong_answer_costs_much_but_not_infinity(loss, dtype) -> None:
    p, y = np.array([[0, 1], [1, 0]], dtype), np.array([[1, 0], [1, 0]], dtype)
    value, g = loss.value_and_gradient(p, y)
    logs = {"BinaryCrossEntropy()": 2, "CategoricalCrossEntropy()": 1}[repr(loss)]
    assert value == pytest.approx(-logs * np.log(np.finfo(dtype).eps) / 2, rel=1e-3)
    assert np.isfinite(g).all()
    assert g.dtype == dtype
    assert g[0, 0] == pytest.approx(-0.5 / np.finfo(dtype).eps, rel=1e-3)
    assert loss(y, y) == pytest.approx(0, abs=4 * float(np.finfo(dtype).eps))


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_gradient_has_the_dtype_of_the_prediction_whatever_the_target(loss) -> None:
    p = np.array([[0.25, 0.75]], np.float32)
    for y in ([[1, 0]], np.array([[1.0, 0.0]]), np.array([[True, False]])):
        assert loss.gradient(p, y).dtype == np.float32
    assert loss.gradient([[0.25, 0.75]], [[1, 0]]).dtype == np.float64


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_arguments_are_not_changed_and_may_be_views(loss) -> None:
    p = np.repeat(np.array([[0.25, 0.75], [0.5, 0.5]]), 2, axis=1)[:, ::2]
    y = np.asfortranarray(nn.one_hot([0, 1], 2))
    p.flags.writeable = y.flags.writeable = False
    expected = loss.value_and_gradient(p.copy(), y.copy())
    found = loss.value_and_gradient(p, y)
    assert found[0] == expected[0]
    np.testing.assert_array_equal(found[1], expected[1])
    assert loss(p.tolist(), y.tolist()) == expected[0]


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_nan_is_handed_on(loss) -> None:
    value, g = loss.value_and_gradient([[np.nan, 0.5]], [[1.0, 0.0]])
    assert np.isnan(value)
    assert g.shape == (1, 2)


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_infinity_is_refused(loss) -> None:
    name = type(loss).__name__
    text = r": the {} contains inf\. If it grew there in training, lower the learning rate\.$"
    with pytest.raises(FloatingPointError, match=f"^{name}{text.format('prediction')}"):
        loss([[np.inf, 0.5]], [[1.0, 0.0]])
    with pytest.raises(FloatingPointError, match=f"^{name}{text.format('target')}"):
        loss([[0.5, 0.5]], [[1.0, -np.inf]])
    assert np.isfinite(nn.MeanAbsoluteError()([[1e200]], [[0.0]]))  # large is not infinite


@pytest.mark.parametrize("loss", [nn.SumSquaredError(), nn.MeanSquaredError()], ids=repr)
@pytest.mark.parametrize("far", [1e200, 1.7e308, np.float32(3e30)])
def test_a_square_that_no_float_can_hold_says_so_and_warns_of_nothing(loss, far) -> None:
    p = np.array([[far], [-far]])
    text = (
        f"{type(loss).__name__}: the squared error must fit into a float, got errors up to {2 * float(far):.3g}. "
        "If it grew in training, lower the learning rate."
    )
    with pytest.raises(FloatingPointError, match=f"^{re.escape(text)}$"):
        loss(p, -p)
    assert loss([[1e150]], [[0.0]]) == pytest.approx(1e300)
    assert np.isnan(loss([[np.nan], [1e200]], [[0.0], [0.0]]))


@pytest.mark.parametrize("row", [[0.5, 0.6], [0.0, 0.0], [0.5, 0.4]])
def test_rows_of_a_target_that_do_not_add_to_one_are_refused(row) -> None:
    loss = nn.SoftmaxCrossEntropy()
    text = (
        f"SoftmaxCrossEntropy: every row of the target must add to 1, got {row} in row 1. "
        "For a class give its label, or divide the row by its sum."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        loss([[0.5, 0.5], [0.5, 0.5]], [[1, 0], row])
    thirds = np.array([[1, 2]], np.float32) / np.float32(3)
    assert loss([[0.5, 0.5]], thirds) == pytest.approx(loss([[0.5, 0.5]], [1]), rel=1e-6)


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_different_shapes_are_refused(loss) -> None:
    with pytest.raises(
        ValueError,
        match=rf"^{type(loss).__name__}: prediction and target must have the same shape, got \(2, 3\) and \(2, 2\)\. "
        r"Labels need one_hot; a column of predictions needs target\[:, None\]\.$",
    ):
        loss(np.full((2, 3), 0.5), np.zeros((2, 2)))


@pytest.mark.parametrize("loss", MEANS, ids=repr)
def test_a_mean_over_no_examples_is_refused(loss) -> None:
    with pytest.raises(
        ValueError,
        match=rf"^{type(loss).__name__}: the mean over the examples needs at least one, got shape \(0, 2\)\. Rows are",
    ):
        loss(np.zeros((0, 2)), np.zeros((0, 2)))


@pytest.mark.parametrize("loss", MEANS[:4], ids=repr)
def test_a_mean_of_a_single_number_is_refused(loss) -> None:
    with pytest.raises(ValueError, match=r"needs at least one, got shape \(\)"):
        loss(1.0, 2.0)


@pytest.mark.parametrize("loss", [nn.SumSquaredError(), nn.SumAbsoluteError()], ids=repr)
def test_a_sum_over_no_examples_is_zero_and_a_single_number_is_fine(loss) -> None:
    assert loss(np.zeros((0, 2)), np.zeros((0, 2))) == 0
    assert loss(3.0, 2.0) == 1


@pytest.mark.parametrize(("loss", "layer"), [(ENTROPIES[0], "Sigmoid"), (ENTROPIES[1], "Softmax")], ids=repr)
@pytest.mark.parametrize("p", [-0.1, 1.1])
def test_what_is_no_probability_is_refused(loss, layer, p) -> None:
    text = rf": predictions must be probabilities from 0 to 1; end the network with {layer}\(\)\.$"
    with pytest.raises(ValueError, match=f"^{type(loss).__name__}{text}"):
        loss([[p, 0.5]], [[1, 0]])


@pytest.mark.parametrize("loss", ENTROPIES[1:], ids=repr)
def test_labels_are_checked(loss) -> None:
    name, p = type(loss).__name__, PROBABILITIES
    with pytest.raises(ValueError, match=rf"^{name}: labels must be 0 … 2 for 3 outputs, got 0 … 3\.$"):
        loss(p, [0, 3])
    with pytest.raises(ValueError, match=rf"^{name}: labels must be 0 … 2 for 3 outputs, got -1 … 0\.$"):
        loss(p, [0, -1])
    text = rf"^{name}: labels must be 2 integers, one for each row, got shape \({{}},\) of dtype {{}}\.$"
    with pytest.raises(ValueError, match=text.format(3, "int64")):
        loss(p, [0, 1, 2])
    with pytest.raises(ValueError, match=text.format(2, "float64")):
        loss(p, [0.0, 1.0])
    with pytest.raises(
        ValueError, match=rf"^{name}: the prediction must have shape \(n, k\), one column for each class, g"
    ):
        loss([0.5, 0.5], [0, 1])
    with pytest.raises(ValueError, match="needs at least one"):
        loss(np.zeros((0, 3)), [])
    for dtype in (np.uint8, np.int8, np.int64, np.uint64):
        assert loss(p, np.array([0, 2], dtype)) == loss(p, [0, 2])
    assert loss(p[:, :1] / p[:, :1], [0, 0]) == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("delta", [0.0, -1.0, np.nan])
def test_huber_refuses_a_delta_that_is_not_positive(delta) -> None:
    with pytest.raises(ValueError, match=rf"^Huber: delta must be positive, got {delta}\.$"):
        nn.Huber(delta)


def test_losses_name_themselves() -> None:
    assert repr(nn.MeanSquaredError()) == "MeanSquaredError()"
    assert repr(nn.Huber()) == "Huber(delta=1.0)"
    assert repr(nn.Huber(2.0)) == "Huber(delta=2.0)"


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_text_is_refused_by_name(loss) -> None:
    for prediction, target in (([["a", "b"]], [[0.0, 1.0]]), ([[0.5, 0.5]], [["a", "b"]])):
        with pytest.raises(TypeError, match=rf"^{type(loss).__name__}: expected numbers, got an array of dtype <U1"):
            loss(prediction, target)


@pytest.mark.parametrize("loss", ENTROPIES[1:], ids=repr)
def test_labels_too_give_a_gradient_in_the_dtype_of_the_prediction(loss) -> None:
    assert loss.gradient(PROBABILITIES.astype(np.float32), [0, 2]).dtype == np.float32


@pytest.mark.parametrize("loss", ENTROPIES[:2], ids=repr)
def test_at_0_and_1_a_complex_step_agrees_with_the_gradient(loss) -> None:
    p, y, h = np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]]), 1e-30
    slopes = [loss(p + 1j * h * unit, y).imag / h for unit in np.eye(2)]
    np.testing.assert_allclose(slopes, loss.gradient(p, y)[0], rtol=1e-12)


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_a_target_that_is_no_array_of_real_numbers_is_refused_by_name(loss) -> None:
    name, p = type(loss).__name__, [[0.5, 0.5], [0.5, 0.5]]
    with pytest.raises(ValueError, match=f"^{name}: the rows have different lengths"):
        loss(p, [[1.0], [0.0, 1.0]])
    with pytest.raises(TypeError, match=f"^{name}: the target: complex numbers would lose their imaginary part"):
        loss(p, [[1j, 0], [0, 1]])


@pytest.mark.parametrize("target", [5.0, 1.1, -1.0])
def test_the_target_of_yes_or_no_lies_between_them(target: float) -> None:
    with pytest.raises(
        ValueError, match=r"^BinaryCrossEntropy: targets must be 0 for no and 1 for yes, or lie between"
    ):
        nn.BinaryCrossEntropy()([0.5, 0.5], [target, 0.0])
