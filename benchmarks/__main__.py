"""Run every benchmark and write the page of results."""

import argparse
import importlib.metadata
import os
import platform
from contextlib import suppress
from datetime import date
from pathlib import Path

from benchmarks import convolution, dense, digits

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "speed.md"
PACKAGES = ("numpy", "torch", "scikit-learn", "jax")
TEXT = """\
---
description: What a training step of nnbook costs beside PyTorch, scikit-learn and JAX, and how fast it learns digits.
---

# Speed

<!--nnbook:given of benchmarks/__main__.py-->

The library is written to be read, and it should still not make you wait. Here is what its training step costs on one
machine, beside other libraries. `make bench` measures it again and rewrites this page.

Measured on {day}: {machine}, Python {python}, {versions}.

## A training step

One step is all that training does: gather the next shuffled batch, forward, softmax cross-entropy, backward, Adam, in
float32 on one thread. The columns marked × say how many times as many samples a second `nnbook` trains. PyTorch is
measured eager and at its strongest (fused Adam, denormal numbers flushed to zero, one thread), scikit-learn with
`MLPClassifier.partial_fit`, JAX with one compiled step. The rounds of all libraries are interleaved, and each ratio is
the median of the ratios within a round.

{dense}

Small batches of the small network gain most, because little happens between the products: parameters and gradients are
one flat vector each, the backward pass leaves out what only the input would need, and Adam passes over the vector ten
times without a temporary. Large batches spend most of their time in the matrix products. All four leave those to a
library for linear algebra, and the ratios say more about how well that library knows this processor than about how a
step is written; JAX, which compiles the whole step, is ahead there.

## Convolution

The same step for two convolutional networks with batches of 64 images of 28 × 28: *LeNet-style* (6 filters 5 × 5, ReLU,
pool, 16 filters 5 × 5, ReLU, pool, dense layers of 120, 84 and 10; no padding; 44,426 parameters) and *conv16–conv32*
(16 filters 3 × 3, ReLU, pool, 32 filters 3 × 3, ReLU, pool, a dense layer of 10; padding 1; 20,490 parameters).
PyTorch is measured in both of its memory layouts, and the ratio is to the better of the two. What is measured is the
time of the core, in short rounds that take turns; the last column has the middle half of the ratios.

{convolution}

Three things make it quick. The examples stand last in memory, so that whatever moves a pixel moves 64 of them in one
run: cutting out patches, pooling, adding gradients up. The products are cut into pieces so small that the linear
algebra library multiplies them without rearranging them first, which with few filters would take longer than the
product. And the first layer leaves out the gradient for the pixels, which nobody needs.

## Learning the digits

Both networks with ReLU, softmax cross-entropy and Adam (β₂ = 0.99), the learning rate falling along a cosine from
the given value to 0. For each network six pairs of batch and rate were tried, with three other seeds, by
networks that learned from the first 50,000 training images and were measured on the other 10,000; the test images had
no say. The pair in the table was the best, or the quicker one of two that differed by 0.1 points. The seconds are those
that one core spends on training, which on an idle machine is the time on the clock.

{digits}

The convolutional network, with the same loss and optimiser, sees each image moved by up to {shift} pixel in either
direction, anew in every epoch. Its settings were chosen among three with other seeds, by networks that learned from
the first 50,000 training images and were measured on the other 10,000; the test images had no say.

{lenet}
"""


def machine() -> str:
    """Return the processor's name, as far as the system tells it."""
    name = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        name = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), name)
    return f"{name}, {os.cpu_count()} cores, {platform.system()}"


def installed() -> dict[str, str]:
    """Return the versions of the libraries that are installed."""
    found = {}
    for package in PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            found[package] = importlib.metadata.version(package)
    return found


def hold(text: str) -> None:
    """Hold what the page says of its first table: a ratio for each library, by network and size of the batch."""
    table = text.partition("## A training step")[2].partition("## Convolution")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| 784")]
    by_batch = {(network, int(batch)): tuple(map(float, ratios)) for network, batch, _, _, *ratios in rows}
    assert len(by_batch) == len(dense.NETWORKS) * len(dense.BATCHES)
    for other in range(3):
        network, batch = max(by_batch, key=lambda row: by_batch[row][other])
        assert (network, batch <= 10) == ("784-16-16-10", True)  # "Small batches of the small network gain most"
    for network in dense.NETWORKS:
        assert by_batch[network, 1000][2] < 1  # "JAX, which compiles the whole step, is ahead there"


def main() -> None:
    """Measure, and write the page unless told not to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="rounds of every library (default: 15)")
    parser.add_argument("--dry", action="store_true", help="print the tables, leave the page as it is")
    options = parser.parse_args()
    found = installed()
    if not options.dry and (missing := [package for package in PACKAGES if package not in found]):
        parser.error(
            f"the page compares with {', '.join(missing)}, not installed here. make bench-others installs all that is "
            "compared with; --dry measures with what is there, and leaves the page as it is."
        )
    text = TEXT.format(
        day=date.today().isoformat(),
        machine=machine(),
        python=platform.python_version(),
        versions=", ".join(map(" ".join, found.items())),
        digits=digits.table(),
        lenet=digits.lenet_table(),
        shift=digits.SHIFT,
        convolution=convolution.table(),
        dense=dense.table(rounds=options.rounds),
    )
    if options.dry:
        return
    PAGE.write_text(text, encoding="utf-8")
    hold(text)


if __name__ == "__main__":
    main()
