"""Running a program as a reader would, and judging what it did.

A program runs in a process of its own, in an empty working folder, with
`-X dev` and warnings as errors, without input. What it does must be one of the
outcomes that exploring it found; a program that can't be explored must print
what stands in its `.out` file in `captured/`.
"""

import contextlib
import functools
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from tools import graphs, outcomes
from tools.interpreters import Interpreter, probe
from tools.outcomes import Outcomes
from tools.programs import (
    CAPTURED_WITH,
    ROOT,
    SNIPPETS,
    BadProgram,
    Program,
    programs,
)

# A command that a shell starts in the background ignores Ctrl-C, and so would the
# programs that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


# What asyncio says in development mode of a step that took long, on a busy machine.
_SLOW = re.compile(r"^Executing <.+> took \d+\.\d+ seconds\n", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """What one run of a program did.

    Attributes:
        status: The exit status; None if it was still running at the limit.
        stdout: What it printed.
        stderr: What it wrote to standard error; after a hang, where each
            thread stood.
    """

    status: int | None
    stdout: str
    stderr: str


def _environment() -> dict[str, str]:
    ours = ("PYTHON", "PYTEST")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    return kept | {
        "PYTHONPATH": str(ROOT / "tools" / "reader"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        # Not those for debugging, which `-X dev` brings along: 3.12 takes them out
        # for a moment when it exits, and a thread that was joined may free memory
        # right then. In one run of about 4,000 that was a crash.
        "PYTHONMALLOC": "default",
        "NO_COLOR": "1",
    }


def run(program: Program, python: str = sys.executable) -> Run:
    """Run a program in a process of its own, to its end or its limit."""
    command = [python, "-X", "dev", "-W", "error", str(program.path)]
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=os.name == "posix",
        ) as process,
    ):
        try:
            out, err = process.communicate(timeout=program.limit)
            return Run(process.returncode, out, _SLOW.sub("", err))
        except subprocess.TimeoutExpired:
            return Run(None, *_put_down(process))


def _put_down(process: subprocess.Popen) -> tuple[str, str]:
    # -X dev switches faulthandler on, and it answers SIGABRT with the stack
    # of every thread; children of the program do not get to outlive it.
    if os.name == "posix":
        process.send_signal(signal.SIGABRT)
        try:
            return process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            pass
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    return process.communicate()


def standing(program: Program, stderr: str) -> set[int]:
    """The program's own lines that the threads of a hang stand at."""
    stuck = set()
    for stack in re.split(r"\n(?=(?:Current thread|Thread) 0x)", "\n" + stderr):
        own = re.search(rf'File ".*{re.escape(program.path.name)}", line (\d+)', stack)
        if own and "most recent call first" in stack:
            stuck.add(int(own[1]))
    return stuck


def messages(stderr: str) -> tuple[str, ...]:
    """The last line of each traceback, in order of the alphabet.

    A type's module is left out: `_queue.Empty` is `Empty`.
    """
    if not stderr.strip():
        return ()
    tracebacks = re.split(r"^(?=Exception in thread )", stderr, flags=re.MULTILINE)
    last = (t.strip().rpartition("\n")[2] for t in tracebacks if t.strip())
    return tuple(sorted(re.sub(r"^([\w]+\.)+(?=\w)", "", line) for line in last))


def _without_left_behind(stderr: str, names: tuple[str, ...]) -> str:
    expected = list(names)
    kept = []
    for line in stderr.splitlines():
        name = line.removeprefix("thread left running: ")
        if name != line and name in expected:
            expected.remove(name)
        else:
            kept.append(line)
    kept += [f"thread not left running: {name}" for name in expected]
    return "\n".join(kept)


def normalised(stderr: str) -> str:
    """Standard error without what differs between machines and versions.

    A traceback keeps its first and last lines; its frames become `  ...`.
    """
    kept: list[str] = []
    inside = False
    for line in stderr.splitlines():
        if line.startswith("Traceback (most recent call last):"):
            inside = True
            kept += [line, "  ..."]
        elif not (inside and line.startswith(" ")):
            inside = False
            kept.append(line)
    return "".join(f"{line}\n" for line in kept)


def complaint(
    program: Program, done: Run, interpreter: Interpreter, known: Outcomes | None
) -> str | None:
    """What is wrong with a run; None if it is one of the known outcomes.

    Args:
        program: The program.
        done: What the run did.
        interpreter: What ran it.
        known: The program's set of outcomes, of which a default build of the
            exploring version takes those it can; None if the program can't
            be explored, and then what it prints is not looked at.
    """
    where = f"{program.where}:1: on {interpreter}:"
    if known is not None:
        known = outcomes.holding(program, known, interpreter.version)
    if not program.runs_on(interpreter):
        if done.status == 0 and not done.stderr:
            return f"{where} succeeded, though declared to need {program.needs}"
        return None
    if done.status is None:
        return _hang_complaint(program, done, where, known)
    stderr = _without_left_behind(done.stderr, program.leaves)
    wrong = _failure_complaint(program, done, stderr, where, interpreter, known)
    if wrong or known is None:
        return wrong
    said = messages(stderr)
    # Where the GIL lets threads switch is that of the exploring version.
    modelled = interpreter.minor == CAPTURED_WITH and not interpreter.free_threaded
    possible = [e for e in known.distinct if e.gil or not modelled]
    for ending in possible:
        same = program.fails or ending.messages == said
        if same and (ending.status, ending.output) == (done.status, done.stdout):
            return None
    allowed = "".join(f"--- {e.kind}, status {e.status}\n{e.output}" for e in possible)
    return (
        f"{where} ended as no interleaving does\n{allowed}"
        f"--- this run, status {done.status}\n{done.stdout}{stderr}"
    )


def _failure_complaint(
    program: Program,
    done: Run,
    stderr: str,
    where: str,
    interpreter: Interpreter,
    known: Outcomes | None,
) -> str | None:
    expected = program.message(interpreter.version)
    if expected:
        last = stderr.strip().rpartition("\n")[2]
        if done.status != program.status or last != expected:
            return (
                f"{where} was to end with status {program.status} and\n"
                f"  {expected}\nbut ended with status {done.status} and\n"
                f"{stderr}"
            )
    elif not (known and any(e.errors for e in known.endings)):
        if done.status != 0:
            return f"{where} ended with status {done.status}\n{stderr}"
        if stderr:
            return f"{where} wrote to standard error\n{stderr}"
    return None


def comparable(program: Program, interpreter: Interpreter) -> bool:
    """Whether what this version prints must be what was captured.

    Not where it is too old to run the program, or to fail as the program does.
    """
    old = bool(program.fails) and not program.message(interpreter.version)
    return program.runs_on(interpreter) and not old


def _hang_complaint(
    program: Program, done: Run, where: str, known: Outcomes | None
) -> str | None:
    deadlocks = [e for e in known.endings if e.kind == "deadlock"] if known else []
    if not deadlocks:
        return (
            f"{where} did not finish in {program.limit:g} s: a deadlock?\n{done.stderr}"
        )
    stuck = standing(program, done.stderr)
    lines = program.path.read_text("utf-8").splitlines()
    possible = [set(e.standing) for e in deadlocks]
    possible += [
        {at for at, line in enumerate(lines, 1) if line in there}
        for there in graphs.deadlocks(program)
    ]
    if not stuck or not any(stuck <= places for places in possible):
        predicted = "; or ".join(e.detail for e in deadlocks)
        return (
            f"{where} hangs, but its threads stand at lines {sorted(stuck)}, "
            f"not as predicted: {predicted}\n{done.stderr}"
        )
    return None


def output_complaint(
    program: Program, done: Run, interpreter: Interpreter
) -> str | None:
    """What is wrong with the output, held against what was captured."""
    where = f"{program.where}:1: on {interpreter}:"
    out = program.captured(".out")
    if not out.exists():
        return f"{where} has no captured output {out.name}: run `make update`"
    expected = out.read_text("utf-8")
    if done.stdout != expected:
        return (
            f"{where} did not print what was captured in {out.name}\n"
            f"--- captured\n{expected}--- printed\n{done.stdout}"
            "If the new output is right, run `make update`."
        )
    return None


@functools.cache
def this_interpreter() -> Interpreter:
    """The interpreter that is running."""
    found = probe(sys.executable)
    if found is None:
        raise RuntimeError(f"{sys.executable} is no CPython >= 3.11")
    return found


def hosts(program: Program, found: tuple[Interpreter, ...]) -> tuple[Interpreter, ...]:
    """Those of the interpreters that the program is run on: that have what it uses."""
    builtin = [name for name in program.uses if name in sys.stdlib_module_names]
    if len(builtin) < len(program.uses):
        found = (this_interpreter(),)
    return tuple(i for i in found if all(has(i.path, name) for name in builtin))


@functools.cache
def has(python: str, module: str) -> bool:
    """Whether an interpreter comes with a module of the standard library."""
    command = [python, "-I", "-c", f"import {module}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _run_once(program: Program, shared: Path) -> Run:
    """Run a program, or read what another process of this session saw it do."""
    kept = shared / f"{program.name}.{program.sha256}.json"
    with contextlib.suppress(FileNotFoundError):
        return Run(**json.loads(kept.read_text("utf-8")))
    done = run(program)
    kept.parent.mkdir(parents=True, exist_ok=True)
    new = kept.with_suffix(f".{os.getpid()}")
    new.write_text(json.dumps(asdict(done)), "utf-8")
    new.replace(kept)
    return done


@functools.cache
def checked_run(name: str, folder: Path = SNIPPETS, shared: Path | None = None) -> Run:
    """Run a program once a session with this interpreter, and judge the run.

    Args:
        name: The program's name below `folder`.
        folder: Where the programs are.
        shared: Where the processes of one session tell each other what they ran.

    Raises:
        BadProgram: It is no program, or did not do what is declared.
    """
    program = programs(folder).get(name)
    if program is None:
        raise BadProgram(f"{folder.name}/{name}:1: there is no such program")
    done = _run_once(program, shared) if shared else run(program)
    wrong = judged(program, done, this_interpreter())
    if wrong:
        raise BadProgram(wrong)
    return done


def judged(program: Program, done: Run, interpreter: Interpreter) -> str | None:
    """What is wrong with a run, by all that was captured of the program."""
    known = outcomes.load(program)
    if known is None and not outcomes.unexplorable(program):
        return f"{program.where}:1: was never explored: run `make update`"
    wrong = complaint(program, done, interpreter, known)
    settled = known is None or (known.settled and done.status is not None)
    if wrong or not settled or not comparable(program, interpreter):
        return wrong
    return output_complaint(program, done, interpreter)
