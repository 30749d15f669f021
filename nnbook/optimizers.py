r"""Optimisers: rules that move the parameters $\theta$ against the gradient $\nabla C(\theta)$.

A rule changes the parameter vector in place. It keeps what it remembers (velocity, moments) for
one vector; give every network an optimiser of its own.
"""

import math
from collections.abc import Callable

import numpy as np

from nnbook._arrays import Array, as_array
from nnbook._checks import number, positive
from nnbook._described import Described

Rate = float | Callable[[int], float]


class Optimizer(Described):
    """What the rules share: the count of steps, the learning rate, and checked arguments.

    Arguments: `learning_rate`, a number above 0 or a schedule, which is asked before each step.
    Shapes: parameters and gradients alike, usually the flat vectors of a `Network`.
    Errors: ValueError if shapes or dtypes differ, a rate is not positive, or a schedule returns one below 0 or nan;
        TypeError if a setting is no number.
    Derived in: "Gradient descent".
    """

    def __init__(self, learning_rate: Rate) -> None:
        if not callable(learning_rate):
            positive(learning_rate, type(self).__name__, "learning_rate")
        self.learning_rate = learning_rate
        self.steps = 0
        self._memory: tuple[Array, ...] | None = None

    @property
    def rate(self) -> float:
        """The learning rate of the next step; a schedule may come down to 0, but not below."""
        rate = self.learning_rate
        if not callable(rate):
            return rate
        where = f"{type(self).__name__}: the schedule"
        return number(
            rate(self.steps), where, f"its rate for step {self.steps}", "at least 0", lambda found: found >= 0
        )

    def step(self, parameters: Array, gradients: Array) -> None:
        """Move `parameters` by one step, in place."""
        if type(parameters) is not np.ndarray or parameters.dtype.kind != "f":
            raise TypeError(
                f"{type(self).__name__}.step: parameters must be a NumPy array of floats, for it is changed in place, "
                f"got {getattr(parameters, 'dtype', type(parameters).__name__)}."
            )
        g = as_array(gradients, f"{type(self).__name__}.step")
        if parameters.shape != g.shape or parameters.dtype != g.dtype:
            raise ValueError(
                f"{type(self).__name__}.step: parameters and gradients must have the same shape and dtype, "
                f"got {parameters.shape} {parameters.dtype} and {g.shape} {g.dtype}."
            )
        self._step(parameters, g)
        self.steps += 1

    def _step(self, parameters: Array, gradients: Array) -> None:
        raise NotImplementedError

    def _recall(self, parameters: Array, count: int) -> tuple[Array, ...]:
        """Return the arrays that the rule remembers, zeros at first."""
        if self._memory is None:
            self._memory = tuple(np.zeros_like(parameters) for _ in range(count))
        if self._memory[0].shape != parameters.shape:
            raise ValueError(
                f"{type(self).__name__}.step: this optimiser remembers a vector of shape {self._memory[0].shape}, "
                f"got {parameters.shape}. Give every network an optimiser of its own."
            )
        return self._memory


class SGD(Optimizer):
    r"""Gradient descent $\theta \leftarrow \theta - \eta g$, with momentum if wanted.

    With momentum $\mu$ a velocity is kept: $u \leftarrow \mu u + g$, $\theta \leftarrow \theta - \eta u$;
    Nesterov's variant steps by $\eta (g + \mu u)$.

    It is stochastic when the gradient is that of a mini-batch; with that of all examples it is plain
    gradient descent.

    Arguments: `learning_rate`, that of `Optimizer`; `momentum`, at least 0 and below 1; `nesterov`, True or False.
    Shapes: parameters and gradients alike.
    Errors: those of `Optimizer`; ValueError unless 0 ≤ momentum < 1, or if nesterov comes without momentum.
    Source: [Polyak, 1964](bibliography.md#polyak-1964) and [Nesterov, 1983](bibliography.md#nesterov-1983).
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(self, learning_rate: Rate, *, momentum: float = 0.0, nesterov: bool = False) -> None:
        super().__init__(learning_rate)
        if not isinstance(nesterov, bool):
            raise TypeError(f"SGD: nesterov must be True or False, got {nesterov!r}.")
        number(momentum, "SGD", "momentum", "at least 0 and below 1", lambda mu: 0 <= mu < 1)
        if nesterov and momentum == 0:
            raise ValueError("SGD: nesterov=True needs momentum, for example momentum=0.9.")
        self.momentum, self.nesterov = momentum, nesterov
        self.velocity: Array | None = None

    def _step(self, parameters: Array, gradients: Array) -> None:
        if not self.momentum:
            parameters -= self.rate * gradients
            return
        (u,) = (self.velocity,) = self._recall(parameters, 1)
        u *= self.momentum
        u += gradients
        parameters -= self.rate * (gradients + self.momentum * u if self.nesterov else u)


class Adam(Optimizer):
    r"""Adaptive moments: a step length for every parameter.

    $m \leftarrow \beta_1 m + (1 - \beta_1) g$, $v \leftarrow \beta_2 v + (1 - \beta_2) g^2$,
    $\hat m = m / (1 - \beta_1^t)$, $\hat v = v / (1 - \beta_2^t)$,
    $\theta \leftarrow \theta - \eta \hat m / (\sqrt{\hat v} + \epsilon)$.

    The code keeps $M = m / (1 - \beta_1)$ and $V = v / (1 - \beta_2)$, for which $M \leftarrow \beta_1 M + g$ and
    $V \leftarrow \beta_2 V + g^2$: two passes over all parameters less, an eighth of a step with a single example.

    Arguments: `learning_rate`, that of `Optimizer`; `beta1` and `beta2`, at least 0 and below 1; `epsilon`, above 0.
    Shapes: parameters and gradients alike.
    Errors: those of `Optimizer`; ValueError unless 0 ≤ beta1, beta2 < 1 and epsilon > 0.
    Source: [Kingma and Ba, 2015](bibliography.md#kingma-2015).
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(
        self, learning_rate: Rate = 0.001, *, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8
    ) -> None:
        super().__init__(learning_rate)
        for name, beta in (("beta1", beta1), ("beta2", beta2)):
            number(beta, "Adam", name, "at least 0 and below 1", lambda found: 0 <= found < 1)
        positive(epsilon, "Adam", "epsilon")
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def _step(self, parameters: Array, gradients: Array) -> None:
        g, t = gradients, self.steps + 1
        M, V, work = self._recall(parameters, 3)
        M *= self.beta1
        M += g
        V *= self.beta2
        V += np.multiply(g, g, out=work)
        # What turns M into m-hat and the root of V into that of v-hat is one number each.
        m_scale = (1 - self.beta1) / (1 - self.beta1**t)
        v_scale = math.sqrt((1 - self.beta2) / (1 - self.beta2**t))
        np.sqrt(V, out=work)
        work += self.epsilon / v_scale
        np.divide(M, work, out=work)
        work *= self.rate * m_scale / v_scale
        parameters -= work
        # Where a gradient stays 0, M decays into denormal numbers, on which processors are many times slower.
        if t % 128 == 0:
            M[np.abs(M) < 1e-30] = 0

    @property
    def m(self) -> Array | None:
        """The running mean of the gradients, before bias correction; None before the first step."""
        return None if self._memory is None else (1 - self.beta1) * self._memory[0]

    @property
    def v(self) -> Array | None:
        """The running mean of the squared gradients, before bias correction; None before the first step."""
        return None if self._memory is None else (1 - self.beta2) * self._memory[1]
