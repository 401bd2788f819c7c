"""Semaphores whose order shows: in what is done next, in errors, in the time.

The programs sleep by the simulated clock, which takes no time.
"""

from __future__ import annotations

import pytest

from scheduler import explore, replay

MAIN = """
threads = [threading.Thread(target=does) for does in (one, two)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""

#: What two threads do, by where the order shows. They are only explored: to sleep takes no
#: time.
ORDERS = {
    "what is done while one has it": """\
s, seen = threading.Semaphore(2), []
def one():
    with s: seen.append(1)
def two():
    with s: seen.append(2)
print(seen)
""",
    "what is done while one has it, in a line of its own": """\
s, seen = threading.Semaphore(2), []
def one():
    with s:
        seen.append(1)
def two():
    with s:
        seen.append(2)
print(seen)
""",
    "what is done in the line that takes": """\
s, seen = threading.Semaphore(2), []
def one():
    s.acquire(); seen.append(1)
def two():
    s.acquire(); seen.append(2)
print(seen)
""",
    "what is done in the line that gives": """\
s, seen = threading.Semaphore(2), []
def one():
    s.release(); seen.append(1)
def two():
    s.release(); seen.append(2)
print(seen)
""",
    "a global": """\
s, n = threading.Semaphore(2), 0
def one():
    global n
    with s: n = n * 10 + 1
def two():
    global n
    with s: n = n * 10 + 2
print(n)
""",
    "a bound exceeded by what knows none": """\
s, seen = threading.BoundedSemaphore(2), []
s.acquire()
def one():
    try: s.release()
    except ValueError: seen.append("error")
def two():
    threading.Semaphore.release(s)
print(seen, s._value)
""",
    "a bound exceeded by super": """\
s, seen = threading.BoundedSemaphore(2), []
s.acquire()
def one():
    try: s.release()
    except ValueError: seen.append("error")
def two():
    super(threading.BoundedSemaphore, s).release()
print(seen, s._value)
""",
    "the time that passes inside": """\
import time
s, seen = threading.Semaphore(2), []
def one():
    with s: time.sleep(1)
def two():
    start = time.monotonic()
    with s: pass
    seen.append(round(time.monotonic() - start))
print(seen)
""",
    "the time at which it is given": """\
import time
s, seen = threading.Semaphore(1), []
def one():
    time.sleep(5)
    s.release()
def two():
    start = time.monotonic()
    s.acquire()
    seen.append(time.monotonic() - start >= 5)
print(seen)
""",
    "a library without the class": """\
s = threading.Semaphore(2)
del threading.BoundedSemaphore
seen = []
def one():
    with s: seen.append(1)
def two():
    with s: seen.append(2)
print(seen)
""",
    "whether any time has passed": """\
import time
s, seen = threading.Semaphore(2), []
def one():
    start = time.perf_counter()
    with s: seen.append(time.perf_counter() > start)
def two():
    s.release()
print(seen)
""",
    "the time, after another gave": """\
import time
s, seen = threading.BoundedSemaphore(2), []
s.acquire()
def one():
    s.acquire()
    seen.append(time.monotonic_ns() % 1_000_000)
def two():
    s.release()
print(seen)
""",
    "whether a time was kept": """\
import time
s, seen = threading.Semaphore(1), []
def one():
    end = time.monotonic() + 0.000_000_5
    s.acquire()
    seen.append(time.monotonic() > end)
def two():
    s.release()
print(seen)
""",
    "another lock in its place": """\
s, seen = threading.Semaphore(3), []
def one():
    try: s.acquire()
    except RuntimeError as error: seen.append(str(error))
def two():
    s._cond._lock = threading.Lock()
print(seen)
""",
    "a condition that is made anew": """\
s, seen = threading.Semaphore(3), []
def one():
    try: s.acquire()
    except RuntimeError as error: seen.append(str(error))
def two():
    s._cond.__init__(threading.Lock())
print(seen)
""",
    "a wait of its own": """\
s, seen, go = threading.Semaphore(0), [], threading.Lock()
go.acquire()
def wait(timeout=None):
    s._cond._release_save(); gotit = True
    go.acquire(); s._cond._acquire_restore(None)
    seen.append(1)
s._cond.wait = wait
def one():
    s.acquire()
def two():
    s.release(2)
    with s._cond: pass
    go.release(); seen.append(3)
print(seen)
""",
}


def text_of(name: str) -> bytes:
    *lines, last = ORDERS[name].splitlines()
    return "\n".join(["import threading", *lines, MAIN, last, ""]).encode()


@pytest.mark.parametrize("granularity", ["opcode", "line", "gil"])
@pytest.mark.parametrize("name", ORDERS)
def test_each_order_that_shows_is_found(name: str, granularity: str) -> None:
    """That is, no less than without reduction, with at most one preemption."""
    text = text_of(name)
    every = explore(
        "s.py", source=text, granularity=granularity, reduction="none", preemptions=1
    )
    assert every.complete, every.reason
    found = explore("s.py", source=text, granularity=granularity)
    assert found.complete, found.reason
    assert every.keys <= found.keys
    for outcome in found.outcomes:
        again = replay("s.py", outcome.schedule, source=text, granularity=granularity)
        assert again.key == outcome.key


@pytest.mark.parametrize("name", ORDERS)
def test_more_than_one_order_shows(name: str) -> None:
    """So a search that tries one of them would be noticed."""
    assert len(explore("s.py", source=text_of(name)).keys) > 1
