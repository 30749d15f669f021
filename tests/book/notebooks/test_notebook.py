"""A page as a notebook: valid, with outputs, and without what only the site understands."""

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from nnbook.book.cli import main
from nnbook.book.notebooks.notebook import notebook as as_notebook
from nnbook.book.notebooks.notebook import packages
from nnbook.book.parse.fences import EXPECTED, parse
from nnbook.book.run.outcome import Outcome

PAGE = f"""\
---
title: x
---
# Title {{#top}}

Text with $x$.

```python
import matplotlib.pyplot as plt
import nnbook as nn

fig, ax = plt.subplots()
ax.plot([0, 1], [0, 1])
nn.plots.describe(fig, "A line")
print("done")
```
{EXPECTED}
```text
done
```

!!! warning "Common mistake: forgetting"
    Do not forget.

    ```python
    import nnbook as nn

    print(nn.relu([-1.0]))
    ```
    {EXPECTED}
    ```text
    [0.]
    ```

    Inside.

After.
"""


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("page.md").write_text(PAGE)
    assert main(["notebook", "page.md", "-o", "out/page.ipynb"]) == 0
    return Path("out/page.ipynb")


def test_the_notebook_is_valid_and_in_the_page_s_order(notebook: Path) -> None:
    content = nbformat.read(notebook, as_version=4)
    nbformat.validate(content)
    sources = [(cell.cell_type, cell.source) for cell in content.cells]
    assert [kind for kind, _ in sources] == ["code", "markdown", "code", "markdown", "code", "markdown"]
    assert sources[1][1] == "# Title\n\nText with $x$."
    assert sources[3][1] == "**Common mistake: forgetting**\n\nDo not forget."
    assert sources[4][1] == "import nnbook as nn\n\nprint(nn.relu([-1.0]))"
    assert sources[5][1] == "Inside.\n\nAfter."


def test_outputs_and_figures_are_in_the_notebook(notebook: Path) -> None:
    content = json.loads(notebook.read_text())
    printed, figure = content["cells"][2]["outputs"]
    assert printed == {"output_type": "stream", "name": "stdout", "text": "done\n"}
    svg = figure["data"]["image/svg+xml"]
    assert "A line" in svg
    assert "var(--" not in svg
    assert EXPECTED not in notebook.read_text()


def test_the_notebook_is_the_same_each_time(notebook: Path) -> None:
    first = notebook.read_bytes()
    assert main(["notebook", "page.md", "-o", "again.ipynb"]) == 0
    assert Path("again.ipynb").read_bytes() == first


def test_a_page_that_is_wrong_makes_no_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.md").write_text(PAGE.replace("[0.]", "[1.]"))
    assert main(["notebook", "page.md"]) == 1
    assert not Path("page.ipynb").exists()
    assert "page.md:32: the fence prints something else" in capsys.readouterr().out


def test_the_notebook_runs_from_top_to_bottom(notebook: Path) -> None:
    content = nbformat.read(notebook, as_version=4)
    NotebookClient(content, timeout=60, kernel_name="python3").execute()
    assert content.cells[4].outputs[0].text == "[0.]\n"


def test_what_a_page_imports_besides_numpy_is_installed_first() -> None:
    code = "import os\nimport numpy as np\nfrom matplotlib import pyplot\nimport autograd.numpy\nimport nnbook as nn"
    page = parse(f"```python\n{code}\n```\n", "page.md")
    assert packages(page) == ["autograd", "nnbook"]
    cells = json.loads(as_notebook(page, {page.fences[0]: Outcome()}, {}))["cells"]
    assert "for name in ['autograd', 'nnbook'] if" in cells[0]["source"]
