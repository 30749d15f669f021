"""Every gradient of the library against two numeric derivatives and an automatic one."""

import pytest

import nnbook as nn
from tests.gradients import CASES, METHODS, Case, relative_error, table


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_gradient_equals_an_independent_derivative(case: Case, method: str) -> None:
    derivative, bound = METHODS[method]
    assert relative_error(case, derivative(case)) <= bound


def test_every_public_layer_and_loss_is_listed() -> None:
    public = (getattr(nn, name) for name in nn.__all__)
    classes = {thing.__name__ for thing in public if isinstance(thing, type) and issubclass(thing, (nn.Layer, nn.Loss))}
    listed = {case.name.split(" ")[0] for case in CASES}
    assert classes - {"Layer", "Loss"} <= listed


def test_worst_relative_error_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    text = table()
    with capsys.disabled():
        print(f"\n{text}")
    assert text.splitlines()[-1].startswith("worst")
