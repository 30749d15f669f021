"""What pages load from elsewhere, kept on the site itself: typefaces from the pinned npm packages.

`python -m nnbook.book.vendor` copies from `node_modules/` to `docs/assets/vendor/`; the Markdown extension of the
same name stops a build whose copy is missing or stale. The fonts of the formulas are made there by `sheet`.
"""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "node_modules"
TARGET = ROOT / "docs" / "assets" / "vendor"
STAMP = TARGET / "package-lock.json"
"""The lock file that the copy was made from: a copy from another one is stale."""

TYPEFACES = {
    "source-serif-4": ("normal", "italic"),
    "source-sans-3": ("normal", "italic"),
    "source-code-pro": ("normal",),
}
SUBSETS = ("latin", "latin-ext", "greek")


class VendorError(RuntimeError):
    """The site's third-party files are not in place."""


def copy_all() -> None:
    """Make `docs/assets/vendor/` afresh from `node_modules/`."""
    if not SOURCE.is_dir():
        msg = "node_modules/ is missing: run `make vendor`, which installs it."
        raise VendorError(msg)
    shutil.rmtree(TARGET, ignore_errors=True)
    _copy_typefaces()
    shutil.copyfile(ROOT / "package-lock.json", STAMP)  # last: its date says when all was done


def require() -> None:
    """Raise `VendorError` unless the copy is there and made from the lock file in force."""
    remedy = "Run `make vendor` (or any make target that builds the site), then build again."
    if not STAMP.is_file():
        msg = f"{TARGET.relative_to(ROOT)}/ is missing: pages would have no typefaces. {remedy}"
        raise VendorError(msg)
    if STAMP.read_bytes() != (ROOT / "package-lock.json").read_bytes():
        msg = f"{TARGET.relative_to(ROOT)}/ is older than package-lock.json. {remedy}"
        raise VendorError(msg)


class VendorExtension(Extension):
    """Markdown extension that transforms nothing: it refuses to start when the files are not in place."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Check before the first page is read."""
        require()


def makeExtension(**options: Any) -> VendorExtension:
    """Return the extension, as Python-Markdown asks for it."""
    return VendorExtension(**options)


def _copy_typefaces() -> None:
    """Keep the alphabets that the book uses, and write one style sheet for them."""
    rules = []
    folder = TARGET / "fonts"
    folder.mkdir(parents=True)
    for face, slants in TYPEFACES.items():
        package = SOURCE / "@fontsource-variable" / face
        shutil.copyfile(package / "LICENSE", folder / f"{face}-LICENSE")
        for slant in slants:
            sheet = (package / ("wght.css" if slant == "normal" else "wght-italic.css")).read_text(encoding="utf-8")
            for subset in SUBSETS:
                name = f"{face}-{subset}-wght-{slant}"
                found = re.search(rf"/\* {name} \*/\n(@font-face \{{.*?\n\}})", sheet, re.DOTALL)
                if found is None:
                    msg = f"{package.name}: no rule for {name}; the package changed its layout."
                    raise VendorError(msg)
                rules.append(found[1].replace("./files/", ""))
                shutil.copyfile(package / "files" / f"{name}.woff2", folder / f"{name}.woff2")
    (folder / "fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        copy_all()
    except VendorError as problem:
        sys.exit(f"nnbook: {problem}")
