"""Titles only where they say something new: a MkDocs hook.

The theme makes a tooltip of every title, and of all of them before the page answers. So an abbreviation says what it
means where a section uses it first, as in a printed book; the sign beside a heading has a name instead, which a screen
reader reads out; and types in signatures that have no page of their own do without their full path.
"""

import re
from typing import Any

ABBREVIATION = re.compile(r'<h[12]\b|<abbr title="[^"]*">(?P<word>[^<]*)</abbr>')
SIGN = re.compile(r'(<a (?=[^>]*class="headerlink")[^>]*) title=')
TYPE = re.compile(r'<span title="[\w.]+">([^<]*)</span>')


def fewer(page: str) -> str:
    """Return a page without the titles that repeat what is said elsewhere."""
    said: set[str] = set()

    def once(match: re.Match[str]) -> str:
        word = match["word"]
        if word is None:
            said.clear()
        elif word in said:
            return word
        else:
            said.add(word)
        return match[0]

    return TYPE.sub(r"\1", SIGN.sub(r"\1 aria-label=", ABBREVIATION.sub(once, page)))


def on_post_page(output: str, **_: Any) -> str:
    """MkDocs calls this with each page as it will be written."""
    return fewer(output)
