"""What makes a fence one that all readers of a page see alike: the rules that need only a line or a piece of code."""

import ast
import re
import textwrap
from collections.abc import Container, Iterator, Sequence

LANGUAGES = frozenset(
    {"bibtex", "console", "css", "html", "javascript", "json", "latex", "markdown", "text", "toml", "yaml"}
)
"""What a fence that does not run may be marked as."""

LOOKS_LIKE_PYTHON = re.compile(r"(?<![a-z])i?py", re.IGNORECASE)
OPENING = re.compile(r"[ >]*(?:`{3}|~{3})")
PROMPT = re.compile(r"^ *(?:>>>|In \[\d+\]:) ", re.MULTILINE)
STATEMENT = re.compile(
    r"^\s*(?:\d+\W*)?(?:import [a-z_][\w.]*(?: as \w+)?|from [\w.]+ import .+|def \w+\(.*\).*:|class \w+(?:\(.*\))?:"
    r"|assert .+)\s*$",
    re.MULTILINE,
)
"""A line that is Python and hardly anything else, also among lines that are none, or behind its number."""
SHELLS = frozenset({"bash", "sh", "zsh"})
PROGRAM = (
    ast.Assert,
    ast.Call,
    ast.ClassDef,
    ast.For,
    ast.FunctionDef,
    ast.Import,
    ast.ImportFrom,
    ast.While,
    ast.With,
)
"""What is found in Python that does something."""
CONTAINER = re.compile(r"(?:[-*+]|\d+\.|:) |!!! ?|\?\?\?\+? ?|===[!+]* ?[\"']|\[\^[^\]]+\]:")


def info_problem(ticks: str, info: str) -> str | None:
    """Return what is wrong with the opening line of a fence that is not exactly ```python."""
    if LOOKS_LIKE_PYTHON.search(info):
        return f"{ticks}{info} would not be tested: write exactly ```python to run it, ```text to show it."
    if info.strip() in SHELLS:
        return f"{ticks}{info} would be run by pytest-codeblocks as a command: write ```console."
    if info not in LANGUAGES:
        return f"{ticks}{info} is no language of this book: write exactly one of {', '.join(sorted(LANGUAGES))}."
    return None


def shown_problem(language: str, content: str) -> str | None:
    """Return what is wrong with the content of a fence that does not run: it may not be Python."""
    if language == "markdown":
        shown = any(
            LOOKS_LIKE_PYTHON.search(line.lstrip("> `~")) for line in content.split("\n") if OPENING.match(line)
        )
    else:
        shown = PROMPT.search(content) is not None or _is_program(content)
    if shown or STATEMENT.search(content):
        return f"this ```{language} fence shows Python, which nothing would run: write ```python."
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
    imported = list(_imports(tree))
    if not any(name.partition(".")[0] == "nnbook" for name in imported):
        yield 0, "this fence never imports nnbook: every fence starts from its own imports."
    if any(f"{name}.".startswith("nnbook.book.") for name in imported):
        yield 0, "this fence imports nnbook.book, which runs it: a fence uses the library, nnbook, alone."


def bounds(source: str) -> bool:
    """Tell whether an assert that runs compares something computed (or the code cannot be read, reported elsewhere)."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return True
    computed = set(_computed(tree))
    return any(isinstance(node, ast.Assert) and _compares(node.test, computed) for node in _run(tree))


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
    """Yield the full name of everything that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_program(text: str) -> bool:
    """Tell whether a text is Python that does something, and not a word or two that Python could read too."""
    try:
        tree = ast.parse(textwrap.dedent(text))
    except (SyntaxError, ValueError):
        return False
    return any(isinstance(node, PROGRAM) for node in ast.walk(tree))


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a program that run when it does: not the bodies of functions and classes."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            yield node
            if not (isinstance(node, ast.If | ast.While) and isinstance(node.test, ast.Constant)):
                yield from _run(node)


def _computed(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a program gives to what it computes, or to a collection that it may fill: no constants."""
    for node in _run(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                pass
            case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
                targets = [target]
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.For(target=target, iter=value):
                targets = [target]
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                targets = [target]
            case _:
                continue
        if any(isinstance(part, ast.Name | ast.Call | ast.Dict | ast.List) for part in ast.walk(value)):
            yield from (part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))


def _compares(test: ast.expr, computed: set[str]) -> bool:
    """Tell whether a condition compares two different things, one of which was computed, and can fail by that."""
    if isinstance(test, ast.BoolOp):
        parts = [_compares(value, computed) for value in test.values]
        return any(parts) if isinstance(test.op, ast.And) else all(parts)
    used = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
    if isinstance(test, ast.Compare):
        sides = [ast.dump(side) for side in (test.left, *test.comparators)]
        called = any(isinstance(node, ast.Call) for node in ast.walk(test))
        return len(set(sides)) == len(sides) and (called or bool(used & computed))
    if isinstance(test, ast.UnaryOp):
        return _compares(test.operand, computed)
    return isinstance(test, ast.Call) and bool(used & computed)
