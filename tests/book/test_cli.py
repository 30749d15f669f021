"""The command line: check tells all that is wrong, update mends outputs and nothing else."""

from pathlib import Path

import pytest

from nnbook.book import cli
from nnbook.book.check import worker
from nnbook.book.check.processes import Job
from nnbook.book.cli import main
from nnbook.book.parse.fences import CAPTURED, EXPECTED
from nnbook.book.parse.page import lines_with_ends
from nnbook.book.run.outcome import Outcome

CODE = "```python\nimport nnbook as nn\n\nprint(nn.relu([-1.0, 2.0]))\n```\n"
GOOD = f"{CODE}{EXPECTED}\n```text\n[0. 2.]\n```\n"
WRONG = GOOD.replace("[0. 2.]", "[0. 7.]\nmore")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    (tmp_path / "docs").mkdir()
    return tmp_path


def write(text: str, name: str = "docs/page.md") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_check_passes_over_right_pages(capsys: pytest.CaptureFixture[str]) -> None:
    write(GOOD)
    write(GOOD, "README.md")
    assert main(["check"]) == 0
    assert "2 pages, 2 fences, 0 wrong." in capsys.readouterr().out


def test_check_tells_everything_that_is_wrong_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    write(f"# T\n\n{WRONG}\n```python\nimport nnbook\n\n1 / 0\n```\n", "docs/a.md")
    write("```py\n1\n```\n", "docs/deep/b.md")
    write(CODE, "README.md")
    write("# T\n\n$$\nx = 1\n$$\n", "docs/c.md")
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    for beginning in (
        "docs/a.md:10: the fence prints something else",
        "docs/a.md:17: ZeroDivisionError",
        "docs/deep/b.md:1: ```py would not be tested",
        "README.md:1: the fence prints, and the page does not say what",
        "docs/c.md:3: a display equation without a label",
        "4 pages, 3 fences, 5 wrong.",
    ):
        assert f"\n{beginning}" in f"\n{out}"


def test_check_names_the_line_of_a_formula_that_is_false_as_displayed(capsys: pytest.CaptureFixture[str]) -> None:
    formula = "\\sigma(z) = \\frac{1}{1 - e^{-z}}\n\\label{eq:activations-sigmoid}\n"
    write(f"# T\n\n$$\n\\begin{{equation}}\n{formula}\\end{{equation}}\n$$\n", "docs/a.md")
    assert main(["check"]) == 1
    assert "docs/a.md:6: eq:activations-sigmoid: the formula gives" in capsys.readouterr().out


def test_check_of_one_page_looks_at_this_one_only(capsys: pytest.CaptureFixture[str]) -> None:
    write(WRONG, "docs/a.md")
    write(GOOD, "docs/b.md")
    assert main(["check", "docs/b.md"]) == 0


def test_check_stops_a_fence_at_the_time_limit(capsys: pytest.CaptureFixture[str]) -> None:
    write("```python\nimport nnbook\n\nwhile True:\n    pass\n```\n")
    assert main(["check", "--time-limit", "1"]) == 1
    assert "docs/page.md:1: still running after 1 s" in capsys.readouterr().out


def test_check_cold_runs_again(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []

    def counted(job: Job, limit: float) -> Outcome:
        runs.append(job.source)
        return runs_it(job, limit)

    runs_it = worker.second.run
    monkeypatch.setattr(worker.second, "run", counted)
    write("```python\nimport nnbook\n```\n")
    assert main(["check"]) == 0
    assert main(["check"]) == 0
    assert len(runs) == 1
    assert main(["check", "--cold"]) == 0
    assert len(runs) == 2


def test_a_missing_page_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "docs/none.md"]) == 2
    assert "there is no page docs/none.md" in capsys.readouterr().err


def test_update_mends_what_check_then_accepts() -> None:
    path = write(f"# T\n\n{WRONG}\nText.\n")
    assert main(["update", "docs/page.md"]) == 0
    assert path.read_text() == f"# T\n\n{GOOD}\nText.\n"
    assert main(["check"]) == 0


def test_update_adds_a_missing_promise_and_takes_away_an_empty_one() -> None:
    silent = GOOD.replace("print(nn.relu([-1.0, 2.0]))", "nn.relu([-1.0, 2.0])")
    path = write(f"{CODE}\n{silent}\nEnd.\n")
    assert main(["update"]) == 0
    assert path.read_text() == f"{GOOD}\n{silent.split(EXPECTED)[0]}\nEnd.\n"


def test_update_adds_a_promise_at_the_very_end_of_a_page() -> None:
    path = write(CODE.rstrip("\n"))
    assert main(["update"]) == 0
    assert path.read_text() == GOOD


def test_update_keeps_windows_line_ends_and_indentation() -> None:
    code = "- item\n\n    ```python\n    import nnbook\n\n    print('a\\n\\nb')\n    ```\n\nEnd.\n"
    path = write(code.replace("\n", "\r\n"))
    assert main(["update"]) == 0
    wanted = code.replace("    ```\n\nEnd", f"    ```\n    {EXPECTED}\n    ```text\n    a\n\n    b\n    ```\n\nEnd")
    assert path.read_bytes() == wanted.replace("\n", "\r\n").encode()
    assert main(["check"]) == 0


def test_update_leaves_right_pages_captured_outputs_and_dates_alone() -> None:
    captured = f"```python\nimport nnbook\n\nx = nnbook.relu(1.0)\nassert x > 0\nprint(x)\n```\n{CAPTURED}\n"
    path = write(f"---\ntitle: x\n---\n{GOOD}\n{captured}")
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert main(["update"]) == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_update_does_not_hide_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    path = write(WRONG + "\n```python\nimport nnbook\n\n1 / 0\n```\n")
    assert main(["update"]) == 1
    assert "docs/page.md:15: ZeroDivisionError" in capsys.readouterr().out
    assert path.read_text().startswith(GOOD)


def test_update_refuses_a_page_with_problems() -> None:
    text = WRONG + "\n```py\n1\n```\n"
    path = write(text)
    assert main(["update"]) == 1
    assert path.read_text() == text


@pytest.mark.parametrize("character", ["\x0c", "\x0b", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_update_takes_no_character_for_a_line_end_that_markdown_does_not(character: str) -> None:
    text = f"One{character} line.\n\n{WRONG}\nText.\n"
    path = write(text)
    assert main(["update"]) == 1
    assert path.read_bytes() == text.encode()
    assert "".join(lines_with_ends(text)) == text
    assert len(lines_with_ends(text)) == text.count("\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_update_writes_the_line_ends_of_the_page(end: str) -> None:
    path = write(WRONG.replace("\n", end))
    assert main(["update"]) == 0
    assert path.read_bytes() == GOOD.replace("\n", end).encode()


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        (r"a\x0cb", "a control character, U+000C"),
        (r"50 %\r100 %", "a control character, U+000D"),
        (r"\x1b[1mbold", "a control character, U+001B"),
        (r"a\u2028b", "a line separator, U+2028"),
        (r"a\u200bb", "a character that nobody sees, U+200B"),
        ("```", "the line '```'"),
        ("  ```text", "the line '  ```text'"),
    ],
)
def test_an_output_that_no_page_can_hold_is_refused(
    printed: str, found: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"```python\nimport nnbook\n\nprint('{printed}')\n```\n"
    path = write(text)
    for command in ("check", "update"):
        assert main([command]) == 1
        assert f"docs/page.md:1: the output has {found}, which" in capsys.readouterr().out
    assert path.read_text() == text


def test_what_reads_pages_has_one_idea_of_a_line() -> None:
    # The room `run` sees one fence, in which no other line end can be, and shows a line of it in a traceback.
    machinery = Path(cli.__file__).parent
    modules = [path for path in machinery.rglob("*.py") if path.parent.name != "run"]
    assert len(modules) > 90
    assert [path for path in modules if ".splitlines(" in path.read_text(encoding="utf-8")] == []


def test_update_refuses_in_continuous_integration(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "true")
    path = write(WRONG)
    assert main(["update"]) == 2
    assert "CI is set" in capsys.readouterr().err
    assert path.read_text() == WRONG
