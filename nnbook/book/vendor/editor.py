"""The editor for the fences: CodeMirror's modules as they are published, each import naming a file of the site."""

import re
import shutil
from pathlib import Path

ENTRIES = (
    "@codemirror/commands",
    "@codemirror/lang-python",
    "@codemirror/language",
    "@codemirror/state",
    "@codemirror/view",
    "@lezer/highlight",
)
"""What the page's own module imports. The packages that these import come with them, and no others."""

IMPORT = re.compile(r"""^((?:import|export)\b[^;'"]*?from\s*)['"]([^'"./][^'"]*)['"]""", re.MULTILINE)
MODULES = ("dist/index.js", "src/index.js", "src/style-mod.js", "index.js")
"""Where a package keeps its module: the first of these that it has."""

COMMENT = re.compile(r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
"""Comments that fill their lines: two fifths of what a reader would have to download."""


def copy_editor(packages: Path, target: Path) -> None:
    """Copy the modules from the installed packages into one folder, with their licence."""
    target.mkdir(parents=True, exist_ok=True)
    waiting, done = list(ENTRIES), set()
    while waiting:
        name = waiting.pop()
        if name in done:
            continue
        done.add(name)
        module = next(packages / name / path for path in MODULES if (packages / name / path).is_file())
        text = module.read_text(encoding="utf-8")
        waiting += [found[2] for found in IMPORT.finditer(text)]
        text = IMPORT.sub(lambda found: f'{found[1]}"./{file_name(found[2])}"', text)
        (target / file_name(name)).write_text(COMMENT.sub("", text), encoding="utf-8")
    shutil.copyfile(packages / "@codemirror" / "state" / "LICENSE", target / "LICENSE")


def file_name(package: str) -> str:
    """Return the name of a package's module in the folder."""
    return f"{package.removeprefix('@').replace('/', '-')}.js"
