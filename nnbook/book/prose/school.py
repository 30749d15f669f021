"""Arithmetic in the notation of a page, worked out: `(4 − 1) / 3`, `2 · ½`, `√16`, `5²`."""

import ast
import math
import operator
import re
from collections.abc import Callable

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
VULGAR = {"½": "(1/2)", "⅓": "(1/3)", "¼": "(1/4)", "⅔": "(2/3)", "¾": "(3/4)", "⅕": "(1/5)", "⅛": "(1/8)"}
SPOKEN = {",": "", "·": "*", "×": "*", "−": "-", "^": "**", "\n": " "}
LARGEST_POWER = 400

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "ln": math.log,
    "exp": math.exp,
    "cos": lambda degrees: math.cos(math.radians(degrees)),
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
}


def _power(base: float, exponent: float) -> float:
    return base**exponent if abs(exponent) <= LARGEST_POWER else math.nan


OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: _power,
}


def evaluate(text: str) -> float | None:
    """Return the value of some arithmetic, or None if it is none."""
    try:
        tree = ast.parse(_python(text), mode="eval")
        result = _value(tree.body)
    except (SyntaxError, ValueError, ArithmeticError, TypeError):
        return None
    return result if isinstance(result, float) else None


def _python(text: str) -> str:
    """Return school notation as an expression of Python."""
    for old, new in SPOKEN.items():
        text = text.replace(old, new)
    text = re.sub(r"([²³⁰¹⁴⁵⁶⁷⁸⁹⁻]+)", lambda found: f"**({found[1].translate(RAISED)})", text)
    for sign, fraction in VULGAR.items():
        text = re.sub(rf"(?<=\d)\s*{sign}", "+" + fraction, text).replace(sign, fraction)
    text = re.sub(r"(?<=[\d)])\s*\((?=[\d(-])", "*(", text)
    text = re.sub(r"√\s*(\d[\d.]*)", r"sqrt(\1)", text).replace("√", "sqrt").replace("%", "*0.01")
    text = re.sub(r"ℓ\s*(\d[\d./]*)", r"ln(\1)", text.replace("σ", "sigmoid")).replace("ℓ", "ln")
    return re.sub(r"(?<![\d.])0+(?=\d)", "", text.strip())


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left), _value(right))
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            return _value(operand) * (-1 if isinstance(sign, ast.USub) else 1)
        case ast.Call(func=ast.Name(id=name), args=[argument]) if name in FUNCTIONS:
            return FUNCTIONS[name](_value(argument))
    raise ValueError


def places(text: str) -> int:
    """Return how many decimals a numeral shows; a negative number of a coarse one."""
    if text in VULGAR:
        return 9
    whole, _, exponent = text.lower().replace("−", "-").replace(",", "").partition("e")
    return len(whole.partition(".")[2]) - int(exponent or 0)


def agree(value: float, decimals: int, other: float, *, exact: bool) -> bool:
    """Tell whether another value is this one when it is written with so many decimals."""
    if math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-12):
        return True
    return not exact and abs(value - other) <= 0.5 * 10.0**-decimals * (1 + 1e-9)
