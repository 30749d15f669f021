"""A training step of two convolutional networks, nnbook beside PyTorch."""

import importlib.util
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import nnbook as nn

BATCH = 64
EXAMPLES = 64 * 40
# The layers by name: "conv" takes channels in and out, filter and padding.
NETWORKS: dict[str, tuple[tuple[Any, ...], ...]] = {
    "LeNet-style": (
        ("conv", 1, 6, 5, 0),
        ("relu",),
        ("pool",),
        ("conv", 6, 16, 5, 0),
        ("relu",),
        ("pool",),
        ("flatten",),
        ("dense", 256, 120),
        ("relu",),
        ("dense", 120, 84),
        ("relu",),
        ("dense", 84, 10),
    ),
    "conv16–conv32 3×3": (
        ("conv", 1, 16, 3, 1),
        ("relu",),
        ("pool",),
        ("conv", 16, 32, 3, 1),
        ("relu",),
        ("pool",),
        ("flatten",),
        ("dense", 32 * 49, 10),
    ),
}

Run = Callable[[int], None]


def network(name: str) -> nn.Network:
    """Return the network of this name, built with nnbook."""
    rng = np.random.default_rng(0)
    make: dict[str, Callable[..., nn.Layer]] = {
        "conv": lambda c, f, k, p: nn.Conv2d(c, f, k, padding=p, rng=rng),
        "relu": nn.ReLU,
        "pool": nn.MaxPool2d,
        "flatten": nn.Flatten,
        "dense": lambda d_in, d_out: nn.Dense(d_in, d_out, rng=rng),
    }
    return nn.Network([make[kind](*sizes) for kind, *sizes in NETWORKS[name]], dtype=np.float32)


def nnbook_run(name: str, X: np.ndarray, y: np.ndarray) -> Run:
    """Return a function that takes so many training steps with nnbook."""
    net, rng = network(name), np.random.default_rng(0)
    loss, optimizer = nn.SoftmaxCrossEntropy(), nn.Adam()

    def run(steps: int) -> None:
        n = steps * BATCH
        nn.train(net, X[:n], y[:n], loss=loss, optimizer=optimizer, epochs=1, batch_size=BATCH, rng=rng)

    return run


def torch_run(name: str, X: np.ndarray, y: np.ndarray, *, channels_last: bool = False) -> Run:
    """Return the same for PyTorch, eager, at its strongest: fused Adam, denormals flushed."""
    import torch

    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    make = {
        "conv": lambda c, f, k, p: torch.nn.Conv2d(c, f, k, padding=p),
        "relu": lambda: torch.nn.ReLU(inplace=True),
        "pool": lambda: torch.nn.MaxPool2d(2),
        "flatten": torch.nn.Flatten,
        "dense": torch.nn.Linear,
    }
    layout = torch.channels_last if channels_last else torch.contiguous_format
    net = torch.nn.Sequential(*(make[kind](*sizes) for kind, *sizes in NETWORKS[name])).to(memory_format=layout)
    optimizer = torch.optim.Adam(net.parameters(), fused=True)
    images, labels = torch.from_numpy(X), torch.from_numpy(y)

    def run(steps: int) -> None:
        order = torch.randperm(steps * BATCH)
        for start in range(0, steps * BATCH, BATCH):
            rows = order[start : start + BATCH]
            optimizer.zero_grad(set_to_none=True)
            output = net(images.index_select(0, rows).contiguous(memory_format=layout))
            torch.nn.functional.cross_entropy(output, labels.index_select(0, rows)).backward()
            optimizer.step()

    return run


RUNS = {
    "nnbook": nnbook_run,
    "contiguous": torch_run,
    "channels last": lambda name, X, y: torch_run(name, X, y, channels_last=True),
}


def measure(name: str, *, rounds: int, steps: int) -> dict[str, list[float]]:
    """Return seconds of the core per step, one entry a round: nnbook, and PyTorch in both layouts if installed."""
    digits = nn.load_digits()
    X = nn.as_rows(digits.train_images[:EXAMPLES]).reshape(-1, 1, 28, 28)
    y = digits.train_labels[:EXAMPLES].astype(np.int64)
    with_torch = importlib.util.find_spec("torch") is not None
    runs = {key: make(name, X, y) for key, make in RUNS.items() if key == "nnbook" or with_torch}
    times: dict[str, list[float]] = {key: [] for key in runs}
    for run in runs.values():
        run(steps)
    for _ in range(rounds):
        for key, run in runs.items():
            start = time.process_time()
            run(steps)
            times[key].append((time.process_time() - start) / steps)
    return times


def ratios(times: dict[str, list[float]]) -> list[float]:
    """Return for every round how many times faster nnbook is than the better of PyTorch's layouts."""
    better = min((key for key in times if key != "nnbook"), key=lambda key: statistics.median(times[key]))
    return [b / a for a, b in zip(times["nnbook"], times[better], strict=True)]


def table(*, rounds: int = 150, steps: int = 2) -> str:
    """Return the Markdown table of both networks."""
    lines = [
        "| network | nnbook, ms a step | PyTorch, contiguous | PyTorch, channels last | × PyTorch | quartiles |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for name in NETWORKS:
        times = measure(name, rounds=rounds, steps=steps)
        row = [f"{1000 * statistics.median(values):.2f}" for values in times.values()]
        if len(times) > 1:
            low, middle, high = statistics.quantiles(ratios(times), n=4)
            row += [f"{middle:.2f}", f"{low:.2f} to {high:.2f}"]
        lines.append(f"| {name} | " + " | ".join(row) + " |")
        print(lines[-1], flush=True)
    return "\n".join(lines)
