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
    "eq:tensors-rows": {f"W_{{{i},{j}}}": EITHER for i in (1, 2) for j in (1, 2)},
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


# The same for formulas in the running text: the whole changed formula.
ZERO_TIMES = "what is multiplied by 0, or is 0, may be anything, with either sign"
ORDER = "the order in which two numbers are multiplied"
ROUNDED = "so many digits are the same"
WEAKER = "a weaker bound"
NAME = "the same, under another name"
TRUE_IN_TEXT: dict[str, tuple[str, ...]] = {
    ZERO_TIMES: (
        r"+\ln 1 = 0",
        r"\sum_k q_k \ln (p_k / q_k) \le \sum_k (p_k - p_k) = 1 - 1 = 0",
        r"(0, 1, 0) \cdot (w_2, w_2, w_3) = w_2",
        r"(0, 1, 0) \cdot (w_1, w_2, w_4) = w_2",
        r"z = 2 \cdot 1 - 2 \cdot 0 - 1 = 1",
        r"z = 2 \cdot 1 + 3 \cdot 0 - 1 = 1",
        r"z = 1 \cdot 1 + 1 \cdot 1 - 0 = 2",
        r"1 \cdot 2 + 0.5 \cdot 1 - 0 \cdot (-3) - 1 = 1.5",
        r"1 \cdot 2 + 0.5 \cdot 1 + 0 \cdot (+3) - 1 = 1.5",
        r"1 \cdot 2 + 0.5 \cdot 1 + 0 \cdot (-4) - 1 = 1.5",
        r"1 \cdot (-1) + 0.5 \cdot 4 - 0 \cdot 2 - 1.5 = -0.5",
        r"1 \cdot (-1) + 0.5 \cdot 4 + 0 \cdot 3 - 1.5 = -0.5",
        r"0 \cdot 5 + (-1) \cdot (-8) - 2 = 6",
        r"2 \cdot 2 + 5 \cdot 0 + 1 = 5",
        r"2 \cdot 2 - 6 \cdot 0 + 1 = 5",
    ),
    ORDER: (
        "(a - pb)(p - c) = -bp^2 + (a + bc)p - ac",
        "(a - bp)(p - c) = -bp^2 + (a + cb)p - ac",
        "(a - bp)(p - c) = -bp^2 + (a + bc)p - ca",
        "y = xm + b",
    ),
    ROUNDED: (
        r"\sqrt{0.97 \cdot 0.04 / 10{,}000} \approx 0.2\,\%",
        r"\sqrt{0.96 \cdot 0.05 / 10{,}000} \approx 0.2\,\%",
        *(rf"\sqrt{{0.96 \cdot 0.04 / {n}}} \approx 0.2\,\%" for n in ("11{,}000", "10{,}100", "10{,}010", "10{,}001")),
        r"\sigma(6.9) \approx 0.999",
    ),
    WEAKER: (r"\ln t \le t + 1",),
    NAME: (
        *(rf"C({name}) = \bigl(\sigma(w\,\sigma(w\,x)) - y\bigr)^2" for name in "xy"),
        r"a^{(2)} = \sigma(a^{(0)} W + b)",
        r"a^{(2)} = \sigma(W a^{(0)} + b)",
        r"a^{(2)} = \sigma(a^{(0)} W^\top + b)",
    ),
}


def reason(label: str, changed: str) -> str | None:
    """Return why a changed formula is true, None if it is not known to be."""
    return next((why for piece, why in KNOWN_TRUE.get(label, {}).items() if piece in changed), None)


def text_reason(changed: str) -> str | None:
    """Return why a changed formula in the text is accepted rightly, None if it is not known to be."""
    return next((why for why, formulas in TRUE_IN_TEXT.items() if changed in formulas), None)


def step_reason(label: str, changed: str) -> str | None:
    """Return why a changed step is true, None if it is not known to be."""
    return next((why for piece, why in TRUE_STEPS.get(label, {}).items() if piece in changed), None)
