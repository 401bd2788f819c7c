"""Where threads really run: on one processor, for as long as they have that alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from scheduler.engine import backend

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity"),
    reason="this system lets nobody choose a processor",
)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Seconds that pass, and that the process has, as a test says."""
    clock = SimpleNamespace(now=0.0, used=0.0)
    times = SimpleNamespace(
        perf_counter=lambda: clock.now, process_time=lambda: clock.used
    )
    monkeypatch.setattr(backend, "time", times)
    return clock


@pytest.fixture
def threads(clock: Any) -> Iterator[backend.OSThreads]:
    made = backend.OSThreads()
    yield made
    made.close()


def allowed(threads: backend.OSThreads) -> tuple[set[int], int]:
    """The processors on which a simulated thread may run, and how it is scheduled."""
    seen: list[tuple[set[int], int]] = []
    task = SimpleNamespace(stack=None)

    def body() -> Callable[[], None]:
        seen.append((os.sched_getaffinity(0), os.sched_getscheduler(0)))
        return threads.wake

    threads.spawn(task, body)
    threads.resume(task)
    assert threads.wait(10)
    return seen[0]


def test_threads_share_one_processor(clock: Any, threads: backend.OSThreads) -> None:
    (here,) = os.sched_getaffinity(0)
    for _ in range(3):
        assert allowed(threads) == ({here}, os.SCHED_BATCH)
        clock.now += 2 * backend.SHARED
        clock.used += 2 * backend.SHARED


def test_they_may_leave_it_where_others_want_it(
    clock: Any, threads: backend.OSThreads
) -> None:
    before = threads._before
    assert before[0] is not None
    allowed(threads)
    clock.now += 2 * backend.SHARED
    clock.used += backend.SHARED
    allowed(threads)  # it is looked while this waits
    assert allowed(threads) == before
    assert (os.sched_getaffinity(0), os.sched_getscheduler(0)) == before


def test_a_short_while_tells_nothing(clock: Any, threads: backend.OSThreads) -> None:
    allowed(threads)
    clock.now += backend.SHARED
    allowed(threads)
    processors, _ = allowed(threads)
    assert len(processors) == 1


def test_the_caller_is_where_it_was() -> None:
    before = os.sched_getaffinity(0), os.sched_getscheduler(0)
    made = backend.OSThreads()
    made.close()
    assert (os.sched_getaffinity(0), os.sched_getscheduler(0)) == before
