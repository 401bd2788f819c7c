"""A controlled scheduler: every interleaving of an unmodified program.

>>> from scheduler import explore
>>> exploration = explore("program.py")           # doctest: +SKIP
>>> {outcome.output for outcome in exploration}   # doctest: +SKIP
"""

import sys

if sys.version_info >= (3, 13):  # noqa: UP036 - whoever runs an older one is told so
    from scheduler.model.outcome import Error, Outcome, Unexplorable
    from scheduler.search.explore import Exploration, explore, replay
else:

    def __getattr__(name: str) -> object:
        raise ImportError(
            "the scheduler needs CPython 3.13 or newer, "
            f"and this is {sys.version.split()[0]}"
        )


__all__ = ["Error", "Exploration", "Outcome", "Unexplorable", "explore", "replay"]
