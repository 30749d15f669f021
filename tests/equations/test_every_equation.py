"""Every equation of the book is verified by a test, and every such test verifies an equation of the book."""

from pathlib import Path

import pytest

from nnbook.book.parse.equations import survey, verifications
from tests.equations import verifies
from tests.pages import pages


def test_every_label_has_a_test_and_every_test_a_label() -> None:
    equations, problems = survey(pages())
    assert not problems, "\n".join(map(str, problems))
    labels = {equation.label: f"{equation.page}:{equation.line}" for equation in equations}
    tests = {found.label: f"{found.file}::{found.test}" for found in verifications(Path(__file__).parent)}
    without_test = [f"{place}: {label} is verified by no test" for label, place in labels.items() if label not in tests]
    without_label = [
        f"{place} verifies {label}, which is on no page" for label, place in tests.items() if label not in labels
    ]
    assert not without_test + without_label, "\n".join(without_test + without_label)


@pytest.mark.parametrize("labels", [(), ("one",), ("eq:Upper",)])
def test_verifies_takes_labels_only(labels: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="give labels as they stand on the page"):
        verifies(*labels)
