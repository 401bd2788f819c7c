"""One run of a program: simulated threads, their stops, and what they did.

A *stop* is a place where another thread may be chosen.  What a thread does
from one stop to the next is a *step*; a *schedule* lists the thread of each
step.  The strategy that drives the run need not be asked at every stop: at a
stop where no race was ever seen the running thread just goes on, and all
that it does up to the next place of decision is one *event*.  An event
carries its footprint (locations read and written) and a vector clock, so
that the happens-before relation of the run is known.

Time is virtual and local: each thread has a clock that its sleeps and
timeouts advance and that starting, joining and the hand-over of locks carry
along, so that the time a thread reads follows from what happened before.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Iterator
from types import (
    CodeType,
    FrameType,
    FunctionType,
    MethodType,
    ModuleType,
)
from typing import Any, Final

from scheduler.bytecode import effects, monitor, peek
from scheduler.bytecode.callables import (
    BUILTINS,
    CELL,
    CONTAINER,
    FILE,
    ITERATOR,
    MIXED,
    OBJECT,
    OPAQUE,
    TUPLE,
    VIEW,
)
from scheduler.bytecode.effects import CALL, INNER, JUMP, LEAVING, RETURN, Site
from scheduler.engine import choosing
from scheduler.engine.backend import Backend
from scheduler.engine.records import Call, Observer, Pending, Settings
from scheduler.engine.task import FOLLOWED, Task
from scheduler.engine.waits import wait
from scheduler.model.facts import Waiter
from scheduler.model.identity import identity
from scheduler.model.outcome import Error, Kill, Unexplorable
from scheduler.model.place import HERE
from scheduler.model.strategy import EVERYTHING, Event, Strategy

__all__ = ["JUMPS", "NAMED", "Run"]

#: How many times as many while there is only the main thread.
ALONE: Final = 10
#: Jumps backwards in one run before it is taken never to end.
JUMPS: Final = 400_000
#: Characters that one run may print, and of an exception's message that are kept.
PRINTS: Final = 100_000
MESSAGE: Final = 1_000

#: Kinds of objects that get a name before they are shared.
NAMED: Final = frozenset((OBJECT, CONTAINER, ITERATOR, OPAQUE, MIXED, FILE, CELL))
#: Those of them that are let go as if nobody knew them.
_DIES: Final = frozenset((OBJECT, MIXED, ITERATOR, OPAQUE, FILE, VIEW))

#: Real modules that hold what they have worked out before, and nothing else: what the
#: first run has worked out is kept for those that count.
REMEMBER: Final = frozenset(("re", "encodings"))
_A: Final = {"A"}
_HELD: Final = [object()]
#: How many references there are to what only a list holds, while it is asked for them.
_UNHELD: Final = sys.getrefcount(_HELD[0])


def _named(cls: type) -> tuple[str, str]:
    return cls.__module__, cls.__qualname__


#: What was there before the program has names below this.
_ELDER: Final = -1_000_000


def called(site: Site, frame: FrameType) -> Any:
    """What the call at `site` is about to call."""
    below = site.argument + 2 + (site.opname == "CALL_KW")
    if site.opname == "CALL_FUNCTION_EX":
        below = 3 + (peek.TAGGED or site.argument & 1)
    return peek.operand(frame, site.depth, below)


def enters(site: Site, frame: FrameType) -> bool:
    """Whether a call begins that has no stops of its own, and a GIL build can hand over
    at its beginning: that of a function of Python's, or of C that lets go of the GIL."""
    if site.kind == CALL:
        function = called(site, frame)
        if type(function) in BUILTINS:
            return effects.of_the_system(function)
        if isinstance(function, type):
            function = getattr(function, "__init__", None)
    elif site.opname in ("LOAD_ATTR", "STORE_ATTR"):
        owner = type(peek.operand(frame, site.depth, 1))
        holders = (c.__dict__ for c in owner.__mro__ if site.what in c.__dict__)
        function = next(holders, {site.what: None})[site.what]
        if type(function) is not property:
            return False
        function = function.fget if site.opname == "LOAD_ATTR" else function.fset
    else:
        return False
    if type(function) is MethodType:
        function = function.__func__
    return type(function) is FunctionType and monitor.trusted(function)


class Run:
    """One execution of a program under a strategy.

    After `execute` the result stands in `kind` (see `outcome`), `output`,
    `status`, `errors`, `waits`, `limited` and `trace`, the schedule.
    """

    def __init__(
        self, settings: Settings, strategy: Strategy, backend: Backend
    ) -> None:
        self.settings = settings
        self.strategy = strategy
        self.backend = backend
        self.granularity = settings.granularity
        self.opcode = self.granularity == "opcode"
        self.gil = self.granularity == "gil"
        self.reader = self.granularity == "reader"
        self.full = settings.full or settings.everything
        self.racy = settings.racy
        self.meeting = settings.meets
        #: How long the trace may become: longer for as long as nothing can be chosen.
        self.most = ALONE * settings.steps
        self.class_names = settings.class_names
        self.builtins = settings.builtins
        self.tasks: list[Task] = []
        self.events: list[Event] = []
        self.trace: list[int] = []
        #: By `id`: the object or a weak reference to it, whether it is one (else the
        #: `id` cannot be another's meanwhile), its name, who named it and when, and
        #: a bit for each thread that knows it.
        self.names: dict[int, list[Any]] = {}
        self.elders = 0
        self.locations: dict[Any, list[Any]] = {}
        #: By thread: the last event that conflicts with everything.
        self.wholes: dict[int, Event] = {}
        #: What of the process was changed, for whoever puts it back.
        self.soiled: set[str] = set()
        self.world: Any = None
        self.namespaces: set[int] = set()
        #: By the `id` of its frame: a generator, weakly.
        self.generators: dict[int, weakref.ref[Any]] = {}
        #: Dicts in which `exec` runs code: what it calls names are keys of theirs.
        self.scopes: set[int] = set()
        #: There are properties whose functions are written in C.
        self.c_getters = False
        #: By identity, a `__dict__` that was taken while there was one thread.
        self.inners: dict[int, Any] = {}
        #: What was there before the program and outlives it, by `id`.
        self.older: dict[int, Any] = {}
        #: The line at which something asked to be told when an object dies.
        self.heard = ""
        self.serial = 0
        self.jumps = 0
        self.solo = True
        self.forced = False
        self.dead = False
        self.restart = False
        self.tired = False
        self.redundant = False
        self.kind = ""
        self.chunks: list[str] = []
        self.printed = 0
        self.errors_: list[Error] = []
        self.status: int | None = 0
        #: The threads that can't go on, where that is how it ended.
        self.waits: tuple[Waiter, ...] = ()
        #: The limit of steps, where it came to that.
        self.limited = 0
        self.failure: BaseException | None = None
        #: Collects the primitives that a module makes while it is loaded.
        self.primitives: list[Any] | None = None
        self.preemptions = 0
        #: The thread of the next step where that is decided already, or 0, and those
        #: of the steps after it.
        self.coming = 0
        self.plan: Iterator[int] = iter(())
        self.observer: Observer | None = None
        self.program: Callable[[str], bool] = lambda name: False
        #: Code of the program that was instrumented.
        self.own_codes: list[CodeType] = []
        #: What nobody schedules is refused.
        self.strict = True
        #: Told when a module that is executed alone starts a thread or waits.
        self.disturbed: Callable[[Task], None] = lambda task: None

    # ------------------------------------------------------------ life

    def execute(self, main: Callable[[Run, Task], None]) -> None:
        """Run `main` as thread 1 until no thread goes on."""
        task = self.new_task(None)
        task.name = "MainThread"
        self.begin(task)

        def body() -> None:
            main(self, task)

        self.spawn(task, body)
        task.started = True
        self.backend.resume(task)
        last = -1
        quiet = 0
        while not self.backend.wait(self.settings.patience):
            now = self.progress()
            importing = self.running.quiet > 0 and quiet < 12
            quiet += 1
            if self.dead or (now == last and not importing):
                self.stuck_in_c()
                return
            last = now
        for other in self.tasks:
            if other.started and not other.done:
                self.backend.resume(other)
                if not self.backend.wait(self.settings.patience):
                    self.failure = Unexplorable(
                        f"T{other.tid} cannot be ended: it catches everything"
                    )
                    return

    def progress(self) -> int:
        """More whenever a thread has done something."""
        return len(self.trace) + self.jumps

    def stuck_in_c(self) -> None:
        """No step for a long time: name the thread and its line."""
        self.dead = True
        frames = self.backend.frames(self.running)
        own = (f for f in frames if self.program(f.f_code.co_filename))
        frame = next(own, None)
        file, line = (frame.f_code.co_filename, frame.f_lineno) if frame else ("", 0)
        where = f" at {self.said(file, line)}" if frame else ""
        self.failure = Unexplorable(
            f"T{self.running.tid} blocks{where} in C, where the scheduler cannot see it",
            file,
            line,
        )

    def new_task(self, parent: Task | None) -> Task:
        task = Task(self, len(self.tasks) + 1)
        for other in self.tasks:
            other.clock.append(0)
        self.tasks.append(task)
        if parent is None:
            task.clock = [0, 0]
        else:
            task.clock = list(parent.clock)
            task.time = parent.time
        return task

    def spawn(self, task: Task, body: Callable[[], None]) -> None:
        """Give `task` a stack on which `body` will run."""

        def whole() -> Callable[[], None]:
            monitor.enter(task)
            try:
                if not self.dead:
                    body()
            except Kill:
                pass
            except BaseException as error:
                if not self.dead:
                    self.fail(error)
            finally:
                task.quiet = 1
            return self.end_of(task)

        self.backend.spawn(task, whole)

    def end_of(self, task: Task) -> Callable[[], None]:
        """`task` ends: who goes on?  To be called at the very end of its stack."""

        following: Task | None = None
        if not self.dead:
            try:
                if task.handle is not None:
                    task.handle.done = True
                    task.handle.ended = task
                task.done = True
                self.complete(task)
                following = self.following(task)
                if following is None:
                    self.dead = True
            except Kill:
                following = None
            except BaseException as error:
                self.fail(error)
                following = None
        task.done = True
        task.thread = task.frame = None
        if following is not None:
            self.running = following

        backend = self.backend

        def hand_over() -> None:
            # Only now: finalizers may have run while the stack was left.
            monitor.leave()
            if following is not None:
                backend.resume(following)
            else:
                backend.wake()

        return hand_over

    def divide(self) -> None:
        """A second thread begins: from now on there is something to choose."""
        if self.solo:
            self.solo = False
            if self.heard:
                self.told_of_death()
            self.most = self.progress() - self.jumps + self.settings.steps

    def fail(self, error: BaseException) -> None:
        """The engine cannot go on with this run."""
        if self.failure is None:
            self.failure = error
        self.dead = True

    running: Task

    # --------------------------------------------------------- deciding

    def begin_anew(self) -> None:
        """This run and those before it do not count."""
        self.restart = True

    def begin(self, task: Task) -> None:
        """`task` begins a new event."""
        task.idx += 2
        task.clock[task.tid] = task.idx
        task.event = task.head = Event(task.tid, task.idx, len(self.events))
        task.named = task.inner = 0
        task.met = -1
        self.running = task
        if task.alone:
            task.alone = False
            task.event.footprint[EVERYTHING] = 2

    def rest(self, task: Task) -> None:
        """The head of the event of `task` is over, the event goes on."""
        head = task.head
        head.clock = list(task.clock)
        task.clock[task.tid] = head.idx + 1
        rest = task.event = Event(task.tid, head.idx + 1, head.index)
        rest.footprint = head.footprint

    def complete(self, task: Task) -> None:
        """The event of `task` is over."""
        event = task.head
        if task.event is event:
            event.clock = list(task.clock)
        else:
            task.event.clock = list(task.clock)
        self.events.append(event)
        task.events_done = event
        if not self.restart:
            self.strategy.finished(event)

    def decide(self, task: Task, pending: Pending | None) -> None:
        """A place of decision: returns when `task` was chosen to go on."""
        task.pending = pending
        if len(self.trace) >= self.most:
            self.limit()
        self.complete(task)
        following = self.following(task)
        if following is None:
            self.dead = True
            raise Kill
        self.forced = False
        if following is not task:
            if pending is None or (not pending.yields and self.enabled(task)):
                self.preemptions += 1
            self.switch(task, following)
        task.pending = None
        self.begin(task)

    def go_on(self, task: Task) -> None:
        """A stop of `task` at which nobody else could be chosen."""
        if len(self.trace) >= self.most:
            self.limit()
        if task.event is task.head:
            self.rest(task)
        task.inner = 0
        task.met = -1
        self.trace.append(task.tid)

    def following(self, task: Task) -> Task | None:
        """The thread of the next step, after one of `task`; `None` at the end."""
        if self.observer is not None:
            self.observer.asked(self, task)
        chosen: Task | None = choosing.chosen(self, task)
        if chosen is not None:
            self.trace.append(chosen.tid)
        if self.observer is not None:
            self.observer.chose(self, chosen)
        return chosen

    def switch(self, task: Task, following: Task) -> None:
        self.running = following
        self.backend.resume(following)
        self.backend.park(task)
        if self.dead:
            raise Kill

    def enabled(self, task: Task) -> bool:
        """Whether `task` can go on now; a tired timeout cannot."""
        if task.done or not task.started:
            return False
        return task.pending is None or self.possible(task, task.pending)

    def possible(self, task: Task, pending: Pending) -> bool:
        """Whether `task` can do now what it is about to do."""
        if pending.ready is None:
            if pending.kind == "sleep" and pending.key is not None:
                if task.fired.get(pending.key, 0) >= self.settings.fires:
                    self.tired = True
                    return False
            return True
        if pending.ready():
            return True
        if pending.seconds is None:
            return False
        if task.fired.get(pending.key, 0) >= self.settings.fires:
            self.tired = True
            return False
        return True

    def is_tired(self, task: Task) -> bool:
        """Whether the timeout of the operation just begun cannot fire any more."""
        key = task.last_key
        return key is not None and task.fired.get(key, 0) >= self.settings.fires

    def choices(self) -> list[Task]:
        """The threads that can go on, in the order of their numbers."""
        return [
            task
            for task in self.tasks
            if task.started
            and not task.done
            and (task.pending is None or self.possible(task, task.pending))
        ]

    def last_resort(self) -> list[Task]:
        """Threads whose tired timeout fires because nobody else can go on."""
        return [
            task
            for task in self.tasks
            if task.started
            and not task.done
            and task.pending is not None
            and (task.pending.seconds is not None or task.pending.kind == "sleep")
        ]

    def barrier(self, chosen: Task) -> None:
        """`chosen` goes on only because nobody else can: all came before."""
        for task in self.tasks:
            self.join(chosen, task.clock)
        chosen.alone = True

    def stuck(self) -> None:
        """No thread can go on: a deadlock, or threads that only repeat."""
        waits = [task for task in self.tasks if task.started and not task.done]
        if any(
            task.pending is not None and task.pending.kind == "spin" for task in waits
        ):
            self.kind = "step-limit"
        else:
            self.kind = "deadlock"
        self.status = None
        self.waits = self.explain(waits)
        self.over()

    def explain(self, waits: list[Task]) -> tuple[Waiter, ...]:
        return tuple(wait(self, task) for task in waits)

    def leave(self, task: Task) -> None:
        """The main thread leaves while others still could go on."""
        for other in self.tasks:
            if other is not task and other.events_done:
                last = other.events_done
                if task.clock[last.tid] < last.idx:
                    task.event.races.append(last)
        for other in self.tasks:
            self.join(task, other.clock if other.pending is None else other.clock)
        task.event.footprint[EVERYTHING] = 2
        self.complete(task)
        if not self.restart:
            others = (other for other in self.tasks if other is not task)
            able = [other.tid for other in others if self.enabled(other)]
            self.strategy.left(task.event, able)

    def limit(self) -> None:
        self.status = None
        self.limited = self.most if self.solo else self.settings.steps
        self.end("step-limit")
        raise Kill

    def end(self, kind: str) -> None:
        self.kind = kind
        if kind == "step-limit":
            self.dead = True
        else:
            self.over()

    def over(self) -> None:
        """No thread goes on."""
        if not self.restart:
            self.strategy.ended(choosing.waiting(self.tasks, len(self.events)))
        self.dead = True

    # -------------------------------------------------------- the stops

    def at(self, task: Task, site: Site, frame: FrameType) -> None:
        """`task` is about to execute the instruction at `site`."""
        if self.dead:
            if self.program(site.code.co_filename):
                raise Kill
            # A real module tidies up, in a finalizer for example: let it.
            return
        kind = site.kind
        back = self.edge(task, site, frame) if site.edge else None
        stop = kind <= CALL or back is not None
        if not self.opcode:
            stop = self.stops(task, site, frame, stop)
        if stop:
            number = site.number
            if number in self.racy or self.full:
                task.frame = frame
                self.decide(task, None)
                task.frame = None
            else:
                # As `go_on`, in one piece: it is done at nearly every instruction.
                if len(self.trace) >= self.most:
                    self.limit()
                if task.event is task.head:
                    self.rest(task)
                task.inner = 0
                task.met = -1
                self.trace.append(task.tid)
            task.site = number
            if self.observer is not None:
                self.observer.step(self, task, site, frame)
        if kind == JUMP:
            self.jump(task, site, frame)
        elif kind == CALL and (self.gil or self.reader):
            self.note_call(task, site, frame)
        effect = site.effect
        if effect is not None and not (self.solo and site.quiet_alone):
            goes_on = site.goes_on
            if goes_on is not None and not self.solo and goes_on(frame):
                call = task.call = Call(identity(frame), site.offset)
                task.touched = call.touched
                effect(self, task, frame)
                task.touched = None
            else:
                effect(self, task, frame)
        if back is not None:
            task.call = back
            for loc, write in back.touched:
                if loc is EVERYTHING:
                    self.everything(task)
                else:
                    self.access(task, loc, write)
            effects.handed(self, task, site, frame, back.writes)

    def stops(self, task: Task, site: Site, frame: FrameType, touches: bool) -> bool:
        """Whether `site` is a stop where not all that `touches` something is one."""
        if not (self.gil or self.reader):
            return False
        if site.after and identity(frame) in task.after:
            task.after.discard(identity(frame))
            stop = True
        else:
            stop = site.entry or site.kind == JUMP or enters(site, frame)
        if self.reader:
            if stop:
                task.may_hand_over()
            stop = touches
            if stop and self.settings.everything:
                self.racy.add(site.number)
            if stop and (self.settings.whole_lines or site.number not in self.racy):
                task.site = site.number
                stop = False
        return stop

    def edge(self, task: Task, site: Site, frame: FrameType) -> Call | None:
        """A function begins or ends, or a generator: the call into C it goes back to."""
        if site.entry:
            self.entered(task, frame)
        back: Call | None = None
        if task.callbacks and (site.kind == RETURN or site.opname in LEAVING):
            back = task.callbacks.pop(identity(frame), None)
            if back is not None and identity(frame.f_back) != back.frame:
                back = None
        return back

    def entered(self, task: Task, frame: FrameType) -> None:
        """A function of the program begins, or a generator goes on: for whom?"""
        task.callbacks.pop(identity(frame), None)
        caller = frame.f_back
        call = task.call
        if (
            call is not None
            and caller is not None
            and call.frame == identity(caller)
            and call.at == caller.f_lasti
        ):
            task.callbacks[identity(frame)] = call

    def at_line(self, task: Task, site: Site) -> None:
        """`task` is about to execute a line of the program."""
        if self.dead:
            raise Kill
        if site.number in self.racy or self.full:
            self.decide(task, None)
        else:
            self.go_on(task)
        task.site = site.number
        if self.observer is not None:
            self.observer.step(self, task, site, None)

    def note_call(self, task: Task, site: Site, frame: FrameType) -> None:
        function = called(site, frame)
        if type(function) is MethodType:
            function = function.__func__
        if type(function) is FunctionType and not monitor.hands_over(function):
            return
        task.after.add(identity(frame))

    def stop(
        self,
        task: Task,
        kind: str,
        prim: Any = None,
        ready: Callable[[], bool] | None = None,
        seconds: float | None = None,
        yields: bool = False,
    ) -> None:
        """A stop at a primitive; returns when `task` may perform it: see `Pending`."""
        if task.quiet:
            return
        if self.dead:
            raise Kill
        if self.coming == task.tid and seconds is None:
            self.coming = next(self.plan, 0)
            task.last_key = None
            return
        pending = Pending(kind, prim, ready, seconds, yields)
        if self.reader:
            task.may_hand_over()
        if pending.seconds is not None:
            pending.key = self.key_of(task, pending)
        self.forced = not self.full and self.moves_left(task, pending)
        self.decide(task, pending)
        task.last_key = pending.key
        task.site = 0
        if self.observer is not None:
            self.observer.step(self, task, None, None)

    def moves_left(self, task: Task, pending: Pending) -> bool:
        """Whether to switch before this operation gains nothing.

        A release, a start and a join of a thread that has ended commute to
        the left with all that other threads can do meanwhile (Lipton's left
        movers), unless a lock is tried or released by several threads, or
        several threads start threads; either is noticed when it happens.
        """
        kind = pending.kind
        if kind == "release":
            return not self.settings.tried
        if kind == "start":
            return not (self.settings.starters or self.settings.enumerates)
        if kind in ("join", "shutdown"):
            return (
                pending.seconds is None
                and pending.ready is not None
                and pending.ready()
            )
        return False

    def key_of(self, task: Task, pending: Pending) -> Any:
        """By what it is counted how often the timeout of `pending` fires."""
        if pending.kind == "sleep" and not task.daemon:
            return None
        return self.line_of(task)

    def line_of(self, task: Task) -> Any:
        frame: FrameType | None = sys._getframe(2)
        while frame is not None and not self.program(frame.f_code.co_filename):
            frame = frame.f_back
        return (
            (frame.f_code.co_filename, frame.f_lineno) if frame is not None else ("", 0)
        )

    def jump(self, task: Task, site: Site, frame: FrameType) -> None:
        """A jump backwards: does the thread only repeat itself?"""
        self.jumps += 1
        if self.jumps > JUMPS:
            self.limit()
        known = task.loops.get(site.number)
        # Who has written something meanwhile does not only repeat itself.
        same = known is None or known[0][1] == task.writes
        words = peek.words(frame, site.depth) if same else None
        state = (identity(frame), task.writes, words)
        reads, task.reads = task.reads, {}
        if known is not None and known[0] == state:
            since = known[1]
            locations = self.locations
            states = [locations[loc] for loc in reads if loc in locations]
            if reads and all(entry[3] <= since for entry in states) or not reads:

                def changed() -> bool:
                    return any(entry[3] > since for entry in states)

                pending = Pending("spin", list(reads), changed)
                task.frame = frame
                self.decide(task, pending)
                for entry in states:
                    if entry[0] is not None:
                        self.join(task, entry[0].clock)
                task.frame = None
                task.site = 0
        task.loops[site.number] = (state, self.serial)

    # ---------------------------------------------------- what it touches

    def meet(self, task: Task, value: Any) -> None:
        """Name `value` before it is shared, so that its name is stable."""
        cls = type(value)
        if cls in effects.BARE:
            return
        kind = effects.kind_of(cls)
        if kind in NAMED:
            known = self.names.get(identity(value))
            if known is None or (known[1] and known[0]() is not value):
                self.name(task, value)
        elif kind == TUPLE and hasattr(cls, "__len__") and len(value) <= 16:
            for item in value:
                self.meet(task, item)

    def knows(self, value: Any) -> bool:
        """Whether `value` has a name."""
        known = self.names.get(identity(value))
        return known is not None and not (known[1] and known[0]() is not value)

    def enters(self, scope: dict[str, Any]) -> None:
        """Code of a real module runs for the first time: what it holds now is kept.

        While it is loaded it does not hold all yet: the next run begins with what it does.
        """
        self.elder(scope)
        loads = getattr(scope.get("__spec__"), "_initializing", False)
        if not loads and scope.get("__name__") not in REMEMBER:
            self.world.imports.keep(scope)
        self.begin_anew()

    def elder(self, value: Any) -> None:
        """`value` was there before the program, and has the same name in every run."""
        self.elders += 1
        self.names[identity(value)] = [value, False, _ELDER - self.elders, 1, 0, -1]

    def number(self, task: Task) -> int:
        """What `task` calls something new: the same in every run that did the same."""
        task.named += 1
        return (task.event.idx << 20) | (task.named << 6) | task.tid

    def name(self, task: Task, value: Any) -> list[Any]:
        cls = type(value)
        coarse = self.settings.coarse
        number = coarse.get(_named(cls)) if coarse else None
        if number is None:
            number = self.number(task)
            mask = task.bit
        else:
            mask = -1
        ref: Any = value
        weak = False
        if effects.kind_of(cls) in _DIES:
            try:
                ref = weakref.ref(value)
                weak = True
            except TypeError:
                pass
        known = [ref, weak, number, task.tid, task.event.idx, mask]
        self.names[identity(value)] = known
        return known

    def touch(
        self, task: Task, value: Any, field: Any, write: bool, label: str = ""
    ) -> None:
        """`task` reads or writes the location `field` of the object `value`."""
        key = identity(value)
        known = self.names.get(key)
        if known is None or (known[1] and known[0]() is not value):
            known = self.name(task, value)
            if key in self.older:
                self.world.imports.use(task, value)
        elif not known[5] & task.bit:
            if task.clock[known[3]] < known[4]:
                coarse = self.settings.coarse
                if _named(type(value)) not in coarse:
                    coarse[_named(type(value))] = -2 - len(coarse)
                    self.learned()
            known[5] |= task.bit
        if self.observer is not None:
            self.observer.touched(self, task, value, label or field, write)
        if write and key in self.older:
            self.world.imports.lasts(task, value)
        if self.scopes and key in self.scopes:
            field = 0
        if self.solo:
            if write:
                task.writes += 1
            return
        whole = self.settings.whole_objects
        if whole:
            if whole > 1 or key not in self.namespaces:
                field = 0
            elif not field:
                self.by_namespace()
        elif not field:
            if key in self.namespaces:
                self.by_namespace()
            elif key in self.inners:
                self.by_inner()
        self.record(task, (known[2], field), write)

    def access(self, task: Task, loc: Any, write: bool) -> None:
        """`task` reads or writes the location `loc`."""
        if not self.solo:
            self.record(task, loc, write)

    def record(self, task: Task, loc: Any, write: bool) -> None:
        """The same, where there is a second thread."""
        if task.touched is not None:
            task.touched.append((loc, write))
        event = task.event
        tid = task.tid
        site = task.site
        if self.reader and (site in self.racy or not site):
            task.shows()
        inner = task.inner
        met = task.met
        if inner and met != -1 and met != task.within and event is task.head:
            if self.opcode:
                # Whoever meets what came before knows nothing of this yet.
                self.rest(task)
                event = task.event
        if (inner or site) in self.meeting:
            self.meets(task)
        site += inner
        if self.wholes:
            self.after_wholes(task)
        try:
            state = self.locations[loc]
        except KeyError:
            state = self.locations[loc] = [None, 0, {}, 0]
        else:
            last = state[0]
            if last is not event and last is not None and last.tid != tid:
                if task.clock[last.tid] < last.idx:
                    self.conflict(task, last, state[1])
            if write and state[2]:
                clock = task.clock
                for other, (read, old_site) in state[2].items():
                    if other != tid and clock[other] < read.idx:
                        self.conflict(task, read, old_site)
        if write:
            state[0] = event
            state[1] = site
            if state[2]:
                state[2] = {}
            self.serial += 1
            state[3] = self.serial
            task.writes += 1
            event.footprint[loc] = 2
        else:
            state[2][tid] = (event, site)
            task.reads[loc] = None
            if loc not in event.footprint:
                event.footprint[loc] = 1

    def everything(self, task: Task) -> None:
        """`task` does something that may touch whatever there is."""
        task.writes += 1
        if self.solo:
            return
        settings = self.settings
        if not settings.everything:
            settings.everything = True
            self.learned()
        if task.touched is not None:
            task.touched.append((EVERYTHING, True))
        event = task.event
        clock = task.clock
        lasts = [
            other.events_done
            for other in self.tasks
            if other is not task
            and other.events_done is not None
            and clock[other.tid] < other.events_done.idx
        ]
        for last in lasts:
            event.races.append(last)
        for last in lasts:
            self.join(task, last.clock)
        event.footprint[EVERYTHING] = 2
        self.wholes[task.tid] = event
        self.serial += 1

    def hands_on(self, task: Task) -> None:
        """What `task` calls in C writes to whatever it is handed."""
        if task.touched is not None and task.call is not None:
            task.call.writes = True

    def rebinds(self, task: Task, owner: Any, name: Any) -> None:
        """The program itself sets an attribute: of the library's, that sets it nowhere?"""
        if not self.solo and monitor.rebind(owner, name):
            self.learned()

    def remakes(self, task: Task, owner: Any, name: str) -> None:
        """What makes an object in the library sets an attribute of it: for the first time?"""
        known = self.names.get(identity(owner))
        now = (task.head.idx, task.event.idx)
        if known is not None and (known[3] != task.tid or known[4] not in now):
            self.rebinds(task, owner, name)

    def hears_of_death(self, task: Task, file: str = "") -> None:
        """`task` asks to be told when an object dies: that is not among what is seen.

        What the library asks in another `file` than that of weak collections, it asks
        for itself.
        """
        if file and not self.program(file) and "weakref" not in file:
            return
        self.bury_from_now_on()
        self.heard = self.heard or self.place(task)
        if not self.solo:
            self.told_of_death()

    def told_of_death(self) -> None:
        """There are threads, and something is done when an object dies."""
        if not self.settings.unsettled:
            self.settings.unsettled = (
                f"{self.heard} has something done when an object dies, "
                "and when objects die is not seen"
            )

    def bury_from_now_on(self) -> None:
        """Containers die when the program lets go of them, not with the run."""
        if "at" not in self.__dict__:
            at = self.at

            def buried(task: Task, site: Site, frame: FrameType) -> None:
                self.bury()
                at(task, site, frame)

            self.at = buried  # type: ignore[method-assign]

    def bury(self) -> None:
        """Let go of what only the record holds."""
        names = self.names
        while True:
            dead = [
                key
                for key, known in names.items()
                if not known[1]
                and known[2] > _ELDER
                and sys.getrefcount(known[0]) == _UNHELD
            ]
            if not dead:
                return
            for key in dead:
                names.pop(key, None)

    def asks_for_life(self, task: Task) -> None:
        """`task` asks whether an object is still there: that is not among what is seen."""
        self.bury_from_now_on()
        self.bury()
        if not self.solo and not self.settings.unsettled:
            self.settings.unsettled = (
                f"{self.place(task)} asks whether an object is still there, "
                "and when objects die is not seen"
            )

    def looks_into(self, task: Task, frame: FrameType) -> None:
        """`task` looks at where `frame` stands: what its code does there is not seen."""
        own: FrameType | None = sys._getframe()
        while own is not None and own is not frame:
            own = own.f_back
        if own is None and not self.solo and not self.settings.unsettled:
            self.settings.unsettled = (
                f"{self.place(task)} looks into a function that another "
                "thread may be running, and what is local to it is not seen"
            )

    def after_wholes(self, task: Task) -> None:
        """What `task` does conflicts with what touched everything before."""
        clock = task.clock
        for tid, whole in self.wholes.items():
            if tid != task.tid and clock[tid] < whole.idx:
                task.event.races.append(whole)
                self.join(task, whole.clock)

    def module_state(self, task: Task, module: str, write: bool) -> None:
        """`task` uses what the C module `module` keeps for itself."""
        if write:
            self.soiled.add(module)
        self.access(task, ("module", module), write)

    def system(self, task: Task, write: bool) -> None:
        """`task` looks at or changes the process: files, environment, descriptors."""
        if not self.settings.system:
            # Nothing was done yet: the next run does it where it does no harm.
            self.settings.system = True
            self.begin_anew()
            self.dead = True
            raise Kill
        if write:
            self.soiled.add("system")
        self.access(task, ("system",), write)

    def guard(self, task: Task, name: str, args: list[Any]) -> None:
        """The function `name` of the system is about to be called."""
        if not self.settings.system:
            self.system(task, True)
        problem = self.world.outside(name, args)
        if problem:
            self.refuse(task, problem)

    def refuse(self, task: Task, reason: str) -> None:
        """The program does what cannot be explored: the run ends."""
        if not self.world.strict:
            return
        self.fail(self.unexplorable(task, reason))
        raise Kill

    def unexplorable(self, task: Task, reason: str) -> Unexplorable:
        """What to say of what `task` does, with the line of the program."""
        file, line = self.line_of(task)
        return Unexplorable(f"the program {reason} ({self.place(task)})", file, line)

    def place(self, task: Task) -> str:
        """The line at which `task` is; of a thread of the library's, the function."""
        file, line = self.line_of(task)
        if line:
            return self.said(file, line)
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename.startswith(HERE):
            frame = frame.f_back
        return f"T{task.tid}" + (f" in {frame.f_code.co_qualname}" if frame else "")

    def said(self, file: str, line: int) -> str:
        """A line, and its file where that is another than the program's own."""
        other = "" if file == self.world.path else f"{file}, "
        return f"{other}line {line}"

    def learned(self) -> None:
        """More is known of the program: what ran before does not count."""
        if self.settings.learns:
            self.begin_anew()

    def conflict(self, task: Task, old: Event, old_site: int) -> None:
        """A race: `old` of another thread and the present access."""
        racy = self.racy
        meets = self.meeting
        own = old_site if old_site < INNER else old_site % INNER
        one, two = old_site - own or own, task.inner or task.site
        known = own in racy and task.site in racy
        if known:
            task.event.races.append(old)
        if not (known and one in meets and two in meets):
            racy.update((own, task.site))
            meets.update((one, two))
            self.learned()
        self.join(task, old.clock)

    def meets(self, task: Task) -> None:
        """`task` is at an instruction at which threads were seen to meet.

        Within the library there are no stops: what it does from one operation of a
        primitive to the next is one step.  With two such instructions it is none, nor
        with one after an operation that others may follow at once, as a release.
        """
        if not (task.inner or task.site):
            return  # the operation itself
        if task.met != task.within:
            if task.met != -1 and self.opcode:
                self.undivided(task)
            task.met = task.within

    def undivided(self, task: Task) -> None:
        """Others may come between two instructions of one step of `task`."""
        if not self.settings.unsettled:
            self.settings.unsettled = (
                f"{self.place(task)} does several things in the library which other "
                "threads may come between, and there nobody is switched to them"
            )

    def join(self, task: Task, clock: list[int]) -> None:
        """What happened before `clock` happened before `task` goes on."""
        mine = task.clock
        for at, value in enumerate(clock):
            if value > mine[at]:
                mine[at] = value

    def is_namespace(self, value: Any) -> bool:
        return identity(value) in self.namespaces

    def class_write(self, task: Task, cls: type, name: str | None) -> None:
        """An attribute of the class `cls` is written."""
        self.world.imports.patch(task, cls, name)
        if self.solo:
            return
        if name not in self.class_names:
            self.class_names.add(name)
            self.learned()
        self.access(task, ("class", name), True)
        if None in self.class_names:
            self.access(task, ("class", None), True)

    def class_look(self, task: Task, name: str | None) -> None:
        """`task` looks at all attributes of a class, or at its list `name`."""
        if self.solo:
            return
        if name not in self.class_names:
            self.class_names.add(name)
            self.learned()
        self.access(task, ("class", name), False)

    def class_made(self, task: Task) -> None:
        """A class is made: those that it derives from know it."""
        if "__subclasses__" in self.class_names:
            self.access(task, ("class", "__subclasses__"), True)

    def as_scope(self, task: Task, value: dict[Any, Any]) -> None:
        """Code is run in `value`, which may be a dict like any other."""
        known = self.names.get(identity(value))
        if identity(value) not in self.namespaces and (
            known is None or known[2] > _ELDER
        ):
            self.scopes.add(identity(value))
            own = value.get("__builtins__")
            if type(own) is dict:
                self.meet(task, own)
                self.scopes.add(identity(own))
                self.by_builtins(task)

    def by_builtins(self, task: Task, name: str = "") -> None:
        """What names without a value among the globals mean can change."""
        if name in ("__import__", "__build_class__"):
            self.everything(task)
        if not self.solo and not self.settings.builtins:
            self.settings.builtins = True
            self.learned()

    def by_namespace(self) -> None:
        """Globals are used as the dict that they are: they become one location."""
        if self.settings.whole_objects < 2:
            self.settings.whole_objects = 2
            self.learned()

    def by_inner(self) -> None:
        """The `__dict__` of an object is used: its attributes become one location."""
        if not self.settings.whole_objects:
            self.settings.whole_objects = 1
            self.learned()

    def by_object(self, task: Task, value: Any) -> None:
        """The `__dict__` of `value` is taken: its attributes become one."""
        if isinstance(value, type):
            self.class_look(task, None)
            return
        if value is self.world.builtins:
            self.by_builtins(task)
        whole = 2 if isinstance(value, ModuleType) else 1
        if isinstance(value, FunctionType):
            whole = 0  # they are one already
        if self.solo:
            self.keep_inner(task, value)
            return
        if self.settings.whole_objects < whole:
            self.settings.whole_objects = whole
            self.learned()
            return
        if whole == 2:
            self.touch(task, value.__dict__, 0, False)
            return
        self.touch(task, value, 0, False)
        self.name_inner(value)

    def name_inner(self, value: Any) -> None:
        """The `__dict__` of `value` is called what `value` is."""
        inner = effects.attributes(value)
        if inner is not None:
            name = self.names[identity(value)][2:]
            self.names[identity(inner)] = [inner, False, *name]

    def keep_inner(self, task: Task, value: Any) -> None:
        """Nobody else is there yet; a thread may use that `__dict__` later."""
        if not isinstance(value, ModuleType):
            self.meet(task, value)
            if not self.knows(value):
                return
            self.name_inner(value)
        inner = effects.attributes(value)
        if inner is not None and identity(inner) not in self.namespaces:
            self.inners[identity(inner)] = inner

    def gets_dict(self, task: Task, value: Any, inner: Any) -> None:
        """`value` is given a `__dict__`, which other objects may have as well."""
        if not isinstance(inner, dict):
            return
        self.meet(task, inner)
        self.name(task, value)[2:] = self.names[identity(inner)][2:]
        if self.solo:
            self.inners[identity(inner)] = inner
        else:
            self.by_inner()

    # -------------------------------------------------------- primitives

    def operate(self, task: Task, prim: Any, kind: str) -> None:
        """`task` performed the operation `kind` on the primitive `prim`."""
        if self.observer is not None:
            self.observer.operated(self, task, prim, kind)
        prim.time = task.time = max(prim.time, task.time)
        if kind not in prim.READS:
            task.writes += 1
        if self.solo:
            return
        tried = self.settings.tried
        # An acquire could as well be done later: nobody else can do anything with the
        # lock meanwhile, but try it (Lipton's right movers).
        if kind != "A" or prim.made in tried:
            task.met = FOLLOWED
        if self.reader:
            task.shows()
        if self.wholes:
            self.after_wholes(task)
        event = task.event
        clock = task.clock
        joins: list[Event] = []
        for old, old_kind in reversed(prim.history):
            relation = prim.relation(old_kind, kind)
            if relation == 0:
                continue
            ordered = old.tid == task.tid or clock[old.tid] >= old.idx
            if not ordered:
                joins.append(old)
                if relation == 2:
                    event.races.append(old)
                    if prim.total and prim.made not in tried and {kind, old_kind} != _A:
                        tried.add(prim.made)
                        self.learned()
            if prim.total and old_kind not in prim.READS and (ordered or relation == 2):
                break
        for old in joins:
            self.join(task, old.clock)
        prim.history.append((event, kind))
        loc = (prim.number, "op")
        if kind in prim.READS:
            event.footprint.setdefault(loc, 1)
            state = self.locations.get(loc)
            if state is None:
                self.locations[loc] = [None, 0, {}, prim.serial]
            task.reads[loc] = None
        else:
            event.footprint[loc] = 2
            self.serial += 1
            prim.serial = self.serial
            state = self.locations.get(loc)
            if state is None:
                self.locations[loc] = [event, 0, {}, self.serial]
            else:
                state[0] = event
                state[3] = self.serial

    def write_output(self, task: Task, text: str) -> None:
        """`task` writes `text` to standard output."""
        if self.dead:
            raise Kill
        self.printed += len(text)
        if self.printed > PRINTS:
            self.refuse(task, f"prints more than {PRINTS:,} characters")
        self.chunks.append(text)
        self.access(task, ("output",), True)
        if self.observer is not None:
            self.observer.wrote(self, task, text)

    def error(self, task: Task, error: BaseException) -> None:
        """An exception ended `task`."""
        cls = type(error)
        name = cls.__qualname__
        if cls.__module__ not in ("builtins", "__main__"):
            name = f"{cls.__module__}.{name}"
        try:
            # What it says is found out now: from what its arguments are by now, and by
            # functions of the program, which have stops as everywhere.
            effects.contents(self, task, error)
            text = str(error)
        except Exception:
            text = ""
        if len(text) > MESSAGE:
            text = f"{text[: MESSAGE - 1]}…"
        task.quiet += 1  # what `dataclasses` generates lies in no file of ours
        self.errors_.append(Error(task.tid, name, text))
        task.quiet -= 1

    @property
    def output(self) -> str:
        return "".join(self.chunks)

    @property
    def errors(self) -> tuple[Error, ...]:
        return tuple(sorted(self.errors_))
