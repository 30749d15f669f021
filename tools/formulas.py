"""Every displayed formula of the book with its class and its verdict, and how many there are of each.

`python -m tools.formulas` prints Markdown.
"""

from collections import Counter

from nnbook.book.formula.derived import judged
from nnbook.book.formula.passages import in_text
from nnbook.book.formula.verdicts import Verdict
from nnbook.book.parse.book import book_pages, load
from nnbook.book.parse.derivations import survey as survey_derivations
from nnbook.book.parse.equations import survey
from tools.building import ROOT

BEGINNINGS = {
    "Definition": "definition",
    "Proved for every size": "proved, open size",
    "Proved for all values": "proved for all values",
    "Proved for size": "proved at sizes",
    "Proved up to": "proved to an order",
    "Proved, and rounded": "rounded",
    "True at 100": "true at 100 places",
}


def main() -> None:
    """Print the table and the counts."""
    pages = load(book_pages(ROOT), ROOT)
    equations = {equation.label: equation for equation in survey(pages)[0]}
    verdicts, steps = judged(survey_derivations(pages)[0], equations, pages)
    print("| Formula | Class | Verdict | Where it comes from |\n|---|---|---|---|")
    for label in equations:
        found = verdicts.get(label)
        came = steps[label].words if label in steps else found.origin if found else ""
        print(f"| `{label}` | {_class(found)} | {found.words if found else 'none'} | {came} |")
    executed = list(verdicts.values())
    print(f"\n{len(equations)} formulas, {len(executed)} of them executed as displayed:")
    for name, count in Counter(map(_class, executed)).most_common():
        print(f"- {name}: {count}")
    claims, proved, sizes = (
        sum(getattr(each, what) for each in executed) for what in ("claims", "proved", "open_size")
    )
    print(f"\n{claims} claims at all sizes, {proved} of them proved, {sizes} with the size open;")
    print(f"{sum(bool(each.claims) for each in executed)} formulas claim something;")
    print(f"{sum(bool(each.compared) for each in executed)} formulas are compared with code at 100 random places;")
    print(f"{len(steps)} derivations with {sum(each.steps for each in steps.values())} steps.")
    formulas = {label: equation.tex for label, equation in equations.items()}
    levels = Counter(each.level for each in in_text(pages, formulas))
    counts = ", ".join(f"{count} {name}" for name, count in levels.most_common())
    print(f"\n{levels.total()} formulas in the text: {counts}.")


def _class(found: Verdict | None) -> str:
    """Return the class of a formula, by the beginning of its verdict."""
    words = found.words if found else ""
    return next((name for start, name in BEGINNINGS.items() if words.startswith(start)), "proved, otherwise")


if __name__ == "__main__":
    main()
