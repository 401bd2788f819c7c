"""What a reader is told: waits, sentences, a report and a trace."""

from __future__ import annotations

from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduler.explore import Exploration
    from scheduler.outcome import Outcome
    from scheduler.run import Run, Task
    from scheduler.trace import Row

__all__ = ["headline", "report", "sentence", "table", "waits"]


def stack(run: Run, task: Task) -> list[FrameType]:
    """The frames of a parked thread, innermost first."""
    return run.backend.frames(task)


def wait(run: Run, task: Task) -> str:
    frames = stack(run, task)
    line = 0
    call = ""
    around = None
    for frame in frames:
        if run.program(frame.f_code.co_filename):
            line = frame.f_lineno
            break
        name = frame.f_code.co_qualname
        if "/scheduler/" not in frame.f_code.co_filename.replace("\\", "/"):
            call = name
            around = frame.f_locals.get("self")
    pending = task.pending
    where = f"T{task.tid} waits" + (f" at line {line}" if line else "")
    if pending is None:
        return where
    kind = pending.kind
    what = pending.prim
    if kind == "shutdown":
        others = [
            f"T{t.tid}"
            for t in run.tasks
            if not t.done and not t.daemon and t is not task
        ]
        return f"T{task.tid} waits at its end for {_and(others)}"
    if kind == "join":
        call = call or "join"
        return f"{where}, {call}, for T{what.task.tid} to end"
    if kind == "spin":
        return f"T{task.tid} only repeats itself" + (f" at line {line}" if line else "")
    if kind == "get":
        return f"{where}, {call or 'get'}, for an item"
    if kind == "acquire":
        if call and not call.endswith(("acquire", "__enter__")):
            if (
                call.startswith("Condition.wait")
                or call.startswith("Event.wait")
                or what.holder is task
            ):
                return f"{where}, {call}, to be woken"
        holder = what.holder
        held = f", held by T{holder.tid}" if holder is not None else ""
        if any(frame.f_code.co_qualname == "Condition.wait" for frame in frames):
            held = ""
        elif holder is task:
            held = ", held by itself"
        if holder is not None and holder.done:
            held += " (which has ended)"
        kind_of_lock = "RLock" if type(what).__name__ == "RLock" else "Lock"
        named = name_of(run, frames, what)
        if not named and around is not None and call != "Thread.run":
            # The lock inside a Condition, a Semaphore or a Queue: the reader
            # knows only the latter.
            kind_of_lock = type(around).__name__
            named = name_of(run, frames, around)
        elif call and "." in call:
            where += f", {call}"
        return f"{where}, for {kind_of_lock}{' ' + named if named else ''}{held}"
    return f"{where} ({kind})"


def attributes(value: Any) -> dict[str, Any] | None:
    """The attributes of an object of Python; asking runs none of its own code."""
    try:
        inner = object.__getattribute__(value, "__dict__")
    except (AttributeError, TypeError):
        return None
    return inner if type(inner) is dict else None


def name_of(run: Run, frames: list[FrameType], value: Any) -> str:
    """How the program's own code calls `value`, as far as can be told."""
    for frame in frames:
        if not run.program(frame.f_code.co_filename):
            continue
        for scope in (frame.f_locals, frame.f_globals):
            for name, other in list(scope.items()):
                if other is value:
                    return str(name)
        for name, other in list(frame.f_locals.items()):
            inner = attributes(other)
            if inner is not None:
                for attribute, found in list(inner.items()):
                    if found is value:
                        return f"{name}.{attribute}"
    return ""


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def waits(run: Run, tasks: list[Task]) -> str:
    """One sentence: which thread waits where for what, held by whom."""
    return "; ".join(wait(run, task) for task in tasks)


def sentence(outcome: Outcome) -> str:
    """One sentence on an outcome that needs no more than its errors."""
    if outcome.errors:
        return "; ".join(
            f"T{e.thread} ends with {e.type}" + (f": {e.message}" if e.message else "")
            for e in outcome.errors
        )
    if outcome.status:
        return f"exits with status {outcome.status}"
    return "all threads came to their end"


_KIND = {
    "finished": "finishes",
    "deadlock": "deadlocks",
    "exception": "ends with an exception",
    "step-limit": "never ends",
}


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


def report(exploration: Exploration, traces: bool = True) -> str:
    """What a person reads: the outcomes, and how the worst of them came about."""
    from scheduler.trace import trace

    lines = [headline(exploration), ""]
    for number, outcome in enumerate(exploration.outcomes, 1):
        lines.append(
            f"{number}. {outcome.count:,} × {_KIND[outcome.kind]}"
            + (f", status {outcome.status}" if outcome.status else "")
            + (", prints nothing" if not outcome.output else ", prints")
        )
        if outcome.output:
            lines += [f"       {line}" for line in _quoted(outcome.output)]
        if outcome.kind != "finished" or outcome.status:
            lines += [f"       {part}" for part in outcome.detail.split("; ")]
    lines += [f"Note: {note}." for note in exploration.notes]
    if not traces:
        return "\n".join(lines)
    failures = [o for o in exploration.outcomes if o.kind != "finished"][:2]
    if not failures and len(exploration.outcomes) > 1:
        failures = [min(exploration.outcomes, key=lambda o: (o.count, -o.preemptions))]
    for outcome in failures:
        if len(outcome.schedule) > 2000:
            continue
        found, rows, names = trace(
            exploration.file, outcome.schedule, granularity=exploration.granularity
        )
        what = _KIND[outcome.kind]
        if outcome.output:
            what += f" and prints {outcome.output!r}"
        lines += ["", f"How it {what}:"]
        threads = ", ".join(f"T{tid} = {name}" for tid, name in sorted(names.items()))
        lines.append(f"  {threads}")
        lines += table(rows)
        if outcome.kind != "finished":
            lines += [f"  {part}" for part in outcome.detail.split("; ")]
    return "\n".join(lines)


def table(rows: list[Row]) -> list[str]:
    """Rows of a trace as text: thread, line, source, what it did."""
    started = next((at for at, row in enumerate(rows) if row.thread != 1), 0)
    first = max(0, started - 2)
    width = min(44, max((len(row.source) for row in rows[first:]), default=0))
    lines = []
    for row in rows[first:]:
        did = "; ".join(row.did)
        source = (
            row.source if len(row.source) <= width else row.source[: width - 1] + "…"
        )
        lines.append(
            f"  T{row.thread:<3}{row.line:>4}  {source:<{width}}  {did}".rstrip()
        )
    return lines
