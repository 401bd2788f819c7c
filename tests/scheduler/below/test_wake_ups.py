"""Who can go on when: hand-over, waits, wake-ups, timeouts and ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import pytest

from scheduler.engine.records import Pending, Settings
from scheduler.model.outcome import Kill, Unexplorable
from scheduler.model.strategy import Place
from scheduler.world import primitives
from tests.scheduler.below.toy import FILE, Desk, Play, Scripted, Still, unseen

#: The second thread wherever it can.
SECOND = [2] * 40
LOCKS = pytest.mark.parametrize("kind", [primitives.Lock, primitives.RLock])


def pending(prim: Any, kind: str = "acquire", seconds: float | None = None) -> Pending:
    return Pending(kind, prim, prim._free, seconds)


# ------------------------------------------------------------------- locks


@LOCKS
def test_who_acquires_waits_until_it_is_released(kind: Any) -> None:
    def body(play: Play) -> None:
        lock = kind()

        def work() -> None:
            with lock:
                play.log.append("in")

        lock.acquire()
        handle = play.start(work)
        play.run.stop(play.run.tasks[0], "look")
        play.log.append("out")
        lock.release()
        handle.join()

    play = Play(body, SECOND)
    assert play.log == ["out", "in"]
    assert play.run.kind == "finished"


@LOCKS
def test_each_waiter_can_be_the_one_that_goes_on(kind: Any) -> None:
    def body(play: Play) -> None:
        lock = kind()

        def work(name: str) -> Callable[[], None]:
            def waits() -> None:
                with lock:
                    play.log.append(name)

            return waits

        lock.acquire()
        handles = [play.start(work("two")), play.start(work("three"))]
        lock.release()
        for handle in handles:
            handle.join()

    # Both come to the lock first.
    assert Play(body, [1, 1, 1, 2, 3, 1, 2]).log == ["two", "three"]
    assert Play(body, [1, 1, 1, 2, 3, 1, 3]).log == ["three", "two"]


@LOCKS
def test_the_states_of_a_lock(kind: Any) -> None:
    with Desk() as desk:
        one, two = desk.run.tasks
        with desk.thread(1):
            lock = kind()
            assert not lock.held
            two.pending = pending(lock)
            assert desk.run.enabled(two)
            assert lock.acquire() is True
            assert lock.held
            assert lock.holder is one
            assert not desk.run.enabled(two)
            assert lock._look() is True
            lock.release()
            assert lock.holder is None
            assert desk.run.enabled(two)
            assert lock._look() is False
            assert lock.acquire(False) is True
            assert lock.held
            assert lock.holder is one
            with pytest.raises(Kill):
                lock._at_fork_reinit()
            assert desk.run.failure is not None
            assert lock.held
            desk.run.dead, desk.run.failure = False, None
            one.quiet = 1
            lock._at_fork_reinit()
            one.quiet = 0
            assert not lock.held
            assert lock.holder is None
            assert lock.acquire(timeout=1) is True
            assert lock.holder is one


@LOCKS
def test_what_is_quiet_is_done_at_once(kind: Any) -> None:
    """The engine's own use of a lock is no step."""
    with Desk() as desk, desk.thread(1) as task:
        lock = kind()
        task.quiet = 1
        steps = len(desk.run.trace)
        assert lock.acquire() is True
        assert lock.held
        assert lock.holder is task
        assert lock._look() is True
        lock.release()
        assert not lock.held
        assert lock.holder is None
        assert len(desk.run.trace) == steps
        assert lock.history == []


@LOCKS
def test_a_quiet_try_for_a_held_lock_fails(kind: Any) -> None:
    with Desk() as desk:
        with desk.thread(1):
            lock = kind()
            lock.acquire()
        with desk.thread(2) as task:
            task.quiet = 1
            assert lock.acquire(False) is False
            assert lock.holder is desk.run.tasks[0]


def test_who_waits_quietly_for_a_held_lock_disturbs() -> None:
    told: list[Any] = []
    with Desk() as desk:
        desk.run.disturbed = told.append
        with desk.thread(1):
            lock = primitives.Lock()
            queue = primitives.SimpleQueue()
            lock.acquire()
        with desk.thread(2) as task:
            task.quiet = 1
            lock.acquire()
            assert told == [task]
            lock.acquire(False)
            assert told == [task]
            with pytest.raises(primitives.Empty):
                queue.get()
            assert told == [task, task]


@LOCKS
def test_each_operation_is_a_stop(kind: Any) -> None:
    with Desk() as desk, desk.thread(1):
        lock = kind()
        trace = desk.run.trace
        for count, operation in enumerate(
            [lock.acquire, lock.release, lock._look, lambda: lock.acquire(False),
             lock.release, lambda: lock.acquire(timeout=1), lock.release], 1,
        ):  # fmt: skip
            operation()
            assert trace == [1] * count


def test_a_lock_taken_twice_is_a_deadlock() -> None:
    def body(play: Play) -> None:
        lock = primitives.Lock()
        lock.acquire()
        lock.acquire()

    play = Play(body)
    assert play.run.kind == "deadlock"
    assert play.run.status is None
    assert play.strategy.ends == 1
    assert [waiter.thread for waiter in play.run.waits] == [1]


def test_an_rlock_is_free_after_as_many_releases() -> None:
    with Desk() as desk:
        two = desk.run.tasks[1]
        with desk.thread(1):
            lock = primitives.RLock()
            lock.acquire()
            lock.acquire()
            two.pending = pending(lock)
            assert lock._recursion_count() == 2
            lock.release()
            assert not desk.run.enabled(two)
            assert lock._is_owned()
            lock.release()
            assert desk.run.enabled(two)
            assert not lock._is_owned()
            assert lock._recursion_count() == 0
            with pytest.raises(RuntimeError, match="un-acquired"):
                lock.release()
            with pytest.raises(RuntimeError, match="un-acquired"):
                lock._release_save()


def test_an_rlock_waits_for_another_s() -> None:
    with Desk() as desk:
        with desk.thread(1):
            lock = primitives.RLock()
            lock.acquire()
        with desk.thread(2):
            assert lock.acquire(False) is False
            with pytest.raises(RuntimeError, match="un-acquired"):
                lock.release()
            assert lock._recursion_count() == 0
            assert not lock._is_owned()


def test_what_a_condition_does_with_its_lock_is_two_stops() -> None:
    with Desk() as desk:
        two = desk.run.tasks[1]
        with desk.thread(1) as one:
            lock = primitives.RLock()
            lock.acquire()
            two.pending = pending(lock)
            steps = len(desk.run.trace)
            saved = lock._release_save()
            assert saved == (1, one)
            assert not lock.held
            assert lock.holder is None
            assert len(desk.run.trace) == steps + 1
            assert desk.run.enabled(two)
            lock._acquire_restore(saved)
            assert len(desk.run.trace) == steps + 2
            assert (lock.count, lock.holder) == saved
            assert not desk.run.enabled(two)


def test_any_thread_may_release_a_lock() -> None:
    with Desk() as desk:
        with desk.thread(1):
            lock = primitives.Lock()
            lock.acquire()
        with desk.thread(2):
            lock.release()
        assert not lock.held


@LOCKS
def test_a_lock_that_outlives_a_run_begins_anew(kind: Any) -> None:
    with Desk() as desk, desk.thread(1) as task:
        made: list[Any] = []
        desk.run.primitives = made
        lock = kind()
        assert made == [lock]
        lock.acquire()
        assert (len(lock.history), lock.serial > 0) == (1, True)
        task.quiet = 1
        lock.renew()
        assert (lock.held, lock.history, lock.serial) == (False, [], 0)


# ---------------------------------------------------------------- timeouts


@LOCKS
def test_a_timeout_fires_and_takes_its_time(kind: Any) -> None:
    with Desk() as desk:
        with desk.thread(1):
            lock = kind()
            lock.acquire()
        with desk.thread(2) as task:
            assert lock.acquire(timeout=2.5) is False
            assert task.time == 2.5
            assert sum(task.fired.values()) == 1
            # A try that fails takes next to none, or polling would never end.
            assert lock.acquire(False) is False
            assert task.time == 2.5 + primitives.INSTANT > 2.5
            assert sum(task.fired.values()) == 1


@LOCKS
def test_a_timeout_that_is_tired_waits(kind: Any) -> None:
    settings = Settings("opcode", learns=False)
    settings.fires = 1
    with Desk(settings=settings) as desk:
        two = desk.run.tasks[1]
        with desk.thread(1):
            lock = kind()
            lock.acquire()
        waits = pending(lock, seconds=1.0)
        waits.key = ("", 0)
        two.pending = waits
        assert desk.run.enabled(two)
        two.fired[waits.key] = 1
        assert not desk.run.tired
        assert not desk.run.enabled(two)
        assert desk.run.tired
        assert desk.run.choices() == [desk.run.tasks[0]]
        assert desk.run.last_resort() == [two]
        with desk.thread(1):
            lock.release()
        assert desk.run.enabled(two)


@LOCKS
def test_a_tired_timeout_fires_when_nobody_else_can_go_on(kind: Any) -> None:
    def body(play: Play) -> None:
        lock = kind()
        lock.acquire()

        def work() -> None:
            while len(play.log) < 3:
                play.log.append(lock.acquire(timeout=1))

        play.start(work).join()

    play = Play(body, fires=1)
    assert play.log == [False, False, False]
    assert play.run.tired
    assert play.run.kind == "finished"


@LOCKS
def test_an_acquire_whose_timeout_is_tired_is_one_that_blocks(kind: Any) -> None:
    settings = Settings("opcode", learns=False)
    settings.fires = 0
    with Desk(settings=settings) as desk, desk.thread(1):
        lock = kind()
        lock.acquire(timeout=1)
        assert [operation for _, operation in lock.history] == ["A"]
        lock.release()
        settings.fires = 3
        lock.acquire(timeout=1)
        lock.release()
        lock.acquire(False)
        lock.release()
        lock.acquire()
        lock._look()
        lock.acquire(False) if kind is primitives.Lock else None
        kinds = [operation for _, operation in lock.history]
        assert kinds[:8] == ["A", "R", "T+", "R", "T+", "R", "A", "L+"]
        assert kinds[8:] == (["T-"] if kind is primitives.Lock else [])


@pytest.mark.parametrize("daemon", [False, True])
def test_a_thread_that_sleeps_again_and_again_is_tired(daemon: bool) -> None:
    settings = Settings("opcode", learns=False)
    settings.fires, settings.sleeps = 1, 2
    with Desk(settings=settings) as desk:
        two = desk.run.tasks[1]
        sleep = Pending("sleep", None, None, 1.0, True)
        two.pending = sleep
        two.daemon = daemon
        two.fired["key"] = 1 if daemon else 2
        assert desk.run.enabled(two)
        sleep.key = "key"
        assert not desk.run.enabled(two)
        two.fired["key"] -= 1
        assert desk.run.enabled(two)
        two.fired["key"] += 1
        assert desk.run.last_resort() == [two]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [((True, -2), ValueError), ((False, 1), ValueError), ((True, float("nan")), ValueError),
     ((True, 1e12), OverflowError), ((True, "1"), TypeError)],
)  # fmt: skip
def test_a_timeout_that_is_none(arguments: tuple[Any, Any], error: type) -> None:
    with Desk() as desk, desk.thread(1):
        lock = primitives.Lock()
        with pytest.raises(error):
            lock.acquire(*arguments)


# ------------------------------------------------------------------ queues


def test_who_gets_waits_for_who_puts() -> None:
    def body(play: Play) -> None:
        queue = primitives.SimpleQueue()
        handle = play.start(lambda: play.log.append(queue.get()))
        play.run.stop(play.run.tasks[0], "look")
        play.log.append("put")
        queue.put("got")
        handle.join()

    assert Play(body, SECOND).log == ["put", "got"]


def test_what_is_put_first_is_got_first() -> None:
    with Desk() as desk, desk.thread(1) as task:
        queue = primitives.SimpleQueue()
        task.quiet = 1
        queue.put(0)
        task.quiet = 0
        queue.put(1)
        queue.put_nowait(2)
        assert queue.qsize() == 3
        assert [queue.get(), queue.get(timeout=1), queue.get_nowait()] == [0, 1, 2]
        assert queue.empty() is True
        with pytest.raises(primitives.Empty):
            queue.get(timeout=1.5)
        assert task.time == 1.5
        with pytest.raises(ValueError, match="non-negative"):
            queue.get(timeout=-1)
        kinds = [operation for _, operation in queue.history]
        assert kinds == ["P", "P", "S", "G", "G+", "G+", "S", "G-"]
        assert len(desk.run.trace) == len(kinds)


def test_a_get_whose_timeout_is_tired_is_one_that_waits() -> None:
    settings = Settings("opcode", learns=False)
    settings.fires = 0
    with Desk(settings=settings) as desk, desk.thread(1):
        queue = primitives.SimpleQueue()
        queue.put(1)
        queue.get(timeout=1)
        assert queue.history[-1][1] == "G"


# ----------------------------------------------------------------- threads


def test_a_new_thread_waits_to_be_chosen() -> None:
    def body(play: Play) -> None:
        handle = play.start(lambda: play.log.append("two"))
        child = play.run.tasks[1]
        assert child.pending is not None
        play.log.append(child.pending.kind)
        play.log.append("one")
        handle.join()

    play = Play(body)
    assert play.log == ["begin", "one", "two"]


def test_what_was_waited_for_is_over_when_it_is_done() -> None:
    def body(play: Play) -> None:
        def work() -> None:
            play.log.append(play.run.tasks[1].pending)
            play.run.stop(play.run.tasks[1], "look")
            play.log.append(play.run.tasks[1].pending)

        play.start(work).join()

    assert Play(body).log == [None, None]


def test_who_joins_waits_for_the_end() -> None:
    def body(play: Play) -> None:
        lock = primitives.Lock()

        def work() -> None:
            with lock:
                play.log.append("work")

        handle = play.start(work)
        play.log.append(handle.is_done())
        handle.join()
        play.log.append((handle.is_done(), handle.ended is play.run.tasks[1]))
        handle.join()

    assert Play(body).log == [False, "work", (True, True)]


def test_a_join_may_time_out() -> None:
    def body(play: Play) -> None:
        handle = play.start(lambda: None)
        handle.join(1.0)
        play.log.append((handle.done, play.run.tasks[0].time))
        handle.join(-1)
        play.log.append(handle.done)

    assert Play(body, [1] * 5).log == [(False, 1.0), True]
    assert Play(body, SECOND).log == [(True, 0.0), True]


def test_joins_that_are_refused() -> None:
    with Desk() as desk, desk.thread(1) as task:
        handle = primitives.ThreadHandle()
        assert not handle.done
        assert not handle.started
        with pytest.raises(RuntimeError, match="not started"):
            handle.join()
        with pytest.raises(RuntimeError, match="not started"):
            handle._set_done()
        handle.started, handle.task = True, task
        with pytest.raises(RuntimeError, match="current thread"):
            handle.join()
        handle._set_done()
        assert handle.done


def test_an_exception_ends_its_thread_alone() -> None:
    def body(play: Play) -> None:
        def work() -> None:
            raise KeyError("k")

        play.start(work).join()
        play.log.append("on")

    play = Play(body)
    assert play.log == ["on"]
    assert play.run.kind == "exception"
    assert [(e.thread, e.type, e.message) for e in play.run.errors] == [
        (2, "KeyError", "'k'")
    ]


def test_the_program_ends_with_its_main_thread() -> None:
    def body(play: Play) -> None:
        lock = primitives.Lock()
        lock.acquire()

        def work() -> None:
            lock.acquire()
            play.log.append("never")

        play.start(work, daemon=True)
        play.log.append("end")

    play = Play(body, SECOND)
    assert play.log == ["end"]
    assert play.run.kind == "finished"
    assert play.strategy.ends == 1
    assert play.run.tasks[1].done


def test_two_locks_in_opposite_order() -> None:
    def body(play: Play) -> None:
        a, b = primitives.Lock(), primitives.Lock()

        def work() -> None:
            with b, a:
                play.log.append("two")

        handle = play.start(work)
        with a, b:
            play.log.append("one")
        handle.join()

    # Start, acquire; begin, acquire; then both wait.
    play = Play(body, [1, 1, 2, 2, 1, 2])
    assert play.run.kind == "deadlock"
    assert play.log == []
    assert Play(body, [1] * 9).log == ["one", "two"]


def test_the_schedule_is_followed_and_written_down() -> None:
    def body(play: Play) -> None:
        handle = play.start(lambda: play.log.append("two"))
        for _ in range(3):
            play.run.stop(play.run.tasks[0], "look")
        handle.join()

    play = Play(body, [1, 1, 2, 2, 1])
    assert play.trace[:5] == [1, 1, 2, 2, 1]
    # Away from a thread that could go on.
    assert play.run.preemptions == 1
    assert Play(body, [1] * 9).run.preemptions == 0
    assert Play(body, [1, 2, 1, 2, 1]).run.preemptions == 3


def test_nobody_else_can_be_chosen_after_a_thread_s_end() -> None:
    def body(play: Play) -> None:
        play.start(lambda: None).join()
        play.run.stop(play.run.tasks[0], "look")

    play = Play(body, SECOND)
    assert play.strategy.among[-1] == [1]
    assert play.run.tasks[1].done


def test_threads_that_only_repeat_themselves_are_no_deadlock() -> None:
    def body(play: Play) -> None:
        run = play.run
        run.decide(run.tasks[0], Pending("spin", [], lambda: False))

    play = Play(body)
    assert play.run.kind == "step-limit"


def test_a_run_that_is_too_long_ends() -> None:
    def body(play: Play) -> None:
        play.run.most = 20
        for _ in range(100):
            play.run.stop(play.run.tasks[0], "look")

    play = Play(body)
    assert play.run.kind == "step-limit"
    assert play.run.status is None
    assert len(play.trace) == 20
    # Nothing is told of what waits: it did not come to its end.
    assert play.strategy.ends == 0


def test_a_run_may_be_longer_while_there_is_one_thread() -> None:
    with Desk(alone=True) as desk:
        alone = desk.run.most
        desk.run.trace += [1, 1, 1]
        desk.run.solo = True
        desk.run.divide()
        assert not desk.run.solo
        assert desk.run.most == 3 + desk.settings.steps < alone
        desk.run.most = 0
        desk.run.divide()
        assert desk.run.most == 0


def test_who_does_not_exist_yet_or_any_more_is_not_chosen() -> None:
    with Desk() as desk:
        one, two = desk.run.tasks
        assert desk.run.choices() == [one, two]
        two.started = False
        assert desk.run.choices() == [one]
        assert not desk.run.enabled(two)
        two.started, two.done = True, True
        assert desk.run.choices() == [one]
        assert not desk.run.enabled(two)
        two.pending = Pending("acquire", None, lambda: False, 1.0)
        assert desk.run.last_resort() == []


def test_a_primitive_outside_of_the_threads_is_refused() -> None:
    lock = primitives.Lock()
    with pytest.raises(Unexplorable, match="outside of its threads"):
        lock.acquire()


# ------------------------------------------------ who need not be asked


@pytest.mark.parametrize(
    ("kind", "learned", "expected"),
    [
        ("release", "", True), ("release", "tried", False),
        ("start", "", True), ("start", "starters", False), ("start", "enumerates", False),
        ("acquire", "", False), ("try", "", False), ("look", "", False), ("put", "", False),
        ("join", "", False), ("shutdown", "", False),
    ],
)  # fmt: skip
def test_what_commutes_with_all_that_others_can_do(
    kind: str, learned: str, expected: bool
) -> None:
    settings = Settings("opcode", learns=False)
    with Desk(settings=settings) as desk:
        task = desk.run.tasks[0]
        if learned == "tried":
            settings.tried.add(("somewhere", "f", 0))
        elif learned:
            setattr(settings, learned, True)
        waiting = Pending(kind, None, lambda: False)
        assert desk.run.moves_left(task, waiting) is expected


@pytest.mark.parametrize("kind", ["join", "shutdown"])
def test_to_join_who_has_ended_commutes(kind: str) -> None:
    with Desk() as desk:
        task = desk.run.tasks[0]
        assert desk.run.moves_left(task, Pending(kind, None, lambda: True))
        assert not desk.run.moves_left(task, Pending(kind, None, lambda: True, 1.0))
        assert not desk.run.moves_left(task, Pending(kind, None, None))


def test_the_strategy_is_told_who_has_to_go_on() -> None:
    told: list[tuple[Any, bool]] = []

    class Told(Still):
        def pick(self, among: Sequence[Any], place: Place) -> Any:
            pending = place.running.pending
            told.append((pending and pending.kind, place.forced))
            return place.running

    with Desk() as desk:
        desk.run.strategy = unseen(Told())
        with desk.thread(1):
            lock = primitives.Lock()
            lock.acquire()
            lock.release()
            lock.acquire()
    assert told == [("acquire", False), ("release", True), ("acquire", False)]


def test_whoever_is_asked_everywhere_has_not_to_go_on() -> None:
    told: list[bool] = []

    class Told(Still):
        def pick(self, among: Sequence[Any], place: Place) -> Any:
            told.append(place.forced)
            return place.running

    with Desk() as desk:
        desk.run.strategy = unseen(Told())
        desk.run.full = True
        with desk.thread(1):
            lock = primitives.Lock()
            lock.acquire()
            lock.release()
    assert told == [False, False]


# ------------------------------------------------------ where the GIL hands over


def test_a_step_hands_over_before_and_after_what_others_see() -> None:
    with Desk(granularity="reader") as desk:
        task = desk.run.tasks[0]
        task.hands_first = task.hands_last = task.seen = False
        task.may_hand_over()
        assert task.hands_first
        assert task.hands_last
        task.hands_first = False
        task.shows()
        assert task.seen
        assert not task.hands_last
        task.may_hand_over()
        assert not task.hands_first
        assert task.hands_last


def test_an_operation_and_an_access_show() -> None:
    with Desk(granularity="reader") as desk:
        task = desk.run.tasks[0]
        with desk.thread(1):
            lock = primitives.Lock()

        def operate() -> None:
            desk.run.operate(task, lock, "A")

        for act in (lambda: desk.access(1, True, ("here",)), operate):
            task.seen, task.hands_last = False, True
            act()
            assert task.seen
            assert not task.hands_last
        task.site = 77  # nobody is asked there
        task.seen = False
        desk.access(1, True, ("here",))
        assert not task.seen
        with desk.thread(1):
            task.hands_last = False
            lock.acquire()
            # Before its own event is seen, at the stop.
            assert task.hands_first


# --------------------------------------------------- instructions and lines


def test_nobody_is_asked_at_a_site_where_nothing_races() -> None:
    class Counts(Scripted):
        asked = 0

        def pick(self, among: Sequence[Any], place: Place) -> Any:
            self.asked += 1
            return place.running

    with Desk("x = []") as desk:
        strategy = desk.run.strategy = unseen(Counts([]))
        desk.does(2, "x.append(1)")
        assert strategy.asked == 0
        assert desk.run.trace != []
        assert set(desk.run.trace) == {2}
        steps = len(desk.run.trace)
        desk.run.full = True
        desk.does(2, "x.append(1)")
        assert strategy.asked == len(desk.run.trace) - steps > 0


def test_somebody_is_asked_where_two_met() -> None:
    class Asked(Still):
        sites: ClassVar[list[int]] = []

        def pick(self, among: Sequence[Any], place: Place) -> Any:
            self.sites.append(place.running.tid)
            return place.running

    with Desk("n = 0\ndef f(x, y, z): return n") as desk:
        desk.run.strategy = unseen(Asked())
        desk.does(1, "global n\nn = 1")
        desk.does(2, desk.space["f"])
        assert Asked.sites == []
        desk.does(2, desk.space["f"])
        assert Asked.sites == [2]


def test_a_program_s_own_code_ends_with_its_run() -> None:
    with Desk("x = []") as desk:
        desk.run.dead = True
        task = desk.run.tasks[1]
        with pytest.raises(Kill):
            desk.does(2, "x.append(1)")
        assert desk.space["x"] == []
        with pytest.raises(Kill):
            desk.run.stop(task_not_quiet(task), "look")
        with pytest.raises(Kill):
            desk.run.write_output(task, "a")


def task_not_quiet(task: Any) -> Any:
    task.quiet = 0
    return task


def test_a_line_is_a_stop_where_lines_are() -> None:
    from scheduler.bytecode import effects

    with Desk("x = []", granularity="line") as desk:
        task = desk.run.tasks[1]
        site = effects.line_site(compile("x = 1", FILE, "exec"), 1)
        trace = desk.run.trace
        desk.run.at_line(task, site)
        assert trace == [2]
        assert task.site == site.number
        assert task.event is not task.head
        desk.settings.racy.add(site.number)
        event = task.head
        desk.run.at_line(task, site)
        assert trace == [2, 2]
        assert task.head is not event
