"""Values as text, from one interpreter to another that does not trust it: reading a text runs no code of its writer's.

Numbers, text, arrays, generators and the library's own objects travel as what they are. Anything else stays where it
is and gets a number, by which the other side can ask for it. What can be imported travels by its name, and a function
that changes nothing as code: both only from the side that is trusted to the side that is not, which alone reads them.
"""

import base64
import dis
import importlib
import json
import marshal
import types
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np

import nnbook

KINDS = "biufcU"
"""Of NumPy's types: those whose bytes are the value."""

PLAIN = (bool, int, float, str, type(None))
SERIES = {"tuple": tuple, "list": list, "set": set, "frozenset": frozenset}


class UnreadableError(ValueError):
    """A text that is not a value, or a value that cannot travel."""


class Writer:
    """Turns values into text; `keep` gives a number to what stays here; with `code`, names and functions go."""

    def __init__(self, keep: Callable[[object], int], *, code: bool = False) -> None:
        self.keep, self.code = keep, code
        self.inside: list[object] = []

    def text(self, value: object) -> str:
        """Return a value as text."""
        return json.dumps(self.encode(value))

    def encode(self, value: Any) -> Any:
        """Return a value as lists and plain values; the first entry of a list says what the rest is."""
        if type(value) in PLAIN:
            return value
        if type(value) is complex:
            return ["complex", value.real, value.imag]
        if type(value).__name__ in SERIES and type(value) is SERIES[type(value).__name__]:
            return [type(value).__name__, *map(self.encode, value)]
        if type(value) is dict:
            return ["dict", *([self.encode(key), self.encode(entry)] for key, entry in value.items())]
        if type(value) in (slice, range):
            return [type(value).__name__, value.start, value.stop, value.step]
        if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in KINDS and not value.dtype.hasobject:
            array = np.ascontiguousarray(value)
            kind = "array" if isinstance(value, np.ndarray) else "number"
            return [kind, array.dtype.str, list(np.shape(value)), base64.b64encode(array.tobytes()).decode()]
        if type(value) is np.random.Generator and type(value.bit_generator) is np.random.PCG64:
            return ["generator", json.dumps(value.bit_generator.state)]
        if isinstance(value, np.dtype) and value.kind in KINDS:
            return ["dtype", value.str]
        if getattr(nnbook, type(value).__name__, None) is type(value):
            return ["nnbook", type(value).__name__, self.encode(dict(vars(value)))]
        return self._other(value)

    def _other(self, value: Any) -> Any:
        if isinstance(value, Remote):
            return ["back", value._number]
        if self.code and (place := _place(value)):
            return ["import", *place]
        if self.code and isinstance(value, types.FunctionType) and value not in self.inside and _changes_nothing(value):
            self.inside.append(value)
            known = {name: value.__globals__[name] for name in _names(value.__code__) if name in value.__globals__}
            cells = [cell.cell_contents for cell in value.__closure__ or ()]
            code = base64.b64encode(marshal.dumps(value.__code__)).decode()
            made = ["function", code, *map(self.encode, (known, value.__defaults__, cells))]
            self.inside.pop()
            return made
        return ["there", self.keep(value), callable(value)]


class Reader:
    """Turns text into values; `far` makes what stands for what stayed there, `kept` is what stayed here."""

    def __init__(self, far: Callable[[int, bool], Any], kept: list[Any], *, code: bool = False) -> None:
        self.far, self.kept, self.code = far, kept, code

    def value(self, text: str) -> Any:
        """Return the value that a text stands for.

        Errors: UnreadableError if it stands for none.
        """
        try:
            return self.decode(json.loads(text))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError) as problem:
            raise UnreadableError(f"what came from the code cannot be read: {problem}") from None

    def decode(self, given: Any) -> Any:
        """Return the value that lists and plain values stand for."""
        if type(given) in PLAIN:
            return given
        kind, *parts = given
        if kind in SERIES:
            return SERIES[kind](map(self.decode, parts))
        if kind == "dict":
            return {self.decode(key): self.decode(entry) for key, entry in parts}
        simple: dict[str, Callable[..., Any]] = {"complex": complex, "slice": slice, "range": range}
        if kind in simple:
            return simple[kind](*parts)
        if kind in ("array", "number"):
            return _array(*parts, scalar=kind == "number")
        if kind == "generator":
            made = np.random.default_rng(0)
            made.bit_generator.state = json.loads(parts[0])
            return made
        if kind == "dtype":
            return _dtype(parts[0])
        if kind == "nnbook":
            return _object(parts[0], self.decode(parts[1]))
        return self._other(kind, parts)

    def _other(self, kind: str, parts: list[Any]) -> Any:
        if kind == "there":
            return self.far(int(parts[0]), bool(parts[1]))
        if kind == "back":
            return self.kept[parts[0]]
        if kind == "import" and self.code:
            module, name = parts
            return attrgetter(name)(importlib.import_module(module)) if name else importlib.import_module(module)
        if kind == "function" and self.code:
            known, defaults, cells = map(self.decode, parts[1:])
            loaded = marshal.loads(base64.b64decode(parts[0]))
            return types.FunctionType(loaded, known, None, defaults, tuple(map(types.CellType, cells)))
        raise UnreadableError(f"{kind} is no value")


class Remote:
    """Something that stayed in the other interpreter; `ask` is told what is wanted of it."""

    def __init__(self, number: int, ask: Callable[..., Any]) -> None:
        self._number, self._ask = number, ask

    def __getattr__(self, name: str) -> Any:
        """Ask for an attribute."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self._ask("get", self, name)


class RemoteFunction(Remote):
    """The same, if it can be called."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Have it called there, and return what it gives."""
        return self._ask("call", self, arguments, options)


def _array(dtype: str, shape: list[int], data: str, *, scalar: bool) -> Any:
    array = np.frombuffer(base64.b64decode(data, validate=True), _dtype(dtype)).reshape(shape).copy()
    return array[()] if scalar else array


def _dtype(text: str) -> Any:
    if text[:1] not in "<>|=" or text[1:2] not in KINDS or not text[2:].isdigit():
        raise UnreadableError(f"{text} is no type of numbers")
    return np.dtype(text)


def _object(name: str, state: dict[str, Any]) -> Any:
    kind = getattr(nnbook, name)
    if name not in nnbook.__all__ or not isinstance(kind, type) or issubclass(kind, BaseException):
        raise UnreadableError(f"{name} is no object of the library")
    made = object.__new__(kind)
    vars(made).update(state)
    return made


def _place(value: Any) -> tuple[str, str] | None:
    """Return the module and the name of what can be imported, of the library or of NumPy."""
    if isinstance(value, types.ModuleType):
        return value.__name__, ""
    module = "numpy" if isinstance(value, np.ufunc) else getattr(value, "__module__", None)
    name = getattr(value, "__qualname__", getattr(value, "__name__", ""))
    known = isinstance(module, str) and module.split(".")[0] in ("nnbook", "numpy", "builtins", "math")
    return (str(module), name) if known and name and "<" not in name else None


def _changes_nothing(function: types.FunctionType) -> bool:
    """Tell whether a function neither has lists or the like of those around it, nor sets their names."""
    around = [cell.cell_contents for cell in function.__closure__ or ()]
    sets = (one.opname in ("STORE_DEREF", "STORE_GLOBAL") for one in dis.get_instructions(function))
    return not any(sets) and not any(isinstance(one, list | dict | set) for one in around)


def _names(code: types.CodeType) -> set[str]:
    """Return all names that a function, and those inside it, may look up."""
    inner = (constant for constant in code.co_consts if isinstance(constant, types.CodeType))
    return set(code.co_names).union(*map(_names, inner))
