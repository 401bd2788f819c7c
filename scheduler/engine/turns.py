"""Who goes on in a run: its stops, and the schedule that comes of them.

A *stop* is a place where another thread may be chosen.  What a thread does
from one stop to the next is a *step*; a *schedule* lists the thread of each
step.  The strategy that drives the run need not be asked at every stop: at a
stop where no race was ever seen the running thread just goes on.

What a step touches stands in the layer below, `record.py`; how a run begins and ends
in that above, `run.py`.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from types import FrameType, FunctionType, MethodType
from typing import Any, Final

from scheduler.bytecode import effects, monitor, peek
from scheduler.bytecode.callables import BUILTINS
from scheduler.bytecode.effects import BARE, CALL, JUMP, LEAVING, RETURN, Site
from scheduler.engine import choosing
from scheduler.engine.backend import Backend
from scheduler.engine.record import Record
from scheduler.engine.records import Call, Observer, Pending, Settings
from scheduler.engine.task import Task
from scheduler.model.identity import held_by, identity
from scheduler.model.outcome import Kill
from scheduler.model.strategy import EVERYTHING, Strategy

__all__ = ["JUMPS", "Turns"]

#: How many times as many steps while there is only the main thread.
ALONE: Final = 10
#: Jumps backwards in one run before it is taken never to end.
JUMPS: Final = 400_000


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
        if issubclass(type(function), type):
            function = held_by(function, "__init__")
    elif site.opname in ("LOAD_ATTR", "STORE_ATTR"):
        owner = type(peek.operand(frame, site.depth, 1))
        function = held_by(owner, site.what)
        if type(function) is not property:
            return False
        function = function.fget if site.opname == "LOAD_ATTR" else function.fset
    else:
        return False
    if type(function) is MethodType:
        function = function.__func__
    return type(function) is FunctionType and monitor.trusted(function)


class Turns(Record):
    """Stops, and which thread goes on at each.

    It owns the schedule so far (`trace`) and what of it is decided already, where
    threads run, and how often they were switched or have repeated themselves.  What
    comes when nobody goes on is of the layer above: `stuck`, `limit` and `fail`.
    """

    def __init__(
        self,
        settings: Settings,
        strategy: Strategy,
        backend: Backend,
        observer: Observer | None = None,
    ) -> None:
        super().__init__(settings, strategy, observer)
        self.backend = backend
        self.gil = self.granularity == "gil"
        self.full = settings.full or settings.everything
        #: Whether each instruction of the program is seen.
        self.counts = settings.records and self.granularity != "line"
        #: Whether what a line prints in pieces comes out whole.
        self.whole_lines = self.granularity == "line" or settings.whole_lines
        #: How long the trace may become: longer for as long as nothing can be chosen.
        self.most = ALONE * settings.steps
        self.trace: list[int] = []
        self.jumps = 0
        self.forced = False
        #: Of timeouts that have fired often and were held back: where what is waited for
        #: was made.
        self.held: set[Any] = set()
        #: One of these was of a thread that does more than to wait again.
        self.tired = False
        #: The program asked what time it is: another firing shows in that.
        self.timed = False
        self.redundant = False
        self.preemptions = 0
        #: The thread of the next step where that is decided already, or 0, and those
        #: of the steps after it.
        self.coming = 0
        self.plan: Iterator[int] = iter(())

    # ------------------------------------------------------------------ deciding

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

    def let_begin(self, task: Task, child: Task) -> None:
        """`child` runs until it can be chosen; then its starter `task` goes on."""
        child.started = True
        self.switch(task, child)
        self.running = task

    def progress(self) -> int:
        """More whenever a thread has done something."""
        return len(self.trace) + self.jumps

    def divide(self) -> None:
        """A second thread begins: from now on there is something to choose."""
        if self.solo:
            self.solo = False
            if self.heard:
                self.told_of_death()
            self.most = self.progress() - self.jumps + self.settings.steps

    # ------------------------------------------------------------- who can go on

    def enabled(self, task: Task) -> bool:
        """Whether `task` can go on now; a tired timeout cannot."""
        if task.done or not task.started:
            return False
        return task.pending is None or self.possible(task, task.pending)

    def possible(self, task: Task, pending: Pending) -> bool:
        """Whether `task` can do now what it is about to do."""
        if pending.ready is None:
            if pending.kind == "sleep" and task.fired.get(pending.key, 0) >= (
                self.settings.fires if task.daemon else self.settings.sleeps
            ):
                return self.hold(task, pending)
            return True
        if pending.ready():
            return True
        if pending.seconds is None:
            return False
        if task.fired.get(pending.key, 0) >= self.settings.fires:
            return self.hold(task, pending)
        return True

    def hold(self, task: Task, pending: Pending) -> bool:
        """A timeout of `task` has fired often: it can't now."""
        self.held.add(getattr(pending.prim, "made", None))
        # Who has fired once is not known to poll.
        if pending.key in task.busy or self.settings.fires == 1:
            self.tired = True
        return False

    def cut_short(self) -> bool:
        """Whether one firing more could show, of all that were held back.

        How often a thread has polled shows in the time, and to who tries a lock that it
        takes and gives back each time.
        """
        seen = self.timed or bool(self.settings.tried - self.held)
        return self.tired or bool(self.held) and seen

    def fires(self, task: Task, key: Any) -> None:
        """A timeout fires, which is counted by `key`.

        A thread polls if it does nothing from one firing to the next but to wait again:
        a firing more then changes nothing but its clock.  Any other loop can end in
        another way, or show in another way, with a firing more.
        """
        state = task.own, self.frames()
        before = task.polls.get(key)
        if before is not None and (
            state[0] > before[0] + 1 or state[1] != before[1] or not self.counts
        ):
            task.busy.add(key)
        task.polls[key] = state
        task.fired[key] = task.fired.get(key, 0) + 1

    def frames(self) -> list[Any]:
        """The functions of the program that the calling thread is in, and their variables."""
        found: list[Any] = []
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            code = frame.f_code
            if self.program(code.co_filename):
                found.append(identity(frame))
                if code.co_flags & inspect.CO_OPTIMIZED:
                    values = frame.f_locals.values()
                    found += (v if type(v) in BARE else identity(v) for v in values)
            frame = frame.f_back
        return found

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

    # ----------------------------------------------------------------- the stops

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
        if site.acts:
            task.own += 1
        if effect is not None and not (self.solo and site.quiet_alone):
            goes_on = site.goes_on
            if goes_on is not None and not self.solo and goes_on(frame):
                call = task.call = Call(identity(frame), site.offset)
                task.touched = call.touched
                effect(self, task, frame)
                task.touched = None
            else:
                if goes_on is not None:
                    # Another frame may have had this `id`, and have been here.
                    task.call = None
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
                if self.settings.apart and task.event is task.head:
                    # Whoever meets what came before knows nothing of this yet.
                    self.rest(task)
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

    def bury_from_now_on(self) -> None:
        """Containers die when the program lets go of them, not with the run."""
        if "at" not in self.__dict__:
            at = self.at

            def buried(task: Task, site: Site, frame: FrameType) -> None:
                self.bury()
                at(task, site, frame)

            self.at = buried  # type: ignore[method-assign]

    # ------------------------------------------------------- stops at primitives

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
        if kind == "write" and self.whole_lines:
            return
        if self.coming == task.tid and seconds is None:
            self.coming = next(self.plan, 0)
            task.last_key = None
            return
        pending = Pending(kind, prim, ready, seconds, yields)
        if self.reader:
            task.may_hand_over()
        if pending.seconds is not None:
            pending.key = self.line_of(task)
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
            # Others come no further than to the lock, and from there it goes on as if
            # nobody had left it: to be left later would be once more.
            return not (self.settings.tried or self.strategy.bounded)
        if kind == "start":
            return not (self.settings.starters or self.settings.enumerates)
        if kind in ("join", "shutdown"):
            return (
                pending.seconds is None
                and pending.ready is not None
                and pending.ready()
            )
        return False

    # ----------------------------------------- loops that only repeat themselves

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

    # -------------------------------------------------- of the layer above

    def stuck(self) -> None:
        """No thread can go on."""
        raise NotImplementedError

    def limit(self) -> None:
        """The run is taken never to end."""
        raise NotImplementedError

    def breaks(self, task: Task, error: Exception) -> None:
        """The engine itself has failed at what `task` does."""
        raise NotImplementedError

    def fail(self, error: BaseException) -> None:
        """The engine cannot go on with this run."""
        raise NotImplementedError

    def line_of(self, task: Task) -> Any:
        """The file and the line of the program at which the caller's caller is."""
        raise NotImplementedError
