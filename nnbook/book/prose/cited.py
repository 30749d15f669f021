"""The table of the numbers that the book takes from works: what is cited stands there, and where the work says so."""

import re
from pathlib import Path

BIBLIOGRAPHY = "docs/reference/bibliography.md"
ROW = re.compile(r"\| (?P<number>[\d.,]+) \| \[[^\]]+\]\(#(?P<work>[\w-]+)\) \| (?P<where>[^|]+) \| (?P<what>[^|]+) \|")


def cited(root: Path) -> set[tuple[str, str]]:
    """Return the numbers of the table, each with its work."""
    path = root / BIBLIOGRAPHY
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    return {(row["number"], row["work"]) for line in lines if (row := ROW.fullmatch(line))}
