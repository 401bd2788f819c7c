"""A run of which only the outcome counts, for a search without reduction.

Which threads can be chosen at which stops does not depend on what was read
and written, so nothing of it is recorded: there are no footprints, no clocks
and no names, and the standard library's modules run as they are.  The one
thing that a stop takes from the record is whether a loop only repeats itself;
where that may be so the run gives up, and the search begins anew with a record.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import length_hint
from types import FrameType
from typing import Any

from scheduler.bytecode import effects, peek
from scheduler.bytecode.effects import CALL, JUMP, Site
from scheduler.engine import choosing
from scheduler.engine.records import Call, Pending
from scheduler.engine.run import Run
from scheduler.engine.task import Task
from scheduler.engine.turns import JUMPS
from scheduler.model.identity import identity
from scheduler.model.outcome import Kill, NeedsRecord
from scheduler.model.strategy import Event

__all__ = ["BareRun", "NeedsRecord"]


#: Stands for every event of every thread.
_EVENT = Event(0, 0, 0)


class BareRun(Run):
    """One execution of a program under a strategy that looks at no event."""

    def execute(self, main: Callable[[Run, Task], None]) -> None:
        # All that is decided already stands in the trace from the beginning.
        self.trace = [node.tid for node in self.strategy.nodes]
        self.plan = iter(self.trace[:])
        self.coming = next(self.plan, 0)
        super().execute(main)

    def progress(self) -> int:
        return len(self.trace) - length_hint(self.plan) + self.jumps

    def begin_anew(self) -> None:
        super().begin_anew()
        self.coming = 0

    def begin(self, task: Task) -> None:
        task.event = task.head = _EVENT
        task.alone = False
        self.running = task

    def complete(self, task: Task) -> None: ...

    def leave(self, task: Task) -> None: ...

    def join(self, task: Task, clock: list[float]) -> None: ...

    def learned(self) -> None: ...

    def decide(self, task: Task, pending: Pending | None) -> None:
        if self.coming == task.tid:
            self.coming = next(self.plan, 0)
            return
        task.pending = pending
        following = self.following(task)
        if following is None:
            self.dead = True
            raise Kill
        if following is not task:
            if pending is None or (not pending.yields and self.enabled(task)):
                self.preemptions += 1
            self.switch(task, following)
            self.running = task
        task.pending = None

    def following(self, task: Task) -> Task | None:
        tid = self.coming
        if tid:
            self.coming = next(self.plan, 0)
            return self.tasks[tid - 1]
        if len(self.trace) >= self.most:
            self.limit()
        choose = choosing.chosen if self.restart else choosing.picked
        chosen: Task | None = choose(self, task)
        if chosen is not None:
            self.trace.append(chosen.tid)
        return chosen

    def at(self, task: Task, site: Site, frame: FrameType) -> None:
        # As `Turns.at`, without what is recorded; what is usual comes first.
        if self.dead:
            if self.program(site.code.co_filename):
                raise Kill
            return
        kind = site.kind
        back = self.edge(task, site, frame) if site.edge else None
        stop = kind <= CALL or back is not None
        if not self.opcode:
            stop = self.stops(task, site, frame, stop)
        if stop:
            # In one piece: it is done at nearly every instruction.
            if self.coming == task.tid:
                self.coming = next(self.plan, 0)
            else:
                self.decide(task, None)
        if kind == JUMP:
            self.jump(task, site, frame)
        elif kind == CALL and self.gil:
            self.note_call(task, site, frame)
        goes_on = site.goes_on
        if goes_on is not None and not self.solo:
            task.call = Call(identity(frame), site.offset) if goes_on(frame) else None
        if back is not None:
            task.call = back

    def at_line(self, task: Task, site: Site) -> None:
        if self.dead:
            raise Kill
        self.decide(task, None)

    def jump(self, task: Task, site: Site, frame: FrameType) -> None:
        self.jumps += 1
        if self.jumps > JUMPS:
            self.limit()
        state = (identity(frame), task.writes, peek.words(frame, site.depth))
        if task.loops.get(site.number) == state and not effects.moves(site, frame):
            self.fail(NeedsRecord())
            raise Kill
        task.loops[site.number] = state

    def number(self, task: Task) -> int:
        return 0

    def elder(self, value: Any) -> None: ...

    def meet(self, task: Task, value: Any) -> None: ...

    def touch(
        self, task: Task, value: Any, field: Any, write: bool, label: str = ""
    ) -> None: ...

    def access(self, task: Task, loc: Any, write: bool) -> None: ...

    def class_write(self, task: Task, cls: type, name: str | None) -> None: ...

    def by_object(self, task: Task, value: Any) -> None: ...

    def operate(
        self, task: Task, prim: Any, kind: str, cause: Event | None = None
    ) -> None:
        if kind not in prim.READS:
            task.writes += 1
