"""The shape of the JavaScript; `make lint` checks its style and its types."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WIDGETS = ROOT / "docs" / "assets" / "widgets"
LISTED = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "*.js", "*.mjs", "*.d.ts")

LINES = 300
CHARACTERS = 120


def modules() -> list[Path]:
    """Return all JavaScript of the repository, and the types beside it."""
    listed = subprocess.run(LISTED, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


MODULES = modules()


def test_the_modules_of_pages_workers_and_build_are_found() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in MODULES}
    assert {
        "docs/assets/widgets/mount.js",
        "docs/assets/live/worker.js",
        "nnbook/book/site/service_worker.js",
        "nnbook/book/extensions/formulas.mjs",
    } <= names
    assert not [name for name in names if "vendor/" in name and name.startswith("docs/")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LINES
    assert [f"{number}: {line}" for number, line in enumerate(lines, start=1) if len(line) > CHARACTERS] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_check_is_switched_off_and_nothing_is_any(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"@ts-\w+|biome-ignore|eslint-disable|prettier-ignore", text) == []
    assert re.findall(r"[{<|]\s*any\b", text) == []


@pytest.mark.parametrize("widget", sorted(path.name for path in WIDGETS.iterdir() if path.is_dir()))
def test_every_widget_has_one_shape(widget: str) -> None:
    parts = {path.name for path in (WIDGETS / widget).iterdir()}
    if widget == "shared":
        assert "base.js" in parts
        return
    assert {"index.js", "maths.js", "drawing.js", "words.js"} <= parts
    maths = (WIDGETS / widget / "maths.js").read_text(encoding="utf-8")
    assert not re.findall(r"\b(?:document|window|html`|svg`|widget\.)", maths), "maths.js knows nothing of the page"
    index = (WIDGETS / widget / "index.js").read_text(encoding="utf-8")
    assert f'customElements.define("nn-{widget.replace("_", "-")}"' in index


def test_every_widget_is_in_the_list_of_modules() -> None:
    listed = set(re.findall(r'"\./(\w+)/index\.js"', (WIDGETS / "mount.js").read_text(encoding="utf-8")))
    assert listed == {path.parent.name for path in WIDGETS.glob("*/index.js")}
