"""Every display equation of the book, written out a second time, independently of nnbook, and compared with it."""

import pytest

from nnbook.book.parse.equations import NAME


def verifies(*labels: str) -> pytest.MarkDecorator:
    """Mark a test as the one that verifies these equations: `@verifies("eq:grades-mean")`, labels written out."""
    wrong = [label for label in labels if not NAME.fullmatch(label)]
    if wrong or not labels:
        message = f"verifies: give labels as they stand on the page, like 'eq:grades-mean', got {wrong or 'none'}."
        raise ValueError(message)
    return pytest.mark.verifies(*labels)
