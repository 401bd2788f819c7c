"""What was seen of each program, and the lines under it on its page.

`captured/evidence.json` holds, for each program, the digest of its source and
the interpreters that ran it as declared. A machine with fewer interpreters
adds to what another one saw; a changed source starts anew.
"""

import html
import json
import sys
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any

from tools.interpreters import OLDEST, minor_name, order, parse
from tools.outcomes import Ending, Outcomes, unexplorable
from tools.programs import CAPTURED, Program, read_captured, sentence
from tools.swimlanes import Still

FILE = "evidence.json"
UNEXPLORED = "unexplored.result.md"
#: Which part of the index of programs has those of which pages; one page of all
#: would be too heavy.
INDEXES = {
    "index.result.md": ("", "basic-concepts", "synchronization"),
    "index_safety.result.md": ("thread-safety", "thread-pools", "reference"),
    "index_how_to.result.md": ("how-to", "errors", "performance"),
    "index_play.result.md": ("play",),
}


@dataclass
class Facts:
    """What was found of one program.

    Attributes:
        entry: What saw it run: `{"sha256": ..., "ran": ["3.11.7", ...]}`.
        known: Its set of outcomes; None if it can't be explored.
        graph: Its state graph; None if its threads leave no choice.
        printed: What it always writes, by suffix: to standard output (`.out`), to
            standard error (`.err`).
    """

    entry: dict[str, Any] = field(default_factory=dict)
    known: Outcomes | None = None
    graph: dict[str, Any] | None = None
    printed: dict[str, str] = field(default_factory=dict)


def load(folder: Path = CAPTURED) -> dict[str, dict]:
    """The entry of each program, by its name."""
    return read_captured(folder / FILE, json.loads) or {}


def dump(evidence: dict[str, dict]) -> str:
    """The text of the file, one program a line, so that changes read well."""
    rows = [
        f"  {json.dumps(name)}: {json.dumps(entry)}"
        for name, entry in sorted(evidence.items())
    ]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def merged(entry: dict | None, program: Program, ran: list[str]) -> dict:
    """The entry of a program after these interpreters ran it, too."""
    kept = entry["ran"] if entry and entry["sha256"] == program.sha256 else []
    return {"sha256": program.sha256, "ran": sorted({*kept, *ran}, key=order)}


def result(program: Program, facts: Facts, still: Still | None) -> str:
    """The Markdown under a program: what it can do, what was seen, the player.

    `still` stands in the place of the player; None where there is no choice to play.
    """
    known = facts.known
    if known and not known.settled:
        parts = _several(program, known)
    else:
        parts = _single(program, facts)
    said = [_explored(program, known), _ran(program, facts)]
    parts.append(" ".join(said) + "\n{ .evidence }\n")
    if still:
        parts.append(_player(program, still))
    return "\n".join(parts)


def _player(program: Program, still: Still) -> str:
    """The place of the player, and in it the picture for readers without it."""
    name = program.name.removesuffix(".py")
    return (
        f'<div class="player" data-program="{name}" markdown="0">\n'
        '<details class="player__still">'
        f"<summary>{html.escape(still.title)}</summary>\n"
        f"{still.svg.strip()}\n</details>\n</div>\n"
    )


def _block(title: str, text: str) -> str:
    return f'```text title="{title}"\n{text}\n```\n'


def _single(program: Program, facts: Facts) -> list[str]:
    parts = []
    known = facts.known
    title = "Always prints" if known and known.complete else "Prints"
    for suffix, name in ((".out", title), (".err", "Standard error")):
        if facts.printed.get(suffix, "").strip():
            include = PurePosixPath(program.name).with_suffix(suffix)
            parts.append(_block(name, f'--8<-- "{include}"'))
    if known and known.endings[0].kind == "deadlock":
        parts.append(_ending(known.endings[0], "Always deadlocks"))
    return parts


def _several(program: Program, known: Outcomes) -> list[str]:
    """Each way to end, and where that differs the versions that end so."""
    later = known.later or known
    when = f" {' and '.join(program.changed)}"
    since = [ending for ending in later.distinct if ending.key not in known.keys]
    return [
        _ending(e, when="" if e.key in later.keys else f", before{when}")
        for e in known.distinct
    ] + [_ending(e, when=f", since{when}") for e in since]


def _ending(ending: Ending, title: str | None = None, when: str = "") -> str:
    lines = ending.output.splitlines()
    if ending.kind == "deadlock":
        title = title or "Can deadlock"
        lines += [waiter.sentence for waiter in ending.waits]
    elif ending.kind == "exception":
        title = "Can fail"
        lines += [f"Exception in a thread: {m}" for m in ending.messages]
    else:
        title = "Can print"
    if not ending.gil:
        title += ", but not on a default build today"
    title += when
    return _block(title, "\n".join(lines) or "(nothing)")


def _explored(program: Program, known: Outcomes | None) -> str:
    if known is None:
        return f"Not explored: {unexplorable(program)}."
    count = known.interleavings
    if not (known.complete and (known.later or known).complete):
        return (
            f"[Explored in part][explored]: {count:,} interleavings and not all of "
            "them, so there may be other outcomes."
        )
    many = f"{count:,} interleavings stand" if count > 1 else "1 interleaving stands"
    every = "always this" if known.settled else "no other outcome"
    return f"[Explored completely][explored], {many} for all of them: {every}."


def _ran(program: Program, facts: Facts) -> str:
    ran = f"Run on CPython {sentence(_ends(facts.entry['ran']))}"
    if program.uses:
        ran += f" with {' and '.join(map(_release, program.uses))}"
    if program.needs:
        ran += f"; it needs {program.needs}"
    if program.fails and parse(oldest := min(program.fails, key=parse)) > OLDEST:
        ran += f"; before {oldest} it does not fail"
    if len(set(program.fails.values())) > 1:
        those = _worded(program, facts)
        ran += f"; versions {those} word the message so, others differently"
    return f"{ran}."


def _ends(names: list[str]) -> list[str]:
    """Of each minor version and build its oldest and its newest micro version."""
    builds: dict[str, list[str]] = {}
    for name in sorted(names, key=order):
        builds.setdefault(minor_name(name), []).append(name)
    return [name for of in builds.values() for name in dict.fromkeys([of[0], of[-1]])]


def _worded(program: Program, facts: Facts) -> str:
    """The versions that end with the message that was captured."""
    last = facts.printed[".err"].splitlines()[-1]
    points = sorted(program.fails, key=parse)
    first = next(at for at, point in enumerate(points) if program.fails[point] == last)
    since = f"since {points[first]}" if first else ""
    before = f"before {points[first + 1]}" if first + 1 < len(points) else ""
    return " and ".join(filter(None, [since, before]))


def _release(name: str) -> str:
    """A library with the version that the environment has: `tqdm 4.67.1`."""
    if name in sys.stdlib_module_names:
        return name
    return f"{name} {metadata.version(name)}"


def index(
    known: dict[str, Program], nav: dict[str, str | None], sections: tuple[str, ...]
) -> str:
    """The Markdown of a part of the index of programs, a section a page.

    Args:
        known: All programs.
        sections: The folders of `docs/` whose pages it is about.
        nav: The pages' addresses below `docs/` and their titles, in order.
    """
    parts = []
    for folder, address in homes(known, nav).items():
        if PurePosixPath(address).parent.as_posix().removeprefix(".") not in sections:
            continue
        # Two parts of one name would be two landmarks that can't be told apart.
        title = nav[address] or folder.replace("_", " ").capitalize() + ": overview"
        parts.append(f"## [{title}](../{address})\n")
        for name in (n for n in known if n.startswith(f"{folder}/")):
            module = name.removesuffix(".py").replace("/", ".")
            parts.append(
                f"::: snippets.{module}\n    options:\n"
                f"      heading: {name}\n      show_root_toc_entry: false\n"
            )
    return "\n".join(parts)


def homes(known: dict[str, Program], nav: dict[str, str | None]) -> dict[str, str]:
    """The page each folder of programs is named after, in the nav's order."""
    folders = {name.partition("/")[0] for name in known}
    found: dict[str, str] = {}
    for address in nav:
        path = PurePosixPath(address)
        stem = (
            path.parent.name if path.stem == "index" and path.parent.name else path.stem
        )
        for name in (f"{path.parent.name}_{stem}", stem):
            folder = name.replace("-", "_")
            if folder in folders and folder not in found:
                found[folder] = address
                break
    return found


def unexplored(known: dict[str, Program], facts: dict[str, Facts]) -> str:
    """The Markdown of what was not explored, or not completely, and why."""
    rows = []
    for name, found in sorted(facts.items()):
        outcomes = found.known
        if outcomes is None:
            rows.append(f"- `{name}`: {unexplorable(known[name])}.\n")
        elif not outcomes.complete:
            rows.append(f"- `{name}`: cut off after {outcomes.interleavings:,}.\n")
    return "".join(rows)
