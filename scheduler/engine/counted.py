"""What is asked of a semaphore, where nobody can tell in what order.

`threading.Semaphore` counts under a lock. By that alone two threads that each take one of
five would be explored in both orders. But as long as there is enough, in whatever order
they come, what is taken and given back adds up to the same.

Between two operations whose place in the order matters, a `Tally` keeps what each thread
has taken and given. The order of these matters to nobody while the least that the value
can have been by any interleaving of the threads isn't below 0, nor the most above the
bound of a `BoundedSemaphore`. One operation more that would break that comes after all of
them: for the record it acquires and releases the lock, as it does.
"""

from __future__ import annotations

from types import FrameType
from typing import Any, Final

from scheduler.bytecode.effects import attributes
from scheduler.model.strategy import GIVES, GIVES_LAST, TAKES, TAKES_LAST, Event

__all__ = ["Tally", "counted", "counts", "forget_own"]

_MADE: Final = "Semaphore.__init__"
_TAKES: Final = "Semaphore.acquire"
_DOES: Final = frozenset((_TAKES, "Semaphore.release", "BoundedSemaphore.release"))
#: What acquires the lock for them, and again after a wait.
_ENTERS: Final = "Condition.__enter__"
_AGAIN: Final = "Condition._acquire_restore"
#: What they use of a condition while they have it.
_OWN: Final = ("_waiters", "notify", "_is_owned")


class Tally:
    """What threads have taken of a semaphore and given to it, in no order."""

    __slots__ = ("base", "high", "low", "threads", "total")

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """All that was counted comes before what is done now."""
        #: The value before any of it, and what was given since, less what was taken.
        self.base = self.total = 0
        #: The least and the most that this may have been, beside others' orders.
        self.low = self.high = 0
        #: By thread: its part of these three.
        self.threads: dict[int, tuple[int, int, int]] = {}

    def take(self, tid: int, value: int) -> int:
        """The thread `tid` takes one of `value`.

        Returns what goes into a footprint (see `scheduler.model.strategy`), or 0 where
        the order matters; then nothing is counted.
        """
        base = self._base(value)
        total, low, high = self.threads.get(tid, (0, 0, 0))
        more = min(low, total - 1) - low
        left = base + self.low + more
        if left < 0 or base + self.total != value:
            return 0
        self.base = base
        self.total -= 1
        self.low += more
        self.threads[tid] = total - 1, low + more, high
        return TAKES_LAST if more and not left else TAKES

    def give(self, tid: int, value: int, count: int, bound: int | None) -> int:
        """The thread `tid` gives `count` back to `value`, to be `bound` at most.

        Returns as `take` does.
        """
        base = self._base(value)
        total, low, high = self.threads.get(tid, (0, 0, 0))
        more = max(high, total + count) - high
        over = bound is not None and base + self.high + more > bound
        if over or base + self.total != value:
            return 0
        self.base = base
        self.total += count
        self.high += more
        self.threads[tid] = total + count, low, high + more
        return GIVES_LAST if more and bound is not None else GIVES

    def _base(self, value: int) -> int:
        return self.base if self.threads else value


def counts(made: tuple[str, str, int], library: Any) -> bool:
    """Whether a lock that was `made` there is that of a semaphore of the `library`'s files."""
    return made[1] == _MADE and made[0] in library


def counted(
    lock: Any, tid: int, module: Any, enter: FrameType
) -> tuple[Any, int, list[tuple[Any, Any]]] | None:
    """What the thread `tid` does to a semaphore, having acquired its `lock`.

    Args:
        lock: It has a `tally`, which counts it.
        tid: The thread.
        module: The `threading` that the program has.
        enter: The frame of what has acquired the lock.

    Returns:
        The semaphore, what goes into a footprint, and what is read meanwhile: pairs of
        an object and what of it. `None` where the order matters, or where it isn't
        certain that the library's own code alone runs until the lock is released.
    """
    file = lock.made[0]
    caller = enter.f_back
    if enter.f_code.co_qualname == _AGAIN and caller is not None:
        # Out of `Condition.wait`, which changes nothing more where it was notified.
        if caller.f_locals.get("gotit") is not True:
            return None
        caller = caller.f_back
    elif enter.f_code.co_qualname != _ENTERS:
        return None
    if caller is None or enter.f_code.co_filename != file:
        return None
    does = caller.f_code.co_qualname
    if caller.f_code.co_filename != file or does not in _DOES:
        return None
    names = caller.f_locals
    semaphore = names["self"]
    if type(semaphore) not in (module.Semaphore, module.BoundedSemaphore):
        return None
    own = attributes(semaphore)
    condition, value = own.get("_cond"), own.get("_value")
    if type(condition) is not module.Condition or type(value) is not int:
        return None
    inner = attributes(condition)
    waiters = inner.get("_waiters")
    usual = type(waiters) is module._deque and inner.get("_lock") is lock
    if not usual or "notify" in inner or "_is_owned" in inner:
        return None
    if does == _TAKES:
        mode = lock.tally.take(tid, value)
        return (semaphore, mode, []) if mode else None
    count, bound = names["n"], None
    reads: list[tuple[Any, Any]] = [(condition, name) for name in _OWN]
    reads.append((waiters, 0))
    if does != "Semaphore.release":
        bound = own.get("_initial_value")
        reads.append((semaphore, "_initial_value"))
    if type(count) is not int or type(bound) not in (int, type(None)) or len(waiters):
        return None
    mode = lock.tally.give(tid, value, count, bound)
    return (semaphore, mode, reads) if mode else None


def forget_own(history: list[tuple[Event, str]], tid: int) -> None:
    """Of what the thread `tid` has counted last, its next in a row takes the place."""
    at = len(history) - 1
    while at >= 0 and history[at][1] == "C":
        if history[at][0].tid == tid:
            del history[at]
            return
        at -= 1
