"""A controlled scheduler: every interleaving of an unmodified program.

>>> from scheduler import explore
>>> exploration = explore("program.py")           # doctest: +SKIP
>>> {outcome.output for outcome in exploration}   # doctest: +SKIP
"""

from scheduler.explore import Exploration, explore, replay
from scheduler.outcome import Error, Outcome, Unexplorable

__all__ = ["Error", "Exploration", "Outcome", "Unexplorable", "explore", "replay"]
