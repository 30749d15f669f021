"""What a fence may try: each either fails where it stands, in words, or does what the page shows; `WORDS` says which.

A fence passes only if everything in it has run, twice, with the same result, and nothing of it is still to come.
"""

CHANCE = "two runs differ"
IGNORED = "Exception ignored in"
FAILS = "AssertionError: caught"
SECOND = "the second run of this fence fails, though the first did not"
NETWORK = "it reaches for the network"
OUTSIDE = "it writes outside its folder"
PROCESS = "it starts another program or process"
REPLACES = "on which its own result depends"
RUNNING = "which nobody sees the end of"
STDERR = "wrote to standard error"
STRAY = "wrote past sys.stdout"
TOO_LONG = "a page does not show more"
UNFIT = "which no page can show"
UNSAID = "the page does not say what"
PASSES = ""

F = 'def fails(*_):\n    assert False, "caught"\n\n'
WRITE = "with open({!r}, 'w') as file:\n    file.write('x')\n"

BEHAVIOURS: dict[str, tuple[str, str]] = {
    # an assertion that would come too late
    "a plain assertion": ("assert False, 'caught'", FAILS),
    "a thread that fails later": (
        f"import threading, time\n\n{F}threading.Thread(target=lambda: (time.sleep(2), fails())).start()",
        RUNNING,
    ),
    "a daemon thread": (
        "import threading, time\n\nthreading.Thread(target=time.sleep, args=(5,), daemon=True).start()",
        RUNNING,
    ),
    "a timer": (f"import threading\n\n{F}threading.Timer(3, fails).start()", RUNNING),
    "a thread of the lower module": ("import _thread, time\n\n_thread.start_new_thread(time.sleep, (2,))", RUNNING),
    "a pool of threads that goes on": (
        "import time\nfrom concurrent.futures import ThreadPoolExecutor\n\nThreadPoolExecutor(1).submit(time.sleep, 3)",
        RUNNING,
    ),
    "a thread that fails before the end": (
        f"import threading\n\n{F}thread = threading.Thread(target=fails)\nthread.start()\nthread.join()",
        STDERR,
    ),
    "a thread that is joined": ("import threading\n\nt = threading.Thread(target=str)\nt.start()\nt.join()", PASSES),
    "at the exit of the process": (f"import atexit\n\n{F}atexit.register(fails)", STRAY),
    "when it is deleted": (f"{F}class Late:\n    __del__ = fails\n\nlate = Late()", STRAY),
    "in a circle of references": (
        f"{F}class Late:\n    __del__ = fails\n\nx = Late()\nx.x = x\ndel x",
        "Exception ignored in",
    ),
    "a finaliser": (f"import weakref\n\n{F}class A:\n    pass\n\na = A()\nweakref.finalize(a, fails)", STRAY),
    "a coroutine that nobody awaits": ("async def fails():\n    assert False\n\nfails()", STDERR),
    "an event loop": ("import asyncio\n\nasync def fails():\n    assert False\n\nasyncio.run(fails())", NETWORK),
    # an early end
    "sys.exit": ("import sys\n\nsys.exit()", "must run to its end"),
    "sys.exit with success": ("import sys\n\nsys.exit(0)\nassert False", "must run to its end"),
    "SystemExit": ("raise SystemExit", "must run to its end"),
    "exit": ("exit()", "must run to its end"),
    "os._exit": ("import os\n\nos._exit(0)\nassert False", "died with exit code 0"),
    "an interrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "abort": ("import os\n\nos.abort()", "died with exit code"),
    "a signal to itself": ("import os, signal\n\nos.kill(os.getpid(), signal.SIGKILL)", "it sends a signal"),
    "an endless loop": ("import time\n\nwhile True:\n    time.sleep(0.01)", "still running after"),
    "an endless loop that catches all": (
        "import time\n\nwhile True:\n    try:\n        time.sleep(0.01)\n        raise OSError\n"
        "    except BaseException:\n        pass",
        "still running after",
    ),
    "endless recursion": ("def f():\n    return f()\n\nf()", "RecursionError"),
    "input": ("input()", "EOFError"),
    # words that no page shows
    "printing": ("print(1)", UNSAID),
    "printing without end": ("while True:\n    print('x' * 1000)", TOO_LONG),
    "printing without end that catches all": (
        "while True:\n    try:\n        print('x' * 1000)\n    except BaseException:\n        pass",
        TOO_LONG,
    ),
    "one line without end": ("print('x' * 10**8)", TOO_LONG),
    "past sys.stdout without end": ("import os\n\nwhile True:\n    os.write(1, b'x' * 10**6)", "File too large"),
    "past sys.stdout": ("import os\n\nos.write(1, b'stray')", STRAY),
    "to the first standard output": ("import sys\n\nprint(1, file=sys.__stdout__)", STRAY),
    "to standard error": ("import sys\n\nprint(1, file=sys.stderr)", STDERR),
    "a warning": ("import warnings\n\nwarnings.warn('old')", "UserWarning: old"),
    "a warning in the log": ("import logging\n\nlogging.warning('careful')", STDERR),
    "overflow": ("import numpy as np\n\nnp.exp(np.array(1e9))", "RuntimeWarning"),
    "a control character": (r"print('a\x0cb')", UNFIT),
    "a progress bar": (r"print('50 %\r100 %')", UNFIT),
    "backticks": ("print('```')", "would end its block"),
    "half a line": ("print(1, end='')", "must end with a line end"),
    "a figure without a description": ("import matplotlib.pyplot as plt\n\nplt.figure()", "no alternative text"),
    # chance
    "random numbers": ("import random\n\nprint(random.random())", CHANCE),
    "random numbers of NumPy": ("import numpy as np\n\nprint(np.random.default_rng().random())", CHANCE),
    "the clock": ("import time\n\nprint(time.time_ns())", CHANCE),
    "an address in memory": ("import os\n\nprint(os.getpid(), id(object()))", CHANCE),
    "the order of a set": ("print(list({'one', 'two', 'three', 'four', 'five', 'six', 'seven'}))", CHANCE),
    "a hash": ("print(hash('nnbook'))", CHANCE),
    "a unique name": ("import uuid\n\nprint(uuid.uuid4())", CHANCE),
    "the name of its folder": ("import os\n\nprint(os.getcwd())", CHANCE),
    "a file of chance": ("import os\nimport numpy as np\n\nnp.savez('a.npz', x=os.getpid())", CHANCE),
    "failing now and then": ("assert hash('b') % 2 == 0, 'caught'", SECOND),
    # the machine
    "a socket": ("import socket\n\nsocket.create_connection(('127.0.0.1', 9))", NETWORK),
    "an address": ("from urllib.request import urlopen\n\nurlopen('http://127.0.0.1:9')", NETWORK),
    "the network, with the error caught": (
        "import socket\n\ntry:\n    socket.socket()\nexcept OSError:\n    pass",
        NETWORK,
    ),
    "the name of a host": ("import socket\n\nsocket.getaddrinfo('localhost', 80)", NETWORK),
    "a server": ("from http.server import HTTPServer\n\nHTTPServer(('', 0), None)", NETWORK),
    "a program": ("import subprocess\n\nsubprocess.run(['true'])", PROCESS),
    "a command": ("import os\n\nos.system('true')", PROCESS),
    "a fork": ("import os\n\nif os.fork() == 0:\n    os._exit(0)", PROCESS),
    "another program in its place": ("import os\n\nos.execv('/bin/true', ['true'])", PROCESS),
    "a file outside": (WRITE.format("/tmp/nnbook-outside"), OUTSIDE),
    "a file above": (WRITE.format("../../outside"), OUTSIDE),
    "a file at home": ("from pathlib import Path\n\n(Path.home() / '.nnbook').write_text('x')", OUTSIDE),
    "a file of the library": ("import nnbook\n\nopen(nnbook.__file__, 'a').close()", OUTSIDE),
    "a folder outside": ("import os\n\nos.mkdir('/tmp/nnbook-outside')", OUTSIDE),
    "removing outside": ("import os\n\nos.remove('/tmp/nnbook-outside')", OUTSIDE),
    "renaming to outside": ("import os\n\nopen('a', 'w').close()\nos.rename('a', '/tmp/nnbook-outside')", OUTSIDE),
    "a link to outside": ("import os\n\nos.symlink('/tmp', 'a')\nopen('a/nnbook-outside', 'w').close()", OUTSIDE),
    "a database outside": ("import sqlite3\n\nsqlite3.connect('/tmp/nnbook-outside')", OUTSIDE),
    "outside, with the error caught": (
        "try:\n    open('/tmp/nnbook-outside', 'w')\nexcept Exception:\n    pass",
        OUTSIDE,
    ),
    "a file of its own": ("with open('own', 'w') as file:\n    file.write('x')", PASSES),
    "a temporary file": ("import tempfile\n\nwith tempfile.TemporaryFile() as file:\n    file.write(b'x')", PASSES),
    # the machinery
    "replacing how errors are told": (
        "import sys\n\nsys.modules['nnbook.book.run.execution'].explain = lambda *_, **__: None\nassert False",
        REPLACES,
    ),
    "replacing the end of a run": (
        "import sys\n\nsys.modules['nnbook.book.run.execution']._drawings = lambda: ()",
        REPLACES,
    ),
    "replacing an outcome": (
        "import sys\n\nOutcome = sys.modules['nnbook.book.run.outcome'].Outcome\n"
        "Outcome.__init__ = lambda *_, **__: None\nassert False",
        REPLACES,
    ),
    "replacing the code of a function": (
        "import sys\n\nrun = sys.modules['nnbook.book.check.processes'].run\n"
        "run.__code__ = (lambda *_, **__: 1).__code__",
        REPLACES,
    ),
    "replacing print": ("import builtins\n\nbuiltins.print = lambda *_: None\nprint('unseen')", REPLACES),
    "replacing what sends the outcome": (
        "from multiprocessing import connection\n\nconnection.Connection.send = lambda *_: None\n"
        "assert False, 'caught'",
        FAILS,
    ),
    "replacing the streams": ("import sys\n\nsys.stdout = sys.stderr = None\nassert False, 'caught'", FAILS),
    "replacing a function of the library": ("import nnbook as nn\n\nnn.relu = abs\nassert nn.relu(-1.0) == 1", PASSES),
}
