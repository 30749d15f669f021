"""The same pages from another site generator: `python -m tools.successor <generator>`; see `make successor`.

Builds the book with MkDocs and with the other one, and compares page by page what fences print, draw and state.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import building

PARTS = {
    "outputs": re.compile(r'<div class="nn-output".*?</div>', re.DOTALL),
    "figures": re.compile(r'<figure class="nn-figure" .*?</figure>', re.DOTALL),
    "equations": re.compile(r"<mjx-container.*?</mjx-container>", re.DOTALL),
}


def parts(page: Path) -> dict[str, list[str]]:
    """Return what a built page has of each kind."""
    text = page.read_text(encoding="utf-8")
    return {kind: pattern.findall(text) for kind, pattern in PARTS.items()}


def build(generator: str, target: Path) -> None:
    """Build the book with another generator, which must be installed and take MkDocs' settings as they are."""
    command = [sys.executable, "-m", generator, "build", "--config-file", "mkdocs.yml", "--strict"]
    command += ["--site-dir", str(target)]
    done = subprocess.run(command, cwd=building.ROOT, env=os.environ, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"nnbook: {generator} did not build the book:\n{(done.stdout + done.stderr)[-3000:]}")


def compare(ours: Path, theirs: Path) -> tuple[list[str], dict[str, int]]:
    """Return the differences between two built books, and how many parts of each kind were equal."""
    differences, equal = [], dict.fromkeys(("pages", *PARTS), 0)
    for page in building.pages(ours):
        if not (theirs / page / "index.html").is_file():
            differences.append(f"{page or '/'}: is missing")
            continue
        equal["pages"] += 1
        mine, other = parts(ours / page / "index.html"), parts(theirs / page / "index.html")
        for kind in PARTS:
            if mine[kind] == other[kind]:
                equal[kind] += len(mine[kind])
            else:
                differences.append(
                    f"{page or '/'}: {len(mine[kind])} {kind} here, {len(other[kind])} or other ones there"
                )
    return differences, equal


def main(generator: str, *sites: str) -> int:
    """Build both, unless folders are given; print what is equal and what is not."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = map(Path, sites) if sites else (Path(folder, "ours"), Path(folder, "theirs"))
        if not sites:
            building.build(ours)
            build(generator, theirs)
        differences, equal = compare(ours, theirs)
    print(f"{generator}: equal " + ", ".join(f"{count} {kind}" for kind, count in equal.items()))
    print("\n".join(differences))
    return bool(differences)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
