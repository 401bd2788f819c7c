"""A search that is cut off still looks everywhere a little."""

import importlib

import pytest

from scheduler import explore
from scheduler.describe.report import report

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
    assert ("never ends" in said) == (verdict == "found")
