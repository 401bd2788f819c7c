"""What came before what: each place where clocks are joined, and each race.

A thread *knows* another where all that the other has done came before what it does
next.  `Record.access` at site 0 is asked about at once, as an operation of a primitive.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from scheduler.bytecode.effects import INNER
from scheduler.engine.records import Observer, Settings
from scheduler.engine.run import Run
from scheduler.model.identity import identity
from scheduler.model.strategy import EVERYTHING, Event
from scheduler.world import primitives, world
from tests.scheduler.below.toy import Desk, Play, Still, unseen

HERE = ("here",)
THERE = ("there",)


def races(desk: Desk, tid: int) -> list[int]:
    """The threads with which the present event of a thread has races."""
    return sorted(event.tid for event in desk.run.tasks[tid - 1].event.races)


def access(desk: Desk, tid: int, write: bool, location: Any = HERE) -> None:
    desk.access(tid, write, location)


# ------------------------------------------------------------- locations


@pytest.mark.parametrize(
    ("old", "new", "race"),
    [("write", "write", True), ("write", "read", True), ("read", "write", True), ("read", "read", False)],
)  # fmt: skip
def test_two_accesses_of_one_location(old: str, new: str, race: bool) -> None:
    with Desk() as desk:
        access(desk, 1, old == "write")
        assert not desk.knows(2, 1)
        access(desk, 2, new == "write")
        assert races(desk, 2) == [1] * race
        assert desk.knows(2, 1) is race


def test_two_locations_have_no_race() -> None:
    with Desk() as desk:
        access(desk, 1, True)
        access(desk, 2, True, THERE)
        assert races(desk, 2) == []
        assert not desk.knows(2, 1)


def test_a_write_races_with_each_read_before_it() -> None:
    with Desk(threads=4) as desk:
        for tid in (1, 2, 3):
            access(desk, tid, False)
        access(desk, 4, True)
        assert races(desk, 4) == [1, 2, 3]
        assert all(desk.knows(4, tid) for tid in (1, 2, 3))


def test_a_write_takes_the_place_of_what_came_before_it() -> None:
    with Desk(threads=3) as desk:
        access(desk, 1, False)
        access(desk, 2, True)
        access(desk, 3, True)
        assert races(desk, 3) == [2]
        # Through the second thread.
        assert desk.knows(3, 1)


def test_a_read_races_with_the_last_write_though_others_have_read_it() -> None:
    with Desk(threads=3) as desk:
        access(desk, 1, True)
        access(desk, 2, False)
        access(desk, 3, False)
        assert races(desk, 3) == [1]


def test_there_is_no_race_with_what_is_known() -> None:
    with Desk() as desk:
        access(desk, 1, True)
        desk.run.join(desk.run.tasks[1], desk.run.tasks[0].clock)
        access(desk, 2, True)
        assert races(desk, 2) == []


def test_there_is_no_race_with_oneself() -> None:
    with Desk() as desk:
        access(desk, 2, False)
        access(desk, 2, True)
        desk.next(2)
        access(desk, 2, True)
        assert races(desk, 2) == []


def test_to_write_outweighs_to_read() -> None:
    with Desk() as desk:
        access(desk, 1, True)
        access(desk, 1, False)
        access(desk, 2, False, THERE)
        access(desk, 2, True, THERE)
        assert desk.footprint(1) == "writes here"
        assert desk.footprint(2) == "writes there"


def test_a_join_takes_the_later_of_each() -> None:
    with Desk(threads=3) as desk:
        task = desk.run.tasks[0]
        task.clock[:] = [0, 3, 5, 2]
        desk.run.join(task, [0, 1, 7, 2])
        assert task.clock == [0, 3, 7, 2]
        desk.run.join(task, [0, 9])
        assert task.clock == [0, 9, 7, 2]


def test_a_race_elsewhere_is_learned_and_is_none_yet() -> None:
    """Nobody was asked at those sites: the runs so far do not count."""
    settings = Settings("opcode")
    with Desk(settings=settings) as desk:
        one, two = desk.run.tasks
        one.site, two.site = 7, 8
        access(desk, 1, True)
        access(desk, 2, True)
        assert settings.racy == {0, 7, 8}
        assert desk.run.restart
        assert races(desk, 2) == []
        assert desk.knows(2, 1)


def test_a_race_at_sites_that_are_asked_at_is_one() -> None:
    settings = Settings("opcode")
    settings.racy |= {7, 8}
    settings.meets |= {7, 8}
    with Desk(settings=settings) as desk:
        one, two = desk.run.tasks
        one.site, two.site = 7, 8
        access(desk, 1, True)
        access(desk, 2, True)
        assert not desk.run.restart
        assert races(desk, 2) == [1]


@pytest.mark.parametrize("inner", [0, 1, 2])
def test_where_in_the_library_two_meet_is_learned_too(inner: int) -> None:
    """At the program's own instructions somebody is asked already."""
    settings = Settings("opcode")
    settings.racy |= {7, 8}
    with Desk(settings=settings) as desk:
        one, two = desk.run.tasks
        one.site, two.site = 7, 8
        if inner:
            (one, two)[inner - 1].inner = 9 * INNER
        access(desk, 1, True)
        access(desk, 2, True)
        assert desk.run.restart
        expected = [7, 8]
        if inner:
            expected[inner - 1] = 9 * INNER
        assert settings.meets == set(expected)


@pytest.mark.parametrize(
    ("granularity", "within", "undivided"),
    [("opcode", [1, 2], True), ("opcode", [1, 1], False), ("opcode", [0, 1], True), ("line", [1, 2], False)],
)  # fmt: skip
def test_a_step_in_which_two_instructions_meet_others_is_none(
    granularity: str, within: list[int], undivided: bool
) -> None:
    settings = Settings(granularity)
    settings.meets |= {7, 9 * INNER}
    with Desk(settings=settings) as desk:
        task = desk.run.tasks[1]
        task.site = 7
        for at in within:
            task.within = at
            task.inner = 9 * INNER if at else 0
            access(desk, 2, False)
        assert bool(settings.unsettled) is undivided
        # In another step it is another matter.
        settings.unsettled = ""
        desk.next(2)
        access(desk, 2, False)
        assert not settings.unsettled


@pytest.mark.parametrize(
    ("before", "tried", "undivided"),
    [("acquire", False, False), ("acquire", True, True), ("release", False, True), ("try", False, True)],
)  # fmt: skip
def test_after_what_others_may_follow_nothing_meets_in_the_same_step(
    before: str, tried: bool, undivided: bool
) -> None:
    settings = Settings("opcode")
    settings.meets.add(9 * INNER)
    with Desk(settings=settings) as desk:
        with desk.thread(2) as task:
            lock = primitives.Lock()
            if before == "release":
                lock.acquire()
            if tried:
                settings.tried.add(lock.made)
            desk.next(2)
            if before == "release":
                lock.release()
            else:
                lock.acquire(before == "acquire")
            task.within, task.inner = 1, 9 * INNER
        access(desk, 2, False)
        assert bool(settings.unsettled) is undivided


def test_what_follows_a_release_is_not_known_to_the_next_holder() -> None:
    settings = Settings("opcode")
    with Desk(settings=settings) as desk:
        with desk.thread(2) as task:
            lock = primitives.Lock()
            lock.acquire()
            lock.release()
            task.within, task.inner = 1, 9 * INNER
        access(desk, 2, False)
        with desk.thread(1):
            lock.acquire()
        access(desk, 1, True)
        assert 9 * INNER in settings.meets


def test_the_site_of_the_last_write_is_remembered() -> None:
    settings = Settings("opcode")
    with Desk(settings=settings) as desk:
        one, two = desk.run.tasks
        one.site = 5
        access(desk, 1, True)
        one.site = 7
        access(desk, 1, True)
        two.site = 8
        access(desk, 2, False)
        assert settings.racy == {0, 7, 8}


def test_the_site_of_a_read_is_remembered() -> None:
    settings = Settings("opcode")
    with Desk(settings=settings) as desk:
        one, two = desk.run.tasks
        one.site, two.site = 7, 8
        access(desk, 1, False)
        access(desk, 2, True)
        assert settings.racy == {0, 7, 8}


def test_one_thread_alone_records_nothing() -> None:
    with Desk("x = []", alone=True) as desk:
        access(desk, 1, True)
        desk.does(1, "x.append(1)")
        assert desk.footprint(1) == "nothing"


def test_a_read_of_the_first_write_that_nobody_else_knows() -> None:
    """A location begins with no write, no read and the lowest number."""
    with Desk() as desk:
        access(desk, 1, False)
        assert desk.run.locations[HERE][0] is None
        before = desk.run.serial
        access(desk, 1, True)
        assert desk.run.serial == before + 1
        assert desk.run.locations[HERE][3] == desk.run.serial
        assert not desk.run.locations[HERE][2]


def test_whoever_writes_does_not_only_repeat_itself() -> None:
    with Desk() as desk:
        task = desk.run.tasks[0]
        before = task.writes
        access(desk, 1, False)
        assert task.writes == before
        assert list(task.reads) == [HERE]
        access(desk, 1, True)
        assert task.writes > before


# ------------------------------------------------------------- everything


def test_what_touches_everything_races_with_the_last_of_each_thread() -> None:
    with Desk(threads=3) as desk:
        for tid in (1, 2):
            desk.next(tid)
        desk.everything(3)
        assert races(desk, 3) == [1, 2]
        for tid in (1, 2):
            done = desk.run.tasks[tid - 1].events_done
            assert done is not None
            assert desk.run.tasks[2].clock[tid] >= done.idx
        assert desk.footprint(3) == "writes everything"
        assert desk.settings.everything


def test_what_touches_everything_has_no_race_with_what_is_known() -> None:
    with Desk() as desk:
        desk.next(1)
        desk.run.join(desk.run.tasks[1], desk.run.tasks[0].clock)
        desk.everything(2)
        assert races(desk, 2) == []


def test_whatever_comes_after_it_races_with_what_touched_everything() -> None:
    with Desk() as desk:
        desk.everything(1)
        access(desk, 2, False)
        assert races(desk, 2) == [1]
        assert desk.knows(2, 1)
        # Once: then it is known.
        access(desk, 2, False, THERE)
        assert races(desk, 2) == [1]


def test_an_operation_races_with_what_touched_everything() -> None:
    with Desk() as desk:
        desk.everything(1)
        with desk.thread(2):
            primitives.Lock().locked()
        assert races(desk, 2) == [1]
        assert desk.knows(2, 1)


def test_what_touches_everything_is_learned() -> None:
    settings = Settings("opcode")
    with Desk(settings=settings) as desk:
        desk.everything(1)
        assert desk.run.restart
    with Desk(settings=settings) as desk:
        # From now on everybody is asked everywhere.
        assert desk.run.full
        before = desk.run.serial, desk.run.tasks[0].writes
        desk.everything(1)
        assert not desk.run.restart
        assert desk.run.serial > before[0]
        assert desk.run.tasks[0].writes > before[1]


def test_alone_it_touches_nothing() -> None:
    with Desk(alone=True) as desk:
        desk.everything(1)
        assert not desk.settings.everything
        assert desk.run.tasks[0].writes == 1


# ------------------------------------------------------- threads and events


def test_a_new_thread_knows_its_maker_up_to_then() -> None:
    run = Run(Settings("opcode"), Still(), None)  # type: ignore[arg-type]
    first = run.new_task(None)
    run.begin(first)
    first.time = 3.0
    run.events.append(Event(1, 0, 0))
    child = run.new_task(first)
    assert (child.tid, child.clock, child.time) == (2, [3.0, first.idx, 0], 3.0)
    # And everybody has a place for it.
    assert first.clock == [3.0, first.idx, 0]
    run.complete(first)
    run.begin(first)
    assert child.clock[1] < first.idx


def test_an_event_has_a_number_of_its_own() -> None:
    with Desk() as desk:
        task = desk.run.tasks[0]
        old = task.event
        desk.next(1)
        assert task.event is task.head
        assert task.event.idx == task.idx == task.clock[1] > old.idx
        assert desk.run.events[-1] is old
        assert task.event.index == len(desk.run.events)
        assert desk.run.running is task
        # What was done before has the clock of then.
        assert old.clock == [0, old.idx, 0]


def test_what_follows_the_head_of_an_event_is_not_known_with_it() -> None:
    with Desk() as desk:
        one, two = desk.run.tasks
        access(desk, 1, True)
        head = one.head
        desk.run.rest(one)
        assert one.event is not head
        assert one.event.footprint is head.footprint
        assert one.event.index == head.index
        assert head.clock[1] == head.idx
        assert one.clock[1] == one.event.idx == head.idx + 1
        desk.run.join(two, head.clock)
        assert two.clock[1] == head.idx
        access(desk, 1, True, THERE)
        access(desk, 2, True)
        assert races(desk, 2) == []
        access(desk, 2, True, THERE)
        assert races(desk, 2) == [1]


def test_the_rest_of_an_event_is_completed_with_it() -> None:
    with Desk() as desk:
        task = desk.run.tasks[0]
        head = task.head
        desk.run.rest(task)
        rest = task.event
        desk.run.complete(task)
        assert desk.run.events[-1] is head
        assert rest.clock == task.clock
        assert head.clock[1] == head.idx
        assert task.events_done is head


def test_a_stop_at_which_nobody_is_asked_goes_on_in_the_rest() -> None:
    with Desk() as desk:
        task = desk.run.tasks[0]
        before = len(desk.run.trace)
        desk.run.go_on(task)
        assert desk.run.trace[before:] == [1]
        assert task.event is not task.head
        rest = task.event
        desk.run.go_on(task)
        assert task.event is rest


def test_who_goes_on_since_nobody_else_can_knows_all() -> None:
    with Desk(threads=3) as desk:
        two = desk.run.tasks[1]
        desk.run.barrier(two)
        assert desk.knows(2, 1)
        assert desk.knows(2, 3)
        desk.next(2)
        # And its event commutes with none.
        assert desk.footprint(2) == "writes everything"
        desk.next(2)
        assert desk.run.tasks[1].head.footprint == {}


def test_who_leaves_the_program_knows_all_and_races_with_what_it_did_not() -> None:
    with Desk(threads=3) as desk:
        desk.next(2)
        desk.next(3)
        first = desk.run.tasks[0]
        desk.run.join(first, desk.run.tasks[2].clock)
        left = first.event
        desk.run.leave(first)
        assert [event.tid for event in left.races] == [2]
        assert left.footprint[EVERYTHING] == 2
        assert left.clock[2] >= desk.run.tasks[1].event.idx
        assert desk.run.events[-1] is left


def test_the_strategy_is_told_where_the_program_is_left() -> None:
    told = []

    class Told(Still):
        def left(self, event: Event, able: Sequence[int]) -> None:
            told.append((event, able))

    with Desk(threads=3) as desk:
        desk.run.strategy = unseen(Told())
        desk.run.tasks[2].done = True
        desk.run.leave(desk.run.tasks[0])
        assert told == [(desk.run.events[-1], [2])]


# ------------------------------------------------------------- primitives


def held(desk: Desk, kind: Any, tid: int) -> Any:
    """A lock that a thread has acquired."""
    with desk.thread(tid):
        lock = kind()
        lock.acquire()
    return lock


def last(desk: Desk, tid: int) -> list[int]:
    """The threads with which the last operation of a thread has races."""
    return races(desk, tid)


LOCKS = pytest.mark.parametrize("kind", [primitives.Lock, primitives.RLock])


@LOCKS
def test_who_acquires_knows_who_released(kind: Any) -> None:
    with Desk() as desk:
        lock = held(desk, kind, 1)
        with desk.thread(1):
            lock.release()
        with desk.thread(2):
            lock.acquire()
            # With the acquire of the other a race, since either might be the first;
            # with the release none.
            assert last(desk, 2) == [1]
            assert desk.run.tasks[0].events_done not in desk.run.tasks[1].event.races
        assert desk.knows(2, 1)


@LOCKS
def test_what_stands_after_the_release_is_not_known(kind: Any) -> None:
    with Desk() as desk:
        lock = held(desk, kind, 1)
        with desk.thread(1):
            lock.release()
        desk.next(1)
        with desk.thread(2):
            lock.acquire()
        assert not desk.knows(2, 1)


@LOCKS
@pytest.mark.parametrize("what", ["try", "look"])
def test_who_tries_or_looks_races_with_the_holder(kind: Any, what: str) -> None:
    with Desk() as desk:
        lock = held(desk, kind, 1)
        with desk.thread(2):
            if what == "try":
                assert lock.acquire(False) is False
            else:
                assert lock._look() is True
        assert last(desk, 2) == [1]
        assert desk.knows(2, 1)


@LOCKS
def test_who_releases_races_with_who_tried(kind: Any) -> None:
    settings = Settings("opcode")
    with Desk(settings=settings) as desk:
        lock = held(desk, kind, 1)
        with desk.thread(2):
            lock.acquire(False)
        # From now on what is done with such a lock is no longer taken to commute with
        # all that others do.
        assert settings.tried == {lock.made}
        assert desk.run.restart
        with desk.thread(1):
            lock.release()
        assert last(desk, 1) == [2]


@pytest.mark.parametrize(("maker", "known"), [("Condition.wait", True), ("f", False)])
@pytest.mark.parametrize("seconds", [0, 1])
def test_a_wait_with_a_timeout_tries_its_lock(
    seconds: int, maker: str, known: bool
) -> None:
    settings = Settings("opcode")
    with Desk(settings=settings) as desk:
        with desk.thread(1):
            lock = primitives.Lock()
            lock.made = ("threading.py", maker, 0)
            lock.acquire()
            lock.acquire(seconds > 0, seconds or -1)
        assert (settings.tried == {lock.made}) is known
        assert desk.run.restart is known


@LOCKS
def test_two_who_acquire_teach_nothing_of_a_lock(kind: Any) -> None:
    settings = Settings("opcode")
    with Desk(settings=settings) as desk:
        lock = held(desk, kind, 1)
        with desk.thread(2) as task:
            desk.run.operate(task, lock, "A")
        assert last(desk, 2) == [1]
        assert settings.tried == set()
        assert not desk.run.restart


@LOCKS
def test_who_acquires_races_with_who_looked_at_the_free_one(kind: Any) -> None:
    with Desk() as desk:
        with desk.thread(1):
            lock = kind()
            assert lock._look() is False
        with desk.thread(2):
            assert lock.acquire(False) is True
        assert last(desk, 2) == [1]


@LOCKS
def test_operations_are_in_the_footprint(kind: Any) -> None:
    with Desk() as desk, desk.thread(1):
        lock = kind()
        lock._look()
        event = desk.run.tasks[0].event
        assert event.footprint[lock.number, "op"] == 1
        lock.acquire()
        event = desk.run.tasks[0].event
        assert event.footprint[lock.number, "op"] == 2
        assert desk.run.locations[lock.number, "op"][0] is event
        lock.release()
        assert desk.run.tasks[0].event.footprint[lock.number, "op"] == 2


@LOCKS
def test_who_waits_for_a_look_to_change_is_told_of_an_operation(kind: Any) -> None:
    """What a loop has looked at has a number that operations raise."""
    with Desk() as desk:
        lock = held(desk, kind, 1)
        with desk.thread(2) as task:
            lock._look()
            assert (lock.number, "op") in task.reads
        seen = desk.run.locations[lock.number, "op"][3]
        with desk.thread(1) as task:
            writes = task.writes
            lock.release()
            assert task.writes > writes
        assert desk.run.locations[lock.number, "op"][3] == lock.serial > seen


def test_an_operation_before_anybody_looked_has_a_number_too() -> None:
    with Desk() as desk:
        with desk.thread(1):
            lock = primitives.Lock()
            lock._look()
            assert desk.run.locations[lock.number, "op"][3] == lock.serial == 0
        with desk.thread(2):
            other = primitives.Lock()
            other.acquire()
            assert desk.run.locations[other.number, "op"][3] == other.serial > 0


def test_a_release_that_fails_races_with_who_acquires() -> None:
    with Desk() as desk:
        with desk.thread(1):
            lock = primitives.Lock()
            with pytest.raises(RuntimeError, match="release unlocked lock"):
                lock.release()
        with desk.thread(2):
            lock.acquire()
        assert last(desk, 2) == [1]


def test_who_waits_on_a_condition_lets_go_and_acquires_again() -> None:
    with Desk() as desk:
        with desk.thread(1):
            lock = primitives.RLock()
            lock.acquire()
            lock.acquire()
            saved = lock._release_save()
            assert not lock.held
        with desk.thread(2):
            lock.acquire()
            assert desk.knows(2, 1)
            lock.release()
        with desk.thread(1):
            lock._acquire_restore(saved)
            assert lock._recursion_count() == 2
        assert desk.knows(1, 2)


def test_a_lock_taken_again_by_its_holder_is_no_operation() -> None:
    with Desk() as desk:
        lock = held(desk, primitives.RLock, 1)
        with desk.thread(1):
            event = desk.run.tasks[0].event
            lock.acquire()
            lock.release()
            assert desk.run.tasks[0].event is event
            assert lock.held
            lock.release()
            assert desk.run.tasks[0].event is not event


@pytest.mark.parametrize(
    ("get", "races"), [("get", []), ("get_nowait", [1])], ids=["get", "try"]
)
def test_who_gets_knows_who_put_that_and_no_other(get: str, races: list[int]) -> None:
    with Desk(threads=3) as desk:
        with desk.thread(1):
            queue = primitives.SimpleQueue()
            queue.put("a")
        with desk.thread(2):
            queue.put("b")
            assert last(desk, 2) == [1]
        with desk.thread(3):
            desk.run.tasks[2].clock[:] = [0, 0, 0, desk.run.tasks[2].idx]
            # The puts are completed, as before any choice.
            for tid in (1, 2):
                desk.next(tid)
            assert getattr(queue, get)() == "a"
            # To try could have come before it.
            assert last(desk, 3) == races
            first, second, _ = (event for event, _ in queue.history)
            assert desk.run.tasks[2].clock[1] >= first.idx
            assert desk.run.tasks[2].clock[2] < second.idx


def test_what_a_thread_put_itself_it_gets_without_a_race() -> None:
    with Desk() as desk, desk.thread(1):
        queue = primitives.SimpleQueue()
        queue.put("a")
        assert queue.get_nowait() == "a"
        assert last(desk, 1) == []


def test_who_finds_a_queue_empty_races_with_who_puts() -> None:
    with Desk() as desk:
        with desk.thread(1):
            queue = primitives.SimpleQueue()
            with pytest.raises(primitives.Empty):
                queue.get_nowait()
        with desk.thread(2):
            queue.put(1)
        assert last(desk, 2) == [1]
        with desk.thread(1):
            assert queue.qsize() == 1
        assert last(desk, 1) == [2]


def test_who_looks_into_a_queue_races_with_who_gets() -> None:
    with Desk() as desk:
        with desk.thread(1):
            queue = primitives.SimpleQueue()
            queue.put(1)
        desk.run.join(desk.run.tasks[1], desk.run.tasks[0].clock)
        with desk.thread(1):
            desk.next(1)
            assert queue.empty() is False
        with desk.thread(2):
            assert queue.get() == 1
        assert last(desk, 2) == [1]


def test_an_older_operation_is_met_behind_those_that_only_look() -> None:
    with Desk(threads=3) as desk:
        with desk.thread(1):
            lock = primitives.Lock()
            lock.acquire()
        with desk.thread(2):
            lock._look()
        with desk.thread(3):
            lock.acquire(False)
            assert last(desk, 3) == [1]


# ------------------------------------------------------- ends and time


def test_who_joins_knows_all_of_the_thread_and_has_its_time() -> None:
    with Desk() as desk:
        two = desk.run.tasks[1]
        with desk.thread(1):
            handle = primitives.ThreadHandle()
            handle.started, handle.task = True, two
            desk.next(2)
            two.time = 5.0
            handle.done, handle.ended = True, two
            handle.join()
            assert desk.knows(1, 2)
            assert desk.run.tasks[0].time == 5.0


@pytest.mark.parametrize("look", ["is_done", "join"])
def test_who_asks_whether_a_thread_has_ended_races_with_its_end(look: str) -> None:
    with Desk() as desk:
        two = desk.run.tasks[1]
        with desk.thread(1):
            handle = primitives.ThreadHandle()
            handle.started, handle.task, two.handle = True, two, handle
        with desk.thread(1):
            if look == "is_done":
                assert handle.is_done() is False
            else:
                handle.join(1.0)
        desk.settings.racy.add(-1)
        with desk.thread(2):
            world._end(desk.run, two)
        assert last(desk, 2) == [1]


def test_an_end_races_with_who_counts_threads() -> None:
    settings = Settings("opcode", learns=False)
    settings.enumerates = True
    settings.racy.add(-1)
    with Desk(settings=settings) as desk:
        two = desk.run.tasks[1]
        with desk.thread(1) as task:
            two.handle = primitives.ThreadHandle()
            desk.run.counts_threads(task)
        with desk.thread(2):
            world._end(desk.run, two)
        assert last(desk, 2) == [1]
        assert "writes" in desk.footprint(2)
        assert "threads" in desk.footprint(2)


@LOCKS
def test_a_lock_carries_time_along(kind: Any) -> None:
    with Desk() as desk:
        one, two = desk.run.tasks
        with desk.thread(1):
            lock = kind()
            one.time = 7.0
            lock.acquire()
            lock.release()
        with desk.thread(2):
            lock.acquire()
            assert two.time == 7.0


@pytest.mark.parametrize("write", [False, True])
def test_whatever_came_before_carries_time_along(write: bool) -> None:
    with Desk() as desk:
        one, two = desk.run.tasks
        with desk.thread(1):
            one.time = 7.0
            desk.run.access(one, ("x", "n"), not write)
        with desk.thread(2):
            desk.run.access(two, ("x", "m"), True)
            assert two.time == 0.0
            desk.run.access(two, ("x", "n"), write)
            assert two.time == 7.0


def test_looks_at_one_lock_carry_no_time_along() -> None:
    with Desk() as desk:
        one, two = desk.run.tasks
        with desk.thread(1):
            lock = primitives.Lock()
        with desk.thread(1):
            one.time = 7.0
            lock._look()
        with desk.thread(2):
            lock._look()
            assert two.time == 0.0


def test_output_has_an_order() -> None:
    with Desk() as desk:
        desk.run.write_output(desk.run.tasks[0], "a")
        desk.run.write_output(desk.run.tasks[1], "b")
        assert last(desk, 2) == [1]
        assert desk.run.output == "ab"


def test_a_loop_that_waits_knows_who_changed_what_it_looks_at() -> None:
    setup = "n = 0\ndef f(x, y, z):\n    while not n: pass"
    with Desk(setup) as desk:
        access_of = (desk.run.names[identity(desk.space)][2], "n")
        seen: list[Any] = []

        class Sets(Observer):
            def asked(self, run: Run, task: Any) -> None:
                pending = task.pending
                if pending is not None and pending.kind == "spin":
                    task.quiet += 1
                    seen.append(pending)
                    before = pending.ready()
                    run.access(run.tasks[0], access_of, True)
                    desk.next(1)
                    desk.space["n"] = 1
                    seen.append((before, pending.ready()))
                    task.quiet -= 1

        desk.run.observer = unseen(Sets())
        desk.run.full = True
        desk.does(2, desk.space["f"])
        assert seen[0].prim == [access_of]
        assert seen[1:] == [(False, True)]
        # Who was waited for came first: there is nothing to reverse.
        assert not any(event.races for event in desk.events(2))
        assert desk.knows(2, 1)


def test_a_loop_over_a_list_does_not_wait() -> None:
    """It moves its iterator on, also where it does nothing else."""
    with Desk("def f(x, y, z):\n    for i in [1, 1, 1, 1]: pass") as desk:
        waits: list[str] = []

        class Sees(Observer):
            def asked(self, run: Run, task: Any) -> None:
                if task.pending is not None:
                    waits.append(task.pending.kind)

        desk.run.observer = unseen(Sees())
        desk.run.full = True
        desk.does(2, desk.space["f"])
        assert "spin" not in waits


def test_a_thread_s_start_is_known_to_it_and_its_end_to_who_joins() -> None:
    def body(play: Play) -> None:
        handle = play.start(lambda: play.log.append(list(play.run.tasks[1].clock)))
        before = play.run.tasks[0].event.idx
        handle.join()
        child = play.run.tasks[1]
        play.log.append(play.log[0][1] <= before)
        play.log.append(play.run.tasks[0].clock[2] >= child.event.idx)

    assert Play(body).log[1:] == [True, True]


def test_two_starts_have_an_order() -> None:
    def body(play: Play) -> None:
        first = play.start(lambda: play.start(lambda: None).join())
        second = play.start(lambda: None)
        first.join()
        second.join()

    run = Play(body).run
    starts = [event for event in run.events if ("starts",) in event.footprint]
    assert {event.tid for event in starts} == {1, 2}
    assert any(event.races for event in starts)
    assert run.settings.starters
