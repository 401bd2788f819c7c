"""`make update`: capture again what the programs do, and print what changed.

    python -m tools.update [FOLDER | PROGRAM ...]

Every program is explored, and runs on every CPython found. Output is captured
with the environment's 3.13 and must be one of the outcomes that exploring found,
everywhere.
Nothing is written for a program that does not do what is declared of it.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools import (
    captures,
    evidence,
    graphs,
    interpreters,
    names,
    outcomes,
    pages,
    runs,
)
from tools.interpreters import Interpreter
from tools.outcomes import Outcomes
from tools.programs import (
    CAPTURED_WITH,
    ROOT,
    SNIPPETS,
    BadProgram,
    Program,
    complaints,
    programs,
)

JOBS = 2
SUFFIXES = (".out", ".err", outcomes.SUFFIX)


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


class Captures:
    """Texts of artefacts, written together once all is known."""

    def __init__(self) -> None:
        """Nothing is planned yet."""
        self.texts: dict[Path, str | None] = {}

    def stage(self, path: Path, text: str | None) -> None:
        """Plan to write a file, or with None to remove it."""
        self.texts[path] = text

    def write(self) -> list[str]:
        """Write what differs; return a line for each change."""
        changed = []
        for path, text in sorted(self.texts.items()):
            before = path.read_text("utf-8") if path.exists() else None
            if before == text:
                continue
            name = path.relative_to(ROOT).as_posix()
            if text is None:
                path.unlink()
                changed.append(f"removed  {name}")
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="\n")
                changed.append(f"{'new    ' if before is None else 'changed'}  {name}")
        return changed


@dataclass
class Captured:
    """What was captured of one program.

    Attributes:
        known: Its set of outcomes; None if it can't be explored.
        artefacts: Texts by suffix.
        graph: Its state graph; None if its threads leave no choice.
        ran: Names of the interpreters that ran it as declared.
        kept: Whether no 3.13 here has what it uses, so that all stays as it was.
        wrong: What went wrong, a line or more each.
    """

    known: Outcomes | None = None
    graph: dict[str, Any] | None = None
    artefacts: dict[str, str] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)
    kept: bool = False
    wrong: list[str] = field(default_factory=list)


def capture(program: Program, found: tuple[Interpreter, ...]) -> Captured:
    """Explore a program and run it everywhere."""
    got = Captured(wrong=complaints(program))
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
            got.known, got.graph = captures.explored(program, every)
        except BadProgram as error:
            got.wrong.append(str(error))
            return got
        got.artefacts[outcomes.SUFFIX] = outcomes.dump(got.known)
        failed = runs.complaint(program, done, first, got.known)
    if failed:
        got.wrong.append(failed)
        return got
    settled = got.known is None or got.known.settled
    if settled and done.status is not None:
        got.artefacts[".out"] = done.stdout
        if program.fails or "Traceback" in done.stderr:
            got.artefacts[".err"] = runs.normalised(done.stderr)
    for interpreter in found:
        other = runs.run(program, interpreter.path)
        failed = runs.complaint(program, other, interpreter, got.known)
        compared = ".out" in got.artefacts and runs.comparable(program, interpreter)
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


def _orphans() -> list[Path]:
    known = {graphs.path(program) for program in programs().values()}
    known |= set(graphs.figures().values())
    drawn = [*graphs.FOLDER.rglob("*.json"), *graphs.FIGURES.rglob("*.svg")]
    return [path for path in drawn if path not in known] + [
        path
        for suffix in (*SUFFIXES, ".result.md")
        for path in SNIPPETS.glob(f"*/*{suffix}")
        if not path.with_name(path.name.removesuffix(suffix) + ".py").exists()
    ]


def main(arguments: list[str]) -> int:
    """Capture the chosen programs, or all; return the exit status."""
    try:
        chosen = _chosen(arguments)
        found = interpreters.found()
        capturing(found)
    except BadProgram as error:
        print(error, file=sys.stderr)
        return 1
    changed: list[str] = []
    ran_on: dict[str, list[str]] = {}
    drawn: dict[str, dict[str, Any] | None] = {}
    wrong: list[str] = []
    with ProcessPoolExecutor(JOBS) as pool:
        captured = pool.map(_captured, chosen, [found] * len(chosen))
        for program, got in zip(chosen, captured, strict=True):
            said = "FAIL" if got.wrong else "kept" if got.kept else "ok"
            print(f"{said:5} {program.name}", flush=True)
            if got.wrong or got.kept:
                wrong += got.wrong
                continue
            ran_on[program.name] = got.ran
            drawn[program.name] = got.graph
            captures = Captures()
            for suffix in SUFFIXES:
                captures.stage(program.captured(suffix), got.artefacts.get(suffix))
            changed += captures.write()
    outcomes.load.cache_clear()
    # The text under a program depends on which captures there are.
    rest = Captures()
    programs.cache_clear()
    known = programs()
    sets = {name: outcomes.load(program) for name, program in known.items()}
    seen = {n: e for n, e in evidence.load().items() if n in known}
    for name, ran in ran_on.items():
        if name not in known:
            continue
        seen[name] = evidence.merged(seen.get(name), known[name], ran)
    nav = pages.nav_titles(ROOT)
    figures = graphs.figures()
    rest.stage(SNIPPETS / evidence.FILE, evidence.dump(seen))
    rest.stage(SNIPPETS / names.FILE, names.table())
    for file, sections in evidence.INDEXES.items():
        rest.stage(SNIPPETS / file, evidence.index(known, nav, sections))
    rest.stage(SNIPPETS / evidence.UNEXPLORED, evidence.unexplored(known, sets))
    for name, entry in seen.items():
        program = known[name]
        graph = drawn[name] if name in drawn else graphs.load(program)
        if graph is not None:
            graphs.judge(graph, sets.get(program.twin or name))
        text = graphs.dump(graph) if graph is not None else None
        rest.stage(graphs.path(program), text)
        if name in figures and graph is not None:
            rest.stage(figures[name], evidence.figure(graph))
        text = evidence.result(program, entry, sets[name], graph)
        rest.stage(program.captured(".result.md"), text)
    for path in _orphans():
        rest.stage(path, None)
    changed += rest.write()
    print(*changed or ["nothing changed"], sep="\n")
    for line in wrong:
        print(f"\n{line}", file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
