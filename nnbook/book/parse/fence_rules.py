"""What makes a fence one that all readers of a page see alike: the rules that need only a line or a piece of code."""

import ast
import re
from collections.abc import Container, Iterator, Sequence

LANGUAGES = frozenset(
    {"bibtex", "console", "css", "html", "javascript", "json", "latex", "markdown", "text", "toml", "yaml"}
)
"""What a fence that does not run may be marked as."""

LOOKS_LIKE_PYTHON = re.compile(r"(?<![a-z])i?py", re.IGNORECASE)
SHELLS = frozenset({"bash", "sh", "zsh"})
CONTAINER = re.compile(r"(?:[-*+]|\d+\.|:) |!!! ?|\?\?\?\+? ?|===[!+]* ?[\"']|\[\^[^\]]+\]:")


def info_problem(ticks: str, info: str) -> str | None:
    """Return what is wrong with the opening line of a fence that is not exactly ```python."""
    if LOOKS_LIKE_PYTHON.search(info):
        return f"{ticks}{info} would not be tested: write exactly ```python to run it, ```text to show it."
    language = info.split(" ")[0].strip()
    if language in SHELLS:
        return f"{ticks}{info} would be run by pytest-codeblocks as a command: write ```console."
    if language not in LANGUAGES:
        return f"{ticks}{info} is no language of this book: write one of {', '.join(sorted(LANGUAGES))}."
    return None


def source_problems(source: str) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with the code of a fence, with the line: 0 for the fence, 1 for its first line of code."""
    for number, line in enumerate(source.split("\n"), 1):
        if "\t" in line:
            yield number, "a tab inside a fence is shown as spaces: write spaces, or \\t in a string."
        if line.isspace():
            yield number, "a line of spaces alone inside a fence is lost on the page: empty it."
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield error.lineno or 1, f"SyntaxError: {error.msg}\n    {(error.text or '').strip()}"
        return
    if "nnbook" not in _imports(tree):
        yield 0, "this fence never imports nnbook: every fence starts from its own imports."


def asserts(source: str) -> bool:
    """Tell whether the code has an assert statement (or cannot be read, which is reported elsewhere)."""
    try:
        return any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(source)))
    except SyntaxError:
        return True


def contained(above: Sequence[str], indent: int, inside: Container[int]) -> bool:
    """Tell whether list items, boxes or tabs in the lines above account for every four spaces of indentation.

    `inside` has the indices of lines that are the content of fences.
    """
    need = indent
    for index in range(len(above) - 1, -1, -1):
        line = above[index]
        here = len(line) - len(line.lstrip())
        if not line.strip() or index in inside or here >= need:
            continue
        if CONTAINER.match(line.lstrip()) and need - here == 4:
            need = here
            if need == 0:
                return True
        elif index == 0 or not above[index - 1].strip() or index - 1 in inside:
            # The first line of a paragraph that stands further left: whatever was open above it is closed.
            return False
    return False


def comment_open(line: str, comment: bool) -> bool:
    """Tell whether an HTML comment is open at the end of a line, given whether one was at its start."""
    while True:
        _, mark, line = line.partition("-->" if comment else "<!--")
        if not mark:
            return comment
        comment = not comment


def _imports(tree: ast.AST) -> Iterator[str]:
    """Yield the top-level package of every import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
