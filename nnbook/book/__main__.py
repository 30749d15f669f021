"""The command `nnbook`, or what to install for it."""

import sys


def main() -> int:
    """Run the command; where a package is missing, say how to get it."""
    try:
        from nnbook.book.cli import main as run

        return run()
    except ModuleNotFoundError as missing:
        name = missing.name or ""
        if name.startswith("nnbook."):
            needed = "a clone of the book's repository, with `pip install -e '.[site]'` in it"
        else:
            needed = f"{name}, which comes with `pip install 'nnbook[site]'`"
        print(f"nnbook: this needs {needed}.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
