"""The reduction hides nothing: random programs against an independent model."""

import os
from functools import partial

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, assume, given, settings

from scheduler import explore
from scheduler.search.reduction import Source
from tests.scheduler import model
from tests.scheduler.conftest import TEXTBOOK
from tools.programs import SNIPPETS

EXAMPLES = int(os.environ.get("SOUNDNESS_EXAMPLES", "1000"))
VARS = st.sampled_from("xy")
SMALL = st.integers(1, 2)

simple = st.one_of(
    st.tuples(st.just("add"), VARS, SMALL),
    st.tuples(st.just("copy"), VARS, VARS),
    st.tuples(st.just("attr"), SMALL),
    st.tuples(st.just("item"), SMALL),
    st.tuples(st.just("append"), SMALL),
    st.tuples(st.just("note"), VARS),
    st.tuples(st.just("set")),
    st.tuples(st.just("wait")),
    st.tuples(st.just("put"), SMALL),
    st.tuples(st.just("get")),
    st.tuples(st.just("simple"), SMALL),
    st.tuples(st.just("take")),
    st.tuples(st.just("spin"), VARS),
)


def nested(inner):
    body = st.lists(inner, min_size=1, max_size=2)
    return st.one_of(
        st.tuples(st.just("lock"), st.sampled_from("ab"), body),
        st.tuples(st.just("try"), st.sampled_from("ab"), body),
        st.tuples(st.just("if"), VARS, st.integers(0, 1), body),
        st.tuples(st.just("sem"), body),
        st.tuples(st.just("one"), body),
    )


# Mostly what races and does not block, or most programs would only deadlock.
racing = st.one_of(
    st.tuples(st.just("add"), VARS, SMALL),
    st.tuples(st.just("append"), SMALL),
    st.tuples(st.just("note"), VARS),
    st.tuples(st.just("copy"), VARS, VARS),
)
statement = st.one_of(
    racing,
    racing,
    racing,
    racing,
    simple,
    nested(racing),
    nested(st.one_of(simple, nested(racing))),
)
thread = st.lists(statement, min_size=1, max_size=3)
programs = st.lists(thread, min_size=2, max_size=3)

LIMIT = 100


def outcomes(threads, **options):
    exploration = explore("random.py", source=model.source(threads).encode(), **options)
    return {(o.kind, o.output) for o in exploration.outcomes}, exploration


def few(count):
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def test_the_reduced_exploration_finds_what_the_model_finds():
    seen = {"programs": 0, "several": 0}

    # More than are asked for: a few take more runs than `LIMIT`.
    @few(EXAMPLES * 23 // 20)
    @given(programs)
    def one(threads):
        expected = model.outcomes(threads)
        assume(expected is not None)
        found, exploration = outcomes(threads, limit=LIMIT)
        assert found <= expected
        if exploration.interleavings < LIMIT:
            assert found == expected
            seen["programs"] += 1
            seen["several"] += len(expected) > 1

    one()
    # That many were explored whole, and a third have a choice: others say little.
    assert seen["programs"] >= EXAMPLES
    assert 3 * seen["several"] >= seen["programs"]


@few(25)
@given(programs)
def test_states_are_merged_only_where_they_are_equivalent(threads):
    expected = model.outcomes(threads)
    assume(expected is not None)
    found, exploration = outcomes(threads, limit=LIMIT, reduction="cached")
    assert found <= expected
    if exploration.interleavings < LIMIT and exploration.complete:
        assert found == expected


tiny = st.one_of(
    st.tuples(st.just("add"), VARS, SMALL),
    st.tuples(st.just("copy"), VARS, VARS),
    st.tuples(st.just("append"), SMALL),
    st.tuples(st.just("note"), VARS),
    st.tuples(
        st.just("lock"),
        st.just("a"),
        st.lists(st.tuples(st.just("add"), VARS, SMALL), max_size=1),
    ),
)


def agree(threads, bound):
    """Every interleaving is run once, and none but those that can differ."""
    options = {"granularity": "line", "preemptions": bound}
    naive, everything = outcomes(threads, reduction="none", limit=NAIVE, **options)
    assume(everything.interleavings < NAIVE)
    reduced, exploration = outcomes(threads, **options)
    assert reduced == naive
    assert exploration.interleavings <= everything.interleavings


NAIVE = 1500
pair = st.lists(st.lists(tiny, min_size=1, max_size=2), min_size=2, max_size=2)


@pytest.mark.parametrize("bound", [0, 1])
@few(100)
@given(pair)
def test_with_and_without_reduction_the_outcomes_are_the_same(bound, threads):
    agree(threads, bound)


@few(30)
@given(pair)
def test_the_same_with_two_preemptions(threads):
    agree(threads, 2)


@pytest.mark.parametrize(
    ("path", "bound"),
    [
        (TEXTBOOK / "daemon.py", 2),
        (TEXTBOOK / "double_checked_broken.py", 2),
        (TEXTBOOK / "lost_wakeup_broken.py", 2),
        (TEXTBOOK / "philosophers_broken.py", 1),
        (TEXTBOOK / "print_split.py", 2),
        (TEXTBOOK / "semaphore.py", 1),
        (TEXTBOOK / "timer.py", 2),
        (TEXTBOOK / "two_locks_broken.py", 2),
        # These come to a state first with fewer preemptions left than later.
        (SNIPPETS / "liveness" / "polite_broken.py", 1),
        (SNIPPETS / "queues" / "jobs_broken.py", 1),
    ],
    ids=lambda value: getattr(value, "stem", value),
)
def test_the_same_of_primitives_within_a_bound(path, bound):
    options = {"granularity": "line", "preemptions": bound}
    everything = explore(path, reduction="none", **options)
    assert everything.complete
    assert len(everything.outcomes) > 1
    reduced = explore(path, **options)
    assert reduced.keys == everything.keys
    assert reduced.interleavings < everything.interleavings


LEAN = """import threading
n = m = 0
log = []
def work():
    global n, m
    {}
t = threading.Thread(target=work)
t.start()
{}
t.join()
print(n, m, log)
"""


@pytest.mark.parametrize(
    ("thread", "main"),
    [
        ("n += 1", "n += 2"),
        ("n = m + 1", "m = n + 1"),
        ("n += 1", "log.append(n)"),
        ("log.append(1)", "log.append(2)"),
        ("n = 1", "m = n"),
        ("n = 1; m = 1", "log[:] = [m, n]"),
    ],
)
def test_the_same_at_opcodes_without_a_bound(thread, main):
    text = LEAN.format(thread, main).encode()
    everything = explore("lean.py", source=text, reduction="none", limit=20_000)
    assert everything.complete
    assert len(everything.outcomes) > 1
    reduced = explore("lean.py", source=text)
    assert reduced.keys == everything.keys
    assert reduced.interleavings < everything.interleavings


@pytest.mark.parametrize(
    ("thread", "main"),
    [
        ("print('thread')", "print('main')"),
        ("log.append(1)", "print(log)"),
        ("n += 1", "n += 2; print(n)"),
    ],
)
def test_the_same_where_the_program_ends_before_its_threads(thread, main):
    text = LEAN.replace("target=work)", "target=work, daemon=True)")
    text = text.replace("t.join()\nprint(n, m, log)\n", "").format(thread, main)
    assert "join" not in text
    everything = explore(
        "lean.py", source=text.encode(), reduction="none", limit=20_000
    )
    assert everything.complete
    assert len(everything.outcomes) > 1
    for reduction in ("auto", "cached"):
        reduced = explore("lean.py", source=text.encode(), reduction=reduction)
        assert reduced.keys == everything.keys, reduction
        assert reduced.interleavings < everything.interleavings


def test_a_broken_reduction_is_caught():
    """The same check, with races ignored, must fail on a simple race."""
    threads = [[("add", "x", 1)], [("add", "x", 1)]]
    expected = model.outcomes(threads)
    assert outcomes(threads)[0] == expected
    assert outcomes(threads, strategy=partial(Source, broken=True))[0] < expected
