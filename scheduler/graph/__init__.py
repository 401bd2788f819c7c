"""The state graph of a program, for a player that runs no Python.

A *reader's step* is what one thread does from one of its stops to its next:
it stops before each line of the program, within a line before each access
that was seen to race, and wherever it has to wait.  What the standard library
does inside a line is part of the step that called it, and what follows an
access is not told apart from it; where that would hide an outcome, both are
steps of their own (`folded` is false then).  Where there are too many states,
only schedules with few `preemptions` are in the graph.

`graph` explores every such step and merges the states that cannot be told
apart: two prefixes are the same state where the same steps happened with the
same happens-before relation, so nothing hidden (an iterator, a frame of the
standard library) can differ.  States of different history that look the same
to a reader are then merged where their futures are the same too.

The result is ready for JSON, and `schemas/graph.json` tells its shape.  `start` is the
first state in which there is a choice.  An edge is one step of one thread; a
schedule is the list of the threads along a path from state 0 on.

`flags` of an edge say where a build with the GIL can hand over to another
thread: 1, before the step does anything that another thread can see; 2, after
everything that it can.  Between two steps of a thread others can run on such
a build only if the first has flag 2 or the second has flag 1.
"""

from scheduler.graph.build import Graphs, graph
from scheduler.graph.checks import check
from scheduler.graph.minimal import GIL_FIRST, GIL_LAST
from scheduler.graph.steps import TooLarge
from scheduler.graph.walks import Followed

__all__ = ["GIL_FIRST", "GIL_LAST", "Followed", "Graphs", "TooLarge", "check", "graph"]
