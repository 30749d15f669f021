"""One right call of every public function and method, and values that are no right argument of most of them."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import nnbook as nn

TRAINS = ("Network", "Dense", "SoftmaxCrossEntropy", "minibatches", "SGD", "train", "training_steps")


@dataclass(frozen=True)
class Call:
    """A function with arguments that it accepts. An error begins with its name, or with one that it passes them to."""

    name: str
    function: Callable[..., Any]
    arguments: Mapping[str, Any]
    passes_to: tuple[str, ...] = ()

    def run(self, arguments: Mapping[str, Any]) -> Any:
        """Call it, and run through what it yields."""
        positional = [value for key, value in arguments.items() if key.startswith("*")]
        named = {key: value for key, value in arguments.items() if not key.startswith("*")}
        found = self.function(*positional, **named)
        return list(found) if isinstance(found, Iterator) else found


def layers(rng: np.random.Generator) -> dict[str, tuple[nn.Layer, np.ndarray]]:
    """Return a layer of each kind and an input for it."""
    return {
        "Dense": (nn.Dense(3, 2, rng=rng), rng.normal(size=(4, 3))),
        "Conv2d": (nn.Conv2d(2, 3, 2, rng=rng), rng.normal(size=(4, 2, 5, 5))),
        "MaxPool2d": (nn.MaxPool2d(), rng.normal(size=(4, 2, 4, 4))),
        "AvgPool2d": (nn.AvgPool2d(), rng.normal(size=(4, 2, 4, 4))),
        "Flatten": (nn.Flatten(), rng.normal(size=(4, 2, 3, 3))),
        "ReLU": (nn.ReLU(), rng.normal(size=(4, 3))),
        "LeakyReLU": (nn.LeakyReLU(), rng.normal(size=(4, 3))),
        "Sigmoid": (nn.Sigmoid(), rng.normal(size=(4, 3))),
        "Tanh": (nn.Tanh(), rng.normal(size=(4, 3))),
        "Softmax": (nn.Softmax(), rng.normal(size=(4, 3))),
    }


def losses(rng: np.random.Generator) -> dict[str, tuple[nn.Loss, np.ndarray, np.ndarray]]:
    """Return a loss of each kind with predictions and targets for it."""
    p, y = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    shares, classes = nn.softmax(p), np.array([0, 2, 1, 1])
    found: dict[str, tuple[nn.Loss, np.ndarray, np.ndarray]] = {
        kind.__name__: (kind(), p, y)
        for kind in (
            nn.SumSquaredError,
            nn.MeanSquaredError,
            nn.MeanAbsoluteError,
            nn.SumAbsoluteError,
            nn.MeanBiasError,
            nn.Huber,
        )
    }
    found["BinaryCrossEntropy"] = (nn.BinaryCrossEntropy(), shares[:, :1], np.array([[1.0], [0.0], [0.0], [1.0]]))
    found["CategoricalCrossEntropy"] = (nn.CategoricalCrossEntropy(), shares, classes)
    found["SoftmaxCrossEntropy"] = (nn.SoftmaxCrossEntropy(), p, classes)
    return found


def every_call() -> list[Call]:
    """Return a right call of each public function, constructor and method, made anew."""
    rng = np.random.default_rng(0)
    x = np.array([0.5, -1.0, 2.0])
    image = rng.normal(size=(6, 5))
    net = nn.Network([nn.Dense(3, 4, rng=rng), nn.Tanh(), nn.Dense(4, 3, rng=rng)])
    X, classes = rng.normal(size=(8, 3)), np.array([0, 1, 2, 0, 1, 2, 0, 1])
    training = {
        "*net": net,
        "*X": X,
        "*y": classes,
        "loss": nn.SoftmaxCrossEntropy(),
        "optimizer": nn.SGD(0.01),
        "batch_size": 4,
        "rng": np.random.default_rng(1),
    }
    calls = [
        *(
            Call(name, getattr(nn, name), {"*z": x})
            for name in (
                "relu",
                "relu_derivative",
                "sigmoid",
                "sigmoid_derivative",
                "tanh",
                "tanh_derivative",
                "softmax",
            )
        ),
        Call("softmax_jacobian", nn.softmax_jacobian, {"*z": x}, ("softmax",)),
        *(Call(name, getattr(nn, name), {"*z": x, "slope": 0.1}) for name in ("leaky_relu", "leaky_relu_derivative")),
        *(
            Call(
                name,
                getattr(nn, name),
                {"*image": image, "*kernel": image[:2, :2], "stride": 1, "padding": 1},
                ("cross_correlate", "output_size"),
            )
            for name in ("convolve", "cross_correlate")
        ),
        Call("output_size", nn.output_size, {"*n": 7, "*k": 3, "stride": 2, "padding": 1}),
        *(
            Call(name, getattr(nn, name), {"*f": np.prod, "*x": x, "h": 1e-5})
            for name in ("forward_difference", "central_difference", "complex_step", "gradient")
        ),
        Call("jacobian", nn.jacobian, {"*f": lambda values: values * values, "*x": x, "h": 1e-5}),
        Call("gradient_check", nn.gradient_check, {"*f": np.prod, "*claimed": 2 * x, "*x": x, "h": 1e-5}),
        Call("accuracy", nn.accuracy, {"*labels": classes, "*predicted": classes[::-1]}),
        Call("confusion_matrix", nn.confusion_matrix, {"*labels": classes, "*predicted": classes[::-1], "k": 3}),
        Call("one_hot", nn.one_hot, {"*labels": classes, "k": 3, "dtype": np.float32}),
        Call("as_rows", nn.as_rows, {"*images": rng.integers(0, 256, (3, 4, 4), dtype=np.uint8), "dtype": np.float64}),
        Call("fit_line", nn.fit_line, {"*x": x, "*y": x**2}),
        Call("least_squares", nn.least_squares, {"*X": X, "*y": X[:, 0]}),
        Call("subject_weights", nn.subject_weights, {"*weights": {nn.SCIENCES[0]: 1.0}}),
        Call("mean_weights", nn.mean_weights, {"*subject": nn.SCIENCES[0], "*other": nn.LANGUAGES[0]}),
        Call("minibatches", nn.minibatches, {"*n": 7, "*batch_size": 3, "rng": np.random.default_rng(2)}),
        Call(
            "random_shifts",
            nn.random_shifts,
            {"*images": rng.integers(0, 256, (3, 8, 8), dtype=np.uint8), "*by": 2, "rng": np.random.default_rng(2)},
        ),
        Call(
            "warp",
            nn.warp,
            {
                "*images": rng.integers(0, 256, (3, 8, 8), dtype=np.uint8),
                "turn": 10.0,
                "scale": 1.1,
                "right": 1.0,
                "down": 0.5,
            },
        ),
        Call("stroke_picture", nn.stroke_picture, {"*strokes": [[(0.2, 0.2), (0.8, 0.7)]], "size": 12, "pen": 1.5}),
        Call("sunset_picture", nn.sunset_picture, {"*size": 16}),
        Call("SGD", nn.SGD, {"*learning_rate": 0.1, "momentum": 0.5, "nesterov": True}),
        Call("Adam", nn.Adam, {"*learning_rate": 0.1, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-6}),
        Call("StepDecay", nn.StepDecay, {"*initial": 0.1, "factor": 0.5, "every": 3}),
        Call("ExponentialDecay", nn.ExponentialDecay, {"*initial": 0.1, "decay": 0.5}),
        Call("InverseTimeDecay", nn.InverseTimeDecay, {"*initial": 0.1, "decay": 0.5}),
        Call("CosineDecay", nn.CosineDecay, {"*initial": 0.1, "steps": 10, "final": 0.01}),
        *(
            Call(type(schedule).__name__, schedule, {"*step": 3})
            for schedule in (
                nn.StepDecay(0.1, every=3),
                nn.ExponentialDecay(0.1, decay=0.1),
                nn.InverseTimeDecay(0.1, decay=0.1),
                nn.CosineDecay(0.1, steps=9),
            )
        ),
        *(
            Call(type(optimizer).__name__, optimizer.step, {"*parameters": np.ones(3), "*gradients": x})
            for optimizer in (nn.SGD(0.1, momentum=0.9), nn.Adam(0.1))
        ),
        Call("LeakyReLU", nn.LeakyReLU, {"*slope": 0.1}),
        Call("Huber", nn.Huber, {"*delta": 1.0}),
        *(Call(kind.__name__, kind, {"*kernel_size": 2}) for kind in (nn.MaxPool2d, nn.AvgPool2d)),
        Call("Dense", nn.Dense, {"*d_in": 3, "*d_out": 2, "rng": rng, "scale": 2.0, "dtype": np.float32}),
        Call("Dense", nn.Dense.from_arrays, {"*W": X.T, "*b": np.zeros(8)}),
        Call(
            "Conv2d",
            nn.Conv2d,
            {
                "*in": 2,
                "*out": 3,
                "*kernel_size": 3,
                "stride": 1,
                "padding": 1,
                "rng": rng,
                "scale": 2.0,
                "dtype": np.float32,
            },
        ),
        Call(
            "Conv2d",
            nn.Conv2d.from_arrays,
            {"*W": rng.normal(size=(3, 2, 2, 2)), "*b": np.zeros(3), "stride": 1, "padding": 0},
        ),
        Call("Chain", nn.Chain, {"*weights": [1.0, 2.0], "*biases": [0.5, -0.5]}),
        Call("Chain", nn.Chain([1.0, 2.0], [0.5, -0.5]).forward, {"*x": 0.5, "*y": 1.0}),
        Call("Network", nn.Network, {"*layers": [nn.Dense(3, 2, rng=rng), nn.ReLU()], "dtype": np.float32}),
        Call("Network", net.forward, {"*X": X}, ("Dense",)),
        Call("Network", net.outputs, {"*X": X, "batch_size": 3}, ("Dense",)),
        Call("Network", net.predict, {"*X": X, "batch_size": 3}, ("Dense",)),
        Call("Network", net.summary, {"*input_shape": (3,)}, ("Dense",)),
        Call("Network", net.save, {"*path": Path(tempfile.gettempdir()) / "nnbook-fuzz.npz"}),
        Call("Network", net.load, {"*path": "no-such-file.npz"}),
        Call("to_state_dict", nn.to_state_dict, {"*net": net}),
        Call("load_state_dict", nn.load_state_dict, {"*net": net, "*state": nn.to_state_dict(net)}),
        Call("train", nn.train, {**training, "epochs": 1, "validation": (X, classes), "patience": 2}, TRAINS),
        Call("training_steps", lambda *a, **k: next(nn.training_steps(*a, **k)), training, TRAINS),
        Call(
            "learning_rate_range_test",
            nn.learning_rate_range_test,
            {**training, "low": 1e-4, "high": 1e-2, "steps": 5},
            TRAINS,
        ),
    ]
    for name, (layer, values) in layers(rng).items():
        calls += [
            Call(name, layer.forward, {"*X": values}, (name.lower(),)),
            Call(name, layer.backward, {"*gradient": np.ones_like(layer.forward(values))}),
        ]
    for name, (loss, p, y) in losses(rng).items():
        calls += [
            Call(name, loss, {"*prediction": p, "*target": y}),
            Call(name, loss.gradient, {"*prediction": p, "*target": y}),
        ]
    return calls
