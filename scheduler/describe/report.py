"""The report that a person reads in a terminal."""

from __future__ import annotations

from scheduler.describe.trace import Row, trace
from scheduler.search.explore import Exploration

__all__ = ["headline", "report", "table"]

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
