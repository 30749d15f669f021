"""One short entry for each label: what is given, what other formulas of the page it stands on, what nnbook returns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nnbook.book.formula.names import Names

Values = Mapping[str, Any]
Returned = Callable[[Values], Any]
Premise = str | tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Entry:
    """How one formula is checked.

    `given`: what its names are, for a size. `sizes`: at which it is checked; without any, once, at 3.
    `uses`: labels, or LaTeX that the page says in words, whose definitions are premises; a pair binds indices.
    `bound`: what stands for names such as L, for a size.
    `defines`, `updates`: the names that must come out, with what nnbook, or NumPy, returns for the drawn values;
    None if only the name must come out. `arguments`: of a defined function, the given names to call it with.
    `solves`: equations, in LaTeX, that hold with what it defines; each is a claim of the formula.
    `claims`: how many more there must be. `equals`: what nnbook returns for the right side of a claim.
    `shown`: what a statement without a relation to check must be, or a condition be equivalent to.
    `order`: of an approximation, the small quantity and the power of the first term that is left out.
    `gaps`: whether cases may leave something out, such as the place of a corner.
    `branches`: substitutions that cover all values but those where a function has a corner.
    `place`: where the text says that the formula is looked at, as a substitution.
    `expected`: which claims are true, for conditions that some choices meet and others do not.
    `stands_for`: numbers too large to run, with what must be equal to them; the size is put in their place.
    `part`: the statements that this entry is about, if another one is about the rest.
    `sample`: a function stands for "any function". `extent`: words for what is proved, in place of the sizes.
    `steps`: what is otherwise where its derivation is read, such as more names, or premises in place of a definition;
    its `part` are the statements that the derivation reaches, if it leaves out a definition, or a second writing.
    `origin`: of a claim without a derivation, where it comes from, in a sentence: it is a definition, or has a source.
    `how`: words behind it. `open_size`: for a proof for every size, up to which size each index runs.
    """

    label: str
    given: Callable[[Any], dict[str, Any]]
    sizes: tuple[Any, ...] = ()
    names: Names = field(default_factory=Names)
    uses: Sequence[Premise] = ()
    bound: Callable[[Any], dict[str, Any]] = lambda size: {}
    defines: Mapping[str, Returned | None] = field(default_factory=dict)
    updates: Mapping[str, Returned] = field(default_factory=dict)
    arguments: Mapping[str, Sequence[str]] = field(default_factory=dict)
    solves: Sequence[str] = ()
    claims: int | Callable[[Any], int] = 0
    equals: Mapping[int, Returned] = field(default_factory=dict)
    shown: Callable[[Any, Values], dict[int, Any]] = lambda size, given: {}
    base: Mapping[str, Any] = field(default_factory=dict)
    ranges: Callable[[Any], dict[str, tuple[Any, Any]]] = lambda size: {}
    variable: str = "x"
    wrt: str = "theta"
    zero_outside: Sequence[str] = ()
    simultaneous: bool = False
    gaps: bool = False
    order: tuple[str, int] | None = None
    branches: Callable[[Values], list[dict[Any, Any]]] = lambda given: []
    place: Callable[[Values], dict[Any, Any]] = lambda given: {}
    expected: Callable[[Any], tuple[bool, ...]] | None = None
    conditions: Sequence[str] = ()
    braces: Sequence[str] = ()
    stands_for: Mapping[str, Callable[[], int]] = field(default_factory=dict)
    part: tuple[int, ...] | None = None
    sample: bool = False
    extent: str = ""
    how: str = ""
    open_size: Mapping[str, str] | None = None
    tolerance: float = 1e-7
    steps: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""
