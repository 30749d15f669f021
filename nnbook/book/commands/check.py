"""`nnbook check`: all that is wrong with pages and labs."""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from nnbook.book.check.compare import complaint
from nnbook.book.check.labs import Workshop
from nnbook.book.check.runner import Runner
from nnbook.book.commands.chosen import pages_and_labs, runner, workshop
from nnbook.book.parse.book import book_pages, load
from nnbook.book.parse.derivations import survey as survey_derivations
from nnbook.book.parse.equations import survey
from nnbook.book.parse.exercises import find as find_exercises
from nnbook.book.parse.page import Page, Problem, strays
from nnbook.book.prose import check as prose
from nnbook.book.prose.labs import laid_out
from nnbook.book.prose.lock import Pin, read_lock


def check(options: argparse.Namespace) -> int:
    """Run every fence, look at every equation, derivation and exercise, print what is wrong; return 1 if any."""
    paths, labs = pages_and_labs(options)
    pages = load(paths, Path.cwd())
    every_page = load(book_pages(Path.cwd()), Path.cwd()) if options.pages else pages
    by_page = _without_running(pages, every_page)
    elsewhere = [text for name in by_page.keys() - {page.path for page in every_page} for text in by_page[name]]
    elsewhere += [] if options.pages else [str(problem) for problem in strays(Path.cwd() / "docs", Path.cwd())]
    fences, cells = runner(options), workshop(labs, options)
    for page in pages:
        if not page.problems:
            fences.submit(page.fences)
    wrong, lock, notes = _print([*elsewhere, *cells.problems]), read_lock(Path.cwd()), list[Problem]()
    for page in pages:
        wrong += _print([*by_page.get(page.path, []), *_of_fences(page, fences, lock, notes)])
    wrong += _print([*cells.wrong(), *_of_labs(cells, lock, notes)])
    print(*(f"{problem}\n" for problem in notes), sep="", end="\n" if notes else "")
    count = sum(len(page.fences) for page in pages)
    print(f"{len(pages)} pages, {count} fences{f', {len(labs)} labs' if labs else ''}, {wrong} wrong.")
    return 1 if wrong else 0


def _print(messages: Iterable[str]) -> int:
    """Print messages as they come, and return how many there were."""
    count = 0
    for message in messages:
        print(message, end="\n\n", flush=True)
        count += 1
    return count


def _without_running(pages: Sequence[Page], every_page: Sequence[Page]) -> dict[str, list[str]]:
    """Return what is wrong with pages before anything runs, by the page that a message begins with."""
    labelled, equations = survey(every_page)
    derivations, folded = survey_derivations(every_page)
    found = {page.path: [str(problem) for problem in page.problems] for page in pages}
    for problem in (*equations, *folded):
        found.setdefault(problem.page, []).append(str(problem))
    for page in pages:
        found[page.path] += map(str, find_exercises(page)[1])
    if labelled:
        # Imported here: SymPy takes half a second, for which pages without equations need not wait.
        from nnbook.book.formula.derived import refusals

        for text in refusals(derivations, {equation.label: equation for equation in labelled}, every_page):
            found.setdefault(text.partition(":")[0], []).append(text)
    return found


def _of_fences(page: Page, fences: Runner, lock: Mapping[str, Sequence[Pin]], notes: list[Problem]) -> Iterator[str]:
    """Yield what is wrong with what the fences of a page did, and with its prose; add to `notes` what stops nothing."""
    if page.problems:
        return
    outcomes = {fence: fences.outcome(fence) for fence in page.fences}
    yield from (text for fence, outcome in outcomes.items() if (text := complaint(fence, outcome)))
    wrong, doubts = prose.examined(page, lock, outcomes.get)
    yield from map(str, wrong)
    notes += doubts


def _of_labs(cells: Workshop, lock: Mapping[str, Sequence[Pin]], notes: list[Problem]) -> Iterator[str]:
    """Yield what is wrong with the prose of labs; add to `notes` what stops nothing."""
    for path in cells.sound:
        wrong, doubts = prose.examined(laid_out(path, Path.cwd()), lock, None)
        yield from map(str, wrong)
        notes += doubts
