"""A schedule replays exactly."""

from scheduler import explore, replay
from scheduler.describe.trace import trace
from tests.scheduler.conftest import TEXTBOOK


def rows(path, schedule, **options):
    outcome, found, names = trace(path, schedule, **options)
    return (
        outcome.key,
        outcome.schedule,
        [(r.thread, r.line, tuple(r.did)) for r in found],
        names,
    )


def test_every_outcome_of_every_textbook_program_replays():
    for path in sorted(TEXTBOOK.glob("*.py")):
        for granularity in ("opcode", "line", "gil"):
            exploration = explore(path, granularity=granularity, limit=30)
            for outcome in exploration.outcomes:
                again = replay(path, outcome.schedule, granularity=granularity)
                assert again.key == outcome.key, (path.name, granularity)
                assert again.schedule == outcome.schedule, (path.name, granularity)
                assert again.detail == outcome.detail


def test_what_one_call_calls_one_after_the_other_replays():
    """A frame that is gone is not taken for the one that has its place in memory."""
    text = b"""\
from concurrent.futures import ThreadPoolExecutor
seen = []
def add(x):
    seen.append(x)
with ThreadPoolExecutor(1) as pool:
    pool.submit(seen.append, 1)
    pool.submit(add, 2)
print(seen)
"""
    found = explore("pool.py", source=text)
    assert found.complete, found.reason
    for outcome in found.outcomes:
        again = replay("pool.py", outcome.schedule, source=text)
        assert (again.key, again.schedule) == (outcome.key, outcome.schedule)


def test_a_thousand_replays_one_trace():
    path = TEXTBOOK / "counter_broken.py"
    lost = next(o for o in explore(path).outcomes if o.output == "1\n")
    first = rows(path, lost.schedule)
    assert first[0] == lost.key
    for _ in range(1000):
        outcome = replay(path, lost.schedule)
        assert (outcome.key, outcome.schedule) == first[:2]
    for _ in range(20):
        assert rows(path, lost.schedule) == first


def test_two_explorations_are_the_same():
    path = TEXTBOOK / "semaphore.py"
    one, two = explore(path, limit=50), explore(path, limit=50)
    assert [o.as_json() for o in one.outcomes] == [o.as_json() for o in two.outcomes]


def test_the_trace_tells_what_was_read_and_written():
    path = TEXTBOOK / "counter_broken.py"
    lost = next(o for o in explore(path).outcomes if o.output == "1\n")
    told = [
        fact.said
        for row in trace(path, lost.schedule)[1]
        if row.line == 10
        for fact in row.did
    ]
    assert told.count("reads count = 0") == 2
    assert told.count("writes count = 1") == 2
