"""Origins that no fence gives: a sum, a place in a row of hints or a list, a cited year, a version."""

import re
from collections.abc import Sequence

from nnbook.book.parse.page import Page
from nnbook.book.prose.numerals import Numeral
from nnbook.book.prose.sources import Sources
from nnbook.book.prose.text import Prose

VERSIONS = re.compile(r"(?:[Cc]hapters?|[Dd]ecision|Python|NumPy|version|SHA|CC[\w-]*|BY|BY-SA|L|LV|LeNet-)\s?$")
READING = re.compile(r"[Rr]eading time:?\W+(?:about )?$")
HUNDRED = re.compile(r"\d\s(?:of|times in|in|out of) (?:every )?$")
PART = re.compile(r"## \d+\. "), re.compile(r"\bpart $")
TASK = re.compile(r"\*\*Task \d+\.\*\*"), re.compile(r"\b[Tt]ask $")
YEAR = re.compile(r"1[6-9]\d\d|20\d\d")


def plain_kind(numeral: Numeral, sources: Sources) -> str:
    """Return where a numeral comes from that no fence gives, "wrong" if that says otherwise, or nothing."""
    if numeral.place in sources.marked:
        return "marked"
    if numeral.place in sources.sums:
        return "sum" if sources.sums[numeral.place] else "wrong"
    if (right := _place(numeral, sources.prose)) is not None:
        return "place" if right else "wrong"
    if YEAR.fullmatch(numeral.text) and _cited(numeral, sources.page):
        return "cited"
    if READING.search(numeral.before):
        return "reading time"
    if VERSIONS.search(numeral.before):
        return "version"
    return "term" if numeral.text == "100" and HUNDRED.search(numeral.before) else ""


def _cited(numeral: Numeral, page: Page) -> bool:
    """Tell whether the paragraph leads to a work of that year, or names it as one is named: in brackets."""
    first = last = numeral.line - 1
    while first and page.lines[first - 1].strip():
        first -= 1
    while last + 1 < len(page.lines) and page.lines[last + 1].strip():
        last += 1
    linked = f"{numeral.text}" in "".join(
        re.findall(r"bibliography\.md#[\w-]*", " ".join(page.lines[first : last + 1]))
    )
    return linked or (numeral.before.endswith("(") and numeral.after.startswith(")"))


def _place(numeral: Numeral, prose: Prose) -> bool | None:
    """Tell whether a numeral is a number in a row (of a list, hints, exercises) and the right one; None: neither."""
    raw = prose.page.lines[numeral.line - 1]
    if re.match(rf"\s*{re.escape(numeral.text)}\. ", raw) and not numeral.before.rpartition("\n")[2].strip():
        return _next_in_list(numeral, raw, prose)
    if (right := _part(numeral, raw, prose.page.lines[: numeral.line], prose.page.lines)) is not None:
        return right
    if numeral.before.endswith("Hint "):
        above = prose.page.lines[: numeral.line]
        head = max((n for n, line in enumerate(above) if line.startswith("#")), default=0)
        return sum('"Hint ' in line for line in above[head:]) == numeral.value
    if re.search(r"[Ee]xercise $", numeral.before):
        link = re.search(rf"[Ee]xercise {re.escape(numeral.text)}[^#]*#[\w-]+?-(\d+)[}})]", raw)
        return float(link[1]) == numeral.value if link else None
    return None


def _part(numeral: Numeral, raw: str, above: Sequence[str], lines: Sequence[str]) -> bool | None:
    """Tell whether a numeral is the right one of a heading, `## 2. Filters`, of a task, or of what refers to one."""
    for line, said in ((f"## {numeral.text}. ", PART), (f"**Task {numeral.text}.**", TASK)):
        if raw.startswith(line) and numeral.before.endswith(line.partition(numeral.text)[0].lstrip("#* ")):
            return sum(bool(said[0].match(each)) for each in above) == numeral.value
        if said[1].search(numeral.before) and any(said[0].match(each) for each in lines):
            return any(each.startswith(line) for each in lines)
    return None


def _next_in_list(numeral: Numeral, raw: str, prose: Prose) -> bool | None:
    above = prose.page.lines[numeral.line - 2]
    indent = len(above) - len(above.lstrip())
    if above.strip() and indent <= raw.index(numeral.text) and not re.match(r"\s*\d+\. ", above):
        return None
    item = " " * raw.index(numeral.text) + r"(\d+)\. "
    former = [re.match(item, line) for line in prose.page.lines[max(0, numeral.line - 30) : numeral.line - 1]]
    return numeral.value == 1 or any(match and int(match[1]) + 1 == numeral.value for match in former)
