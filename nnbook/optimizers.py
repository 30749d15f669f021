r"""Optimisers: rules that move the parameters $\theta$ against the gradient $\nabla C(\theta)$.

A rule changes the parameter vector in place. It keeps what it remembers (velocity, moments) for
one vector; give every network an optimiser of its own.
"""

import math
from collections.abc import Callable

import numpy as np

from nnbook._arrays import Array

Rate = float | Callable[[int], float]


class Optimizer:
    """What the rules share: the count of steps, the learning rate, and checked arguments.

    Shapes: parameters and gradients alike, usually the flat vectors of a `Network`.
    Errors: ValueError if shapes or dtypes differ, or a rate is not positive.
    Derived in: "Gradient descent".
    """

    def __init__(self, learning_rate: Rate) -> None:
        if not callable(learning_rate) and not learning_rate > 0:
            message = (
                f"{type(self).__name__}: learning_rate must be positive, got {learning_rate}. "
                "The minus sign of the descent is already in the rule."
            )
            raise ValueError(message)
        self.learning_rate = learning_rate
        self.steps = 0

    @property
    def rate(self) -> float:
        """The learning rate of the next step."""
        return float(self.learning_rate(self.steps)) if callable(self.learning_rate) else self.learning_rate

    def step(self, parameters: Array, gradients: Array) -> None:
        """Move `parameters` by one step, in place."""
        if parameters.shape != gradients.shape or parameters.dtype != gradients.dtype:
            message = (
                f"{type(self).__name__}.step: parameters and gradients must have the same shape and dtype, "
                f"got {parameters.shape} {parameters.dtype} and {gradients.shape} {gradients.dtype}."
            )
            raise ValueError(message)
        self._step(parameters, gradients)
        self.steps += 1

    def _step(self, parameters: Array, gradients: Array) -> None:
        raise NotImplementedError


class SGD(Optimizer):
    r"""Gradient descent $\theta \leftarrow \theta - \eta g$, with momentum if wanted.

    With momentum $\mu$ a velocity is kept: $u \leftarrow \mu u + g$, $\theta \leftarrow \theta - \eta u$;
    Nesterov's variant steps by $\eta (g + \mu u)$.

    Shapes: parameters and gradients alike.
    Errors: those of `Optimizer`; ValueError unless 0 ≤ momentum < 1, or if nesterov comes without momentum.
    Derived in: "Stochastic, mini-batch, momentum, Adam".

    It is stochastic when the gradient is that of a mini-batch; with that of all examples it is plain
    gradient descent.
    """

    def __init__(self, learning_rate: Rate, *, momentum: float = 0.0, nesterov: bool = False) -> None:
        super().__init__(learning_rate)
        if not 0 <= momentum < 1:
            message = f"SGD: momentum must be at least 0 and below 1, got {momentum}."
            raise ValueError(message)
        if nesterov and momentum == 0:
            message = "SGD: nesterov=True needs momentum, for example momentum=0.9."
            raise ValueError(message)
        self.momentum, self.nesterov = momentum, nesterov
        self.velocity: Array | None = None

    def _step(self, parameters: Array, gradients: Array) -> None:
        step = gradients
        if self.momentum:
            if self.velocity is None:
                self.velocity = np.zeros_like(parameters)
            u = self.velocity
            u *= self.momentum
            u += gradients
            step = gradients + self.momentum * u if self.nesterov else u
        parameters -= self.rate * step


class Adam(Optimizer):
    r"""Adaptive moments (Kingma and Ba, 2015): a step length for every parameter.

    $m \leftarrow \beta_1 m + (1 - \beta_1) g$, $v \leftarrow \beta_2 v + (1 - \beta_2) g^2$,
    $\hat m = m / (1 - \beta_1^t)$, $\hat v = v / (1 - \beta_2^t)$,
    $\theta \leftarrow \theta - \eta \hat m / (\sqrt{\hat v} + \epsilon)$.

    Shapes: parameters and gradients alike.
    Errors: those of `Optimizer`; ValueError unless 0 ≤ beta1, beta2 < 1 and epsilon > 0.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(
        self, learning_rate: Rate = 0.001, *, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8
    ) -> None:
        super().__init__(learning_rate)
        if not (0 <= beta1 < 1 and 0 <= beta2 < 1 and epsilon > 0):
            message = (
                "Adam: beta1 and beta2 must be at least 0 and below 1, and epsilon positive, "
                f"got {beta1}, {beta2} and {epsilon}."
            )
            raise ValueError(message)
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self._memory: tuple[Array, ...] | None = None

    def _step(self, parameters: Array, gradients: Array) -> None:
        if self._memory is None:
            # The two constants as arrays, for a product with one starts sooner than with a Python number.
            betas = (np.array(beta, parameters.dtype) for beta in (self.beta1, self.beta2))
            self._memory = *(np.zeros_like(parameters) for _ in range(3)), *betas
        # m and v are kept divided by 1 − β₁ and 1 − β₂, which saves two passes over all parameters.
        m, v, work, beta1, beta2 = self._memory
        m *= beta1
        m += gradients
        np.multiply(gradients, gradients, out=work)
        v *= beta2
        v += work
        # Those divisors and the bias corrections, taken out of the vectors: m̂ = scale_m · m, √v̂ = scale_v · √v.
        t = self.steps + 1
        scale_m = (1 - self.beta1) / (1 - self.beta1**t)
        scale_v = math.sqrt((1 - self.beta2) / (1 - self.beta2**t))
        np.sqrt(v, out=work)
        work += self.epsilon / scale_v
        np.divide(m, work, out=work)
        work *= self.rate * scale_m / scale_v
        parameters -= work
        # Where a gradient stays 0, m decays into denormal numbers, on which processors are many times slower.
        if t % 128 == 0:
            m[np.abs(m) < 1e-30] = 0

    @property
    def m(self) -> Array | None:
        """The running mean of the gradients, before bias correction; None before the first step."""
        return None if self._memory is None else self._memory[0] * (1 - self.beta1)

    @property
    def v(self) -> Array | None:
        """The running mean of the squared gradients, before bias correction; None before the first step."""
        return None if self._memory is None else self._memory[1] * (1 - self.beta2)
