"""What the library calls in the middle of one step, as a start: that isn't seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler import explore

MAIN = """
def one():
    seen.append("one")

def two():
    seen.append("two")

threads = [threading.Thread(target=does) for does in (one, two)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print([name if isinstance(name, str) else "called" for name in seen])
"""

#: What is called while a thread starts, by what the program has changed for that.
CALLED = {
    "a method of Event": """\
real = threading.Event.set
def called(self):
    seen.append(0)
    real(self)
threading.Event.set = called
""",
    "a method of Condition": """\
real = threading.Condition.notify
def called(self, n=1):
    seen.append(0)
    real(self, n)
threading.Condition.notify = called
""",
    "Event itself": """\
class Own(threading.Event):
    def set(self):
        seen.append(0)
        super().set()
threading.Event = Own
""",
    "Condition itself": """\
class Own(threading.Condition):
    def notify_all(self):
        seen.append(0)
        super().notify_all()
threading.Condition = Own
""",
    "who waits": """\
class Own(threading._deque):
    def __bool__(self):
        seen.append(0)
        return False
threading._deque = Own
""",
    "which threads there are": """\
class Own(dict):
    def __setitem__(self, key, value):
        seen.append(0)
        super().__setitem__(key, value)
threading._active = Own(threading._active)
""",
    "which threads begin": """\
class Own(dict):
    def __delitem__(self, key):
        seen.append(0)
        super().__delitem__(key)
threading._limbo = Own()
""",
    "a thread's hash": """\
class Own(threading.Thread):
    def __hash__(self):
        seen.append(0)
        return 1
threading.Thread = Own
""",
    "how a thread begins": """\
class Own(threading.Thread):
    def _bootstrap_inner(self):
        seen.append(0)
        super()._bootstrap_inner()
threading.Thread = Own
""",
    "how a thread gets its number": """\
class Own(threading.Thread):
    def _set_ident(self):
        seen.append(0)
        super()._set_ident()
threading.Thread = Own
""",
}
#: The same, within other steps.
ELSEWHERE = {
    "that a thread is over": """\
class Own(dict):
    def __delitem__(self, key):
        seen.append(0)
        super().__delitem__(key)
threading._active = Own(threading._active)
""",
    "where modules are looked for": """\
import sys
class Own:
    @staticmethod
    def find_spec(name, path=None, target=None):
        seen.append(0)
class Imports(threading.Thread):
    def run(self):
        try:
            import nowhere
        except ImportError:
            pass
        super().run()
sys.meta_path.insert(0, Own)
threading.Thread = Imports
""",
}
#: The same, where it isn't called meanwhile.
SEEN = {
    "start": """\
class Own(threading.Thread):
    def start(self):
        seen.append(0)
        super().start()
        seen.append(0)
threading.Thread = Own
""",
    "run": """\
class Own(threading.Thread):
    def run(self):
        seen.append(0)
        super().run()
threading.Thread = Own
""",
    "where run comes from": """\
class Own(threading.Thread):
    @property
    def run(self):
        seen.append(0)
        return super().run
threading.Thread = Own
""",
}


def text_of(changes: str) -> bytes:
    return f"import threading\nseen = []\n{changes}{MAIN}".encode()


@pytest.mark.parametrize("what", [*CALLED, *ELSEWHERE])
def test_what_is_called_meanwhile_is_not_settled(what: str) -> None:
    text = text_of((CALLED | ELSEWHERE)[what])
    found = explore("p.py", source=text)
    assert not found.complete
    assert "in the middle of one step" in found.reason
    line = int(found.reason.split()[1])
    assert "seen.append(0)" in text.decode().splitlines()[line - 1]


@pytest.mark.parametrize("what", SEEN)
def test_what_is_called_before_and_after_is_seen(what: str) -> None:
    text = text_of(SEEN[what])
    found = explore("p.py", source=text)
    assert found.complete, found.reason
    every = explore("p.py", source=text, reduction="none", preemptions=1)
    assert every.complete, every.reason
    assert every.keys <= found.keys


def test_what_is_called_in_another_file_is_not_settled(tmp_path: Path) -> None:
    (tmp_path / "own_threads.py").write_text(
        "import threading\n\n\nclass Own(threading.Thread):\n"
        "    seen = []\n\n    def __hash__(self):\n"
        "        self.seen.append(0)\n        return 1\n"
    )
    main = tmp_path / "main.py"
    main.write_text(
        "import own_threads\n\nthreads = [own_threads.Own() for _ in range(2)]\n"
        "for thread in threads:\n    thread.start()\n"
        "for thread in threads:\n    thread.join()\n"
        "print(len(own_threads.Own.seen))\n"
    )
    found = explore(main)
    assert not found.complete
    assert "own_threads.py, line 7 is run by the library" in found.reason


#: What a thread may ask while another is about to be started.
ASKED = {
    "how many there are": "out.append(threading.active_count())",
    "which there are": "out.append(sorted(t.name for t in threading.enumerate()))",
    "whether one is there": "out.append(any(t.name == 'b' for t in threading.enumerate()))",
}
ASKS = """\
import threading
out = []
def asks():
    {asks}
threads = [threading.Thread(target=asks, name=name) for name in "ab"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(out)
"""


@pytest.mark.parametrize("what", ASKED)
def test_who_counts_the_threads_may_come_before_the_next_is_started(what: str) -> None:
    text = ASKS.format(asks=ASKED[what]).encode()
    found = explore("p.py", source=text)
    every = explore("p.py", source=text, reduction="none", preemptions=2)
    assert found.complete, found.reason
    assert every.complete, every.reason
    assert found.keys == every.keys
    assert len(found.keys) > 2


#: How a thread tells that it has begun: what tells, and what waits for that.
TELLS = {
    "an event": ("threading.Event()", "told.set()", "told.wait()"),
    "a queue": ("queue.SimpleQueue()", "told.put(1)", "told.get()"),
    "a list": ("[]", "told.append(1)", "while not told: pass"),
}
COUNTS = """\
import queue, threading
told = {made}
def works():
    {tells}
    {goes_on}
thread = threading.Thread(target=works)
thread.start()
{waits}
print({counts})
thread.join()
"""


@pytest.mark.parametrize("counts", ["active_count()", "enumerate().__len__()"])
@pytest.mark.parametrize("goes_on", ["sum(range(9))", "raise SystemExit"])
@pytest.mark.parametrize("tells", TELLS)
def test_who_has_told_something_last_is_counted_still(
    tells: str, goes_on: str, counts: str
) -> None:
    """CPython 3.13 to 3.15 nearly always counts two where the rest takes long."""
    made, does, waits = TELLS[tells]
    text = COUNTS.format(
        made=made,
        tells=does,
        goes_on=goes_on,
        waits=waits,
        counts=f"threading.{counts}",
    )
    found = explore("p.py", source=text.encode())
    assert found.complete, found.reason
    assert {outcome.output for outcome in found.outcomes} == {"1\n", "2\n"}


#: What a thread is given to do is let go of at its end, also by who calls `run` himself.
RUNS = """\
import threading
out = []
class Own(threading.Thread):
    def run(self):
        super().run()
        out.append("own")
def once(what):
    try:
        what.run()
    except AttributeError:
        out.append("gone")
thread = {made}
{runs}
for other in threading.enumerate()[1:]:
    other.join()
print(sorted(out))
"""
RUNS_TWICE = {
    "beside the thread": ("thread.start()", "once(thread)"),
    "as another thread": (
        "other = threading.Thread(target=thread.run)",
        "thread.start()",
        "other.start()",
    ),
    "in two threads": (
        "threading.Thread(target=once, args=[thread]).start()",
        "once(thread)",
    ),
}


@pytest.mark.parametrize("who", RUNS_TWICE)
def test_who_runs_a_thread_himself_may_find_that_it_has_ended(who: str) -> None:
    made = "threading.Thread(target=out.append, args=['ran'])"
    text = RUNS.format(made=made, runs="\n".join(RUNS_TWICE[who]))
    found = explore("p.py", source=text.encode())
    assert not found.complete
    assert found.reason.endswith("and there nobody is switched to them")


def test_a_thread_of_a_class_of_its_own_may_run_what_it_was_given() -> None:
    made = "Own(target=out.append, args=['ran'])"
    text = RUNS.format(made=made, runs="thread.start()")
    found = explore("p.py", source=text.encode())
    assert found.complete, found.reason
    assert {outcome.output for outcome in found.outcomes} == {"['own', 'ran']\n"}
