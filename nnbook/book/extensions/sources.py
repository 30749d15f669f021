"""Functions of a real file, shown on a page: `<!--nnbook:source frameworks/with_jax.py: digit_network train-->`.

What is shown is cut from the file as the page is built, so there is no second copy that could differ. The path is one
under the pages' folder, where the file is served beside the page. The name `imports` stands for its import lines.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from nnbook.book.parse.fences import SOURCE
from nnbook.book.parse.page import Page, PageError, link


def expand(line: str, page: Page, folder: Path) -> list[str]:
    """Return the Markdown that stands for a line: code with a link to its file if it asks for some, else the line."""
    found = SOURCE.fullmatch(line)
    if not found:
        return [line]
    path = folder / found["path"]
    if not path.is_file():
        raise PageError(f"{page.path}: {line} asks for a file that is not there.")
    text = path.read_text(encoding="utf-8")
    parts = dict(_parts(text))
    names = found["names"].split()
    if missing := [name for name in names if name not in parts]:
        raise PageError(f"{page.path}: {found['path']} has {', '.join(parts)}, but no {', '.join(missing)}.")
    code = "\n\n\n".join(parts[name] for name in names)
    at = link(page.path, f"{Path(page.path).parts[0]}/{found['path']}")
    return ["", "```py", *code.split("\n"), "```", "", f"From [`{path.name}`]({at}).", "{: .nn-source }", ""]


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield every top-level function by its name, and the import lines."""
    lines, tree = text.split("\n"), ast.parse(text)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    if imports:
        yield "imports", "\n".join(lines[imports[0].lineno - 1 : imports[-1].end_lineno])
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, "\n".join(lines[node.lineno - 1 : node.end_lineno])
