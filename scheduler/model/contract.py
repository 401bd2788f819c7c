"""What the layers of the bytecode see of the run and the thread that they serve.

`scheduler.engine` has both, in `task` and `run`; whoever replaces it has to have this.
"""

from __future__ import annotations

from types import CodeType, FrameType
from typing import Any, Protocol

__all__ = ["Run", "Thread"]


class Thread(Protocol):
    """A simulated thread.

    Attributes:
        tid: Its number; 1 is the main thread, 0 nobody's.
        run: The run that it belongs to.
        quiet: Above 0 while what it does is the engine's own: no stops, no record.
        writes: How often it has written what others can see.
        inner: The instruction of the library that it is at, or 0.
        within: To how many of these it has come.
        atomic: The frame of what it does in one step, in a real module with a lock.
        alone_in: How many modules it is executing as the only thread.
        starting: The library starts it, or another for it, which is one step.
        expected: By the `id` of a frame: where it calls, what that makes, and since when.
    """

    tid: int
    run: Any
    quiet: int
    writes: int
    inner: int
    within: int
    atomic: FrameType | None
    alone_in: int
    starting: bool
    expected: dict[int, tuple[int, type, int]]


class Run(Protocol):
    """What an instruction touches is told to this, before it runs.

    Each method takes the thread that is about to do it. Any may end the run by raising
    `Kill`.

    Attributes:
        granularity: Where threads may be switched, or "reader".
        settings: What the exploration has learned, shared by its runs.
        dead: The run is over, and its threads are being ended.
        solo: There is no second thread yet.
        builtins: The program changes what its builtins are.
        c_getters: There are properties whose functions are written in C.
        warns_late: What C warns of when it dies is made: a file left open, a coroutine.
        class_names: Names of attributes that are written on classes.
        meeting: Instructions of the library at which threads were seen to meet.
        generators: By the `id` of its frame: a generator, weakly, and its `id`.
        waiting: By `id`, a generator that another waits for: the `id` of the frame of that.
        own_codes: Code of the program that was instrumented.
        world: What the program sees.
    """

    granularity: str
    dead: bool
    solo: bool
    builtins: bool
    c_getters: bool
    warns_late: bool
    class_names: set[str | None]
    meeting: set[int]
    generators: dict[int, Any]
    waiting: dict[int, int]
    own_codes: list[CodeType]

    @property
    def settings(self) -> Any: ...

    @property
    def world(self) -> Any: ...

    def program(self, name: str, /) -> bool:
        """Whether the file `name` is the program's own."""
        ...

    def at(self, task: Any, site: Any, frame: FrameType) -> None:
        """The thread is about to execute the instruction at `site`."""
        ...

    def at_line(self, task: Any, site: Any) -> None:
        """The thread is about to execute a line of the program."""
        ...

    def breaks(self, task: Any, error: Exception) -> None:
        """The scheduler itself has failed at what `task` does: the run ends."""

    def begin_anew(self) -> None:
        """This run and those before it do not count."""
        ...

    def elder(self, value: Any) -> None:
        """`value` was there before the program: its name is the same in every run."""
        ...

    def meet(self, task: Any, value: Any) -> None:
        """Name `value` before it is shared."""
        ...

    def knows(self, value: Any) -> bool:
        """Whether `value` has a name."""
        ...

    def is_namespace(self, value: Any) -> bool:
        """Whether `value` is the namespace of a module."""
        ...

    def touch(
        self, task: Any, value: Any, field: Any, write: bool, label: str = ""
    ) -> None:
        """The location `field` of the object `value` is read or written."""
        ...

    def access(self, task: Any, loc: Any, write: bool) -> None:
        """The location `loc` is read or written."""
        ...

    def everything(self, task: Any) -> None:
        """What is done may touch whatever there is."""
        ...

    def hands_on(self, task: Any) -> None:
        """What is called in C writes to whatever functions of the program hand it."""
        ...

    def rebinds(self, task: Any, owner: Any, name: Any) -> None:
        """The program itself is about to set or delete an attribute of `owner`."""
        ...

    def runs_threads(self, owner: Any) -> None:
        """The program itself asks for what `owner` does as a thread, if it is one."""
        ...

    def decides(self, task: Any, owner: Any, name: Any) -> None:
        """An attribute of `owner` is set that decides what else it is or does."""
        ...

    def descends(self, task: Any, cls: type) -> None:
        """The classes that are derived from `cls` are asked for."""
        ...

    def registers(self, task: Any, cls: Any) -> None:
        """The abstract class `cls` is told of another, which C keeps."""
        ...

    def enters(self, scope: dict[str, Any]) -> None:
        """Code of the real module whose namespace `scope` is runs for the first time."""
        ...

    def remakes(self, task: Any, owner: Any, name: str) -> None:
        """The library has set an attribute of `owner` where it makes such objects."""
        ...

    def now(self, task: Any) -> int:
        """The event of `task` that goes on."""
        ...

    def bears(self, task: Any, value: Any, since: int) -> None:
        """`value` was made, which does something when it dies."""

    def finalizes(self, task: Any, key: int, dying: Any) -> None:
        """What has the `id` `key` dies, and code of Python runs for that."""

    def leaves_open(self, file: Any) -> None:
        """`file` was written to, and its death writes what it has not written."""

    def closes(self, file: Any) -> None:
        """`file` is closed: its death does nothing more."""

    def shows(self, task: Any, value: Any) -> None:
        """Something is made that shows `value`, whose size stays the same meanwhile."""

    def sets(self, task: Any, lasts: bool = False) -> None:
        """`task` changes a setting of the interpreter, which is looked at unseen.

        `lasts`: nobody puts it back after the run.
        """

    def hides(self, task: Any, value: Any) -> None:
        """That is released."""

    def resizes(self, task: Any, value: Any, does: str = ...) -> None:
        """The size of `value` is changed, which raises while something shows it."""

    def lends(self, value: dict[Any, Any], tid: int) -> None:
        """A dict is taken that the thread `tid` also uses unseen; 0: all threads read it."""

    def tells_patterns_apart(self, task: Any) -> None:
        """The program asks whether two compiled patterns are one object."""
        ...

    def asks_for_life(self, task: Any) -> None:
        """The program asks whether an object is still there."""
        ...

    def hears_of_death(self, task: Any, file: str = "") -> None:
        """The program asks to be told when an object dies."""
        ...

    def runs_unseen(self, task: Any) -> None:
        """The library calls the program, within what is one step for all others."""
        ...

    def asks_outside(self, task: Any, file: str, what: str) -> None:
        """Code of `file` asks for what isn't simulated."""
        ...

    def looks_into(self, task: Any, frame: FrameType) -> None:
        """The program looks at where `frame` stands."""
        ...

    def climbs(self, task: Any, frame: FrameType) -> None:
        """`task` asks who called the function of `frame`."""
        ...

    def module_state(self, task: Any, module: str, write: bool) -> None:
        """What the C module `module` keeps for itself is used."""
        ...

    def system(self, task: Any, write: bool) -> None:
        """The process is looked at or changed."""
        ...

    def guard(self, task: Any, name: str, args: list[Any]) -> None:
        """The function `name` of the system is about to be called."""
        ...

    def unsettle(self, task: Any, what: str) -> None:
        """For what `task` does the set is not settled, whatever is run."""
        ...

    def refuse(self, task: Any, reason: str) -> None:
        """The program does what can't be explored: the run ends."""
        ...

    def class_write(self, task: Any, cls: type, name: str | None) -> None:
        """An attribute of the class `cls` is written."""
        ...

    def class_look(self, task: Any, name: str | None) -> None:
        """All attributes of a class are looked at, or its list `name`."""
        ...

    def class_made(self, task: Any) -> None:
        """A class is made: those that it derives from know it."""
        ...

    def as_scope(self, task: Any, value: dict[Any, Any]) -> None:
        """Code is run in `value`."""
        ...

    def by_builtins(self, task: Any, name: str = "") -> None:
        """What names without a value among the globals mean can change."""
        ...

    def by_object(self, task: Any, value: Any) -> None:
        """The `__dict__` of `value` is taken."""
        ...

    def gets_dict(self, task: Any, value: Any, inner: Any) -> None:
        """`value` is given `inner` as its `__dict__`."""
        ...
