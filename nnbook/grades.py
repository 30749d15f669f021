"""The grades table: eight invented students, seven subjects, marks out of 20."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from nnbook._arrays import Array
from nnbook._checks import number

PASS_MARK = 10.0
"""The mark from which a subject is passed."""

SCIENCES = ("Mathematics", "Physics", "Computer Science", "Biology", "Chemistry")
"""The subjects that count as sciences."""

LANGUAGES = ("Natural Language 1", "Natural Language 2")
"""The subjects that are languages."""

_SUBJECTS = (
    "Mathematics",
    "Physics",
    "Computer Science",
    "Natural Language 1",
    "Natural Language 2",
    "Biology",
    "Chemistry",
)
_MARKS = {
    "Amina": (15, 13, 16, 14, 16, 12, 14),
    "Bruno": (17, 16, 18, 7, 8, 13, 16),
    "Chloé": (8, 7, 9, 17, 16, 11, 10),
    "Daniel": (11, 14, 9, 10, 12, 7, 8),
    "Elif": (6, 8, 11, 9, 7, 8, 7),
    "Farah": (12, 9, 10, 11, 10, 15, 11),
    "Goran": (19, 18, 17, 15, 13, 17, 19),
    "Hana": (9, 11, 8, 6, 9, 12, 11),
}


class Grades(NamedTuple):
    """The table: a row of `marks` for each student, a column for each subject.

    Shapes: `students` 8 names; `subjects` 7 names; `marks` (8, 7), float64.
    Errors: none.
    Derived in: "Features from a grades table".
    """

    students: tuple[str, ...]
    subjects: tuple[str, ...]
    marks: Array


def load_grades() -> Grades:
    """Return the grades table, with a fresh array of marks.

    Shapes: those of `Grades`.
    Errors: none.
    Derived in: "Features from a grades table".
    """
    return Grades(tuple(_MARKS), _SUBJECTS, np.array(list(_MARKS.values()), dtype=np.float64))


def subject_weights(weights: Mapping[str, float]) -> Array:
    """Return seven weights: those given by the subject's name, 0 for the others.

    Shapes: → (7,).
    Errors: ValueError if there is no such subject, or a weight is not finite; TypeError if `weights` is no dictionary.
    Derived in: "Features from a grades table".
    """
    if not isinstance(weights, Mapping):
        raise TypeError(f'subject_weights: weights must be a dictionary, such as {{"Physics": 0.5}}, got {weights!r}.')
    _known("subject_weights", weights)
    return np.array([number(weights.get(name, 0.0), "subject_weights", name) for name in _SUBJECTS])


def mean_weights(*subjects: str) -> Array:
    """Return the seven weights whose weighted sum is the mean of these subjects: 1/k for each of k, else 0.

    Shapes: → (7,).
    Errors: ValueError if there is no such subject, none is given, or one twice.
    Derived in: "Features from a grades table".
    """
    _known("mean_weights", subjects)
    if not subjects or len(set(subjects)) != len(subjects):
        raise ValueError(f"mean_weights: name at least one subject, and each only once, got {subjects}.")
    return subject_weights(dict.fromkeys(subjects, 1 / len(subjects)))


def _known(where: str, subjects: Iterable[str]) -> None:
    """Refuse a name that is none of the subjects."""
    for name in subjects:
        if not isinstance(name, str) or name not in _SUBJECTS:
            raise ValueError(f"{where}: there is no subject {name!r}; the subjects are {', '.join(_SUBJECTS)}.")
