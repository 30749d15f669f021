"""What belongs together stands together, and nothing stands on its neighbour."""

import pytest
from playwright.sync_api import BrowserContext

from tests.site.widgets.places import Place, Visit

# From the middle of each row of the first matrix to that of the row of the result that comes of it.
ROWS = """e => {
    const [first, result] = ['input', 'button'].map((kind) => [...e.querySelectorAll(`.nn-w-matrix:has(td ${kind})`)]);
    const middles = (table) => [...table.querySelectorAll('tbody tr')].map((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return (top + bottom) / 2;
    });
    return [middles(first[0]), middles(result.at(-1))];
}"""
# Between a box and its own words, and between the words and the next box of the row.
GAPS = """e => {
    const boxes = [...e.querySelectorAll('.nn-w-row .nn-w-toggle')].map((one) =>
        ['input', 'span'].map((part) => one.querySelector(part).getBoundingClientRect()));
    return boxes.slice(1).map(([box, words], n) => [words.left - box.right, box.left - boxes[n][1].right]);
}"""
# How far the numbers of a weight stand out of its box.
BEYOND = """e => [...e.querySelectorAll('rect.nn-w-back')].map((box) => {
    const [outer, ...inner] = [box, ...box.parentElement.querySelectorAll('text')].map((one) => one.getBBox());
    return Math.max(...inner.map(({ x, width }) => Math.max(outer.x - x, x + width - outer.x - outer.width)));
})"""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("number", [0, 1])
def test_a_row_and_what_comes_of_it_are_on_one_line(context: BrowserContext, address: str, number: int) -> None:
    visit = Visit(context, address, Place("chapters/tensors/", "matrix-stepper", number))
    first, result = visit.element.evaluate(ROWS)
    assert len(first) > 1
    assert result == pytest.approx(first, abs=1.5)


@pytest.mark.usefixtures("site")
def test_a_check_box_is_nearer_to_its_words_than_to_the_former_s(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, Place("chapters/stochastic/", "descent-playground", 0))
    gaps = visit.element.evaluate(GAPS)
    assert len(gaps) == 4
    assert all(between > 2 * within for within, between in gaps), gaps


@pytest.mark.usefixtures("site")
def test_the_numbers_of_a_weight_are_in_its_box(context: BrowserContext, address: str) -> None:
    visit = Visit(context, address, Place("chapters/backprop/", "backprop-stepper", 0))
    visit.element.get_by_role("button", name="To the update").click()
    beyond = visit.element.evaluate(BEYOND)
    assert len(beyond) == 4
    assert max(beyond) <= 0, beyond
