"""The command `nnbook`: check the pages, bring their outputs up to date, certify them, make notebooks of them."""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from nnbook.book.check import certificate
from nnbook.book.check.compare import complaint
from nnbook.book.check.labs import Workshop
from nnbook.book.check.outcomes import Outcomes
from nnbook.book.check.processes import TIME_LIMIT
from nnbook.book.check.runner import Runner
from nnbook.book.check.update import updated
from nnbook.book.files import CACHE, Kept
from nnbook.book.parse.derivations import survey as survey_derivations
from nnbook.book.parse.equations import numbered, survey
from nnbook.book.parse.exercises import find as find_exercises
from nnbook.book.parse.fences import parse
from nnbook.book.parse.labs import LAB, book_labs
from nnbook.book.parse.page import Page, PageError, Problem, display_name, read, strays
from nnbook.book.prose import check as prose
from nnbook.book.prose.lock import LOCK, read_lock, write_lock


class UsageError(Exception):
    """The command cannot do what was asked; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.action(options)
    except (UsageError, PageError, certificate.CertificateError) as error:
        print(f"nnbook: {error}", file=sys.stderr)
        return 2
    return code


def book_pages(root: Path) -> list[Path]:
    """Return all pages of the book under `root`: the site's, and those for who comes to the repository."""
    beside = [root / name for name in ("README.md", "CONTRIBUTING.md")]
    return [*sorted((root / "docs").rglob("*.md")), *(path for path in beside if path.is_file())]


def load(paths: Iterable[Path], root: Path) -> list[Page]:
    """Parse the pages."""
    return [parse(read(path), display_name(path, root)) for path in paths]


def check(options: argparse.Namespace) -> int:
    """Run every fence, look at every equation, derivation and exercise, print what is wrong; return 1 if any."""
    chosen = _chosen(options.pages)
    labs = [path for path in chosen if path.suffix == LAB] if options.pages else book_labs(Path.cwd())
    pages = load([path for path in chosen if path.suffix != LAB], Path.cwd())
    every_page = load(book_pages(Path.cwd()), Path.cwd()) if options.pages else pages
    labelled, equations = survey(every_page)
    derivations, folded = survey_derivations(every_page)
    formulas = []
    if labelled:
        # Imported here: SymPy takes half a second, for which pages without equations need not wait.
        from nnbook.book.formula.derived import refusals

        formulas = refusals(derivations, {equation.label: equation for equation in labelled}, every_page)
    runner, workshop = _runner(options), _workshop(labs, options)
    for page in pages:
        if not page.problems:
            runner.submit(page.fences)
    lost = [text for text in formulas if not any(text.startswith(f"{page.path}:") for page in every_page)]
    lost += workshop.problems
    lost += [] if options.pages else [str(problem) for problem in strays(Path.cwd() / "docs", Path.cwd())]
    print(*(f"{message}\n\n" for message in lost), sep="", end="", flush=True)
    wrong, fences, lock = len(lost), 0, read_lock(Path.cwd())
    new: list[Problem] = []
    for page in pages:
        found = (*page.problems, *equations, *folded, *find_exercises(page)[1])
        messages = [str(problem) for problem in found if problem.page == page.path]
        messages += [text for text in formulas if text.startswith(f"{page.path}:")]
        if not page.problems:
            outcomes = {fence: runner.outcome(fence) for fence in page.fences}
            messages += [text for fence, outcome in outcomes.items() if (text := complaint(fence, outcome))]
            numbers, without_origin = prose.examined(page, lock, outcomes.get)
            messages += map(str, numbers)
            new += without_origin
        print(*(f"{message}\n\n" for message in messages), sep="", end="", flush=True)
        wrong += len(messages)
        fences += len(page.fences)
    for message in workshop.wrong():
        print(message, end="\n\n", flush=True)
        wrong += 1
    print(*(f"{problem}\n" for problem in new), sep="", end="\n" if new else "")
    print(f"{len(pages)} pages, {fences} fences{f', {len(labs)} labs' if labs else ''}, {wrong} wrong.")
    return 1 if wrong else 0


def update(options: argparse.Namespace) -> int:
    """Rewrite the promised outputs of pages and labs to what their code gives now, and the origins of numerals."""
    if os.environ.get("CI"):
        raise UsageError(
            "update rewrites pages, so it refuses to run where CI is set: run it at home and look at the diff."
        )
    chosen = _chosen(options.pages)
    labs = [path for path in chosen if path.suffix == LAB] if options.pages else book_labs(Path.cwd())
    paths = [path for path in chosen if path.suffix != LAB]
    pages = load(paths, Path.cwd())
    runner, workshop = _runner(options), _workshop(labs, options)
    for page in pages:
        if not page.problems:
            runner.submit(page.fences)
    failures = 0
    for message in workshop.problems:
        failures += 1
        print(message, end="\n\n", flush=True)
    made = [(path, page.path, *updated(read(path), page, runner)) for path, page in zip(paths, pages, strict=True)]
    for path, name, new, messages in [*made, *workshop.updated()]:
        failures += len(messages)
        for message in messages:
            print(message, end="\n\n", flush=True)
        if new != read(path):
            with path.open("w", encoding="utf-8", newline="") as file:
                file.write(new)
            print(f"{name}: updated")
    failures += _update_lock(load(paths, Path.cwd()), runner, whole=not options.pages)
    return 1 if failures else 0


def _update_lock(pages: Iterable[Page], runner: Runner, *, whole: bool) -> int:
    """Renew the pins of pages that are right; print which sentences must be read again, and return how many."""
    former = read_lock(Path.cwd())
    pins = {} if whole else dict(former)
    failures = 0
    for page in pages:
        done = runner.outcome
        if page.problems or any(complaint(fence, done(fence)) for fence in page.fences):
            pins[page.path] = former.get(page.path, [])
            continue
        pins[page.path] = prose.renewed(page, former, done)
        for problem in prose.problems(page, pins, done):
            failures += 1
            print(problem, end="\n\n", flush=True)
    if write_lock(Path.cwd(), {page: those for page, those in pins.items() if those}):
        print(f"{LOCK}: updated")
    return failures


def notebook(options: argparse.Namespace) -> int:
    """Write a page as a notebook with the outputs of this moment."""
    # Imported here, because it brings matplotlib, which the other commands need not wait for.
    from nnbook.book.notebooks.notebook import notebook as as_notebook

    (path,) = _chosen([options.page])
    (page,) = load([path], Path.cwd())
    messages = [str(problem) for problem in page.problems]
    runner = _runner(options)
    outcomes = {}
    if not messages:
        runner.submit(page.fences)
        outcomes = {fence: runner.outcome(fence) for fence in page.fences}
        messages = [text for fence, outcome in outcomes.items() if (text := complaint(fence, outcome))]
    if messages:
        print("\n\n".join(messages))
        return 1
    target = Path(options.output or path.with_suffix(".ipynb").name)
    target.parent.mkdir(parents=True, exist_ok=True)
    equations = numbered(load(book_pages(Path.cwd()), Path.cwd()))
    target.write_text(as_notebook(page, outcomes, equations), encoding="utf-8", newline="\n")
    print(f"{page.path}: written to {target}")
    return 0


def certify(options: argparse.Namespace) -> int:
    """Write what every fence and lab gives, with versions and digests, for `verify` to compare elsewhere."""
    pages, labs = load(_chosen([]), Path.cwd()), _workshop(book_labs(Path.cwd()), options)
    print(certificate.certify(pages, _runner(options), labs, Path(options.output)))
    return 0


def verify(options: argparse.Namespace) -> int:
    """Run every fence and lab again, nothing kept, and return 1 if anything is not as the certificate says."""
    pages, labs = load(_chosen([]), Path.cwd()), _workshop(book_labs(Path.cwd()), options)
    wrong, said = certificate.verify(pages, _runner(options), labs, Path(options.certificate))
    print(said)
    return 1 if wrong else 0


def _chosen(names: Sequence[str]) -> list[Path]:
    paths = [Path(name).absolute() for name in names] or book_pages(Path.cwd())
    if missing := [path for path in paths if not path.is_file()]:
        raise UsageError(f"there is no page {display_name(missing[0], Path.cwd())}.")
    if not paths:
        raise UsageError("there are no pages here: start it in the folder that holds docs/, or name the pages.")
    return paths


def _runner(options: argparse.Namespace) -> Runner:
    kept = Outcomes(Kept(CACHE / "fences", cold_build=True if options.cold else None))
    return Runner(limit=options.time_limit, kept=kept)


def _workshop(labs: Iterable[Path], options: argparse.Namespace) -> Workshop:
    return Workshop(labs, options.cold, options.time_limit)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nnbook", description="Check and update the pages of the book.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for action, description in (
        (
            check,
            "run every fence and lab, look at every equation, derivation and exercise, and report all that is wrong",
        ),
        (update, "rewrite the expected outputs to what fences and labs give now"),
        (notebook, "write a page as a Jupyter notebook with outputs"),
        (certify, "write a certificate: what all code of the book gives, with versions and digests"),
        (verify, "run every fence and lab again and compare all with a certificate"),
    ):
        command = commands.add_parser(action.__name__, help=description, description=description)
        if action is notebook:
            command.add_argument("page", metavar="page.md")
            command.add_argument("-o", "--output", metavar="out.ipynb", help="default: the page's name, here")
        elif action is certify:
            command.add_argument(
                "-o", "--output", metavar="FILE", default="certificate.json", help="default: %(default)s"
            )
        elif action is verify:
            command.add_argument("certificate", metavar="FILE")
        else:
            command.add_argument(
                "pages", nargs="*", metavar="page.md", help="pages and labs; default: docs/, README.md, CONTRIBUTING.md"
            )
        # A witness that reads what is kept has seen nothing.
        help_cold = "run again what is kept in .cache/ (or NNBOOK_COLD=1; verify always does)"
        command.add_argument("--cold", action="store_true", default=action is verify, help=help_cold)
        command.add_argument(
            "--time-limit", type=float, default=TIME_LIMIT, metavar="SECONDS", help="of computing, for each fence"
        )
        command.set_defaults(action=action)
    return parser
