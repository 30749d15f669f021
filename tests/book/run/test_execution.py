"""Running a fence: what it may do, where errors point, and that nothing it changes outlives it."""

import os
import random
import sys
import warnings
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt

from nnbook.book.run.execution import run
from nnbook.book.run.outcome import Outcome
from nnbook.plots.style import HOUSE_STYLE

pytestmark = pytest.mark.usefixtures("nothing_starts")


def do(source: str, line: int = 40) -> Outcome:
    return run(source, page="docs/page.md", line=line)


def test_printed_output_is_kept() -> None:
    assert do("print('a')\nprint('b', end='')").output == "a\nb"


def test_a_fence_runs_as_the_main_program() -> None:
    assert do("print(__name__)").output == "__main__\n"


def test_each_fence_starts_from_an_empty_namespace() -> None:
    assert do("left_over = 1").error is None
    assert "NameError" in (do("left_over").error or "")


def test_what_a_fence_defines_can_be_pickled() -> None:
    code = "import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))) is A)"
    assert do(code).output == "True\n"


def test_an_error_names_page_line_and_source_line() -> None:
    error = do("x = 1\ny = x / 0").error
    assert error is not None
    assert error.startswith("docs/page.md:42: ZeroDivisionError: division by zero\n    y = x / 0\n")
    assert 'File "docs/page.md", line 42' in error


def test_an_error_inside_the_library_names_the_line_of_the_page_that_led_there() -> None:
    error = do("import nnbook as nn\n\nnn.one_hot([3], 2)").error
    assert error is not None
    assert error.startswith("docs/page.md:43: ValueError")
    assert "datasets.py" in error


def test_the_frames_of_the_runner_are_hidden_in_tracebacks() -> None:
    assert "execution.py" not in (do("1 / 0").error or "")


def test_a_chained_error_hides_them_too() -> None:
    error = do("try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('x') from e").error
    assert error is not None
    assert error.startswith("docs/page.md:44: ValueError: x")
    assert "execution.py" not in error


@pytest.mark.parametrize("call", ["import sys; sys.exit()", "import sys; sys.exit(0)", "raise SystemExit", "exit()"])
def test_leaving_early_is_an_error(call: str) -> None:
    assert "SystemExit" in (do(call).error or "")


def test_an_interrupt_is_an_error() -> None:
    assert "KeyboardInterrupt" in (do("raise KeyboardInterrupt").error or "")


def test_a_print_from_an_imported_module_is_part_of_the_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chatty.py").write_text("print('imported')\ndef f(): print('called')\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert do("import chatty\nchatty.f()").output == "imported\ncalled\n"
    del sys.modules["chatty"]


def test_standard_error_must_stay_empty() -> None:
    assert "standard error:\noops" in (do("import sys\nprint('oops', file=sys.stderr)").error or "")


def test_a_warning_is_an_error() -> None:
    error = do("import warnings\nwarnings.warn('old')").error
    assert error is not None
    assert error.startswith("docs/page.md:42: UserWarning: old")


def test_a_floating_point_warning_is_an_error() -> None:
    assert "RuntimeWarning" in (do("import numpy as np\nnp.log(np.zeros(1))").error or "")


def test_a_warning_that_only_developers_see_is_an_error_too() -> None:
    assert "DeprecationWarning" in (do("import warnings\nwarnings.warn('old', DeprecationWarning)").error or "")


def test_filters_that_a_fence_sets_are_put_back() -> None:
    before = list(warnings.filters)
    assert do("import warnings\nwarnings.simplefilter('ignore')\nwarnings.warn('x')").error is None
    assert list(warnings.filters) == before


def test_a_seed_does_not_leak() -> None:
    random.seed(5)
    np.random.seed(5)  # noqa: NPY002
    expected = random.random(), np.random.random()  # noqa: NPY002
    random.seed(5)
    np.random.seed(5)  # noqa: NPY002
    do("import random, numpy as np\nrandom.seed(0)\nnp.random.seed(0)")
    assert (random.random(), np.random.random()) == expected  # noqa: NPY002


def test_settings_of_matplotlib_do_not_leak() -> None:
    before = mpl.rcParams["lines.linewidth"]
    assert do("import matplotlib as mpl\nmpl.rcParams['lines.linewidth'] = 99").error is None
    assert mpl.rcParams["lines.linewidth"] == before


def test_a_fence_starts_from_the_house_style() -> None:
    with mpl.rc_context({"axes.spines.top": True, "font.size": 40}):
        code = "import matplotlib as mpl\nprint(mpl.rcParams['axes.spines.top'], mpl.rcParams['font.size'])"
        assert do(code).output == f"False {float(HOUSE_STYLE['font.size'])}\n"


def test_figures_that_were_open_are_not_the_fence_s() -> None:
    plt.figure()
    assert do("x = 1").figures == ()


def test_figures_left_open_are_closed_even_after_an_error() -> None:
    do("import matplotlib.pyplot as plt\nplt.figure()\n1 / 0")
    assert plt.get_fignums() == []


def test_every_figure_left_open_is_drawn_and_a_closed_one_is_not() -> None:
    code = "import matplotlib.pyplot as plt\nfor c in 'abc': plt.figure(label=c)\nplt.close(2)"
    assert [figure.alt for figure in do(code).figures] == ["a", "c"]


def test_a_figure_without_a_description_is_an_error_that_names_the_fence() -> None:
    error = do("import matplotlib.pyplot as plt\nplt.figure()").error
    assert error is not None
    assert error.startswith("docs/page.md:40: ")
    assert "alternative text" in error


def test_files_go_to_a_folder_that_is_gone_afterwards() -> None:
    here = Path.cwd()
    outcome = do("from pathlib import Path\nPath('left.txt').write_text('x')\nprint(Path.cwd())")
    assert outcome.error is None
    assert not Path(outcome.output.strip()).exists()
    assert Path.cwd() == here
    assert not Path("left.txt").exists()


def test_the_environment_and_the_import_path_are_put_back() -> None:
    path = list(sys.path)
    do("import os, sys\nos.environ['LEAK'] = '1'\nsys.path.append('/nowhere')")
    assert "LEAK" not in os.environ
    assert sys.path == path


def test_print_options_and_error_states_are_put_back() -> None:
    do("import numpy as np\nnp.set_printoptions(precision=1)\nnp.seterr(all='ignore')")
    assert np.get_printoptions()["precision"] == 8
    assert np.geterr()["divide"] == "warn"


def test_the_main_module_is_put_back() -> None:
    main = sys.modules["__main__"]
    do("x = 1")
    assert sys.modules["__main__"] is main
