"""What is particular to pools of threads."""

from concurrent.futures import BrokenExecutor

class BrokenThreadPool(BrokenExecutor):
    """A thread's `initializer` has failed: the pool takes no more calls.

    Calls in line get this as their exception, up to the first that was
    cancelled: those behind it are never done. And
    [`submit`][concurrent.futures.ThreadPoolExecutor.submit] raises it.
    """
