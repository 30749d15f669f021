"""`nnbook notebook`, `certify` and `verify`: what is made of pages, and compared from clone to clone."""

import argparse
from pathlib import Path

from nnbook.book.check import certificate
from nnbook.book.check.compare import complaint
from nnbook.book.commands.chosen import chosen, runner, workshop
from nnbook.book.parse.book import book_pages, load
from nnbook.book.parse.equations import numbered
from nnbook.book.parse.labs import book_labs


def notebook(options: argparse.Namespace) -> int:
    """Write a page as a notebook with the outputs of this moment."""
    # Imported here, because it brings matplotlib, which the other commands need not wait for.
    from nnbook.book.notebooks.notebook import notebook as as_notebook

    (path,) = chosen([options.page])
    (page,) = load([path], Path.cwd())
    messages = [str(problem) for problem in page.problems]
    fences = runner(options)
    outcomes = {}
    if not messages:
        fences.submit(page.fences)
        outcomes = {fence: fences.outcome(fence) for fence in page.fences}
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
    pages, labs = load(chosen([]), Path.cwd()), workshop(book_labs(Path.cwd()), options)
    print(certificate.certify(pages, runner(options), labs, Path(options.output)))
    return 0


def verify(options: argparse.Namespace) -> int:
    """Run every fence and lab again, nothing kept, and return 1 if anything is not as the certificate says."""
    pages, labs = load(chosen([]), Path.cwd()), workshop(book_labs(Path.cwd()), options)
    wrong, said = certificate.verify(pages, runner(options), labs, Path(options.certificate))
    print(said)
    return 1 if wrong else 0
