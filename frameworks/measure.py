"""Compare one framework with the library: the same outputs from the same weights, the same accuracy from the same data.

Each runs in a process of its own, for Keras chooses what it computes with when it is imported.
"""

import importlib
import importlib.metadata
import json
import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

import nnbook as nn

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".cache/frameworks/measured"
FRAMEWORKS = {
    "nnbook": (),
    "PyTorch": ("torch",),
    "JAX": ("jax", "optax"),
    "Keras on PyTorch": ("keras", "torch"),
    "Keras on JAX": ("keras", "jax"),
    "Keras on TensorFlow": ("keras", "tensorflow"),
}
"""What is compared, with the packages whose versions are told; of Keras the second is what it computes with."""

SIZES = {"grades": (), "784-16-16-10": (784, 16, 16, 10), "784-100-10": (784, 100, 10), "convolutional": ()}
BUILDERS = {"grades": "grades_layer", "convolutional": "convolutional_network"}
SETTINGS = {
    "784-16-16-10": {"epochs": 2, "batch_size": 50, "rate": 0.003},
    "784-100-10": {"epochs": 2, "batch_size": 100, "rate": 0.003},
    "convolutional": {"epochs": 1, "batch_size": 64, "rate": 0.003},
}
SEEDS = (0, 1, 2)


def own(network: str, seed: int) -> nn.Network:
    """Return the library's network."""
    rng = np.random.default_rng(seed)
    layers: list[nn.Layer]
    if network == "grades":
        layers = [nn.Dense(7, 2, rng=rng), nn.ReLU()]
    elif network == "convolutional":
        layers = [nn.Conv2d(1, 6, 5, rng=rng), nn.ReLU(), nn.MaxPool2d(2)]
        layers += [nn.Conv2d(6, 16, 5, rng=rng), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
        layers += [nn.Dense(256, 120, rng=rng), nn.ReLU(), nn.Dense(120, 84, rng=rng), nn.ReLU()]
        layers += [nn.Dense(84, 10, rng=rng)]
    else:
        layers = []
        for d_in, d_out in pairwise(SIZES[network]):
            layers += [nn.Dense(d_in, d_out, rng=rng), nn.ReLU()]
        layers.pop()
    return nn.Network(layers, dtype=np.float32)


def inputs(network: str, images: Any) -> Any:
    """Return the images as this network takes them."""
    rows = nn.as_rows(images)
    return rows.reshape(-1, 1, 28, 28) if network == "convolutional" else rows


def difference(framework: ModuleType, network: str) -> float:
    """Return the largest difference of the outputs, relative to the largest output, at the same random parameters."""
    net, rng = own(network, 0), np.random.default_rng(1)
    net.parameters[...] += rng.normal(0, 0.1, net.parameter_count)  # biases too, which start at 0
    marks = nn.load_grades().marks.astype(np.float32)
    X = marks if network == "grades" else inputs(network, nn.load_digits().test_images)
    build = getattr(framework, BUILDERS.get(network, "digit_network"))
    if framework.__name__ == "with_jax":
        found = framework.outputs(build, framework.take(net), X)
    else:
        model = build(*SIZES[network])
        framework.take(model, net)
        found = framework.outputs(model, X)
    expected = net.outputs(X)
    assert found.shape == expected.shape
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def learned(framework: ModuleType | None, network: str, seed: int) -> float:
    """Return the accuracy on the test images after training, from the framework's own kind of start."""
    digits, settings = nn.load_digits(), SETTINGS[network]
    X, y, test_X = inputs(network, digits.train_images), digits.train_labels, inputs(network, digits.test_images)
    if framework is None:
        net = own(network, seed)
        adam, rng = nn.Adam(settings["rate"]), np.random.default_rng(seed)
        epochs, size = int(settings["epochs"]), int(settings["batch_size"])
        nn.train(net, X, y, loss=nn.SoftmaxCrossEntropy(), optimizer=adam, epochs=epochs, batch_size=size, rng=rng)
        scores = net.outputs(test_X)
    else:
        build = getattr(framework, BUILDERS.get(network, "digit_network"))
        if framework.__name__ == "with_jax":
            start = framework.take(own(network, seed))
            end = framework.train(build, start, X, y, seed=seed, **settings)
            scores = framework.outputs(build, end, test_X)
        else:
            model = framework.train(build(*SIZES[network]), X, y, seed=seed, **settings)
            scores = framework.outputs(model, test_X)
    return nn.accuracy(digits.test_labels, scores.argmax(axis=1))


def measure(name: str) -> dict[str, Any]:
    """Return what one framework is found to do."""
    start, module = time.perf_counter(), None
    if name != "nnbook":
        sys.path.insert(0, str(ROOT / "docs/frameworks"))
        module = importlib.import_module("with_" + name.split()[0].lower().replace("pytorch", "torch"))
    return {
        "versions": {package: version(package) for package in FRAMEWORKS[name]},
        "differences": {network: difference(module, network) for network in SIZES} if module else {},
        "accuracies": {network: [learned(module, network, seed) for seed in SEEDS] for network in SETTINGS},
        "seconds": time.perf_counter() - start,
    }


def version(package: str) -> str:
    """Return a package's version, of TensorFlow under whichever name it was installed."""
    names = importlib.metadata.packages_distributions()[package]
    return importlib.metadata.version(next(name for name in names if name.startswith(package)))


def apart(name: str) -> dict[str, Any]:
    """Measure in a process of its own."""
    backend = FRAMEWORKS[name][1] if name.startswith("Keras") else ""
    environment = {**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [sys.executable, "-m", "frameworks.measure", name], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
