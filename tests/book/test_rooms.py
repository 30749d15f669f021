"""The machinery is a house of rooms whose imports point one way, as its map says."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import nnbook.book

HOUSE = Path(nnbook.book.__file__).parent
MAP = re.findall(r"^- `(\w+)`: ", nnbook.book.__doc__ or "", re.MULTILINE)
"""The rooms, from the one that imports no other to the one that nothing imports."""


def module_name(path: Path) -> str:
    """Return the dotted name of a module within the machinery."""
    return ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in HOUSE.rglob("*.py") if path != HOUSE / "__init__.py"}


def imports(path: Path) -> set[str]:
    """Return which modules a module imports: wherever it stands in the code, and for types alone, too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: an import that begins with a dot"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            inner = name.removeprefix("nnbook.book.")
            # The name of a module, or of something in it.
            found |= {one for one in (inner, inner.rpartition(".")[0]) if inner != name and one in MODULES}
    return found - {room for room in MAP if room in found and (HOUSE / room).is_dir()}


GRAPH = {name: imports(path) - {name} for name, path in MODULES.items()}


def test_the_map_names_every_room_and_file() -> None:
    there = {path.stem for path in HOUSE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert set(MAP) == there - {"__init__"}
    assert len(MAP) == len(set(MAP))


def test_imports_have_no_circle(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        TopologicalSorter(GRAPH).prepare()
        circle: list[str] = []
    except CycleError as error:
        circle = error.args[1]
    with capsys.disabled():
        arrows = sum(map(len, GRAPH.values()))
        print(f"\nnnbook.book: {len(GRAPH)} modules, {arrows} imports, {1 if circle else 0} circles", end="")
    assert circle == []


def test_rooms_import_only_rooms_above_them_on_the_map(capsys: pytest.CaptureFixture[str]) -> None:
    rooms = {(one.partition(".")[0], other.partition(".")[0]) for one, used in GRAPH.items() for other in used}
    between = {(one, other) for one, other in rooms if one != other}
    upward = sorted(f"{one} imports {other}" for one, other in between if MAP.index(one) < MAP.index(other))
    with capsys.disabled():
        print(f"\nnnbook.book: {len(MAP)} rooms, {len(between)} arrows, {len(upward)} upwards", end="")
    assert upward == []


def test_the_room_for_the_browser_needs_no_other() -> None:
    used = {other.partition(".")[0] for name, others in GRAPH.items() if name.startswith("run.") for other in others}
    assert used == {"run"}


def test_the_library_knows_nothing_of_its_machinery() -> None:
    library = [path for path in HOUSE.parent.rglob("*.py") if HOUSE not in path.parents]
    assert len(library) > 20
    assert [path.name for path in library if "nnbook.book" in path.read_text(encoding="utf-8")] == []
