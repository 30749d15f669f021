"""The grades table: what its weights mean, and what it refuses."""

import numpy as np
import pytest

import nnbook as nn


def test_the_table_has_a_row_per_student_and_a_column_per_subject() -> None:
    grades = nn.load_grades()
    assert grades.marks.shape == (len(grades.students), len(grades.subjects)) == (8, 7)
    assert grades.marks.dtype == np.float64
    assert ((grades.marks >= 0) & (grades.marks <= 20)).all()


def test_a_changed_table_does_not_change_the_next() -> None:
    nn.load_grades().marks[:] = 0
    assert nn.load_grades().marks.min() > 0


def test_subject_weights_stand_in_the_order_of_the_columns() -> None:
    np.testing.assert_array_equal(nn.subject_weights({"Physics": -1, "Mathematics": 1}), [1, -1, 0, 0, 0, 0, 0])
    for j, name in enumerate(nn.load_grades().subjects):
        np.testing.assert_array_equal(nn.subject_weights({name: 1}), np.eye(7)[j])


def test_mean_weights_extract_the_mean() -> None:
    marks = nn.load_grades().marks
    np.testing.assert_allclose(marks @ nn.mean_weights("Biology", "Mathematics"), (marks[:, 5] + marks[:, 0]) / 2)


def test_an_unknown_subject_is_named_together_with_the_known_ones() -> None:
    with pytest.raises(
        ValueError, match=r"^subject_weights: there is no subject 'Maths'; the subjects are Mathematics, Physics"
    ):
        nn.subject_weights({"Maths": 1})
    with pytest.raises(ValueError, match=r"^mean_weights: there is no subject 'Maths'"):
        nn.mean_weights("Maths")


def test_weights_are_numbers_by_name() -> None:
    text = r'^subject_weights: weights must be a dictionary, such as \{"Physics": 0\.5\}, got \[1, 2\]\.$'
    with pytest.raises(TypeError, match=text):
        nn.subject_weights([1, 2])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^subject_weights: Biology must be finite, got inf\.$"):
        nn.subject_weights({"Biology": np.inf})


@pytest.mark.parametrize("subjects", [(), ("Physics", "Physics")])
def test_a_mean_needs_subjects_each_once(subjects: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="at least one subject, and each only once"):
        nn.mean_weights(*subjects)
