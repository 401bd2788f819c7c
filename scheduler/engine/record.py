"""What a run has touched: objects and their names, locations, events, clocks.

All that a thread does from one place of decision to the next is one *event*.  An event
carries its footprint (locations read and written) and a vector clock, so that the
happens-before relation of the run is known, and with it the races.

Time is virtual and local: each thread has seconds that its sleeps and timeouts advance.
They stand in its vector clock, at 0, where there is no thread: so whatever happened before
carries them along, and the time a thread reads follows from that.

Who goes on is decided above this, in `turns.py`.
"""

from __future__ import annotations

import gc
import sys
import weakref
from collections import deque
from collections.abc import Callable
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, Final

from scheduler.bytecode import effects, monitor
from scheduler.bytecode.callables import (
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
from scheduler.bytecode.effects import BARE, INNER, KINDS
from scheduler.engine.records import Observer, Settings
from scheduler.engine.task import FOLLOWED, MAIN_ENDS, Task
from scheduler.model.identity import (
    held_by,
    identity,
    module_of_class,
    name_of_class,
    namespace_of,
)
from scheduler.model.outcome import Kill
from scheduler.model.place import unseen
from scheduler.model.strategy import EVERYTHING, Event, Strategy

__all__ = ["NAMED", "Record"]

#: Kinds of objects that get a name before they are shared.
NAMED: Final = frozenset((OBJECT, CONTAINER, ITERATOR, OPAQUE, MIXED, FILE, CELL))
#: Those of them that are let go as if nobody knew them.
_DIES: Final = frozenset((OBJECT, MIXED, ITERATOR, OPAQUE, FILE, VIEW))
#: Real modules that hold what they have worked out before, and nothing else: what the
#: first run has worked out is kept for those that count.
REMEMBER: Final = frozenset(("re", "encodings"))
#: What was there before the program has names below this.
_ELDER: Final = -1_000_000
_A: Final = {"A"}
#: What an operation concerns of a primitive that has no `PARTS`.
_WHOLE: Final = ("op",)
#: What a file does that dies is told by the site before it, subtracted from this (a
#: thread's end is -1, the main thread's -2): nobody is asked there who goes on.
DYING: Final = -5
_FIXED: Final = (tuple, frozenset)
#: What may be filled before anybody else knows it.
_DISPLAYS: Final = frozenset((list, dict, deque))
#: Of more that one holds, the rest is named when it is used.
_FEW: Final = 16
#: What makes a lock for another thread to release, and tries it where there is a timeout: it
#: is in a race sooner or later, and learned late that makes all runs before it be in vain.
_WAITS: Final = "Condition.wait"
_HELD: Final = [object()]
#: How many references there are to what only a list holds, while it is asked for them.
_UNHELD: Final = sys.getrefcount(_HELD[0])


#: Whether there are weak references to objects of a class.
_weakly: Final = type.__dict__["__weakrefoffset__"].__get__


def _named(cls: type) -> tuple[str, str]:
    return module_of_class(cls), name_of_class(cls)


class Collecting:
    """While this is entered, a run keeps a list of the primitives that are made."""

    __slots__ = ("outer", "run")

    def __init__(self, run: Record) -> None:
        self.run = run

    def __enter__(self) -> list[Any]:
        self.outer = self.run.primitives
        made: list[Any] = []
        self.run.primitives = made
        return made

    def __exit__(self, *exc: object) -> None:
        self.run.primitives = self.outer


class Record:
    """The threads, what each of them has touched, and what came before what.

    It owns the threads and their events, the names of objects, what of them is one
    location, the last accesses of each location, and what is learned of the program.
    It decides nothing: `refuse`, `place` and `bury_from_now_on` are of the layers above.
    """

    #: The thread whose event goes on.
    running: Task

    def __init__(
        self, settings: Settings, strategy: Strategy, observer: Observer | None = None
    ) -> None:
        self.settings = settings
        self.strategy = strategy
        self.observer = observer
        self.granularity = settings.granularity
        self.opcode = self.granularity == "opcode"
        self.reader = self.granularity == "reader"
        self.racy = settings.racy
        self.meeting = settings.meets
        #: The run is over: what threads still do doesn't count.
        self.dead = False
        #: This run and those before it don't count.
        self.restart = False
        #: There is no second thread yet.
        self.solo = True
        self.tasks: list[Task] = []
        #: Threads whose time went on beside others.
        self.ticked: set[int] = set()
        self.events: list[Event] = []
        #: By `id`: the object or a weak reference to it, whether it is one (else the
        #: `id` cannot be another's meanwhile), its name, who named it and when, and
        #: a bit for each thread that knows it.
        self.names: dict[int, list[Any]] = {}
        self.elders = 0
        self.locations: dict[Any, list[Any]] = {}
        self.serial = 0
        #: By thread: the last event that conflicts with everything.
        self.wholes: dict[int, Event] = {}
        #: What of the process was changed, for whoever puts it back.
        self.soiled: set[str] = set()
        #: What the program sees.
        self.world: Any = None
        self.program: Callable[[str], bool] = lambda name: False
        #: Told when a module that is executed alone starts a thread or waits.
        self.disturbed: Callable[[Task], None] = lambda task: None
        #: Code of the program that was instrumented.
        self.own_codes: list[CodeType] = []
        self.namespaces: set[int] = set()
        #: By the `id` of its frame: a generator, weakly, and its `id`.
        self.generators: dict[int, tuple[weakref.ref[Any], int]] = {}
        #: Dicts in which `exec` runs code: what it calls names are keys of theirs.
        self.scopes: set[int] = set()
        #: By `id`, dicts of which more use is made than is seen, and by which thread.
        self.lent: dict[int, tuple[dict[Any, Any], int]] = {}
        #: By `id`, what something shows, and the threads that have made such a thing.
        self.shown: dict[int, tuple[Any, list[int]]] = {}
        #: Where and how, by which thread, and what of these was changed in its size.
        self.resized: list[tuple[str, int, int]] = []
        #: By `id`, what does something when it dies: a weak reference to it, where it has
        #: any, who made it and when.
        self.born: dict[int, tuple[weakref.ref[Any] | None, int, int]] = {}
        #: By `id`, a generator that another waits for: the `id` of the frame of that.
        self.waiting: dict[int, int] = {}
        #: By `id`, files that were written to and not closed.
        self.open: dict[int, weakref.ref[Any]] = {}
        #: There are properties whose functions are written in C.
        self.c_getters = False
        #: What C warns of when it dies is made: a file left open, a coroutine.
        self.warns_late = False
        #: Where, beside other threads, it was changed which warnings are shown.
        self.filtered = ""
        self.class_names = settings.class_names
        self.builtins = settings.builtins
        #: By identity, a `__dict__` that was taken while there was one thread.
        self.inners: dict[int, Any] = {}
        #: What was there before the program and outlives it, by `id`.
        self.older: dict[int, Any] = {}
        self.older_number: Callable[[int], int | None] = lambda key: None
        #: The line at which something asked to be told when an object dies.
        self.heard = ""
        #: Collects the primitives that a module makes while it is loaded.
        self.primitives: list[Any] | None = None

    # --------------------------------------------------------- events and clocks

    def inhabit(self, world: Any) -> None:
        """What the program sees is `world`, which was there in earlier runs."""
        self.world = world
        self.program = world.program
        self.disturbed = world.imports.disturb
        self.own_codes = world.codes
        self.older = world.imports.older
        self.older_number = world.imports.older_number

    def forget(self) -> None:
        """Take apart what is over: as garbage in circles it would cost more."""
        for task in self.tasks:
            task.__dict__.clear()
        self.tasks.clear()
        self.names.clear()
        self.locations.clear()
        self.events.clear()
        self.born.clear()

    def new_task(self, parent: Task | None) -> Task:
        task = Task(self, len(self.tasks) + 1)
        for other in self.tasks:
            other.clock.append(0)
        self.tasks.append(task)
        if parent is None:
            task.clock = [0, 0]
        else:
            task.clock = list(parent.clock)
        return task

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

    def join(self, task: Task, clock: list[float]) -> None:
        """What happened before `clock` happened before `task` goes on."""
        mine = task.clock
        for at, value in enumerate(clock):
            if value > mine[at]:
                mine[at] = value

    def after_wholes(self, task: Task) -> None:
        """What `task` does conflicts with what touched everything before."""
        clock = task.clock
        for tid, whole in self.wholes.items():
            if tid != task.tid and clock[tid] < whole.idx:
                task.event.races.append(whole)
                self.join(task, whole.clock)

    # ----------------------------------------------------------- what is learned

    def begin_anew(self) -> None:
        """This run and those before it do not count."""
        self.restart = True

    def learned(self) -> None:
        """More is known of the program: what ran before does not count."""
        if self.settings.learns:
            self.begin_anew()

    def conflict(self, task: Task, old: Event, old_site: int) -> None:
        """A race: `old` of another thread and the present access."""
        racy = self.racy
        meets = self.meeting
        here = task.site
        if here < MAIN_ENDS or old_site < MAIN_ENDS:
            self.unsettle(
                task,
                "meets the end of a file that was written to and not closed, "
                "and when objects die is not seen",
            )
            here = DYING - here if here < MAIN_ENDS else here
            old_site = DYING - old_site if old_site < MAIN_ENDS else old_site
        own = old_site if old_site < INNER else old_site % INNER
        one, two = old_site - own or own, task.inner or here
        known = own in racy and here in racy
        if known:
            task.event.races.append(old)
        if not (known and one in meets and two in meets):
            racy.update((own, here))
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
        self.unsettle(
            task,
            "does several things in the library which other threads may come between, "
            "and there nobody is switched to them",
        )

    def unsettle(self, task: Task, what: str) -> None:
        """For what `task` does the set is not settled, whatever is run."""
        if not self.settings.unsettled:
            self.settings.unsettled = f"{self.place(task)} {what}"

    def stays(self, task: Task, what: str) -> None:
        """Nobody can put back what `task` does: this process is of no use afterwards."""
        self.settings.stays = True
        self.unsettle(task, what)

    def runs_unseen(self, task: Task) -> None:
        """`task` runs code of the program within what is one step for all others."""
        self.unsettle(
            task,
            "is run by the library in the middle of one step, and what it does there is "
            "not seen",
        )

    def tells_patterns_apart(self, task: Task) -> None:
        """`task` asks whether two compiled patterns are one object, or for its `id`."""
        if not self.solo:
            self.unsettle(
                task,
                "tells compiled patterns apart, of which two threads may each compile "
                "one of their own, and here the second gets the first's",
            )

    def asks_outside(self, task: Task, file: str, what: str) -> None:
        """`task` does `what`, which isn't simulated: the library does so for itself.

        `file` is that of the code, or "" where C does it for somebody.
        """
        if not file or self.program(file):
            self.unsettle(task, what)

    def starts(self, task: Task) -> None:
        """`task` starts a thread."""
        self.access(task, ("starts",), True)
        if task.tid != 1 and not self.settings.starters:
            self.settings.starters = True
            self.learned()

    def counts_threads(self, task: Task) -> None:
        """`task` asks which threads there are."""
        if not self.settings.enumerates:
            self.settings.enumerates = True
            self.learned()
        self.access(task, ("threads",), False)

    def patches(self) -> None:
        """The program sets attributes of classes that are not its own."""
        self.settings.patches = True

    # --------------------------------------------------------------------- names

    def meet(self, task: Task, value: Any) -> None:
        """Name `value` before it is shared, so that its name is stable."""
        cls = type(value)
        if cls in BARE:
            return
        kind = KINDS.get(cls)
        if kind is None:
            kind = effects.kind_of(cls)
        if kind in NAMED:
            known = self.names.get(identity(value))
            if known is None or (known[1] and known[0]() is not value):
                self.name(task, value)
                if cls in _DISPLAYS and len(value) <= _FEW:
                    self.meet_within(task, value)
        elif kind == TUPLE and held_by(cls, "__len__"):
            # As C does, not as a class derived from it would.
            base: Any = next((one for one in _FIXED if issubclass(cls, one)), cls)
            if base.__len__(value) <= _FEW:
                for item in value if base is cls else base.__iter__(value):
                    self.meet(task, item)

    def meet_within(self, task: Task, value: Any) -> None:
        """Name what a list or a dictionary holds when it is named itself.

        Named by the first who uses it, a list in a dictionary would have a name that
        depends on the schedule, and all lists be taken for one. A name keeps its object
        alive, so what is to do something when it dies isn't held by a name of this kind.
        """
        for item in list(value.values() if type(value) is dict else value):
            held = gc.get_referents(item) if type(item) in _DISPLAYS else ()
            if not any(
                identity(one) in self.open or effects.does_when_it_dies(one)
                for one in held
            ):
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
        self.fix_name(value, _ELDER - self.elders)

    def fix_name(self, value: Any, number: int) -> list[Any]:
        """`value` has the same name in every run, and all threads know it."""
        known = self.names[identity(value)] = [value, False, number, 1, 0, -1]
        return known

    def fix_names(self, names: dict[int, list[Any]]) -> None:
        """So have these objects, by `id`: see `Record.names`."""
        self.names.update(names)

    def makes(self, task: Task, primitive: Any) -> int:
        """What `task` calls a new primitive."""
        if self.primitives is not None:
            self.primitives.append(primitive)
        return self.number(task)

    def number(self, task: Task) -> int:
        """What `task` calls something new: the same in every run that did the same."""
        task.named += 1
        return (task.event.idx << 20) | (task.named << 6) | task.tid

    def name(self, task: Task, value: Any) -> list[Any]:
        before = self.older_number(identity(value))
        if before is not None:
            return self.fix_name(value, before)
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
        if _weakly(cls) and effects.kind_of(cls) in _DIES:
            ref = weakref.ref(value)
            weak = True
        known = [ref, weak, number, task.tid, task.event.idx, mask]
        self.names[identity(value)] = known
        return known

    # ----------------------------------------------------------- what is touched

    def touch(
        self, task: Task, value: Any, field: Any, write: bool, label: str = ""
    ) -> None:
        """`task` reads or writes the location `field` of the object `value`."""
        key = identity(value)
        known = self.names.get(key)
        if known is None or (known[1] and known[0]() is not value):
            known = self.name(task, value)
        elif not known[5] & task.bit:
            if task.clock[known[3]] < known[4]:
                coarse = self.settings.coarse
                # A run that does not count has met what is named before the next one.
                if not self.restart and _named(type(value)) not in coarse:
                    coarse[_named(type(value))] = -2 - len(coarse)
                    self.learned()
            known[5] |= task.bit
            if not self.solo and effects.closes_itself(type(value)):
                self.unsettle(
                    task,
                    "uses a file of another thread's whose death closes it in Python, "
                    "and when objects die is not seen",
                )
        if self.observer is not None:
            self.observer.touched(self, task, value, label or field, write)
        if write and key in self.older:
            self.world.imports.lasts(task, value)
            if not (self.solo or self.filtered) and effects.filters(value):
                self.filtered = self.place(task)
        if self.scopes and key in self.scopes:
            field = 0
            if key in self.lent:
                self.borrows(task, key, write)
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

    def unseen(self, task: Task, value: Any, field: Any, write: bool) -> None:
        """As `touch`, where no observer asks for it."""
        observer, self.observer = self.observer, None
        self.touch(task, value, field, write)
        self.observer = observer

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
        if inner:
            met = task.met
            if met != -1 and met != task.within and event is task.head and self.opcode:
                # Whoever meets what came before knows nothing of this yet.
                self.rest(task)
                event = task.event
        if (inner or site) in self.meeting:
            self.meets(task)
        site += inner
        if self.wholes:
            self.after_wholes(task)
        state = self.locations.get(loc)
        if state is None:
            state = self.locations[loc] = [None, 0, None, 0]
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
            state[2] = None
            self.serial += 1
            state[3] = self.serial
            task.writes += 1
            event.footprint[loc] = 2
        else:
            reads = state[2]
            if reads is None:
                state[2] = {tid: (event, site)}
            else:
                reads[tid] = (event, site)
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

    # ------------------------------------------- attributes, classes, namespaces

    def rebinds(self, task: Task, owner: Any, name: Any) -> None:
        """The program itself sets an attribute: of the library's, that sets it nowhere?"""
        if type(name) is not str and issubclass(type(name), str):
            name = str.__str__(name)
        if not self.solo and monitor.rebind(owner, name):
            self.learned()

    def runs_threads(self, owner: Any) -> None:
        """The program itself asks for what `owner` does as a thread, if it is one.

        Then not only that thread may let go of what it was given to do.
        """
        told = [monitor.rebind(owner, name) for name in effects.GIVEN]
        if any(told):
            self.learned()

    def decides(self, task: Task, owner: Any, name: Any) -> None:
        """An attribute of `owner` is set that decides what else it is or does."""
        if issubclass(type(owner), type):
            self.world.imports.patch(task, owner, name)
        elif identity(owner) in self.older:
            self.world.imports.lasts(task, owner)

    def registers(self, task: Task, cls: Any) -> None:
        """The abstract class `cls` is told of another, which C keeps."""
        self.world.imports.registers(cls)

    def descends(self, task: Task, cls: type) -> None:
        """The classes that are derived from `cls` are asked for."""
        if not self.world.imports.is_own(cls):
            self.unsettle(
                task,
                f"asks which classes are derived from {cls.__name__}, that is there before "
                "the program: those of an earlier run may be among them",
            )

    def remakes(self, task: Task, owner: Any, name: str) -> None:
        """What makes an object in the library sets an attribute of it: for the first time?"""
        known = self.names.get(identity(owner))
        now = (task.head.idx, task.event.idx)
        if known is not None and (known[3] != task.tid or known[4] not in now):
            self.rebinds(task, owner, name)

    def namespace(self, scope: dict[str, Any]) -> None:
        """`scope` is the namespace of a module."""
        self.namespaces.add(identity(scope))

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
            own = dict.get(value, "__builtins__")
            if type(own) is dict:
                self.meet(task, own)
                self.scopes.add(identity(own))
                self.by_builtins(task)
                usual = own is self.world.builtins.__dict__
                if not usual and not self.settings.builtins:
                    # Functions find names there, even if nobody else is there yet.
                    self.settings.builtins = True
                    self.learned()

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
        if issubclass(type(value), type):
            self.class_look(task, None)
            return
        if value is self.world.builtins:
            self.by_builtins(task)
        whole = 2 if issubclass(type(value), ModuleType) else 1
        if issubclass(type(value), FunctionType):
            whole = 0  # they are one already
        if self.solo:
            self.keep_inner(task, value)
            return
        if self.settings.whole_objects < whole:
            self.settings.whole_objects = whole
            self.learned()
            return
        if whole == 2:
            self.touch(task, namespace_of(value), 0, False)
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
        if not issubclass(type(value), ModuleType):
            self.meet(task, value)
            if not self.knows(value):
                return
            self.name_inner(value)
        inner = effects.attributes(value)
        if inner is not None and identity(inner) not in self.namespaces:
            self.inners[identity(inner)] = inner

    def gets_dict(self, task: Task, value: Any, inner: Any) -> None:
        """`value` is given a `__dict__`, which other objects may have as well."""
        if not issubclass(type(inner), dict):
            return
        self.meet(task, inner)
        self.name(task, value)[2:] = self.names[identity(inner)][2:]
        if self.solo:
            self.inners[identity(inner)] = inner
        else:
            self.by_inner()

    # ---------------------------------------------------------------- primitives

    def operate(
        self, task: Task, prim: Any, kind: str, cause: Event | None = None
    ) -> None:
        """`task` performed the operation `kind` on the primitive `prim`.

        Where it would have gone otherwise before one single operation of those that it
        has no order with by `prim.relation`, `cause` is the event of that.
        """
        if self.observer is not None:
            self.observer.operated(self, task, prim, kind)
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
        if cause is not None and clock[cause.tid] < cause.idx:
            joins.append(cause)
            event.races.append(cause)
        for old in joins:
            self.join(task, old.clock)
        prim.history.append((event, kind))
        for part in prim.PARTS.get(kind, _WHOLE):
            loc = (prim.number, part)
            if kind in prim.READS:
                event.footprint.setdefault(loc, 1)
                state = self.locations.get(loc)
                if state is None:
                    self.locations[loc] = [None, 0, None, prim.serial]
                task.reads[loc] = None
                continue
            event.footprint[loc] = 2
            self.serial += 1
            prim.serial = self.serial
            state = self.locations.get(loc)
            if state is None:
                self.locations[loc] = [event, 0, None, self.serial]
            else:
                state[0] = event
                state[3] = self.serial

    def tries(self, lock: Any) -> None:
        """A thread is about to try `lock`, which it need not get."""
        tried = self.settings.tried
        if lock.made[1] == _WAITS and not self.solo and lock.made not in tried:
            tried.add(lock.made)
            self.learned()

    # ----------------------------------------------------- how long objects live

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

    def asks_for_life(self, task: Task) -> None:
        """`task` asks whether an object is still there: that is not among what is seen."""
        self.bury_from_now_on()
        self.bury()
        if not self.solo:
            self.unsettle(
                task,
                "asks whether an object is still there, "
                "and when objects die is not seen",
            )

    def leaves_open(self, file: Any) -> None:
        """`file` was written to, and its death writes what it has not written.

        All that keep something back can be referred to weakly: what can't (a `poll`) does
        not.
        """
        if _weakly(type(file)) and identity(file) not in self.open:
            self.open[identity(file)] = weakref.ref(file, self._left_open)

    def closes(self, file: Any) -> None:
        """`file` is closed: its death does nothing more."""
        self.open.pop(identity(file), None)

    def _left_open(self, ref: weakref.ref[Any]) -> None:
        task = monitor.current()
        if not isinstance(task, Task) or task.run is not self or self.dead or self.solo:
            return
        if task.event is task.head:
            self.rest(task)
        site, inner = task.site, task.inner
        task.site, task.inner = DYING - site, 0
        # Unlike what is told of an instruction, this would be seen.
        task.quiet += 1
        try:
            self.record(task, ("system",), True)
        finally:
            task.quiet -= 1
            task.site, task.inner = site, inner

    def now(self, task: Task) -> int:
        """The event of `task` that goes on."""
        return task.event.idx

    def bears(self, task: Task, value: Any, since: int) -> None:
        """`task` has made `value`, which does something when it dies."""
        try:
            ref = weakref.ref(value)
        except TypeError:
            ref = None
        self.born[identity(value)] = ref, task.tid, since

    def gives(self, child: Task, args: Any) -> None:
        """The thread `child` has not begun, and its arguments `args` are its own.

        What nobody else holds is then as if it had made it.
        """
        if type(args) is tuple and sys.getrefcount(args) == effects.ONCE:
            for at in range(len(args)):
                if sys.getrefcount(args[at]) == _UNHELD and effects.does_when_it_dies(
                    args[at]
                ):
                    self.bears(child, args[at], child.idx + 1)

    def finalizes(self, task: Task, key: int, dying: Any) -> None:
        """What has the `id` `key` dies, and code of Python runs for that.

        Which of several threads lets go of it last is not among what is seen: it is only
        settled where the others have ended before, or cannot know it. Who made it, if
        that was not seen, may have told all. `dying` is the object or a weak reference.
        """
        if self.solo or self.dead:
            return
        ref, maker, since = self.born.pop(key, (None, 0, 0))
        if ref is not None and ref is not dying and ref() is not dying:
            maker = since = 0
        for other in self.tasks:
            if not self.beside(task, other):
                continue
            if other.tid == maker or other.clock[maker] >= since:
                self.unsettle(
                    task,
                    "runs when an object dies, and which thread lets go of it last "
                    "is not seen",
                )

    def beside(self, task: Task, other: Task) -> bool:
        """Whether `other` has begun, and not ended before what `task` does now."""
        if other is task or not other.started:
            return False
        return not (other.done and task.clock[other.tid] >= other.clock[other.tid])

    def sets(self, task: Task, lasts: bool = False) -> None:
        """`task` changes a setting of the interpreter, which is looked at unseen.

        `lasts`: nobody puts it back after the run.
        """
        if any(self.beside(task, other) for other in self.tasks):
            self.unsettle(
                task,
                "changes a setting of the interpreter, at which other threads may "
                "look unseen",
            )
        elif lasts:
            self.stays(task, "registers what the next run finds there, too")

    def shows(self, task: Task, value: Any) -> None:
        """Something is made that shows `value`, whose size stays the same meanwhile.

        `None`: nobody knows what it shows.
        """
        # A view that is kept would keep what it shows from growing.
        held = weakref.ref(value) if type(value) is memoryview else value
        self.shown.setdefault(identity(value), (held, []))[1].append(task.tid)

    def hides(self, task: Task, value: Any) -> None:
        """That is released."""
        _, makers = self.shown.get(identity(value), (value, []))
        if task.tid in makers:
            makers.remove(task.tid)

    def resizes(
        self, task: Task, value: Any, does: str = "changes the size of"
    ) -> None:
        """The size of `value` is changed, which raises while something shows it."""
        if not self.solo:
            for key in (identity(value), identity(None)):
                if key in self.shown:
                    self.resized.append((f"{self.place(task)} {does}", task.tid, key))

    def outlived(self) -> None:
        """The run is over: what was made to show a thing and not released has died.

        When, nobody has seen: before or after another thread changed the thing's size.
        Nor does anybody see what dies later than in Python, as the record holds it.
        """
        for does, tid, key in self.resized:
            if not self.settings.unsettled and set(self.shown[key][1]) - {tid}:
                self.settings.unsettled = (
                    f"{does} what another thread may still have a view of, and when "
                    "objects die is not seen"
                )
        if self.solo or self.settings.unsettled:
            return
        if self.filtered and self.warns_late:
            self.settings.unsettled = (
                f"{self.filtered} changes which warnings are shown, and when objects die "
                "that C warns of is not seen"
            )
            return
        name = self.outlives()
        if name:
            self.settings.unsettled = (
                f"an object of the class {name} does something when it dies, and is kept "
                "alive to the end of a run"
            )

    def outlives(self) -> str:
        """The class of what would do something when it dies, and the record alone keeps.

        What nobody else holds is looked through, and what only that holds. Circles live
        on in Python, too: the collector rests.
        """
        dead = [
            known[0]
            for known in self.names.values()
            if not known[1]
            and known[2] > _ELDER
            and sys.getrefcount(known[0]) == _UNHELD
        ]
        met: dict[int, list[Any]] = {}
        while dead:
            value = dead.pop()
            if identity(value) in self.open or effects.does_when_it_dies(value):
                return name_of_class(type(value))
            within = [one for one in gc.get_referents(value) if type(one) not in BARE]
            held = [identity(value) for value in within]
            for value in within:
                met.setdefault(identity(value), [value, 0])[1] += 1
            del value, within
            for key in set(held):
                entry = met[key]
                known = self.names.get(key)
                strong = known is not None and not known[1]
                if sys.getrefcount(entry[0]) == _UNHELD + entry[1] + strong:
                    dead.append(entry[0])
        return ""

    def lends(self, value: dict[Any, Any], tid: int) -> None:
        """A dict is taken that the thread `tid` also uses unseen; 0: all threads read it."""
        self.lent[identity(value)] = value, tid
        self.scopes.add(identity(value))

    def borrows(self, task: Task, key: int, write: bool) -> None:
        """A dict is used that was lent."""
        tid = self.lent[key][1]
        if self.solo or tid == task.tid or not (tid or write):
            return
        self.unsettle(
            task,
            "uses the attributes that another thread has in a thread-local"
            if tid
            else "changes the defaults of a function, which its calls read unseen",
        )

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

    def looks_into(self, task: Task, frame: FrameType) -> None:
        """`task` looks at where `frame` stands: what its code does there is not seen."""
        own: FrameType | None = sys._getframe()
        while own is not None and own is not frame:
            own = own.f_back
        if own is None and not self.solo:
            self.unsettle(
                task,
                "looks into a function that another thread may be running, "
                "and what is local to it is not seen",
            )

    def climbs(self, task: Task, frame: FrameType) -> None:
        """`task` asks who called the function of `frame`: it may be the scheduler."""
        caller = frame.f_back
        if caller is not None and unseen(caller.f_code.co_filename):
            self.unsettle(
                task, "sees functions of the scheduler among those that called it"
            )

    # ------------------------------------------------- of the layers above

    def refuse(self, task: Task, reason: str) -> None:
        """The program does what cannot be explored: the run ends."""
        raise NotImplementedError

    def place(self, task: Task) -> str:
        """The line at which `task` is; of a thread of the library's, the function."""
        raise NotImplementedError

    def bury_from_now_on(self) -> None:
        """Containers die when the program lets go of them, not with the run."""
        raise NotImplementedError
