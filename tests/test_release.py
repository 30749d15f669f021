"""A release: what is said of it agrees, and the same commit gives the same files, each with its checksum."""

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

from tools import from_sdist, release, sbom
from tools.building import ROOT

DAY = 1_790_000_000


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Lay out the three files of a version that is released."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "nnbook"\nversion = "1.2.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n\n## 1.2.0, 2026-11-22\n\n- One.\n\n## 1.1.0, 2026-01-01\n")
    (tmp_path / "CITATION.cff").write_text("version: 1.2.0\ndate-released: 2026-11-22\n", encoding="utf-8")
    return tmp_path


def test_this_book_says_one_thing_of_its_release() -> None:
    assert release.disagreements(ROOT) == []


def test_a_tag_is_released_when_all_agree(told: Path) -> None:
    assert release.disagreements(told, "v1.2.0") == []
    assert release.disagreements(told) == []


@pytest.mark.parametrize(
    ("name", "right", "wrong", "said"),
    [
        ("pyproject.toml", "1.2.0", "1.3.0", ["CHANGELOG.md: the newest", "CITATION.cff: version", "the tag"]),
        ("CHANGELOG.md", "1.2.0,", "1.2.1,", ["CHANGELOG.md: the newest changes are of 1.2.1, pyproject.toml says"]),
        ("CHANGELOG.md", "11-22", "11-23", ["CITATION.cff: date-released is 2026-11-22, CHANGELOG.md says 2026-11-23"]),
        ("CHANGELOG.md", "2026-11-22", "today", ["CHANGELOG.md: the date must be like", "CITATION.cff: date-released"]),
        ("CHANGELOG.md", "2026-11-22", "unreleased", ["CITATION.cff: date-", "CHANGELOG.md: 1.2.0 is unreleased"]),
        ("CHANGELOG.md", "## ", "### ", ["CHANGELOG.md: its first heading must be"]),
        ("CITATION.cff", "version: 1.2.0", "version: 1.1.0", ["CITATION.cff: version is 1.1.0, pyproject.toml says"]),
        ("CITATION.cff", "date-released: 2026-11-22\n", "", ["CITATION.cff: date-released is unreleased"]),
    ],
)
def test_what_does_not_agree_is_named(told: Path, name: str, right: str, wrong: str, said: list[str]) -> None:
    path = told / name
    path.write_text(path.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    found = release.disagreements(told, "v1.2.0")
    assert len(found) == len(said)
    assert all(text.startswith(start) for text, start in zip(found, said, strict=True)), found


def test_a_wrong_tag_stops_a_release_before_anything_is_made() -> None:
    done = subprocess.run(
        (sys.executable, "-m", "tools.release", "--tag", "v0.0.1"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"the tag is v0.0.1, it must be v{release.version_of(ROOT)}." in done.stderr


def test_an_archive_depends_on_contents_alone(tmp_path: Path) -> None:
    for number, mode in (("1", 0o600), ("2", 0o644)):
        page = tmp_path / number / "b/index.html"
        page.parent.mkdir(parents=True)
        page.write_text("<p>")
        page.chmod(mode)
        (tmp_path / number / "a.css").write_text("p{}")
        release.archive(tmp_path / number, tmp_path / f"{number}.tar.gz", "site", DAY)
    assert (tmp_path / "1.tar.gz").read_bytes() == (tmp_path / "2.tar.gz").read_bytes()
    with tarfile.open(tmp_path / "1.tar.gz") as made:
        assert made.getnames() == ["site/a.css", "site/b", "site/b/index.html"]
        assert {entry.mtime for entry in made} == {DAY}
    (tmp_path / "2/a.css").write_text("q{}")
    release.archive(tmp_path / "2", tmp_path / "2.tar.gz", "site", DAY)
    assert (tmp_path / "1.tar.gz").read_bytes() != (tmp_path / "2.tar.gz").read_bytes()


def test_the_dates_of_a_pdf_are_those_of_the_commit() -> None:
    printed = b"%PDF\n/CreationDate (D:20261122171605+00'00')\n/ModDate (D:20261122171606+00'00')\n(D:20261122171606)"
    made = release.undated(printed, DAY)
    assert made.count(b"Date (D:20260921141320+00'00')") == 2
    assert len(made) == len(printed)
    assert made.endswith(b"\n(D:20261122171606)")


def test_checksums_are_such_as_sha256sum_checks(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"a")
    (tmp_path / "b.json").write_bytes(b"b")
    (tmp_path / "SHA256SUMS").write_text(release.checksums(tmp_path))
    assert release.checksums(tmp_path).count("\n") == 2
    check = ("sha256sum", "--check", "--strict", "SHA256SUMS")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "a.whl").write_bytes(b"c")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Build wheel and sdist twice, into two folders."""
    folders = [tmp_path_factory.mktemp("dist") for _ in range(2)]
    for folder in folders:
        command = (sys.executable, "-m", "hatchling", "build", "--directory", str(folder))
        subprocess.run(
            command, cwd=ROOT, env={"PATH": "", "SOURCE_DATE_EPOCH": str(DAY)}, capture_output=True, check=True
        )
    return folders


def test_wheel_and_sdist_are_the_same_to_the_byte(built: list[Path]) -> None:
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in built)
    assert sorted(path.rpartition(".")[2] for path in first) == ["gz", "whl"]
    assert first == second


def test_the_sdist_has_the_librarys_tests_and_without_the_library_they_test_the_wheel(
    built: list[Path], tmp_path: Path
) -> None:
    (sdist,) = built[0].glob("*.tar.gz")
    inside = from_sdist.unpack(sdist, tmp_path)
    tests = from_sdist.library_tests(inside, ROOT / "nnbook")
    modules = {path.stem for path in (ROOT / "nnbook").glob("[a-z]*.py")}
    untested = {name for name in modules if f"tests/test_{name}.py" not in tests}
    assert untested == {name for name in modules if not (ROOT / f"tests/test_{name}.py").exists()}
    assert len(tests) > 15
    assert not (inside / "nnbook").exists()
    assert (inside / "requirements/test.txt").is_file()


def test_the_wheel_says_its_licences(built: list[Path]) -> None:
    (path,) = built[0].glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        (metadata,) = (wheel.read(name).decode() for name in names if name.endswith("/METADATA"))
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    assert "License-Expression: MIT AND CC-BY-4.0 AND CC-BY-SA-3.0" in metadata
    assert "nnbook/data/LICENSE.txt" in names


def test_the_bill_of_materials_names_every_pin_and_what_goes_to_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))
    text = sbom.make()
    assert sbom.make() == text
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["specVersion"], bill["metadata"]["timestamp"]) == (
        "CycloneDX", "1.6", "2026-09-21T14:13:20+00:00",
    )  # fmt: skip
    assert bill["metadata"]["component"]["name"] == "nnbook"
    found = {(entry["properties"][0]["value"], entry["name"], entry["version"]) for entry in bill["components"]}
    pins = re.findall(r"^([\w.-]+)==([^ ;]+)", sbom.PINS.read_text(encoding="utf-8"), re.MULTILINE)
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {("build", name, version) for name, version in pins} <= found
    theirs = {name.rpartition("node_modules/")[2]: entry["version"] for name, entry in lock.items() if name}
    assert {(name, version) for where, name, version in found if where == "site"} == set(theirs.items())
    assert {("browser", "pyodide", "0.27.7"), ("browser", "cpython", "3.12.7"), ("browser", "numpy", "2.0.2")} <= found
    checked = [entry for entry in bill["components"] if "SHA-" in json.dumps(entry)]
    assert len(checked) >= len(bill["components"]) - 2
    assert sum(bool(entry.get("licenses")) for entry in bill["components"]) > 0.9 * len(found)


def test_the_workflow_of_a_release_may_write_only_where_it_publishes() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    jobs = workflow["jobs"]
    assert workflow[True] == {"push": {"tags": ["v*"]}, "workflow_dispatch": None}
    writing = {name for name, job in jobs.items() if "write" in job.get("permissions", {}).values()}
    assert writing == {"publish"}
    assert set(jobs["publish"]["needs"]) == set(jobs) - {"publish"}
    assert jobs["publish"]["if"] == "github.ref_type == 'tag'"
    assert jobs["library"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    steps = "\n".join(step.get("run", "") for job in jobs.values() for step in job["steps"])
    for command in ("make release", "sha256sum --check", "python -m tools.from_sdist", "nnbook verify"):
        assert command in steps, command
