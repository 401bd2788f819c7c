"""Pools of threads that run your function calls, and what comes of each."""

import builtins
from collections.abc import Callable, Iterable, Iterator
from typing import Any

FIRST_COMPLETED: str = "FIRST_COMPLETED"
"""For [`wait`][concurrent.futures.wait]: return when one future is done."""

FIRST_EXCEPTION: str = "FIRST_EXCEPTION"
"""For [`wait`][concurrent.futures.wait]: return when one future has failed.

It returns, too, when all are done. A cancelled one is no failure.
"""

ALL_COMPLETED: str = "ALL_COMPLETED"
"""For [`wait`][concurrent.futures.wait]: return when all futures are done."""

class Executor:
    """What pools have in common: they run function calls for you.

    You don't make one yourself: make a
    [`ThreadPoolExecutor`][concurrent.futures.ThreadPoolExecutor].

    Use it in a `with` statement: at its end it waits as
    [`shutdown()`][concurrent.futures.Executor.shutdown] does.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future:
        """Have `fn(*args, **kwargs)` called, and get a future for its result.

        Blocks:
            Never.

        Args:
            fn: The function to call.
            *args: Its positional arguments.
            **kwargs: Its keyword arguments.

        Returns:
            The [`Future`][concurrent.futures.Future] of this call.

        Raises:
            NotImplementedError: Each kind of pool brings its own; this one
                does nothing.
        """

    def map(
        self,
        fn: Callable[..., Any],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
        buffersize: int | None = None,
    ) -> Iterator[Any]:
        """Have `fn` called for every item, and get the results in order.

        A pool of threads does it
        [like this][concurrent.futures.ThreadPoolExecutor.map].

        Blocks:
            Never, except in taking the items. Each `next()` on the result
            blocks until the call whose turn it is has ended, or until
            `timeout`.

        Args:
            fn: The function to call. It gets one item of each iterable.
            *iterables: Where the items come from.
            timeout: Seconds, counted from this call, after which the
                iterator gives up. None waits for ever.
            chunksize: How many items go to a worker at a time, if the workers
                are processes.
            buffersize: How many results may be on their way at once.

        Returns:
            An iterator over the results.

        Versions:
            - `buffersize`: new in 3.14.
        """

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Say that no more calls will come, and wait for those that did.

        Blocks:
            Until every call has ended. Never with `wait=False`.

        Args:
            wait: With False, return at once; the calls go on.
            cancel_futures: With True, cancel the calls that have not begun.
        """

class ThreadPoolExecutor(Executor):
    """A limited number of threads that run the function calls you hand in.

    A call waits in line until a thread is free. Its result or its exception
    is kept in a [`Future`][concurrent.futures.Future]: if you never ask for
    it, you never see the exception. At exit, Python waits for all calls that
    were handed in.

    Use it in a `with` statement: at its end you wait until every call has
    ended, as with
    [`shutdown()`][concurrent.futures.ThreadPoolExecutor.shutdown]. A call
    that waits for another one in the same pool can deadlock.

    Args:
        max_workers: How many threads at most; they are started as needed.
            With None, four more than there are CPUs, 32 at most.
        thread_name_prefix: What the threads' names begin with.
        initializer: A function that each thread calls when it starts.
        initargs: Positional arguments for `initializer`.

    Raises:
        ValueError: `max_workers` is below 1.
        TypeError: `initializer` can't be called.

    Versions:
        - Changed in 3.13: the default counts the CPUs your process may use.
          Before, it counted all there are.
    """

    def __init__(
        self,
        max_workers: int | None = None,
        thread_name_prefix: str = "",
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ) -> None: ...
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future:
        """Have `fn(*args, **kwargs)` called, and get a future for its result.

        Blocks:
            Never: with no thread free, the call waits in line, not you. But in a
            callback of a call that [`shutdown`][concurrent.futures.ThreadPoolExecutor.shutdown]
            cancels, or in a destructor that runs inside another `submit`, of any
            pool, it waits for ever.

        Args:
            fn: The function to call.
            *args: Its positional arguments.
            **kwargs: Its keyword arguments.

        Returns:
            The [`Future`][concurrent.futures.Future] of this call.

        Raises:
            RuntimeError: The pool is shut down, or the interpreter is shutting
                down, or the system has no thread left to give.
            BrokenThreadPool: An `initializer` has failed.
        """

    def map(
        self,
        fn: Callable[..., Any],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
        buffersize: int | None = None,
    ) -> Iterator[Any]:
        """Have `fn` called for every item, and get the results in order.

        Takes all the items, and submits a call for each, before it returns:
        an endless iterable never ends, unless you give `buffersize`. With
        several iterables it goes on until the shortest ends.

        Blocks:
            Never, except in taking the items. Each `next()` on the result
            blocks until the call whose turn it is has ended, or until
            `timeout`.

        Args:
            fn: The function to call. It gets one item of each iterable.
            *iterables: Where the items come from.
            timeout: Seconds, counted from this call, after which the
                iterator gives up. None waits for ever.
            chunksize: Means nothing in a pool of threads.
            buffersize: How many results may be on their way at once: more
                items are taken only as you take results. Keep the pool, and
                open, for so long.

        Returns:
            An iterator over the results. If a call raised, its exception is
            raised here when its turn comes (a `StopIteration` as a
            `RuntimeError`), and the iterator ends. Once the iterator has
            begun and is closed or dropped, the calls that have not begun are
            cancelled.

        Raises:
            TimeoutError: From `next()`: the time ran out.
            RuntimeError: As for
                [`submit`][concurrent.futures.ThreadPoolExecutor.submit].
            BrokenThreadPool: An `initializer` has failed.
            ValueError: `buffersize` is below 1.
            TypeError: `buffersize` is no whole number.

        Versions:
            - `buffersize`: new in 3.14.
        """

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Say that no more calls will come, and wait for those that did.

        Calling it again is harmless.

        Blocks:
            Until every call has ended, those in line too. Never with
            `wait=False`, but for the callbacks of calls that it cancels; the
            program still waits for all calls at exit.

        Args:
            wait: With False, return at once; the calls go on.
            cancel_futures: With True, cancel the calls that have not begun.
                Don't [`wait`][concurrent.futures.wait] for their futures: it
                would take for ever. Their callbacks are called with the
                pool's lock held: one that calls `submit` waits for ever.

        Raises:
            RuntimeError: One of the pool's own threads calls this with
                `wait=True`: it would wait for itself.
        """

class Future:
    """What comes of a function call that a pool runs: now, later or never.

    Pools make them:
    [`submit`][concurrent.futures.ThreadPoolExecutor.submit] returns one. You
    make one yourself only in code that plays the pool's part.
    """

    def __init__(self) -> None: ...
    def result(self, timeout: float | None = None) -> Any:
        """Get what the call returned, or have its exception raised here.

        Blocks:
            Until the future is done, or for at most `timeout` seconds.

        Args:
            timeout: Seconds to wait at most. None waits for ever; 0 or less
                only looks.

        Returns:
            What the call returned.

        Raises:
            TimeoutError: The time ran out. The call goes on.
            CancelledError: The future was cancelled.
            BaseException: Whatever the call raised.
        """

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Get the exception the call raised, without raising it.

        Blocks:
            Until the future is done, or for at most `timeout` seconds.

        Args:
            timeout: Seconds to wait at most. None waits for ever; 0 or less
                only looks.

        Returns:
            The exception, or None if the call returned.

        Raises:
            TimeoutError: The time ran out. The call goes on.
            CancelledError: The future was cancelled.
        """

    def done(self) -> bool:
        """Say whether it is over: returned, raised or cancelled.

        Blocks:
            Never.

        Returns:
            True if `result()` would not block.
        """

    def running(self) -> bool:
        """Say whether a thread is running the call just now.

        Such a call can't be cancelled.

        Blocks:
            Never.

        Returns:
            True while the call runs.
        """

    def cancel(self) -> bool:
        """Cancel the call, if it has not begun.

        A call that runs is never interrupted.

        Blocks:
            Never. Callbacks run before it returns.

        Returns:
            True if it will not run, False if it is running or has run.
        """

    def cancelled(self) -> bool:
        """Say whether the call was cancelled.

        Blocks:
            Never.

        Returns:
            True after a `cancel()` that worked.
        """

    def add_done_callback(self, fn: Callable[[Future], object]) -> None:
        """Have a function called with this future once it is done.

        The thread that finishes or cancels it makes the call; if it is done
        already, you make the call yourself, right here. An `Exception` that
        the function raises is logged, and reaches nobody.

        Blocks:
            Never. If the future is done already: for as long as `fn` runs.

        Args:
            fn: A function of one parameter, the future.
        """

    def set_running_or_notify_cancel(self) -> bool:
        """Mark the call as begun, for code that plays the pool's part.

        Blocks:
            Never.

        Returns:
            True if you are to go on and make the call, False if it was
            cancelled. Whoever waits for it then wakes.

        Raises:
            RuntimeError: You have called it before, or the future has a
                result.
        """

    def set_result(self, result: Any) -> None:
        """Finish the future with a result, for code that plays the pool's part.

        Blocks:
            Never. Callbacks run before it returns.

        Args:
            result: What `result()` shall return.

        Raises:
            InvalidStateError: The future is done already.
        """

    def set_exception(self, exception: BaseException | None) -> None:
        """Finish the future with an exception, for code that plays the pool's part.

        Blocks:
            Never. Callbacks run before it returns.

        Args:
            exception: What `result()` shall raise.

        Raises:
            InvalidStateError: The future is done already.
        """

def wait(
    fs: Iterable[Future],
    timeout: float | None = None,
    return_when: str = "ALL_COMPLETED",
) -> tuple[set[Future], set[Future]]:
    """Wait for several futures, and sort them by whether they are done.

    A cancelled future counts once a thread of the pool has come across it. If
    [`shutdown`][concurrent.futures.ThreadPoolExecutor.shutdown] cancelled it,
    none ever will.

    Blocks:
        Until what `return_when` says has happened, or for at most `timeout`
        seconds.

    Args:
        fs: The futures, of one pool or of several.
        timeout: Seconds to wait at most. None waits for ever.
        return_when: [`ALL_COMPLETED`][concurrent.futures.ALL_COMPLETED],
            [`FIRST_COMPLETED`][concurrent.futures.FIRST_COMPLETED] or
            [`FIRST_EXCEPTION`][concurrent.futures.FIRST_EXCEPTION].

    Returns:
        A pair of sets, named `done` and `not_done`. A timeout raises nothing;
        look into `not_done`.

    Raises:
        ValueError: `return_when` is something else, and not all are done.
    """

def as_completed(
    fs: Iterable[Future], timeout: float | None = None
) -> Iterator[Future]:
    """Get futures one by one, each as soon as it is done.

    Nothing happens before the first `next()`. A future that is among them
    twice comes once. For cancelled ones, see
    [`wait`][concurrent.futures.wait].

    Blocks:
        Never. Each `next()` on the result blocks until another future is
        done, or until `timeout`.

    Args:
        fs: The futures, of one pool or of several.
        timeout: Seconds, counted from the first `next()`, after which the
            iterator gives up, even on what is done by then: the time that
            your loop takes counts. None waits for ever.

    Returns:
        An iterator over the futures.

    Raises:
        TimeoutError: From `next()`: the time ran out.
    """

TimeoutError = builtins.TimeoutError
"""The built-in `TimeoutError`, under the name it had here first.

Versions:
    - Changed in 3.11: it is the built-in one. Before, it was a class of its
      own.
"""

class CancelledError(Exception):
    """The future you ask was cancelled."""

class InvalidStateError(Exception):
    """Somebody finished a future that was done already."""

class BrokenExecutor(RuntimeError):
    """The pool has failed, and takes no more calls."""
