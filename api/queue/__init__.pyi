"""Queues: the safe way to hand things from thread to thread."""

from typing import Any

class Queue:
    """A line of items between threads: first in, first out.

    Any number of threads may put and get. What you put is not copied: from
    then on leave it to whoever gets it. Queues of other orders are
    [`LifoQueue`][queue.LifoQueue] and
    [`PriorityQueue`][queue.PriorityQueue].

    Args:
        maxsize: How many items fit in. With 0 or less there is no limit, and
            putting never blocks.
    """

    def __init__(self, maxsize: int = 0) -> None: ...
    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Put an item into the queue.

        Blocks:
            Until there is room, or for at most `timeout` seconds. Never with
            `block=False`, or without a limit.

        Args:
            item: Anything.
            block: With False, give up at once if there is no room.
            timeout: Seconds to wait at most. None waits for ever.

        Raises:
            Full: There is no room, with `block=False` or when the time has
                run out.
            ShutDown: The queue is shut down, or was while you waited.
            ValueError: `timeout` is below 0, in a queue with a limit.
        """

    def put_nowait(self, item: Any) -> None:
        """Put an item into the queue if there is room: `put(item, block=False)`.

        Blocks:
            Never.

        Args:
            item: Anything.

        Raises:
            Full: There is no room.
            ShutDown: The queue is shut down.
        """

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Take the next item out of the queue.

        Blocks:
            Until there is an item, or for at most `timeout` seconds. Never
            with `block=False`.

        Args:
            block: With False, give up at once if there is no item.
            timeout: Seconds to wait at most. None waits for ever.

        Returns:
            The item.

        Raises:
            Empty: There is no item, with `block=False` or when the time has
                run out.
            ShutDown: The queue is shut down and empty, or got so while you
                waited.
            ValueError: `timeout` is below 0.
        """

    def get_nowait(self) -> Any:
        """Take the next item if there is one: `get(block=False)`.

        Blocks:
            Never.

        Returns:
            The item.

        Raises:
            Empty: There is no item.
            ShutDown: The queue is shut down and empty.
        """

    def task_done(self) -> None:
        """Say that you have finished with an item that you got.

        Only [`join`][queue.Queue.join] needs it. Call it once for every item,
        even if your work on it failed.

        Blocks:
            Never.

        Raises:
            ValueError: You called it more often than items were put in.
        """

    def join(self) -> None:
        """Wait until all items have been worked on.

        Blocks:
            Until `task_done()` has been called for every item that was put
            in. Items that are still in line count.
        """

    def shutdown(self, immediate: bool = False) -> None:
        """Close the queue: nothing more comes in; who waits to put or get wakes.

        What is in line can still be taken out; then
        [`get`][queue.Queue.get] raises [`ShutDown`][queue.ShutDown]. Items
        that were got still need their
        [`task_done`][queue.Queue.task_done], and
        [`join`][queue.Queue.join] goes on waiting for it. Calling it again is
        harmless.

        Blocks:
            Never.

        Args:
            immediate: With True, throw away what is in line, as if it was
                done.

        Versions:
            - New in 3.13.
        """

    def qsize(self) -> int:
        """Count the items in line. When you look, it may be another number.

        Blocks:
            Never.

        Returns:
            The number of items.
        """

    def empty(self) -> bool:
        """Say whether the queue is empty just now.

        It promises nothing about the next `get()`: another thread may be
        faster.

        Blocks:
            Never.

        Returns:
            True if there is no item in line.
        """

    def full(self) -> bool:
        """Say whether the queue is full just now.

        It promises nothing about the next `put()`.

        Blocks:
            Never.

        Returns:
            True if there is no room. Always False without a limit.
        """

class LifoQueue(Queue):
    """A [`Queue`][queue.Queue] that gives the newest item first: a stack.

    Its methods are those of `Queue`.

    Args:
        maxsize: How many items fit in; 0 or less for no limit.
    """

    def __init__(self, maxsize: int = 0) -> None: ...

class PriorityQueue(Queue):
    """A [`Queue`][queue.Queue] that gives the smallest item first.

    Its methods are those of `Queue`. Items are compared with `<`: if two of
    them can't be, putting raises their `TypeError` and leaves the item in,
    uncounted; getting raises it and loses an item. Put in
    `(priority, number, item)` with a number that counts up, and ties never
    come to comparing items.

    Args:
        maxsize: How many items fit in; 0 or less for no limit.
    """

    def __init__(self, maxsize: int = 0) -> None: ...

class SimpleQueue:
    """A line of items without a limit and without bookkeeping.

    Smaller and faster than [`Queue`][queue.Queue], and `put` may be called
    where `Queue.put` could deadlock: from a destructor or a weak reference's
    callback. It has no `maxsize`, `task_done`, `join` or `shutdown`.
    """

    def __init__(self) -> None: ...
    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Put an item into the queue.

        Blocks:
            Never.

        Args:
            item: Anything.
            block: Ignored: there is always room.
            timeout: Ignored.
        """

    def put_nowait(self, item: Any) -> None:
        """Put an item into the queue, exactly as `put(item)` does.

        Blocks:
            Never.

        Args:
            item: Anything.
        """

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Take the next item out of the queue.

        Blocks:
            Until there is an item, or for at most `timeout` seconds. Never
            with `block=False`.

        Args:
            block: With False, give up at once if there is no item.
            timeout: Seconds to wait at most. None waits for ever.

        Returns:
            The item.

        Raises:
            Empty: There is no item, with `block=False` or when the time has
                run out.
            ValueError: `timeout` is below 0.
        """

    def get_nowait(self) -> Any:
        """Take the next item if there is one: `get(block=False)`.

        Blocks:
            Never.

        Returns:
            The item.

        Raises:
            Empty: There is no item.
        """

    def qsize(self) -> int:
        """Count the items in line. When you look, it may be another number.

        Blocks:
            Never.

        Returns:
            The number of items.
        """

    def empty(self) -> bool:
        """Say whether the queue is empty just now.

        Blocks:
            Never.

        Returns:
            True if there is no item in line.
        """

class Empty(Exception):
    """There was nothing to get from the queue."""

class Full(Exception):
    """There was no room to put something into the queue."""

class ShutDown(Exception):
    """The queue is shut down: see [`shutdown`][queue.Queue.shutdown].

    Versions:
        - New in 3.13.
    """
