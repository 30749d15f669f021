"""Formulas in the running text are decided with what their paragraph, their section and their scope say."""

from collections import Counter
from pathlib import Path

import pytest

from nnbook.book.formula import inline as module
from nnbook.book.formula.inline import judge
from nnbook.book.formula.passages import in_text
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.values import stands_in
from nnbook.book.parse.fences import ASSUMED, parse
from nnbook.book.parse.inline import paragraphs
from tests.book.formula.book import formulas
from tests.pages import pages


def levels(text: str, where: str = "", code: str = "") -> list[str]:
    """Return how sure the formulas of the last paragraph are."""
    scope = f"<!--nnbook:where {where}-->\n\n" if where else ""
    fence = f"\n\n```text\n{code}\n```\n" if code else ""
    page = parse(f"# T\n\n{scope}{text}{fence}", "docs/page.md")
    assert not page.problems
    return judge(paragraphs([page])[-1], formulas())


@pytest.mark.parametrize(
    ("text", "where", "expected"),
    [
        ("$3 + 4 = 7$", "", ["worked out"]),
        ("$e^0 = 1$", "", ["worked out"]),
        (r"$\sigma(1) \approx 0.73$", "", ["worked out"]),
        (r"$\sqrt{10^{-16}} \approx 10^{-8}$", "", ["worked out"]),
        (r"$\sqrt{0.96 \cdot 0.04 / 10{,}000} \approx 0.2\,\%$", "", ["worked out"]),
        (r"$\operatorname{ReLU}(-2) = 0$", "", ["worked out"]),
        ("$3(2x + 1) - 4 = 6x - 1$", "", ["proved"]),
        (r"$\sigma(-z) = 1 - \sigma(z)$", "", ["proved"]),
        (r"$(AB)^\top = B^\top A^\top$", "matrices A, B", ["proved"]),
        (r"$AB \neq BA$" + ASSUMED, "matrices A, B", ["assumed"]),
        ("$f(x) = x^3$, so $f'(x) = 3x^2$ and $f(2) = 8$", "", ["introduces", "proved", "worked out"]),
        ("$f(x) = x^3$.\n\nSo $f(2) = 8$", "", ["worked out"]),
        ("$2x - 6 = 0$, that is $x = 3$", "", ["worked out", "introduces"]),
        ("$n + 2p - k + 1 = n$, that is $p = (k - 1)/2$", "", ["proved", "introduces"]),
        ("$1/p = 1 + e^{-z}$", "fractions p; p = 1/(1 + e^{-z})", ["proved"]),
        (r"$\ln p_i = z_i - \ln \sum_j e^{z_j}$", "eq:activations-softmax", ["proved"]),
        (r"$\ln t \le t - 1$", "positive t", ["drawn"]),
        (r"$0 < \eta < 1$", "", ["introduces"]),
        (r"$t = 0, 1, 2, \dots$", "", ["introduces"]),
        ("$a' = 2$, $a = 3$, $a' < a$", "", ["introduces", "introduces", "worked out"]),
        ("$x * k = k * x$ and $(x * a) * k = x * (a * k)$", "rows x, k, a", ["proved", "proved"]),
        (r"$\sqrt\mu = 0.9$, so $\mu = 0.81$", r"fractions \mu", ["worked out", "introduces"]),
    ],
)
def test_how_sure_a_formula_is(text: str, where: str, expected: list[str]) -> None:
    assert levels(text, where) == expected


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("$3 + 4 = 8$", ""),
        ("$e = 1$", ""),
        (r"$\sigma(1) \approx 0.74$", ""),
        (r"$\sqrt{10^{-16}} \approx 10^{-7}$", ""),
        (r"$\sigma(-z) = 1 + \sigma(z)$", ""),
        (r"$(AB)^\top = A^\top B^\top$", "matrices A, B"),
        ("$AB = BA$", "matrices A, B"),
        ("$f(x) = x^3$, so $f'(x) = 3x$", ""),
        ("$2x - 6 = 0$, that is $x = 4$", ""),
        ("$2x - 6 = 0$", ""),
        ("$1/p = 1 - e^{-z}$", "fractions p; p = 1/(1 + e^{-z})"),
        (r"$\ln t \ge t - 1$", "positive t"),
        (r"$\lvert t \rvert < 0$", "positive t"),
        (r"$\aleph = 2$", ""),
        ("$u + q$, $u + = 3$", ""),
        ("$x * k = k * k$", "rows x, k"),
        ("$x * k = k * x$", ""),
        (r"$t = 0, 2, 3, \dots$", ""),
        (r"$\ln t \ge t - 1$, with equality at $t = 1$", "positive t"),
    ],
)
def test_what_is_false_or_cannot_be_read_names_its_line(text: str, where: str) -> None:
    with pytest.raises(Refused, match=r"^docs/page\.md:[35]: \$"):
        levels(text, where)


@pytest.mark.parametrize(
    ("letter", "values", "code", "there"),
    [
        ("b", [-6.0], "w, b = 2.0, -6.0", True),
        ("b", [6.0], "w, b = 2.0, -6.0", False),
        ("b", [2.0], "w, b = 2.0, -6.0", False),
        ("eta", [0.2], "eta = 0.2\nx = 0.3", True),
        ("eta", [0.3], "eta = 0.2\nx = 0.3", False),
        ("eta", [0.3], "x = 0.3", True),
        ("x", [1.0, 3.0, 2.0], "x = [1, 3, 2]", True),
        ("x", [1.0, 2.0, 3.0], "x = [1, 3, 2]", False),
        ("K", [2.0, 1.0], "K = [2, -1]\nx = [2, 1]", False),
        ("K", [2.0, -1.0], "K = np.array([2.0, -1.0])", True),
        ("W", [2.0, 1.0, 0.0, 1.0], "nn.plots.plane([[2, 1], [0, 1]])", True),
        ("W", [2.0, 1.0, 0.0, 1.0], "x, y = f(2, 1), g(0, 1)", False),
        ("h", [1e-05], "step(h=1e-5)", True),
        ("h", [2.0], "width2 = z2 - 1.2", False),
        ("z", [-6.0], "z_old = z_new = -6.0\nz = 5", True),
        ("z", [6.0], "z_old = z_new = -6.0\nx = 6", False),
    ],
)
def test_a_value_stands_in_the_code(letter: str, values: list[float], code: str, there: bool) -> None:
    assert stands_in(letter, values, code) is there


def test_a_value_that_the_code_of_the_section_does_not_have_is_refused() -> None:
    assert levels("$b = -6$", code="b = -6.0") == ["in the code"]
    with pytest.raises(Refused, match=r"^docs/page\.md:3: \$b = -7\$: the code of its section has no such value"):
        levels("$b = -7$", code="b = -6.0")


SO = "<!--nnbook:so {}-->"


@pytest.mark.parametrize(
    ("tex", "changed", "so", "where"),
    [
        ("f(x) = x^3", "f(x) = x^4", "f(2) = 8", ""),
        ("f(x_1, x_2) = x_1^2 + 3 x_1 x_2", "f(x_1, x_2) = x_2^2 + 3 x_1 x_2", "f(2, 1) = 10", ""),
        ("z = -7", "z = 7", "z = 3 - 10", ""),
        ("z_1 = 0", "z_1 = 1", r"\sigma(z_1) = 1/2", ""),
        ("z_1 = 0", "z_2 = 0", r"\sigma(z_1) = 1/2", ""),
        ("t = 1", "t = 2", r"\ln t = t - 1", "positive t"),
        (r"0 < \eta < 1", r"0 < \eta < 2", r"\Longleftrightarrow -1 < 1 - 2\eta < 1", ""),
        ("m x + b = y", "m x - b = y", r"\Longleftrightarrow b = y - m x", ""),
        ("c > 0", "c > 1", r"\Longleftrightarrow \operatorname{ReLU}(c z) = c \operatorname{ReLU}(z)", ""),
        (r"\sigma(z) \ge 1/3", r"\sigma(z) \le 1/3", r"\Longleftrightarrow z \ge -\ln 2", ""),
        (
            r"A v = \lambda v",
            r"A v = \lambda A",
            r"\Longleftrightarrow \eta A v = \eta\lambda\,v",
            r"rows v; positive \eta",
        ),
        (r"s \leftarrow q s + \eta", r"s \leftarrow q s - \eta", r"\Longleftrightarrow (1 - q) s = \eta", ""),
        ("x \\leftarrow x + f'(x)", "x \\leftarrow x - f'(x)", r"x \leftarrow x - (-f'(x))", ""),
        ("t = p_k / q_k", "t = p_k / p_k", "q_k (t - 1) = p_k - q_k", ""),
        ("m = 2", "m = 3", r"\sum_{k=1}^{m} a_k = a_1 + a_2", ""),
        (
            r"B = \begin{pmatrix} 0 & 1 \\ 0 & 0 \end{pmatrix}",
            r"B = \begin{pmatrix} 0 & 1 \\ 1 & 0 \end{pmatrix}",
            r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} B = \begin{pmatrix} 0 & a \\ 0 & c \end{pmatrix}",
            "",
        ),
        (r"h_1 = \operatorname{ReLU}(x_1)", r"h_2 = \operatorname{ReLU}(x_1)", r"h_1 \ge 0", ""),
    ],
)
def test_what_the_text_gets_from_a_formula_must_follow(tex: str, changed: str, so: str, where: str) -> None:
    behind = f"{ASSUMED}{SO.format(so)}. The numbers 0, 1, 2, 3, 8 and 10."
    assert levels(f"${tex}${behind}", where) == ["used"]
    with pytest.raises(Refused, match=r"^docs/page\.md:[35]: \$.* does not follow"):
        levels(f"${changed}${behind}", where)


@pytest.mark.parametrize(
    ("tex", "label", "wrong"),
    [
        ("z = w a^{(L-1)} + b", "eq:calculus-chain", "z = w a^{(L)} + b"),
        ("z = w\\,a^{(L-1)} + b", "eq:calculus-chain", "a = w\\,a^{(L-1)} + b"),
        (r"p_i = e^{z_i} / \sum_j e^{z_j}", "eq:activations-softmax", r"p_p = e^{z_i} / \sum_j e^{z_j}"),
        ("a = \\sigma(z)", "eq:calculus-chain", "z = \\sigma(a)"),
        (r"A = \frac2n X^\top X", "eq:descent-least-squares", r"A = \frac2n X X^\top"),
        (r"h = \operatorname{ReLU}(x_1 + x_2 - 1)", "eq:network-stairs", r"h = \operatorname{ReLU}(x_1 + x_2 + 1)"),
        ("s = w \\cdot x", "eq:grades-weighted-sum", "s = w x"),
        (r"0 < \eta < 2/\lambda_{\max}", "eq:descent-bound", r"0 < \eta \le 2/\lambda_{\max}"),
    ],
)
def test_a_formula_that_says_what_a_displayed_one_does(tex: str, label: str, wrong: str) -> None:
    assert levels(f"${tex}$<!--nnbook:as {label}-->") == ["as displayed"]
    with pytest.raises(Refused, match="says something else"):
        levels(f"${wrong}$<!--nnbook:as {label}-->")


def test_an_equation_that_follows_from_several_needs_each_of_them() -> None:
    two, three = "$x - y = 1$", f"$y = z${ASSUMED}{SO.format('x = z + 1')}"
    assert levels(f"{two}{ASSUMED} and {three}: 1") == ["assumed", "used"]
    for changed in ("$x - y = 2$", "$x + y = 1$", "$z - y = 1$"):
        with pytest.raises(Refused, match=r"does not follow"):
            levels(f"{changed}{ASSUMED} and {three}: 1")
    with pytest.raises(Refused, match=r"does not follow"):
        levels(f"$x - z = 1${ASSUMED} and {three}: 1")  # it follows without y = z


def test_a_power_with_a_letter_is_taken_as_a_variable() -> None:
    so = SO.format(r"r\,\theta_t = r^{t+1}")
    assert levels(rf"$\theta_t = r^t${so}: 1") == ["used"]
    with pytest.raises(Refused):
        levels(rf"$\theta_t = r^{{2t}}${so}: 1")


@pytest.mark.parametrize("changed", [r"\frac2n \sum_i C_i", r"\frac1n \prod_i C_i", r"\frac1n \sum_i n_i"])
def test_one_matrix_alone_is_calculated_with_like_a_number(changed: str) -> None:
    so = SO.format(r"n C = \sum_i C_i")
    assert levels(rf"$C = \frac1n \sum_i C_i${so}") == ["used"]
    with pytest.raises(Refused):
        levels(f"$C = {changed}${so}")
    with pytest.raises(Refused):  # two of them do not commute
        levels(f"$A B = c A${ASSUMED}{SO.format('B A = c A')}")


def test_from_what_contradicts_itself_nothing_follows() -> None:
    with pytest.raises(Refused, match=r"does not follow"):
        levels("$s = s - 10$<!--nnbook:so z + 10 = s-->")


@pytest.mark.parametrize(
    ("tex", "expression", "wrong"),
    [
        (r"a = \sigma(xW + b)", "nn.sigmoid(x @ W + b)", r"a = \sigma(xW - b)"),
        (r"A_{ij} = X_{ij}\, s_j", "X * s", r"A_{ij} = X_{ji}\, s_j"),
        (r"A_{ij} = X_{ij}\, s_j", "X * s", r"X_{ij} = X_{ij}\, s_j"),
        (r"A_{ij} = X_{ij}\, s_j", "X * s", r"A_{ji} = X_{ij}\, s_j"),
        (r"C(t) = (b_1 t - y)^2", "(b1 * t - y) ** 2", r"C(C) = (b_1 t - y)^2"),
        (r"|a_1 - a_2| > 2\sqrt{a_1 + a_2}", "abs(a1 - a2) > 2 * np.sqrt(a1 + a2)", r"|a_1 - a_1| > 2\sqrt{a_1 + a_2}"),
        ("b_1 + b_2 > 0", "b1 + b2 > 0", "b_1 + b_2 > 1"),
        (r"z = \sigma(x W)", "nn.sigmoid(x @ layer.W)", r"z = \sigma(W x)"),
        (r"\eta_t = \eta_0 / (1 + c t)", "nn.InverseTimeDecay(eta_0, decay=c)(int(t))", r"\eta_t = \eta_0 / (2 + c t)"),
        (r"\eta_t = \eta_0 / (1 + c t)", "nn.InverseTimeDecay(eta_0, decay=c)(int(t))", r"\eta_c = \eta_0 / (1 + c t)"),
        (r"\alpha = 0.01", "-nn.leaky_relu(-1.0)", r"\alpha = 0.02"),
    ],
)
def test_a_formula_that_says_what_code_does(tex: str, expression: str, wrong: str) -> None:
    where = r"rows x, b, s; positive a, \eta, c; whole t"
    code = "" if "nn." in expression and "@" not in expression else f"it has {expression}"
    assert levels(f"${tex}${ASSUMED}<!--nnbook:as {expression}-->", where, code) == ["in the code"]
    with pytest.raises(Refused, match="says something else"):
        levels(f"${wrong}${ASSUMED}<!--nnbook:as {expression}-->", where, code)


@pytest.mark.parametrize("name", ["A_{jj}", "A_{iX}", "A_i", "i_{ij}"])
def test_a_name_that_code_gives_has_the_indices_of_what_it_stands_for(name: str) -> None:
    with pytest.raises(Refused, match="has other indices"):
        levels(rf"${name} = X_{{ij}}\, s_j$<!--nnbook:as X * s-->", "rows s", "it has X * s")


def test_a_slope_of_what_nothing_is_said_of_is_not_worked_out_as_zero() -> None:
    with pytest.raises(Refused, match="a slope of C, of which nothing is said"):
        levels(r"$\partial C / \partial w = \partial C / \partial v$")
    assert levels(r"$C = v^2 w$ and $\partial C / \partial w = v^2$") == ["introduces", "proved"]


@pytest.mark.parametrize("expression", ["x @ W + b", "nn.sigmoid(x @ W + b)"])
def test_code_that_calculates_with_the_letters_stands_on_the_page(expression: str) -> None:
    tex = "a = xW + b" if "nn." not in expression else r"a = \sigma(xW + b)"
    with pytest.raises(Refused, match="stands nowhere"):
        levels(f"${tex}$<!--nnbook:as {expression}-->", "rows x, b", "it has another")


def test_every_formula_in_the_text_of_the_book_is_read_and_none_is_refused(tmp_path: Path) -> None:
    found = Counter(each.level for each in in_text(pages(), formulas(), tmp_path))
    assert found.total() >= 320
    assert found["proved"] + found["worked out"] + found["drawn"] >= 75
    assert found["used"] + found["as displayed"] >= 140
    assert found["in the code"] + found["used"] >= 200
    assert found["assumed"] + found["introduces"] <= 0.08 * found.total()


def test_what_is_found_is_kept_until_the_paragraph_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    page = parse("# T\n\n$3 + 4 = 7$\n", "docs/page.md")
    first = in_text([page], {}, tmp_path)
    monkeypatch.setattr(module, "judge", lambda *_: pytest.fail("judged again"))
    assert in_text([page], {}, tmp_path) == first
    with pytest.raises(BaseException, match="judged again"):
        in_text([parse("# T\n\n$3 + 4 = 8$\n", "docs/page.md")], {}, tmp_path)


def test_what_is_found_is_not_kept_if_the_displayed_equation_changes(tmp_path: Path) -> None:
    page = parse("# T\n\n$z = w x + b$<!--nnbook:as eq:a-b-->\n", "docs/page.md")
    assert in_text([page], {"eq:a-b": "z = w x + b"}, tmp_path)
    with pytest.raises(Refused, match="says something else"):
        in_text([page], {"eq:a-b": "z = w x - b"}, tmp_path)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    page = parse("# T\n\n$3 + 4 = 8$\n\n$1 = 2$\n", "docs/page.md")
    with pytest.raises(Refused, match=r"(?s)^docs/page\.md:3: .*\ndocs/page\.md:5: "):
        in_text([page], {}, tmp_path)
