"""A certificate says what every fence gave; verified elsewhere, it names whatever is not so."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from nnbook.book.check import certificate
from nnbook.book.cli import main
from nnbook.book.files import digest
from nnbook.book.parse.fences import CAPTURED, EXPECTED

PRINTS = f"```python\nimport nnbook as nn\n\nprint(nn.relu([-1.0, 2.0]))\n```\n{EXPECTED}\n```text\n[0. 2.]\n```\n"
READS = (
    "```python\nfrom pathlib import Path\n\nimport nnbook\n\nprint(Path({path!r}).read_text().strip())\n```\n"
    + EXPECTED
    + "\n```text\none\n```\n"
)
CAPTURES = READS.partition(EXPECTED)[0] + CAPTURED + "\n"
DRAWS = """\
```python
from pathlib import Path

from matplotlib import pyplot as plt

import nnbook

fig, ax = plt.subplots(label="A line")
ax.plot([0, int(Path({path!r}).read_text())])
```
"""


@pytest.fixture(autouse=True)
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out a book of one page, and stand in its folder."""
    (tmp_path / "book/docs").mkdir(parents=True)
    (tmp_path / "book/docs/page.md").write_text(PRINTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "book")
    return tmp_path / "book"


def certified(page: str) -> dict[str, Any]:
    """Write a page and certify the book; return what the certificate says."""
    Path("docs/page.md").write_text(page, encoding="utf-8")
    assert main(["certify", "-o", "../certificate.json"]) == 0
    content: dict[str, Any] = json.loads(Path("../certificate.json").read_text(encoding="utf-8"))
    return content


def verify(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Verify the certificate; return the exit code and what is printed."""
    capsys.readouterr()
    code = main(["verify", "../certificate.json"])
    return code, capsys.readouterr().out


def sealed(content: dict[str, Any]) -> None:
    """Write a changed certificate as if it had been made so."""
    content.pop("sha256")
    Path("../certificate.json").write_text(certificate.written(content), encoding="utf-8")


def test_a_certificate_says_what_was_printed_where_with_what(capsys: pytest.CaptureFixture[str]) -> None:
    content = certified(f"# T\n\n{PRINTS}")
    assert "1 pages, 1 fences, written to ../certificate.json" in capsys.readouterr().out
    (fence,) = content["pages"]["docs/page.md"]["fences"]
    assert (fence["place"], fence["output"], fence["captured"]) == ("docs/page.md:3", "[0. 2.]\n", False)
    assert {"Python", "machine", "nnbook", "numpy", "matplotlib"} <= set(content["versions"])
    assert {"nnbook/layers.py", "nnbook/data/mnist.npz", "nnbook/book/run/execution.py"} <= set(content["library"])
    assert content == json.loads(Path("../certificate.json").read_text(encoding="utf-8"))


def test_two_certificates_of_one_book_are_the_same_to_the_byte() -> None:
    certified(PRINTS)
    first = Path("../certificate.json").read_bytes()
    assert main(["certify", "--cold", "-o", "../certificate.json"]) == 0
    assert Path("../certificate.json").read_bytes() == first


def test_it_is_verified_in_another_clone(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    certified(PRINTS)
    shutil.copytree(book / "docs", book.parent / "clone/docs")
    monkeypatch.chdir(book.parent / "clone")
    assert verify(capsys) == (0, "1 pages, 1 fences, 0 not as certified.\n")


def test_a_changed_output_is_shown_though_the_page_is_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is kept from the run before says nothing: the fence is run again."""
    data = tmp_path / "data"
    data.write_text("one")
    content = certified(READS.format(path=str(data)))
    content["pages"]["docs/page.md"]["fences"][0]["output"] = "zero\n"
    sealed(content)
    code, said = verify(capsys)
    assert code == 1
    assert "docs/page.md:1: not the output that was certified" in said
    assert "-zero\n+one" in said
    data.write_text("two")
    code, said = verify(capsys)
    assert code == 1
    assert "docs/page.md:10: the fence prints something else than the page says" in said


def test_a_changed_page_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    certified(PRINTS)
    Path("docs/page.md").write_text(f"{PRINTS}\nA word more.\n", encoding="utf-8")
    code, said = verify(capsys)
    assert code == 1
    assert re.search(r"docs/page\.md: not the page that was certified \(SHA-256 [0-9a-f]{64}, certified", said)
    Path("docs/page.md").write_text(PRINTS.replace("-1.0", "-3.0"), encoding="utf-8")
    assert "docs/page.md:1: not the code that was certified." in verify(capsys)[1]
    Path("docs/page.md").rename("docs/other.md")
    code, said = verify(capsys)
    assert "docs/page.md: a page that was certified is missing." in said
    assert "docs/other.md: a page that was not certified." in said
    assert said.endswith("2 not as certified.\n")


@pytest.mark.parametrize("name", ["nnbook", "numpy", "Python"])
def test_another_version_is_named(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    content = certified(PRINTS)
    here, content["versions"][name] = content["versions"][name], "0.0"
    sealed(content)
    code, said = verify(capsys)
    assert code == 1
    assert f"{name}: certified with 0.0, here is {here}.\n" in said


def test_another_file_of_the_library_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    content = certified(PRINTS)
    content["library"]["nnbook/layers.py"] = digest(b"other")
    sealed(content)
    code, said = verify(capsys)
    assert code == 1
    assert "nnbook/layers.py: not the file of the library that was certified" in said


def test_another_figure_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    data.write_text("1")
    content = certified(DRAWS.format(path=str(data)))
    assert len(content["pages"]["docs/page.md"]["fences"][0]["figures"]) == 1
    assert verify(capsys)[0] == 0
    data.write_text("2")
    code, said = verify(capsys)
    assert code == 1
    assert "docs/page.md:1: not the figures or files that were certified, though it prints the same." in said


def test_another_captured_result_within_its_bounds_is_told_and_is_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    data.write_text("one")
    certified(
        CAPTURES.format(path=str(data)).replace("print(", 'assert "o" in Path("' + str(data) + '").read_text()\nprint(')
    )
    data.write_text("two")
    code, said = verify(capsys)
    assert code == 0
    assert "docs/page.md:1: a captured result is another one here, within the bounds that the fence asserts." in said
    data.write_text("three")
    code, said = verify(capsys)
    assert code == 1
    assert "AssertionError" in said


def code_cell(number: int, source: str, printed: list[str]) -> dict[str, Any]:
    outputs = [{"name": "stdout", "output_type": "stream", "text": printed}] if printed else []
    cell = {"cell_type": "code", "id": f"cell-{number}", "metadata": {}, "source": source}
    return {**cell, "execution_count": None, "outputs": outputs}


def test_labs_are_certified_cell_by_cell(capsys: pytest.CaptureFixture[str]) -> None:
    number = Path("../number").resolve()
    number.write_text("1.0", encoding="utf-8")
    reads = f"x = Path({str(number)!r}).read_text()\nprint(nn.relu(float(x)))"
    cells = [code_cell(1, "from pathlib import Path\nimport nnbook as nn", []), code_cell(2, reads, ["1.0\n"])]
    lab = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    Path("docs/lab.ipynb").write_text(json.dumps(lab), encoding="utf-8")
    found = certified(PRINTS)["pages"]["docs/lab.ipynb"]["fences"]
    assert [(cell["place"], cell["output"]) for cell in found] == [
        ("docs/lab.ipynb:1", ""),
        ("docs/lab.ipynb:2", "1.0\n"),
    ]
    assert "1 pages, 1 fences, 1 labs, 2 cells, written to" in capsys.readouterr().out
    assert verify(capsys) == (0, "1 pages, 1 fences, 1 labs, 2 cells, 0 not as certified.\n")
    number.write_text("2.0", encoding="utf-8")
    code, said = verify(capsys)
    assert code == 1
    assert "docs/lab.ipynb:2: the cell gives something else than the file keeps" in said


def test_nothing_wrong_is_certified(capsys: pytest.CaptureFixture[str]) -> None:
    Path("docs/page.md").write_text(PRINTS.replace("[0. 2.]", "[0. 7.]"), encoding="utf-8")
    assert main(["certify", "-o", "../certificate.json"]) == 2
    assert "the fence prints something else than the page says" in capsys.readouterr().err
    Path("docs/page.md").write_text("```py\n1\n```\n", encoding="utf-8")
    assert main(["certify", "-o", "../certificate.json"]) == 2
    assert not Path("../certificate.json").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "this is no certificate"),
        ("[1]", "this is no certificate"),
        ('{"sha256": "0", "format": "of another kind"}', "a certificate of another form ('of another kind')"),
    ],
)
def test_what_is_no_certificate_is_said_to_be_none(text: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("../certificate.json").write_text(text, encoding="utf-8")
    assert main(["verify", "../certificate.json"]) == 2
    assert said in capsys.readouterr().err
    Path("../certificate.json").unlink()
    assert main(["verify", "../certificate.json"]) == 2


def test_a_certificate_that_was_changed_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    certified(PRINTS)
    text = Path("../certificate.json").read_text(encoding="utf-8")
    Path("../certificate.json").write_text(text.replace("[0. 2.]", "[0. 3.]"), encoding="utf-8")
    assert main(["verify", "../certificate.json"]) == 2
    assert "the certificate was changed after it was written" in capsys.readouterr().err
