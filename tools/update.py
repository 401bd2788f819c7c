"""`make update`: capture again what the programs do, and print what changed.

    python -m tools.update [FOLDER | PROGRAM ...]

Every program runs on every CPython found. Output is captured with 3.13 and
must be the same everywhere else. Nothing is written for a program that does
not do what is declared of it.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import evidence, interpreters, pages
from tools.interpreters import Interpreter
from tools.programs import (
    CAPTURED_WITH,
    ROOT,
    SNIPPETS,
    BadProgram,
    Program,
    complaint,
    complaints,
    normalised,
    programs,
    run,
)

JOBS = 2


def capturing(found: tuple[Interpreter, ...]) -> Interpreter:
    """The interpreter whose output is kept.

    Raises:
        BadProgram: It is not there.
    """
    for interpreter in found:
        if interpreter.minor == CAPTURED_WITH and not interpreter.free_threaded:
            return interpreter
    raise BadProgram("captures are made with CPython 3.13, which was not found")


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
            name = path.relative_to(SNIPPETS.parent).as_posix()
            if text is None:
                path.unlink()
                changed.append(f"removed  {name}")
            else:
                path.write_text(text, "utf-8", newline="\n")
                changed.append(f"{'new    ' if before is None else 'changed'}  {name}")
        return changed


def capture(
    program: Program, found: tuple[Interpreter, ...]
) -> tuple[dict[str, str], list[str], list[str]]:
    """Run a program everywhere.

    Returns:
        Artefacts by suffix, the names of interpreters that ran it as
        declared, and what went wrong.
    """
    wrong = complaints(program)
    first = capturing(found)
    if not program.runs_on(first):
        fitting = [i for i in found if program.runs_on(i)]
        if not fitting:
            return {}, [], [*wrong, f"{program.name}: no CPython {program.needs}"]
        first = fitting[0]
    done = run(program, first.path)
    failed = complaint(program, done, first, captured=False)
    if failed:
        return {}, [], [*wrong, failed]
    artefacts = {}
    if not (program.pending or program.hangs):
        artefacts[".out"] = done.stdout
        if program.fails:
            artefacts[".err"] = normalised(done.stderr)
    ran = []
    for interpreter in found:
        other = run(program, interpreter.path)
        failed = complaint(program, other, interpreter, captured=False)
        settled = ".out" in artefacts and program.runs_on(interpreter)
        if not failed and settled and other.stdout != done.stdout:
            failed = (
                f"snippets/{program.name}:1: prints on {interpreter}\n"
                f"{other.stdout}but on {first}\n{done.stdout}"
            )
        if failed:
            wrong.append(failed)
        elif program.runs_on(interpreter):
            ran.append(interpreter.name)
    return artefacts, ran, wrong


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
    return [
        path
        for suffix in (".out", ".err", ".result.md")
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
    captures = Captures()
    ran_on: dict[str, list[str]] = {}
    wrong: list[str] = []
    with ThreadPoolExecutor(JOBS) as pool:
        for program, (artefacts, ran, failed) in zip(
            chosen, pool.map(lambda p: capture(p, found), chosen), strict=True
        ):
            if failed:
                wrong += failed
                continue
            ran_on[program.name] = ran
            for suffix in (".out", ".err"):
                captures.stage(program.captured(suffix), artefacts.get(suffix))
    changed = captures.write()
    seen = {n: e for n, e in evidence.load().items() if n in programs()}
    for name, ran in ran_on.items():
        seen[name] = evidence.merged(seen.get(name), programs()[name], ran)
    # The text under a program depends on which captures there are.
    rest = Captures()
    rest.stage(SNIPPETS / evidence.FILE, evidence.dump(seen))
    nav = pages.nav_titles(ROOT)
    rest.stage(SNIPPETS / evidence.INDEX, evidence.index(programs(), nav))
    rest.stage(SNIPPETS / evidence.PENDING, evidence.pending(programs()))
    for name, entry in seen.items():
        program = programs()[name]
        rest.stage(program.captured(".result.md"), evidence.result(program, entry))
    for path in _orphans():
        rest.stage(path, None)
    changed += rest.write()
    print(*changed or ["nothing changed"], sep="\n")
    for line in wrong:
        print(f"\n{line}", file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
