"""`make update`: capture again what the programs do, and print what changed.

    python -m tools.update [FOLDER | PROGRAM ...]

Every program is explored, and runs on every CPython found. Output is captured
with the environment's 3.13 and must be one of the outcomes that exploring found,
everywhere.
Nothing is written for a program that does not do what is declared of it, and
nothing at all before the last one has run.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tools import artefacts, captures, evidence, interpreters, outcomes, runs
from tools.evidence import Facts
from tools.interpreters import Interpreter
from tools.programs import (
    CAPTURED_WITH,
    BadProgram,
    Program,
    complaints,
    programs,
)

JOBS = 2


def capturing(found: tuple[Interpreter, ...]) -> Interpreter:
    """The interpreter whose output is kept: the one that is running.

    Raises:
        BadProgram: It is not there.
    """
    fitting = [
        interpreter
        for interpreter in found
        if interpreter.minor == CAPTURED_WITH and not interpreter.free_threaded
    ]
    if not fitting:
        raise BadProgram("captures are made with CPython 3.13, which was not found")
    here = (i for i in fitting if Path(i.path) == Path(sys.executable))
    return next(here, fitting[0])


@dataclass
class Captured:
    """What was captured of one program.

    Attributes:
        facts: What was found.
        ran: Names of the interpreters that ran it as declared.
        kept: Whether no 3.13 here has what it uses, so that all stays as it was.
        wrong: What went wrong, a line or more each.
    """

    facts: Facts = field(default_factory=Facts)
    ran: list[str] = field(default_factory=list)
    kept: bool = False
    wrong: list[str] = field(default_factory=list)


def capture(program: Program, found: tuple[Interpreter, ...]) -> Captured:
    """Explore a program and run it everywhere."""
    got = Captured(wrong=complaints(program))
    facts = got.facts
    every, found = found, runs.hosts(program, found)
    try:
        first = capturing(found)
    except BadProgram:
        got.kept = True
        return got
    if not program.runs_on(first):
        fitting = [i for i in found if program.runs_on(i)]
        if not fitting:
            got.wrong.append(f"{program.where}:1: no CPython {program.needs} here")
            return got
        first = fitting[0]
    done = runs.run(program, first.path)
    failed = runs.complaint(program, done, first, None) if done.status is None else None
    if not outcomes.unexplorable(program):
        try:
            facts.known, facts.graph = captures.explored(program, every)
        except BadProgram as error:
            got.wrong.append(str(error))
            return got
        failed = runs.complaint(program, done, first, facts.known)
    if failed:
        got.wrong.append(failed)
        return got
    settled = facts.known is None or facts.known.settled
    if settled and done.status is not None:
        facts.printed[".out"] = done.stdout
        if program.fails or "Traceback" in done.stderr:
            facts.printed[".err"] = runs.normalised(done.stderr)
    for interpreter in found:
        other = runs.run(program, interpreter.path)
        failed = runs.complaint(program, other, interpreter, facts.known)
        compared = ".out" in facts.printed and runs.comparable(program, interpreter)
        if not failed and compared and other.stdout != done.stdout:
            failed = (
                f"{program.where}:1: prints on {interpreter}\n"
                f"{other.stdout}but on {first}\n{done.stdout}"
            )
        if failed:
            got.wrong.append(failed)
        elif program.runs_on(interpreter):
            got.ran.append(str(interpreter))
    return got


def _captured(program: Program, found: tuple[Interpreter, ...]) -> Captured:
    """As `capture`; a file that went away meanwhile costs only its own program."""
    try:
        return capture(program, found)
    except OSError as error:
        return Captured(wrong=[f"{program.where}:1: {error}"])


def _chosen(arguments: list[str]) -> list[Program]:
    chosen = []
    for argument in arguments:
        wanted = argument.removeprefix("snippets/").rstrip("/")
        fitting = [
            program
            for name, program in programs().items()
            if name == wanted or name.startswith(wanted + "/")
        ]
        if not fitting:
            raise BadProgram(f"no program and no folder of programs: {argument}")
        chosen += fitting
    return chosen or list(programs().values())


def main(arguments: list[str]) -> int:
    """Capture the chosen programs, or all; return the exit status."""
    try:
        chosen = _chosen(arguments)
        found = interpreters.found()
        capturing(found)
        facts = artefacts.captured()
    except BadProgram as error:
        print(error, file=sys.stderr)
        return 1
    ran: dict[str, list[str]] = {}
    wrong: list[str] = []
    with ProcessPoolExecutor(JOBS) as pool:
        captured = pool.map(_captured, chosen, [found] * len(chosen))
        for program, got in zip(chosen, captured, strict=True):
            said = "FAIL" if got.wrong else "kept" if got.kept else "ok"
            print(f"{said:5} {program.name}", flush=True)
            wrong += got.wrong
            if said == "ok":
                got.facts.entry = facts.get(program.name, Facts()).entry
                facts[program.name] = got.facts
                ran[program.name] = got.ran
    # A program may have gone, or be another one, by now.
    programs.cache_clear()
    facts = {name: facts[name] for name in programs() if name in facts}
    for name in ran.keys() & facts.keys():
        entry = facts[name].entry
        facts[name].entry = evidence.merged(entry, programs()[name], ran[name])
    changed = artefacts.write(artefacts.changes(artefacts.artefacts(facts)))
    print(*changed or ["nothing changed"], sep="\n")
    for line in wrong:
        print(f"\n{line}", file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
