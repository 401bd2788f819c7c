"""What never ends, or ends its process, costs its caller one exception."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import scheduler
from scheduler import Unexplorable
from scheduler.graph import TooLarge, graph
from scheduler.search import guard

ROOT = Path(__file__).parents[2]
#: Each call into C is in the second thread, which the engine runs on one of its own.
THREAD = """import threading
n = 10
def work():
    {}
thread = threading.Thread(target=work)
thread.start()
thread.join()
print("done")
"""
ENDLESS = THREAD.format("print(n ** (n ** 9))")
LINE = 4


@pytest.fixture(autouse=True)
def helpers(monkeypatch, _here):
    """Helpers of this test's own; none of them is left."""
    monkeypatch.setattr(guard, "_can_start", True)
    monkeypatch.setattr(guard, "_idle", [])
    started: list[Any] = []
    monkeypatch.setattr(guard, "_all", started)
    yield started
    guard._close()
    assert all(helper.process.returncode == 0 for helper in started)


@pytest.fixture
def impatient(monkeypatch):
    """Nothing but a call that never ends is explored: no need to wait for long."""
    monkeypatch.setattr(guard, "SILENCE", 5.0)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("explores", [scheduler.explore, graph])
def test_a_call_into_c_that_never_ends_is_named(explores, program, helpers):
    path = program(ENDLESS)
    with pytest.raises(Unexplorable) as caught:
        explores(path)
    assert str(caught.value) == f"{path}, line {LINE}: a call into C does not end"
    assert (caught.value.file, caught.value.line) == (path, LINE)
    assert helpers == []


#: A helper whose watchdog is put off by nobody: its thread never gets the GIL.
STARVED = """
import _thread, sys
sys.path.insert(0, {place!r})
start = _thread.start_new_thread
def starts(function, *rest):
    if function.__name__ == "receive":
        _thread.start_new_thread = start
        start(function, *rest)
_thread.start_new_thread = starts
from scheduler.search.guard import serve
serve(2.0)
"""


def test_a_helper_is_watched_from_its_first_request_on(program, monkeypatch):
    place = str(Path(scheduler.__file__).parents[1])
    popen, ends = subprocess.Popen, []

    def starved(command, **named):
        helper = popen([*command[:2], STARVED.format(place=place)], **named)
        # Only where nobody watches: otherwise this test would not end.
        ends.append(threading.Timer(30, helper.kill))
        ends[0].start()
        return helper

    monkeypatch.setattr(subprocess, "Popen", starved)
    with pytest.raises(Unexplorable, match="a call into C does not end"):
        scheduler.explore(program(ENDLESS))
    ends[0].cancel()


@pytest.mark.usefixtures("impatient")
def test_one_in_a_module_of_the_program_has_its_file(program):
    other = program("n = 10\ndef work():\n    return n ** (n ** 9)\n", "other.py")
    with pytest.raises(Unexplorable) as caught:
        scheduler.explore(program("import other\nother.work()\n"))
    assert (caught.value.file, caught.value.line) == (other, 3)


def test_a_caller_with_threads_can_explore(program):
    """They hold locks: a fork of this process could not go on."""
    let_go = threading.Event()
    thread = threading.Thread(target=let_go.wait)
    thread.start()
    try:
        found = scheduler.explore(program("print(1)\n"))
    finally:
        let_go.set()
        thread.join()
    assert found.complete
    assert found.outputs == {"1\n"}


def test_a_helper_explores_where_its_caller_is(program, tmp_path, monkeypatch):
    text = "import os, beside\nprint(beside.at, os.environ['HERE'], end='')\n"
    for at in ("one", "two"):
        (tmp_path / at).mkdir()
        (tmp_path / at / "where.py").write_text(text)
        (tmp_path / at / "beside.py").write_text(f"at = {at!r}\n")
        monkeypatch.chdir(tmp_path / at)
        monkeypatch.setenv("HERE", at)
        assert scheduler.explore("where.py").outputs == {f"{at} {at}"}


def test_one_helper_serves_many_calls(program, helpers):
    path = program("print(1)\n")
    for _ in range(2):
        scheduler.explore(path)
    graph(path)
    assert len(helpers) == 1


def test_it_tells_how_far_it_is(program):
    told = []
    scheduler.explore(program("print(1)\n"), progress=lambda *how: told.append(how))
    assert told[-1] == (1, 1, 1.0)


def test_what_the_caller_is_told_may_end_it(program, helpers):
    class Enough(Exception):
        pass

    def enough(*_):
        raise Enough

    with pytest.raises(Enough):
        scheduler.explore(program("print(1)\n"), progress=enough)
    assert helpers == []


def test_other_exceptions_come_through(program):
    path = program(THREAD.format("print(1)"))
    with pytest.raises(TooLarge):
        graph(path, states=1)


def test_a_fork_has_helpers_of_its_own(program):
    path = program("print(1)\n")
    scheduler.explore(path)
    child = os.fork()
    if not child:
        status = 1
        try:
            status = int(scheduler.explore(path).outputs != {"1\n"})
            guard._close()
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert status == 0
    assert scheduler.explore(path).outputs == {"1\n"}


def test_a_helper_ends_with_its_caller(program):
    code = (
        "import os, signal\n"
        "from scheduler import explore\nfrom scheduler.search import guard\n"
        f"explore({program('print(1)')!r})\n"
        "assert guard._all\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # The helper keeps standard error open: there is no end of it before its own.
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
        timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL


def test_what_stays_in_the_process_is_not_there_for_the_next_program(program, helpers):
    told = (
        "try: print(codecs.lookup_error('z'))\nexcept LookupError: print('unknown')\n"
    )
    leaves = program(
        "import codecs\ncodecs.register_error('z', lambda error: ('', 1))\n" + told
    )
    assert not scheduler.explore(leaves).complete
    found = scheduler.explore(program("import codecs\n" + told))
    assert (found.complete, found.outputs) == (True, {"unknown\n"})
    assert len(helpers) == 1
