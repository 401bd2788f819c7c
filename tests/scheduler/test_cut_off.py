"""A search that is cut off still looks everywhere a little."""

import importlib
import itertools

import pytest

from scheduler import explore
from scheduler.describe.report import report
from scheduler.model.outcome import Outcome

# The package's `explore` is the function.
exploring = importlib.import_module("scheduler.search.explore")

LIMIT = 200
#: The fault is at the beginning; a search in depth first changes what comes last.
LOST = b"""import threading
a, b = threading.Lock(), threading.Lock()
n = 0
def work(one, two):
    global n
    with one, two:
        pass
    for _ in range(6):
        n += 1
threads = [threading.Thread(target=work, args=pair) for pair in ((a, b), (b, a))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.fixture
def found():
    def search(**options):
        return explore("lost.py", source=LOST, limit=LIMIT, **options)

    return search


def kinds(exploration):
    return {outcome.kind for outcome in exploration.outcomes}


def test_runs_drawn_at_random_find_what_the_search_did_not_come_to(found, monkeypatch):
    assert kinds(found()) == {"finished", "deadlock"}
    monkeypatch.setattr(exploring, "DRAWN", LIMIT + 1)
    assert kinds(found()) == {"finished"}


def test_they_are_said_and_do_not_make_a_set_complete(found):
    exploration = found()
    assert not exploration.complete
    assert exploration.interleavings == LIMIT + LIMIT // exploring.DRAWN
    assert exploration.reason == (
        f"the limit of {LIMIT} runs was reached, "
        f"and {LIMIT // exploring.DRAWN} more were drawn at random"
    )
    assert sum(o.count for o in exploration.outcomes) == exploration.interleavings


def test_they_are_the_same_each_time(found):
    first, second = ([o.as_json() for o in found().outcomes] for _ in range(2))
    assert first == second


def test_a_bound_holds_for_all_runs(found):
    exploration = found(preemptions=2)
    assert exploration.interleavings == LIMIT
    assert all(outcome.preemptions <= 2 for outcome in exploration.outcomes)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("while True: pass", "in a run T1 only repeats itself at line 1"),
        ("n = 0\nwhile True: n += 1", "a run did not end within 200,000 steps"),
    ],
)
def test_a_run_without_end_is_told_as_a_sentence(text, reason):
    assert explore("loop.py", source=text.encode()).reason == reason


LONG = """\
import threading
def f():
    for _ in range({}): pass
t = threading.Thread(target=f)
t.start()
t.join()
"""


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (LONG.format(30_000), "not settled"),
        (LONG.format(300), "proved"),
        (LONG.replace("for _ in range({})", "while True"), "found"),
        ("n = 0\nwhile True: n += 1", "not settled"),
    ],
    ids=["long", "short", "endless", "may be endless"],
)
def test_a_run_that_is_cut_off_is_no_failure(text, verdict):
    found = explore("loop.py", source=text.encode())
    assert found.verdict == verdict
    said = report(found, traces=False)
    assert ("is cut off" in said) == (verdict == "not settled")
    assert ("Note: two rounds of a loop" in said) == (verdict == "not settled")
    assert ("never ends" in said) == (verdict == "found")


#: What a thread does until an event is set, or something is put into a queue.  Its
#: seconds, and those below, are simulated: nobody waits for them.
POLLS = {
    "a bare loop": "while not ready.wait(1): pass",
    "a loop in a function": "def poll():\n    while not ready.wait(1):\n        continue\npoll()",
    "a lock": "while not lock.acquire(timeout=1): pass",
    "a queue": "while True:\n    try: items.get(timeout=1)\n    except queue.Empty: continue\n    break",
    "a join": "while thread.is_alive(): thread.join(1)",
    "a daemon that sleeps": "def nap():\n    while True: time.sleep(1)\nthreading.Thread(target=nap, daemon=True).start()",
}  # fmt: skip
#: The same, where how often the timeout has fired shows, or decides.
COUNTS = {
    "five times": "for _ in range(5):\n    if ready.wait(1): break\nelse: print('gave up')",
    "five times, an iterator": "def poll():\n    for _ in itertools.repeat(None, 5):\n        if ready.wait(1): return\n    print('gave up')\npoll()",
    "by a function": "def once(): return ready.wait(1)\nfor _ in range(5):\n    if once(): break\nelse: print('gave up')",
    "a variable": "def poll():\n    n = 0\n    while not ready.wait(1): n += 1\n    print(n > 9)\npoll()",
    "a lock": "for _ in range(5):\n    if lock.acquire(timeout=1): break\nelse: print('gave up')",
    "a queue": "for _ in range(5):\n    try: items.get(timeout=1)\n    except queue.Empty: continue\n    break\nelse: print('gave up')",
    "an iterator's items": "each = iter('abcdefghi')\nwhile not ready.wait(1) and 'z' not in each: pass\nprint(next(each, 0))",
    "a list": "while not ready.wait(1): seen.append(1)\nprint(len(seen) > 9)",
    "the time": "start = time.monotonic()\nwhile not ready.wait(1): pass\nprint(time.monotonic() - start > 9)",
    "the date": "while not ready.wait(1): pass\nprint(time.localtime().tm_sec > 9)",
    "a daemon that prints": "def beat():\n    while True:\n        time.sleep(1)\n        print('beat')\nthreading.Thread(target=beat, daemon=True).start()",
}  # fmt: skip
#: A thread that holds a lock between two firings, and one that tries that lock.
TRIES = b"""
import threading
changed = threading.Condition()
ready = False
def poll():
    with changed:
        while not ready: changed.wait(1)
thread = threading.Thread(target=poll)
thread.start()
if changed.acquire(False): changed.release()
with changed:
    ready = True
    changed.notify()
thread.join()
"""


def polling(text: str) -> bytes:
    return f"""
import itertools, queue, threading, time
lock, ready, items, seen = threading.Lock(), threading.Event(), queue.Queue(), []
lock.acquire()
def release():
    ready.set()
    lock.release()
    items.put(1)
thread = threading.Thread(target=release)
thread.start()
{text}
thread.join()
""".encode()


@pytest.mark.parametrize("name", POLLS)
def test_who_only_polls_may_do_so_as_often_as_it_likes(name):
    found = explore("polls.py", source=polling(POLLS[name]))
    assert found.complete, found.reason
    assert len(found.outcomes) == 1


@pytest.mark.parametrize("name", COUNTS)
def test_how_often_a_timeout_fires_is_not_settled_where_it_shows(name):
    found = explore("counts.py", source=polling(COUNTS[name]))
    assert found.reason.startswith("a timeout at one place was let fire 3 times")
    assert found.verdict == "not settled"


def test_how_often_a_lock_is_taken_shows_to_who_tries_it():
    assert explore("tries.py", source=TRIES).reason.startswith("a timeout at one place")
    waits = TRIES.replace(b"acquire(False)", b"acquire()")
    assert explore("waits.py", source=waits).complete


@pytest.mark.parametrize("options", [{"granularity": "line"}, {"reduction": "none"}])
def test_where_not_each_instruction_is_seen_no_loop_only_polls(options):
    found = explore("polls.py", source=polling(POLLS["a bare loop"]), **options)
    assert found.reason


# ----------------------------------------------------------- outcomes without number


#: Each of its lines comes in four pieces: more outcomes than anybody reads.
PRINTS = b"""import threading

def work(name):
    print("worker", name)

threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.fixture(scope="module")
def printed():
    return explore("prints.py", source=PRINTS, limit=LIMIT, shortest=True)


def test_a_line_prints_in_one_piece_where_threads_switch_between_lines():
    found = explore("prints.py", source=PRINTS, granularity="line")
    orders = itertools.permutations("abc")
    assert found.complete
    assert found.outputs == {"".join(f"worker {n}\n" for n in o) for o in orders}


def test_how_many_outcomes_there_are_between_lines_is_said(printed):
    assert len(printed.outcomes) > exploring.MANY
    assert printed.notes == [
        "where threads switch between lines alone, and what a line prints comes out "
        "whole, there are 6 outcomes and no others"
    ]
    assert f"\nNote: {printed.notes[0]}." in report(printed, traces=False)


def test_it_is_not_said_where_it_says_nothing(found):
    few = explore("prints.py", source=PRINTS, limit=LIMIT, granularity="line")
    assert len(found().outcomes) <= exploring.MANY
    assert found().notes == few.notes == []


def test_between_lines_a_reason_leaves_it_open():
    drawn = PRINTS.replace(b"print(", b"random.random(); print(")
    drawn = b"import random\n" + drawn
    (note,) = explore("prints.py", source=drawn, limit=LIMIT).notes
    assert note.endswith("whole, 6 outcomes were seen")


def test_a_report_lists_as_many_as_a_person_reads(printed):
    shown = report(printed, traces=False)
    most, count = exploring.SHOWN, len(printed.outcomes)
    assert f"\n{most}. " in shown
    assert f"\n{most + 1}. " not in shown
    assert f"\nAnd {count - most} outcomes more: `--json` has them all." in shown


def test_their_schedules_alone_are_made_easy_to_read(printed):
    as_found = explore("prints.py", source=PRINTS, limit=LIMIT).outcomes
    same = [
        one.schedule == other.schedule
        for one, other in zip(as_found, printed.outcomes, strict=True)
    ]
    assert all(same[exploring.SHOWN :])
    assert not all(same[: exploring.SHOWN])


def test_those_that_fail_are_told_first():
    ends = ["finished"] * 2 * exploring.SHOWN + ["deadlock"] * 3
    told = exploring.shown([Outcome(kind, "", 0, ()) for kind in ends])
    assert len(told) == exploring.SHOWN
    assert told[-3:] == [at for at, kind in enumerate(ends) if kind == "deadlock"]
