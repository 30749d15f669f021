"""The parameters of a network under PyTorch's names and in PyTorch's layout, to hand them over and take them back."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_float
from nnbook._checks import instance
from nnbook.network import Network

NAMES = {"W": "weight", "b": "bias"}


def to_state_dict(net: Network) -> dict[str, Array]:
    r"""Return copies of the parameters as the `state_dict` of a `torch.nn.Sequential` of the same layers has them.

    `0.W` becomes `0.weight`, `0.b` becomes `0.bias`. PyTorch computes $x W^\top + b$, so the weights of a dense layer
    are transposed; filters lie alike in both.

    Arguments: `net`, a network of layers that PyTorch has too.
    Shapes: `W` of a dense layer (d_in, d_out) → (d_out, d_in); all others keep theirs.
    Errors: TypeError if `net` is no Network; ValueError if a layer has parameters of other names.
    Source: [Paszke et al., 2019](bibliography.md#paszke-2019).
    Derived in: "The same in PyTorch, Keras and JAX".
    """
    own = _named(net, "to_state_dict")
    return {name: np.array(_turned(array), order="C") for name, array in own.items()}


def load_state_dict(net: Network, state: Mapping[str, ArrayLike]) -> None:
    """Fill the parameters of a network with those of a `state_dict`: arrays, or PyTorch's tensors on the CPU.

    Arguments: `net`, the network to fill; `state`, arrays by PyTorch's names.
    Shapes: those of `to_state_dict`.
    Errors: those of `to_state_dict`; TypeError if `state` is no dictionary; ValueError if names or shapes differ from
        those of the network, which then stays as it was.
    Source: [Paszke et al., 2019](bibliography.md#paszke-2019).
    Derived in: "The same in PyTorch, Keras and JAX".
    """
    own = _named(net, "load_state_dict")
    if not isinstance(state, Mapping):
        raise TypeError(
            f"load_state_dict: state must be a dictionary of arrays, such as nn.to_state_dict(net), got {state!r}."
        )
    found = {name: as_float(array, f"load_state_dict: {name}", net.dtype) for name, array in state.items()}
    shapes = {name: _turned(array).shape for name, array in own.items()}
    if shapes != (given := {name: array.shape for name, array in found.items()}):
        raise ValueError(
            f"load_state_dict: this network needs {shapes}, got {given}. "
            "Give it the state of a torch.nn.Sequential with the same layers in the same places."
        )
    for name, array in own.items():
        array[...] = _turned(found[name])


def _named(net: Network, where: str) -> dict[str, Array]:
    """Return the parameters of the network, views into it, by PyTorch's names."""
    instance(net, Network, where, "net", "nn.Network([nn.Dense(7, 2, rng=rng)])")
    named = {}
    for name, array in net.named_parameters().items():
        place, _, own = name.partition(".")
        if own not in NAMES:
            raise ValueError(f"{where}: PyTorch has no name for {name} of {net.layers[int(place)]}. Call it W or b.")
        named[f"{place}.{NAMES[own]}"] = array
    return named


def _turned(array: Array) -> Array:
    """Return a matrix transposed, anything else as it is."""
    return array.T if array.ndim == 2 else array
