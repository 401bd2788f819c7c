"""A search that records nothing makes the runs of one that records everything."""

import importlib
from functools import partial

import pytest

from scheduler import explore
from scheduler.engine.records import Settings
from scheduler.model.outcome import NeedsRecord
from scheduler.search.reduction import Naive
from tests.scheduler.conftest import TEXTBOOK
from tools.programs import SNIPPETS

# The package's `explore` is the function.
exploring = importlib.import_module("scheduler.search.explore")
LIMIT = 60

# Its seconds are simulated: nobody waits for them.
CLOCK = b"""import threading
import time
lock = threading.Lock()
def work():
    with lock:
        time.sleep(5)
start = time.monotonic()
thread = threading.Thread(target=work)
thread.start()
with lock:
    print(time.monotonic() - start)
"""
PROGRAMS = [
    *sorted(TEXTBOOK.glob("*.py")),
    # C calls back into these.
    SNIPPETS / "guarantees" / "heap_broken.py",
    SNIPPETS / "iterators" / "own_iterator_broken.py",
]


def first_runs(path, granularity, bound, records):
    """What the first runs without reduction did, schedules included."""
    settings = Settings(granularity, full=True, learns=False, records=records)
    return exploring._search(
        str(path),
        path.read_bytes(),
        bound,
        LIMIT,
        partial(Naive, bound),
        None,
        settings,
    )


@pytest.mark.parametrize("granularity", exploring.GRANULARITIES)
@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_the_same_runs(path, granularity):
    recorded = first_runs(path, granularity, 2, True)
    try:
        assert first_runs(path, granularity, 2, False) == recorded
    except NeedsRecord:
        assert path.stem in ("peterson", "peterson_broken", "spin")


def test_a_clock_needs_the_record(tmp_path):
    path = tmp_path / "clock.py"
    path.write_bytes(CLOCK)
    with pytest.raises(NeedsRecord):
        first_runs(path, "line", 1, False)
    everything = explore(path, granularity="line", preemptions=1, reduction="none")
    assert everything.outputs == {"0.0\n", "5.0\n"}


def test_a_loop_that_only_repeats_itself_is_recorded():
    path = TEXTBOOK / "spin.py"
    with pytest.raises(NeedsRecord):
        first_runs(path, "opcode", 1, False)
    everything = explore(path, preemptions=1, reduction="none")
    assert everything.complete
    assert everything.keys == explore(path).keys
    assert everything.outputs == {"seen\n"}
