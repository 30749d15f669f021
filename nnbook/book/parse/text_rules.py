"""What a page may not have outside its fences: code that is shown and that nothing runs, and what the eye cannot see.

All of it is found in the text of the page, so that the check, the build and pytest say the same.
"""

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Sequence

TAGS = frozenset({"br", "details", "div", "span", "sub", "summary", "sup"})
"""The HTML that a page may have."""

TAG = re.compile(r"</?(?P<name>[a-z][\w-]*)(?=[\s/>]|$)(?P<rest>[^>]*(?P<end>>?))", re.IGNORECASE)
DRESSED = re.compile(r"\bstyle\s*=|\bon\w+\s*=|highlight|\blang(?:uage)?-|\bi?py(?:thon|con)?\b|\bpre\b", re.IGNORECASE)
"""Attributes that make code of a text, or let a text look like it."""

ATTRIBUTES = re.compile(r"\{:([^}]*)\}")
HIGHLIGHTED = re.compile(r"(?<![\\`])`+(?:#!|:::)")
FOREIGN = re.compile(r" *:::(?! nnbook(?:\.\w+)*\s*$)")
"""What mkdocstrings would replace by the documentation, with its examples, of something that is not this library."""
INLINE_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
ENDS = re.compile(r" {0,3}(?:#{1,6}.*|([-*_])(?: *\1){2,} *|=+ *|-+ *|<.*>|\[\^[^\]]+\]:.*|(?:!!!|\?\?\?|===).*)")
"""A line after which a paragraph begins, though no empty line stands between."""

HIDDEN = {
    "Cc": "a control character",
    "Cf": "a character that nobody sees",
    "Cn": "a character without a meaning",
    "Co": "a character without a meaning",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
}
BACKTICKS = ("```", "~~~")


def hidden(text: str) -> str | None:
    """Return what is wrong with the characters of some text, if there are some that programs read differently."""
    for character in text:
        kind = unicodedata.category(character)
        if kind in HIDDEN and character not in "\n\t":
            return f"{HIDDEN[kind]}, U+{ord(character):04X}"
    return None


def hidden_problems(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the index of every line with a character that one reader of the page would see and another would not."""
    for index, line in enumerate(lines):
        if line.isascii() and line.isprintable():
            continue
        if found := hidden(line):
            yield index, f"{found}: programs differ on what it does to lines and fences, so take it out."
        start = line[: len(line) - len(line.lstrip())]
        if not start.isascii():
            yield index, "this line begins with spaces of another kind: indent with plain spaces."


def markup_problem(line: str) -> str | None:
    """Return what is wrong with a line of text that would show code which is no fence."""
    if FOREIGN.match(line):
        return "::: shows what nnbook documents and nothing else: the code of others is not run here."
    if HIGHLIGHTED.search(line):
        return "inline code that is highlighted as a program is not run: write a ```python fence, or plain `code`."
    text = INLINE_CODE.sub("`", line)
    for tag in TAG.finditer(text):
        if tag["name"].lower() not in TAGS:
            allowed = ", ".join(f"<{name}>" for name in sorted(TAGS))
            return f"<{tag['name']}> has no place on a page, only {allowed}: code stands in a fence, or in `backticks`."
        if not tag["end"]:
            return f"<{tag['name']}> must end on its line."
        if found := DRESSED.search(tag["rest"]):
            return f"<{tag['name']} … {found[0]} …> would let a text look like code: nothing would run it."
    if "`{" in text:
        return "an attribute list behind inline code would dress it up as a program: leave it out."
    for attributes in ATTRIBUTES.finditer(text):
        if found := DRESSED.search(attributes[1]):
            return f"{{: … {found[0]} … }} would let a text look like code: nothing would run it."
    return None


def indented_code(lines: Sequence[str], code: Container[int], contained: Callable[[int, int], bool]) -> Iterator[int]:
    """Yield the index of every line that opens a block of indented code.

    `code` has the indices of lines inside fences; `contained(index, indent)` tells whether lists, boxes and tabs above
    a line account for so many spaces.
    """
    for index, line in enumerate(lines):
        if index in code or not line.strip():
            continue
        wide = line.expandtabs(4)
        indent = len(wide) - len(wide.lstrip())
        before = lines[index - 1] if index else ""
        opens = not before.strip() or index - 1 in code or ENDS.fullmatch(before.strip())
        if indent >= 4 and opens and not contained(index, indent // 4 * 4):
            yield index
