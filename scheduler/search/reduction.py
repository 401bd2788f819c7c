"""Which interleavings need to be run.

`Source` explores without a bound, by source-set dynamic partial-order
reduction with sleep sets (Abdulla, Aronsson, Jonsson, Sagonas: "Optimal
dynamic partial order reduction", POPL 2014): each race seen in a run makes
sure that the other order is explored too, and nothing else is.

`Cached` explores under a bound on preemptions.  There the reduction above
would be unsound; instead a run is cut off where it comes to a state that was
explored before, from the same thread and with as many preemptions left.  Two
prefixes are taken for the same state only if they are equivalent: the same
steps with the same happens-before relation (Musuvathi and Qadeer:
"Partial-order reduction for context-bounded state exploration", 2007).

`Naive` explores everything, at every stop: what the others are checked by.

`Drawn` explores a sample, once one of the others was cut off.

Both reductions ask only at operations of primitives and where a race was
seen.  This is sound because a run in which nothing else races is equivalent
to one that switches only there, and because the exploration begins anew
whenever a race is seen elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.model.strategy import (
    EVERYTHING,
    Candidate,
    Event,
    Place,
    Strategy,
    dozes,
    usual,
)

__all__ = ["Cached", "Dice", "Drawn", "Naive", "Replay", "Source"]


class _Node:
    __slots__ = ("backtrack", "footprint", "sleep", "stuck", "tid")

    def __init__(self, tid: int, sleep: dict[int, dict[object, int]]) -> None:
        self.tid = tid
        #: Nobody can go on here, but by a timeout that is tired.
        self.stuck = False
        self.sleep = sleep
        self.backtrack = {tid}
        self.footprint: dict[object, int] = {}


def independent(one: dict[object, int], two: dict[object, int]) -> bool:
    """Whether two footprints commute."""
    if EVERYTHING in one or EVERYTHING in two:
        return False
    if len(two) < len(one):
        one, two = two, one
    for location, mode in one.items():
        other = two.get(location)
        if other is not None and (mode == 2 or other == 2):
            return False
    return True


def _share(counts: Iterable[tuple[int, int]]) -> float:
    """How much of a tree is done: at each node of the way through it, from the root,
    how many branches are known, and how many of them are done.

    The branches of one node are taken to be of one size (Kilby, Slaney, Thiebaux,
    Walsh: "Estimating search tree size", AAAI 2006).
    """
    done, width = 0.0, 1.0
    for ways, over in counts:
        width /= ways
        done += width * over
    return done


class Source(Strategy):
    """Source-set DPOR with sleep sets; `broken` disables races, for tests."""

    guesses = True

    def __init__(self, broken: bool = False) -> None:
        self.nodes: list[_Node] = []
        #: Those of the present run, in their order.
        self.events: list[Event] = []
        self.replayed = 0
        self.broken = broken

    def prepare(self) -> None:
        self.events.clear()
        self.replayed = len(self.nodes)

    def impossible(self, node: _Node) -> None:
        # A race whose other order was only thought possible.
        node.footprint = {EVERYTHING: 2}

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate | None:
        nodes = self.nodes
        sleep: dict[int, dict[object, int]] = {}
        if nodes:
            before = nodes[-1]
            for tid, other in before.sleep.items():
                if tid != before.tid and independent(other, before.footprint):
                    sleep[tid] = other
        awake = [other for other in among if other.tid not in sleep]
        if not awake:
            return None
        chosen = usual(place.running, awake)
        node = _Node(chosen.tid, sleep)
        nodes.append(node)
        if place.tired:
            node.stuck = True
            node.backtrack.update(other.tid for other in awake)
        return chosen

    def share(self) -> float:
        if not self.nodes:
            return 1.0
        return _share(
            (len(node.backtrack), sum(tid in node.sleep for tid in node.backtrack))
            for node in self.nodes
        )

    def finished(self, event: Event) -> None:
        self.events.append(event)
        if event.index == 0:
            return
        if event.index - 1 < len(self.nodes):
            self.nodes[event.index - 1].footprint = event.footprint
        if event.races and event.index >= self.replayed:
            self._races(event)

    def _races(self, event: Event) -> None:
        if self.broken:
            return
        races = event.races
        for old in set(races):
            if any(
                old is not other and other.clock[old.tid] >= old.idx
                for other in races
                if len(other.clock) > old.tid
            ):
                continue
            self._reverse(old, event)

    def _reverse(self, old: Event, event: Event) -> None:
        """Make sure that `event` is explored before `old` too."""
        if old.index == 0:
            return
        node = self.nodes[old.index - 1]
        firsts: dict[int, int] = {}
        initials: list[int] = []
        for other in [*self.events[old.index + 1 : event.index], event]:
            clock = other.clock
            if (
                other is not event
                and len(clock) > old.tid
                and clock[old.tid] >= old.idx
            ):
                continue
            if other.tid not in firsts:
                if all(
                    len(clock) <= tid or clock[tid] < idx for tid, idx in firsts.items()
                ):
                    initials.append(other.tid)
                firsts[other.tid] = other.idx
        if not node.backtrack.intersection(initials):
            node.backtrack.add(event.tid if event.tid in initials else initials[0])

    def left(self, event: Event, able: Sequence[int]) -> None:
        if 0 < event.index <= len(self.nodes):
            self.nodes[event.index - 1].backtrack.update(able)

    def ended(self, waiting: Sequence[Event]) -> None:
        # What still waits might have gone first, too.
        for event in waiting:
            self._races(event)

    def advance(self) -> bool:
        nodes = self.nodes
        while nodes:
            node = nodes[-1]
            node.sleep[node.tid] = node.footprint
            todo = [tid for tid in sorted(node.backtrack) if tid not in node.sleep]
            if todo:
                node.tid = todo[0]
                return True
            nodes.pop()
        return False


class Choice:
    __slots__ = ("forced", "hash", "known", "others", "stuck", "tid", "used", "ways")

    def __init__(self, tid: int, others: list[tuple[int, int]], used: int) -> None:
        self.tid = tid
        self.others = others
        #: How many there were.
        self.ways = 1 + len(others)
        self.used = used
        #: Whoever ran has to go on, see `Place.forced`.
        self.forced = False
        #: Nobody can go on here, but by a timeout that is tired.
        self.stuck = False
        #: The state in which the choice is made, and by thread what the events that
        #: it would go on with add to it, as far as others do not interfere.
        self.hash = 0
        self.known: dict[int, int] = {}


class Naive(Strategy):
    """Every interleaving, with at most `bound` preemptions."""

    def __init__(self, bound: int | None = None) -> None:
        self.bound = bound
        self.bounded = bound is not None
        self.nodes: list[Choice] = []
        self.used = 0

    def prepare(self) -> None:
        self.used = self.nodes[-1].used if self.nodes else 0

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate | None:
        nodes, task = self.nodes, place.running
        if place.tired:
            chosen = usual(task, among)
            others = [(other.tid, self.used) for other in among if other is not chosen]
            node = Choice(chosen.tid, others, self.used)
            node.stuck = True
            nodes.append(node)
            return chosen
        if place.forced and task in among:
            node = Choice(task.tid, [], self.used)
            node.forced = True
            nodes.append(node)
            return task
        pending = task.pending
        yields = pending is not None and pending.yields
        free = task not in among or yields or dozes(task)
        chosen = usual(task, among) if free else task
        used = self.used
        another = used if free else used + 1
        others = []
        if self.bound is None or another <= self.bound:
            others = [(other.tid, another) for other in among if other is not chosen]
        # Where `task` can go on it does: the first choice is never a preemption.
        node = Choice(chosen.tid, others, used)
        if not self.visit(node, 0 if free else task.tid):
            return None
        self.used = node.used
        if node.tid == chosen.tid:
            return chosen
        return next(other for other in among if other.tid == node.tid)

    def share(self) -> float:
        if not self.nodes:
            return 1.0
        return _share(
            (node.ways, node.ways - 1 - len(node.others)) for node in self.nodes
        )

    def visit(self, node: Choice, running: int) -> bool:
        """The run comes to `node`: the threads, and how many preemptions then.

        `running` is the thread that can go on without one, or 0; false where all
        that can follow was explored before.
        """
        self.nodes.append(node)
        return True

    def advance(self) -> bool:
        nodes = self.nodes
        while nodes:
            node = nodes[-1]
            if node.others:
                node.tid, node.used = node.others.pop(0)
                return True
            nodes.pop()
        return False


_MASK = (1 << 64) - 1


def _number(event: Event) -> int:
    """What an event adds to the state."""
    return hash((event.tid, event.idx, *_trim(event.clock)))


def _trim(clock: list[float]) -> tuple[float, ...]:
    end = len(clock)
    while end and not clock[end - 1]:
        end -= 1
    return tuple(clock[:end])


class Stateful(Naive):
    """As `Naive`; `hash` is the state: all that has happened before what."""

    def __init__(self, bound: int | None = None) -> None:
        super().__init__(bound)
        self.hash = 0

    def prepare(self) -> None:
        super().prepare()
        self.hash = 0

    def finished(self, event: Event) -> None:
        self.hash = (self.hash + _number(event)) & _MASK


class Cached(Stateful):
    """As `Naive`, but no state is explored twice; see the module's text.

    Nor is a state entered a second time where that can be told beforehand:
    what a thread adds to the state by going on stays the same as long as the
    others do only what is independent of it.  Where they did something else,
    the state that would be expected cannot exist, and so is not known.
    """

    def __init__(self, bound: int | None = None) -> None:
        super().__init__(bound)
        #: By state: how many preemptions were left, by the thread that could have
        #: gone on without one, or 0.
        self.seen: dict[int, dict[int, int]] = {}

    def remaining(self, used: int) -> int:
        """How many preemptions are left."""
        return 1_000_000 if self.bound is None else self.bound - used

    def explored(self, state: int, running: int, left: int) -> bool:
        """Whether all that can follow the state was explored, or is about to be."""
        found = self.seen.get(state)
        if found is None:
            return False
        # With one preemption more, whoever runs, all the others can run too.
        return (
            found.get(0, -1) >= left
            or found.get(running, -1) >= left
            or any(other > left for other in found.values())
        )

    def visit(self, node: Choice, running: int) -> bool:
        left = self.remaining(self.used)
        if self.explored(self.hash, running, left):
            return False
        self.seen.setdefault(self.hash, {})[running] = left
        node.hash = self.hash
        if self.nodes:
            before = self.origin(len(self.nodes) - 1)
            node.known = dict(before.known)
            node.known.pop(before.tid, None)
        node.others.insert(0, (node.tid, node.used))
        self.nodes.append(node)
        return self.follow(node)

    def origin(self, at: int) -> Choice:
        """The choice after which a thread had to go on up to the one at `at`."""
        while at and self.nodes[at].forced:
            at -= 1
        return self.nodes[at]

    def follow(self, node: Choice) -> bool:
        """Take the next way that may lead to a state that was not explored."""
        while node.others:
            tid, used = node.others.pop(0)
            known = node.known.get(tid)
            if known is None or not self.explored(
                (node.hash + known) & _MASK, tid, self.remaining(used)
            ):
                node.tid, node.used = tid, used
                return True
        return False

    def finished(self, event: Event) -> None:
        super().finished(event)
        at = event.index - 1
        if not 0 <= at < len(self.nodes):
            return
        node, number = self.origin(at), _number(event)
        if node is not self.nodes[at]:
            number += node.known[event.tid]
        node.known[event.tid] = number

    def advance(self) -> bool:
        while self.nodes:
            if self.follow(self.nodes[-1]):
                return True
            self.nodes.pop()
        return False


class Dice:
    """Numbers, the same ones each time.

    `random` would be instrumented, as all that a run enters.
    """

    def __init__(self, seed: int) -> None:
        self.state = seed

    def draw(self, below: int) -> int:
        """The next number, from 0 on."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & _MASK
        return (self.state >> 33) % below


class Drawn(Strategy):
    """Runs drawn at random, the same ones each time, where there are too many for all.

    A search that is cut off has changed its last choices again and again, and its
    first ones never.  Here the running thread is left at one choice in 2, 4, 8, 16 or
    32: what a few switches lead to, anywhere in a run, is likely to be met.
    """

    #: At how many choices it is left once.
    ONE_IN = (2, 4, 8, 16, 32)

    def __init__(self) -> None:
        self.runs = 0
        self.dice = Dice(1)
        self.one_in = 1

    def prepare(self) -> None:
        self.one_in = self.ONE_IN[self.runs % len(self.ONE_IN)]
        self.runs += 1

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate:
        task = place.running
        if place.tired:
            return usual(task, among)
        if task in among and (place.forced or self.dice.draw(self.one_in)):
            return task
        return among[self.dice.draw(len(among))]

    def advance(self) -> bool:
        return True


class Replay(Strategy):
    """Follows a schedule; after its end the running thread goes on."""

    always = True

    def __init__(self, schedule: list[int]) -> None:
        self.schedule = schedule
        self.problem = ""

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate | None:
        at = place.step
        if at >= len(self.schedule):
            return usual(place.running, among)
        tid = self.schedule[at]
        for task in among:
            if task.tid == tid:
                return task
        self.problem = f"step {at + 1} of the schedule: thread {tid} cannot run there"
        return None

    def advance(self) -> bool:
        return False
