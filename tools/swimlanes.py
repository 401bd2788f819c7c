"""The swimlanes of a recorded schedule as a picture that needs no script.

    python -m tools.swimlanes lock/counter_broken 1 > figure.svg

Time runs down; a lane a thread; a row for what one thread did in one line. A line
that does nothing another thread could see has no row of its own. The player draws
the same, row by row, for the schedule that a reader chooses.
"""

import dataclasses
import itertools
import json
import re
import sys
import textwrap
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from scheduler.graph import words
from scheduler.model.facts import Fact
from tools.graphs import FOLDER

WIDTH = 420
ROW = 24
#: From a line of text to the next one of the same row.
LINE = 15
MIDDLE = ROW // 2
HEAD = 30
PILL = 8
_NOT_GIL = "but not on a default build today"
_FATAL = "whatever runs next, it ends wrong"
#: What a character of a row's text takes, on average, in a sans-serif of 11.5.
LETTER = 5.9
#: The same of the last lines, which are bold.
BOLD = 6.6

#: The end of a line, printed by itself.
LINE_END = words.did([Fact("prints", value=repr("\n"))])[0]


@dataclass
class Row:
    """What a thread did in a line; `states` are the one before and the one after."""

    thread: int
    line: int | None
    did: list[dict[str, str]]
    states: tuple[int, int]
    code: str = ""
    then: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> list[str]:
        """What is said of it, each thing in a few words."""
        does, wait = self.then["does"], self.then.get("wait", {})
        waits = f"waits {wait.get('said', '')}".rstrip()
        last = {"waits": waits, "sleeps": does, "ended": "ends"}
        # The call in which it waits now is said with that.
        inside = f"in {wait.get('call')}"
        said = [one["said"] for one in self.did if one["said"] != inside]
        return [*said, last[does]] if does in last else said

    @property
    def text(self) -> str:
        """The row as it is read: what was done, or the code where that is all."""
        return self.told(" · ")

    def told(self, between: str) -> str:
        """The same, with something else between the place and what was done."""
        place = "" if self.line is None else f"line {self.line}"
        return between.join(filter(None, [place, "; ".join(self.said) or self.code]))


def rows(graph: dict[str, Any], outcome: int, *, merged: bool = True) -> list[Row]:
    """The rows of a recorded schedule, from the first choice on.

    Where they are merged, what a thread does in one line without a break is one.
    """
    following = {(e[0], e[1]): e for e in graph["edges"]}
    state, found = 0, list[Row]()
    begun = state == graph["start"]
    for thread in graph["outcomes"][outcome]["schedule"]:
        _, _, after, number, _ = following[state, thread]
        before, then = (_view(graph, s, thread) for s in (state, after))
        if begun:
            line = before.get("line")
            last = found[-1] if found else None
            did = graph["facts"][number]
            if merged and last and (last.thread, last.line) == (thread, line):
                last.did += [part for part in did if part not in last.did]
                last.states = (last.states[0], after)
                last.then = then
            else:
                code = graph["source"][line - 1].strip() if line else ""
                found.append(Row(thread, line, [*did], (state, after), code, then))
        state = after
        begun = begun or state == graph["start"]
    return found


def folded(found: list[Row]) -> list[Row]:
    """The rows that a picture shows: those in which something is done.

    A line that only leads to the next one is left out where the same thread's row
    stands beside it, and what is then left of one line stands together.
    """
    kept = list[Row]()
    for own in found:
        row = dataclasses.replace(own, did=_printed(own.did))
        last = kept[-1] if kept else None
        goes_on = last and last.thread == row.thread and last.then["does"] == "runs"
        if last and goes_on and not (last.said and row.said and last.line != row.line):
            last.did += [part for part in row.did if part not in last.did]
            last.states = (last.states[0], row.states[1])
            last.then = row.then
            if row.said:
                last.line, last.code = row.line, row.code
        else:
            kept.append(row)
    return kept


def _printed(did: list[dict[str, str]]) -> list[dict[str, str]]:
    """Without the end of a line that was printed in the same row."""
    return [
        one
        for at, one in enumerate(did)
        if one != LINE_END or not (at and did[at - 1]["what"] == "prints")
    ]


def fatal(graph: dict[str, Any], found: list[Row]) -> int | None:
    """The row from which on every schedule ends wrong; None if there is no such one.

    It takes a graph of all schedules: where some are left out, nobody knows.
    """
    if graph["preemptions"] is not None:
        return None
    into: dict[int, list[int]] = {}
    for before, _, after, _, _ in graph["edges"]:
        into.setdefault(after, []).append(before)
    good = {s for one in graph["outcomes"] if not one["bad"] for s in one["state"]}
    reached = list(good)
    while reached:
        new = set(into.get(reached.pop(), ())) - good
        good |= new
        reached += new
    for at, row in enumerate(found):
        if row.states[0] in good and row.states[1] not in good:
            return at
    return None


def cast(threads: list[str]) -> str:
    """Who is who: `T1 main · T2, T3 add`."""
    return "".join(_cast(threads))


def _cast(threads: list[str]) -> list[str]:
    names: dict[str, list[str]] = {}
    for number, name in enumerate(threads, 1):
        short = "main" if name == "MainThread" else name
        runs = re.fullmatch(r"Thread-\d+ \((.+)\)", name)
        names.setdefault(runs[1] if runs else short, []).append(f"T{number}")
    *parts, last = (f"{', '.join(who)} {name}" for name, who in names.items())
    return [*(f"{part} · " for part in parts), last]


def _view(graph: dict[str, Any], state: int, thread: int) -> dict[str, Any]:
    number = graph["states"][state][3][thread - 1]
    return graph["views"][number] if number >= 0 else {"does": "none"}


def ending(outcome: dict[str, Any]) -> str:
    """How a program ended, in a few words."""
    return ", ".join(_ending(outcome))


def _ending(outcome: dict[str, Any]) -> list[str]:
    """The same, and apart where no default build ends so."""
    lines = [line for line in outcome["output"].split("\n") if line]
    printed = f"prints {' ⏎ '.join(lines)}" if lines else "prints nothing"
    if outcome["kind"] == "deadlock":
        return ["deadlock: no thread can go on"]
    if outcome["kind"] == "step-limit":
        return ["it goes on for ever"]
    failed = [
        f"T{e['thread']} fails: {e['type']}{': ' if e['message'] else ''}{e['message']}"
        for e in outcome["errors"]
    ]
    said = "; ".join(failed) or printed
    return [said] if outcome["gil"] else [said, _NOT_GIL]


def svg(
    graph: dict[str, Any], outcome_index: int, *, title: str, ids: str = "lanes"
) -> str:
    """The lanes of a recorded schedule as inline SVG, coloured by site classes.

    `ids` begins its identifiers, for a page that shows the same lanes twice.
    """
    outcome = graph["outcomes"][outcome_index]
    found = folded(rows(graph, outcome_index))
    count = len(graph["threads"])
    lane = 38 if count <= 4 else 32 if count <= 6 else 28
    left = lane * count + 8
    name = re.sub(r"\W", "-", graph["file"].removesuffix(".py"))
    name = f"{ids}-{name}-{outcome_index}"
    last = ending(outcome)
    *first, end = _ending(outcome)
    lines = [
        line
        for said in [*(f"{said}," for said in first), end]
        for line in _wrapped([said], left, BOLD)
    ]
    turn = fatal(graph, found)
    texts = [_wrapped(_parts(row), left) for row in found]
    who = cast(graph["threads"])
    key = _wrapped(_cast(graph["threads"]), left)
    tops = [HEAD + LINE * (len(key) - 1)]
    for at, text in enumerate(texts):
        tops.append(tops[-1] + ROW + LINE * (len(text) - 1) + ROW * (at == turn))
    height = tops[-1] + 16 * len(lines) + 8
    told = [f"T{row.thread}, {row.told(': ')}." for row in found]
    if turn is not None:
        told.insert(turn + 1, f"{_FATAL.capitalize()}.")
    out = [
        f'<svg class="swimlanes" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'viewBox="0 0 {WIDTH} {height}" xmlns="http://www.w3.org/2000/svg" '
        'data-search-exclude="">',
        f'<title id="{name}-title">{escape(title, False)}</title>',
        f'<desc id="{name}-desc">{escape(who, False)}. Time runs down. '
        f"{escape(' '.join(told), False)} The end: {escape(last, False)}.</desc>",
    ]
    for thread in range(1, count + 1):
        alive, wait = _life(graph, found, tops, thread, _x(thread, lane))
        hue = f"t{(thread - 1) % 4 + 1}"
        out.append(f'<path class="{hue}" d="{alive}"/>' if alive else "")
        out.append(f'<path class="{hue} wait" d="{wait}"/>' if wait else "")
    crossings = "".join(
        _crossing(tops[at], tops[at - 1], _x(one.thread, lane), _x(two.thread, lane))
        for at, (one, two) in enumerate(itertools.pairwise(found), 1)
        if one.thread != two.thread
    )
    out.append(f'<path class="switch" d="{crossings}"/>' if crossings else "")
    for thread in range(1, count + 1):
        own = [at for at, row in enumerate(found) if row.thread == thread]
        middles = [MIDDLE, *(tops[at] + MIDDLE for at in own)]
        x = _x(thread, lane)
        tags = "".join(f"M{x - 5:g} {y}h10" for y in middles)
        names = "".join(
            f'<tspan x="{x:g}" y="{y + 4}">T{thread}</tspan>' for y in middles
        )
        out.append(
            f'<g class="t{(thread - 1) % 4 + 1}"><path class="tag" d="{tags}"/>'
            f'<text class="tag-text">{names}</text></g>'
        )
    drawn = (
        _text(left, tops[at] + MIDDLE + 4, row, texts[at])
        for at, row in enumerate(found)
    )
    named = (
        f'<tspan x="{left}" y="{MIDDLE + 4 + LINE * at}" class="line">{line}</tspan>'
        for at, line in enumerate(key)
    )
    out += ["<text>", *named, *drawn, "</text>"]
    if turn is not None:
        y = tops[turn + 1] - ROW
        out.append(f'<path class="fatal" d="M{left} {y + 2}h{WIDTH - left}"/>')
        out.append(
            f'<text class="fatal"><tspan x="{left}" y="{y + 16}">{_FATAL}</tspan>'
            "</text>"
        )
    kind = "end" if outcome.get("bad") else "end good"
    y = tops[-1] + MIDDLE + 4
    said = (
        f'<tspan x="{left}" y="{y + 16 * at}">{line}</tspan>'
        for at, line in enumerate(lines)
    )
    out.append(f'<text class="{kind}">{"".join(said)}</text>')
    return "\n".join(line for line in out if line) + "\n</svg>\n"


def _x(thread: int, lane: int) -> float:
    return (thread - 0.5) * lane


def _wrapped(parts: list[str], left: int, letter: float = LETTER) -> list[str]:
    """A text in as many lines as it needs, as markup: what is one thing on one line."""
    most = int((WIDTH - left) / letter)
    lines = [""]
    for part in parts:
        if len(lines[-1] + part.rstrip()) > most:
            *whole, rest = textwrap.wrap(part, most, break_on_hyphens=False)
            lines += [*whole, rest + part[len(part.rstrip()) :]]
        else:
            lines[-1] += part
    return [escape(line.rstrip(), False) for line in lines if line] or [""]


def _parts(row: Row) -> list[str]:
    """The things that a row says; the place stands before the first."""
    *said, last = row.said or [row.code]
    parts = [*(f"{one}; " for one in said), last]
    parts[0] = row.text.removesuffix("".join(parts)) + parts[0]
    return parts


def _text(left: int, y: int, row: Row, lines: list[str]) -> str:
    place, dot, said = lines[0].partition(" · ")
    if row.line is None:
        text = f'<tspan x="{left}" y="{y}">{place}{dot}{said}</tspan>'
    else:
        start = f'<tspan x="{left}" y="{y}" class="line">{place}{dot}'
        text = f"{start}</tspan>{said}" if row.said else f"{start}{said}</tspan>"
    more = (
        f'<tspan x="{left}" y="{y + LINE * at}">{line}</tspan>'
        for at, line in enumerate(lines[1:], 1)
    )
    return text + "".join(more)


def _life(
    graph: dict[str, Any], found: list[Row], tops: list[int], thread: int, x: float
) -> tuple[str, str]:
    """Where a thread is alive, and where it waits."""
    runs: list[tuple[str, int, int]] = []
    for at, row in enumerate(found):
        middle = tops[at] + MIDDLE
        halves = ((tops[at], middle), (middle, tops[at + 1]))
        for state, (top, bottom) in zip(row.states, halves, strict=True):
            does = _view(graph, state, thread)["does"]
            kind = {"none": "", "ended": "", "runs": "alive"}.get(does, "wait")
            if runs and runs[-1][0] == kind:
                runs[-1] = (kind, runs[-1][1], bottom)
            else:
                runs.append((kind, top if runs else HEAD - PILL, bottom))
    paths = {"alive": "", "wait": "", "": ""}
    for kind, top, bottom in runs:
        paths[kind] += f"M{x:g} {top}V{bottom}"
    return paths["alive"], paths["wait"]


def _crossing(top: int, before: int, one: float, two: float) -> str:
    """From the middle of the row `before` to that of the row at `top`."""
    start, y = before + MIDDLE + PILL, top - MIDDLE + PILL
    side, edge = 4 if two > one else -4, MIDDLE - PILL
    down = f"V{y}" if start != y else ""
    return (
        f"M{one:g} {start}{down}q0 {edge} {side} {edge}"
        f"H{two - side:g}q{side} 0 {side} {edge}"
    )


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
