"""The report that a person reads in a terminal."""

from __future__ import annotations

from scheduler.describe import commands
from scheduler.describe.story import story
from scheduler.model.outcome import Outcome
from scheduler.search.explore import Exploration, shown
from scheduler.search.shorten import LONG

__all__ = ["headline", "report", "verdict"]

_KIND = {
    "finished": "finishes",
    "deadlock": "deadlocks",
    "exception": "ends with an exception",
    "step-limit": "never ends",
}


def _ends(outcome: Outcome) -> str:
    return "is cut off" if outcome.limited else _KIND[outcome.kind]


def _quoted(output: str) -> list[str]:
    if not output:
        return ["(nothing)"]
    lines = output.split("\n")
    shown = (
        lines[:-1] if lines[-1] == "" else [*lines[:-1], lines[-1] + " (no line end)"]
    )
    return shown if len(shown) <= 8 else [*shown[:7], f"… {len(shown) - 7} more lines"]


def headline(exploration: Exploration) -> str:
    """One line: how many outcomes, and how sure that is."""
    e = exploration
    count = len(e.outcomes)
    how = f"{e.granularity} stops, "
    how += (
        "any number of preemptions"
        if e.preemptions is None
        else (f"at most {e.preemptions} preemption" + "s" * (e.preemptions != 1))
    )
    sure = "complete" if e.complete else f"NOT complete: {e.reason}"
    return (
        f"{e.file}: {count} outcome{'s' * (count != 1)} in {e.interleavings:,} "
        f"interleaving{'s' * (e.interleavings != 1)} ({how}; {sure}), {e.seconds:.2f} s"
    )


_FAILURES = {
    "deadlock": "a deadlock",
    "exception": "an exception",
    "step-limit": "a run that never ends",
    "finished": "an exit with a status other than 0",
}


def verdict(exploration: Exploration) -> str:
    """One line: proved, found or not settled, and what that means here."""
    open_ = exploration.unsettled
    if exploration.verdict == "not settled":
        return f"Not settled: no run failed, but {open_}."
    if exploration.verdict == "proved":
        if len(exploration.outcomes) == 1:
            return "Proved: it ends so in every interleaving."
        return (
            f"Proved: it has these {len(exploration.outcomes)} outcomes and no others. "
            "Which one comes depends on the order of the threads."
        )
    kinds = dict.fromkeys(_FAILURES[o.kind] for o in exploration.failures)
    more = f" There may be more: {open_}." if open_ else ""
    return f"Found: {' and '.join(kinds)}.{more}"


def report(exploration: Exploration, traces: bool = True, width: int = 0) -> str:
    """What a person reads: the outcomes, and how the worst of them came about.

    `width` is the number of columns that there are, 0 for any.
    """
    lines = [headline(exploration), verdict(exploration), ""]
    outcomes = exploration.outcomes
    numbers = shown(outcomes)
    for number in numbers:
        outcome = outcomes[number]
        lines.append(
            f"{number + 1}. {outcome.count:,} × {_ends(outcome)}"
            + (f", status {outcome.status}" if outcome.status else "")
            + (", prints nothing" if not outcome.output else ", prints")
        )
        if outcome.output:
            lines += [f"       {line}" for line in _quoted(outcome.output)]
        if outcome.fails:
            lines += [f"       {said}" for said in outcome.sentences]
    if more := len(outcomes) - len(numbers):
        lines.append(
            f"And {more:,} outcome{'s' * (more > 1)} more: `--json` has them all."
        )
    lines += [f"Note: {note}." for note in exploration.notes]
    for outcome in _traced(exploration) if traces else ():
        what = _ends(outcome)
        if outcome.output:
            what += f" and prints {outcome.output!r}"
        how = story(
            exploration.file, outcome.schedule, granularity=exploration.granularity
        )
        number = outcomes.index(outcome) + 1
        lines += ["", f"How it {what} (outcome {number}):", *how.lines(width), ""]
        lines += [
            "  To replay it:",
            "  "
            + commands.replay(
                exploration.file, exploration.granularity, outcome.schedule
            ),
        ]
    return "\n".join(lines)


def _traced(exploration: Exploration) -> list[Outcome]:
    """The outcomes whose schedules are worth reading: two that fail, or the rarest."""
    traced = exploration.failures[:2]
    listed = [exploration.outcomes[number] for number in shown(exploration.outcomes)]
    if not traced and len(listed) > 1:
        traced = [min(listed, key=lambda o: (o.count, -o.preemptions))]
    return [outcome for outcome in traced if len(outcome.schedule) <= LONG]
