"""Changes of a displayed formula, or of a step, that are accepted because what they say is true: read one by one.

By label: a piece of the changed formula that the displayed one does not contain, and why it is true.
"""

CENTRED = "what is multiplied adds up to zero, so a constant beside the other factor changes nothing"
EITHER = "an entry of a matrix may have the large letter or the small one, says the notation page"
KNOWN_TRUE: dict[str, dict[str, str]] = {
    "eq:activations-chain-bound": {r"\frac{2}{4^{10}}": "a weaker bound"},
    "eq:activations-softmax-jacobian": {r"\delta_{ji}": "δ is symmetric"},
    "eq:calculus-bias": {r"\partial C_0}{\partial z^{(L)}}": "the slope in z is that in the bias"},
    "eq:calculus-cost": {r"3 \cdot \text{forward}": "a weaker bound"},
    "eq:calculus-relu": {r"\text{if } a_j > 0": "a is positive exactly where z is"},
    "eq:convolution-normalised": {
        r"\sum_{vu}": "the order in which the pixels are added",
        r"(x_{uv} + \bar x)": CENTRED,
        r"(x_{uv} - \bar k)": CENTRED,
        r"(k_{uv} + \bar k)": CENTRED,
        r"(k_{uv} - \bar x)": CENTRED,
    },
    "eq:derivatives-complex-step": {"hi": "i times h is h times i"},
    "eq:losses-best-line": {
        r"(x_i + \bar x)(y_i": CENTRED,
        r"(x_i - \bar y)": CENTRED,
        r"(y_i + \bar y)": CENTRED,
        r"(y_i - \bar x)": CENTRED,
    },
    "eq:tensors-addition": {"A_{ij}": EITHER, "B_{ij}": EITHER},
    "eq:tensors-broadcast": {"A_{ij}": EITHER},
    "eq:tensors-product": {"A_{ik}": EITHER, "B_{kj}": EITHER},
    "eq:tensors-scalar": {"(Ac)": "a number stands on either side of a matrix", "A_{ij}": EITHER},
    "eq:tensors-transpose": {"A_{ji}": EITHER},
}


# The same for steps of derivations.
SWAPPED = "δ is symmetric"
REAL = "what stands there is real, so its imaginary part is zero, whatever it is"
ZERO = "the sum of what lies above the mean and what lies below is zero, and so is any power of it"
EITHER_INDEX = "where δ is not zero the two indices are equal"
TRUE_STEPS: dict[str, dict[str, str]] = {
    "eq:activations-softmax-jacobian": {
        r"\delta_{ji}": SWAPPED,
        r"e^{z_j} \sum_k": EITHER_INDEX,
        r"= \frac{e^{z_j}}": EITHER_INDEX,
        r"= p_j\, \delta": EITHER_INDEX,
    },
    "eq:derivatives-complex-step": {"h(x)": REAL, "x(x)": REAL, "f(h)": REAL},
    "eq:descent-quadratic": {r"\tfrac12\, A (\theta": "A is symmetric"},
    "eq:losses-normal-equation": {r"3 X^\top \left": "what is zero stays so, whatever multiplies it"},
    "eq:losses-softmax-gradient": {r"\delta_{jk}": SWAPPED},
    "eq:stochastic-variance": {r"\bigr)^3": ZERO, r"d_i \bigr) -": ZERO},
    "eq:tensors-rows": {f"W_{{{i},{j}}}": EITHER for i in (1, 2) for j in (1, 2)},
}


def reason(label: str, changed: str) -> str | None:
    """Return why a changed formula is true, None if it is not known to be."""
    return next((why for piece, why in KNOWN_TRUE.get(label, {}).items() if piece in changed), None)


def step_reason(label: str, changed: str) -> str | None:
    """Return why a changed step is true, None if it is not known to be."""
    return next((why for piece, why in TRUE_STEPS.get(label, {}).items() if piece in changed), None)
