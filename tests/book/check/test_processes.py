"""A process for every fence: stopped in time, one thread, the nnbook of this moment, nothing of its parent."""

import os
import pickle
import re
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from nnbook.book.check.processes import HASH_SEED, LESS_URGENT, PRELOAD, SETTINGS, Job, Pool
from nnbook.book.check.worker import Worker, first
from nnbook.book.run.outcome import Outcome


def do(source: str, limit: float = 60.0):
    return first.run(Job(source, "docs/page.md", 7), limit)


def test_a_fence_that_never_ends_is_stopped_and_named() -> None:
    outcome = do("while True: pass", limit=1.0)
    assert outcome.error == "docs/page.md:7: still running after 1 s of computing, and stopped. Does it end?"


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="the system does not tell sleep from a queue")
def test_a_fence_that_queues_for_its_processor_is_not_stopped() -> None:
    processor = min(os.sched_getaffinity(0))
    # Of three on one processor each computes for a third of the time.
    here = f"import os, time\nos.sched_setaffinity(0, {{{processor}}})\n"
    endless = f"{here}os.nice({LESS_URGENT})\nwhile True: pass"
    rivals = [subprocess.Popen([sys.executable, "-c", endless]) for _ in range(2)]
    begun = time.monotonic()
    try:
        outcome = do(f"{here}while time.process_time() < 1.5: pass", limit=2.0)
    finally:
        for rival in rivals:
            rival.kill()
            rival.wait()
    assert outcome.error is None
    assert time.monotonic() - begun > 2.0


def test_a_fence_that_sleeps_for_ever_is_stopped_and_named() -> None:
    outcome = do("import time\nwhile True: time.sleep(0.1)", limit=1.0)
    assert outcome.error == "docs/page.md:7: still running after 1 s of sleep, and stopped. Does it end?"


def test_a_fence_that_swallows_every_exception_is_stopped_too() -> None:
    code = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    assert "still running" in (do(code, limit=1.0).error or "")


def test_a_fence_that_takes_the_signal_for_its_own_is_stopped_too() -> None:
    code = "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    assert "the process of this fence died with exit code -9" in (do(code, limit=1.0).error or "")


def test_a_fence_that_kills_its_process_is_an_error_that_names_it() -> None:
    error = do("import os; os._exit(3)").error
    assert error == "docs/page.md:7: the process of this fence died with exit code 3."


def test_what_goes_past_sys_stdout_is_an_error() -> None:
    assert "past sys.stdout" in (do("import os; os.write(1, b'stray')").error or "")
    assert "past sys.stdout" in (do("import sys; print('stray', file=sys.__stderr__)").error or "")


def test_a_logged_warning_is_an_error() -> None:
    assert "careful" in (do("import logging\nlogging.warning('careful')").error or "")


def test_input_from_the_keyboard_is_an_error_and_does_not_wait() -> None:
    assert "EOFError" in (do("input()", limit=20.0).error or "")


def test_sums_run_on_one_thread_and_hashes_are_fixed_whoever_starts_them(tmp_path: Path) -> None:
    code = "import os; print(os.environ['OPENBLAS_NUM_THREADS'], os.environ['MPLBACKEND'], hash('nnbook'))"
    program = tmp_path / "program.py"
    program.write_text(
        "from nnbook.book.check.processes import Job\nfrom nnbook.book.check.worker import first\n"
        f"print(first.run(Job({code!r}, 'page.md', 1)))\n"
    )
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    said = [
        subprocess.run(
            [sys.executable, program],
            env={**environment, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    outputs = [found for text in said for found in re.findall("output='([^']*)'", text)]
    assert outputs[0].startswith("1 agg ")
    assert outputs[0] == outputs[1]


def test_a_python_that_leaves_out_every_assert_is_refused(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from nnbook.book.check.processes import Job\nfrom nnbook.book.check.worker import first\n"
        "print(first.run(Job('assert False', 'page.md', 1)).error)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONOPTIMIZE": "1"}
    done = subprocess.run([sys.executable, program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("page.md:1: Python was started with PYTHONOPTIMIZE, which leaves out")
    # A flag is that of one program and not of those that it starts.
    del environment["PYTHONOPTIMIZE"]
    done = subprocess.run([sys.executable, "-O", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("page.md:2: AssertionError")


def test_the_program_that_starts_a_fence_is_not_run_again(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from nnbook.book.check.processes import Job\nfrom nnbook.book.check.worker import first\n"
        f"open({str(tmp_path / 'marks')!r}, 'a').write('x')\n"
        "if __name__ == '__main__': first.run(Job('x = 1', 'page.md', 1))\n"
    )
    subprocess.run([sys.executable, program], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=True)
    assert (tmp_path / "marks").read_text() == "x"


def test_a_program_can_be_started_while_fences_are(tmp_path: Path) -> None:
    # Whoever sets a variable of the environment while another thread starts a program lets that start fail.
    program = tmp_path / "program.py"
    program.write_text(
        "import os, sys, threading\nfrom nnbook.book.check.processes import Job\n"
        "from nnbook.book.check.worker import first\n"
        "changes = []\n"
        "sys.addaudithook(lambda event, given: event in ('os.putenv', 'os.unsetenv') and changes.append(given))\n"
        "threading.Thread(target=first.run, args=[Job('x = 1', 'page.md', 1)]).start()\n"
        "[thread.join() for thread in threading.enumerate() if not thread.daemon and thread.name != 'MainThread']\n"
        "print(changes, os.environ['MKL_NUM_THREADS'], 'PYTHONHASHSEED' in os.environ)\n"
    )
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    environment |= {"MKL_NUM_THREADS": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, program], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout == "[] 7 False\n"


def test_a_worker_ends_with_the_program_that_asked_and_says_nothing_more() -> None:
    command = [sys.executable, "-m", "nnbook.book.check.worker"]
    own, pipe = {**SETTINGS, "PYTHONUNBUFFERED": ""}, subprocess.PIPE
    with subprocess.Popen(command, env=os.environ | own, stdin=pipe, stdout=pipe, stderr=pipe) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        assert worker.stderr is not None
        for number, source in enumerate(("x = 1", "import time\ntime.sleep(0.5)")):
            pickle.dump((number, Job(source, "docs/page.md", 7), 60.0), worker.stdin)
        worker.stdin.flush()
        assert pickle.load(worker.stdout)[1].error is None
        worker.stdout.close()
        time.sleep(1.5)  # the other answer finds nobody
        worker.stdin.close()
        assert worker.stderr.read() == b""
        assert worker.wait(60) == 0


def test_a_process_knows_nothing_of_the_program_that_started_it() -> None:
    code = "import sys\nprint([name for name in ('pytest', 'pluggy', 'conftest') if name in sys.modules])"
    assert do(code).output == "[]\n"


def test_numpy_and_matplotlib_are_warm_and_nnbook_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import sys, nnbook\nprint('matplotlib.pyplot' in sys.modules)"
    assert do(code).output == "True\n"
    assert not any("nnbook" in name for name in PRELOAD)
    # A module of the package is imported anew by every fence, so a change to it is seen.
    (tmp_path / "changing.py").write_text("VALUE = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    worker, job = Worker(HASH_SEED), Job("import changing\nprint(changing.VALUE)", "docs/page.md", 7)
    assert worker.run(job).output == "1\n"
    (tmp_path / "changing.py").write_text("VALUE = 'two'\n")
    assert worker.run(job).output == "two\n"
    assert "changing" not in sys.modules


def test_a_pool_runs_jobs_side_by_side() -> None:
    pool: Pool[Outcome] = Pool(jobs=2)
    do("x = 1")
    start = time.monotonic()
    code = "import time\ntime.sleep(1)\nprint({})"
    futures = [pool.submit(partial(do, code.format(n))) for n in range(2)]
    assert [future.result().output for future in futures] == ["0\n", "1\n"]
    assert time.monotonic() - start < 1.9


def test_figures_come_back_from_the_process() -> None:
    code = "import matplotlib.pyplot as plt\nplt.figure(label='Nothing yet')"
    (figure,) = do(code).figures
    assert figure.alt == "Nothing yet"
    assert figure.svg.startswith("<svg")


def test_a_broken_nnbook_is_told_from_a_broken_fence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    worker, job = Worker(HASH_SEED), Job("print(1)", "docs/page.md", 7)
    assert worker.run(job).output == "1\n"
    (tmp_path / "nnbook").mkdir()
    (tmp_path / "nnbook" / "__init__.py").write_text("import nothing_of_this_name\n")
    error = worker.run(job).error
    assert error is not None
    assert error.startswith("docs/page.md:7: nnbook itself cannot be imported:\n")
    assert "nothing_of_this_name" in error
