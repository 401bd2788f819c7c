"""What a step did and what a thread waits for: records, and their words.

They are handed on as records, into JSON too (`schemas/common.json`).  What a person
reads is made of them here, and for the page in `scheduler/graph/words.py`.
"""

from __future__ import annotations

from typing import Any, Final, Self

__all__ = ["Fact", "Wait", "Waiter", "listed"]


class _Record:
    """Values by name, equal where all of them are.

    Records are made in the middle of a run.  Methods that `dataclasses` and
    `NamedTuple` generate lie in no file, and would be taken for the program's: these
    lie in this package, where no stops are.
    """

    __slots__: tuple[str, ...] = ()

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self.__slots__])

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._values() == self._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        said = [f"{name}={getattr(self, name)!r}" for name in self.__slots__]
        return f"{type(self).__name__}({', '.join(said)})"

    def but(self, **changes: Any) -> Self:
        """The same with other values for some names."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return type(self)(**values | changes)

    def as_json(self) -> dict[str, Any]:
        """What there is to say: each value that is not empty, 0 or false."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: list(value) if type(value) is tuple else value
            for name, value in found.items()
            if value
        }


_PRIMITIVE: Final = {
    "acquires": "acquires {}",
    "releases": "releases {}",
    "puts": "puts into {}",
    "gets": "gets from {}",
    "finds held": "finds {} held",
    "finds empty": "finds {} empty",
    "cannot release": "cannot release {}: it is not held",
}


class Fact(_Record):
    """One thing that a step did.

    Attributes:
        what: `reads`, `writes`, `prints`, `calls`, `starts`, `joins`, or what was done
            to a primitive.
        name: What the program calls that which was read, written or used; "" where it
            has no name for it.
        kind: The name of its type, where that is all that is known of a value, or it is
            a primitive.
        value: What was read, written or printed, as Python writes it.
        where: What of the library was called, where it happened in there.
        thread: The thread that was started or joined; 0 elsewhere.
    """

    __slots__ = ("kind", "name", "thread", "value", "what", "where")

    def __init__(
        self,
        what: str,
        name: str = "",
        kind: str = "",
        value: str = "",
        where: str = "",
        thread: int = 0,
    ) -> None:
        self.what = what
        self.name = name
        self.kind = kind
        self.value = value
        self.where = where
        self.thread = thread

    @property
    def said(self) -> str:
        """It in a few words."""
        if self.what in ("starts", "joins"):
            return f"{self.what} T{self.thread}"
        if self.what == "prints":
            return f"prints {self.value}"
        where = f"in {self.where}" if self.where else ""
        if self.what == "calls":
            return where
        if self.what in _PRIMITIVE:
            return _PRIMITIVE[self.what].format(f"{self.kind} {self.name}".strip())
        value = self.value or self.kind
        said = f"{self.what} {self.name}" + (f" = {value}" if value else "")
        return f"{said} {where}".rstrip()


class Wait(_Record):
    """What a thread that can't go on waits for.

    Attributes:
        what: `primitive`, `wake-up`, `item`, `end` of threads, `exit` of the program,
            which comes after theirs, `change` by others, as all that the thread does is
            to repeat itself, or another kind of stop.
        call: What of the library it has called.
        kind: The primitive's type.
        name: What the program calls it.
        holder: The thread that holds it, or 0.
        ended: Whether that thread has ended.
        own: Whether it is the thread itself that holds it.
        threads: The threads whose end is waited for.
        timeout: Whether it may go on without, too, after a time.
    """

    __slots__ = ("call", "ended", "holder", "kind", "name", "own", "threads", "timeout", "what")  # fmt: skip

    def __init__(
        self,
        what: str,
        call: str = "",
        kind: str = "",
        name: str = "",
        holder: int = 0,
        ended: bool = False,
        own: bool = False,
        threads: tuple[int, ...] = (),
        timeout: bool = False,
    ) -> None:
        self.what = what
        self.call = call
        self.kind = kind
        self.name = name
        self.holder = holder
        self.ended = ended
        self.own = own
        self.threads = threads
        self.timeout = timeout

    @property
    def reason(self) -> str:
        """What for, in words that go on after "waits" or "waits in"."""
        said = f"{self.call}, " if self.call else ""
        if self.what == "primitive":
            said += f"for {self.kind} {self.name}".rstrip()
            if self.holder:
                said += f", held by {'itself' if self.own else f'T{self.holder}'}"
                said += " (which has ended)" if self.ended else ""
        elif self.what == "wake-up":
            said += "to be woken"
        elif self.what == "item":
            said += "for an item"
        elif self.what == "change":
            said += "for another thread: alone it repeats itself"
        elif self.threads:
            said += f"for {listed([f'T{thread}' for thread in self.threads])}"
            said += " to end" if self.what == "end" else ""
        if self.timeout:
            said += ", or for its timeout" if said else "for its timeout"
        return said

    @classmethod
    def of_json(cls, found: dict[str, Any]) -> Wait:
        """What `as_json` has made."""
        return cls(**found | {"threads": tuple(found.get("threads", ()))})


class Waiter(_Record):
    """A thread that can't go on: its number, its line or 0, and what it waits for."""

    __slots__ = ("line", "thread", "wait")

    def __init__(self, thread: int, line: int, wait: Wait) -> None:
        self.thread = thread
        self.line = line
        self.wait = wait

    @property
    def sentence(self) -> str:
        """Which thread waits where for what."""
        line = f" at line {self.line}" if self.line else ""
        if self.wait.what == "change":
            return f"T{self.thread} only repeats itself{line}"
        if self.wait.what == "exit":
            return f"T{self.thread} waits at its end {self.wait.reason}"
        reason = self.wait.reason
        return f"T{self.thread} waits{line}" + (f", {reason}" if reason else "")

    def as_json(self) -> dict[str, Any]:
        """`line` is not there where it stands at no line of the program."""
        line = {"line": self.line} if self.line else {}
        return {"thread": self.thread, **line, "for": self.wait.as_json()}

    @classmethod
    def of_json(cls, found: dict[str, Any]) -> Waiter:
        """What `as_json` has made."""
        return cls(found["thread"], found.get("line", 0), Wait.of_json(found["for"]))


def listed(words: list[str]) -> str:
    """`T1, T2 and T3`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
