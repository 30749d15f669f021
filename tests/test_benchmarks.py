"""The benchmarks run, compare what they say they compare, and fill their page."""

import importlib.util
import re

import numpy as np
import pytest

from benchmarks import __main__ as page
from benchmarks import convolution, dense, digits

X = np.random.default_rng(0).random((60, 12), dtype=np.float32)
Y = np.arange(60) % 10


@pytest.mark.parametrize("library", dense.RUNS)
def test_every_library_takes_its_steps(library: str) -> None:
    if importlib.util.find_spec(dense.MODULES[library]) is None:
        pytest.skip(f"{library} is not installed; it is only compared with")
    run = dense.RUNS[library]((12, 8, 10), 5, X, Y)
    run(3)
    run(24)


def test_a_ratio_is_the_median_of_the_ratios_within_a_round() -> None:
    times = {"nnbook": [1.0, 2.0, 4.0], "PyTorch": [3.0, 4.0, 20.0]}
    assert dense.ratio(times, "PyTorch") == 3


def test_times_are_taken_of_installed_libraries_round_by_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "RUNS", {"nnbook": dense.nnbook_run})
    monkeypatch.setattr(dense, "EXAMPLES", 200)
    times = dense.measure((784, 4, 10), 50, rounds=3, seconds=0.001)
    assert list(times) == ["nnbook"]
    assert len(times["nnbook"]) == 3
    assert min(times["nnbook"]) > 0


def test_the_page_names_machine_day_and_versions() -> None:
    text = page.TEXT.format(
        day="2026-01-02",
        machine=page.machine(),
        python="3.11",
        versions="numpy 2.0",
        dense="D",
        digits="E",
        convolution="F",
        lenet="G",
        shift=1,
    )
    assert page.installed()["numpy"] == np.__version__
    assert re.search(r"^Measured on 2026-01-02: .*, \d+ cores, \w+, Python 3\.11, numpy", text, re.MULTILINE)
    assert text.count("\n# ") == 1
    assert "\nD\n" in text
    assert "\nE\n" in text
    assert "\nF\n" in text
    assert "\nG\n" in text


def test_the_page_says_of_its_table_what_the_table_shows() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    page.hold(text)
    (last,) = re.findall(r"^\| 784-16-16-10 \| 1000 \|.*$", text, re.MULTILINE)
    *cells, torch, sklearn, jax, end = last.split("|")
    with pytest.raises(AssertionError):  # a large batch gains most
        page.hold(text.replace(last, "|".join([*cells, " 9.99 ", sklearn, jax, end])))
    with pytest.raises(AssertionError):  # JAX is not ahead there
        page.hold(text.replace(last, "|".join([*cells, torch, sklearn, " 1.01 ", end])))


def test_without_a_library_it_compares_with_nothing_is_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = page.PAGE.read_bytes()
    monkeypatch.setattr("sys.argv", ["benchmarks"])
    monkeypatch.setattr(page, "PACKAGES", ("numpy", "no-such-package"))
    with pytest.raises(SystemExit):
        page.main()
    assert "no-such-package, not installed here. make bench-others" in capsys.readouterr().err
    assert page.PAGE.read_bytes() == before


def test_the_networks_are_those_of_the_book() -> None:
    assert set(digits.SETTINGS) == set(dense.NETWORKS) == {"784-16-16-10", "784-100-10"}
    for name, (sizes, *_) in digits.SETTINGS.items():
        assert "-".join(map(str, sizes)) == name
        assert dense.NETWORKS[name] == sizes


IMAGES = np.random.default_rng(0).random((192, 1, 28, 28), dtype=np.float32)
LABELS = np.arange(192) % 10


@pytest.mark.parametrize("library", convolution.RUNS)
@pytest.mark.parametrize("name", convolution.NETWORKS)
def test_every_library_takes_its_steps_of_convolution(name: str, library: str) -> None:
    if library != "nnbook" and importlib.util.find_spec("torch") is None:
        pytest.skip("PyTorch is not installed; it is only compared with")
    convolution.RUNS[library](name, IMAGES, LABELS)(3)


def test_the_ratio_is_to_the_better_layout() -> None:
    times = {"nnbook": [1.0, 2.0, 4.0], "contiguous": [9.0, 9.0, 9.0], "channels last": [3.0, 4.0, 20.0]}
    assert convolution.ratios(times) == [3, 2, 5]


def test_the_text_counts_the_parameters_of_the_convolutional_networks() -> None:
    for name, count in (("LeNet-style", "44,426"), ("conv16–conv32 3×3", "20,490")):
        assert f"{convolution.network(name).parameter_count:,}" == count
        assert count in page.TEXT
    assert repr(digits.lenet(np.random.default_rng(0))) == repr(convolution.network("LeNet-style"))


def test_the_convolutional_network_is_trained_and_measured() -> None:
    share, seconds = digits.train_lenet(0, epochs=1, examples=1280)
    assert share > 0.3
    assert seconds > 0
