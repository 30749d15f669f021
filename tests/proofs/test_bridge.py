"""Theorem, page and library say the same; a change of any one of the three is refused."""

import random
from datetime import date
from functools import cache

import numpy as np
import pytest

import nnbook as nn
from nnbook.book.parse.theorems import FOLDER
from tests.book.formula.book import formulas
from tests.pages import ROOT
from tests.proofs.mutants import mutants
from tools.proofs.bridge import Bridge, Parted, sources
from tools.proofs.rules import RULES
from tools.proofs.rules.rule import Rule
from tools.proofs.terms import Unread

SAMPLE = 60


@cache
def texts() -> dict[str, str]:
    return sources(ROOT / FOLDER)


def of(theorem: str) -> list[Rule]:
    return [rule for rule in RULES if rule.theorem == theorem]


def compare(theorem: str, file: str, old: str, new: str) -> None:
    """Compare one theorem after a change of its file."""
    assert texts()[file].count(old) == 1, f"{old!r} stands {texts()[file].count(old)} times in {file}.v"
    bridge = Bridge({**texts(), file: texts()[file].replace(old, new)}, formulas())
    for rule in of(theorem):
        bridge.compare(rule)


def test_every_theorem_is_compared_with_page_and_library() -> None:
    Bridge(texts(), formulas()).check()


def test_a_change_of_the_page_is_refused() -> None:
    label = "eq:calculus-outer"
    changed = formulas()[label].replace(r"\bigl(a^{(l-1)}\bigr)^\top", r"a^{(l-1)}")
    assert changed != formulas()[label]
    bridge = Bridge(texts(), {**formulas(), label: changed})
    with pytest.raises(Parted, match=r"proofs/Layers.v:\d+: dense_weights: the formula beside it is not the one"):
        bridge.check()


def test_a_change_of_page_and_comment_alike_is_refused() -> None:
    label, old, new = "eq:calculus-image", r"g_{s-u,\,t-v}", r"g_{s-v,\,t-u}"
    page = {**formulas(), label: formulas()[label].replace(old, new)}
    text = texts()["Convolution"]
    assert text.count(old) == 1
    bridge = Bridge({**texts(), "Convolution": text.replace(old, new)}, page)
    with pytest.raises(Parted, match=r"convolution_image: the theorem says .*, eq:calculus-image "):
        bridge.compare(of("convolution_image")[0])


@pytest.mark.parametrize(
    ("theorem", "file", "old", "new", "message"),
    [
        ("dense_weights", "Layers", r"X (i, k) * g (i, j)).", r"X (i, k) * g (i, j) ^ 2).", "nnbook"),
        ("dense_input", "Layers", "g (i, j) * W (k, j)).", "g (i, j) * W (j, k)).", "nnbook"),
        ("tanh_derivative", "Layers", "is_derive tanh z (1 - tanh z ^ 2)", "is_derive tanh z (1 - tanh z)", "nnbook"),
        ("relu_layer", "Layers", "relu (z : R) : R := Rmax 0 z", "relu (z : R) : R := z", "forward"),
        ("huber", "Losses", ":= Rmax (- delta) (Rmin delta e)", ":= Rmax (- delta) (Rmin 1 e)", "nnbook"),
        ("softmax_jacobian", "Layers", "z : nat -> R) (i : nat), (i < k)%nat", "z : nat -> R) (i : nat), (k < i)%nat",
         "a premise does not hold"),
    ],
)  # fmt: skip
def test_a_change_of_the_theorem_is_refused(theorem: str, file: str, old: str, new: str, message: str) -> None:
    with pytest.raises(Parted, match=f"{theorem}: .*{message}"):
        compare(theorem, file, old, new)


def test_a_change_of_the_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def backward(self, gradient):
        self.store_gradients(gradient)
        return self.g.dot(self.W.T) * np.sign(self.W.sum())

    monkeypatch.setattr(nn.Dense, "backward", backward)
    with pytest.raises(Parted, match=r"dense_input: the theorem says .*, nnbook "):
        Bridge(texts(), formulas()).check()


def test_a_change_of_a_docstring_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nn.Dense, "__doc__", "Gradients: $dX = W g$.")
    with pytest.raises(Parted, match=r"does not stand in the docstring of nn\.Dense"):
        Bridge(texts(), formulas()).check()


def test_a_theorem_without_a_comparison_is_refused() -> None:
    more = texts()["Layers"] + "\nTheorem new_one : forall x : R, x = x.\nProof. easy. Qed.\n"
    with pytest.raises(Parted, match="'new_one'"):
        Bridge({**texts(), "Layers": more}, formulas()).check()


def test_a_formula_beside_a_theorem_that_nothing_compares_is_refused() -> None:
    more = texts()["Losses"].replace("Theorem huber :", "(** [eq:losses-huber] $$x$$ *)\nTheorem huber :")
    with pytest.raises(Parted, match=r"huber: rules\.py compares"):
        Bridge({**texts(), "Losses": more}, formulas()).check()


def test_theorems_with_a_change_drawn_today_are_refused() -> None:
    seed = date.today().toordinal()
    drawn = random.Random(seed).sample([one for file, text in texts().items() for one in mutants(file, text)], SAMPLE)
    accepted = []
    for mutant in drawn:
        try:
            bridge = Bridge({**texts(), mutant.file: mutant.text}, formulas())
            for rule in of(mutant.theorem) if mutant.theorem else RULES:
                bridge.compare(rule)
        except (Parted, Unread):
            continue
        accepted.append(f"{mutant.file}.v, {mutant.theorem or 'a definition'}: {mutant.change}")
    assert len(accepted) <= 0.05 * SAMPLE, f"accepted with the seed {seed}:\n" + "\n".join(accepted)
