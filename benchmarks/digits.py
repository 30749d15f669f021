"""How well and how quickly the book's two dense networks learn the digits."""

import statistics
import time
from itertools import pairwise

import numpy as np

import nnbook as nn

# Sizes, epochs, batch size, first learning rate: chosen with the seeds 0 to 4, measured with others.
SETTINGS = {"784-16-16-10": ((784, 16, 16, 10), 15, 50, 0.003), "784-100-10": ((784, 100, 10), 10, 100, 0.005)}
SEEDS = (10, 11, 12)


def train(sizes: tuple[int, ...], epochs: int, batch: int, rate: float, seed: int) -> tuple[float, float]:
    """Return the accuracy on the test images and the seconds of one core that training took."""
    digits = nn.load_digits()
    X, y = nn.as_rows(digits.train_images), digits.train_labels
    rng = np.random.default_rng(seed)
    layers: list[nn.Layer] = []
    for d_in, d_out in pairwise(sizes):
        layers += [nn.Dense(d_in, d_out, rng=rng), nn.ReLU()]
    net = nn.Network(layers[:-1], dtype=np.float32)
    schedule = nn.CosineDecay(rate, steps=epochs * -(-len(y) // batch))
    start = time.process_time()
    nn.train(
        net,
        X,
        y,
        loss=nn.SoftmaxCrossEntropy(),
        optimizer=nn.Adam(schedule, beta2=0.99),
        epochs=epochs,
        batch_size=batch,
        rng=rng,
    )
    seconds = time.process_time() - start
    return nn.accuracy(net, nn.as_rows(digits.test_images), digits.test_labels), seconds


def table() -> str:
    """Return the Markdown table of both networks over the seeds."""
    lines = [
        "| network | epochs | batch | rate | seeds | test accuracy | mean | seconds |",
        "|---|---:|---:|---:|---|---|---:|---:|",
    ]
    for name, (sizes, epochs, batch, rate) in SETTINGS.items():
        runs = [train(sizes, epochs, batch, rate, seed) for seed in SEEDS]
        shares = [share for share, _ in runs]
        lines.append(
            f"| {name} | {epochs} | {batch} | {rate} | {', '.join(map(str, SEEDS))} "
            f"| {', '.join(f'{share:.2%}' for share in shares)} | {statistics.mean(shares):.2%} "
            f"| {statistics.median(seconds for _, seconds in runs):.1f} |"
        )
        print(lines[-1], flush=True)
    return "\n".join(lines)
