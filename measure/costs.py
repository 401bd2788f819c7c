"""What pages show of the cost of threads: a table a group, and figures."""

from collections.abc import Iterator

from measure import catalogue, plots, scaling, store, tables
from measure.tables import Seen

TIMES = "\N{MULTIPLICATION SIGN}"


def _label(seen: Seen) -> str:
    return seen.results.version


def _by_version(name: str) -> dict[str, Seen]:
    return {_label(seen): seen for seen in tables.newest(name, "costs")}


def _times(factor: float) -> str:
    return tables.count(round(factor)) if factor >= 10 else f"{factor:.1f}"


def _cell(seen: Seen | None) -> str:
    return "" if seen is None else _words(seen.row).replace(" ", "\u00a0")


def _words(row: store.Measurement) -> str:
    if "bytes" in row:
        return f"{row['bytes'] / 1024:.0f} KiB"
    if "of_alone" in row:
        return f"{row['of_alone']:.2f} ({plots.quantity(row['seconds'])})"
    return f"{_times(row['times'])} {TIMES} ({plots.quantity(row['seconds'])})"


def _versions(group: catalogue.Group) -> list[str]:
    found = {v for probe in group.probes for v in _by_version(probe.name)}
    return sorted(
        found, key=lambda v: (v.endswith("t"), *map(int, v.rstrip("t").split(".")))
    )


def _table(group: catalogue.Group) -> Iterator[str]:
    versions = _versions(group)
    yield f"| what | {' | '.join(versions)} |"
    yield "| --- " * (len(versions) + 1) + "|"
    for probe in group.probes:
        seen = _by_version(probe.name)
        if seen:
            cells = " | ".join(_cell(seen.get(v)) for v in versions)
            yield f"| {probe.name} | {cells} |"


def _fairness(group: catalogue.Group) -> Iterator[str]:
    versions = _versions(group)
    yield f"| who got how much of the lock | {' | '.join(versions)} |"
    yield "| --- " * (len(versions) + 1) + "|"
    for probe in group.probes:
        seen = _by_version(probe.name)
        if any("luckiest" in one.row for one in seen.values()):
            cells = [
                f"{one.row['unluckiest']:.1%} to {one.row['luckiest']:.1%}"
                if (one := seen.get(v))
                else ""
                for v in versions
            ]
            yield f"| {probe.name} | {' | '.join(cells)} |"


def shown() -> dict[str, str]:
    """The tables."""
    found = {}
    for group in catalogue.groups("costs"):
        seen = [s for p in group.probes for s in _by_version(p.name).values()]
        if not seen:
            continue
        name = group.name.rpartition("/")[2]
        lines = [scaling.place(seen, group.note), "", *_table(group), ""]
        found[f"costs/{name}.result.md"] = "\n".join(lines)
        if name == "locks":
            found["costs/fairness.result.md"] = "\n".join([*_fairness(group), ""])
    return found


#: The figures in sentences: a name for each, and the probe.
SENTENCES = {
    "start": "start() and join()",
    "submit": "pool.submit(f).result(), a pool of one that waits",
    "memory": "memory of a thread that waits",
    "lock": "with lock: pass",
    "contended": "as many threads as cores take one Lock, hold it for nothing",
    "queue": "hand one item to a thread that waits: Queue",
    "simple": "hand one item to a thread that waits: SimpleQueue",
    "threads-short": "0.2 s of work by a new pool of threads",
    "threads-long": "2 s of work by a new pool of threads",
    "processes-short": "0.2 s of work by a new pool of processes",
    "processes-long": "2 s of work by a new pool of processes",
    "interpreters-short": "0.2 s of work by a new pool of interpreters",
    "interpreters-long": "2 s of work by a new pool of interpreters",
}


def figures() -> dict[str, str]:
    """The figures that stand in sentences, a range over the builds of each kind."""
    found = {}
    for key, name in SENTENCES.items():
        for kind, free in (("gil", False), ("free", True)):
            seen = [
                s
                for s in _by_version(name).values()
                if s.results.python["free_threaded"] == free
            ]
            if not seen:
                continue
            row = seen[0].row
            field = next(f for f in ("bytes", "of_alone", "seconds") if f in row)
            values = sorted(s.row[field] for s in seen)
            ends = list(dict.fromkeys((values[0], values[-1])))
            if field == "bytes":
                words = [f"{v / 1024:.0f}" for v in ends]
                text = " to ".join(dict.fromkeys(words)) + " KiB"
            elif field == "of_alone":
                text = " to ".join(f"{v:.2g}" for v in ends)
            else:
                text = " to ".join(plots.quantity(v) for v in ends)
            found[f"costs-{key}-{kind}"] = text
    return found
