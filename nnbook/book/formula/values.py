"""Values that the text gives letters, as in η = 0.01: the code of the section has them, under that name if it can."""

import re
from collections.abc import Iterable, Iterator

NUMBER = r"-?\d[\d_]*(?:\.\d*)?(?:e-?\d+)?"
ANY = re.compile(rf"(?<![\w.]){NUMBER}")
BOUND = r"(?<![\w.])(?<!, )NAME(?:_?\d|_[a-z]+)?['\"]?\s*(?:=|:|==)\s*(" + NUMBER + r")(?![\w.]|\s*[-+*/])"
LIST = r"[\[(]((?:\s*" + NUMBER + r"\s*,?)+)[\])]"
LISTED = r"(?<![\w.])(?<!, )NAME\s*=\s*(?:np\.array\()?" + LIST
UNPACKED = re.compile(r"(?P<names>\w+(?:, \w+)+) = (?P<values>[^\n]+)")


def stands_in(letter: str, values: Iterable[float], code: str) -> bool:
    """Tell whether code has these values in a row: as those of that name, if it gives the name any."""
    values = list(values)
    anywhere = [float(number) for number in ANY.findall(code.replace("−", "-"))]
    named = set(_named(letter, code))
    if named and len(values) == 1 and round(values[0], 2) == values[0]:  # more digits are found nowhere by chance
        return values[0] in named
    if len(values) > 1:
        code = re.sub(r"\]\s*,\s*\[", ", ", code)  # a matrix, row by row
        lists = re.findall(LISTED.replace("NAME", re.escape(letter)), code) or re.findall(LIST, code)
        return values in [[float(number) for number in ANY.findall(each)] for each in lists]
    return values[0] in anywhere


def _named(letter: str, code: str) -> Iterator[float]:
    for number in re.findall(BOUND.replace("NAME", re.escape(letter)), code):
        yield float(number)
    for unpacked in UNPACKED.finditer(code):
        names, numbers = unpacked["names"].split(", "), unpacked["values"].split(", ")
        for name, number in zip(names, numbers, strict=False):
            if name == letter and ANY.fullmatch(number):
                yield float(number)
