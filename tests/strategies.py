"""Arrays for the property tests."""

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

FLOATS = (np.float32, np.float64)


def arrays(shape: Any = None, low: float = -50.0, high: float = 50.0) -> st.SearchStrategy[np.ndarray]:
    """Return float64 arrays of numbers in between."""
    shape = hnp.array_shapes(min_dims=1, max_dims=3, max_side=5) if shape is None else shape
    return hnp.arrays(np.float64, shape, elements=st.floats(low, high, allow_subnormal=False))


def pairs(low: float = -50.0, high: float = 50.0) -> st.SearchStrategy[tuple[np.ndarray, np.ndarray]]:
    """Return two float64 arrays of one shape (n, k)."""
    shape = hnp.array_shapes(min_dims=2, max_dims=2, max_side=5)
    return shape.flatmap(lambda s: st.tuples(arrays(s, low, high), arrays(s, low, high)))
