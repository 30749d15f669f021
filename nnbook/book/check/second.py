"""Whether a result is chance: the same fence once more, in another process, where hashes are others.

A fence that prints a random number, the time or the order of a set would otherwise pass for ever after one update.
"""

import difflib
from itertools import islice

from nnbook.book.check.processes import Job
from nnbook.book.run.outcome import Outcome


def difference(job: Job, first: Outcome, second: Outcome) -> str | None:
    """Return what differs between two runs of a fence, starting page:line, or None."""
    if second.error is not None:
        return f"{job.page}:{job.line}: the second run of this fence fails, though the first did not:\n{second.error}"
    if (first.output, first.figures, first.files) == (second.output, second.figures, second.files):
        return None
    parts = {"prints": first.output != second.output, "draws": first.figures != second.figures}
    parts["saves"] = first.files != second.files
    what = " and ".join(name for name, differs in parts.items() if differs)
    diff = difflib.unified_diff(_lines(first), _lines(second), "first run", "second run", lineterm="", n=0)
    return (
        f"{job.page}:{job.line}: what this fence {what} is chance, two runs differ. Does it depend on the clock, on "
        "random numbers without a seed, on the order of a set?\n" + "\n".join(line[:200] for line in islice(diff, 12))
    )


def _lines(outcome: Outcome) -> list[str]:
    return "\n".join((outcome.output, *(figure.svg for figure in outcome.figures))).split("\n")
