"""Threads, and the primitives that let them share things safely."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import Context
from types import TracebackType
from typing import Any

class Thread:
    """One thread of your program: a function call that runs beside the others.

    Making a `Thread` starts nothing: call [`start`][threading.Thread.start]
    when you want it to run, and [`join`][threading.Thread.join] when you need
    it to have ended. An exception that leaves the function ends the thread,
    is reported by [`excepthook`][threading.excepthook] and reaches nobody
    else. You may subclass `Thread`: override [`run`][threading.Thread.run],
    and call `super().__init__()` first if you override `__init__`.

    Args:
        group: Leave it out: only None is accepted.
        target: The function the new thread calls. With None it calls nothing.
        name: A name for logs and tracebacks. Without one you get
            `Thread-1 (work)`, a running number and the target's name.
        args: Positional arguments for `target`, as a tuple: `args=(url,)`.
        kwargs: Keyword arguments for `target`.
        daemon: True if the program may exit while this thread still runs.
            None takes over the setting of the thread that makes this one.
        context: The `contextvars.Context` to run in. With None,
            `sys.flags.thread_inherit_context` decides between an empty one
            and a copy of the one that `start()` is called in.

    Raises:
        AssertionError: `group` is not None.

    Versions:
        - `context`: new in 3.14.
    """

    def __init__(
        self,
        group: None = None,
        target: Callable[..., object] | None = None,
        name: str | None = None,
        args: Iterable[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        daemon: bool | None = None,
        context: Context | None = None,
    ) -> None: ...
    def start(self) -> None:
        """Let the thread begin: it calls [`run`][threading.Thread.run].

        Blocks:
            Until the new thread is up; your function may not have begun by then.

        Raises:
            RuntimeError: It was started before, even if it has ended since;
                or the system has no thread left to give; or, from 3.12 on,
                the interpreter is shutting down (from 3.13 on that is a
                `PythonFinalizationError`).

        Versions:
            - Changed in 3.13: after a start that failed, a second one raises
              `RuntimeError`. Before, it tried again.
            - Changed in 3.14: the operating system sees the thread's name,
              on Linux its first 15 bytes.
        """

    def join(self, timeout: float | None = None) -> None:
        """Wait for the thread to end.

        Returns None either way: after a timeout, ask
        [`is_alive`][threading.Thread.is_alive]. Any number of threads may
        join the same one, and each may do it again.

        Blocks:
            Until the thread has ended, or for at most `timeout` seconds.

        Args:
            timeout: Seconds to wait at most. None waits for ever; 0 or less
                only looks.

        Raises:
            RuntimeError: The thread was never started, or it is the one you
                are calling from.

        Versions:
            - Changed in 3.14: raises `PythonFinalizationError` for a daemon
              thread that still runs while the interpreter shuts down.
        """

    def is_alive(self) -> bool:
        """Say whether the thread has been started and has not ended yet.

        Blocks:
            Never.

        Returns:
            False before the start and after the end, True in between.
        """

    def run(self) -> None:
        """Do the thread's work: call `target` with `args` and `kwargs`.

        [`start`][threading.Thread.start] calls this in the new thread. If you
        call it yourself, the work is done in your own thread, and once only:
        `target` is forgotten afterwards.

        Blocks:
            For as long as `target` runs.
        """

    name: str
    """The thread's name. You may change it at any time; it need not be unique.

    Versions:
        - Changed in 3.14: if a thread sets its own name, the operating system
          sees it; if another one does, it doesn't. On Linux the main thread's
          is that of the process, in `ps` and for `pkill`.
    """

    daemon: bool
    """Whether the program may exit while this thread still runs.

    At exit Python waits for every thread that is not a daemon. A daemon is
    cut off wherever it is: its `finally` blocks and `with` exits do not run.

    Raises:
        RuntimeError: You set it after the start.
    """

    ident: int | None
    """The number that [`get_ident`][threading.get_ident] gives in this thread.

    None before the start. Once the thread has ended, a new one may get the
    same number.
    """

    native_id: int | None
    """The operating system's number for this thread; None before the start."""

    def getName(self) -> str:
        """Read [`name`][threading.Thread.name].

        Blocks:
            Never.

        Returns:
            The thread's name.

        Versions:
            - Deprecated since 3.10: read `thread.name`.
        """

    def setName(self, name: str) -> None:
        """Set [`name`][threading.Thread.name].

        Blocks:
            Never.

        Args:
            name: The new name.

        Versions:
            - Deprecated since 3.10: assign to `thread.name`.
        """

    def isDaemon(self) -> bool:
        """Read [`daemon`][threading.Thread.daemon].

        Blocks:
            Never.

        Returns:
            Whether the thread is a daemon.

        Versions:
            - Deprecated since 3.10: read `thread.daemon`.
        """

    def setDaemon(self, daemonic: bool) -> None:
        """Set [`daemon`][threading.Thread.daemon].

        Blocks:
            Never.

        Args:
            daemonic: Whether the thread becomes a daemon.

        Raises:
            RuntimeError: The thread has been started.

        Versions:
            - Deprecated since 3.10: assign to `thread.daemon`.
        """

class Lock:
    """A lock: of all the threads that want it, one holds it at a time.

    A new lock is unlocked. It has no owner: any thread may release it, and a
    thread that takes it twice waits for itself for ever. If one thread needs
    it twice, use [`RLock`][threading.RLock].

    Use it in a `with` statement: the block begins once you hold the lock, and
    you give it back however the block ends. You can't subclass `Lock`.

    Versions:
        - Changed in 3.13: `Lock` is a class. Before, it was a function that
          made locks, of no use to `isinstance`.
    """

    def __init__(self) -> None: ...
    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock, waiting for it if you must.

        Blocks:
            Until the lock is free, or for at most `timeout` seconds. Never
            with `blocking=False`. Waiting threads get it in no promised
            order.

        Args:
            blocking: With False, give up at once if the lock is not free.
            timeout: Seconds to wait at most; -1 waits for ever.

        Returns:
            True if you hold the lock now, False if you gave up.

        Raises:
            ValueError: A `timeout` together with `blocking=False`, or one
                below 0 that is not -1.
            OverflowError: `timeout` is above `threading.TIMEOUT_MAX`.
        """

    def release(self) -> None:
        """Give the lock back, so that one of the waiting threads can take it.

        Any thread may do this, not only the one that took the lock.

        Blocks:
            Never.

        Raises:
            RuntimeError: The lock is not locked.
        """

    def locked(self) -> bool:
        """Say whether the lock is locked just now.

        By the time you look at the answer it may be wrong: don't decide by
        it whether to [`acquire`][threading.Lock.acquire].

        Blocks:
            Never.

        Returns:
            True if anybody holds the lock.
        """

class RLock:
    """A lock that its owner may take again.

    The thread that takes it owns it, and may take it again at once; others
    wait until it has been released as many times. Only the owner may release
    it. If no thread needs it twice, [`Lock`][threading.Lock] is simpler.

    Use it in a `with` statement: the block begins once you own the lock, and
    one level of it is given back however the block ends. `RLock` is a
    function that makes such locks, of no use to `isinstance`.

    Versions:
        - Changed in 3.13: passing arguments, which were always ignored, warns
          with `DeprecationWarning`.
        - Changed in 3.15: passing arguments raises `TypeError`.
    """

    def __init__(self) -> None: ...
    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock, or one more level of it if you own it already.

        Blocks:
            Until no other thread owns the lock, or for at most `timeout`
            seconds. Never if you own it already, or with `blocking=False`.

        Args:
            blocking: With False, give up at once if another thread owns it.
            timeout: Seconds to wait at most; -1 waits for ever.

        Returns:
            True if you own the lock now, False if you gave up.

        Raises:
            ValueError: A `timeout` together with `blocking=False`, or one
                below 0 that is not -1.
            OverflowError: `timeout` is above `threading.TIMEOUT_MAX`.
        """

    def release(self) -> None:
        """Give back one level; the last one frees the lock for others.

        Blocks:
            Never.

        Raises:
            RuntimeError: You don't own the lock.
        """

    def locked(self) -> bool:
        """Say whether any thread owns the lock just now, you included.

        Blocks:
            Never.

        Returns:
            True if the lock is owned.

        Versions:
            - New in 3.14.
        """

class Condition:
    """A lock, and a place to wait until what it guards has changed.

    Take the lock, look at the shared state, and wait as long as it is not
    what you need; whoever changes it takes the lock too and notifies. A
    notification that nobody waits for is lost: so always look before you
    wait. [`wait_for`][threading.Condition.wait_for] does that for you.

    Use it in a `with` statement: the block begins once you hold the lock, and
    you give it back however the block ends.

    Args:
        lock: The lock to use. Several conditions may share one. With None you
            get a new [`RLock`][threading.RLock].

    Versions:
        - Changed in 3.14: `lock` needs a `locked` method. A
          [`Semaphore`][threading.Semaphore], which has none, is refused with
          `AttributeError`.
    """

    def __init__(self, lock: Lock | RLock | None = None) -> None: ...
    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock: the condition's lock does it, with its own `acquire`.

        Blocks:
            Until the lock is free, or for at most `timeout` seconds. Never
            with `blocking=False`, or if you own the lock already and it is
            an [`RLock`][threading.RLock].

        Args:
            blocking: With False, give up at once if the lock is not free.
            timeout: Seconds to wait at most; -1 waits for ever.

        Returns:
            True if you hold the lock now, False if you gave up.

        Raises:
            ValueError: A `timeout` together with `blocking=False`, or one
                below 0 that is not -1.
            OverflowError: `timeout` is above `threading.TIMEOUT_MAX`.
        """

    def release(self) -> None:
        """Give the lock back: the condition's lock does it.

        Blocks:
            Never.

        Raises:
            RuntimeError: You don't own the lock. With a plain
                [`Lock`][threading.Lock]: nobody holds it.
        """

    def locked(self) -> bool:
        """Say whether the condition's lock is held just now.

        Blocks:
            Never.

        Returns:
            True if any thread holds the lock.

        Versions:
            - New in 3.14.
        """

    def wait(self, timeout: float | None = None) -> bool:
        """Let go of the lock, wait to be notified, take the lock again.

        Being notified does not mean that the state is what you need: another
        thread may have been faster. Wait in a loop that looks again, or use
        [`wait_for`][threading.Condition.wait_for].

        Blocks:
            Until a notification reaches you, or for at most `timeout`
            seconds; then until the lock is free again.

        Args:
            timeout: Seconds to wait at most. None waits for ever.

        Returns:
            True if you were notified, False if the time ran out. You hold the
            lock either way.

        Raises:
            RuntimeError: You don't hold the lock. With a plain
                [`Lock`][threading.Lock]: nobody holds it.
        """

    def wait_for(
        self, predicate: Callable[[], Any], timeout: float | None = None
    ) -> Any:
        """Wait until a function says that the state is what you need.

        The function is called with the lock held: once at the start, then
        after every notification, and when the time is up.

        Blocks:
            Until `predicate()` is true, or for at most `timeout` seconds in
            all; then until the lock is free again. Never if it is true at
            once.

        Args:
            predicate: A function without parameters.
            timeout: Seconds to wait at most. None waits for ever.

        Returns:
            The last result of `predicate`, a false one if the time ran out.

        Raises:
            RuntimeError: You don't hold the lock and `predicate()` is false.
                If it is true, the mistake stays hidden.
        """

    def notify(self, n: int = 1) -> None:
        """Wake some of the threads that wait.

        They go on when they get the lock, so not before you let go of it.
        With fewer than `n` waiting all wake; with none nothing happens.

        Blocks:
            Never.

        Args:
            n: How many threads to wake.

        Raises:
            RuntimeError: You don't hold the lock. With a plain
                [`Lock`][threading.Lock]: nobody holds it.
        """

    def notify_all(self) -> None:
        """Wake all the threads that wait; they go on one by one.

        Blocks:
            Never.

        Raises:
            RuntimeError: You don't hold the lock. With a plain
                [`Lock`][threading.Lock]: nobody holds it.
        """

    def notifyAll(self) -> None:
        """Do what [`notify_all`][threading.Condition.notify_all] does.

        Blocks:
            Never.

        Raises:
            RuntimeError: You don't hold the lock. With a plain
                [`Lock`][threading.Lock]: nobody holds it.

        Versions:
            - Deprecated since 3.10: call `notify_all()`.
        """

class Semaphore:
    """A counter of free places, never below 0: whoever finds none waits.

    Use it to let only so many threads do something at once. Nobody owns a
    place: any thread may release, and more often than it acquired, which
    raises the count above its start. If that would be a mistake, use
    [`BoundedSemaphore`][threading.BoundedSemaphore].

    Use it in a `with` statement: the block begins once you have a place, and
    the place is free again however the block ends.

    Args:
        value: How many places are free at the start.

    Raises:
        ValueError: `value` is below 0.
    """

    def __init__(self, value: int = 1) -> None: ...
    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        """Take one place: the count goes down by one.

        Blocks:
            Until a place is free, or for at most `timeout` seconds. Never
            with `blocking=False`. Waiting threads get one in no promised
            order.

        Args:
            blocking: With False, give up at once if no place is free.
            timeout: Seconds to wait at most. None waits for ever.

        Returns:
            True if you have a place now, False if you gave up.

        Raises:
            ValueError: A `timeout` together with `blocking=False`.
        """

    def release(self, n: int = 1) -> None:
        """Give places back: the count goes up, and as many waiters may go on.

        Blocks:
            Never.

        Args:
            n: How many places.

        Raises:
            ValueError: `n` is below 1.
        """

class BoundedSemaphore(Semaphore):
    """A [`Semaphore`][threading.Semaphore] that notices one release too many.

    Its count never rises above `value`. Everything else is as there,
    [`acquire`][threading.Semaphore.acquire] and the `with` statement too.

    Args:
        value: How many places there are, all free at the start.

    Raises:
        ValueError: `value` is below 0.
    """

    def __init__(self, value: int = 1) -> None: ...
    def release(self, n: int = 1) -> None:
        """Give places back: the count goes up, and as many waiters may go on.

        Blocks:
            Never.

        Args:
            n: How many places.

        Raises:
            ValueError: `n` is below 1, or more places would be free than
                there are. The count then stays as it was.
        """

class Event:
    """A flag that threads can wait for; new ones are not set.

    Once set it stays set, and lets everybody pass, until you clear it. For
    handing over one thing after another, use
    [`Condition`][threading.Condition] or [`Queue`][queue.Queue]: who is late
    between a `set()` and a `clear()` misses it.
    """

    def __init__(self) -> None: ...
    def is_set(self) -> bool:
        """Say whether the flag is set.

        Blocks:
            Never.

        Returns:
            True if the flag is set.
        """

    def set(self) -> None:
        """Set the flag and wake every thread that waits for it.

        Blocks:
            Never.
        """

    def clear(self) -> None:
        """Take the flag back: whoever calls `wait()` from now on waits.

        Threads that were waiting when it was set still go on.

        Blocks:
            Never.
        """

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the flag.

        Blocks:
            Until the flag is set, or for at most `timeout` seconds. Never if
            it is set already.

        Args:
            timeout: Seconds to wait at most. None waits for ever; 0 or less
                only looks.

        Returns:
            True if the flag was set, False if the time ran out.
        """

    def isSet(self) -> bool:
        """Do what [`is_set`][threading.Event.is_set] does.

        Blocks:
            Never.

        Returns:
            True if the flag is set.

        Versions:
            - Deprecated since 3.10: call `is_set()`.
        """

class Timer(Thread):
    """A [`Thread`][threading.Thread] that waits, then calls a function once.

    The time runs from [`start`][threading.Thread.start]; a timer has
    everything else a thread has, too. It is a daemon if you say so, or if the
    thread that makes it is one; otherwise your program waits for it at exit.
    To repeat, start a new one.

    Args:
        interval: Seconds to wait.
        function: What to call, in the timer's own thread.
        args: Positional arguments for `function`.
        kwargs: Keyword arguments for `function`.
    """

    def __init__(
        self,
        interval: float,
        function: Callable[..., object],
        args: Iterable[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
    ) -> None: ...
    def cancel(self) -> None:
        """Call it off, unless its time is up.

        The timer's thread then ends early. Once its time is up the function
        may be called all the same, and isn't interrupted; it may even begin
        after `cancel()` has returned.

        Blocks:
            Never.
        """

class Barrier:
    """A meeting point: a fixed number of threads wait for each other there.

    When the last one has come, all go on, and the barrier serves for the next
    round. If a thread's time runs out, the barrier is broken: everybody who
    waits or comes gets [`BrokenBarrierError`][threading.BrokenBarrierError]
    until it is [`reset`][threading.Barrier.reset]. An exception that leaves
    `wait()`, as `KeyboardInterrupt` does, doesn't break it: catch it, and call
    [`abort`][threading.Barrier.abort].

    Args:
        parties: How many threads meet.
        action: A function that one of them calls when all have come, before
            any goes on. If it raises, that thread gets its exception and the
            barrier is broken.
        timeout: Seconds for `wait()` where it is given none.

    Raises:
        ValueError: `parties` is below 1.

    Versions:
        - Changed in 3.13: raises `ValueError` for too few parties. Before, such
          a barrier could be made; by the changelog up to 3.12.4.
    """

    def __init__(
        self,
        parties: int,
        action: Callable[[], object] | None = None,
        timeout: float | None = None,
    ) -> None: ...
    def wait(self, timeout: float | None = None) -> int:
        """Come to the barrier and wait for the others.

        Blocks:
            Until as many threads wait as the barrier has parties, or for at
            most `timeout` seconds; then, whatever the time is, until `action`
            has returned.

        Args:
            timeout: Seconds to wait at most; None takes the barrier's own.
                Time running out breaks the barrier for everybody.

        Returns:
            A number from 0 to `parties - 1`, another one for each thread of
            the round. Let the one that gets 0 do what must be done once.

        Raises:
            BrokenBarrierError: The barrier is broken, or breaks or is reset
                while you wait.
        """

    def reset(self) -> None:
        """Make the barrier new and empty again, broken or not.

        Threads that wait just now get
        [`BrokenBarrierError`][threading.BrokenBarrierError].

        Blocks:
            Never.
        """

    def abort(self) -> None:
        """Break the barrier, so that nobody waits in vain.

        Do this when a thread can't come any more.

        Blocks:
            Never.
        """

    parties: int
    """How many threads meet."""

    n_waiting: int
    """How many threads are waiting just now."""

    broken: bool
    """Whether the barrier is broken."""

class BrokenBarrierError(RuntimeError):
    """The [`Barrier`][threading.Barrier] you wait at is broken or was reset."""

class local:
    """An object whose attributes each thread has for itself.

    What one thread sets another doesn't see: there the attribute raises
    `AttributeError` until it is set there too. Make one object and share it;
    set its attributes in each thread. A subclass with an `__init__` has it
    called once in each thread, at the first use there, each time with the
    arguments the object was made with.
    """

    def __init__(self) -> None: ...

def active_count() -> int:
    """Count the threads that are alive, as listed by `enumerate()`.

    Blocks:
        Never.

    Returns:
        The length of [`enumerate()`][threading.enumerate]; what that lists on
        3.11 and 3.12, although it has ended, counts as well.
    """

def current_thread() -> Thread:
    """Get the thread you are in.

    Blocks:
        Never.

    Returns:
        The [`Thread`][threading.Thread]. In a thread that something else than
        `threading` started, a stand-in that you can't join, and that counts as
        alive even after its thread.
    """

def main_thread() -> Thread:
    """Get the thread your program began in.

    Blocks:
        Never.

    Returns:
        The main [`Thread`][threading.Thread].
    """

def enumerate() -> list[Thread]:
    """List the threads that are alive: daemons and the main thread too.

    Blocks:
        Never.

    Returns:
        The threads, in no promised order. Those that are not started or have
        ended are left out.

    Versions:
        - Changed in 3.13: so is a thread that something else than `threading`
          started, once it has ended. Before, it may stay in the list if it
          called [`current_thread()`][threading.current_thread].
    """

def get_ident() -> int:
    """Get a number that no other living thread has.

    Blocks:
        Never.

    Returns:
        The current thread's [`ident`][threading.Thread.ident]. It may be used
        again after the thread has ended.
    """

def get_native_id() -> int:
    """Get the operating system's number for the current thread.

    Blocks:
        Never.

    Returns:
        The number that debuggers, `top -H` and the like show.
    """

def excepthook(args: ExceptHookArgs, /) -> None:
    """Report an exception that has left a thread's function.

    Python calls this in the thread that dies. It prints a traceback to
    `sys.stderr`, and nothing for `SystemExit` itself. The exit status of your
    program stays 0. Assign your own function to `threading.excepthook` to do
    something else: it is called for `SystemExit` too.

    Blocks:
        Never, unless `sys.stderr` does.

    Args:
        args: What happened, and where.

    Raises:
        TypeError: `args` is no
            [`ExceptHookArgs`][threading.ExceptHookArgs].
    """

def __excepthook__(args: ExceptHookArgs, /) -> None:
    """Report an exception as Python does itself.

    Use it to bring [`excepthook`][threading.excepthook] back after replacing
    it, or call it from your own hook.

    Blocks:
        Never, unless `sys.stderr` does.

    Args:
        args: What happened, and where.

    Raises:
        TypeError: `args` is no
            [`ExceptHookArgs`][threading.ExceptHookArgs].
    """

class ExceptHookArgs:
    """What [`excepthook`][threading.excepthook] is given.

    Don't keep `exc_value` or `thread` for longer than the call: they keep
    alive what the dead thread was using.
    """

    exc_type: type[BaseException]
    """The exception's class."""

    exc_value: BaseException | None
    """The exception itself. It may be None."""

    exc_traceback: TracebackType | None
    """Where it was raised. It may be None."""

    thread: Thread | None
    """The thread that dies. It may be None."""

def settrace(func: Callable[..., Any] | None) -> None:
    """Give `sys.settrace` a function in every thread that starts from now on.

    Debuggers and coverage tools do this. Running threads, yours too, keep
    what they have.

    Blocks:
        Never.

    Args:
        func: The trace function; None for no tracing.
    """

def settrace_all_threads(func: Callable[..., Any] | None) -> None:
    """Set the trace function in all threads, those that run now too.

    Blocks:
        Never.

    Args:
        func: The trace function; None for no tracing.

    Versions:
        - New in 3.12.
    """

def gettrace() -> Callable[..., Any] | None:
    """Get the trace function that new threads are given.

    Blocks:
        Never.

    Returns:
        What [`settrace`][threading.settrace] or
        [`settrace_all_threads`][threading.settrace_all_threads] set last, or None.
    """

def setprofile(func: Callable[..., object] | None) -> None:
    """Give `sys.setprofile` a function in every thread that starts from now on.

    Running threads, yours too, keep what they have.

    Blocks:
        Never.

    Args:
        func: The profile function; None for no profiling.
    """

def setprofile_all_threads(
    func: Callable[..., object] | None,
) -> None:
    """Set the profile function in all threads, those that run now too.

    Blocks:
        Never.

    Args:
        func: The profile function; None for no profiling.

    Versions:
        - New in 3.12.
    """

def getprofile() -> Callable[..., object] | None:
    """Get the profile function that new threads are given.

    Blocks:
        Never.

    Returns:
        What [`setprofile`][threading.setprofile] or
        [`setprofile_all_threads`][threading.setprofile_all_threads] set last, or
        None.
    """

def stack_size(size: int = 0, /) -> int:
    """Set how much stack the threads that start from now on get.

    There is no way only to look: a call without `size` goes back to the
    system's default.

    Blocks:
        Never.

    Args:
        size: The number of bytes; 0 means the system's default.

    Returns:
        The size that was set before.

    Raises:
        ValueError: `size` is too small for the system, or it doesn't like it.
    """

TIMEOUT_MAX: float
"""The longest timeout in seconds that blocking calls take.

Wherever a call waits with a longer one, you get `OverflowError`. On 64-bit Linux
it is about 292 years.
"""

ThreadError = RuntimeError
"""Another name of `RuntimeError`, kept for old programs."""

def activeCount() -> int:
    """Do what [`active_count`][threading.active_count] does.

    Blocks:
        Never.

    Returns:
        The number of threads that are alive.

    Versions:
        - Deprecated since 3.10: call `active_count()`.
    """

def currentThread() -> Thread:
    """Do what [`current_thread`][threading.current_thread] does.

    Blocks:
        Never.

    Returns:
        The thread you are in.

    Versions:
        - Deprecated since 3.10: call `current_thread()`.
    """

class serialize_iterator:
    """An iterator that threads may share: it lets in one of them at a time.

    Each item goes to exactly one of the threads. Looping over it is all most
    programs do; if the iterator inside is a generator, its `send`, `throw`
    and `close` work as well. `next()` on it blocks until no other thread is
    inside. To give every thread all the items, use
    [`concurrent_tee`][threading.concurrent_tee].

    Args:
        iterable: What to iterate over.

    Raises:
        TypeError: `iterable` can't be iterated over.

    Versions:
        - New in 3.15.
    """

    def __init__(self, iterable: Iterable[Any]) -> None: ...
    def send(self, value: Any, /) -> Any:
        """Send a value into the generator inside, and get its next item.

        Blocks:
            Until no other thread is inside, then until the item is there.

        Args:
            value: What the generator's `yield` returns.

        Returns:
            The next item.

        Raises:
            AttributeError: The iterator inside has no `send`.
        """

    def throw(self, *args: Any) -> Any:
        """Raise an exception in the generator inside, and get its next item.

        Blocks:
            Until no other thread is inside, then until the item is there.

        Args:
            *args: The exception.

        Returns:
            The next item, if the generator goes on.

        Raises:
            AttributeError: The iterator inside has no `throw`.
        """

    def close(self) -> None:
        """Close the generator inside.

        Blocks:
            Until no other thread is inside.

        Raises:
            AttributeError: The iterator inside has no `close`.
        """

def synchronized_iterator(
    func: Callable[..., Iterable[Any]],
) -> Callable[..., serialize_iterator]:
    """Decorate a generator function so that threads may share its generators.

    Blocks:
        Never.

    Args:
        func: A generator function, or any function that returns an iterable.

    Returns:
        A function that puts each result of `func` into a
        [`serialize_iterator`][threading.serialize_iterator].

    Versions:
        - New in 3.15.
    """

def concurrent_tee(iterable: Iterable[Any], n: int = 2) -> tuple[Iterator[Any], ...]:
    """Split one iterable into several iterators, one for each thread.

    Every iterator gets all the items; those that the slowest has not had yet
    are kept in memory. If a generator raises, one iterator raises, and the
    others end there as if it had no more items. Give each to one thread only: shared, it may give
    an item twice, without an error.

    Blocks:
        Never. `next()` on one of the iterators blocks while another thread
        is fetching the next item.

    Args:
        iterable: What to iterate over. Don't use it yourself any more.
        n: How many iterators.

    Returns:
        The iterators.

    Raises:
        ValueError: `n` is below 0.
        TypeError: `iterable` can't be iterated over.

    Versions:
        - New in 3.15.
    """
