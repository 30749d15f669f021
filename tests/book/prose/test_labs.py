"""A lab laid out as a page: its numerals have origins in its cells, and a message names the cell."""

import json
from pathlib import Path

from nnbook.book.prose.check import problems, renewed
from nnbook.book.prose.labs import laid_out

TEXT = "# A lab\n\nOf the test images 95.4 % are right.\n\n**Task 1.** Why?\n\n## 1. Look"


def lab(folder: Path, printed: str, text: str = TEXT) -> Path:
    output = {"name": "stdout", "output_type": "stream", "text": [f"{printed}\n"]}
    cells = [
        {"cell_type": "markdown", "source": [text]},
        {"cell_type": "code", "source": ['print("test images right:", share)'], "outputs": [output]},
        {"cell_type": "markdown", "source": ["In part 1 you looked. Task 1 asks."]},
    ]
    path = folder / "lab.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def test_numerals_of_a_lab_come_from_its_cells_and_its_tasks(tmp_path) -> None:
    page = laid_out(lab(tmp_path, "test images right: 0.954"), tmp_path)
    pins = renewed(page, {}, None)
    origins = [(pin.text, pin.origin.split(" ")[0]) for pin in pins]
    assert sorted(origins) == [("1", "place"), ("1", "place"), ("1", "place"), ("1", "place"), ("95.4", "printed")]
    assert problems(page, {page.path: pins}) == []


def test_what_no_longer_agrees_is_told_with_the_cell(tmp_path) -> None:
    page = laid_out(lab(tmp_path, "test images right: 0.954"), tmp_path)
    lock = {page.path: renewed(page, {}, None)}
    changed = laid_out(lab(tmp_path, "test images right: 0.961"), tmp_path)
    (said,) = map(str, problems(changed, lock))
    assert said.startswith("lab.ipynb:1: 95.4 came from line 1 of what cell 2 prints, which now says 0.961.")
    wrong = laid_out(lab(tmp_path, "test images right: 0.954", TEXT.replace("Task 1", "Task 2")), tmp_path)
    (said, *_) = map(str, problems(wrong, lock))
    assert said.startswith("lab.ipynb:1: 2, which was 1, no longer has its origin (place)")
