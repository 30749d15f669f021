"""Sums that a page works in its prose, `(4 − 1) / 3 = 1`, and whether they come out."""

import re

from nnbook.book.prose.numerals import NUMERAL
from nnbook.book.prose.school import agree, evaluate, places

SIGNS = r"-−+√σℓ()\d½⅓¼⅔¾⅕⅛=≈·×*/^²³⁻⁰¹⁴⁵⁶⁷⁸⁹% "
SUM = re.compile(rf"[-−+√σℓ(\d½⅓¼⅔¾⅕⅛=≈](?:[{SIGNS}\n]|[.,](?=\d))*[)\d½⅓¼⅔¾⅕⅛²³⁴⁵⁶⁷⁸⁹%]")
WORKED = re.compile(r"[·×*/√²³½+]|\d\s*[−-]\s*\d|\(")
MARK = re.compile(r"<!--=.*?-->", re.DOTALL)


def sums(flat: str) -> dict[int, bool]:
    """Return the places of all numerals that stand in a sum, and whether that sum comes out."""
    flat, found = MARK.sub(lambda mark: "§" * len(mark[0]), flat), {}
    for match in SUM.finditer(flat):
        if (right := _comes_out(match, flat)) is not None:
            found.update({n.start(): right for n in NUMERAL.finditer(flat, match.start(), match.end())})
    return found


def _comes_out(match: re.Match[str], flat: str) -> bool | None:
    """Tell whether a sum comes out; None if it is none, or is part of something with letters."""
    text = match[0][1:-1] if re.fullmatch(r"\([^()]*[=≈][^()]*\)", match[0]) else match[0]
    sides, signs = re.split(r"[=≈]", text), re.findall(r"[=≈]", text)
    unbalanced = any(side.count("(") != side.count(")") for side in sides)
    if len(sides) < 2 or "\n\n" in match[0] or unbalanced or _loose(sides[0], match, flat):
        return None
    results = [evaluate(side.strip().strip(",")) for side in sides]
    if results[0] is None and sides[0].strip() in ("", "-", "−", "+"):
        results, sides, signs = results[1:], sides[1:], signs[1:]
    if len(results) < 2 or not WORKED.search("".join(sides)):
        return None
    steps = zip(results, results[1:], sides[1:], signs, strict=False)
    return all(_holds(before, after, side, sign) for before, after, side, sign in steps)


def _loose(first: str, match: re.Match[str], flat: str) -> bool:
    """Tell whether letters that belong to it stand right before or behind what looks like a sum."""
    before = flat[max(0, match.start() - 2) : match.start()]
    if re.match(r"[a-zA-Zθ(]", flat[match.end() : match.end() + 2]):
        return True
    if first.strip() and re.search(r"[a-zA-Zθ)^·+−-]\Z", before):
        return True
    return first[:1] in "+-−·/" and re.search(r"[a-zA-Z]\s\Z", before) is not None


def _holds(before: float | None, after: float | None, side: str, sign: str) -> bool:
    if before is None or after is None:
        return False
    shown = re.sub(r"[^\d.]", "", side) if re.fullmatch(r"[\s\d.,−-]+%?\s*", side) else ""
    decimals = places(shown or "0") + 2 * ("%" in side)
    if agree(after, decimals, before, exact=sign == "=" or not shown):
        return True
    return sign == "≈" and not shown and abs(after - before) <= 0.01 * abs(before)
