"""A small site of its own for a test, and ways to build it."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import yaml
from markdown import Markdown

EXTENSIONS = {
    "nnbook.book.extensions.fences": {},
    "admonition": {},
    "attr_list": {},
    "md_in_html": {},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.superfences": {},
    "pymdownx.highlight": {},
    "pymdownx.tabbed": {"alternate_style": True},
    "toc": {"permalink": True},
}


def write(root: Path, **pages: str) -> None:
    """Write pages (`index="…"`) and a minimal mkdocs.yml."""
    for name, text in pages.items():
        path = root / "docs" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dedent(text).encode())
    settings = {
        "site_name": "Test",
        "theme": {"name": "mkdocs", "highlightjs": False},
        "markdown_extensions": [{name: options} if options else name for name, options in EXTENSIONS.items()],
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False))


def render(text: str, *first: str, **options: str) -> str:
    """Convert a text with the extension, `docs` being the folder docs/ here; `first` extensions come first."""
    names = [*first, *(name for name in EXTENSIONS if name not in first)]
    settings = EXTENSIONS | {"nnbook.book.extensions.fences": options}
    return Markdown(extensions=names, extension_configs=settings).convert(text)


def mkdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Build the site as a command would."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", *arguments]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=environment)
