"""HTML with fewer elements and attributes, and no word less.

- Code has elements only where they have a colour. Names, signs and spaces look like the code around them, and are half
  of what a chapter is made of.
- Titles stand only where they say something new: the theme makes a tooltip of every title, and of all of them before
  the page answers. So an abbreviation says what it means where a section uses it first, as in a printed book; the sign
  beside a heading has a name instead, which a screen reader reads out; and types in signatures that have no page of
  their own do without their full path.
"""

import re

PLAIN = re.compile(r'<span class="(?:n|o|p|w)">([^<]*)</span>')
ABBREVIATION = re.compile(r'<h[12]\b|<abbr title="[^"]*">(?P<word>[^<]*)</abbr>')
SIGN = re.compile(r'(<a (?=[^>]*class="headerlink")[^>]*) title=')
TYPE = re.compile(r'<span title="[\w.]+">([^<]*)</span>')


def fewer_titles(page: str) -> str:
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


def plain_code(page: str) -> str:
    """Return a page whose code has elements only where they have a colour or a link."""
    return PLAIN.sub(r"\1", page)
