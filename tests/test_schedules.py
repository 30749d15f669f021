"""Schedules: known values, the shape of each curve, and the settings that are refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnbook as nn

SCHEDULES = [
    nn.StepDecay(0.8, every=10),
    nn.StepDecay(0.8, factor=0.1, every=1),
    nn.ExponentialDecay(0.8, decay=0.99),
    nn.InverseTimeDecay(0.8, decay=0.1),
    nn.CosineDecay(0.8, steps=100),
    nn.CosineDecay(0.8, steps=100, final=0.1),
]


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_schedule_starts_at_its_initial_rate_and_never_rises(schedule) -> None:
    rates = [schedule(step) for step in range(200)]
    assert rates[0] == pytest.approx(0.8, rel=1e-15)
    assert all(isinstance(rate, float) for rate in rates)
    assert (np.diff(rates) <= 0).all()
    assert rates[-1] < 0.8


def test_values_are_those_computed_by_hand() -> None:
    step = nn.StepDecay(0.8, factor=0.25, every=10)
    assert [step(t) for t in (0, 9, 10, 19, 20)] == pytest.approx([0.8, 0.8, 0.2, 0.2, 0.05])
    assert nn.StepDecay(0.8, every=3)(3) == pytest.approx(0.4)
    assert nn.ExponentialDecay(0.8, decay=0.5)(3) == pytest.approx(0.1)
    assert nn.InverseTimeDecay(0.8, decay=0.5)(6) == pytest.approx(0.2)
    cosine = nn.CosineDecay(0.8, steps=12, final=0.2)
    assert [cosine(t) for t in (0, 4, 6, 12, 13)] == pytest.approx([0.8, 0.2 + 0.6 * 0.75, 0.5, 0.2, 0.2])
    assert nn.CosineDecay(0.8, steps=10)(10) == pytest.approx(0, abs=1e-15)


@given(st.floats(0.01, 1), st.integers(0, 1000))
def test_one_over_the_inverse_time_rate_grows_by_equal_amounts(decay, step) -> None:
    schedule = nn.InverseTimeDecay(0.5, decay=decay)
    assert 1 / schedule(step + 1) - 1 / schedule(step) == pytest.approx(decay / 0.5, rel=1e-6)


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: nn.StepDecay(0.0, every=1), r"StepDecay: initial must be positive, got 0\.0\."),
        (lambda: nn.CosineDecay(-1, steps=5), r"CosineDecay: initial must be positive, got -1\."),
        (lambda: nn.StepDecay(1, factor=0, every=1), r"StepDecay: factor must be above 0 and at most 1, got 0\."),
        (lambda: nn.StepDecay(1, factor=1.1, every=1), r"StepDecay: factor must be above 0 and at most 1, got 1\.1\."),
        (lambda: nn.StepDecay(1, every=0), r"StepDecay: every must be at least 1, got 0\."),
        (lambda: nn.ExponentialDecay(1, decay=0), r"ExponentialDecay: decay must be above 0 and at most 1, got 0\."),
        (
            lambda: nn.ExponentialDecay(1, decay=1.5),
            r"ExponentialDecay: decay must be above 0 and at most 1, got 1\.5\.",
        ),
        (lambda: nn.InverseTimeDecay(1, decay=-1), r"InverseTimeDecay: decay must be at least 0, got -1\."),
        (lambda: nn.CosineDecay(1, steps=0), r"CosineDecay: steps must be at least 1, got 0\."),
        (lambda: nn.CosineDecay(1, steps=5, final=2), r"CosineDecay: final must be from 0 to initial, got 2\."),
        (lambda: nn.CosineDecay(1, steps=5, final=-1), r"CosineDecay: final must be from 0 to initial, got -1\."),
    ],
)
def test_settings_are_checked(make, text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        make()


@pytest.mark.parametrize("rate", [-1.0, np.nan, np.inf])
@pytest.mark.parametrize("make", [nn.SGD, nn.Adam])
def test_a_schedule_that_returns_no_rate_is_not_obeyed(make, rate) -> None:
    theta = np.ones(2)
    with pytest.raises(ValueError, match=r": the schedule: its rate for step 0 must be at least 0, got "):
        make(lambda step: rate).step(theta, np.ones(2))
    np.testing.assert_array_equal(theta, 1)
    with pytest.raises(TypeError, match=r"its rate for step 0 must be a number, got 'slow'\."):
        make(lambda step: "slow").step(theta, np.ones(2))


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_step_is_a_whole_number_from_0(schedule) -> None:
    name = type(schedule).__name__
    with pytest.raises(ValueError, match=rf"^{name}: step must be at least 0, got -1\.$"):
        schedule(-1)
    with pytest.raises(TypeError, match=rf"^{name}: step must be a whole number, got 0\.5\.$"):
        schedule(0.5)


def test_schedules_show_how_they_were_made() -> None:
    assert repr(nn.CosineDecay(0.1, steps=5)) == "CosineDecay(initial=0.1, steps=5, final=0.0)"
    shown = repr(nn.SGD(nn.StepDecay(0.1, every=3), momentum=0.9))
    assert shown == "SGD(learning_rate=StepDecay(initial=0.1, factor=0.5, every=3), momentum=0.9, nesterov=False)"
    assert repr(nn.Adam()) == "Adam(learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-08)"
    assert repr(nn.Huber(2.0)) == "Huber(delta=2.0)"


def test_the_ends_of_what_is_allowed_are_allowed() -> None:
    assert nn.StepDecay(1.0, factor=1.0, every=1)(5) == 1
    assert nn.ExponentialDecay(1.0, decay=1.0)(5) == 1
    assert nn.InverseTimeDecay(1.0, decay=0.0)(5) == 1
    assert nn.CosineDecay(1.0, steps=1, final=1.0)(5) == 1


def test_a_schedule_must_say_its_rate() -> None:
    with pytest.raises(NotImplementedError):
        nn.Schedule(1.0)(0)
