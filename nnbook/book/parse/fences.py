"""The one parser: a page's text in, its fences out, with the page's own line numbers and everything that is wrong.

Three programs read the same pages: the site's Markdown, pytest-codeblocks, and this. What they would read differently
is reported here as a problem, so that a fence which one of them skips cannot look tested.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from nnbook.book.parse import fence_rules, text_rules
from nnbook.book.parse.page import Expected, Fence, Page, Problem, normalise

EXPECTED = "<!--pytest-codeblocks:expected-output-->"
"""Stands below a fence; the text fence on the next line holds what the fence must print."""

CAPTURED = "<!--nnbook:captured-output-->"
"""Stands below a fence whose output is shown as it comes, bounded by an assertion in the fence."""

SMALLER = re.compile(r"<!--nnbook:smaller-run (?P<cost>[^:]+): (?P<changes>[^=].*? => .+)-->")
"""Stands above a fence that keeps a tab busy for more than about a minute: how long, and what a smaller run changes.

`<!--nnbook:smaller-run two minutes: epochs=5 => epochs=1; [:60000] => [:6000]-->`
"""

LISTS = {
    f"<!--nnbook:list-{what}-->": what
    for what in (
        "afternoon",
        "chapters",
        "equations",
        "exercises",
        "ideas",
        "mathematics",
        "mistakes",
        "origins",
        "theorems",
        "worksheets",
    )
}
"""Lines that the built page replaces by a list of what the whole book has of these."""

SOURCE = re.compile(r"<!--nnbook:source (?P<path>[\w/]+\.py): (?P<names>\w+(?: \w+)*)-->")
"""A line that the built page replaces by these functions of a file under the pages' folder."""

WHERE = re.compile(r"<!--nnbook:where (?P<what>[^\n]+?)-->")
"""A line that says what the letters of the formulas are, in its section, or on its page below the title."""

ASSUMED = "<!--nnbook:assumed-->"
"""Stands right behind a formula in the text that is supposed, or looked for, and not claimed."""

GIVEN = re.compile(r" *<!--nnbook:given (?P<what>[^\n]+?)-->")
"""A line below a paragraph, list or table that says which numbers of it the text itself chooses, or who gives them."""

FENCE = re.compile(r"(?P<prefix>(?:[ \t>]|(?:[-*+]|\d+[.)]|:)[ \t])*)(?P<ticks>`{3,}|~{3,})(?P<info>.*)")
LINES = (SOURCE, WHERE, GIVEN)
DIRECTIVE = re.compile(r"<!--[-\s]*(?:pytest-codeblocks|pytest\.mark|nnbook:)")
FRONT_MATTER = re.compile(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


def parse(text: str, path: str) -> Page:
    """Return the page with its fences in order, and its problems in order of line."""
    reader = _Reader(normalise(text), path)
    if text.startswith("\ufeff") and FENCE.match(reader.lines[0]):
        reader.problem(0, "a fence right behind a byte order mark, which hides it from pytest-codeblocks: remove that.")
    reader.read()
    problems = tuple(sorted(dict.fromkeys(reader.problems), key=lambda problem: problem.line))
    code = frozenset(index + 1 for index in reader.inside)
    return Page(path, tuple(reader.lines), reader.offset, tuple(reader.fences), problems, code, reader.shown())


def changes_in(marker: re.Match[str]) -> list[tuple[str, str]]:
    """Return what the marker of a smaller run says is replaced by what."""
    pairs = (change.partition(" => ") for change in marker["changes"].split("; "))
    return [(former, new) for former, _, new in pairs]


def not_there(changes: Iterable[tuple[str, str]], source: str) -> list[str]:
    """Return what a smaller run replaces and its code does not have."""
    return [former for former, _ in changes if former not in source]


def front_matter(text: str) -> int:
    """Return how many lines of a (normalised) text are front matter."""
    found = FRONT_MATTER.match(text)
    return found[0].count("\n") if found else 0


@dataclass
class _Block:
    """A fence of any language, from its opening line `first` to its closing line `last` (both from 0)."""

    first: int
    last: int
    prefix: str
    ticks: str
    info: str

    @property
    def indent(self) -> int:
        return len(self.prefix)


@dataclass
class _Reader:
    text: str
    path: str
    lines: list[str] = field(init=False)
    offset: int = field(init=False)
    fences: list[Fence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    blocks: list[_Block] = field(default_factory=list)
    comment: bool = False
    marked: tuple[int, re.Match[str]] | None = None
    """The last marker of a smaller run, until its fence is found."""

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")
        self.offset = front_matter(self.text)

    def problem(self, index: int, message: str) -> None:
        self.problems.append(Problem(self.path, index + 1, message))

    def read(self) -> None:
        for index in range(self.offset):
            if self.lines[index].lstrip().startswith("```"):
                self.problem(index, "a fence inside the front matter: pytest-codeblocks would run it, the page not.")
        index = self.offset
        while index < len(self.lines):
            found = FENCE.fullmatch(self.lines[index])
            if found:
                index = self.read_block(index, found)
            else:
                self.read_line(index)
                index += 1
        self.unmark()
        self.read_text()

    def read_text(self) -> None:
        """Report what the page may not have outside its fences, and characters that are not to be seen."""
        for index, message in text_rules.hidden_problems(self.lines):
            self.problem(index, message)
        body, inside = self.lines[self.offset :], self.skipped()
        openings = {block.first - self.offset for block in self.blocks}

        def contained(index: int, indent: int) -> bool:
            return fence_rules.contained(body[:index], indent, inside)

        for index in text_rules.indented_code(body, inside | openings, contained):
            self.problem(
                self.offset + index,
                "the page shows this as indented code, which nothing runs: write a ```python fence to run it, ```text "
                "to show it; or indent it by four less.",
            )

    def unmark(self) -> None:
        """Report a marker of a smaller run that no fence has taken."""
        if self.marked:
            self.problem(
                self.marked[0], "a smaller run without a fence: this comment stands right above its ```python."
            )
        self.marked = None

    def smaller(self, block: "_Block", source: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return what the marker above a fence says, and take it away."""
        if not self.marked or any(line.strip() for line in self.lines[self.marked[0] + 1 : block.first]):
            self.unmark()
            return "", ()
        index, found = self.marked
        self.marked = None
        changes = tuple(changes_in(found))
        for former in not_there(changes, source):
            self.problem(index, f"the smaller run changes {former!r}, which its fence does not have.")
        return found["cost"], changes

    def read_line(self, index: int) -> None:
        line = self.lines[index]
        if found := SMALLER.fullmatch(line.strip()):
            self.unmark()
            self.marked = index, found
        elif DIRECTIVE.match(line.strip()) and not (line in LISTS or any(rule.fullmatch(line) for rule in LINES)):
            self.problem(index, _directive_message(line.strip()))
        if message := text_rules.markup_problem(line):
            self.problem(index, message)
        self.comment = fence_rules.comment_open(text_rules.INLINE_CODE.sub("", line), self.comment)

    def read_block(self, index: int, found: re.Match[str]) -> int:
        """Read the fence that opens at `index`; return the index to go on from."""
        prefix, ticks, info = found["prefix"], found["ticks"], found["info"]
        if ">" in prefix:
            self.problem(index, "a fence inside a quotation is not tested: use an admonition (!!! quote), or no fence.")
            return self.skip(index, lambda line: line.lstrip().startswith(">"))
        if ticks[0] == "~":
            self.problem(index, "a fence of tildes is not tested: use ``` instead of ~~~.")
            return self.skip(index, lambda line: not line.lstrip().startswith(ticks)) + 1
        if "`" in info:
            self.problem(index, "this line begins like a fence but is inline code: use single backticks.")
            return index + 1
        last = next((i for i in range(index + 1, len(self.lines)) if self.lines[i].lstrip().startswith(ticks)), None)
        if last is None:
            self.problem(index, "this fence is never closed.")
            return len(self.lines)
        block = _Block(index, last, prefix, ticks, info)
        self.blocks.append(block)
        self.inside.update(range(index + 1, last + 1))
        if prefix.strip(" "):
            what = "a tab" if "\t" in prefix else f"`{prefix.strip()}`"
            self.problem(index, f"a fence cannot stand after {what}: own line, indented with spaces.")
        else:
            self.check_end(block)
        if info == "python" and ticks == "```":
            return self.read_fence(block)
        message = fence_rules.info_problem(ticks, info) or fence_rules.shown_problem(info, self.dedent(block))
        if message:
            self.problem(index, message)
        return last + 1

    def shown(self) -> int:
        """Return how many fences are shown and do not run."""
        promised = sum(1 for fence in self.fences if fence.expected)
        return len(self.blocks) - len(self.fences) - promised

    def skipped(self) -> set[int]:
        """Return the lines inside fences, counted from the end of the front matter."""
        return {index - self.offset for index in self.inside}

    def skip(self, index: int, condition: Callable[[str], bool]) -> int:
        index += 1
        while index < len(self.lines) and condition(self.lines[index]):
            index += 1
        return index

    def check_end(self, block: _Block) -> None:
        if self.lines[block.last].rstrip() != " " * block.indent + block.ticks:
            self.problem(
                block.last,
                f"the fence of line {block.first + 1} ends here for pytest-codeblocks, but not on the page: close it "
                f"with {block.ticks} alone, indented as it was opened; to show backticks, open with more.",
            )

    def read_fence(self, block: _Block) -> int:
        self.check_place(block)
        source = self.dedent(block)
        for number, message in fence_rules.source_problems(source):
            self.problem(block.first + number, message)
        following = block.last + 1
        expected, captured = None, 0
        marker = next((i for i in range(following, len(self.lines)) if self.lines[i].strip()), following)
        directive = self.lines[marker].strip() if marker < len(self.lines) else ""
        if directive in (EXPECTED, CAPTURED):
            following = marker
        if directive in (EXPECTED, CAPTURED) and not self.lines[following].startswith(block.prefix + "<"):
            self.problem(following, "this comment must be indented as its fence.")
        if directive == EXPECTED:
            expected = self.read_expected(following, block)
            following = expected.last if expected else following + 1
        elif directive == CAPTURED:
            following += 1
            captured = following
            if not fence_rules.bounds(source):
                self.problem(
                    block.first,
                    "a fence whose output is captured must bound its result with an assert that compares what was "
                    "computed with something, such as `assert share > 0.95`.",
                )
        number = len(self.fences) + 1
        place = block.first + 1, block.last + 1, block.indent
        self.fences.append(Fence(self.path, number, source, *place, expected, captured, *self.smaller(block, source)))
        return following

    def read_expected(self, index: int, fence: _Block) -> Expected | None:
        opening = index + 1
        if opening >= len(self.lines) or self.lines[opening].rstrip() != fence.prefix + "```text":
            self.problem(
                index, "the next line must open a ```text fence, indented as the code, with the printed output."
            )
            return None
        last = next((i for i in range(opening + 1, len(self.lines)) if self.lines[i].lstrip().startswith("```")), None)
        if last is None:
            self.problem(opening, "this fence is never closed.")
            return None
        block = _Block(opening, last, fence.prefix, "```", "text")
        self.blocks.append(block)
        self.inside.update(range(opening, last + 1))
        self.check_end(block)
        return Expected(self.dedent(block), index + 1, last + 1)

    def dedent(self, block: _Block) -> str:
        """Return the content of a fence as pytest-codeblocks sees it; report what the page would show differently."""
        content = []
        for index in range(block.first + 1, block.last):
            line = self.lines[index]
            leading = len(line) - len(line.lstrip())
            if line.strip() and leading < block.indent:
                self.problem(index, "this line is indented less than its fence, so the page would not see a fence.")
            content.append(line[min(block.indent, leading) :] + "\n")
        return "".join(content)

    def check_place(self, block: _Block) -> None:
        if self.comment:
            self.problem(block.first, "a fence inside an HTML comment is tested but never shown: take it out.")
        if block.prefix.strip(" "):
            return
        if block.indent % 4:
            self.problem(block.first, f"a fence is indented by 0, 4, 8 … spaces, not by {block.indent}.")
        elif block.indent and not fence_rules.contained(
            self.lines[self.offset : block.first], block.indent, self.skipped()
        ):
            self.problem(
                block.first,
                "the page shows this as indented code and does not run it: a fence indented by "
                f"{block.indent} must belong to a list item, admonition or tab that stands {block.indent - 4} in.",
            )


def _directive_message(line: str) -> str:
    if line == EXPECTED:
        return "an expected output without a fence: this comment stands right below its ```python fence."
    if line == CAPTURED:
        return "a captured output without a fence: this comment stands right below its ```python fence."
    lists = ", ".join(LISTS)
    return (
        f"only {EXPECTED} and {CAPTURED}, right below a fence, a smaller run, right above one, "
        f"and {lists}, <!--nnbook:source FILE.py: FUNCTIONS-->, <!--nnbook:where …-->, not indented, "
        "and <!--nnbook:given …--> have a meaning here."
    )
