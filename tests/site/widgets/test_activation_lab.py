"""The activation lab: its curves and slopes are the library's."""

import numpy as np
import pytest
from playwright.sync_api import BrowserContext

import nnbook as nn

LEAK = 0.1
LIBRARY = {
    "sigmoid": (nn.sigmoid, nn.sigmoid_derivative),
    "tanh": (nn.tanh, nn.tanh_derivative),
    "relu": (nn.relu, nn.relu_derivative),
    "leaky_relu": (lambda z: nn.leaky_relu(z, LEAK), lambda z: nn.leaky_relu_derivative(z, LEAK)),
}


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", LIBRARY)
def test_every_activation_and_slope_is_that_of_the_library(context: BrowserContext, address: str, name: str) -> None:
    cases = np.random.default_rng(4).normal(0, 5, size=(60, 3))
    page = context.new_page()
    page.goto(address)
    got = page.evaluate(
        """async ([url, name, cases]) => {
            const { neuron } = await import(url);
            return cases.map(([w, b, x]) => Object.values(neuron(name, w, b, x)));
        }""",
        [address + "assets/widgets/activation_maths.js", name, cases.tolist()],
    )
    w, b, x = cases.T
    z = w * x + b
    f, derivative = LIBRARY[name]
    wanted = np.column_stack([z, f(z), derivative(z), w * derivative(z)])
    np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-9)
