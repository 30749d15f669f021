"""What the reader's browser runs, run here."""

import json

import numpy as np
import pytest

import nnbook as nn
from nnbook.book.run import browser


class Page:
    """Hears what the page would."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, object]] = []

    def tell(self, name: str, content: str) -> None:
        self.heard.append((name, json.loads(content)))


def test_a_run_tells_output_figures_and_the_reader_s_line() -> None:
    source = "import nnbook\nprint('one')\nprint(1 / 0)\n"
    outcome = json.loads(browser.run(source, Page().tell))
    assert outcome["output"] == "one\n"
    assert outcome["error"].startswith("your code:3: ZeroDivisionError: division by zero\n    print(1 / 0)")
    assert "nnbook/book" not in outcome["error"]


def test_output_is_told_while_it_comes() -> None:
    page = Page()
    source = "import time\nfor i in range(4):\n    print(i)\n    time.sleep(0.06)\n"
    assert json.loads(browser.run(source, page.tell))["output"] == "0\n1\n2\n3\n"
    told = "".join(str(content) for name, content in page.heard if name == "output")
    assert told
    assert "0\n1\n2\n3\n".startswith(told)


def test_output_without_end_is_ended() -> None:
    outcome = json.loads(browser.run("while True:\n    print('again and again')\n", Page().tell))
    assert "your code:2: nnbook.book.run.browser.OutputTooLongError" in outcome["error"]
    assert "200,000 characters" in outcome["error"]


@pytest.mark.parametrize(("answer", "accepted"), [("x = 6", True), ("x = 5", False)])
def test_a_check_answers(answer: str, accepted: bool) -> None:
    test = "def check(answer):\n    assert answer.x == 6, 'six, not five'\n"
    page = Page()
    browser.answer("1", answer, page.tell)
    said = json.loads(browser.judge("1", test, "", page.tell))
    while "asks" in said:
        said = json.loads(browser.judge("1", test, browser.reply("1", said["asks"], page.tell), page.tell))
    assert said == {"accepted": accepted, "message": "" if accepted else "six, not five", "error": ""}


def test_checks_that_were_stopped_are_forgotten() -> None:
    for number in range(9):
        browser.answer(str(number), "", Page().tell)
        browser.judge(str(number), "def check(answer): ...", "", Page().tell)
    assert list(browser._answers) == list(browser._judges) == ["5", "6", "7", "8"]


def test_a_watched_training_tells_its_loss_and_changes_no_number() -> None:
    def trained() -> list[float]:
        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(40, 3)), rng.normal(size=(40, 1))
        net = nn.Network([nn.Dense(3, 1, rng=rng)])
        options = {"loss": nn.MeanSquaredError(), "optimizer": nn.SGD(0.1), "epochs": 3, "batch_size": 8, "rng": rng}
        return nn.train(net, X, y, **options).loss  # type: ignore[arg-type]

    plain, train, page = trained(), nn.train, Page()
    with browser.watched_training(page.tell):
        assert nn.train is not train
        assert trained() == plain
    assert nn.train is train
    assert page.heard[0] == ("training", 15)
    name, content = page.heard[1]
    assert name == "loss"
    assert isinstance(content, list)
    assert content[0] == 0
    name, content = page.heard[-1]
    assert name == "loss"
    assert isinstance(content, list)
    assert content[0] == 14
