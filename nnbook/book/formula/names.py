"""How the letters of a formula are to be read: what a bracket applies, which primes belong to the name, and so on."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Names:
    """The scope of a formula's letters.

    `functions` take a bracket as their argument. `primed` carry a prime as part of their name. `flat` carry a number
    or a capital letter below them as part of their name. `families` are functions numbered by an index. `aliases` are
    small letters for the entries of a matrix. `elementwise` work on each entry of an array. `bare` are functions that
    may stand without a bracket, for their value at the variable. `letters` are no
    functions, even if σ is one elsewhere.
    """

    functions: frozenset[str] = frozenset()
    primed: frozenset[str] = frozenset()
    flat: frozenset[str] = frozenset({"C"})
    families: frozenset[str] = frozenset()
    aliases: dict[str, str] = field(default_factory=dict)
    elementwise: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()


def names(*functions: str, primed: str = "", flat: str = "C", families: str = "", elementwise: str = "",
          bare: str = "", **aliases: str) -> Names:  # fmt: skip
    """Return a scope: the functions one by one, the others as words, the aliases as `a="A"`."""
    return Names(
        functions=frozenset(functions),
        primed=frozenset(primed.split()),
        flat=frozenset(flat.split()),
        families=frozenset(families.split()),
        aliases=aliases,
        elementwise=frozenset(elementwise.split()),
        bare=frozenset(bare.split()),
    )
