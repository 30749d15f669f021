"""Exercises: their parts are found, and each check accepts the solution and rejects the starter and wrong answers."""

from textwrap import indent

import pytest

from nnbook.book.check.exercises import grades
from nnbook.book.parse.exercises import Exercise, find
from nnbook.book.parse.fences import parse
from nnbook.book.run.grading import grade
from tests.pages import pages

CHECK = """
def check(answer):
    assert answer.total == 6, f"the total of 1, 2 and 3 must be right; got {answer.total}"
"""


def fence(source: str) -> str:
    return f"```python\nimport nnbook as nn\n{source}\n```\n"


def box(kind: str, content: str) -> str:
    return f'??? {kind} "…"\n{indent(content, "    ")}\n'


def page(
    *, without: str = "", heading: str = "### Exercise 2: Add {#ex-sums-2}", task: str = "*Compute.* Add 1, 2 and 3."
) -> str:
    parts = {
        "heading": f"# Sums\n\n## Exercises\n\n{heading}\n\n{task}\n",
        "starter": fence("total = 0"),
        "question": box("question", "Use a sum."),
        "failure": box("failure", fence("total = 1 * 2 + 3")),
        "example": box("example", fence(CHECK.strip())),
        "success": box("success", fence("total = 1 + 2 + 3")),
    }
    return "\n".join(text for name, text in parts.items() if name != without) + "\n## What is next\n\n" + fence("x = 1")


def test_the_parts_of_an_exercise_are_found_by_their_boxes() -> None:
    (exercise,), problems = find(parse(page(), "docs/sums.md"))
    assert not problems
    assert (exercise.id, exercise.number, exercise.title, exercise.hints) == ("ex-sums-2", 2, "Add", 1)
    assert exercise.kind == "compute"
    assert exercise.starter.source.endswith("total = 0\n")
    assert [wrong.source.splitlines()[-1] for wrong in exercise.wrong] == ["total = 1 * 2 + 3"]
    assert "def check" in exercise.check.source
    assert exercise.solution.source.endswith("total = 1 + 2 + 3\n")


@pytest.mark.parametrize(
    ("without", "message"),
    [
        ("starter", "one starter"),
        ("question", "with a hint"),
        ("failure", "a wrong answer"),
        ("example", "the check"),
        ("success", "the solution"),
    ],
)
def test_a_missing_part_is_a_problem_that_names_the_line(without: str, message: str) -> None:
    exercises, (problem,) = find(parse(page(without=without), "docs/sums.md"))
    assert not exercises
    assert str(problem).startswith("docs/sums.md:5: this exercise needs ")
    assert message in problem.message


def test_a_number_that_is_not_that_of_the_id_is_a_problem() -> None:
    (problem,) = find(parse(page(heading="### Exercise 3: Add {#ex-sums-2}"), "docs/sums.md"))[1]
    assert "number" in problem.message


@pytest.mark.parametrize("task", ["Add 1, 2 and 3.", "*Ponder.* Add 1, 2 and 3.", "Add. *Compute.* 1, 2 and 3."])
def test_a_task_that_does_not_say_what_it_asks_for_is_a_problem(task: str) -> None:
    (problem,) = find(parse(page(task=task), "docs/sums.md"))[1]
    assert "*Compute.*, *Prove.* or *Explore.*" in problem.message


def test_a_check_accepts_and_rejects_in_words() -> None:
    assert grade("total = 6", CHECK).accepted
    rejected = grade("total = 5", CHECK)
    assert (rejected.accepted, rejected.error) == (False, "")
    assert rejected.message == "the total of 1, 2 and 3 must be right; got 5"


@pytest.mark.parametrize(
    ("answer", "check", "error"),
    [
        ("total = 1 / 0", CHECK, "Your code stopped with ZeroDivisionError"),
        ("total =", CHECK, "Your code stopped with SyntaxError"),
        ("other = 6", CHECK, "The check stopped with AttributeError"),
        ("total = 5", "def check(answer):\n    assert answer.total == 6", "its asserts need messages"),
        ("total = 6", "x = 1", "The check stopped with KeyError"),
    ],
)
def test_what_breaks_is_an_error_and_no_verdict(answer: str, check: str, error: str) -> None:
    verdict = grade(answer, check)
    assert not verdict.accepted
    assert not verdict.message
    assert error in verdict.error


def test_an_answer_prints_in_vain_and_sees_a_namespace_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert grade("print('loud')\ntotal = 6", CHECK).accepted
    assert capsys.readouterr().out == ""
    assert not grade("pass", CHECK).accepted


def book_exercises() -> tuple[list[Exercise], list[str]]:
    problems: list[str] = []
    found: list[Exercise] = []
    for book_page in pages():
        exercises, wrong = find(book_page)
        found += exercises
        problems += map(str, wrong)
    return found, problems


EXERCISES, PROBLEMS = book_exercises()


def test_every_exercise_of_the_book_is_complete() -> None:
    assert not PROBLEMS, "\n".join(PROBLEMS)
    assert len({exercise.id for exercise in EXERCISES}) == len(EXERCISES)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_check_accepts_the_solution_and_rejects_the_others(exercise: Exercise) -> None:
    verdicts = grades(exercise)
    place = f"{exercise.page}:{exercise.line}"
    assert verdicts.pop("solution").accepted, f"{place}: {grades(exercise)['solution']}"
    assert len(verdicts) >= 2
    for name, verdict in verdicts.items():
        assert not verdict.accepted, f"{place}: the check accepts the {name}"
        assert not verdict.error, f"{place}: {name}: {verdict.error}"
