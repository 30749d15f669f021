"""How the library's objects show themselves: as the call that makes them."""

import inspect


class Described:
    """Shows each argument of its constructor that it keeps as an attribute of the same name."""

    def __repr__(self) -> str:
        kept = (name for name in inspect.signature(type(self)).parameters if hasattr(self, name))
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)}' for name in kept)})"
