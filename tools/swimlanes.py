"""The swimlanes of a recorded schedule as a picture that needs no script.

    python -m tools.swimlanes lock/counter_broken 1 > figure.svg

Time runs down; a lane a thread; a row for what one thread did in one line. The
player draws the same, row by row, for the schedule that a reader chooses.
"""

import itertools
import json
import re
import sys
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Any

from tools.programs import ROOT

FOLDER = ROOT / "docs" / "assets" / "graphs"
WIDTH = 420
ROW = 24
MIDDLE = ROW // 2
HEAD = 30
PILL = 8
_NOT_GIL = "but not on a default build today"
#: What a character of a row's text takes, on average, in a sans-serif of 11.5.
LETTER = 5.9

# Where a thread only fetches a thread or a primitive, to use it, the use counts.
_PLUMBING = re.compile(
    r"(?:reads|writes) \S+ = (?:[\[(]?<)?(?:\w*Thread|Timer)\b"
    r"|reads \S+ = (?:R?Lock|Condition|Event|(?:Bounded)?Semaphore|Barrier|\w*Queue"
    r"|\w*Future|list|dict|set|tuple|deque)$"
)


@dataclass
class Row:
    """What a thread did in a line; `states` are the one before and the one after."""

    thread: int
    line: int | None
    did: list[str]
    states: tuple[int, int]
    code: str = ""
    then: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> list[str]:
        """What is said of it, each thing in a few words."""
        does = self.then["does"]
        last = {"waits": f"waits{_why(self.then)}", "sleeps": does, "ended": "ends"}
        if does not in last:
            return self.did
        call = re.match(r"[\w.]+(?=,|$)", self.then.get("why", ""))
        waits = f"in {call[0]}" if call and does == "waits" else None
        return [*(part for part in self.did if part != waits), last[does]]

    @property
    def text(self) -> str:
        """The row as it is read: what was done, or the code where that is all."""
        place = "" if self.line is None else f"line {self.line}"
        return " · ".join(filter(None, [place, "; ".join(self.said) or self.code]))


def _why(view: dict[str, Any]) -> str:
    why = view.get("why", "")
    if not why:
        return ""
    return f" {why}" if re.match(r"(for|to)\b", why) else f" in {why}"


def parts(text: str) -> list[str]:
    """What a step did, as the player says it (`parts` in player/words.ts)."""
    found = []
    for part in text.splitlines():
        if not _PLUMBING.match(part):
            said = re.sub(r"^in (\w+)\.__enter__$", r"enters the \1", part)
            found.append(re.sub(r"^in (\w+)\.__exit__$", r"leaves the \1", said))
    return found


def first_line(source: list[str], view: dict[str, Any]) -> int | None:
    """Where a thread is about to run: below the `def` where it has yet to begin.

    The same as `firstLine` in player/graph.ts.
    """
    line = view.get("line")
    if line is None or "in" not in view or "at" in view or "within" in view:
        return line
    at = line - 1
    while at < len(source) and source[at].lstrip().startswith("@"):
        at += 1
    head = re.match(r"\s*(?:async\s+)?def\s+(\w+)", source[at])
    if not head or head[1] != view["in"]:
        return line
    depth = 0
    while at < len(source):
        depth += sum(map(source[at].count, "([{")) - sum(map(source[at].count, ")]}"))
        if depth <= 0:
            break
        at += 1
    if at == len(source) or not re.search(r":\s*(#.*)?$", source[at]):
        return line
    skipped = r'\s*($|#|global\b|nonlocal\b|("""|\'\'\').*\2\s*$)'
    at += 1
    while at < len(source) and re.match(skipped, source[at]):
        at += 1
    return at + 1 if at < len(source) else line


def rows(graph: dict[str, Any], outcome: int, *, merged: bool = True) -> list[Row]:
    """The rows of a recorded schedule, from the first choice on.

    Where they are merged, what a thread does in one line without a break is one.
    """
    following = {(e[0], e[1]): e for e in graph["edges"]}
    state, found = 0, list[Row]()
    begun = state == graph["start"]
    for thread in graph["outcomes"][outcome]["schedule"]:
        _, _, after, text, _ = following[state, thread]
        before, then = (_view(graph, s, thread) for s in (state, after))
        if begun:
            line = first_line(graph["source"], before)
            last = found[-1] if found else None
            did = parts(graph["texts"][text])
            if merged and last and (last.thread, last.line) == (thread, line):
                last.did += [part for part in did if part not in last.did]
                last.states = (last.states[0], after)
                last.then = then
            else:
                code = graph["source"][line - 1].strip() if line else ""
                found.append(Row(thread, line, did, (state, after), code, then))
        state = after
        begun = begun or state == graph["start"]
    return found


def folded(found: list[Row]) -> list[Row]:
    """The rows, those before the first switch and after the last as one each.

    There a thread starts the others and joins them, which the program says itself.
    """
    runs = [list(run) for _, run in itertools.groupby(found, lambda row: row.thread)]
    if len(runs) < 3:
        return found
    between = [row for run in runs[1:-1] for row in run]
    return [_one(runs[0]), *between, _one(runs[-1])]


def _one(run: list[Row]) -> Row:
    said = [part for row in run for part in row.said]
    states = (run[0].states[0], run[-1].states[1])
    return Row(run[0].thread, None, said, states, then={"does": "runs"})


def _view(graph: dict[str, Any], state: int, thread: int) -> dict[str, Any]:
    number = graph["states"][state][3][thread - 1]
    return graph["views"][number] if number >= 0 else {"does": "none"}


def ending(outcome: dict[str, Any]) -> str:
    """How a program ended, in a few words."""
    lines = [line for line in outcome["output"].split("\n") if line]
    printed = f"prints {' ⏎ '.join(lines)}" if lines else "prints nothing"
    if outcome["kind"] == "deadlock":
        return "deadlock: no thread can go on"
    if outcome["kind"] == "step-limit":
        return "it goes on for ever"
    failed = [
        f"T{e['thread']} fails: {e['type']}{': ' if e['message'] else ''}{e['message']}"
        for e in outcome["errors"]
    ]
    said = "; ".join(failed) or printed
    return said if outcome["gil"] else f"{said}, {_NOT_GIL}"


def svg(
    graph: dict[str, Any],
    outcome_index: int,
    *,
    title: str,
    ids: str = "lanes",
    fold: bool = False,
) -> str:
    """The lanes of a recorded schedule as inline SVG, coloured by site classes.

    `ids` begins its identifiers, for a page that shows the same lanes twice. To
    `fold` is to draw its beginning and its end as one row each.
    """
    outcome = graph["outcomes"][outcome_index]
    found = rows(graph, outcome_index)
    count = len(graph["threads"])
    if fold:
        found = folded(found)
        first = found[0]
        there = [
            f"starts T{thread}"
            for thread in range(1, count + 1)
            if thread != first.thread
            and _view(graph, first.states[0], thread)["does"] != "none"
        ]
        found[0] = replace(first, did=[*there, *first.did])
    lane = 38 if count <= 4 else 32 if count <= 6 else 28
    left = lane * count + 8
    name = re.sub(r"\W", "-", graph["file"].removesuffix(".py"))
    name = f"{ids}-{name}-{outcome_index}"
    last = ending(outcome)
    end, _, note = last.partition(f", {_NOT_GIL}")
    lines = [end] if end == last else [f"{end},", f"{_NOT_GIL}{note}"]
    height = HEAD + ROW * len(found) + 16 * len(lines) + 8
    told = [f"T{row.thread}, {row.text.replace(' · ', ': ')}." for row in found]
    out = [
        f'<svg class="swimlanes" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'viewBox="0 0 {WIDTH} {height}" xmlns="http://www.w3.org/2000/svg" '
        'data-search-exclude="">',
        f'<title id="{name}-title">{escape(title, False)}</title>',
        f'<desc id="{name}-desc">Time runs down. {escape(" ".join(told), False)} '
        f"The end: {escape(last)}.</desc>",
    ]
    for thread in range(1, count + 1):
        alive, wait = _life(graph, found, thread, _x(thread, lane))
        hue = f"t{(thread - 1) % 4 + 1}"
        out.append(f'<path class="{hue}" d="{alive}"/>' if alive else "")
        out.append(f'<path class="{hue} wait" d="{wait}"/>' if wait else "")
    crossings = "".join(
        _crossing(at, _x(one.thread, lane), _x(two.thread, lane))
        for at, (one, two) in enumerate(itertools.pairwise(found), 1)
        if one.thread != two.thread
    )
    out.append(f'<path class="switch" d="{crossings}"/>' if crossings else "")
    for thread in range(1, count + 1):
        own = [at for at, row in enumerate(found) if row.thread == thread]
        middles = [MIDDLE, *(HEAD + ROW * at + MIDDLE for at in own)]
        x = _x(thread, lane)
        tags = "".join(f"M{x - 5:g} {y}h10" for y in middles)
        names = "".join(
            f'<tspan x="{x:g}" y="{y + 4}">T{thread}</tspan>' for y in middles
        )
        out.append(
            f'<g class="t{(thread - 1) % 4 + 1}"><path class="tag" d="{tags}"/>'
            f'<text class="tag-text">{names}</text></g>'
        )
    texts = (
        _text(left, HEAD + ROW * at + MIDDLE + 4, row) for at, row in enumerate(found)
    )
    out += ["<text>", *texts, "</text>"]
    kind = "end" if outcome.get("bad") else "end good"
    y = HEAD + ROW * len(found) + MIDDLE + 4
    texts = (
        f'<tspan x="{left}" y="{y + 16 * at}">{_cut(line, left)}</tspan>'
        for at, line in enumerate(lines)
    )
    out.append(f'<text class="{kind}">{"".join(texts)}</text>')
    return "\n".join(line for line in out if line) + "\n</svg>\n"


def _x(thread: int, lane: int) -> float:
    return (thread - 0.5) * lane


def _cut(text: str, left: int) -> str:
    most = int((WIDTH - left) / LETTER)
    if len(text) > most:
        kept = text[: most - 1]
        word = kept.rpartition(" ")[0]
        text = (word if len(word) > most - 12 else kept).rstrip() + " …"
    return escape(text, False)


def _text(left: int, y: int, row: Row) -> str:
    place, dot, said = _cut(row.text, left).partition(" · ")
    if row.line is None:
        return f'<tspan x="{left}" y="{y}">{place}{dot}{said}</tspan>'
    start = f'<tspan x="{left}" y="{y}" class="line">{place}{dot}'
    return f"{start}</tspan>{said}" if row.said else f"{start}{said}</tspan>"


def _life(
    graph: dict[str, Any], found: list[Row], thread: int, x: float
) -> tuple[str, str]:
    """Where a thread is alive, and where it waits."""
    runs: list[tuple[str, int, int]] = []
    for at, row in enumerate(found):
        for half, state in enumerate(row.states):
            does = _view(graph, state, thread)["does"]
            kind = {"none": "", "ended": "", "runs": "alive"}.get(does, "wait")
            top = HEAD + ROW * at + MIDDLE * half
            if runs and runs[-1][0] == kind:
                runs[-1] = (kind, runs[-1][1], top + MIDDLE)
            else:
                runs.append((kind, top if at or half else HEAD - PILL, top + MIDDLE))
    paths = {"alive": "", "wait": "", "": ""}
    for kind, top, bottom in runs:
        paths[kind] += f"M{x:g} {top}V{bottom}"
    return paths["alive"], paths["wait"]


def _crossing(at: int, one: float, two: float) -> str:
    y = HEAD + ROW * at - MIDDLE + PILL
    side, edge = 4 if two > one else -4, MIDDLE - PILL
    return f"M{one:g} {y}q0 {edge} {side} {edge}H{two - side:g}q{side} 0 {side} {edge}"


def main(program: str, outcome: str = "0") -> int:
    """Print the picture of an outcome of a program."""
    path = Path(f"{FOLDER / program}.json")
    try:
        graph = json.loads(path.read_text("utf-8"))
        print(svg(graph, int(outcome), title=graph["file"]), end="")
    except FileNotFoundError:
        print(f"tools/swimlanes.py: no graph of {program}", file=sys.stderr)
        return 2
    except (IndexError, ValueError):
        print(
            f"tools/swimlanes.py: {program} has no outcome {outcome}", file=sys.stderr
        )
        return 2
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python -m tools.swimlanes PROGRAM [OUTCOME]")
    sys.exit(main(*sys.argv[1:]))
