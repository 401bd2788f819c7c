"""Programs whose sets of outcomes are known from the literature or by hand."""

import sys

import pytest

from scheduler import explore
from scheduler.testing import always, can, never, only
from tests.scheduler.conftest import TEXTBOOK
from tools.programs import SNIPPETS, programs


def test_an_unlocked_counter_may_lose_an_update():
    only("counter_broken.py", prints=["1\n", "2\n"])


def test_a_locked_counter_never_does():
    always("counter.py", prints="2\n")
    never("counter.py", prints="1\n")


def test_a_semaphore_of_two_lets_two_in_but_never_three():
    only("semaphore.py", prints=["1\n", "2\n"])


def test_two_locks_in_opposite_order_may_deadlock():
    found = can("two_locks_broken.py", kind="deadlock")
    assert "T2 waits at line 10, for Lock b, held by T3" in found.detail
    assert "T3 waits at line 16, for Lock a, held by T2" in found.detail
    can("two_locks_broken.py", prints="done\n")


def test_philosophers_with_a_left_fork_each_may_starve():
    can("philosophers_broken.py", kind="deadlock")


def test_philosophers_who_take_the_lower_fork_first_always_eat():
    always("philosophers.py", prints="all have eaten\n")


def test_petersons_algorithm_excludes():
    always("peterson.py", prints="2\n")


def test_without_the_turn_both_may_wait_for_ever():
    can("peterson_broken.py", kind="step-limit")
    can("peterson_broken.py", prints="2\n")


def test_a_notification_before_the_wait_is_lost():
    found = can("lost_wakeup_broken.py", kind="deadlock")
    assert "T2 waits at line 10, Condition.wait, to be woken" in found.detail


def test_nobody_is_a_round_ahead_at_a_barrier():
    always("barrier.py", prints="[0, 0, 1, 1]\n")


def test_a_bounded_buffer_delivers_everything():
    always("bounded_buffer.py", prints="['a', 'b']\n")


def test_a_condition_with_while_delivers():
    always("condition_two.py", prints="['item']\n")
    always("condition.py", prints="[1, 2]\n")


def test_a_queue_of_one_keeps_the_order():
    always("queue_one.py", prints="[0, 1]\n")


def test_a_missing_second_check_may_make_two():
    only("double_checked_broken.py", prints=["1\n", "2\n"])


def test_the_second_check_makes_one():
    always("double_checked.py", prints="1\n")


def test_readers_see_all_or_nothing():
    always("readers_writers.py", prints="True\n")


def test_a_task_waiting_for_the_only_worker_always_deadlocks():
    found = can("pool_self_deadlock.py", kind="deadlock")
    assert "T2 waits at line 13, Future.result" in found.detail
    always("pool_self_deadlock.py", kind="deadlock")


def test_an_event_is_seen_set_before_or_after():
    always("event.py", prints="42\n")


def test_a_timer_may_fire_before_it_is_cancelled():
    only("timer.py", prints=["done\n", "fired\ndone\n"])


def test_a_sleep_is_no_synchronisation():
    only("sleep_broken.py", prints=["42\n", "None\n"])


def test_print_is_two_writes():
    only("print_split.py", prints=["a\nb\n", "b\na\n", "ab\n\n", "ba\n\n"])


def test_a_spinning_thread_sees_the_flag():
    always("spin.py", prints="seen\n")


def test_a_periodic_thread_can_be_stopped():
    found = explore(TEXTBOOK / "periodic.py")
    assert found.outputs == {"stopped\n"}
    # How often it ticks has no bound.
    assert not found.complete


def test_a_daemon_may_be_cut_off_anywhere():
    can("daemon.py", prints="main\n")
    can("daemon.py", prints="daemon\nmain\n")
    can("daemon.py", prints="main\ndaemon")
    never("daemon.py", prints="daemon\n")


def test_an_exception_ends_only_its_thread():
    found = can("thread_error.py", error="ValueError", prints="still here\n")
    assert [(e.thread, e.type, e.message) for e in found.errors] == [
        (2, "ValueError", "bad")
    ]
    assert (found.kind, found.status) == ("exception", 0)


def test_an_exception_in_a_task_comes_out_of_result():
    always("future_error.py", prints="invalid literal for int() with base 10: 'x'\n")


def test_thread_locals_are_apart():
    always("thread_local.py", prints="['a', 'b'] main\n")


def test_claims_fail_when_they_are_wrong():
    with pytest.raises(AssertionError, match="an interleaving ends so"):
        never("counter_broken.py", prints="1\n")
    with pytest.raises(AssertionError, match="another way to end"):
        always("counter_broken.py", prints="2\n")
    with pytest.raises(AssertionError, match="no interleaving found"):
        can("counter.py", prints="1\n")
    with pytest.raises(AssertionError, match="not settled: the limit"):
        never("semaphore.py", prints="3\n", limit=5)
    with pytest.raises(AssertionError, match="not settled: only interleavings"):
        never("counter.py", prints="1\n", preemptions=2)
    with pytest.raises(AssertionError, match="not settled: threads were switched"):
        never("counter.py", prints="1\n", granularity="gil")


def test_c_that_calls_back_into_python_is_several_steps():
    rooms = programs()["guarantees/defaultdict_broken.py"]
    since = rooms.is_later(sys.version_info[:3])
    only(
        rooms.path,
        prints=[f"guests in the room: {n}\n" for n in ([2] if since else [1, 2])],
    )
    heap = SNIPPETS / "guarantees" / "heap_broken.py"
    can(heap, error="list changed size during iteration")
    can(heap, prints="jobs: 3\n", kind="finished")


def test_two_threads_may_draw_the_same_gauss():
    only(
        SNIPPETS / "guarantees" / "gauss_broken.py",
        prints=["different numbers: 1\n", "different numbers: 2\n"],
    )


def test_looking_for_a_missing_key_is_a_write():
    only("missing_key.py", prints=["keys seen: 0\n", "keys seen: 1\n"])


def test_a_view_shows_what_others_write():
    only("view.py", prints=["names seen: 0\n", "names seen: 1\n"])


def test_globals_are_a_dict_too():
    only("globals_dict.py", prints=["price seen: 3\n", "price seen: 4\n"])
