"""The HTML of a fence: its code, the bar with what a reader can do, what it printed, its figures."""

import html

from nnbook.book.parse.page import Fence
from nnbook.book.run.outcome import Outcome


def identity(fence: Fence) -> str:
    """Return the id of a fence on its page."""
    return f"fence-{fence.number}"


RUNNING = (
    '<div class="nn-output" role="group" aria-label="Output"><pre tabindex="0"><samp>This code is being run for the '
    "first time; the page comes again when all is done.</samp></pre></div>"
)


def render(fence: Fence, outcome: Outcome | None, code: str, bar: str = "", *, picture_first: bool = False) -> str:
    """Return the HTML of a fence, given its highlighted code and the bar with what a reader can do.

    Without an outcome it says that the fence is being run, which only happens while an author's site is served.
    """
    name = identity(fence)
    if outcome is None:
        return f'<div class="nn-fence" id="{name}">{code + bar + RUNNING}</div>'
    output = ""
    if outcome.output:
        printed = html.escape(outcome.output.rstrip("\n"), quote=False)
        output = (
            '<div class="nn-output" role="group" aria-label="Output">'
            f'<pre tabindex="0"><samp>{printed}</samp></pre></div>'
        )
    figures = ""
    for number, drawing in enumerate(outcome.figures, 1):
        svg = drawing.placed(f"{name}-figure-{number}-")
        alt = html.escape(drawing.alt, quote=False)
        figures += f'<figure class="nn-figure">{svg}<p class="nn-alt" hidden>{alt}</p></figure>'
    text = code + bar + output
    return f'<div class="nn-fence" id="{name}">{figures + text if picture_first else text + figures}</div>'
