"""The forbidden outcome of each program that only some interleavings break.

The broken program reaches it; its mended twin, explored completely, never
does. A line reads: this program, instead of what its twin prints, can do that.
"""

from dataclasses import dataclass

import pytest

from tests.interleavings.test_outcomes import EXPLORED, known
from tools.outcomes import Ending
from tools.programs import programs


@dataclass(frozen=True)
class Forbidden:
    """An outcome that must not be.

    Attributes:
        prints: What it prints; None for anything.
        error: The exception that ends a thread; None for no exception.
        deadlock: Whether it never ends.
    """

    prints: str | None = None
    error: str | None = None
    deadlock: bool = False

    def is_ending(self, ending: Ending) -> bool:
        """Whether a program that ends so has done what it must not."""
        if self.deadlock or ending.kind == "deadlock":
            return self.deadlock and ending.kind == "deadlock"
        if self.prints is not None and ending.output != self.prints:
            return False
        return (self.error is None and not ending.messages) or (
            self.error in ending.messages
        )


POP = "IndexError: pop from empty list"
FORBIDDEN = {
    "atomic_operations/counter_broken.py": Forbidden("1\n"),
    "atomic_operations/last_item_broken.py": Forbidden("[1, 2, 2]\n"),
    "barrier/phases_broken.py": Forbidden("left saw: None\nright saw: left done\n"),
    "cancelling/retry_broken.py": Forbidden("pizzas: 2\n"),
    "condition/kitchen_broken.py": Forbidden(error=POP),
    "condition/two_cooks_broken.py": Forbidden(error=POP),
    "deadlock/callback_broken.py": Forbidden(deadlock=True),
    "deadlock/two_locks_broken.py": Forbidden(deadlock=True),
    "errors_data/key_error_broken.py": Forbidden(error="KeyError: 'ada'"),
    "event/server_broken.py": Forbidden("port: None\n"),
    "exercises/guest_book_broken.py": Forbidden("in the book: []\n"),
    "exercises/last_copy_broken.py": Forbidden("copies left: -1\n"),
    "exercises/letter_box_broken.py": Forbidden(deadlock=True),
    "exercises/opening_broken.py": Forbidden("open with: ['bread']\n"),
    "exercises/proofread_broken.py": Forbidden("done: ['edited']\n"),
    "exercises/rally_broken.py": Forbidden("ping ping pong pong\n"),
    "exercises/receipt_broken.py": Forbidden("paid: 30 receipts: []\n"),
    "exercises/refund_broken.py": Forbidden("tickets and refunds: 2\n"),
    "exercises/ticket_number_broken.py": Forbidden("numbers: [2, 2]\n"),
    "exercises/till_broken.py": Forbidden(deadlock=True),
    "exercises/two_markets_broken.py": Forbidden("loaded: ['apples']\n"),
    "exercises/weather_broken.py": Forbidden("forecast: []\n"),
    "write/barrier_broken.py": Forbidden("rounds: [1, 2, 1, 2]\n"),
    "write/buffer_broken.py": Forbidden("served: ['salad', None]\n"),
    "write/once_broken.py": Forbidden("2 attempts: ['connected', 'connected']\n"),
    "write/reader_writer_broken.py": Forbidden("times the writer was overtaken: 1\n"),
    "write/worker_broken.py": Forbidden(deadlock=True),
    "faults_that_shipped/after_fork_broken.py": Forbidden(error="KeyError: 'A'"),
    "hangs_that_shipped/closed_queue_broken.py": Forbidden(deadlock=True),
    "hangs_that_shipped/export_worker_broken.py": Forbidden(deadlock=True),
    "faults_that_shipped/lazy_module_broken.py": Forbidden(
        error="AttributeError: 'LazyModule' object has no attribute 'ACCEPTED'"
    ),
    "faults_that_shipped/leaky_bucket_broken.py": Forbidden(
        error="IndexError: list index out of range"
    ),
    "hangs_that_shipped/log_in_finalizer_broken.py": Forbidden(deadlock=True),
    "hangs_that_shipped/log_lock_broken.py": Forbidden(deadlock=True),
    "faults_that_shipped/nonce_broken.py": Forbidden("arrived: [2, 1]\n"),
    "faults_that_shipped/observer_broken.py": Forbidden("['docs']\n"),
    "faults_that_shipped/patched_twice_broken.py": Forbidden("put back: False\n"),
    "faults_that_shipped/pool_closed_broken.py": Forbidden(
        error="ConnectionError: the pool is closed"
    ),
    "faults_that_shipped/pool_of_a_host_broken.py": Forbidden(
        "['ok', 'the pool is closed']\n"
    ),
    "faults_that_shipped/recursion_flag_broken.py": Forbidden(error="KeyError: 'home'"),
    "hangs_that_shipped/restart_broken.py": Forbidden(deadlock=True),
    "faults_that_shipped/zone_cache_broken.py": Forbidden(
        error="KeyError: 'popitem(): dictionary is empty'"
    ),
    "futures/callback_lock_broken.py": Forbidden(deadlock=True),
    "futures/callback_thread_broken.py": Forbidden("shown by a pool thread\n"),
    "futures/first_answer_broken.py": Forbidden(
        "answer: 42 - crashes: ['InvalidStateError']\n"
    ),
    "gil/last_biscuit_broken.py": Forbidden("in the jar: -1\n"),
    "guarantees/claim_broken.py": Forbidden("tickets for one seat: 2\n"),
    "guarantees/counter_missing_broken.py": Forbidden("1\n"),
    "guarantees/counter_update_broken.py": Forbidden("1\n"),
    "guarantees/defaultdict_broken.py": Forbidden("guests in the room: 1\n"),
    "guarantees/gauss_broken.py": Forbidden("different numbers: 1\n"),
    "guarantees/heap_broken.py": Forbidden(
        error="RuntimeError: list changed size during iteration"
    ),
    "guarantees/list_iteration_broken.py": Forbidden("Ben and Cleo greeted: False\n"),
    "guarantees/sort_items_broken.py": Forbidden("guests seen: 0\n"),
    "guarantees/tally_broken.py": Forbidden("{'spam': 1}\n"),
    "iterators/own_iterator_broken.py": Forbidden("[1, 1]\n"),
    "lazy_singleton/cached_broken.py": Forbidden("opened: 2\n"),
    "lazy_singleton/cached_property_broken.py": Forbidden("computed: 2\n"),
    "liveness/backlog_broken.py": Forbidden("longest queue: 3\n"),
    "liveness/herd_broken.py": Forbidden("woken for nothing: 1\n"),
    "liveness/polite_broken.py": Forbidden(
        "Ann gave up after 2 rounds\nBen gave up after 2 rounds\n"
    ),
    "liveness/starved_broken.py": Forbidden("overtaken more than once: True\n"),
    "lock/counter_broken.py": Forbidden("1\n"),
    "lock/withdraw_broken.py": Forbidden("paid out 160, left -60\n"),
    "pass_arguments/shared_list_broken.py": Forbidden("['cake']\n"),
    "play/a_lock_each_broken.py": Forbidden("balance: 150\n"),
    "play/almost_right_queue_broken.py": Forbidden(deadlock=True),
    "play/answer_ignored_broken.py": Forbidden("inside at the end: -1\n"),
    "play/barrier_of_our_own_broken.py": Forbidden("[1, 2, 1, 2]\n"),
    "play/count_broken.py": Forbidden("1\n"),
    "play/count_impatient_broken.py": Forbidden("1\n"),
    "play/count_own_lock_broken.py": Forbidden("1\n"),
    "play/count_store_locked_broken.py": Forbidden("1\n"),
    "play/dinner_early_look_broken.py": Forbidden(deadlock=True),
    "play/dinner_notify_all_broken.py": Forbidden(deadlock=True),
    "play/drain_broken.py": Forbidden(deadlock=True),
    "play/drain_look_locked_broken.py": Forbidden(deadlock=True),
    "play/drain_qsize_broken.py": Forbidden(deadlock=True),
    "play/given_back_twice_broken.py": Forbidden(
        error="ValueError: Semaphore released too many times"
    ),
    "play/grown_meanwhile_broken.py": Forbidden(
        error="RuntimeError: dictionary changed size during iteration"
    ),
    "play/join_inside_broken.py": Forbidden(deadlock=True),
    "play/last_letter_broken.py": Forbidden("letters in the boxes: 1\n"),
    "play/late_cancel_broken.py": Forbidden("rang after the cancel: True\n"),
    "play/left_held_broken.py": Forbidden(deadlock=True),
    "play/locked_twice_broken.py": Forbidden("visits: 1\n"),
    "play/missed_bell_broken.py": Forbidden(deadlock=True),
    "play/missed_wakeup_broken.py": Forbidden(deadlock=True),
    "play/money_counted_broken.py": Forbidden("counted: 130\n"),
    "play/move_broken.py": Forbidden(deadlock=True),
    "play/move_impatient_broken.py": Forbidden("moved: 1\n"),
    "play/move_rlock_broken.py": Forbidden(deadlock=True),
    "play/peterson_broken.py": Forbidden("in in out out\n"),
    "play/plate_checked_late_broken.py": Forbidden("hungry\nclosed\n"),
    "play/plate_patient_broken.py": Forbidden(error=POP),
    "play/pool_in_pool_broken.py": Forbidden(deadlock=True),
    "play/published_too_early_broken.py": Forbidden(error="KeyError: 'greeting'"),
    "play/seat_broken.py": Forbidden("sold: 2\n"),
    "play/seat_sale_locked_broken.py": Forbidden("sold: 2\n"),
    "play/seat_taken_first_broken.py": Forbidden("sold: 2\n"),
    "play/settings_broken.py": Forbidden("read: 2\n"),
    "play/settings_read_locked_broken.py": Forbidden("read: 2\n"),
    "play/stolen_plate_broken.py": Forbidden(error=POP),
    "play/three_in_a_circle_broken.py": Forbidden(deadlock=True),
    "play/two_inside_broken.py": Forbidden("in in out out\n"),
    "play/writer_overtaken_broken.py": Forbidden("times the writer was overtaken: 2\n"),
    "play/wrong_one_woken_broken.py": Forbidden(deadlock=True),
    "print_and_log/one_printer_broken.py": Forbidden(""),
    "print_and_log/split_lines_broken.py": Forbidden("savedsaved\n\n"),
    "queues/drain_broken.py": Forbidden(deadlock=True),
    "queues/jobs_broken.py": Forbidden(error=POP),
    "race_conditions/flush_broken.py": Forbidden("readings: []\n"),
    "race_conditions/flush_swapped_broken.py": Forbidden("readings: []\n"),
    "race_conditions/half_built_broken.py": Forbidden(
        error="AttributeError: 'Greeter' object has no attribute 'greeting'"
    ),
    "race_conditions/lazy_init_broken.py": Forbidden("opened: 2\n"),
    "race_conditions/lost_update_broken.py": Forbidden("1\n"),
    "race_conditions/property_broken.py": Forbidden("1\n"),
    "rate_limit/spaced_broken.py": Forbidden("kept apart: False\n"),
    "return_a_value/in_order_broken.py": Forbidden("[3, 4]\n"),
    "safety/cache_broken.py": Forbidden("times loaded: 2\n"),
    "safety/view_broken.py": Forbidden("a whole address: False\n"),
    "share_a_variable/server_broken.py": Forbidden("new.example:80\n"),
    "share_a_variable/stock_broken.py": Forbidden("sold: 2 of 1\n"),
    "starting_and_joining/too_early_broken.py": Forbidden("[]\n"),
    "stop_a_thread/waiting_broken.py": Forbidden(deadlock=True),
    "submit_and_map/ledger_broken.py": Forbidden("balance: 10\n"),
    "synchronization/seats_broken.py": Forbidden("tickets sold: 2\n"),
    "test_threaded_code/mailer_broken.py": Forbidden(error="AssertionError"),
    "test_threaded_code/savings_broken.py": Forbidden(error="AssertionError"),
    "test_threaded_code/pay_once_broken.py": Forbidden("charged: [10, 10]\n"),
    "thread_local/current_user_broken.py": Forbidden(
        "Ann reads: Hello, Ben\nBen reads: Hello, Ben\n"
    ),
    "timer/cancel_late_broken.py": Forbidden("last: reminded\n"),
}


def test_each_program_that_some_interleavings_break_names_what_they_do() -> None:
    several = {p.name for p in EXPLORED if len(known(p).distinct) > 1}
    assert several == set(FORBIDDEN)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_broken_program_reaches_it(name: str) -> None:
    endings = known(programs()[name]).endings
    assert any(FORBIDDEN[name].is_ending(e) for e in endings)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_mended_twin_never_does(name: str) -> None:
    twin = known(programs()[programs()[name].twin or ""])
    assert twin.complete
    assert not any(FORBIDDEN[name].is_ending(e) for e in twin.endings)
    assert [e.kind for e in twin.distinct] == ["finished"]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_broken_program_does_not_always_do_it(name: str) -> None:
    """Or it should be declared to fail, and shown failing."""
    endings = known(programs()[name]).endings
    assert not all(FORBIDDEN[name].is_ending(e) for e in endings)
