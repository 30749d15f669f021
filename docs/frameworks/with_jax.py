"""The networks of the book in JAX: functions of parameters and input."""

import jax
import numpy as np
import optax
from jax import lax
from jax import numpy as jnp


def grades_layer(p, X):
    """Return the features: the dense layer and its ReLU."""
    return jax.nn.relu(X @ p["0.W"] + p["0.b"])


def digit_network(p, X):
    """Return the scores of dense layers, with ReLU between them."""
    *hidden, last = sorted({int(name[:-2]) for name in p})
    for i in hidden:
        X = jax.nn.relu(X @ p[f"{i}.W"] + p[f"{i}.b"])
    return X @ p[f"{last}.W"] + p[f"{last}.b"]


def convolutional_network(p, X):
    """Return the scores of the network that knows about neighbours."""
    for i in ("0", "3"):
        X = lax.conv(X, p[f"{i}.W"], window_strides=(1, 1), padding="VALID")
        X = jax.nn.relu(X + p[f"{i}.b"][:, None, None])
        square = (1, 1, 2, 2)
        X = lax.reduce_window(X, -jnp.inf, lax.max, square, square, "VALID")
    dense = {k: v for k, v in p.items() if k[:-2] not in ("0", "3")}
    return digit_network(dense, X.reshape(len(X), -1))


def take(net):
    """Return the parameters of a network of the book."""
    return {k: jnp.array(v) for k, v in net.named_parameters().items()}


def outputs(network, p, X):
    """Return the network's outputs for the rows of X."""
    return np.asarray(network(p, jnp.array(X)))


def train(network, p, X, y, *, epochs, batch_size, rate, seed):
    """Learn from mini-batches, with cross-entropy and Adam."""
    X, y, adam = jnp.array(X), jnp.array(y, int), optax.adam(rate)

    def cost(p, rows):
        scores = network(p, X[rows])
        return optax.softmax_cross_entropy_with_integer_labels(
            scores, y[rows]
        ).mean()

    @jax.jit
    def step(p, state, rows):
        change, state = adam.update(jax.grad(cost)(p, rows), state)
        return optax.apply_updates(p, change), state

    state, rng = adam.init(p), np.random.default_rng(seed)
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for k in range(0, len(X), batch_size):
            p, state = step(p, state, order[k : k + batch_size])
    return p
