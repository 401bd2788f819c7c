"""Each strategy, on an engine of forty lines whose events are made by hand.

A program is a list of threads, a thread a list of operations: `rx` reads `x`, `wx`
writes it, `+l` acquires the lock `l` and `-l` releases it.  What an operation sees is
who wrote last; what a run ends in is all that its operations saw.  All interleavings
are gone through without any strategy: they say what must be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from scheduler.engine import choosing
from scheduler.engine.records import Pending
from scheduler.model import strategy as model
from scheduler.model.strategy import EVERYTHING, Event, Place, Strategy
from scheduler.search import reduction
from scheduler.search.reduction import (
    Cached,
    Choice,
    Drawn,
    Naive,
    Replay,
    Source,
    Stateful,
)
from tests.scheduler.below.toy import Play, Scripted, unseen

Program = Sequence[Sequence[str]]

#: By what they are about.
PROGRAMS: dict[str, Program] = {
    "one thread": [["wx", "rx"]],
    "two writers": [["wx"], ["wx"]],
    "a writer and a reader": [["wx"], ["rx"]],
    "two readers": [["rx"], ["rx"]],
    "what is independent": [["wx", "wy"], ["wz", "rz"]],
    "two counters that race": [["rx", "wx"], ["rx", "wx"]],
    "a flag and its data": [["wx", "wy"], ["ry", "rx"]],
    "each writes, then looks at the other's": [["wx", "ry"], ["wy", "rx"]],
    "three writers": [["wx"], ["wx"], ["wx"]],
    "three readers of two writers": [["wx", "wy"], ["rx", "ry"], ["ry"]],
    "three that count": [["rx", "wx"], ["rx", "wx"], ["rx"]],
    "one reads what two write": [["wx"], ["wy"], ["rx", "ry"]],
    "a chain": [["wx"], ["rx", "wy"], ["ry", "wz"]],
    "a long one beside a short one": [["wx", "wy", "wz", "rx"], ["rz", "wx"]],
    "a lock": [["+l", "rx", "wx", "-l"], ["+l", "rx", "wx", "-l"]],
    "a lock for one of two": [["+l", "wx", "-l", "ry"], ["wy", "+l", "rx", "-l"]],
    "two locks in opposite order": [["+l", "+m", "-m", "-l"], ["+m", "+l", "-l", "-m"]],
    "three at a lock": [["+l", "wx", "-l"], ["+l", "rx", "-l"], ["+l", "wx", "-l"]],
    "a lock that is never released": [["+l"], ["wx", "+l"]],
}  # fmt: skip
programs = pytest.mark.parametrize("name", PROGRAMS)


class Toy:
    """One run: what `choosing` asks of it; the strategy sees nothing of that."""

    def __init__(self, program: Program, strategy: Strategy) -> None:
        self.program = program
        self.tasks: list[Any] = [
            SimpleNamespace(
                tid=at, at=0, idx=0, clock=[0] * (len(program) + 1), pending=None, time=0.0,
                done=False, started=True, alone=False,
            )
            for at in range(1, len(program) + 1)
        ]  # fmt: skip
        self.strategy = strategy
        self.events = [Event(0, 0, 0)]
        self.events[0].clock = [0]
        self.trace: list[int] = []
        self.restart = self.redundant = self.forced = False
        self.holders: dict[str, int] = {}
        #: By location: who wrote last, and what happened to it.
        self.values: dict[str, str] = {}
        self.history: dict[str, list[tuple[Event, str]]] = {}
        self.seen: list[list[str]] = [[] for _ in program]
        self.preemptions = 0
        self.end = ""

    def run(self) -> Toy:
        """Until the strategy, or every thread, is at its end."""
        self.strategy.prepare()
        self.strategy.finished(self.events[0])
        task = self.tasks[0]
        while True:
            chosen = self.next(task)
            if chosen is None:
                break
            self.preemptions += chosen is not task and self.enabled(task)
            task = chosen
            self.step(task)
        return self

    def next(self, task: Any) -> Any:
        """Who goes on after a step of `task`."""
        self.waits()
        return choosing.chosen(self, task)

    def step(self, task: Any) -> None:
        """`task` does its next operation."""
        self.trace.append(task.tid)
        operation = self.program[task.tid - 1][task.at]
        how, what = operation[0], operation[1:]
        task.at += 1
        task.idx += 2
        task.clock[task.tid] = task.idx
        event = Event(task.tid, task.idx, len(self.events))
        event.footprint[what] = 1 if how == "r" else 2
        if task.alone:
            task.alone = False
            event.footprint[EVERYTHING] = 2
        unknown = [
            (old, kind)
            for old, kind in self.history.setdefault(what, [])
            if task.clock[old.tid] < old.idx and (kind, how) != ("r", "r")
        ]
        for old, kind in unknown:
            # An acquire after a release has no other order.
            if (kind, how) != ("-", "+"):
                event.races.append(old)
        for old, _ in unknown:
            task.clock[:] = map(max, task.clock, old.clock)
        self.history[what].append((event, how))
        if how in "+-":
            self.holders[what] = task.tid if how == "+" else 0
        self.seen[task.tid - 1].append(f"{operation} after {self.values.get(what, '')}")
        if how != "r":
            self.values[what] = f"{task.tid}:{task.at}"
        event.clock = list(task.clock)
        self.events.append(event)
        if not self.restart:
            self.strategy.finished(event)

    def enabled(self, task: Any) -> bool:
        """Whether `task` has something to do, and can."""
        operations = self.program[task.tid - 1]
        if task.at >= len(operations):
            return False
        how, what = operations[task.at][0], operations[task.at][1:]
        return how != "+" or not self.holders.get(what)

    def choices(self) -> list[Any]:
        """Who can go on."""
        return [task for task in self.tasks if self.enabled(task)]

    def last_resort(self) -> list[Any]:
        """Nobody here has a timeout."""
        return []

    def fail(self, error: BaseException) -> None:
        """The strategy has done what it must not."""
        raise error

    def stuck(self) -> None:
        """Nobody goes on: all have ended, or wait."""
        self.end = "deadlock" if self.waits() else "finished"
        self.strategy.ended(choosing.waiting(self.tasks, len(self.events)))

    def waits(self) -> bool:
        """Whether anybody waits for a lock; for which, is noted."""
        for task in self.tasks:
            operations, task.pending = self.program[task.tid - 1], None
            if task.at < len(operations) and not self.enabled(task):
                history = self.history.get(operations[task.at][1:], [])
                prim = SimpleNamespace(history=history, relation=relation)
                task.pending = Pending("acquire", prim)
        return any(task.pending for task in self.tasks)

    def barrier(self, chosen: Any) -> None:
        """Nobody comes here: there are no timeouts."""
        raise AssertionError

    @property
    def outcome(self) -> tuple[Any, ...]:
        """All that was seen."""
        return (self.end, *(tuple(seen) for seen in self.seen))


def relation(old: str, new: str) -> int:
    """Of the toy's lock."""
    return 1 if (old, new) == ("-", "A") else 2


def explored(
    program: Program, make: Callable[[], Strategy], engine: type[Toy] = Toy
) -> list[Toy]:
    """All runs of a strategy that count."""
    strategy = make()
    runs = []
    for _ in range(20_000):
        runs.append(engine(program, strategy).run())
        if not strategy.advance():
            return [run for run in runs if not run.redundant]
    raise AssertionError("it does not end")


class _Given(Strategy):
    """Follows a prefix, then the first that can go on; knows who could."""

    def __init__(self, prefix: list[int]) -> None:
        self.prefix = prefix
        self.among: list[list[int]] = []

    def pick(self, among: Sequence[Any], place: Place) -> Any:
        tids = [other.tid for other in among]
        self.among.append(tids)
        at = place.step
        return among[tids.index(self.prefix[at]) if at < len(self.prefix) else 0]


def interleavings(program: Program) -> Iterator[Toy]:
    """Every one of them."""
    todo: list[list[int]] = [[]]
    while todo:
        prefix = todo.pop()
        strategy = _Given(prefix)
        run = Toy(program, strategy).run()
        yield run
        for at in range(len(prefix), len(run.trace)):
            todo += [
                [*run.trace[:at], other]
                for other in strategy.among[at]
                if other != run.trace[at]
            ]


def outcomes(runs: Sequence[Toy]) -> set[tuple[Any, ...]]:
    return {run.outcome for run in runs}


# ------------------------------------------------------------- the contract


class _First(Strategy):
    """The first that can go on; knows the places at which it was asked."""

    def __init__(self) -> None:
        self.places: list[tuple[int, int, list[int]]] = []

    def pick(self, among: Sequence[Any], place: Place) -> Any:
        tids = [other.tid for other in among]
        self.places.append((place.running.tid, place.step, tids))
        return among[0]


def test_a_strategy_is_asked_who_of_those_that_can_go_on_does() -> None:
    strategy = _First()
    run = Toy([["+l", "-l"], ["+l"]], strategy).run()
    assert run.trace == [1, 1, 2]
    assert strategy.places == [(1, 0, [1, 2]), (1, 1, [1]), (1, 2, [2])]
    assert run.end == "finished"


def test_it_is_not_asked_where_nobody_can_go_on() -> None:
    strategy = _First()
    assert Toy([["+l"], ["+l"]], strategy).run().end == "deadlock"
    assert [among for *_, among in strategy.places] == [[1, 2]]


def test_to_pick_a_thread_that_can_not_go_on_is_an_error() -> None:
    class Wrong(_First):
        def pick(self, among: Sequence[Any], place: Place) -> Any:
            super().pick(among, place)
            return SimpleNamespace(tid=9)

    with pytest.raises(
        ValueError, match=r"Wrong picked .*tid=9.*, not one of T1 and T2"
    ):
        Toy([["wx"], ["wx"]], Wrong()).run()


def test_what_a_strategy_raises_is_no_exception_of_the_program() -> None:
    class Wrong(Scripted):
        def pick(self, among: Sequence[Any], place: Place) -> Any:
            raise LookupError("none of them")

    caught: list[str] = []

    def body(play: Play) -> None:
        try:
            play.run.stop(play.run.tasks[0], "look")
        except Exception as error:
            caught.append(str(error))

    with pytest.raises(LookupError, match="none of them"):
        Play(body, strategy=unseen(Wrong([])))
    assert caught == []


def test_to_pick_nobody_cuts_the_run_short() -> None:
    class Short(_First):
        def pick(self, among: Sequence[Any], place: Place) -> Any:
            return super().pick(among, place) if place.step < 2 else None

    run = Toy([["wx", "wx"], ["wx"]], Short()).run()
    assert run.trace == [1, 1]
    assert run.redundant


def test_who_waits_is_told_where_a_run_is_cut_short() -> None:
    """Had it been first, something could be disturbed that this run leaves out."""

    class Short(_First):
        def pick(self, among: Sequence[Any], place: Place) -> Any:
            return among[0] if place.step < 1 else None

        def ended(self, waiting: Sequence[Event]) -> None:
            told.append([(e.tid, e.index, [r.tid for r in e.races]) for e in waiting])

    told: list[list[Any]] = []
    Toy([["+l", "wx"], ["+l"]], Short()).run()
    assert told == [[(2, 2, [1])]]


def test_what_is_decided_is_not_asked_again() -> None:
    strategy = _First()
    strategy.nodes = [Choice(2, [], 0), Choice(1, [], 0)]
    assert Toy([["wx", "wx"], ["wx"]], strategy).run().trace == [2, 1, 1]
    assert [step for _, step, _ in strategy.places] == [2]


@pytest.mark.parametrize("always", [False, True])
def test_in_a_run_that_does_not_count_few_are_asked(always: bool) -> None:
    strategy = _First()
    strategy.always = always
    run = Toy([["wx"], ["wx"]], strategy)
    run.restart = True
    assert run.run().trace == [1, 2]
    assert bool(strategy.places) is always


# ------------------------------------------------------------- each of them


@programs
def test_source_runs_each_outcome_once(name: str) -> None:
    every = list(interleavings(PROGRAMS[name]))
    runs = explored(PROGRAMS[name], Source)
    assert outcomes(runs) == outcomes(every)
    assert len(runs) == len(outcomes(every))


@programs
def test_naive_runs_each_interleaving_once(name: str) -> None:
    every = sorted(run.trace for run in interleavings(PROGRAMS[name]))
    assert sorted(run.trace for run in explored(PROGRAMS[name], Naive)) == every


@programs
@pytest.mark.parametrize("bound", [0, 1, 2])
def test_naive_runs_each_interleaving_within_a_bound(name: str, bound: int) -> None:
    every = sorted(
        run.trace for run in interleavings(PROGRAMS[name]) if run.preemptions <= bound
    )
    runs = explored(PROGRAMS[name], lambda: Naive(bound))
    assert sorted(run.trace for run in runs) == every


@programs
@pytest.mark.parametrize("bound", [0, 1, 2, None])
def test_cached_finds_what_naive_finds(name: str, bound: int | None) -> None:
    some = explored(PROGRAMS[name], lambda: Naive(bound))
    runs = explored(PROGRAMS[name], lambda: Cached(bound))
    assert outcomes(runs) == outcomes(some)
    assert len(runs) <= len(some)


@programs
@pytest.mark.parametrize("make", [Naive, Cached, Source])
def test_what_was_explored_is_a_share_of_what_is_known(
    name: str, make: Callable[[], Strategy]
) -> None:
    strategy = make()
    shares = []
    for _ in range(20_000):
        Toy(PROGRAMS[name], strategy).run()
        shares.append(strategy.share())
        if not strategy.advance():
            break
    assert shares[0] == 0 or not strategy.nodes
    assert all(0 <= share < 1 for share in shares) or len(shares) == 1
    assert strategy.share() == 1
    if make is Naive:
        # It knows all branches of a place at once: nothing that it knows grows.
        assert shares == sorted(set(shares))


def test_half_of_two_branches_is_a_half() -> None:
    strategy = Naive()
    Toy(PROGRAMS["two writers"], strategy).run()
    assert strategy.advance()
    Toy(PROGRAMS["two writers"], strategy).run()
    assert strategy.share() == 0.5


@programs
def test_cached_makes_each_choice_once(name: str) -> None:
    """No state is gone on from twice by the same thread, after the same one."""
    gone: list[tuple[int, int, int]] = []

    class Counted(Toy):
        def next(self, task: Any) -> Any:
            cached: Any = self.strategy
            depth, state = len(self.events) - 1, cached.hash
            running = task.tid if self.enabled(task) else 0
            chosen = super().next(task)
            if chosen is not None and depth == len(cached.nodes) - 1:
                gone.append((state, running, chosen.tid))
            return chosen

    explored(PROGRAMS[name], Cached, Counted)
    assert len(gone) == len(set(gone))


@programs
def test_equivalent_interleavings_end_in_one_state(name: str) -> None:
    states: dict[tuple[Any, ...], set[int]] = {}
    strategy = Stateful()
    while True:
        run = Toy(PROGRAMS[name], strategy).run()
        states.setdefault(run.outcome, set()).add(strategy.hash)
        if not strategy.advance():
            break
    assert all(len(some) == 1 for some in states.values())
    assert len({next(iter(some)) for some in states.values()}) == len(states)


@pytest.mark.parametrize(
    "name",
    ["two counters that race", "a flag and its data", "each writes, then looks at the other's"],
)  # fmt: skip
def test_cached_begins_no_run_in_vain_where_that_can_be_told(name: str) -> None:
    """What a thread adds to the state stays the same where the others do nothing to it."""
    cached = Cached(2)
    while not Toy(PROGRAMS[name], cached).run().redundant:
        if not cached.advance():
            return
    raise AssertionError("a run came to a state that was explored before")


def test_broken_source_reverses_nothing() -> None:
    assert len(explored(PROGRAMS["two writers"], lambda: Source(broken=True))) == 1


@programs
def test_drawn_runs_are_the_same_each_time(name: str) -> None:
    def some() -> list[list[int]]:
        strategy = Drawn()
        return [Toy(PROGRAMS[name], strategy).run().trace for _ in range(40)]

    assert some() == some()
    possible = [run.trace for run in interleavings(PROGRAMS[name])]
    assert all(trace in possible for trace in some())


def test_drawn_runs_differ() -> None:
    strategy = Drawn()
    program = PROGRAMS["each writes, then looks at the other's"]
    some = outcomes([Toy(program, strategy).run() for _ in range(200)])
    assert some == outcomes(list(interleavings(program)))
    assert strategy.advance()
    assert strategy.one_in == Drawn.ONE_IN[199 % 5]


@programs
def test_a_run_can_be_replayed(name: str) -> None:
    for run in interleavings(PROGRAMS[name]):
        strategy = Replay(list(run.trace))
        again = Toy(PROGRAMS[name], strategy).run()
        assert (again.trace, again.outcome, strategy.problem) == (
            run.trace,
            run.outcome,
            "",
        )
        assert not strategy.advance()


def test_a_schedule_that_no_run_can_follow_has_a_problem() -> None:
    strategy = Replay([1, 1, 2])
    run = Toy([["+l", "wx", "-l"], ["+l", "-l"]], strategy).run()
    assert strategy.problem == "step 3 of the schedule: thread 2 cannot run there"
    assert run.redundant


def test_after_its_schedule_the_running_thread_goes_on() -> None:
    assert Toy([["wx", "wx"], ["wx", "wx"]], Replay([2])).run().trace == [2, 2, 1, 1]


# ------------------------------------------------------------- their parts


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ({}, {}, True),
        ({"x": 1}, {"x": 1}, True),
        ({"x": 2}, {"x": 1}, False),
        ({"x": 1}, {"x": 2}, False),
        ({"x": 2}, {"x": 2}, False),
        ({"x": 2}, {"y": 2}, True),
        ({"x": 2, "y": 2}, {"y": 1}, False),
        ({"y": 1}, {"x": 2, "y": 2, "z": 2}, False),
        ({EVERYTHING: 2}, {}, False),
        ({}, {EVERYTHING: 2}, False),
    ],
)
def test_footprints_commute(
    one: dict[object, int], two: dict[object, int], expected: bool
) -> None:
    assert reduction.independent(one, two) is expected


def thread(tid: int, pending: Pending | None = None, time: float = 0.0) -> Any:
    return SimpleNamespace(tid=tid, pending=pending, time=time)


def test_the_usual_choice_is_the_running_thread() -> None:
    one, two = thread(1), thread(2)
    assert model.usual(two, [one, two]) is two


def test_the_usual_choice_is_the_lowest_where_the_running_one_waits() -> None:
    one, two, three = thread(1), thread(2), thread(3)
    assert model.usual(three, [one, two]) is one


def test_the_usual_choice_does_not_time_out_where_another_can_go_on() -> None:
    timed = thread(1, Pending("acquire", None, lambda: False, 1.0))
    sleeps = thread(2, Pending("sleep", None, None, 1.0, True))
    three = thread(3)
    assert model.usual(timed, [timed, sleeps, three]) is three


def test_the_usual_choice_of_sleepers_is_the_one_due_first() -> None:
    one = thread(1, Pending("sleep", None, None, 3.0, True), 1.0)
    two = thread(2, Pending("acquire", None, lambda: False, 1.0), 2.0)
    assert model.usual(one, [one, two]) is two
    two.time = 4.0
    assert model.usual(one, [one, two]) is one


def test_a_timed_wait_that_is_over_is_as_good_as_none() -> None:
    one = thread(1, Pending("acquire", None, lambda: True, 1.0))
    two = thread(2)
    assert model.usual(one, [one, two]) is one


class Stub:
    """A run in which nothing can go on but by a tired timeout."""

    def __init__(self, tasks: list[Any], tired: list[Any]) -> None:
        self.tasks = tasks
        self.tired = tired
        self.events = [Event(0, 0, 0)]
        self.trace: list[int] = []
        self.restart = self.redundant = self.forced = False
        self.barriers: list[int] = []
        self.stucks = 0

    def choices(self) -> list[Any]:
        return []

    def last_resort(self) -> list[Any]:
        return self.tired

    def stuck(self) -> None:
        self.stucks += 1

    def barrier(self, chosen: Any) -> None:
        self.barriers.append(chosen.tid)

    def enabled(self, task: Any) -> bool:
        return False

    def fail(self, error: BaseException) -> None:
        raise error


STRATEGIES: dict[str, Callable[[], Strategy]] = {
    "Source": Source, "Naive": Naive, "Cached": Cached, "Drawn": Drawn, "Replay": lambda: Replay([2]),
}  # fmt: skip


@pytest.mark.parametrize("name", STRATEGIES)
def test_where_nobody_can_go_on_a_tired_timeout_fires(name: str) -> None:
    """And whoever goes on so comes after all the others."""
    one = thread(1, Pending("sleep", None, None, 1.0, True), 5.0)
    two = thread(2, Pending("sleep", None, None, 1.0, True), 3.0)
    stub: Any = Stub([one, two], [one, two])
    strategy = STRATEGIES[name]()
    stub.strategy = strategy
    strategy.prepare()
    assert choosing.chosen(stub, one) is two
    assert stub.barriers == [2]
    assert stub.stucks == 0


@pytest.mark.parametrize("name", STRATEGIES)
def test_where_nobody_can_go_on_at_all_the_run_ends(name: str) -> None:
    stub: Any = Stub([thread(1)], [])
    strategy = STRATEGIES[name]()
    stub.strategy = strategy
    strategy.prepare()
    assert choosing.chosen(stub, stub.tasks[0]) is None
    assert stub.stucks == 1
    assert not stub.redundant


@pytest.mark.parametrize("name", ["Source", "Naive", "Cached"])
def test_each_tired_timeout_fires_in_a_run_of_its_own(name: str) -> None:
    one = thread(1, Pending("sleep", None, None, 1.0, True))
    two = thread(2, Pending("sleep", None, None, 1.0, True))
    strategy = STRATEGIES[name]()
    found = []
    for _ in range(2):
        stub: Any = Stub([one, two], [one, two])
        stub.strategy = strategy
        strategy.prepare()
        strategy.finished(stub.events[0])
        chosen = choosing.chosen(stub, one)
        assert chosen is not None
        found.append(chosen.tid)
        assert stub.barriers == [chosen.tid]
        event = Event(chosen.tid, 2, 1)
        event.clock = [0, 0, 0]
        event.footprint = {EVERYTHING: 2}
        stub.events.append(event)
        strategy.finished(event)
        more = strategy.advance()
    assert sorted(found) == [1, 2]
    assert not more


@pytest.mark.parametrize("name", ["Source", "Naive", "Cached", "Drawn"])
def test_a_run_that_does_not_count_goes_on_as_usual(name: str) -> None:
    strategy = STRATEGIES[name]()
    run = Toy([["wx", "wx"], ["wx"]], strategy)
    run.restart = True
    run.run()
    assert run.trace == [1, 1, 2]
    # Nothing was learned from it.
    assert not strategy.nodes


@pytest.mark.parametrize("name", ["Naive", "Cached", "Drawn"])
def test_who_has_to_go_on_goes_on(name: str) -> None:
    strategy = STRATEGIES[name]()

    class Forced(Toy):
        def enabled(self, task: Any) -> bool:
            # Within an operation of the first thread.
            self.forced = self.tasks[0].at == 1
            return super().enabled(task)

    for _ in range(8):
        run = Forced([["wx", "wx", "wx"], ["wx"]], strategy).run()
        at = run.trace.index(1)
        if not run.redundant:
            assert run.trace[at : at + 2] == [1, 1]
            nodes: Any = strategy.nodes
            assert not nodes or nodes[at + 1].forced
        if not strategy.advance():
            break


def begun(program: Program, strategy: Strategy) -> Toy:
    """A run whose first step was taken."""
    run = Toy(program, strategy)
    strategy.prepare()
    strategy.finished(run.events[0])
    run.step(run.next(run.tasks[0]))
    return run


def test_a_thread_that_ends_the_program_is_beaten_by_each_that_could_go_on() -> None:
    """`left`: the others might have done something before."""
    source = Source()
    run = begun([["wx"], ["wy"], ["wz"]], source)
    source.left(run.events[1], [2, 3])
    assert source.nodes[0].backtrack == {1, 2, 3}
    source.left(run.events[0], [4])
    source.left(Event(1, 2, 9), [4])
    assert [node.backtrack for node in source.nodes] == [{1, 2, 3}]


def test_what_waits_at_the_end_might_have_gone_first() -> None:
    """`ended`: a lock that was never released, and who waits for it."""
    runs = explored(PROGRAMS["a lock that is never released"], Source)
    assert {tuple(run.trace) for run in runs} == {(1, 2), (2, 2)}


@pytest.mark.parametrize("kind", ["look", "join"])
def test_what_waits_for_something_else_has_no_race(kind: str) -> None:
    source = Source()
    run = begun([["wx"], ["wx"]], source)
    prim = SimpleNamespace(history=[(run.events[1], "A")], relation=relation)
    run.tasks[1].pending = Pending(kind, prim)
    assert choosing.waiting(run.tasks, 2) == []
    run.tasks[1].pending = Pending("get", prim)
    waiting = choosing.waiting(run.tasks, 2)
    assert [(event.tid, event.index, event.races) for event in waiting] == [
        (2, 2, [run.events[1]])
    ]
    source.ended(waiting)
    assert source.nodes[0].backtrack == {1, 2}


def test_a_race_with_what_is_known_at_the_end_is_none() -> None:
    run = begun([["wx"], ["wx"]], Source())
    prim = SimpleNamespace(history=[(run.events[1], "A")], relation=relation)
    run.tasks[1].pending = Pending("acquire", prim)
    run.tasks[1].clock[1] = run.tasks[0].idx
    assert choosing.waiting(run.tasks, 2) == []


def test_a_choice_that_turns_out_impossible_is_cut_short() -> None:
    """A race whose other order was only thought possible."""
    source = Source()
    Toy([["+l", "-l"], ["wx", "+l"]], source).run()
    source.nodes = source.nodes[:2]
    source.nodes[1].tid = 2
    again: Any = Toy([["+l", "-l"], ["+l"]], source)
    assert again.run().redundant
    assert again.trace == [1]
    assert source.nodes[1].footprint == {EVERYTHING: 2}


def test_a_choice_of_a_thread_that_is_not_started_yet_is_cut_short() -> None:
    source = Source()
    Toy([["wx"], ["wx"]], source).run()
    source.nodes = source.nodes[:1]
    source.nodes[0].tid = 3
    again: Any = Toy([["wx"], ["wx"]], source)
    assert again.run().redundant
    assert again.trace == []
    assert source.nodes[0].footprint == {EVERYTHING: 2}


def test_of_two_races_the_one_behind_the_other_is_not_reversed() -> None:
    source = Source()
    Toy([["wx"], ["wx"], ["wx"]], source).run()
    # The third thread's race with the first lies behind that with the second.
    assert [node.backtrack for node in source.nodes] == [{1, 2}, {2, 3}, {3}]


def test_a_race_is_reversed_by_a_thread_that_can_go_first() -> None:
    """What must come before the racing event goes first, not the event itself."""
    source = Source()
    Toy([["wx"], ["wy"], ["ry", "wx"]], source).run()
    # The third thread's write of `x` needs its read, which needs nothing: but its read
    # of `y` comes after the second thread's write in this run.
    assert source.nodes[0].backtrack & {2, 3}
    assert len(explored([["wx"], ["wy"], ["ry", "wx"]], Source)) == 4


def test_states_that_were_left_with_fewer_preemptions_are_explored_again() -> None:
    cached = Cached(2)
    cached.seen[7] = {1: 1}
    assert cached.explored(7, 1, 1)
    assert cached.explored(7, 2, 0)
    assert not cached.explored(7, 2, 1)
    assert not cached.explored(7, 1, 2)
    assert not cached.explored(8, 1, 0)
    cached.seen[7] = {0: 1}
    assert cached.explored(7, 2, 1)
    assert [cached.remaining(used) for used in (0, 2)] == [2, 0]
    assert Cached().remaining(5) > 1_000
