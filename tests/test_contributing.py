"""The map of the code leads to files that exist, and to every package of the machinery; so do the decision records."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXTS = [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *sorted((ROOT / "docs/decisions").glob("*.md"))]
# Made by a build or a command, so not in the repository.
MADE = {
    ".cache/mutants/survivors.txt",
    "docs/assets/vendor/",
    "sitemap.xml",
    "screenshots/",
    "contact-sheet.html",
    "book.pdf",
    "dist/",
}
NAMED = re.compile(r"`((?:[\w.@-]+/)*(?:[\w.@-]+\.(?:py|m?js|md|css|toml|ya?ml|json|tex|txt|html)|[\w-]+/))`")


def files() -> set[str]:
    """Return the files and folders of the repository, folders with a slash at their end."""
    listed = subprocess.run(
        ("git", "ls-files", "--cached", "--others", "--exclude-standard"),
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    here = {name for name in listed if (ROOT / name).exists()}
    return here | {f"{folder.as_posix()}/" for name in here for folder in Path(name).parents if folder.name}


def tour() -> str:
    found = re.search(r"^## The map\n(.*?)^## ", TEXTS[0].read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_the_map_names_files_by_their_whole_path_and_all_of_them_exist() -> None:
    named = NAMED.findall(tour())
    assert len(named) > 40
    assert [name for name in named if name not in files()] == []


def test_the_map_goes_through_every_package_of_the_machinery_and_follows_six_things() -> None:
    packages = {path.parent.name for path in (ROOT / "nnbook/book").glob("*/__init__.py")}
    assert packages - set(re.findall(r"nnbook/book/(\w+)/", tour())) == set()
    things = re.findall(r"^\*\*(.+?)\.\*\*", tour(), re.MULTILINE)
    assert things == ["A fence", "A formula", "A figure", "A term", "A widget", "A live run"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_file_that_is_named_exists(path: Path) -> None:
    every = files()
    ends = {name[at:] for name in every for at in [0, *(match.end() for match in re.finditer("/", name))]}
    named = {name for name in NAMED.findall(path.read_text(encoding="utf-8")) if "name" not in name}
    assert sorted(named - ends - MADE) == []


def test_decision_records_are_numbered_one_after_the_other() -> None:
    records = TEXTS[2:]
    numbers = [int(path.name[:4]) for path in records]
    assert numbers == list(range(1, len(numbers) + 1))
    heads = [re.match(r"# (\d+)\. ", path.read_text(encoding="utf-8")) for path in records]
    assert [int(head[1]) for head in heads if head] == numbers
    referred = {int(n) for path in TEXTS for n in re.findall(r"\b(?:decision|record) (\d+)", path.read_text())}
    assert referred <= set(numbers)
