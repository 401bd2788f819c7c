"""The set of outcomes of a program: explored, captured, read again.

`captured/lock/counter.outcomes.json` holds every way `lock/counter.py` can end, as
the controlled scheduler found them. The set is taken twice: with a stop at every
opcode, which is what the language allows, and with stops only where the
interpreter of a default build can switch. How each comes about is in the
program's graph (`tools/graphs.py`): a schedule of opcodes would be that of one
compiler, and micro versions of one minor version have different ones.

A program that can do something else since a micro version has two sets.
"""

import functools
import json
from dataclasses import dataclass, replace
from typing import Any

import scheduler
from scheduler.model.facts import Waiter
from tools.programs import CAPTURED_WITH, BadProgram, Program, read_captured

SUFFIX = ".outcomes.json"
LIMIT = 20_000


@dataclass(frozen=True)
class Ending:
    """One way for a program to end.

    Attributes:
        kind: `finished`, `deadlock`, `exception` or `step-limit`.
        output: What it printed until then.
        status: The exit status; None if it never exits.
        errors: `(thread, type, message)` of each exception that ended a
            thread; threads count from 1, the main thread.
        waits: What each thread of a deadlock waits for.
        detail: How it ended, in a sentence.
        gil: Whether a default build can end so, too.
    """

    kind: str
    output: str
    status: int | None
    errors: tuple[tuple[int, str, str], ...]
    waits: tuple[Waiter, ...]
    detail: str
    gil: bool

    @property
    def key(self) -> tuple:
        """What makes two endings the same to a reader: not which twin died."""
        return self.kind, self.output, self.status, self.messages, self.standing

    @property
    def messages(self) -> tuple[str, ...]:
        """`Type: message` of each exception, in order of the alphabet."""
        return tuple(sorted(last_line(t, m) for _, t, m in self.errors))

    @property
    def standing(self) -> tuple[int, ...]:
        """The lines that the threads of a deadlock stand at."""
        lines = {waiter.line for waiter in self.waits if waiter.line}
        return tuple(sorted(lines)) if self.kind == "deadlock" else ()


def last_line(type_: str, message: str) -> str:
    """The last line of a traceback: `IndexError: pop from empty list`."""
    return f"{type_}: {message}" if message else type_


@dataclass(frozen=True)
class Outcomes:
    """Every way for a program to end, and how they were found.

    Attributes:
        sha256: The digest of the source that was explored.
        python: The minor version that explored it.
        interleavings: How many were needed, at opcode stops.
        complete: Whether nothing was cut off.
        endings: The set.
        later: The set since the versions of `Program.changed`.
    """

    sha256: str
    python: str
    interleavings: int
    complete: bool
    endings: tuple[Ending, ...]
    later: "Outcomes | None" = None

    @property
    def settled(self) -> bool:
        """Whether it always ends the same, on every micro version."""
        return len(self.distinct) == 1 and self.later is None

    @property
    def keys(self) -> frozenset[tuple]:
        """The endings as a reader tells them apart."""
        return frozenset(ending.key for ending in self.endings)

    @property
    def distinct(self) -> list[Ending]:
        """One ending a key; a GIL build's where it has one."""
        best: dict[tuple, Ending] = {}
        for ending in self.endings:
            if ending.key not in best or ending.gil > best[ending.key].gil:
                best[ending.key] = ending
        return list(best.values())


def unexplorable(program: Program) -> str | None:
    """None if the scheduler can take the program, else the reason."""
    if program.unexplorable:
        return program.unexplorable
    if program.needs and tuple(map(int, program.needs.split("."))) > CAPTURED_WITH:
        return f"needs {program.needs}; programs are explored with 3.13"
    return None


def explore(program: Program) -> Outcomes:
    """Explore a program, and again as a GIL build runs it where that tells something.

    A GIL build's outcomes are among the language's: of one there is nothing to tell.

    Raises:
        BadProgram: It can't be explored.
    """
    try:
        language = default = scheduler.explore(program.path, limit=LIMIT)
        if len(language.outcomes) > 1 or not language.complete:
            default = scheduler.explore(program.path, granularity="gil", limit=LIMIT)
    except scheduler.Unexplorable as error:
        raise BadProgram(f"{program.where}:1: can't be explored: {error}") from None
    of_default = {o.key: o for o in default.outcomes}
    unknown = set(of_default) - {o.key for o in language.outcomes}
    if language.complete and unknown:
        raise BadProgram(
            f"{program.where}:1: ends on a GIL build as it can't at opcodes: {unknown}"
        )
    endings = [ending(o, o.key in of_default) for o in language.outcomes]
    return Outcomes(
        program.sha256,
        language.python,
        language.interleavings,
        language.complete and default.complete,
        tuple(sorted(endings, key=lambda e: (e.kind != "finished", repr(e.key)))),
    )


def holding(program: Program, known: Outcomes, version: tuple[int, ...]) -> Outcomes:
    """The set that holds on a version of Python.

    Raises:
        BadProgram: It is another one than was captured.
    """
    if not program.is_later(version):
        return known
    if known.later is None:
        raise BadProgram(
            f"{program.where}:1: what it can do since {program.changed[0]} was never "
            "explored: run `make update` with such a version"
        )
    return known.later


def ending(outcome: scheduler.Outcome, gil: bool) -> Ending:
    """An outcome as it is captured; `gil`, whether a default build can end so."""
    return Ending(
        outcome.kind,
        outcome.output,
        outcome.status,
        tuple((e.thread, e.type, e.message) for e in outcome.errors),
        outcome.waits,
        outcome.detail,
        gil,
    )


def undeclared(program: Program, known: Outcomes) -> str | None:
    """A way to end that a program which is not called broken must not have."""
    if program.fails or program.path.stem.endswith("_broken"):
        return None
    for ending in known.endings:
        if ending.kind != "finished":
            return (
                f"{program.where}:1: in some interleaving, {ending.detail}; a program "
                "that is wrong on purpose is called …_broken.py"
            )
    if len(known.distinct) > 1:
        outputs = "".join(f"--- \n{e.output}" for e in known.distinct)
        return f"{program.where}:1: does not print one thing:\n{outputs}"
    return None


def dump(outcomes: Outcomes) -> str:
    """The text of the captured file."""
    whole = {"sha256": outcomes.sha256, "python": outcomes.python, **_set(outcomes)}
    if outcomes.later is not None:
        whole["later"] = _set(outcomes.later)
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _set(outcomes: Outcomes) -> dict[str, Any]:
    rows = [
        {
            "kind": e.kind,
            "output": e.output,
            "status": e.status,
            "errors": [list(error) for error in e.errors],
            **({"waits": [w.as_json() for w in e.waits]} if e.waits else {}),
            "detail": e.detail,
            "gil": e.gil,
        }
        for e in outcomes.endings
    ]
    return {
        "interleavings": outcomes.interleavings,
        "complete": outcomes.complete,
        "outcomes": rows,
    }


@functools.cache
def load(program: Program) -> Outcomes | None:
    """The captured set of a program; None where none was captured."""
    return read_captured(program.captured(SUFFIX), parsed)


def parsed(text: str) -> Outcomes:
    """What `dump` has written."""
    whole = json.loads(text)
    known = _of_set(whole, whole)
    if "later" in whole:
        known = replace(known, later=_of_set(whole, whole["later"]))
    return known


def _of_set(whole: dict[str, Any], known: dict[str, Any]) -> Outcomes:
    endings = tuple(
        Ending(
            row["kind"],
            row["output"],
            row["status"],
            tuple((t, k, m) for t, k, m in row["errors"]),
            tuple(map(Waiter.of_json, row.get("waits", ()))),
            row["detail"],
            row["gil"],
        )
        for row in known["outcomes"]
    )
    return Outcomes(
        whole["sha256"],
        whole["python"],
        known["interleavings"],
        known["complete"],
        endings,
    )
