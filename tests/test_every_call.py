"""Every public function, called with what it was not made for: a clear error, or the right answer, and nothing lost."""

import copy
import warnings
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nnbook as nn
from tests.calls import Call, every_call

CALLS = every_call()
NAMES = [f"{i}-{call.name}-{getattr(call.function, '__name__', 'call')}" for i, call in enumerate(CALLS)]

# Numbers whose squares, sums or differences leave what a float can hold: there NumPy may warn, as it does for readers.
EXTREME: dict[str, Any] = {
    "nan": float("nan"),
    "inf": float("inf"),
    "1e308": 1e308,
    "array of nan": np.array([np.nan, 1, 2]),
    "matrix of nan": np.full((8, 3), np.nan),
    "matrix of inf": np.full((8, 3), np.inf),
    "array of 1e308": np.full(3, 1e308),
}
JUNK: dict[str, Any] = {
    "None": None,
    "text": "junk",
    "bytes": b"x",
    "object": object(),
    "dictionary": {},
    "set": {1, 2},
    "empty list": [],
    "empty array": np.empty(0),
    "no rows": np.empty((0, 3)),
    "-1": -1,
    "0": 0,
    "2.5": 2.5,
    "True": True,
    "10**30": 10**30,
    "complex number": 1 + 2j,
    "array without axes": np.array(1.0),
    "array of objects": np.array([object(), 1], dtype=object),
    "array of texts": np.array(["a", "b", "c"]),
    "ragged": [[1, 2], [3]],
    "masked": np.ma.masked_array([1.0, 2.0, 3.0], [False, True, False]),
    "complex array": np.array([1 + 2j, 0, 1]),
    "float16": np.array([0.5, -1, 2], np.float16),
    "int16": np.array([300, 2, 1], np.int16),
    "yes and no": np.array([True, False, True]),
    "dates": np.array(["2020-01-01"], "M8[D]"),
    "records": np.zeros(3, [("a", float)]),
    "five axes": np.ones((1, 1, 1, 1, 1)),
    "function": lambda x: x,
    "type": int,
    "uint64": np.array([2**63, 1, 2], np.uint64),
    "old generator": np.random.RandomState(0),
    **EXTREME,
}
# What a call may change, for that is what it is for.
FUNCTIONS = {"*f", "progress", "on_step"}
CHANGED = {"*parameters", "*net", "optimizer", "rng"}


def _same(a: Any, b: Any) -> bool:
    """Whether two results are the same numbers of the same shape."""
    if isinstance(a, np.ndarray):
        if a.shape != np.shape(b) or a.dtype != b.dtype:
            return False
        # BLAS adds in another order when rows lie in memory in another.
        return np.allclose(a, b, 1e-12, 1e-14, equal_nan=True) if a.dtype.kind in "fc" else np.array_equal(a, b)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    return isinstance(a, nn.Layer | nn.Optimizer | nn.Schedule | nn.Loss | nn.Network | nn.Chain) or a == b or a is b


def _is_extreme(value: Any) -> bool:
    """Whether it holds a number that is not finite, or so large that its square is not."""
    if np.asarray(value if isinstance(value, float | np.ndarray) else 0).dtype.kind != "f":
        return False
    return not bool(np.all(np.abs(np.asarray(value, np.float64)) < 1e150))


def _outcome(call: Call, arguments: Mapping[str, Any]) -> tuple[str, str]:
    """Run a call: "answer" or "error", and what is wrong with that, if anything."""
    before = {name: value.copy() for name, value in arguments.items() if isinstance(value, np.ndarray)}
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            call.run(arguments)
            kind, fault = "answer", ""
        except FileNotFoundError as error:
            kind, fault = "error", "" if error.filename else "does not say which file"
        except (TypeError, ValueError, FloatingPointError) as error:
            kind, said = "error", str(error)
            ours = said.startswith((call.name, *call.passes_to)) and ": " in said and said.endswith((".", "?"))
            fault = "" if ours else f"{type(error).__name__}: {said}"
    extreme = any(_is_extreme(value) for value in arguments.values())
    if warned and not (extreme and all(issubclass(one.category, RuntimeWarning) for one in warned)):
        fault += f" warned: {warned[0].message}"
    for name, value in before.items():
        if name not in CHANGED and not _same(value, arguments[name]):
            fault += f" changed its argument {name}"
    return kind, fault


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand elsewhere: what makes no sense to others is a good name of a file to `Network.save`."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("index", range(len(CALLS)), ids=NAMES)
def test_each_argument_that_makes_no_sense_is_an_error_that_says_so_or_has_an_answer(index: int) -> None:
    faults = []
    for argument in CALLS[index].arguments:
        for name, junk in JUNK.items():
            if argument in FUNCTIONS and callable(junk):
                continue  # what goes wrong inside a function that is given is that function's error
            call = every_call()[index]
            _, fault = _outcome(call, {**call.arguments, argument: junk})
            if fault:
                faults.append(f"{argument} = {name}: {fault}")
    assert not faults, "\n".join(faults)


def _other_ways_to_write(array: np.ndarray) -> Iterator[tuple[str, Any]]:
    yield "Fortran order", np.asfortranarray(array)
    strided = np.repeat(array, 2, axis=0)[::2]
    yield "a view of every other row", strided
    locked = array.copy()
    locked.flags.writeable = False
    yield "read-only", locked
    yield "lists", array.tolist()


@pytest.mark.parametrize("index", range(len(CALLS)), ids=NAMES)
def test_an_argument_written_another_way_has_the_same_answer(index: int) -> None:
    if CALLS[index].name == "Network" and "*path" in CALLS[index].arguments:
        pytest.skip("takes the name of a file, and no array")
    plain = every_call()[index]
    expected = plain.run(plain.arguments)
    for argument, value in CALLS[index].arguments.items():
        if not isinstance(value, np.ndarray) or argument in CHANGED:
            continue
        for name, other in _other_ways_to_write(value):
            call = every_call()[index]
            if name == "lists" and value.dtype == np.uint8 and call.name != "as_rows":
                continue  # a list of whole numbers has no dtype to be kept
            found = call.run({**call.arguments, argument: other})
            assert _same(expected, found), f"{argument} as {name}: {found!r}, but {expected!r}"


@pytest.mark.parametrize("path", [0, 1, True, 2.5, None, b"net.npz", ["net.npz"], np.zeros(3)], ids=str)
def test_a_network_is_saved_and_loaded_by_the_name_of_a_file(path: Any) -> None:
    """A whole number is that of an open file: `save(1)` would close what the program prints to."""
    net = nn.Network([nn.Dense(2, 1, rng=np.random.default_rng(0))])
    for method in (net.save, net.load):
        with pytest.raises(TypeError, match=r"Network\.(save|load): path must be the name of a file"):
            method(path)


def test_every_public_name_is_called() -> None:
    called = {call.name for call in CALLS}
    nothing_to_give = {"LANGUAGES", "SCIENCES", "PASS_MARK", "load_digits", "load_grades", "load_photographs"}
    made_by_the_library = {"Digits", "Grades", "GradientCheck", "History", "Line", "RangeTest", "Step"}
    bases = {"Layer", "Loss", "Optimizer", "Schedule"}
    assert set(nn.__all__) - called == nothing_to_give | made_by_the_library | bases


def _random_calls(count: int, seed: int) -> list[str]:
    """Replace one to three arguments of random calls, and return what was wrong."""
    rng = np.random.default_rng(seed)
    names, faults = [name for name in JUNK if name not in ("function", "type")], []
    for _ in range(count):
        index = int(rng.integers(len(CALLS)))
        call = every_call()[index]
        own = list(call.arguments)
        chosen = rng.choice(own, size=min(len(own), int(rng.integers(1, 4))), replace=False)
        given = {str(argument): str(rng.choice(names)) for argument in chosen}
        junk = {argument: copy.copy(JUNK[name]) for argument, name in given.items()}
        _, fault = _outcome(call, {**call.arguments, **junk})
        if fault:
            faults.append(f"{NAMES[index]} with {given}: {fault}")
    return faults


def test_calls_with_several_wrong_arguments() -> None:
    faults = _random_calls(300, seed=date.today().toordinal())
    assert not faults, "\n".join(faults)


@pytest.mark.long
def test_ten_thousand_calls_with_several_wrong_arguments() -> None:
    faults = _random_calls(10_000, seed=0)
    assert not faults, "\n".join(faults)
