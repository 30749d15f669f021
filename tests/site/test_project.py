"""What must hold of the files around the book: pins, workflows, the two commands."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tools.building import ROOT

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


def test_every_python_package_is_pinned() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)] == []
    pinned = {re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in pins}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    extras = re.search(r"\[project.optional-dependencies\](.*?)\n\[", project, re.DOTALL)
    assert extras
    wanted = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r'"([A-Za-z][\w.-]*)', extras[1])}
    assert wanted - pinned == {"nnbook"}


def test_what_the_library_is_compared_with_is_pinned_alike_wherever_it_is_named() -> None:
    pins: dict[str, set[str]] = {}
    for name in ("constraints.txt", "benchmarks/requirements.txt", "frameworks/requirements.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                package, _, version = line.partition("==")
                assert version, f"{name}: {line}"
                pins.setdefault(re.sub(r"[-_.]+", "-", package).lower(), set()).add(version)
    differ = {package for package in ("torch", "jax", "numpy", "pytest") if len(pins[package]) > 1}
    assert not differ


@pytest.mark.parametrize(
    "folder", [ROOT, ROOT / "tests/site/tools", ROOT / "tools/lint"], ids=["site", "tools", "lint"]
)
def test_npm_packages_are_pinned_with_checksums_and_without_addresses(folder: Path) -> None:
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"][""]["dependencies"] == package["dependencies"]
    for name, entry in lock["packages"].items():
        assert "resolved" not in entry, name
        assert not name or re.fullmatch(r"sha512-[\w+/=]+", entry["integrity"]), name
    assert [range_ for range_ in package["dependencies"].values() if not re.fullmatch(r"[\d.]+", range_)] == []


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
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "package-lock.json"):
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
