"""The map of the book: its ideas by chapter, what each rests on, and short ways through it.

One list, in Markdown, serves all: on a wide screen the style sheet puts it into columns, with the lines of an SVG
between them; on a narrow one, and for whoever listens, each idea says in words what it rests on.
"""

from collections.abc import Sequence

from nnbook.book.extensions.reading import minutes, stem, title
from nnbook.book.parse.exercises import find as find_exercises
from nnbook.book.parse.ideas import Idea, find, foundations, table
from nnbook.book.parse.page import Page, link

WIDTH, HEIGHT, GAP = 100, 40, 5
"""Of the place of an idea, in units of the drawing, and of the free room on its left and right."""

WAYS = {"afternoon": ("t3", 0), "mathematics": ("k7", 7)}
"""Where a short way leads, and the number of the chapter in which it begins."""


def map_of(page: Page, chapters: Sequence[Page]) -> list[str]:
    """Return the map: the lines between the ideas, and the list of them."""
    columns = [(chapter, here) for chapter in chapters if (here := find(chapter))]
    lines = ['<div class="nn-map" markdown>', "", _edges([here for _, here in columns]), ""]
    for chapter, here in columns:
        time = minutes(chapter)
        number = len(find_exercises(chapter)[0])
        done = f' <span class="nn-done" data-chapter="{stem(chapter)}" data-of="{number}"></span>' if number else ""
        about = f' <span class="nn-map-time">{time} min</span>' if time else ""
        name = title(chapter).replace("Backpropagation", "Backpropa&shy;gation")
        lines.append(f"1. [{name}]({link(page.path, chapter.path)}){about}{done}")
        lines += [f"    - {_entry(idea, chapter, page)}" for idea in here]
    return [*lines, "", "</div>"]


def _entry(idea: Idea, chapter: Page, page: Page) -> str:
    row = table()[idea.id]
    names = "; ".join(table()[one].name for one in row.on)  # some have a comma
    # The heading of its section, if that is not just its name, and what it rests on.
    said = [] if idea.title.casefold() == row.name.casefold() else [idea.title]
    said += [f"Rests on: {names}"] if names else []
    sentences = " ".join(one if one.endswith("?") else f"{one}." for one in said)
    rests = f' <span class="nn-map-on">{sentences}</span>' if said else ""
    data = f'{{ data-idea="{idea.id}" data-on="{" ".join(row.on)}" }}'
    time = f' <span class="nn-map-time">{minutes(chapter, idea)} min</span>' if minutes(chapter) else ""
    return f"[{row.name}]({link(page.path, chapter.path)}#{idea.id}){data}{time}{rests}"


def _edges(columns: list[list[Idea]]) -> str:
    """Return the drawing of what rests on what: curves from the right of an idea to the left of another."""
    places = {idea.id: (x, y) for x, here in enumerate(columns) for y, idea in enumerate(here)}
    paths = [
        f'<path data-edge="{one} {idea}" d="{_curve(places[one], place)}"/>'
        for idea, place in places.items()
        for one in table()[idea].on
        if one in places
    ]
    size = f"0 0 {WIDTH * len(columns)} {HEIGHT * max(map(len, columns), default=0)}"
    drawing = f'<svg viewBox="{size}" preserveAspectRatio="none" aria-hidden="true">{"".join(paths)}</svg>'
    return f'<div class="nn-map-edges">{drawing}</div>'


def _curve(start: tuple[int, int], end: tuple[int, int]) -> str:
    (a, b), (c, d) = ((x * WIDTH, y * HEIGHT + HEIGHT // 2) for x, y in (start, end))
    if a == c:
        return f"M{a + GAP} {b}C{a - GAP} {b} {a - GAP} {d} {a + GAP} {d}"
    a, c = a + WIDTH - GAP, c + GAP
    bend = max(GAP, (c - a) // 2)
    return f"M{a} {b}C{a + bend} {b} {c - bend} {d} {c} {d}"


def way(page: Page, chapters: Sequence[Page], name: str) -> list[str]:
    """Return a short way through the book: all that its end rests on, in the order of reading, and how long it takes.

    What stands in chapters before its beginning is taken for granted, and named.
    """
    goal, beginning = WAYS[name]
    wanted = foundations([goal])
    lines, known = [], []
    count = time = 0
    for chapter in chapters:
        here = [idea for idea in find(chapter) if idea.id in wanted]
        links = [f"[{table()[one.id].name}]({link(page.path, chapter.path)}#{one.id})" for one in here]
        if (chapter.number or 0) < beginning:
            known += links
        elif here:
            takes = sum(minutes(chapter, idea) for idea in here)
            count, time = count + len(here), time + takes
            about = f'<span class="nn-about">{takes} minutes</span>'
            lines.append(f"1. [{title(chapter)}]({link(page.path, chapter.path)}): {', '.join(links)} {about}")
    hours = f"about {round(time / 30) / 2:g} hours"
    granted = ["", f"It takes for granted: {', '.join(known)}."] if known else []
    return [f"{count} sections, {hours} of reading.", *granted, "", *lines, ""]
