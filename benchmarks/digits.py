"""How well and how quickly the book's dense networks and its convolutional network learn the digits."""

import statistics
import time
from itertools import pairwise

import numpy as np

import nnbook as nn

# Sizes, epochs, batch size, first rate. Batches of 50 and 100, each with three rates a factor of two apart, were
# tried with the seeds 0 to 2 on the first 50,000 training images, and measured on the other 10,000.
SETTINGS = {"784-16-16-10": ((784, 16, 16, 10), 15, 50, 0.003), "784-100-10": ((784, 100, 10), 10, 100, 0.005)}
SEEDS = (10, 11, 12)
# The same for the convolutional network: chosen by one seed on the last 10,000 training images, which it then did
# not learn from: 5 epochs without shifts 99.06 %, 10 with shifts by up to one pixel 99.35 %, 15 by up to two 99.29 %.
EPOCHS, BATCH, RATE, SHIFT = 12, 64, 0.003, 1


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
    return nn.accuracy(digits.test_labels, net.predict(nn.as_rows(digits.test_images))), seconds


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


def lenet(rng: np.random.Generator) -> nn.Network:
    """Return the LeNet-style network: 1×28×28, 6 filters 5×5, pool, 16 filters 5×5, pool, 120, 84, 10."""
    layers = [nn.Conv2d(1, 6, 5, rng=rng), nn.ReLU(), nn.MaxPool2d(2)]
    layers += [nn.Conv2d(6, 16, 5, rng=rng), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
    layers += [nn.Dense(256, 120, rng=rng), nn.ReLU(), nn.Dense(120, 84, rng=rng), nn.ReLU(), nn.Dense(84, 10, rng=rng)]
    return nn.Network(layers, dtype=np.float32)


def train_lenet(seed: int, *, epochs: int = EPOCHS, examples: int | None = None) -> tuple[float, float]:
    """Return the accuracy on the test images and the seconds of one core that training took."""
    digits = nn.load_digits()
    images, y = digits.train_images[:examples], digits.train_labels[:examples]
    rng = np.random.default_rng(seed)
    net = lenet(rng)
    optimizer = nn.Adam(nn.CosineDecay(RATE, steps=epochs * -(-len(y) // BATCH)), beta2=0.99)
    start = time.process_time()
    for _ in range(epochs):
        X = nn.as_rows(nn.random_shifts(images, SHIFT, rng=rng)).reshape(-1, 1, 28, 28)
        nn.train(net, X, y, loss=nn.SoftmaxCrossEntropy(), optimizer=optimizer, epochs=1, batch_size=BATCH, rng=rng)
    seconds = time.process_time() - start
    test = nn.as_rows(digits.test_images).reshape(-1, 1, 28, 28)
    return nn.accuracy(digits.test_labels, net.predict(test)), seconds


def lenet_table() -> str:
    """Return the Markdown table of the convolutional network over the seeds."""
    runs = [train_lenet(seed) for seed in SEEDS]
    shares = [share for share, _ in runs]
    lines = [
        "| network | epochs | batch | rate | seeds | test accuracy | median | seconds |",
        "|---|---:|---:|---:|---|---|---:|---:|",
        f"| LeNet-style | {EPOCHS} | {BATCH} | {RATE} | {', '.join(map(str, SEEDS))} "
        f"| {', '.join(f'{share:.2%}' for share in shares)} | {statistics.median(shares):.2%} "
        f"| {statistics.median(seconds for _, seconds in runs):.1f} |",
    ]
    print(lines[-1], flush=True)
    return "\n".join(lines)
