"""The mathematics of neural networks as code that reads like its formulas."""

from typing import Any

from nnbook.activations import (
    LeakyReLU,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    softmax_jacobian,
    tanh,
    tanh_derivative,
)
from nnbook.chain import Chain
from nnbook.convolution import Conv2d, convolve, cross_correlate, output_size
from nnbook.datasets import Digits, as_rows, load_digits, load_photographs, one_hot
from nnbook.derivatives import (
    GradientCheck,
    central_difference,
    complex_step,
    forward_difference,
    gradient,
    gradient_check,
    jacobian,
)
from nnbook.grades import LANGUAGES, PASS_MARK, SCIENCES, Grades, load_grades, mean_weights, subject_weights
from nnbook.images import random_shifts, stroke_picture, sunset_picture, warp
from nnbook.layers import Dense, Flatten, Layer
from nnbook.learning_rate import RangeTest, learning_rate_range_test
from nnbook.losses import (
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    Huber,
    Loss,
    MeanAbsoluteError,
    MeanBiasError,
    MeanSquaredError,
    SoftmaxCrossEntropy,
    SumAbsoluteError,
    SumSquaredError,
)
from nnbook.metrics import accuracy, confusion_matrix
from nnbook.network import Network
from nnbook.optimizers import SGD, Adam, Optimizer
from nnbook.pooling import AvgPool2d, MaxPool2d
from nnbook.regression import Line, fit_line, least_squares
from nnbook.schedules import CosineDecay, ExponentialDecay, InverseTimeDecay, Schedule, StepDecay
from nnbook.state_dict import load_state_dict, to_state_dict
from nnbook.training import History, Step, minibatches, train, training_steps

__all__ = [
    "LANGUAGES",
    "PASS_MARK",
    "SCIENCES",
    "SGD",
    "Adam",
    "AvgPool2d",
    "BinaryCrossEntropy",
    "CategoricalCrossEntropy",
    "Chain",
    "Conv2d",
    "CosineDecay",
    "Dense",
    "Digits",
    "ExponentialDecay",
    "Flatten",
    "Grades",
    "GradientCheck",
    "History",
    "Huber",
    "InverseTimeDecay",
    "Layer",
    "LeakyReLU",
    "Line",
    "Loss",
    "MaxPool2d",
    "MeanAbsoluteError",
    "MeanBiasError",
    "MeanSquaredError",
    "Network",
    "Optimizer",
    "RangeTest",
    "ReLU",
    "Schedule",
    "Sigmoid",
    "Softmax",
    "SoftmaxCrossEntropy",
    "Step",
    "StepDecay",
    "SumAbsoluteError",
    "SumSquaredError",
    "Tanh",
    "accuracy",
    "as_rows",
    "central_difference",
    "complex_step",
    "confusion_matrix",
    "convolve",
    "cross_correlate",
    "fit_line",
    "forward_difference",
    "gradient",
    "gradient_check",
    "jacobian",
    "leaky_relu",
    "leaky_relu_derivative",
    "learning_rate_range_test",
    "least_squares",
    "load_digits",
    "load_grades",
    "load_photographs",
    "load_state_dict",
    "mean_weights",
    "minibatches",
    "one_hot",
    "output_size",
    "random_shifts",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "softmax",
    "softmax_jacobian",
    "stroke_picture",
    "subject_weights",
    "sunset_picture",
    "tanh",
    "tanh_derivative",
    "to_state_dict",
    "train",
    "training_steps",
    "warp",
]


def __getattr__(name: str) -> Any:
    """Import `nnbook.plots`, and matplotlib with it, when it is first used."""
    if name == "plots":
        import importlib

        try:
            return importlib.import_module("nnbook.plots")
        except ModuleNotFoundError as error:
            if not (error.name or "").startswith("matplotlib"):
                raise
            raise ModuleNotFoundError(
                "nn.plots draws with matplotlib, which is not installed: pip install 'nnbook[plots]'", name="matplotlib"
            ) from error
    raise AttributeError(f"module 'nnbook' has no attribute {name!r}")
