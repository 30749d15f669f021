"""The equations of "Numbers in boxes", in plain Python against NumPy and the dense layer."""

import numpy as np

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(1)
SHAPES = [(1, 1, 1), (2, 3, 4), (3, 2, 2), (5, 1, 3)]


def boxes(*shape: int) -> np.ndarray:
    # Whole numbers, so that every sum is exact.
    return RNG.integers(-9, 10, shape).astype(float)


@verifies("eq:tensors-addition")
def test_addition_goes_entry_by_entry() -> None:
    for n, m, _ in SHAPES:
        A, B = boxes(n, m), boxes(n, m)
        total = [[A[i][j] + B[i][j] for j in range(m)] for i in range(n)]
        assert (A + B).tolist() == total
        # Two layers side by side add up to the layer of the added weights.
        x = boxes(1, n)
        zero = np.zeros(m)
        both = nn.Dense.from_arrays(A, zero)(x) + nn.Dense.from_arrays(B, zero)(x)
        assert np.array_equal(nn.Dense.from_arrays(total, zero)(x), both)


@verifies("eq:tensors-scalar")
def test_a_scalar_multiplies_every_entry() -> None:
    for n, m, _ in SHAPES:
        A, c = boxes(n, m), 3.0
        scaled = [[c * A[i][j] for j in range(m)] for i in range(n)]
        assert (c * A).tolist() == scaled
        x, zero = boxes(1, n), np.zeros(m)
        assert np.array_equal(nn.Dense.from_arrays(scaled, zero)(x), c * nn.Dense.from_arrays(A, zero)(x))


@verifies("eq:tensors-product")
def test_the_product_takes_rows_with_columns() -> None:
    for n, m, k in SHAPES:
        A, B = boxes(n, m), boxes(m, k)
        product = [[sum(A[i][h] * B[h][j] for h in range(m)) for j in range(k)] for i in range(n)]
        assert nn.Dense.from_arrays(B, np.zeros(k))(A).tolist() == product
        assert (A @ B).tolist() == product


@verifies("eq:tensors-transpose")
def test_the_transpose_swaps_row_and_column() -> None:
    for n, m, _ in SHAPES:
        A = boxes(n, m)
        turned = [[A[j][i] for j in range(n)] for i in range(m)]
        assert A.T.tolist() == turned
        # The way back through a dense layer multiplies by its transposed weights.
        layer, g = nn.Dense.from_arrays(A, np.zeros(m)), boxes(2, m)
        layer.forward(boxes(2, n))
        assert np.array_equal(layer.backward(g), g @ np.array(turned))


@verifies("eq:tensors-transpose-product")
def test_the_transpose_of_a_product_turns_the_order_round() -> None:
    for n, m, k in SHAPES:
        A, B = boxes(n, m), boxes(m, k)
        left = nn.Dense.from_arrays(B, np.zeros(k))(A).T
        right = nn.Dense.from_arrays(A.T, np.zeros(n))(B.T)
        assert np.array_equal(left, right)


@verifies("eq:tensors-broadcast")
def test_a_vector_is_added_to_every_row() -> None:
    for n, m, _ in SHAPES:
        A, b = boxes(n, m), boxes(m)
        total = [[A[i][j] + b[j] for j in range(m)] for i in range(n)]
        assert (A + b).tolist() == total
        assert nn.Dense.from_arrays(np.eye(m), b)(A).tolist() == total


@verifies("eq:tensors-rows")
def test_the_rows_of_a_matrix_are_the_images_of_the_unit_vectors() -> None:
    for _ in range(20):
        W, (x1, x2) = boxes(2, 2), boxes(2)
        mixture = [x1 * W[0][0] + x2 * W[1][0], x1 * W[0][1] + x2 * W[1][1]]
        layer = nn.Dense.from_arrays(W, [0.0, 0.0])
        assert layer([[x1, x2]]).tolist() == [mixture]
        assert np.array_equal(layer(np.eye(2)), W)
