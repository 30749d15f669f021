"""Check all that is not Python: `python -m tools.lint`; `--fix` lays the JavaScript out anew.

JavaScript: style and layout by Biome, types by tsc. Workflows: their expressions by actionlint, their security by
zizmor, their form, and that of what is said to dependabot and of the citation, by the published schemas.
"""

import subprocess
import sys
from pathlib import Path

from nnbook.book.files import ROOT
from nnbook.book.vendor.packages import node

HERE = Path(__file__).parent
TSC = "typescript/bin/tsc"
# Pages, workers and Node have different globals.
PROJECTS = (ROOT / "tsconfig.json", HERE / "tsconfig.worker.json", HERE / "tsconfig.node.json")


SCHEMAS = {
    "github-workflows": ".github/workflows/*.yml",
    "dependabot": ".github/dependabot.yml",
    "citation-file-format": "CITATION.cff",
}


def run(*command: str, root: Path = ROOT) -> bool:
    """Run one of the tools in the root of the repository, and return whether it found nothing."""
    return subprocess.run(command, cwd=root, check=False).returncode == 0


def biome() -> str:
    """Return the program of Biome: the package of this platform, of those that package.json names."""
    found = next((HERE / "node_modules/@biomejs").glob("cli-*/biome"), None)
    if found is None:
        sys.exit("nnbook: tools/lint/package.json names no Biome for this platform: add @biomejs/cli-<platform> there.")
    return str(found)


def configured(root: Path = ROOT) -> bool:
    """Return whether nothing was found in the files for GitHub and in the citation."""
    files = {schema: sorted(map(str, root.glob(pattern))) for schema, pattern in SCHEMAS.items()}
    zizmor = str(Path(sys.executable).with_name("zizmor"))
    schema = (sys.executable, "-m", "check_jsonschema", "--quiet", "--builtin-schema")
    found = [
        run(node(), str(HERE / "workflows.mjs"), *files["github-workflows"]),
        run(zizmor, "--offline", "--quiet", ".github", root=root),
        *(run(*schema, f"vendor.{name}", *paths) for name, paths in files.items()),
    ]
    return all(found)


def main(arguments: list[str]) -> int:
    """Run all tools, so that one sees all that they find."""
    if arguments == ["--fix"]:
        return 0 if run(biome(), "check", "--write") else 1
    clean = run(biome(), "check", "--error-on-warnings")
    typed = [run(node(), str(HERE / "node_modules" / TSC), "--project", str(project)) for project in PROJECTS]
    return 0 if clean and all(typed) and configured() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
