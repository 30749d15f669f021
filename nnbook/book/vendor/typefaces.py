"""The typeface of the text: from the pinned npm package, the alphabets and weights that the book uses."""

import re
from pathlib import Path

from nnbook.book.vendor.fonts import cut, spans

TYPEFACES = {"source-serif-4": ("normal", "italic")}
SUBSETS = ("latin", "latin-ext", "greek")
WEIGHTS = (400, 700)
# What English prose and code are written with: a file of its own, which is all that most pages ask for.
COMMON = "".join(map(chr, range(32, 127))) + "\xa0©°±²¶·½×äèéü–—‘’“”…−"


def write(packages: Path, folder: Path) -> None:
    """Write the fonts, and one style sheet for them, into a new folder."""
    rules = []
    folder.mkdir(parents=True)
    for face, slants in TYPEFACES.items():
        package = packages / "@fontsource-variable" / face
        for slant in slants:
            for subset in SUBSETS:
                rules += _alphabet(package, folder, subset, slant)
    (folder / "fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")


def _alphabet(package: Path, folder: Path, subset: str, slant: str) -> list[str]:
    """Write the files of one script in one slant, and return their rules."""
    name = f"{package.name}-{subset}-wght-{slant}"
    sheet = (package / ("wght.css" if slant == "normal" else "wght-italic.css")).read_text(encoding="utf-8")
    found = re.search(rf"/\* {name} \*/\n(@font-face \{{.*?\n\}})", sheet, re.DOTALL)
    if found is None:
        raise RuntimeError(f"{package.name}: no rule for {name}; the package changed its layout.")
    rule = found[1].replace("200 900", "{} {}".format(*WEIGHTS)).replace("./files/", "")
    characters = _range(rule)
    common = characters & set(COMMON)
    rules = []
    # Italics are for single words: one weight is enough.
    for suffix, part, weights in (
        ("-common", common, WEIGHTS if slant == "normal" else WEIGHTS[0]),
        ("", characters - common, WEIGHTS),
    ):
        if part:
            file = f"{name}{suffix}.woff2"
            (folder / file).write_bytes(cut(package / "files" / f"{name}.woff2", sorted(part), weights=weights))
            ranged = re.sub(r"unicode-range: [^;]+", f"unicode-range: {spans(part)}", rule)
            rules.append(ranged.replace(f"{name}.woff2", file).replace("woff2-variations", "woff2"))
    return rules


def _range(rule: str) -> set[str]:
    """Return the characters of a rule's `unicode-range`."""
    codes = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", rule)
    spanned = (range(int(first, 16), int(last or first, 16) + 1) for first, last in codes)
    return {chr(code) for span in spanned for code in span if code >= 32}
