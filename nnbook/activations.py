r"""Activations: the functions that bend a weighted sum, their derivatives, and the layers that apply them.

Every function takes any shape, works entry by entry (softmax: row by row) and is safe for $|z| = 1000$.
"""

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_float, as_real
from nnbook._checks import number
from nnbook.layers import Layer


def relu(z: ArrayLike) -> Array:
    r"""Return $\max(0, z)$: what is above zero, and zero for the rest.

    Shapes: any → the same.
    Gradients: `relu_derivative`.
    Errors: TypeError if `z` is not made of numbers.
    Source: [Glorot et al., 2011](bibliography.md#glorot-2011).
    Derived in: "Features from a grades table".
    """
    return np.maximum(as_float(z, "relu"), 0)


def relu_derivative(z: ArrayLike) -> Array:
    """Return 1 where z > 0 and 0 elsewhere; at 0, where no derivative exists, 0 by convention.

    Shapes: any → the same.
    Errors: TypeError if `z` is not made of real numbers.
    Derived in: "Activations".
    """
    return np.heaviside(as_real(z, "relu_derivative"), 0)


def leaky_relu(z: ArrayLike, slope: float = 0.01) -> Array:
    """Return z where z > 0 and `slope` · z elsewhere.

    Arguments: `slope`, any finite number.
    Shapes: any → the same.
    Gradients: `leaky_relu_derivative`.
    Errors: TypeError if `z` is not made of numbers or `slope` is none; ValueError if `slope` is not finite.
    Source: [Maas et al., 2013](bibliography.md#maas-2013).
    Derived in: "Activations".
    """
    z, slope = as_float(z, "leaky_relu"), number(slope, "leaky_relu", "slope")
    return np.where(z > 0, z, slope * z)


def leaky_relu_derivative(z: ArrayLike, slope: float = 0.01) -> Array:
    """Return 1 where z > 0 and `slope` elsewhere, at 0 too by convention.

    Arguments: `slope`, that of `leaky_relu`.
    Shapes: any → the same.
    Errors: TypeError if `z` is not made of real numbers; those of `leaky_relu`.
    Derived in: "Activations".
    """
    z, slope = as_real(z, "leaky_relu_derivative"), number(slope, "leaky_relu_derivative", "slope")
    # The last arm is reached by nan alone and hands it on.
    return np.where(z > 0, z.dtype.type(1), np.where(z <= 0, z.dtype.type(slope), z))


def sigmoid(z: ArrayLike) -> Array:
    r"""Return $\sigma(z) = 1 / (1 + e^{-z})$, which lies between 0 and 1.

    Shapes: any → the same.
    Gradients: `sigmoid_derivative`.
    Errors: TypeError if `z` is not made of numbers.
    Derived in: "Activations".
    """
    z = as_float(z, "sigmoid")
    # e^{-|z|} never overflows; for z < 0 the fraction is expanded by e^z.
    e = np.exp(np.where(z.real > 0, -z, z))
    return np.where(z.real > 0, z.dtype.type(1), e) / (1 + e)


def sigmoid_derivative(z: ArrayLike) -> Array:
    r"""Return $\sigma'(z) = \sigma(z)(1 - \sigma(z))$.

    Shapes: any → the same.
    Errors: TypeError if `z` is not made of numbers.
    Derived in: "Activations".
    """
    z = as_float(z, "sigmoid_derivative")
    # 1 − σ(z) is σ(−z), which keeps its digits where σ(z) rounds to 1.
    return sigmoid(z) * sigmoid(-z)


def tanh(z: ArrayLike) -> Array:
    r"""Return $\tanh(z) = 2\sigma(2z) - 1$, which lies between −1 and 1.

    Shapes: any → the same.
    Gradients: `tanh_derivative`.
    Errors: TypeError if `z` is not made of numbers.
    Derived in: "Activations".
    """
    return np.tanh(as_float(z, "tanh"))


def tanh_derivative(z: ArrayLike) -> Array:
    r"""Return $1 - \tanh^2(z)$.

    Shapes: any → the same.
    Errors: TypeError if `z` is not made of numbers.
    Derived in: "Activations".
    """
    return 1 - np.tanh(as_float(z, "tanh_derivative")) ** 2


def softmax(z: ArrayLike) -> Array:
    r"""Return $e^{z_i} / \sum_j e^{z_j}$ along the last axis: positive numbers that add to 1.

    Shapes: (…, k) → (…, k).
    Gradients: `softmax_jacobian`.
    Errors: ValueError if a row is empty or its largest entry is infinite.
    Derived in: "Activations".
    """
    z = as_float(z, "softmax")
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(f"softmax: z must have at least one entry along its last axis, got shape {z.shape}.")
    top = np.max(z, axis=-1, keepdims=True)
    if np.isinf(top).any():
        row = top[np.isinf(top)][0]
        mend = "Check what came before it." if row.real > 0 else "Let one entry of the row be possible, not -inf."
        raise ValueError(f"softmax: the largest entry of every row must be finite, got {row}. {mend}")
    # Shift by the row maximum: exp(800) overflows, and the shift cancels.
    e = np.exp(z - top)
    return e / np.sum(e, axis=-1, keepdims=True)


def softmax_jacobian(z: ArrayLike) -> Array:
    r"""Return $\partial p_i / \partial z_j = p_i(\delta_{ij} - p_j)$ of $p = \mathrm{softmax}(z)$.

    Shapes: (…, k) → (…, k, k); symmetric, each row adds to 0.
    Errors: those of `softmax`.
    Derived in: "Activations".
    """
    p = softmax(z)
    return p[..., :, None] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :])


class ReLU(Layer):
    """`relu` as a layer.

    Shapes: any → the same.
    Gradients: dX = g · relu'(X), entry by entry.
    Errors: those of `Layer`.
    Derived in: "Activations".
    """

    def forward(self, X: ArrayLike) -> Array:
        """Return `relu(X)`."""
        self.output = np.maximum(as_float(X, "ReLU.forward"), 0)
        return self.output

    def backward(self, gradient: ArrayLike) -> Array:
        """Return `g * relu_derivative(X)`."""
        # The output is 0 or positive: its sign is the slope, and takes less time than a comparison.
        return self._upstream(gradient) * np.sign(self.output)


class LeakyReLU(Layer):
    """`leaky_relu` as a layer.

    Arguments: `slope`, that of the line below zero.
    Shapes: any → the same.
    Gradients: dX = g · leaky_relu'(X), entry by entry.
    Errors: those of `Layer`.
    Derived in: "Activations".
    """

    X: Array

    def __init__(self, slope: float = 0.01) -> None:
        self.slope = slope

    def forward(self, X: ArrayLike) -> Array:
        """Return `leaky_relu(X, slope)`."""
        self.X = as_float(X, "LeakyReLU.forward")
        self.output = leaky_relu(self.X, self.slope)
        return self.output

    def backward(self, gradient: ArrayLike) -> Array:
        """Return `g * leaky_relu_derivative(X, slope)`."""
        return self._upstream(gradient) * leaky_relu_derivative(self.X, self.slope)


class Sigmoid(Layer):
    """`sigmoid` as a layer.

    Shapes: any → the same.
    Gradients: dX = g · a(1 − a), entry by entry, with a = sigmoid(X).
    Errors: those of `Layer`.
    Derived in: "Activations".
    """

    def forward(self, X: ArrayLike) -> Array:
        """Return `sigmoid(X)`."""
        self.output = sigmoid(as_float(X, "Sigmoid.forward"))
        return self.output

    def backward(self, gradient: ArrayLike) -> Array:
        """Return `g * a * (1 - a)`."""
        g, a = self._upstream(gradient), self.output
        return g * a * (1 - a)


class Tanh(Layer):
    """`tanh` as a layer.

    Shapes: any → the same.
    Gradients: dX = g · (1 − a²), entry by entry, with a = tanh(X).
    Errors: those of `Layer`.
    Derived in: "Activations".
    """

    def forward(self, X: ArrayLike) -> Array:
        """Return `tanh(X)`."""
        self.output = np.tanh(as_float(X, "Tanh.forward"))
        return self.output

    def backward(self, gradient: ArrayLike) -> Array:
        """Return `g * (1 - a**2)`."""
        g, a = self._upstream(gradient), self.output
        return g * (1 - a**2)


class Softmax(Layer):
    r"""`softmax` as a layer; with cross-entropy prefer logits and `SoftmaxCrossEntropy`.

    Shapes: (n, k) → (n, k).
    Gradients: $dX_i = p_i (g_i - \sum_j g_j p_j)$: the Jacobian times g, row by row.
    Errors: those of `softmax` and `Layer`.
    Derived in: "Backpropagation, the calculus".
    """

    def forward(self, X: ArrayLike) -> Array:
        """Return `softmax(X)`."""
        self.output = softmax(as_float(X, "Softmax.forward"))
        return self.output

    def backward(self, gradient: ArrayLike) -> Array:
        """Return `p * (g - sum(g * p))` for every row."""
        g, p = self._upstream(gradient), self.output
        return p * (g - np.sum(g * p, axis=-1, keepdims=True))
