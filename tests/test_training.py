"""Training: batches, steps, history, validation, early stop, progress, and what goes wrong."""

import io
import math
import re
import sys
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnbook as nn
from nnbook._progress import progress_bar
from tests.strategies import FLOATS


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


X = rng(1).normal(size=(60, 2))
Y = (X[:, 0] > X[:, 1]).astype(int)


def classifier(**settings) -> nn.Network:
    return nn.Network([nn.Dense(2, 8, rng=rng(2)), nn.ReLU(), nn.Dense(8, 2, rng=rng(3))], **settings)


def fit(net: nn.Network, **changes) -> nn.History:
    settings = {
        "loss": nn.SoftmaxCrossEntropy(),
        "optimizer": nn.Adam(0.02),
        "epochs": 3,
        "batch_size": 16,
        "rng": rng(),
    }
    data = changes.pop("data", (X, Y))
    return nn.train(net, *data, **settings | changes)


@given(st.integers(0, 50), st.integers(1, 60))
def test_minibatches_visit_every_example_once(n: int, batch_size: int) -> None:
    batches = list(nn.minibatches(n, batch_size, rng=rng()))
    assert sorted(np.concatenate([np.zeros(0, int), *batches])) == list(range(n))
    assert [len(rows) for rows in batches[:-1]] == [batch_size] * (len(batches) - 1)
    assert len(batches) == math.ceil(n / batch_size)


def test_minibatches_are_shuffled_by_the_generator_alone() -> None:
    first, again, other = (np.concatenate(list(nn.minibatches(40, 7, rng=rng(seed)))) for seed in (4, 4, 5))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert (first != np.arange(40)).any()


@pytest.mark.parametrize(
    ("n", "batch_size", "message"),
    [(-1, 5, "n must be at least 0, got -1."), (5, 0, "batch_size must be at least 1, got 0.")],
)
def test_minibatches_refuse_what_is_no_size(n: int, batch_size: int, message: str) -> None:
    with pytest.raises(ValueError, match=f"^minibatches: {re.escape(message)}$"):
        nn.minibatches(n, batch_size, rng=rng())


def test_an_epoch_is_the_steps_of_its_batches_one_by_one() -> None:
    net, twin = classifier(), classifier()
    history = fit(net, epochs=2, optimizer=nn.SGD(0.1))
    loss, generator, total, right = nn.SoftmaxCrossEntropy(), rng(), 0.0, 0
    for epoch in range(2):
        total, right = 0.0, 0
        for rows in nn.minibatches(60, 16, rng=generator):
            output = twin.forward(X[rows])
            total += loss(output, Y[rows]) * len(rows)
            right += (output.argmax(axis=1) == Y[rows]).sum()
            twin.backward(loss.gradient(output, Y[rows]))
            twin.parameters[...] -= 0.1 * twin.gradients
        assert history.loss[epoch] == pytest.approx(total / 60, rel=1e-12)
        assert history.accuracy[epoch] == pytest.approx(right / 60)
    np.testing.assert_allclose(net.parameters, twin.parameters, rtol=1e-10)
    assert history.validation_loss == history.validation_accuracy == []
    assert history.best_epoch is None


def test_training_learns_and_is_the_same_for_the_same_seed() -> None:
    first, again = classifier(), classifier()
    history = fit(first, epochs=30)
    assert history == fit(again, epochs=30)
    np.testing.assert_array_equal(first.parameters, again.parameters)
    assert history.accuracy[-1] > 0.95 > history.accuracy[0]
    assert nn.accuracy(Y, first.predict(X)) > 0.95
    assert len(history.loss) == 30


def test_history_holds_plain_numbers() -> None:
    history = fit(classifier(), validation=(X, Y))
    assert all(type(value) is float for values in history for value in values)


def test_validation_is_taken_at_the_end_of_every_epoch() -> None:
    net = classifier()
    history = fit(net, validation=(X[:20], Y[:20]))
    assert history.validation_loss[-1] == pytest.approx(
        nn.SoftmaxCrossEntropy()(net.forward(X[:20]), Y[:20]), rel=1e-12
    )
    assert history.validation_accuracy[-1] == nn.accuracy(Y[:20], net.predict(X[:20]))
    assert len(history.validation_loss) == len(history.validation_accuracy) == 3
    assert history.best_epoch == int(np.argmin(history.validation_loss))


class Scripted(nn.Loss):
    """A loss whose value in validation is read from a list; the gradient moves every parameter on."""

    def __init__(self, values: list[float]) -> None:
        self.values = iter(values)

    def value_and_gradient(self, prediction, target):
        return 1.0, np.ones_like(prediction)

    def __call__(self, prediction, target) -> float:
        return next(self.values)


def test_early_stop_waits_for_its_patience_and_puts_the_best_back() -> None:
    net, snapshots = classifier(), []
    values = [5.0, 4.0, 4.5, 3.0, 3.5, 3.2, 3.1, 0.1]
    history = fit(
        net,
        epochs=8,
        loss=Scripted(values),
        optimizer=nn.SGD(0.01),
        validation=(X, Y),
        patience=3,
        on_step=lambda step, cost: snapshots.append(net.parameters.copy()) if step % 4 == 0 else None,
    )
    assert history.validation_loss == values[:7]
    assert history.best_epoch == 3
    np.testing.assert_array_equal(net.parameters, snapshots[4])  # where the fifth epoch began


def test_early_stop_that_never_comes_still_puts_the_best_back() -> None:
    net, snapshots = classifier(), []
    keep = lambda step, cost: snapshots.append(net.parameters.copy()) if step % 4 == 0 else None  # noqa: E731
    fit(
        net,
        epochs=3,
        loss=Scripted([2.0, 1.0, 3.0]),
        optimizer=nn.SGD(0.01),
        validation=(X, Y),
        patience=5,
        on_step=keep,
    )
    np.testing.assert_array_equal(net.parameters, snapshots[2])
    last = classifier()
    fit(last, epochs=3, loss=Scripted([2.0, 1.0, 3.0]), optimizer=nn.SGD(0.01), validation=(X, Y))
    assert (last.parameters != net.parameters).any()


def test_on_step_sees_activations_and_gradients_before_the_step() -> None:
    net, seen = classifier(), []

    def on_step(step: int, cost: float) -> None:
        output = net.activations[-1]
        seen.append((step, cost, len(output), net.parameters.copy(), net.gradients.copy()))

    fit(net, epochs=2, on_step=on_step, optimizer=nn.SGD(0.5))
    assert [entry[0] for entry in seen] == list(range(8))
    assert [entry[2] for entry in seen] == [16, 16, 16, 12] * 2
    for before, after in pairwise(seen):
        np.testing.assert_allclose(after[3], before[3] - 0.5 * before[4], rtol=1e-12, atol=1e-15)
    assert seen[0][1] > 0


def test_after_training_results_are_the_callers_again() -> None:
    net = classifier()
    fit(net)
    kept = net.forward(X)
    copied = kept.copy()
    net.forward(-X)
    np.testing.assert_array_equal(kept, copied)


@pytest.mark.parametrize("dtype", FLOATS)
def test_training_runs_in_the_networks_dtype(dtype) -> None:
    net = classifier(dtype=dtype)
    seen: set[Any] = set()
    fit(net, on_step=lambda step, cost: seen.update(a.dtype for a in net.activations + net.activation_gradients))
    assert seen == {np.dtype(dtype)}


def test_lists_integers_and_read_only_arrays_train_alike() -> None:
    whole = np.round(X * 3).astype(int)
    read_only = whole.astype(float)
    read_only.flags.writeable = False
    expected = fit(classifier(), data=(whole.astype(float), Y))
    for data in (
        (whole, Y),
        (whole.tolist(), Y.tolist()),
        (read_only, Y),
        (np.asfortranarray(read_only), Y.astype(np.uint8)),
    ):
        assert fit(classifier(), data=data) == expected


def test_the_arguments_are_not_changed() -> None:
    before = X.copy(), Y.copy()
    fit(classifier())
    np.testing.assert_array_equal(before[0], X)
    np.testing.assert_array_equal(before[1], Y)


def test_accuracy_is_recorded_for_classes_only() -> None:
    one = lambda: nn.Network([nn.Dense(2, 1, rng=rng(2)), nn.Sigmoid()])  # noqa: E731
    yes_no = fit(one(), data=(X, Y[:, None]), loss=nn.BinaryCrossEntropy(), optimizer=nn.Adam(0.1), epochs=20)
    assert yes_no.accuracy[-1] > 0.9
    target = nn.one_hot(Y, 2)
    rows = fit(classifier(), data=(X, target), loss=nn.MeanSquaredError(), epochs=20, validation=(X, target))
    assert len(rows.accuracy) == len(rows.validation_accuracy) == 20
    assert rows.accuracy[-1] > 0.8
    assert rows.validation_accuracy[-1] > 0.8
    for target in (X, nn.one_hot(Y, 2) * 0.5, np.ones((60, 2)), np.zeros((60, 2))):
        history = fit(classifier(), data=(X, target), loss=nn.MeanSquaredError(), validation=(X, target))
        assert history.accuracy == history.validation_accuracy == []
        assert len(history.validation_loss) == 3


def test_a_column_of_yes_and_no_is_right_where_the_probability_is_above_a_half_or_not() -> None:
    """A network that looks at the first number only, and one that always says a half, which is no yes."""
    some, yes = X[:40], Y[:40]
    assert yes.mean() != 0.5
    for weight, said in ((5.0, some[:, 0] > 0), (0.0, np.zeros(40))):
        net = nn.Network([nn.Dense.from_arrays([[weight], [0.0]], [0.0]), nn.Sigmoid()])
        settings = {"loss": nn.BinaryCrossEntropy(), "optimizer": nn.SGD(1e-9), "epochs": 1, "batch_size": 60}
        history = fit(net, data=(some, yes[:, None]), **settings)
        assert history.accuracy == [np.mean(said == yes)]
        assert 0 < history.accuracy[0] < 1


def test_images_train_through_a_flatten() -> None:
    net = nn.Network([nn.Flatten(), nn.Dense(4, 2, rng=rng(2))])
    history = fit(net, data=(np.stack([X, X], axis=2), Y), epochs=30)
    assert history.accuracy[-1] > 0.9


@pytest.mark.parametrize("data", [(X, Y[:-1]), (X[:0], Y[:0]), (3.0, Y), (X, 1), (3.0, 1)])
def test_examples_and_targets_must_be_as_many(data) -> None:
    with pytest.raises(
        ValueError, match=r"^train: X and y must hold the same number of examples, at least one, got \("
    ):
        fit(classifier(), data=data)


@pytest.mark.parametrize(
    ("wrong", "kind", "message"),
    [
        ({"epochs": -1}, ValueError, "train: epochs must be at least 0, got -1."),
        ({"epochs": 1.5}, TypeError, "train: epochs must be a whole number, got 1.5."),
        ({"batch_size": 0}, ValueError, "train: batch_size must be at least 1, got 0."),
        ({"patience": 2}, ValueError, "train: patience needs validation=(X, y), the loss of which it watches."),
        ({"patience": 0, "validation": (X, Y)}, ValueError, "train: patience must be at least 1, got 0."),
        ({"patience": 1.5, "validation": (X, Y)}, TypeError, "train: patience must be a whole number, got 1.5."),
        ({"validation": 3}, TypeError, "train: validation must be a pair (X, y), got 3."),
        ({"validation": (X,)}, TypeError, f"train: validation must be a pair (X, y), got {(X,)!r}."),
        ({"rng": 3}, TypeError, "minibatches: rng must be a generator, such as np.random.default_rng(0), got 3."),
        ({"loss": "mse"}, TypeError, "train: loss must be a nn.Loss, such as nn.MeanSquaredError(), got 'mse'."),
        ({"optimizer": 0.1}, TypeError, "train: optimizer must be a nn.Optimizer, such as nn.SGD(0.1), got 0.1."),
    ],
)
def test_what_cannot_train_is_refused_in_words(wrong, kind, message: str) -> None:
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        fit(classifier(), **wrong)


def test_only_a_network_is_trained() -> None:
    with pytest.raises(TypeError, match=r"^train: net must be a nn\.Network, such as nn\.Network\(\[nn\.Dense"):
        fit(nn.Dense(2, 2, rng=rng()))


def test_ragged_labels_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match=r"^train: the rows have different lengths"):
        fit(classifier(), data=(X[:2], [[0], [1, 2]]))


def test_a_loop_over_the_steps_is_an_epoch_of_training() -> None:
    net, twin = classifier(), classifier()
    fit(net, epochs=1, batch_size=16, optimizer=nn.Adam(), rng=rng(5))
    order, seen = rng(5).permutation(len(X)), []
    options = {"loss": nn.SoftmaxCrossEntropy(), "optimizer": nn.Adam(), "batch_size": 16, "rng": rng(5)}
    for cost, output, rows in nn.training_steps(twin, X, Y, **options):
        before = twin.parameters.copy()
        np.testing.assert_array_equal(output, twin.forward(X[rows]))
        assert cost == nn.SoftmaxCrossEntropy()(output, Y[rows])
        np.testing.assert_array_equal(twin.parameters, before)
        seen.append(rows)
    np.testing.assert_array_equal(np.concatenate(seen), order)
    np.testing.assert_array_equal(twin.parameters, net.parameters)


def test_a_loop_that_is_left_takes_no_further_step() -> None:
    net = classifier()
    start, adam = net.parameters.copy(), nn.Adam()
    for step in nn.training_steps(net, X, Y, loss=nn.SoftmaxCrossEntropy(), optimizer=adam, batch_size=16, rng=rng()):
        assert step.cost > 0
        assert net.gradients.any()
        break
    assert adam.steps == 0
    np.testing.assert_array_equal(net.parameters, start)


def test_no_epochs_change_nothing() -> None:
    net = classifier()
    assert fit(net, epochs=0, validation=(X, Y), patience=1) == nn.History([], [], [], [])
    np.testing.assert_array_equal(net.parameters, classifier().parameters)


def test_training_that_diverges_says_so_at_once() -> None:
    net = nn.Network([nn.Dense(2, 1, rng=rng(2))])
    words = r"contains inf|must fit into a float|^train: the loss became (nan|inf) in step \d+\. "
    with pytest.raises(FloatingPointError, match=words):
        fit(net, data=(X, X[:, :1]), loss=nn.MeanSquaredError(), optimizer=nn.SGD(1e3), epochs=200)


def test_a_step_that_overflows_is_an_error_and_no_warning() -> None:
    """The weight becomes inf and the bias -inf, so that the next predictions are nan."""
    net = nn.Network([nn.Dense.from_arrays([[0.0]], [0.0])])
    with pytest.raises(FloatingPointError, match=r"^train: the loss became nan in step 2\."):
        fit(net, data=([[1.0], [10.0]], [[-20.0], [3.0]]), loss=nn.MeanSquaredError(), optimizer=nn.SGD(1.5e308))


def test_nan_in_the_data_is_named() -> None:
    broken = X.copy()
    broken[:] = np.nan
    with pytest.raises(
        FloatingPointError,
        match=r"^train: the loss became nan in step 1\. Lower the learning rate, or look for nan in X and y",
    ):
        fit(classifier(), data=(broken, Y))


def test_training_is_silent_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    fit(classifier())
    fit(classifier(), progress=False)
    assert capsys.readouterr() == ("", "")


def test_training_needs_no_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert len(fit(classifier()).loss) == 3


def test_training_shows_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    history = fit(classifier())
    lines = [line.split("\r")[-1] for line in terminal.getvalue().split("\n")]
    assert terminal.getvalue().startswith("\repoch 1/3 [....................]   0%\r")
    assert lines[0] == "epoch 1/3 [####################] 100%"
    assert lines[2] == f"epoch 3/3 loss {history.loss[1]:.4f} [####################] 100%"
    fit(classifier(), progress=False)
    assert terminal.getvalue().count("\n") == 3


def test_another_bar_may_be_given_and_progress_may_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    calls = []

    def bar(batches, *, total, desc):
        calls.append((total, desc[:9]))
        return batches

    fit(classifier(), progress=bar)
    assert calls == [(4, "epoch 1/3"), (4, "epoch 2/3"), (4, "epoch 3/3")]
    fit(classifier(), progress=True, epochs=1)
    assert capsys.readouterr().err.endswith("epoch 1/1 [####################] 100%\n")


def test_the_bar_yields_every_item_and_draws_the_share_done(monkeypatch: pytest.MonkeyPatch) -> None:
    # The clock is read once for every item, and once more when the bar is drawn.
    clock = iter([100.0, 100.0, 100.05, 100.2, 100.2, 100.25])
    monkeypatch.setattr("nnbook._progress.time.monotonic", lambda: next(clock))
    stream = io.StringIO()
    assert list(progress_bar(iter("abcd"), total=4, desc="four", stream=stream)) == list("abcd")
    assert stream.getvalue().split("\r")[1:] == [
        "four [....................]   0%",
        "four [##########..........]  50%",
        "four [####################] 100%\n",
    ]
    stream = io.StringIO()
    assert list(progress_bar([], total=0, desc="none", stream=stream)) == []
    assert stream.getvalue() == "\rnone [####################] 100%\n"


def test_sums_and_means_train_alike_when_the_rate_is_scaled() -> None:
    """The factor n between a sum and a mean is a factor of the learning rate (batches of equal size)."""
    target = X @ [[1.0], [2.0]]
    nets = [nn.Network([nn.Dense(2, 1, rng=rng(2))]) for _ in range(2)]
    fit(nets[0], data=(X, target), loss=nn.MeanSquaredError(), optimizer=nn.SGD(0.15), batch_size=15)
    fit(nets[1], data=(X, target), loss=nn.SumSquaredError(), optimizer=nn.SGD(0.01), batch_size=15)
    np.testing.assert_allclose(nets[0].parameters, nets[1].parameters, rtol=1e-10)


def test_training_does_not_compute_the_gradient_of_the_input() -> None:
    net, counts = classifier(), []
    fit(net, epochs=1, on_step=lambda step, cost: counts.append(len(net.activation_gradients)))
    assert counts == [3] * 4


def test_infinity_in_the_data_is_an_error_and_no_warning() -> None:
    broken = X.copy()
    broken[3] = np.inf, -np.inf
    with pytest.raises(FloatingPointError, match=r"contains inf|the loss became nan"):
        fit(classifier(), data=(broken, Y))


def test_text_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match=r"^train: expected numbers"):
        fit(classifier(), data=(X.astype(str), Y))
