"""What the check of an exercise says of its solution, its starter and its wrong answers."""

import json

from nnbook.book.check.processes import Job
from nnbook.book.check.worker import first
from nnbook.book.parse.exercises import Exercise
from nnbook.book.run.grading import Grade


def grades(exercise: Exercise) -> dict[str, Grade]:
    """Return what the check says of the solution, the starter and each wrong answer, found in a process of its own."""
    answers = {"solution": exercise.solution, "starter": exercise.starter}
    answers |= {f"wrong answer {number}": fence for number, fence in enumerate(exercise.wrong, 1)}
    sources = {name: fence.source for name, fence in answers.items()}
    program = (
        "import dataclasses, json\n"
        "from nnbook.book.run.grading import grade\n"
        f"print(json.dumps([dataclasses.asdict(grade(answer, {exercise.check.source!r}))\n"
        f"                  for answer in {list(sources.values())!r}]))\n"
    )
    outcome = first.run(Job(program, exercise.page, exercise.line))
    if outcome.error is not None:
        raise RuntimeError(outcome.error)
    return dict(zip(sources, (Grade(**entry) for entry in json.loads(outcome.output)), strict=True))
