"""The state graph of a program, as the player in the page reads it.

`docs/assets/graphs/lock/counter_broken.json` holds every step that a reader can
take through `lock/counter_broken.py`. A program has one if its threads leave a
choice at all.
"""

import json
import re
from pathlib import Path
from typing import Any

import scheduler
from scheduler.graph import Graphs
from scheduler.search import guard
from tools.outcomes import Outcomes, last_line
from tools.programs import ROOT, BadProgram, Program, read_captured, shown_code

#: Beside `captured/`, since the browser fetches them: any build serves them.
FOLDER = ROOT / "docs" / "assets" / "graphs"
#: The suffix of a picture of a schedule, and how a page includes it.
FIGURE = ".lanes.svg"
_INCLUDED = re.compile(rf'^--8<-- "([a-z0-9_/]+){re.escape(FIGURE)}"$', re.MULTILINE)


def figures() -> set[str]:
    """The programs of whose schedules pages show pictures beside their prose."""
    texts = (page.read_text("utf-8") for page in (ROOT / "docs").rglob("*.md"))
    return {f"{name}.py" for text in texts for name in _INCLUDED.findall(text)}


def path(program: Program) -> Path:
    """Where the graph of a program is."""
    return (FOLDER / program.name).with_suffix(".json")


def source(program: Program) -> bytes:
    """The program as a reader sees and pastes it, with the lines of that."""
    return "\n".join([*shown_code(program), ""]).encode()


def build(program: Program, known: Outcomes) -> dict[str, Any] | None:
    """The graph of a program; None where its threads leave no choice.

    Args:
        program: One that can be explored.
        known: Its set of outcomes.

    Raises:
        BadProgram: The graph has other outcomes than the set.
    """
    return guard.call(_build, str(program.path), program, known)


def _build(program: Program, known: Outcomes) -> dict[str, Any] | None:
    with Graphs(program.path, source(program)) as graphs:
        for folded in (True, False):
            try:
                graph = graphs.fitting(folded=folded)
            except scheduler.Unexplorable as error:
                raise BadProgram(f"{graphs.name}:1: {error}") from None
            if graph is None:
                raise BadProgram(f"{program.where}:1: its graph is too large")
            differ = _endings(graph) ^ _known(known)
            if differ:
                continue
            if graph["start"] == 0:
                return None
            graph["file"] = program.name
            return graph
    raise BadProgram(
        f"{program.where}:1: its graph has other outcomes than its set: {differ}"
    )


def judge(graph: dict[str, Any], twin: Outcomes | None) -> None:
    """Say of each outcome whether it is bad: its twin, mended, never ends so.

    Args:
        graph: The graph of a program.
        twin: The set of outcomes of its mended twin, if it has one.
    """
    good = (
        {(e.kind, e.output, e.status, e.messages) for e in twin.endings}
        if twin
        else None
    )
    for outcome in graph["outcomes"]:
        key = (outcome["kind"], outcome["output"], outcome["status"], _errors(outcome))
        outcome["bad"] = outcome["kind"] != "finished" or (
            good is not None and key not in good
        )


def _errors(outcome: dict[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(last_line(e["type"], e["message"]) for e in outcome["errors"]))


def _endings(graph: dict[str, Any]) -> set[tuple[Any, ...]]:
    return {
        (o["kind"], o["output"], o["status"], _errors(o), o["gil"])
        for o in graph["outcomes"]
    }


def _known(known: Outcomes) -> set[tuple[Any, ...]]:
    # Two endings that differ in the twin that died are one here, and a default
    # build can end so if it can in either.
    found: dict[tuple[Any, ...], bool] = {}
    for e in known.endings:
        key = (e.kind, e.output, e.status, e.messages)
        found[key] = found.get(key, False) or e.gil
    return {(*key, gil) for key, gil in found.items()}


def dump(graph: dict[str, Any]) -> str:
    """The text of the file: one line a table, so that changes can be read."""
    compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    rows = [f'"{key}": {compact(value)}' for key, value in graph.items()]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def deadlocks(program: Program) -> list[set[str]]:
    """The lines, as text, at which threads stand in each deadlock of the graph.

    A set of outcomes names one deadlock of those that print the same; where T1 waits
    for good in one, T2 may in another. A thread that waits after the program's last
    line stands at no line of it.
    """
    graph = load(program)
    if graph is None or graph["source"] != shown_code(program):
        return []
    ends = [s for o in graph["outcomes"] if o["kind"] == "deadlock" for s in o["state"]]
    views = [[graph["views"][v] for v in graph["states"][s][3] if v >= 0] for s in ends]
    return [
        {
            graph["source"][v["line"] - 1]
            for v in there
            if v["does"] == "waits" and "line" in v
        }
        for there in views
    ]


def load(program: Program) -> dict[str, Any] | None:
    """The captured graph of a program; None where there is none."""
    return read_captured(path(program), json.loads)
