"""Everything that a release is, in dist/: `make release`, and from a tag `make release TAG=v0.1.0`.

Wheel, sdist, the site as an archive, the book as PDF, a bill of materials, a certificate, and a list of checksums. The
same commit gives the same bytes: dates are the commit's. What is not released yet is made as a rehearsal.
"""

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from datetime import date
from pathlib import Path

import yaml

from tools.building import ROOT

HEADING = re.compile(r"^## (?P<version>\S+), (?P<day>.+)$", re.MULTILINE)
UNRELEASED = "unreleased"


def disagreements(root: Path, tag: str = "") -> list[str]:
    """Return what package, CHANGELOG.md, CITATION.cff and tag do not say alike, of version and date."""
    version = version_of(root)
    cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    newest = HEADING.search((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    if newest is None:
        return ["CHANGELOG.md: its first heading must be `## version, date`."]
    wrong = []
    if newest["version"] != version:
        wrong.append(f"CHANGELOG.md: the newest changes are of {newest['version']}, pyproject.toml says {version}.")
    if str(cited["version"]) != version:
        wrong.append(f"CITATION.cff: version is {cited['version']}, pyproject.toml says {version}.")
    if newest["day"] != UNRELEASED and not _is_day(newest["day"]):
        wrong.append(f"CHANGELOG.md: the date must be like 2026-01-31, or {UNRELEASED}; it is {newest['day']}.")
    if (day := str(cited.get("date-released", UNRELEASED))) != newest["day"]:
        wrong.append(f"CITATION.cff: date-released is {day}, CHANGELOG.md says {newest['day']}.")
    if tag and tag != f"v{version}":
        wrong.append(f"the tag is {tag}, it must be v{version}.")
    if tag and newest["day"] == UNRELEASED:
        wrong.append(f"CHANGELOG.md: {version} is {UNRELEASED}; a release has its date there and in CITATION.cff.")
    return wrong


def version_of(root: Path) -> str:
    """Return the version of the package."""
    return str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def archive(folder: Path, target: Path, name: str, moment: int) -> None:
    """Put a folder into a `.tar.gz` under a name: files in order, of one moment and of nobody."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = moment, 0, 0, "", ""
        entry.mode = 0o755 if entry.isdir() else 0o644
        return entry

    with (
        target.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=moment) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in sorted(folder.rglob("*")):
            tar.add(path, f"{name}/{path.relative_to(folder).as_posix()}", recursive=False, filter=plain)


def undated(pdf: bytes, moment: int) -> bytes:
    """Return a PDF with the dates that its printer wrote set to one moment; every byte keeps its place."""
    day = subprocess.run(("date", "--utc", f"--date=@{moment}", "+%Y%m%d%H%M%S"), capture_output=True, check=True)
    return re.sub(rb"(?<=Date \(D:)\d{14}", day.stdout.strip(), pdf)


def checksums(folder: Path) -> str:
    """Return a list of the files in a folder as `sha256sum --check` reads it."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def make(target: Path) -> None:
    """Make the files of a release from this clone."""
    from tools import building, pdf, sbom

    moment = int(_said("git", "log", "-1", "--format=%ct"))
    os.environ["SOURCE_DATE_EPOCH"] = str(moment)
    name = f"nnbook-{version_of(ROOT)}"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    hatchling = (sys.executable, "-m", "hatchling", "build", "--directory", str(target))
    subprocess.run(hatchling, cwd=ROOT, check=True)
    site = ROOT / ".cache" / "release"
    building.build(site)
    archive(site, target / f"{name}-site.tar.gz", f"{name}-site", moment)
    printed = target / f"{name}.pdf"
    pdf.make(site, printed)
    printed.write_bytes(undated(printed.read_bytes(), moment))
    (target / f"{name}.cdx.json").write_text(sbom.make(), encoding="utf-8", newline="\n")
    certificate = str(target / f"{name}-certificate.json")
    subprocess.run((sys.executable, "-m", "nnbook.book", "certify", "--output", certificate), cwd=ROOT, check=True)
    (target / "SHA256SUMS").write_text(checksums(target), encoding="utf-8", newline="\n")


def main() -> int:
    """Check what is said of the release, and make it; return 1 where something disagrees."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tag", default="", help="release what has this tag")
    options = parser.parse_args()
    wrong = disagreements(ROOT, options.tag)
    if changed := _said("git", "status", "--porcelain"):
        wrong.append(f"a release is made of a commit, and these files are of none:\n{changed}")
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    make(ROOT / "dist")
    print(checksums(ROOT / "dist"), end="")
    print(f"dist/: {version_of(ROOT)}, {options.tag or 'a rehearsal'}")
    return 0


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _said(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
