"""The learning-rate range test: rising rates, an early end, and nothing left changed."""

import re

import numpy as np
import pytest

import nnbook as nn

X = np.random.default_rng(1).normal(size=(80, 3))
Y = X @ [[1.0], [-2.0], [0.5]] + np.random.default_rng(3).normal(0, 0.1, (80, 1))


def run(net: nn.Network, optimizer: nn.Optimizer, *, data=(X, Y), **settings) -> nn.RangeTest:
    return nn.learning_rate_range_test(
        net, *data, loss=nn.MeanSquaredError(), optimizer=optimizer, rng=np.random.default_rng(2), **settings
    )


def line() -> nn.Network:
    return nn.Network([nn.Dense(3, 1, rng=np.random.default_rng(0))])


def test_rates_rise_by_equal_factors_and_the_loss_falls_then_bursts() -> None:
    rates, losses = run(line(), nn.SGD(0.1), batch_size=40, low=1e-4, high=100.0, steps=60)
    assert len(rates) == len(losses) < 60
    assert rates[0] == pytest.approx(1e-4)
    np.testing.assert_allclose(rates[1:] / rates[:-1], (1e6) ** (1 / 59))
    lowest = int(losses.argmin())
    assert losses[lowest] < losses[0] / 10
    assert losses[-1] > 4 * losses[lowest]
    assert 0.01 < rates[lowest] < rates[-1] < 10


def test_each_step_takes_its_own_rate() -> None:
    """With all examples in the batch the first two losses are those before and after a step at the lowest rate."""
    net = line()
    rates, losses = run(net, nn.SGD(7.0), batch_size=80, low=0.01, high=0.02, steps=3)
    twin, loss = line(), nn.MeanSquaredError()
    for k in range(3):
        output = twin.forward(X)
        assert losses[k] == pytest.approx(loss(output, Y), rel=1e-9)
        twin.backward(loss.gradient(output, Y))
        twin.parameters[...] -= rates[k] * twin.gradients
    np.testing.assert_allclose(rates, [0.01, 0.01 * 2**0.5, 0.02])


def test_network_and_rate_are_put_back() -> None:
    net, optimizer = line(), nn.SGD(0.3)
    before = net.parameters.copy()
    optimizer.step(np.zeros(1), np.zeros(1))
    result = run(net, optimizer, batch_size=16)
    np.testing.assert_array_equal(net.parameters, before)
    assert optimizer.learning_rate == 0.3
    assert result.rates[0] == pytest.approx(1e-5)
    assert result.rates[-1] == pytest.approx(1.0)
    assert len(result.rates) == 100


def test_a_loss_that_overflows_ends_it() -> None:
    net = nn.Network([nn.Dense(3, 1, rng=np.random.default_rng(0))], dtype=np.float32)
    rates, losses = run(net, nn.SGD(0.1), batch_size=16, low=1e-3, high=1e30, steps=4)
    assert 1 <= len(losses) == len(rates) < 4
    assert np.isfinite(losses).all()


def test_a_step_that_overflows_ends_it_without_a_warning() -> None:
    """The weight becomes inf and the bias -inf, so that every prediction is nan."""
    net = nn.Network([nn.Dense.from_arrays([[0.0]], [0.0])])
    data = [[1.0], [10.0]], [[-20.0], [3.0]]
    result = run(net, nn.SGD(0.1), data=data, batch_size=2, low=1.5e308, high=1.7e308, steps=3)
    np.testing.assert_allclose(result.losses, [(20**2 + 3**2) / 2])


def test_the_running_mean_counts_from_the_second_loss() -> None:
    """Each step makes the error -√10 times as large: losses 1, 10 and 100, running means 1, 2.8 and 22."""
    net = nn.Network([nn.Dense.from_arrays([[0.0]], [0.0])])
    rate = (1 + 10**0.5) / 4
    data = [[1.0]], [[1.0]]
    result = run(net, nn.SGD(0.1), data=data, batch_size=1, low=rate, high=rate * (1 + 1e-9), steps=9)
    np.testing.assert_allclose(result.losses, [1, 10, 100], rtol=1e-6)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"low": 0.0}, "low must be positive, got 0.0."),
        ({"high": np.nan}, "high must be positive, got nan."),
        ({"low": 2.0, "high": 1.0}, "low must be below high, got 2.0 and 1.0."),
        ({"low": 1.0, "high": 1.0}, "low must be below high, got 1.0 and 1.0."),
        ({"steps": 1}, "steps must be at least 2, got 1."),
    ],
)
def test_settings_are_checked(wrong, message: str) -> None:
    with pytest.raises(ValueError, match=f"^learning_rate_range_test: {re.escape(message)}$"):
        run(line(), nn.SGD(0.1), batch_size=16, **wrong)


def test_only_a_network_and_an_optimizer_are_tested() -> None:
    text = "net must be a nn.Network, such as nn.Network([nn.Dense(7, 2, rng=rng)]), got 3."
    with pytest.raises(TypeError, match=f"^learning_rate_range_test: {re.escape(text)}$"):
        run(3, nn.SGD(0.1), batch_size=16)  # type: ignore[arg-type]
    text = "optimizer must be a nn.Optimizer, such as nn.SGD(0.1), got 0.1."
    with pytest.raises(TypeError, match=f"^learning_rate_range_test: {re.escape(text)}$"):
        run(line(), 0.1, batch_size=16)  # type: ignore[arg-type]


def test_two_steps_are_enough() -> None:
    assert len(run(line(), nn.SGD(0.1), batch_size=16, steps=2).rates) == 2


def test_it_ends_at_the_first_running_mean_above_four_times_the_lowest() -> None:
    _, losses = run(line(), nn.SGD(0.1), batch_size=40, low=0.5, high=2.0, steps=3000)
    means = [losses[0]]
    for cost in losses[1:]:
        means.append(0.8 * means[-1] + 0.2 * cost)
    burst = [mean > 4 * min(means[: k + 1]) for k, mean in enumerate(means)]
    assert burst == [False] * (len(losses) - 1) + [True]
    assert means[-1] < 5 * min(means), "the rates rise too fast to tell four times from five"


def test_it_is_silent_on_a_terminal_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    run(line(), nn.SGD(0.1), batch_size=16, steps=3)
    assert capsys.readouterr() == ("", "")
