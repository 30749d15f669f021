"""What must hold of the files around the book: pins, workflows, the two commands."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from nnbook.book.vendor import wheel as wheels
from tools.building import ROOT
from tools.lint.__main__ import configured

LOCKS = [ROOT / folder / "package-lock.json" for folder in ("", "tests/site/tools", "tools/lint")]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit_and_may_only_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.+)", text)
    assert used
    unpinned = [action for action in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)]
    assert not unpinned
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


def pins(path: Path) -> dict[str, tuple[str, int]]:
    """Return the version of every package that a file of requirements names, and how many checksums it has."""
    found = {}
    for line in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if line and not line.startswith("#"):
            match = re.fullmatch(r"([\w.-]+)==([\w.+!]+)( ;[^#]*?)?((?: +--hash=sha256:[0-9a-f]{64})*) *", line)
            assert match, f"{path.name}: {line[:80]}"
            found[re.sub(r"[-_.]+", "-", match[1]).lower()] = (match[2], match[4].count("--hash"))
    return found


REQUIREMENTS = {path.stem: pins(path) for path in sorted((ROOT / "requirements").glob("*.txt"))}
EXTRAS = {"site": ("site",), "test": ("site", "test", "lint"), "tools": ("tools",)}


@pytest.mark.parametrize("name", EXTRAS)
def test_every_python_package_is_pinned_with_checksums_and_without_addresses(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    pinned = REQUIREMENTS[name]
    assert [package for package, (_, checksums) in pinned.items() if not checksums] == []
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    asked = [requirement for extra in EXTRAS[name] for requirement in extras[extra]]
    wanted = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=]", requirement)[0]).lower() for requirement in asked}
    assert wanted - set(pinned) - {"nnbook"} == set()


def test_a_package_is_pinned_alike_wherever_it_is_named() -> None:
    others = {name: pins(ROOT / name / "requirements.txt") for name in ("benchmarks", "frameworks")}
    versions: dict[str, set[str]] = {}
    for pinned in REQUIREMENTS.values():
        for package, (version, _) in pinned.items():
            versions.setdefault(package, set()).add(version)
    assert {package for package, found in versions.items() if len(found) > 1} == set()
    for package in ("torch", "jax"):
        assert others["benchmarks"][package][0] == others["frameworks"][package][0]
    for package in ("numpy", "pytest"):
        assert versions[package] == {others["frameworks"][package][0]}


def test_pip_refuses_a_package_with_another_checksum(tmp_path: Path) -> None:
    """The very options of the Makefile, on a wheel made here: no registry is asked."""
    wheel = tmp_path / "one-1.0-py3-none-any.whl"
    wheel.write_bytes(wheels.wheel("one", "1.0", {"one.py": b""}))
    recipe = subprocess.run(
        ("make", "--dry-run", "--always-make", ".venv/site.stamp"), cwd=ROOT, capture_output=True, text=True, check=True
    )
    (install,) = re.findall(r"pip (install .*?) --requirement requirements/site.txt", recipe.stdout)
    command = [sys.executable, "-m", "pip", *install.split(), "--dry-run", "--no-index", "--find-links", str(tmp_path)]
    for checksum, accepted in ((hashlib.sha256(wheel.read_bytes()).hexdigest(), True), ("0" * 64, False)):
        (tmp_path / "pins.txt").write_text(f"one==1.0 --hash=sha256:{checksum}\n", encoding="utf-8")
        asked = [*command, "--requirement", str(tmp_path / "pins.txt")]
        done = subprocess.run(
            asked, capture_output=True, text=True, check=False, env=os.environ | {"PIP_CONFIG_FILE": os.devnull}
        )
        assert (done.returncode == 0) == accepted, done.stderr
        assert accepted or "DO NOT MATCH THE HASHES" in done.stderr
    (tmp_path / "pins.txt").write_text("one==1.0\n", encoding="utf-8")
    done = subprocess.run(
        [*command, "--requirement", str(tmp_path / "pins.txt")], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "all requirements must have their versions pinned" in done.stderr or "hash" in done.stderr.lower()


def test_dependabot_renews_every_kind_of_pin() -> None:
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))["updates"]
    folders = {
        (each["package-ecosystem"], folder)
        for each in updates
        for folder in each.get("directories", [each.get("directory")])
    }
    locks = {("npm", f"/{path.parent.relative_to(ROOT).as_posix()}".removesuffix("/.")) for path in LOCKS}
    assert folders == {
        ("github-actions", "/"),
        ("pip", "/requirements"),
        *((kind, folder or "/") for kind, folder in locks),
    }


@pytest.mark.parametrize("folder", [path.parent for path in LOCKS], ids=["site", "tools", "lint"])
def test_npm_packages_are_pinned_with_checksums_and_without_addresses(folder: Path) -> None:
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"][""]["dependencies"] == package["dependencies"]
    for name, entry in lock["packages"].items():
        assert "resolved" not in entry, name
        assert not name or re.fullmatch(r"sha512-[\w+/=]+", entry["integrity"]), name
    assert [range_ for range_ in package["dependencies"].values() if not re.fullmatch(r"[\d.]+", range_)] == []


WRONG = {
    "actionlint": (".github/workflows/ci.yml", "matrix.python }}", "matrix.pyton3 }}"),
    "zizmor": (".github/workflows/ci.yml", "run: make successor", "run: echo ${{ github.head_ref }}"),
    "the schema of workflows": (".github/workflows/ci.yml", "timeout-minutes: 20", "timeout-minutes: [20]"),
    "the schema of dependabot": (".github/dependabot.yml", "interval: monthly", "interval: now and then"),
    "the schema of citations": ("CITATION.cff", "type: software", "type: programme"),
}


@pytest.mark.parametrize("tool", ["nothing is wrong", *WRONG])
def test_lint_says_what_is_wrong_with_workflows_and_citation(
    tmp_path: Path, tool: str, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / ".github", tmp_path / ".github")
    shutil.copyfile(ROOT / "CITATION.cff", tmp_path / "CITATION.cff")
    if tool in WRONG:
        name, right, wrong = WRONG[tool]
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert right in text
        (tmp_path / name).write_text(text.replace(right, wrong), encoding="utf-8")
    assert configured(tmp_path) == (tool not in WRONG), capfd.readouterr()


def test_every_make_target_says_what_it_does() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("serve", "build", "test", "check", "update", "lint", "bench", "clean", "reproducible"):
        assert re.search(rf"^ +make {target} +\S", told, re.MULTILINE), target


def make(target: str, *variables: str, path: str) -> subprocess.CompletedProcess[str]:
    """Run make on a copy of the Makefile that has nothing beside it but an empty folder."""
    environment = {"PATH": path, "HOME": "/nonexistent"}
    command = ["/usr/bin/env", "make", "--no-print-directory", target, *variables]
    return subprocess.run(command, cwd=path.split(":")[0], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def alone(tmp_path: Path) -> str:
    """Lay out a folder with the Makefile, what its rules look for, and an interpreter that is too old."""
    for name in ("Makefile", "pyproject.toml", "requirements/site.txt", "package-lock.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    return f"{tmp_path}:/usr/bin:/bin"


def script(folder: str, name: str, body: str) -> str:
    """Write an executable script and return its path."""
    path = Path(folder.split(":")[0], name)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_serve_says_when_there_is_no_python(alone: str) -> None:
    old = script(alone, "old-python", "exit 1")
    done = make("serve", f"PYTHON={old} no-such-python", path=alone)
    assert done.returncode != 0
    assert "needs Python 3.11 or later and found none" in done.stderr
    assert "make serve PYTHON=" in done.stderr


def test_serve_says_when_python_cannot_make_an_environment(alone: str) -> None:
    bare = script(alone, "bare-python", 'case "$2" in *ensurepip*) exit 1;; esac')
    done = make("serve", f"PYTHON={bare}", path=alone)
    assert done.returncode != 0
    assert f"{bare} cannot make a virtual environment" in done.stderr
    assert "python3-venv" in done.stderr


def test_serve_says_when_a_registry_does_not_answer(alone: str) -> None:
    folder = Path(alone.split(":")[0])
    (folder / ".venv/bin").mkdir(parents=True)
    script(alone, ".venv/bin/python", "exit 0")
    script(alone, ".venv/bin/pip", 'echo "ERROR: no answer" >&2; exit 1')
    done = make("serve", path=alone)
    assert done.returncode != 0
    assert "ERROR: no answer" in done.stderr
    assert "No answer from the registry usually means no network" in done.stderr
    assert not (folder / ".venv/site.stamp").exists()
