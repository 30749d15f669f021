"""What the tests of the machinery share."""

from collections.abc import Iterator

import pytest

from nnbook.book.check.processes import starting


@pytest.fixture
def nothing_starts() -> Iterator[None]:
    """Start no fence of the pages during a test that runs one in this process.

    Such a run works in a folder that is deleted after it; a process started meanwhile would look for that folder.
    """
    with starting:
        yield
