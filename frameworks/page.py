"""Write what was measured into the page."""

import json
import platform
from datetime import date
from typing import Any

from benchmarks.__main__ import machine
from frameworks.measure import FRAMEWORKS, KEPT, ROOT, SETTINGS, SIZES

PAGE = ROOT / "docs/frameworks/index.md"
MARK = "<!-- written by `make frameworks` -->\n"


def main() -> None:
    """Replace what stands below the mark."""
    found = {name: json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8")) for name in FRAMEWORKS}
    versions = {key: value for each in found.values() for key, value in each["versions"].items()}
    told = ", ".join(f"{key} {value}" for key, value in versions.items())
    day = date.today().isoformat()
    lines = [f"Measured on {day}: {machine()}, Python {platform.python_version()}, {told}.", ""]
    lines += _table("largest difference", SIZES, {name: _differences(each) for name, each in found.items()})
    lines += _table("accuracy, lowest to highest", SETTINGS, {name: _accuracies(each) for name, each in found.items()})
    text, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    PAGE.write_text(text + MARK + "\n" + "\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _differences(found: dict[str, Any]) -> list[str]:
    return [f"{each * 1e7:.0f} · 10⁻⁷" for each in found["differences"].values()]


def _accuracies(found: dict[str, Any]) -> list[str]:
    return [f"{min(each):.1%} to {max(each):.1%}" for each in found["accuracies"].values()]


def _table(corner: str, columns: Any, rows: dict[str, list[str]]) -> list[str]:
    lines = [f"| {corner} | {' | '.join(columns)} |", "|---|" + "---:|" * len(columns)]
    return [*lines, *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items() if cells), ""]


if __name__ == "__main__":
    main()
