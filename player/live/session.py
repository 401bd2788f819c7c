"""What the page asks of the engine, and what it is told: JSON both ways."""

from __future__ import annotations

import ast
import gc
import json
import re
import time
import traceback
from collections.abc import Callable
from typing import Any

from scheduler.live.stacks import Stacks

import scheduler
from scheduler.bytecode import monitor
from scheduler.describe.trace import Recorder
from scheduler.engine import backend
from scheduler.graph import Graphs, TooLarge
from scheduler.search.explore import COARSER, shown
from scheduler.search.shorten import LONG

__all__ = ["answer", "begin", "link"]

FILE = "program.py"
RUNS = 4_000
#: Runs in which it is looked for outcomes that a graph of whole steps hides.
HIDDEN = 500
LIMIT = 2_000
#: Runs in which it is learned where a step ends, before the first of a walk.
LEARN = 150
#: Seconds between two signs of life.
PULSE = 0.1

Tell = Callable[[int, int, str], None]

_stacks: Stacks
#: The program that a reader steps through, with what was learned of it: to learn it
#: takes hundreds of runs, each step one.
_walked: Graphs | None = None


def _graphs(source: bytes, options: dict[str, Any]) -> Graphs:
    """Where a reader's step ends, as they chose it.

    What a GIL build cannot do is marked in the finest graph.
    """
    return Graphs(FILE, source, whole_lines=options.get("granularity") == "line")


class Refusal(Exception):
    """The program is not run; what its reader is told."""

    def __init__(self, kind: str, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.said: dict[str, Any] = {"kind": kind, "sentence": sentence}
        if line:
            self.said["line"] = line


def link(gate: Callable[[int, int], Any]) -> None:
    """`gate` is JavaScript's half of the backend."""
    global _stacks
    _stacks = Stacks(gate)
    backend.use(lambda: _stacks)
    # What is there now stays: no collection between two calls looks at it.
    gc.collect()
    gc.freeze()
    gc.collect = _collect


_collector = gc.collect


def _collect(generation: int = 2) -> int:
    """`gc.collect`, where stacks are left.

    The collector walks them when it collects the second generation, and gets lost
    there (pyodide#6464): that one it collects with the whole.
    """
    task = monitor.current()
    if task is None or not task.tid:
        # What the engine lets go of is young, and is let go of often.
        return _collector(0 if generation == 1 else generation)
    task.run.module_state(task, "gc", True)
    return _collector(2 if generation == 1 else generation)


def begin(own: int) -> None:
    """A stack begins."""
    _stacks.begin(own)


def answer(asked: str, tell: Tell) -> str:
    """Do what the page asks; `tell` is called meanwhile.

    It gets how many runs and outcomes there are, and once, as JSON, what was found, where
    only a schedule to each outcome is looked for still.

    `spent` says that something of a program goes on in this interpreter.
    """
    options = json.loads(asked)
    pulse = _Pulse(tell)
    if options["call"] != "expand":
        _leave()
    try:
        said = _CALLS[options["call"]](options, pulse)
    except Refusal as refusal:
        said = refusal.said
    except scheduler.Unexplorable as error:
        said = _refused(error)
    except RecursionError:
        said = {
            "kind": "refused",
            "sentence": "The program goes too deep to be run here.",
        }
    except MemoryError:
        said = {
            "kind": "refused",
            "sentence": "The program, with what is kept of its runs, needs more memory "
            "than a page has.",
        }
    except Exception:
        traceback.print_exc()
        said = {
            "kind": "error",
            "sentence": "The engine failed on this program, and that is the engine's fault.",
        }
        _stacks.spent = True
    if not _stacks.spent and _walked is None:
        gc.collect()
    return json.dumps({"answer": said, "spent": _stacks.spent})


class _Pulse:
    """Signs of life, not more often than somebody looks."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._last = time.perf_counter()
        self.runs = self.outcomes = 0

    def run(self) -> None:
        """One more run is over."""
        self.runs += 1
        self.beat()

    def explored(self, runs: int, outcomes: int, _: float) -> None:
        """An exploration is so far."""
        self.runs, self.outcomes = runs, outcomes
        self.beat()

    def beat(self) -> None:
        now = time.perf_counter()
        if now - self._last > PULSE:
            self._last = now
            self._tell(self.runs, self.outcomes, "")

    def found(self, answer: dict[str, Any]) -> None:
        """What is asked for is known, but for what takes longer."""
        self._tell(self.runs, self.outcomes, json.dumps(answer))


# ------------------------------------------------------------------- refusing


def _program(options: dict[str, Any]) -> bytes:
    """The program's text; `Refusal` where it is none."""
    text: str = options["source"]
    try:
        compile(text, FILE, "exec", dont_inherit=True)
    except SyntaxError as error:
        line = error.lineno or 1
        raise Refusal(
            "syntax", f"Line {line} is not Python: {_ended(error.msg)}", line
        ) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Refusal("syntax", f"This is not a Python program: {error}.") from None
    return text.encode()


def _ended(text: str) -> str:
    """A message as a sentence, which some of Python's are already."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _refused(error: scheduler.Unexplorable) -> dict[str, Any]:
    # The page puts the line before it.
    text = str(error).removesuffix(f" (line {error.line})")
    text = re.sub(r"^(the program uses \S+): ", r"\1, which ", text)
    text = re.sub(r"^(the program imports \S+): ", r"\1, for ", text)
    said: dict[str, Any] = {
        "kind": "refused",
        "sentence": f"{text[:1].upper()}{_ended(text[1:])} That can't be done here.",
    }
    if error.line:
        said["line"] = error.line
    return said


def _missing(source: bytes, outcomes: list[dict[str, Any]]) -> None:
    """`Refusal` where the program always ends for want of a module."""
    errors = [e for o in outcomes for e in o["errors"]]
    if not errors or {(e["thread"], e["type"]) for e in errors} != {
        (1, "ModuleNotFoundError")
    }:
        return
    if any(o["kind"] != "exception" for o in outcomes):
        return
    found = re.search(r"'([^']+)'", errors[0]["message"])
    name = found[1] if found else ""
    line = _last_line(source)
    asked = _asks(source, line)
    if any(f"{one}.".startswith(f"{name}.") for one in asked):
        lacks = f"There is no module {name} in this page"
    else:
        # The page puts the line before it, where there is one.
        some = "what is done there" if line else "The program"
        who = asked[0] if len(asked) == 1 else some
        lacks = f"{who} needs the module {name}, which is not in this page"
    raise Refusal(
        "module",
        f"{lacks}: it has the standard library, without "
        "what needs a network, a window or other processes.",
        line,
    )


def _last_line(source: bytes) -> int | None:
    """Where the main thread ends, in a program that it ends whatever the schedule."""
    steps = Recorder()
    try:
        scheduler.replay(FILE, [], granularity="line", observer=steps, source=source)
    except (scheduler.Unexplorable, ValueError):
        return None
    steps.settle()
    lines = [row.line for row in steps.rows if row.thread == 1 and row.file == FILE]
    return lines[-1] if lines else None


def _asks(source: bytes, line: int | None) -> list[str]:
    """The modules that a line imports, as far as it says so."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, (ast.Import, ast.ImportFrom)) or node.lineno != line:
            continue
        ends = [alias.name for alias in node.names]
        if isinstance(node, ast.Import):
            names += ends
        elif len(ends) == 1 and ends != ["*"]:
            names.append(f"{node.module or ''}.{ends[0]}")
        else:
            names.append(node.module or "")
    return names


# ---------------------------------------------------------------------- calls


def _graph(options: dict[str, Any], pulse: _Pulse) -> Any:
    source = _program(options)
    limits = options.get("limits") or {}
    most = {"limit": limits.get("runs", RUNS), "states": limits.get("states")}
    with _graphs(source, options) as graphs:
        found = graphs.fitting(alive=pulse.run, **most)
        if found is not None and found["preemptions"] is None:
            # What the library does inside a line may hide an outcome.
            granularity = "line" if graphs.whole_lines else "opcode"
            some = scheduler.explore(
                FILE, source=source, granularity=granularity, limit=HIDDEN,
                progress=pulse.explored,
            )  # fmt: skip
            if not {o.key for o in some.outcomes} <= set(graphs.keys):
                found = graphs.fitting(folded=False, alive=pulse.run, **most) or found
        alone = found is None and len(graphs.partly()["threads"]) == 1
    if found is None:
        if alone:
            _ends(source, pulse)
        return {
            "kind": "too large",
            "sentence": "The program can stand in more ways than a page can hold.",
        }
    _missing(source, found["outcomes"])
    return _judged(found)


def _ends(source: bytes, pulse: _Pulse) -> None:
    """`Refusal` where the program does not end, and never had but one thread."""
    once = scheduler.explore(FILE, source=source, limit=1, progress=pulse.explored)
    (outcome,) = once.outcomes
    if outcome.kind == "step-limit":
        raise Refusal(
            "endless",
            f"The main thread {outcome.detail}, and had started no other: "
            "it was stopped there.",
        )


def _judged(graph: dict[str, Any]) -> dict[str, Any]:
    for outcome in graph["outcomes"]:
        outcome["bad"] = outcome["kind"] != "finished"
    return graph


def _expand(options: dict[str, Any], pulse: _Pulse) -> Any:
    global _walked
    source = _program(options)
    lines = options.get("granularity") == "line"
    if _walked is None or (_walked.source, _walked.whole_lines) != (source, lines):
        _leave()
        _walked = _graphs(source, options).__enter__()
    try:
        return _judged(
            _walked.around(options["schedule"], learn=LEARN, alive=pulse.run)
        )
    except ValueError as error:
        raise Refusal(
            "error", f"The schedule is not one of this program: {error}."
        ) from None
    except TooLarge as error:
        raise Refusal(
            "refused", f"That is too much for a page to step through: {error}."
        ) from None


def _leave() -> None:
    """The reader steps through another program, or does something else."""
    global _walked
    if _walked is not None:
        _walked.__exit__(None, None, None)
        _walked = None


def _explore(options: dict[str, Any], pulse: _Pulse) -> Any:
    source = _program(options)
    granularity = options.get("granularity", "opcode")
    bound = options.get("bound")
    found = scheduler.explore(
        FILE, source=source, granularity=granularity, preemptions=bound,
        limit=options.get("limit", LIMIT), progress=pulse.explored,
    )  # fmt: skip
    # Those of which the reader is told stand first.
    first = shown(found.outcomes)
    rest = sorted(set(range(len(found.outcomes))) - set(first))
    ordered = [found.outcomes[at] for at in (*first, *rest)]
    outcomes = [outcome.as_json() for outcome in ordered]
    _missing(source, outcomes)
    notes = list(found.notes)
    if bound is not None:
        most = f"{bound} preemption{'s' * (bound != 1)}"
        notes.append(f"only schedules with at most {most} were looked at")
    if granularity in COARSER:
        notes.append(COARSER[granularity])
    every = found.complete and bound is None and granularity == "opcode"
    short = {one.key for one in ordered[: len(first)] if len(one.schedule) <= LONG}
    wanted = short if options.get("schedules", True) else set()
    answer = {
        "kind": "explored",
        "verdict": "can" if len(outcomes) > 1 else "always" if every else "not settled",
        "complete": found.complete,
        "reason": found.reason,
        "runs": found.interleavings,
        "notes": notes,
        "outcomes": [
            {
                **{k: o[k] for k in ("kind", "output", "status", "errors", "detail")},
                "bad": o["kind"] != "finished",
                "runs": o["count"],
                "schedule": [],
            }
            for o in outcomes
        ],
    }
    if wanted:
        pulse.found(answer)
        schedules = _schedules(source, options, wanted, pulse)
        for one, row in zip(ordered, answer["outcomes"], strict=True):
            row["schedule"] = schedules.get(one.key, [])
    return answer


def _schedules(
    source: bytes, options: dict[str, Any], wanted: set[Any], pulse: _Pulse
) -> dict[Any, list[int]]:
    """A reader's schedule to each outcome, by `Outcome.key`, as far as one was found."""
    found: dict[Any, list[int]] = {}
    with _graphs(source, options) as graphs:
        for bound in (0, 1, 2, None):
            known, cut = len(found), False
            try:
                graph = graphs.build(preemptions=bound, limit=HIDDEN, alive=pulse.beat)
            except TooLarge:
                graph, cut = graphs.partly(), True
            for key, outcome in zip(graphs.keys, graph["outcomes"], strict=True):
                found.setdefault(key, outcome["schedule"])
            # A search that is cut off and brings nothing is not followed by a larger one.
            if wanted <= set(found) or cut and len(found) == known:
                break
    return found


_CALLS = {"graph": _graph, "expand": _expand, "explore": _explore}
