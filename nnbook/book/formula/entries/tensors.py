"""The formulas of "Tensors"."""

import sympy as sp

from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import arr, real, vec, whole
from nnbook.book.formula.names import names
from nnbook.book.formula.open_arrays import open_array

SMALL = names(a="A", b="B")
OPERATION = "It is the definition of the operation."
BY = "for matrices of 2 by 3"
D = sp.symbols("d0:3", positive=True, integer=True)


def two(n):
    return {"A": arr("A", 2, 3), "B": arr("B", 2, 3), "c": real("c")}


def matrices(n):
    """Return two matrices of open size, a number, and the indices of an entry."""
    A, B = open_array("A", *D[:2]), open_array("B", *D[:2])
    return {"A": A, "B": B, "c": real("c"), **whole("i", "j", "k")}


def every(label):
    """Return the entry that proves a rule for matrices of every size."""
    return Entry(label, matrices, names=SMALL, claims=1, open_size={}, origin=OPERATION)


ENTRIES = [
    every("eq:tensors-addition"),
    every("eq:tensors-scalar"),
    every("eq:tensors-transpose"),
    Entry(
        "eq:tensors-product",
        lambda n: {
            "A": open_array("A", *D[:2]),
            "B": open_array("B", *D[1:]),
            "m": D[1],
            **whole("i", "j"),
        },
        names=SMALL,
        claims=1,
        open_size={},
        origin=OPERATION,
    ),
    Entry(
        "eq:tensors-broadcast",
        lambda n: {"A": open_array("A", *D[:2]), "b": open_array("b", D[1]), **whole("i", "j")},
        names=names(a="A"),
        claims=1,
        open_size={},
        origin=OPERATION,
    ),
    Entry("eq:tensors-addition", two, names=SMALL, claims=6, extent=BY),
    Entry("eq:tensors-scalar", two, names=SMALL, claims=6, extent=BY),
    Entry(
        "eq:tensors-product",
        lambda n: {"A": arr("A", 2, 3), "B": arr("B", 3, 4), "m": sp.Integer(3)},
        names=SMALL,
        claims=8,
        extent="for matrices of 2 by 3 and 3 by 4",
    ),
    Entry("eq:tensors-transpose", two, names=SMALL, claims=6, extent=BY),
    Entry(
        "eq:tensors-transpose-product",
        lambda n: {"A": sp.MatrixSymbol("A", *D[:2]), "B": sp.MatrixSymbol("B", *D[1:])},
        claims=1,
        steps={"given": lambda n: {"A": arr("A", 2, 3), "B": arr("B", 3, 4)}, "names": SMALL},
    ),
    Entry(
        "eq:tensors-broadcast",
        lambda n: {"A": arr("A", 2, 3), "b": vec("b", 3)},
        names=names(a="A"),
        claims=6,
        extent=BY,
        origin=OPERATION,
    ),
    Entry(
        "eq:tensors-rows",
        lambda n: {"x": vec("x", 2), "W": arr("W", 2, 2)},
        names=names(w="W"),
        claims=1,
    ),
]
