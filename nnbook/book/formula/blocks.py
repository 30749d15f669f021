"""What stands over several places: sums over an index, cases, matrices."""

from nnbook.book.formula.dots import DOTS, fill_list
from nnbook.book.formula.suffix import Suffix
from nnbook.book.formula.tokens import LETTERS, Refused
from nnbook.book.formula.tree import Node, is_name


class Blocks(Suffix):
    """Reads sums, cases and matrices. The reader of whole formulas adds `sum`, `relation` and `term`."""

    def term(self) -> Node:
        """Read factors with or without a sign of multiplication between."""
        raise NotImplementedError

    def _binder(self, kind: str) -> Node:
        self.take()
        self.want("_")
        first = self.group() if self.peek() != "{" else None
        low = high = None
        bound: tuple[str, ...] = (first[1],) if first else ()
        if first is None:
            self.want("{")
            if self.peek(1) == r"\in":
                return self._among(kind)
            bound, low, high = self._bounds(kind)
            self.want("}")
        if self.took("^"):
            high = self.group()
        body = ("neg", self.term()) if self.took("-") else self.term()
        return ("bind", kind, bound, low, high, body)

    def _among(self, kind: str) -> Node:
        name = self.atom()[1]
        self.want(r"\in")
        if kind != "sum":
            raise self.refusal("a sum over a set")
        where = self.take().lstrip('"')
        self.want("}")
        return ("among", name, where, self.term())

    def _bounds(self, kind: str) -> tuple[tuple[str, ...], Node | None, Node | None]:
        """Read what stands below a sum: i=1, or several names, or 0 ≤ u, v < 2 below a maximum."""
        first = self.relation()
        more = []
        while self.peek() == "," or self.peek() in LETTERS:
            self.took(",")
            more.append(self.relation())
        if first[0] == "rel" and not more and first[1] == ("=",) and is_name(first[2][0]):
            return (first[2][0][1],), first[2][1], None
        if first[0] == "mul" and is_name(first[1]) and is_name(first[2]) and not more:
            return (first[1][1], first[2][1]), None, None
        if all(is_name(node) for node in (first, *more)):
            return tuple(node[1] for node in (first, *more)), None, None
        if kind == "max" and [node[:2] for node in (first, *more)] == [("rel", ("<=",)), ("rel", ("<",))]:
            (low, one), (two, end) = first[2], more[0][2]
            if is_name(one) and is_name(two):
                return (one[1], two[1]), low, ("add", (end, ("num", "-1")))
        raise self.refusal("below a sum an index with its first value, or indices")

    def _cases(self) -> Node:
        self.want("{env:cases")
        rows: list[tuple[Node, Node]] = []
        while True:
            value = self.sum()
            self.want("&")
            rows.append((value, self._condition()))
            if self.took("}env:cases"):
                return ("cases", tuple(rows))
            self.want(r"\\")

    def _condition(self) -> tuple[Node, ...]:
        """Read when a case holds: relations with "and" between, or a name and words; of "otherwise" nothing is left."""
        if self.took('"otherwise'):
            return ()
        self.want('"if')
        conditions = [self.relation()]
        if is_name(conditions[0]) and self.peek().startswith('"'):
            return (("says", conditions[0], self.take()[1:]),)
        while self.took('"and'):
            conditions.append(self.relation())
        return tuple(conditions)

    def _matrix(self) -> Node:
        self.want("{env:pmatrix")
        rows: list[list[Node | None]] = [[]]
        while True:
            empty = self.peek() in ("&", r"\\", "}env:pmatrix")
            dots = self.took(r"\ddots", r"\vdots")
            rows[-1].append(DOTS if dots else None if empty else self.relation())
            if self.took("}env:pmatrix"):
                return matrix(rows)
            if self.took(r"\\"):
                rows.append([])
            else:
                self.want("&")


def matrix(rows: list[list[Node | None]]) -> Node:
    """Return the node of a matrix; dots on the diagonal or in a column stand for the entries between."""
    if [DOTS] in rows and all(len(row) == 1 for row in rows):
        return ("matrix", tuple((node,) for node in fill_list([row[0] for row in rows if row[0]])))
    if len(rows) == 3 and all(len(row) == 3 for row in rows) and rows[1][1] == DOTS:
        beside = [rows[i][j] for i in range(3) for j in range(3) if i != j]
        if all(node in (None, ("num", "0")) for node in beside) and rows[0][0] and rows[2][2]:
            return ("diagonal", fill_list([rows[0][0], DOTS, rows[2][2]])[0])
    if any(node is None or node == DOTS for row in rows for node in row) or len({len(row) for row in rows}) > 1:
        raise Refused("a matrix needs all its entries, or dots down its diagonal or its one column.")
    return ("matrix", tuple(tuple(row) for row in rows))
