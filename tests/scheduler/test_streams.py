"""What C and the library that was there before write: where the program sends it."""

import pytest

from scheduler import Unexplorable, explore
from scheduler.search import guard
from tests.scheduler import oracle

KEPT = "import io, sys\nsys.{name} = kept = io.StringIO()\n"
SHOWN = "\nsys.stdout = sys.__stdout__\nprint('ZeroDivisionError' in kept.getvalue(), len(kept.getvalue()) > 0)"
#: Who writes to `sys.stderr`.
ERRORS = {
    "a warning": "import warnings\nwarnings.warn('w')",
    "a traceback": "import traceback\ntry: 1 / 0\nexcept ZeroDivisionError: traceback.print_exc()",
    "a log": "import logging\nlogging.warning('w')",
    "a log that is wrong": "import logging\nlogging.error('%d', 'w')",
    "a finalizer": "class C:\n    def __del__(self): 1 / 0\nC()",
    "the hook by hand": "try: 1 / 0\nexcept ZeroDivisionError: sys.excepthook(*sys.exc_info())",
    "a parser": "import argparse\ntry: argparse.ArgumentParser().parse_args(['--x'])\nexcept SystemExit: pass",
    "a thread": "import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start(); t.join()",
}
#: Who writes to `sys.stdout`.
OUTPUTS = {
    "dis": "import dis\ndis.dis(compile('1', 'a', 'eval'))",
    "calendar": "import calendar\ncalendar.prmonth(2020, 1)",
    "pprint": "import pprint\npprint.pprint([1])",
    "the prompt's hook": "sys.displayhook(5)",
    "the prompt's own": "exec(compile('7', 'a', 'single'))",
}
PROGRAMS = {
    **{name: KEPT.format(name="stderr") + text + SHOWN for name, text in ERRORS.items()},
    **{
        f"{name} is kept": KEPT.format(name="stdout") + text + SHOWN
        for name, text in OUTPUTS.items()
    },
    **{name: f"import sys\n{text}" for name, text in OUTPUTS.items()},
    **{
        f"{name} among what is printed": f"import sys\nsys.stderr = sys.stdout\n{text}"
        for name, text in ERRORS.items()
    },
    "redirected": (
        "import contextlib, io, sys, traceback, warnings\nkept = io.StringIO()\n"
        "with contextlib.redirect_stderr(kept):\n"
        "    print('in', file=sys.stderr)\n    warnings.warn('w')\n"
        "    try: 1 / 0\n    except ZeroDivisionError: traceback.print_exc()\n"
        "print(len(kept.getvalue().splitlines()))"
    ),
    "no stream": "import sys, warnings\nsys.stderr = None\nwarnings.warn('w')\nprint('end')",
    "its own unraisablehook": (
        "import sys\nsys.unraisablehook = lambda told: print(told.exc_type.__name__)\n"
        "class C:\n    def __del__(self): 1 / 0\nC()\nprint('end')"
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _elsewhere(_here, monkeypatch):
    """In this process pytest listens to warnings."""
    monkeypatch.setattr(guard, "_can_start", True)


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_comes_where_plain_python_sends_it(name, program, capfd):
    path = program(PROGRAMS[name])
    plain = oracle.printed(path)
    found = explore(path)
    assert found.complete
    outputs = [oracle.ADDRESS.sub("", outcome.output) for outcome in found.outcomes]
    assert outputs == [oracle.ADDRESS.sub("", plain)]
    assert capfd.readouterr() == ("", "")


def test_the_hook_of_a_thread_without_an_object(program):
    text = (
        "import _thread, sys\ntold = []\nended = _thread.allocate_lock()\nended.acquire()\n"
        "def hook(args):\n    told.append((args.exc_type.__name__, args.object))\n    ended.release()\n"
        "sys.unraisablehook = hook\n_thread.start_new_thread(lambda: 1 / 0, ())\n"
        "ended.acquire()\nprint(told)"
    )
    path = program(text)
    assert {outcome.output for outcome in explore(path).outcomes} == {
        oracle.printed(path)
    }


#: What one thread does, what another one, and what is shown.
ORDERS = {
    "a warning, a stream": ("warnings.warn('w')", "sys.stderr = kept"),
    "a warning, a write": ("warnings.warn('w', stacklevel=9)", "again.write('a')"),
    "a calendar, a print": ("calendar.prmonth(2020, 1)", "print('a')"),
    "the prompt, a stream": ("sys.displayhook(5)", "sys.stdout = kept"),
}
BEGIN = """\
import calendar, io, sys, threading, warnings
warnings.simplefilter("always")
sys.stderr = again = io.StringIO()
kept = io.StringIO()
class C:
    def __del__(self): 1 / 0
"""
END = "\nsys.stdout = sys.__stdout__\nprint(again.getvalue()[:1], again.getvalue()[-1:], kept.getvalue()[:9])"


def test_what_a_finalizer_raises_is_not_told_in_pieces(program):
    text = (
        "\ndef one(): C()\nthread = threading.Thread(target=one)\n"
        "thread.start()\nthread.join()"
    )
    with pytest.raises(Unexplorable, match="tell a stream of the program's what"):
        explore(program(BEGIN + text))


@pytest.mark.parametrize("name", ORDERS)
def test_both_orders_are_found(name, program):
    one, two = ORDERS[name]
    found = explore(
        program(
            f"{BEGIN}def one(): {one}\ndef two(): {two}\n"
            "threads = [threading.Thread(target=one), threading.Thread(target=two)]\n"
            "for thread in threads: thread.start()\n"
            f"for thread in threads: thread.join(){END}"
        )
    )
    orders = set()
    for first, second in ((one, two), (two, one)):
        orders.add(
            oracle.printed(program(f"{BEGIN}{first}\n{second}{END}", "plain.py"))
        )
    assert len(orders) == 2
    assert orders <= {outcome.output for outcome in found.outcomes}


#: What one thread sets of a standard stream, and what another one does with the stream.
SET = {
    "an attribute": ("sys.stdout.n = 1", "seen.append(hasattr(sys.stdout, 'n'))"),
    "write, a print": ("sys.stdout.write = kept.write", "print('z')"),
    "write, a write": ("sys.stdout.write = kept.write", "sys.stdout.write('z')"),
    "write, what is told": (
        "sys.stderr.write = kept.write",
        "print('z', file=sys.stderr)",
    ),
}


@pytest.mark.parametrize("name", SET)
def test_what_is_set_of_a_stream_is_seen(name, program):
    setup = "import io, sys\nkept = io.StringIO()"
    shown = "vars(sys.stdout).pop('write', 0) and 0, seen, kept.getvalue()"
    text, orders = oracle.beside(setup, *SET[name], shown)
    found = explore(program(text))
    assert len(orders) == 2
    assert orders <= {outcome.output for outcome in found.outcomes}
    # What is told has no steps of its own for its pieces.
    assert found.complete == (name != "write, what is told")


def test_a_standard_stream_is_called_as_it_is(program):
    path = program(
        "import io, sys\nout = sys.stdout\nprint(out.name, out.mode, type(out), repr(out)[:35])\n"
        "print(isinstance(out, io.TextIOWrapper), isinstance(out, io.TextIOBase))"
    )
    assert explore(path).outputs == {oracle.printed(path)}
