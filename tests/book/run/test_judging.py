"""An answer and its check, each on its own side, agree with both in one process."""

from dataclasses import replace
from time import process_time
from typing import Any

import numpy as np
import pytest

import nnbook as nn
from nnbook.book.parse.exercises import Exercise, find
from nnbook.book.run.exchange import Reader, UnreadableError, Writer
from nnbook.book.run.execution import isolation
from nnbook.book.run.grading import Grade, grade
from nnbook.book.run.judging import Answer, Judge
from tests.pages import pages

LONGEST = 20
"""Seconds of computing: a check begins again for every reply, so one that trains must not ask a hundred times."""


def judged(answer: str, check: str, *, most: int = 500) -> Grade:
    """Let an answer and its check talk until there is a verdict."""
    side, judge = Answer(answer), Judge(check)
    for _ in range(most):
        if isinstance(said := judge.say(), Grade):
            return said
        judge.replies.append(side.reply(said))
    raise AssertionError(f"no verdict after {most} replies")


def exercises() -> list[Exercise]:
    return [exercise for page in pages() for exercise in find(page)[0]]


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.id)
def test_both_sides_say_what_one_process_says(exercise: Exercise) -> None:
    for fence in (exercise.solution, exercise.starter, *exercise.wrong):
        with isolation():
            wanted = grade(fence.source, exercise.check.source)
        start = process_time()
        with isolation():
            assert judged(fence.source, exercise.check.source) == wanted
        assert process_time() - start < LONGEST


def through(value: object) -> Any:
    kept: list[object] = []

    def keep(one: object) -> int:
        kept.append(one)
        return len(kept) - 1

    return Reader(lambda number, _: kept[number], kept).value(Writer(keep).text(value))


@pytest.mark.parametrize(
    "value",
    [None, True, -3, 2.5, float("inf"), "é\n", 1j, (1, [2, {3}], frozenset()), {"a": (1,), 2: None}, range(1, 9, 2)],
    ids=repr,
)
def test_plain_values_come_as_they_went(value: object) -> None:
    assert through(value) == value
    assert type(through(value)) is type(value)


@pytest.mark.parametrize("dtype", ["f8", "f4", "i8", "u1", "?", "c16", "U3", ">f4"])
def test_arrays_come_as_they_went(dtype: str) -> None:
    array = np.arange(6).reshape(2, 3).astype(dtype)
    for one in (array, array[:0], array.T, array[0, 1]):
        came = through(one)
        assert type(came) is type(one)
        np.testing.assert_array_equal(came, one, strict=True)


def test_a_layer_and_a_generator_come_as_they_went() -> None:
    rng = np.random.default_rng(3)
    layer = nn.Dense(3, 2, rng=rng)
    came: nn.Dense
    generator: np.random.Generator
    came, generator = through((layer, rng))
    np.testing.assert_array_equal(came(np.ones((1, 3))), layer(np.ones((1, 3))))
    assert generator.random() == rng.random()


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[" * 5000, '["import", "os", "system"]', '["nnbook", "Dense", 5]', '["nnbook", "load_digits", {}]',
        '["array", "|O", [1], "AAAAAAAAAAA="]', '["array", "<f8", [2], "AAAAAAAAAAA="]', '["array", "<f8", [1], "é"]',
        '["generator", "{}"]', '["eval", "1"]', '["slice"]', '["list", ["x"]]', '["nnbook", "__builtins__", ["dict"]]',
    ],
)  # fmt: skip
def test_a_text_that_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        Reader(lambda *_: None, []).value(text)


CHECK = "def check(answer):\n    assert answer.value == 6, f'not {answer.value}'\n"


@pytest.mark.parametrize(
    "answer",
    [
        "class Any:\n    def __eq__(self, other): return True\n    __hash__ = None\nvalue = Any()",
        "class Six(int):\n    def __eq__(self, other): return True\n    __hash__ = None\nvalue = Six(5)",
        "import numpy as np\nclass A(np.ndarray):\n    def __eq__(self, o): return True\n"
        "    __hash__ = None\nvalue = np.zeros(1).view(A)[:1]",
        "import builtins\nvalue = lambda: 6",
    ],
)
def test_nothing_that_behaves_as_if_it_were_equal_is(answer: str) -> None:
    assert not judged(answer, CHECK).accepted


def test_a_check_can_lend_its_functions_and_count_their_calls() -> None:
    check = (
        "def check(answer):\n    counted = []\n    def f(x):\n        counted.append(x)\n        return 2 * x\n"
        "    assert answer.both(f, 4) == 18, 'eighteen'\n    assert counted == [4, 5], str(counted)\n"
    )
    assert judged("def both(f, x):\n    return f(x) + f(x + 1)", check).accepted
    assert judged("def both(f, x):\n    return f(x + 1) + f(x)", check).message == "[5, 4]"
    assert judged("def both(f, x):\n    return 18", check).message == "[]"
    assert judged("def both(f, x):\n    return f.counted", check).error.startswith("The check stopped with")


def test_a_function_that_changes_nothing_travels_and_one_that_does_is_called_from_afar() -> None:
    check = (
        "import numpy as np\nk = 3\ndef g(x):\n    return k * x\n"
        "def check(answer):\n    a = np.array([1.0, 2.0])\n"
        "    assert np.allclose(answer.many(lambda x: np.sum(a * g(x)), 2000), 2000 * 9 * 1.0), 'sum'\n"
        "    n = 0\n    def f(x):\n        nonlocal n\n        n += 1\n        return x\n"
        "    answer.many(f, 3)\n    assert n == 3, f'three, not {n}'\n"
    )
    many = "def many(f, n):\n    return sum(f(1) for _ in range(n))"
    assert judged(many, check, most=12).accepted
    assert judged(many.replace("range(n)", "range(min(n + 1, 2000))"), check, most=12).message == "three, not 4"


def test_an_error_of_the_answer_is_told_with_its_line() -> None:
    check = "def check(answer):\n    answer.f(0)\n"
    wanted = "The check stopped with ZeroDivisionError: division by zero (your answer, line 2)"
    assert judged("def f(x):\n    return 1 / x", check) == Grade(accepted=False, error=wanted)
    assert grade("def f(x):\n    return 1 / x", check) == replace(judged("def f(x):\n    return 1 / x", check))
    assert "SystemExit" in judged("raise SystemExit", check).error
