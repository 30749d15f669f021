"""Every differentiable object of the library, and the three independent gradients that each must meet.

To have a new layer tested, list it in `CASES` with `layer_case`, a new loss with `loss_case`. The reference is the
formula written once more with `autograd.numpy`, independently of the library. `python -m tests.gradients` prints
the errors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np

import nnbook as nn

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Case:
    """A scalar function of named arrays, its gradient by the library, and the same function for autograd."""

    name: str
    inputs: Arrays
    value: Callable[[Arrays], complex]
    gradient: Callable[[Arrays], Arrays]
    reference: Callable[[Arrays], float]


def away_from(kinks: tuple[float, ...], values: np.ndarray, gap: float = 0.05) -> np.ndarray:
    """Move the values that a difference quotient would carry across a kink."""
    for kink in kinks:
        values = np.where(np.abs(values - kink) < gap, kink + 2 * gap, values)
    return values


def numbers(*shape: int, seed: int = 0) -> np.ndarray:
    """Return normal numbers, none of them close to 0."""
    return away_from((0.0,), np.random.default_rng([seed, *shape]).normal(size=shape))


def layer_case(name: str, make: Callable[[], nn.Layer], X: np.ndarray, reference: Callable[..., np.ndarray]) -> Case:
    """Weigh a layer's outputs at random into one number; `reference(X, **parameters)` returns the output.

    `make` returns the layer; its parameters are replaced by the arrays under test, complex ones too.
    """
    layer = make()
    inputs = {"X": X} | {key: away_from((0.0,), array.copy()) for key, array in layer.named_parameters().items()}
    R = numbers(*layer.forward(X).shape, seed=1)

    def run(arrays: Arrays) -> tuple[nn.Layer, np.ndarray]:
        layer = make()
        # The complex step makes one array complex; the layer then computes with complex numbers throughout.
        dtype = np.result_type(*arrays.values())
        for key in layer.parameter_names:
            setattr(layer, key, arrays[key].astype(dtype))
        return layer, layer.forward(arrays["X"].astype(dtype))

    def gradient(arrays: Arrays) -> Arrays:
        layer, _ = run(arrays)
        return {"X": layer.backward(R)} | layer.named_gradients()

    def again(arrays: Arrays) -> float:
        return anp.sum(R * reference(arrays["X"], **{key: arrays[key] for key in layer.parameter_names}))

    return Case(name, inputs, lambda arrays: np.sum(R * run(arrays)[1]), gradient, again)


def loss_case(
    name: str, loss: nn.Loss, prediction: np.ndarray, target: np.ndarray, reference: Callable[..., float]
) -> Case:
    """Take a loss as a function of its prediction; `reference(prediction, target)` returns the number."""
    return Case(
        name,
        {"prediction": prediction},
        lambda arrays: loss(arrays["prediction"], target),
        lambda arrays: {"prediction": loss.gradient(arrays["prediction"], target)},
        lambda arrays: reference(arrays["prediction"], target),
    )


def function_case(
    name: str,
    function: Callable[..., Any],
    derivative: Callable[..., Any],
    z: np.ndarray,
    reference: Callable[..., np.ndarray],
) -> Case:
    """Weigh an entry-by-entry function's values into one number; `derivative` is the library's."""
    R = numbers(*z.shape, seed=2)
    return Case(
        name,
        {"z": z},
        lambda arrays: np.sum(R * function(arrays["z"])),
        lambda arrays: {"z": R * derivative(arrays["z"])},
        lambda arrays: anp.sum(R * reference(arrays["z"])),
    )


def central(case: Case, h: float = 3e-4) -> Arrays:
    """Central differences of fourth order: the error falls as h⁴, so that h may be large and rounding small."""

    def slope(key: str, index: tuple[int, ...]) -> float:
        def at(shift: float) -> complex:
            moved = case.inputs[key].copy()
            moved[index] += shift
            return case.value(case.inputs | {key: moved})

        return ((8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)).real

    return _everywhere(case, slope)


def complex_step(case: Case, h: float = 1e-30) -> Arrays:
    """Im f(x + ih) / h: nothing is subtracted, so nothing is rounded away."""

    def slope(key: str, index: tuple[int, ...]) -> float:
        moved = case.inputs[key].astype(complex)
        moved[index] += 1j * h
        return complex(case.value(case.inputs | {key: moved})).imag / h

    return _everywhere(case, slope)


def automatic(case: Case) -> Arrays:
    """Reverse-mode automatic differentiation of the reference by HIPS autograd."""
    return autograd.grad(case.reference)(case.inputs)


def relative_error(case: Case, expected: Arrays) -> float:
    """Return the largest error of any gradient of the case, relative to that gradient's largest entry."""
    found = case.gradient(case.inputs)
    assert found.keys() == expected.keys(), (found.keys(), expected.keys())
    for key in found:
        assert found[key].shape == case.inputs[key].shape, key
        assert found[key].dtype == np.float64, key
    return max(
        float(np.max(np.abs(found[key] - expected[key])) / max(np.max(np.abs(expected[key])), 1e-300)) for key in found
    )


def _everywhere(case: Case, slope: Callable[[str, tuple[int, ...]], float]) -> Arrays:
    return {
        key: np.array([slope(key, index) for index in np.ndindex(array.shape)]).reshape(array.shape)
        for key, array in case.inputs.items()
    }


def softmax(z: np.ndarray) -> np.ndarray:
    """Softmax for autograd."""
    e = anp.exp(z)
    return e / anp.sum(e, axis=-1, keepdims=True)


def _softmax_product(z: np.ndarray) -> np.ndarray:
    """R @ J row by row: what the chain rule makes of the Jacobian."""
    return np.einsum("nij,ni->nj", nn.softmax_jacobian(z), numbers(*z.shape, seed=2)) / numbers(*z.shape, seed=2)


Z = numbers(4, 3)
P = np.random.default_rng(5).uniform(0.1, 0.9, (4, 3))
Y = numbers(4, 3, seed=7)
LABELS = np.array([0, 2, 1, 2])
ONE_HOT = np.eye(3)[LABELS]
YES_NO = np.array([[0, 1, 0.3], [1, 1, 0], [0, 0, 1], [0.7, 0, 1]])


def _dense() -> nn.Dense:
    return nn.Dense(3, 5, rng=np.random.default_rng(3))


def _conv(stride: int, padding: int) -> Callable[[], nn.Conv2d]:
    return lambda: nn.Conv2d(2, 3, 2, stride=stride, padding=padding, rng=np.random.default_rng(4))


def _correlation(stride: int, padding: int) -> Callable[..., np.ndarray]:
    """Return the formula of the layer for autograd, place by place."""

    def reference(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
        p = padding
        X = anp.pad(X, ((0, 0), (0, 0), (p, p), (p, p)), "constant")
        size = (X.shape[2] - 2) // stride + 1
        rows = [
            anp.stack(
                [
                    anp.sum(X[:, None, :, stride * i : stride * i + 2, stride * j : stride * j + 2] * W, axis=(2, 3, 4))
                    + b
                    for j in range(size)
                ],
                axis=-1,
            )
            for i in range(size)
        ]
        return anp.stack(rows, axis=-2)

    return reference


def _squares(X: np.ndarray) -> np.ndarray:
    """Return (n, channels, h, w, 4): the pixels of every square of 2 × 2, whole ones only."""
    X = X[:, :, : X.shape[2] // 2 * 2, : X.shape[3] // 2 * 2]
    return anp.stack([X[:, :, u::2, v::2] for u in range(2) for v in range(2)], axis=-1)


CASES: list[Case] = [
    function_case("relu", nn.relu, nn.relu_derivative, Z, lambda z: anp.maximum(z, 0)),
    function_case("leaky_relu", nn.leaky_relu, nn.leaky_relu_derivative, Z, lambda z: anp.where(z > 0, z, 0.01 * z)),
    function_case("sigmoid", nn.sigmoid, nn.sigmoid_derivative, Z, lambda z: 1 / (1 + anp.exp(-z))),
    function_case("tanh", nn.tanh, nn.tanh_derivative, Z, anp.tanh),
    function_case("softmax", nn.softmax, _softmax_product, Z, softmax),
    layer_case("Dense", _dense, Z, lambda X, W, b: anp.dot(X, W) + b),
    layer_case("Conv2d", _conv(1, 0), numbers(2, 2, 4, 4), _correlation(1, 0)),
    layer_case("Conv2d with stride and padding", _conv(2, 1), numbers(2, 2, 4, 4), _correlation(2, 1)),
    layer_case("MaxPool2d", nn.MaxPool2d, numbers(2, 2, 5, 4), lambda X: anp.max(_squares(X), axis=-1)),
    layer_case("AvgPool2d", nn.AvgPool2d, numbers(2, 2, 5, 4), lambda X: anp.mean(_squares(X), axis=-1)),
    layer_case("Flatten", nn.Flatten, numbers(2, 3, 2), lambda X: anp.reshape(X, (2, 6))),
    layer_case("ReLU", nn.ReLU, Z, lambda X: anp.maximum(X, 0)),
    layer_case("LeakyReLU", lambda: nn.LeakyReLU(0.2), Z, lambda X: anp.where(X > 0, X, 0.2 * X)),
    layer_case("Sigmoid", nn.Sigmoid, Z, lambda X: 1 / (1 + anp.exp(-X))),
    layer_case("Tanh", nn.Tanh, Z, anp.tanh),
    layer_case("Softmax", nn.Softmax, Z, softmax),
    layer_case("Softmax of three axes", nn.Softmax, numbers(2, 3, 4), softmax),
    loss_case("SumSquaredError", nn.SumSquaredError(), Z, Y, lambda p, y: anp.sum((p - y) ** 2)),
    loss_case("MeanSquaredError", nn.MeanSquaredError(), Z, Y, lambda p, y: anp.sum((p - y) ** 2) / 4),
    loss_case("SumAbsoluteError", nn.SumAbsoluteError(), Z, Y, lambda p, y: anp.sum(anp.abs(p - y))),
    loss_case("MeanAbsoluteError", nn.MeanAbsoluteError(), Z, Y, lambda p, y: anp.sum(anp.abs(p - y)) / 4),
    loss_case("MeanBiasError", nn.MeanBiasError(), Z, Y, lambda p, y: anp.sum(p - y) / 4),
    loss_case(
        "Huber",
        nn.Huber(0.7),
        Z,
        Z + away_from((-0.7, 0.7), 3 * Y),
        lambda p, y: anp.sum(anp.where(anp.abs(p - y) <= 0.7, (p - y) ** 2 / 2, 0.7 * (anp.abs(p - y) - 0.35))) / 4,
    ),
    loss_case(
        "BinaryCrossEntropy",
        nn.BinaryCrossEntropy(),
        P,
        YES_NO,
        lambda p, y: -anp.sum(y * anp.log(p) + (1 - y) * anp.log(1 - p)) / 4,
    ),
    loss_case(
        "CategoricalCrossEntropy",
        nn.CategoricalCrossEntropy(),
        P,
        ONE_HOT,
        lambda p, y: -anp.sum(y * anp.log(p)) / 4,
    ),
    loss_case(
        "SoftmaxCrossEntropy",
        nn.SoftmaxCrossEntropy(),
        Z,
        LABELS,
        lambda z, y: -anp.sum(ONE_HOT * anp.log(softmax(z))) / 4,
    ),
]

METHODS: dict[str, tuple[Callable[[Case], Arrays], float]] = {
    "central difference": (central, 1e-9),
    "complex step": (complex_step, 1e-12),
    "autograd": (automatic, 1e-12),
}


def table() -> str:
    """Every case's relative error against each method, and the worst of each."""
    errors = {case.name: [relative_error(case, method(case)) for method, _ in METHODS.values()] for case in CASES}
    errors["worst"] = [max(column) for column in zip(*errors.values(), strict=True)]
    wide = max(map(len, errors))
    lines = [f"{'relative error':<{wide}}" + "".join(f"{name:>20}" for name in METHODS)]
    lines += [f"{name:<{wide}}" + "".join(f"{error:>20.1e}" for error in row) for name, row in errors.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
