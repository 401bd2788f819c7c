"""How things end: a function by an exception, the main thread, an import, a process.

What C or the library does then comes after what the program did last, and others may come
in between. Each outcome named here was missed once, and plain CPython has it.
"""

import subprocess
import sys

import pytest

from scheduler import explore

BESIDE = """\
import contextlib, contextvars, itertools, os, sys, threading
{begin}

def one():
    {one}

thread = threading.Thread(target=one)
thread.start()
{two}
thread.join()
print({shown})
"""
TELL = """\
def tell(function, *given):
    try:
        seen.append(function(*given))
    except Exception as error:
        seen.append(str(error) or type(error).__name__)
seen = []
"""
RAISES = "def g():\n    yield 1\n    raise KeyError\nx = g()\nnext(x)\n"
FINALLY = "def g():\n    try: yield 1\n    finally: pass\nx = g()\nnext(x)\n"
BUSY = "generator already executing"
#: By name: what there is, what each of two threads does, what is shown, and what was missed.
MISSED = {
    "a generator that raises": (
        TELL + RAISES, "tell(next, x)", "tell(next, x)", "sorted(seen)", f"['KeyError', '{BUSY}']",
    ),
    "a generator that is closed": (
        TELL + FINALLY, "tell(x.close)", "tell(next, x)", "seen[-1] if None in seen else seen", BUSY,
    ),
    "a generator that is closed twice": (
        TELL + FINALLY, "tell(x.close)", "tell(x.close)", "BUSY in seen".replace("BUSY", repr(BUSY)), "True",
    ),
    "a context manager of a generator": (
        TELL + "@contextlib.contextmanager\ndef m(): yield\nx = m()\nx.__enter__()",
        "tell(x.__exit__, None, None, None)", "tell(x.__exit__, None, None, None)",
        f"{BUSY!r} in seen", "True",
    ),
    "a context whose function raises": (
        TELL + "x = contextvars.copy_context()\ndef f(): raise KeyError",
        "tell(x.run, f)", "tell(x.run, int)", "any('entered' in str(each) for each in seen)", "True",
    ),
    "a list whose key raises": (
        TELL + "x = [3, 1]\ndef f(each): raise KeyError",
        "tell(lambda: x.sort(key=f))", "n = len(x)", "n", "0",
    ),
    "what tee shares": (
        TELL + "def g():\n    yield 1\n    raise KeyError\np, q = itertools.tee(g())\nnext(p), next(q)",
        "tell(next, p)", "tell(next, q)", "any('re-enter' in str(each) for each in seen)", "True",
    ),
    "a module below a package": (
        "os.makedirs('d/pack'); open('d/pack/__init__.py', 'w').close(); open('d/pack/sub.py', 'w').close()\n"
        "sys.path.insert(0, 'd')\nimport pack",
        "import pack.sub", "n = hasattr(pack, 'sub')", "n", "True",
    ),
    "a module that is not whole yet": (
        "os.makedirs('d/pack'); open('d/pack/__init__.py', 'w').close(); open('d/pack/sub.py', 'w').close()\n"
        "sys.path.insert(0, 'd')\nimport pack",
        "import pack.sub", "n = 'pack.sub' in sys.modules, hasattr(pack, 'sub')", "n", "(True, False)",
    ),
    "a module that cannot be imported": (
        "os.mkdir('d')\nwith open('d/bad.py', 'w') as file: file.write('raise ImportError')\n"
        "sys.path.insert(0, 'd')",
        "with contextlib.suppress(ImportError): import bad",
        "n = 'bad' in sys.modules", "n", "True",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISSED)
def test_what_comes_after_an_end_is_seen(name, program):
    begin, one, two, shown, missed = MISSED[name]
    path = program(BESIDE.format(begin=begin, one=one, two=two, shown=shown))
    found = explore(path)
    assert found.complete
    assert missed in {output.strip() for output in found.outputs}
    assert explore(path, reduction="none", preemptions=1).outputs <= found.outputs


#: What another thread does, what the main thread does last, and what there must be.
LAST = {
    "whether the main thread lives": (
        "print(threading.main_thread().is_alive())", "", {"True\n", "False\n"},
    ),
    "whether it lives after what it did last": (
        "event.wait(); print(threading.main_thread().is_alive())", "event.set()",
        {"True\n", "False\n"},
    ),
    "whether it ends in no time": (
        "threading.main_thread().join(0); print(threading.main_thread().is_alive())", "",
        {"True\n", "False\n"},
    ),
    "an exit function": (
        "atexit.register(print, 'x')", "atexit.register(print, 'm')",
        {"m\n", "m\nx\n", "x\nm\n"},
    ),
    "an exit function taken away": (
        "atexit.unregister(bye)", "atexit.register(bye)", {"bye\n", ""},
    ),
}  # fmt: skip


@pytest.mark.parametrize("reduction", ["auto", "none"])
@pytest.mark.parametrize("name", LAST)
def test_the_end_of_the_main_thread_is_a_step(name, reduction, program):
    other, last, outputs = LAST[name]
    found = explore(
        program(
            "import atexit, threading\nevent = threading.Event()\n"
            f"def bye(): print('bye')\ndef other(): {other}\n"
            f"threading.Thread(target=other, daemon={'atexit' in other}).start()\n{last}"
        ),
        reduction=reduction,
    )
    assert found.complete
    assert found.outputs == outputs


EXITS = {
    "registered too late": (
        "def bye(): atexit.register(print, 'again'); print('bye')\natexit.register(bye)"
    ),
    "taken away meanwhile": (
        "def bye(): atexit.unregister(print); print('bye')\n"
        "atexit.register(print, 'a'); atexit.register(bye); atexit.register(print, 'b')"
    ),
    "exits": "atexit.register(print, 'last')\natexit.register(sys.exit, 5)",
    "is interrupted": (
        "def bye(): raise KeyboardInterrupt\natexit.register(print, 'last'); atexit.register(bye)"
    ),
    "is told": (
        "sys.unraisablehook = lambda told: print(told.exc_type.__name__, told.err_msg[:33])\n"
        "atexit.register(lambda: 1 / 0)"
    ),
    "of threads": "import threading\nthreading._register_atexit(sys.exit, 5)\nprint('a')",
    "a hook that exits": "sys.excepthook = lambda *told: sys.exit(7)\n1 / 0",
    "no hook": "del sys.excepthook\nprint('a')\n1 / 0",
    "no hook for a thread of _thread": (
        "import _thread, threading\ndel sys.unraisablehook\nended = threading.Event()\n"
        "def f():\n    try: 1 / 0\n    finally: ended.set()\n"
        "_thread.start_new_thread(f, ())\nended.wait()\nprint('a')"
    ),
    # Plain Python raises at once, too.
    "a sleep that never ends": (
        "import time\nfor seconds in (float('nan'), float('inf'), 1e300):\n"
        "    try: time.sleep(seconds)\n"
        "    except (ValueError, OverflowError) as error: print(type(error).__name__)"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXITS)
def test_a_process_ends_as_cpython_does(name, program):
    path = program(f"import atexit, sys\n{EXITS[name]}")
    plain = subprocess.run(
        [sys.executable, path], capture_output=True, text=True, check=False
    )
    (outcome,) = explore(path).outcomes
    assert (outcome.output, outcome.status) == (plain.stdout, plain.returncode)


#: Loops that poll: how often one goes round shows, or does not. They are only explored,
#: where to sleep takes no time.
POLLS = {
    "shows": ("n += 1", False),
    "does not show": ("pass", True),
}


@pytest.mark.parametrize("name", POLLS)
def test_who_sleeps_until_told_goes_round_so_often_at_most(name, program):
    does, complete = POLLS[name]
    found = explore(
        program(
            "import threading, time\nstop = threading.Event()\nn = 0\n"
            "def poll():\n    global n\n    while not stop.is_set():\n"
            f"        {does}\n        time.sleep(0.5)\n"
            "thread = threading.Thread(target=poll)\nthread.start()\n"
            "time.sleep(2)\nstop.set()\nthread.join()\nprint(n)"
        )
    )
    assert found.complete is complete
    assert ("a sleep 20 times" in found.unsettled) is not complete
    assert len(found.outcomes) < 30
