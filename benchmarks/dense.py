"""Training steps of dense networks: samples per second beside PyTorch, scikit-learn and JAX.

A step is everything that training does: gather the next shuffled batch, forward, softmax cross-entropy, backward,
Adam, in float32 on one thread. Rounds are interleaved, one of each library in turn, and a ratio is the median of the
ratios within a round, so that a busy moment of the machine touches both sides.
"""

import importlib.util
import statistics
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

import nnbook as nn

NETWORKS = {"784-16-16-10": (784, 16, 16, 10), "784-100-10": (784, 100, 10)}
BATCHES = (1, 10, 32, 100, 1000)
EXAMPLES = 20_000

Run = Callable[[int], None]


def nnbook_run(sizes: tuple[int, ...], batch: int, X: np.ndarray, y: np.ndarray) -> Run:
    """Return a function that takes so many training steps with nnbook."""
    rng = np.random.default_rng(0)
    layers: list[nn.Layer] = []
    for d_in, d_out in pairwise(sizes):
        layers += [nn.Dense(d_in, d_out, rng=rng), nn.ReLU()]
    net, loss, optimizer = nn.Network(layers[:-1], dtype=np.float32), nn.SoftmaxCrossEntropy(), nn.Adam()

    def run(steps: int) -> None:
        n = min(steps * batch, len(X))
        for _ in range(steps * batch // n):
            nn.train(net, X[:n], y[:n], loss=loss, optimizer=optimizer, epochs=1, batch_size=batch, rng=rng)

    return run


def torch_run(sizes: tuple[int, ...], batch: int, X: np.ndarray, y: np.ndarray) -> Run:
    """Return the same for PyTorch, eager, at its strongest: fused Adam, denormals flushed."""
    import torch

    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    layers: list[torch.nn.Module] = []
    for d_in, d_out in pairwise(sizes):
        layers += [torch.nn.Linear(d_in, d_out), torch.nn.ReLU()]
    net = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.Adam(net.parameters(), fused=True)
    images, labels = torch.from_numpy(X), torch.from_numpy(y)

    def run(steps: int) -> None:
        n = min(steps * batch, len(X))
        for _ in range(steps * batch // n):
            order = torch.randperm(n)
            for start in range(0, n, batch):
                rows = order[start : start + batch]
                optimizer.zero_grad(set_to_none=True)
                output = net(images.index_select(0, rows))
                torch.nn.functional.cross_entropy(output, labels.index_select(0, rows)).backward()
                optimizer.step()

    return run


def sklearn_run(sizes: tuple[int, ...], batch: int, X: np.ndarray, y: np.ndarray) -> Run:
    """Return the same for scikit-learn's MLPClassifier, which shuffles and steps by itself."""
    from sklearn.neural_network import MLPClassifier

    net = MLPClassifier(sizes[1:-1], batch_size=batch, random_state=0, alpha=0)

    def run(steps: int) -> None:
        n = min(steps * batch, len(X))
        for _ in range(steps * batch // n):
            net.partial_fit(X[:n], y[:n], classes=range(10))

    return run


def jax_run(sizes: tuple[int, ...], batch: int, X: np.ndarray, y: np.ndarray) -> Run:
    """Return the same for JAX, one compiled step a call."""
    import jax
    import jax.numpy as jnp

    rng = np.random.default_rng(0)
    theta = []
    for d_in, d_out in pairwise(sizes):
        theta += [jnp.asarray(rng.normal(0, (2 / d_in) ** 0.5, (d_in, d_out)), jnp.float32), jnp.zeros(d_out)]

    def cost(theta: list[Any], X: jax.Array, y: jax.Array) -> jax.Array:
        for W, b in zip(theta[:-2:2], theta[1:-2:2], strict=True):
            X = jax.nn.relu(X @ W + b)
        z = X @ theta[-2] + theta[-1]
        return jnp.mean(jax.nn.logsumexp(z, axis=1) - jnp.take_along_axis(z, y[:, None], axis=1)[:, 0])

    def step(
        theta: list[Any], m: list[Any], v: list[Any], t: int, X: jax.Array, y: jax.Array, rows: jax.Array
    ) -> tuple[Any, ...]:
        g = jax.grad(cost)(theta, X[rows], y[rows])
        m = [0.9 * m + 0.1 * g for m, g in zip(m, g, strict=True)]
        v = [0.999 * v + 0.001 * g * g for v, g in zip(v, g, strict=True)]
        rate = 0.001 * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        theta = [p - rate * m / (jnp.sqrt(v) + 1e-8) for p, m, v in zip(theta, m, v, strict=True)]
        return theta, m, v, t + 1

    compiled = jax.jit(step, donate_argnums=(0, 1, 2))
    state = [(theta, [jnp.zeros_like(p) for p in theta], [jnp.zeros_like(p) for p in theta], jnp.float32(1))]
    images, labels = jnp.asarray(X), jnp.asarray(y)

    def run(steps: int) -> None:
        n = min(steps * batch, len(X))
        for _ in range(steps * batch // n):
            order = rng.permutation(n)
            for start in range(0, n, batch):
                state[0] = compiled(*state[0], images, labels, order[start : start + batch])
        jax.block_until_ready(state[0])

    return run


RUNS = {"nnbook": nnbook_run, "PyTorch": torch_run, "scikit-learn": sklearn_run, "JAX": jax_run}
MODULES = {"nnbook": "nnbook", "PyTorch": "torch", "scikit-learn": "sklearn", "JAX": "jax"}


def measure(sizes: tuple[int, ...], batch: int, *, rounds: int, seconds: float) -> dict[str, list[float]]:
    """Return seconds per step of every library that is installed, one entry a round."""
    rng = np.random.default_rng(0)
    digits = nn.load_digits()
    chosen = rng.permutation(len(digits.train_labels))[:EXAMPLES]
    X, y = nn.as_rows(digits.train_images[chosen]), digits.train_labels[chosen].astype(np.int64)
    runs = {name: make(sizes, batch, X, y) for name, make in RUNS.items() if importlib.util.find_spec(MODULES[name])}
    steps = {}
    for name, run in runs.items():
        run(20)
        start = time.perf_counter()
        run(20)
        # Whole passes over the examples, or a part of one pass.
        per_pass = max(EXAMPLES // batch, 1)
        wanted = max(int(20 * seconds / (time.perf_counter() - start)), 10)
        steps[name] = wanted if wanted < per_pass else wanted // per_pass * per_pass
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            run(steps[name])
            times[name].append((time.perf_counter() - start) / steps[name])
    return times


def ratio(times: dict[str, list[float]], other: str) -> float:
    """Return how many times faster nnbook is: the median of the ratios within each round."""
    return statistics.median(b / a for a, b in zip(times["nnbook"], times[other], strict=True))


def table(*, rounds: int = 15, seconds: float = 0.15) -> str:
    """Return the Markdown table of all networks and batch sizes."""
    others = [name for name in list(RUNS)[1:] if importlib.util.find_spec(MODULES[name])]
    lines = [
        "| network | batch | samples/s | µs a step | " + " | ".join(f"× {name}" for name in others) + " |",
        "|---|---:|---:|---:|" + "---:|" * len(others),
    ]
    for name, sizes in NETWORKS.items():
        for batch in BATCHES:
            times = measure(sizes, batch, rounds=rounds, seconds=seconds)
            own = statistics.median(times["nnbook"])
            ratios = " | ".join(f"{ratio(times, other):.2f}" for other in others)
            lines.append(f"| {name} | {batch} | {batch / own:,.0f} | {own * 1e6:,.0f} | {ratios} |")
            print(lines[-1], flush=True)
    return "\n".join(lines)
