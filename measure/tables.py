"""The tables of calls, from the probes and their newest results."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from measure import catalogue, store

WORDS = {
    "lets": "lets others run",
    "turns": "takes turns",
    "part": "in part",
    "blocks": "blocks",
}


@dataclass(frozen=True)
class Seen:
    """One measurement, and where it was made."""

    results: store.Results
    row: store.Measurement

    @property
    def version(self) -> tuple[int, ...]:
        """`(3, 13, 0)`."""
        return tuple(map(int, self.results.python["version"].split(".")[:3]))

    @property
    def label(self) -> str:
        """`3.13`."""
        return ".".join(map(str, self.version[:2]))

    @property
    def words(self) -> str:
        """The verdict, as a table says it."""
        if self.row["share"] is None and self.verdict == "lets":
            return "lets go (too short for a share)"
        return WORDS[self.verdict]

    @property
    def verdict(self) -> str:
        """As the harness gave it."""
        return str(self.row["verdict"])


def newest(name: str, kind: str = "calls") -> list[Seen]:
    """The newest measurement of a probe on each minor version, the newest first.

    Of two of the same day the one on the machine with more cores counts.
    """
    best: dict[str, Seen] = {}
    for results in store.load(kind):
        for row in results.rows.get(name, []):
            if "error" in row:
                continue
            seen = Seen(results, row)
            label = seen.label + "t" * results.python["free_threaded"]
            known = best.get(label)
            if known is None or _rank(known) < _rank(seen):
                best[label] = seen
    return sorted(best.values(), key=lambda seen: seen.version, reverse=True)


def _rank(seen: Seen) -> tuple[Any, ...]:
    return seen.row["date"], seen.results.machine["cores"], seen.version


def failure(name: str) -> str | None:
    """Why a probe could not be measured, where it never was."""
    rows = [row for r in store.load("calls") for row in r.rows.get(name, [])]
    return next((row["error"] for row in reversed(rows) if "error" in row), None)


def count(number: int) -> str:
    """`2,048`."""
    return f"{number:,}"


def _threshold(probe: catalogue.Probe, seen: Seen) -> str:
    if not probe.bytes or not seen.row["released"]:
        return ""
    start = seen.row.get("from")
    return f"{count(start)} bytes" if start else "any size"


def _differs(probe: catalogue.Probe, all_seen: list[Seen]) -> str:
    first, *others = all_seen
    groups: dict[str, list[str]] = {}
    for other in others:
        words = []
        if other.verdict != first.verdict and not _close(other, first):
            words.append(other.words)
        start = _threshold(probe, other)
        if start and start != _threshold(probe, first):
            words.append(f"from {start}")
        if words:
            groups.setdefault(", ".join(words), []).append(other.label)
    return "; ".join(f"{', '.join(reversed(v))}: {w}" for w, v in groups.items())


def _close(one: Seen, other: Seen) -> bool:
    """Whether two shares differ by no more than the method tells apart."""
    a, b = one.row["share"], other.row["share"]
    return a is not None and b is not None and abs(a - b) < 0.2


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def anchors() -> dict[str, str]:
    """The anchor of each probe's row, by its name."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for folder in ("standard", "libraries"):
        for group in catalogue.groups(folder):
            for probe in group.probes:
                prefix = f"{store.slug(group.package)}-" if group.package else ""
                anchor = base = f"call-{prefix}{store.slug(probe.name)}"
                number = 2
                while anchor in used:
                    anchor, number = f"{base}-{number}", number + 1
                used.add(anchor)
                found[probe.name] = anchor
    return found


def table(group: catalogue.Group, names: dict[str, str]) -> Iterator[str]:
    """The lines of a group's table; a call measured nowhere is left to `missing`."""
    rows = [(probe, newest(probe.name)) for probe in group.probes]
    thresholds = any(_threshold(p, s) for p, seen in rows for s in seen)
    head = ["call", "others", "share", *(["from"] if thresholds else []), "differs on"]
    yield f"| {' | '.join(head)} |"
    yield "| --- " * len(head) + "|"
    for probe, seen in rows:
        name = f"`{_cell(probe.name)}`{{ #{names[probe.name]} }}"
        if not seen:
            why = _cell(failure(probe.name) or "not measured")
            cells = [name, why, "", *([""] if thresholds else []), ""]
        else:
            share = seen[0].row["share"]
            cells = [name, seen[0].words]
            cells.append("" if share is None else f"{share:.2f}")
            if thresholds:
                cells.append(_threshold(probe, seen[0]))
            cells.append(_differs(probe, seen))
        yield f"| {' | '.join(cells)} |"


def where(seen: Iterable[Seen]) -> str:
    """`CPython 3.11.7 and 3.15.2, 16 cores, Intel …, 27 November 2026`."""
    everything = list(seen)
    versions = sorted(
        {(s.version, "t" * s.results.python["free_threaded"]) for s in everything}
    )
    named = [".".join(map(str, v)) + free for v, free in versions]
    machines = sorted(
        {
            (s.results.machine["cores"], s.results.machine["processor"])
            for s in everything
        }
    )
    on = " and ".join(f"{n} cores, {p}" for n, p in machines)
    dates = sorted({s.row["date"] for s in everything})
    when = dates[-1] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    return f"CPython {', '.join(named)}; {on}; {when}"


def _answer(group: catalogue.Group) -> str:
    """A question as readers put it, and the answer in one sentence."""
    first = [seen[0] for probe in group.probes if (seen := newest(probe.name))]
    lets = sum(one.verdict == "lets" for one in first)
    blocks = sum(one.verdict == "blocks" for one in first)
    what = group.package or group.title.rpartition(": ")[2]
    verb = "Does" if group.package else "Do"
    if not first:
        return f"{verb} {what} release the GIL? Not measured yet."
    asked = f"{verb} {what} release the GIL?"
    return f"{asked} {lets} of {len(first)} calls do, {blocks} block."


def section(group: catalogue.Group, names: dict[str, str]) -> str:
    """Heading, place and table of a group."""
    seen = [s for probe in group.probes for s in newest(probe.name)]
    slug = store.slug(group.package or group.name.rpartition("/")[2])
    lines = [f"### {group.title} {{ #{slug} }}", ""]
    if group.note:
        lines += [group.note, ""]
    lines += [_answer(group), ""]
    if seen:
        versions = sorted({s.row["version"] for s in seen if "version" in s.row})
        what = f"{group.package} {', '.join(versions)}; " if versions else ""
        lines += [f'<p class="evidence">{what}{where(seen)}</p>', ""]
    return "\n".join([*lines, *table(group, names), ""])


def calls() -> dict[str, str]:
    """The tables of both pages."""
    names = anchors()
    found = {}
    for folder in ("standard", "libraries"):
        parts = [section(group, names) for group in catalogue.groups(folder)]
        found[f"calls/{folder}.result.md"] = "\n".join(parts)
    return found
