"""The command `nnbook`: check the pages, bring their outputs up to date, certify them, make notebooks of them."""

import argparse
import sys
from collections.abc import Sequence

from nnbook.book.check.certificate import CertificateError
from nnbook.book.check.processes import TIME_LIMIT
from nnbook.book.commands.check import check
from nnbook.book.commands.chosen import UsageError
from nnbook.book.commands.make import certify, notebook, verify
from nnbook.book.commands.update import update
from nnbook.book.parse.page import PageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.action(options)
    except (UsageError, PageError, CertificateError) as error:
        print(f"nnbook: {error}", file=sys.stderr)
        return 2
    return code


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
