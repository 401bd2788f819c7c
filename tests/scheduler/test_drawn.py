"""The reduction hides nothing: drawn programs against an independent model."""

import os

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, assume, given, settings

from scheduler import explore
from tests.scheduler import model

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


# Thousands of explorations in one test: two minutes where nothing else runs.
@pytest.mark.timeout(1200)
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
