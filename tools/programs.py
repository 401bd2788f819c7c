"""The programs in `snippets/`, run as a reader would run them.

A program runs in a process of its own, in an empty working folder, with
`-X dev` and warnings as errors, without input. It is right when it ends with
status 0, says nothing on standard error, leaves no thread running and prints
what stands in the `.out` file beside it. `snippets/programs.toml` holds every
exception to this rule.
"""

import ast
import contextlib
import functools
import hashlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import textwrap
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tools.interpreters import Interpreter, order, parse, probe

ROOT = Path(__file__).resolve().parent.parent
SNIPPETS = ROOT / "snippets"
EXCEPTIONS = "programs.toml"
CAPTURED_WITH = (3, 13)
SECONDS = 30
LINES, COLUMNS = 50, 72


class BadProgram(Exception):
    """A program, or its entry among the exceptions, that breaks the contract.

    The message begins with the file and, where there is one, the line.
    """


@dataclass(frozen=True)
class Program:
    """One file of `snippets/` and what is declared about it.

    Attributes:
        name: Its path below `snippets/`, such as `lock/counter.py`.
        folder: The folder the name is below.
        needs: The oldest version that runs it, such as `3.13`; None for all.
        fails: The last line of standard error, by the version it holds from;
            empty for a program that must succeed.
        status: The exit status.
        leaves: Names of the threads still alive at the end.
        hangs: Source lines that threads stand at for ever; empty for a
            program that ends.
        pending: What is claimed and not yet proved; such a program may print
            different things from run to run, and has no `.out`.
        may_fail: Last lines of standard error that a pending program may
            end with.
        may_hang: Like `hangs`, for a pending program that may also end.
        unexplorable: Why a controlled scheduler can't take it; None if it can.
        limit: Seconds until it counts as hanging.
    """

    name: str
    folder: Path = field(default=SNIPPETS, repr=False)
    needs: str | None = None
    fails: dict[str, str] = field(default_factory=dict, hash=False)
    status: int = 0
    leaves: tuple[str, ...] = ()
    hangs: tuple[str, ...] = ()
    pending: str | None = None
    may_fail: tuple[str, ...] = ()
    may_hang: tuple[str, ...] = ()
    unexplorable: str | None = None
    limit: float = SECONDS

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / self.name

    @property
    def where(self) -> str:
        """The file as messages name it: `snippets/lock/counter.py`."""
        return f"{self.folder.name}/{self.name}"

    @property
    def sha256(self) -> str:
        """The digest of the source, in hexadecimal."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def captured(self, suffix: str) -> Path:
        """The artefact beside the program: `.out`, `.err` or `.result.md`."""
        return self.path.with_suffix(suffix)

    def runs_on(self, interpreter: Interpreter) -> bool:
        """Whether this version is new enough for the program."""
        return self.needs is None or interpreter.minor >= parse(self.needs)

    def message(self, interpreter: Interpreter) -> str:
        """The last line of standard error that this version must give."""
        known = [v for v in self.fails if parse(v) <= interpreter.minor]
        return self.fails[max(known, key=parse)] if known else ""


_KEYS: dict[str, type | tuple[type, ...]] = {
    "needs": str,
    "fails": (str, dict),
    "status": int,
    "leaves": list,
    "hangs": list,
    "pending": str,
    "may_fail": list,
    "may_hang": list,
    "unexplorable": str,
    "limit": (int, float),
}


def _declared(folder: Path) -> dict[str, dict]:
    path = folder / EXCEPTIONS
    if not path.exists():
        return {}
    text = path.read_text("utf-8")
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadProgram(f"{folder.name}/{EXCEPTIONS}: {error}") from None
    for name, entry in entries.items():
        line = next(
            (n for n, t in enumerate(text.splitlines(), 1) if f'["{name}"]' in t), 1
        )
        where = f"{folder.name}/{EXCEPTIONS}:{line}"
        if not isinstance(entry, dict) or not (folder / name).is_file():
            raise BadProgram(f"{where}: there is no program {name}")
        for key, value in entry.items():
            if key not in _KEYS or not isinstance(value, _KEYS[key]):
                raise BadProgram(
                    f"{where}: {key} = {value!r} is not one of "
                    f"{', '.join(_KEYS)}, or of the wrong type"
                )
        if isinstance(entry.get("fails"), str):
            entry["fails"] = {"3.11": entry["fails"]}
        if "fails" in entry:
            entry.setdefault("status", 1)
        for key in ("leaves", "hangs", "may_fail", "may_hang"):
            if key in entry:
                entry[key] = tuple(entry[key])
        if ("may_fail" in entry or "may_hang" in entry) and "pending" not in entry:
            raise BadProgram(f"{where}: may_… is for programs with pending = …")
    return entries


@functools.cache
def programs(folder: Path = SNIPPETS) -> dict[str, Program]:
    """Every program below `folder`, by name, in order of name.

    Raises:
        BadProgram: The file of exceptions names what isn't there, or a key
            that isn't known.
    """
    declared = _declared(folder)
    names = sorted(
        p.relative_to(folder).as_posix()
        for p in folder.rglob("*.py")
        if "__pycache__" not in p.parts
    )
    return {n: Program(n, folder, **declared.get(n, {})) for n in names}


REGION = re.compile(r"^[ \t]*# --8<-- \[(start|end):([a-z][a-z0-9-]*)\]$")


def regions(program: Program) -> dict[str, list[str]]:
    """The named regions of a program, each as its dedented lines.

    Raises:
        BadProgram: A marker that is misspelt, twice there or not closed, or a
            region without code.
    """
    found: dict[str, list[str]] = {}
    opened: dict[str, int] = {}
    lines = program.path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if "8<-" not in line:
            for name in opened:
                found[name].append(line)
            continue
        where = f"{program.where}:{number}"
        marker = REGION.match(line)
        if not marker:
            raise BadProgram(
                f"{where}: a marker reads '# --8<-- [start:name]' or [end:name]"
            )
        kind, name = marker.groups()
        if kind == "start":
            if name in found:
                raise BadProgram(f"{where}: a second region {name!r}")
            found[name], opened[name] = [], number
        elif name not in opened:
            raise BadProgram(f"{where}: region {name!r} ends but never starts")
        else:
            if not any(text.strip() for text in found[name]):
                raise BadProgram(f"{where}: region {name!r} is empty")
            del opened[name]
    for name, number in opened.items():
        raise BadProgram(
            f"{program.where}:{number}: region {name!r} has no [end:{name}]"
        )
    return {
        name: textwrap.dedent("\n".join(body)).splitlines()
        for name, body in found.items()
    }


def shown_code(program: Program) -> list[str]:
    """The program's lines as a page shows them: without region markers."""
    lines = program.path.read_text("utf-8").splitlines()
    return [line for line in lines if not REGION.match(line)]


def complaints(program: Program) -> list[str]:
    """What is wrong with a program's text, each with file and line."""
    found = []
    where = program.where
    try:
        regions(program)
    except BadProgram as error:
        found.append(str(error))
    lines = shown_code(program)
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError as error:
        return [*found, f"{where}:{error.lineno}: {error.msg}"]
    doc = ast.get_docstring(tree)
    if not doc or "\n" in doc or not doc.endswith("."):
        found.append(f"{where}:1: wants a docstring of one sentence: what it shows")
    if len(lines) > LINES:
        found.append(f"{where}:{LINES}: {len(lines)} lines; aim at 40")
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS:
            found.append(f"{where}:{number}: {len(line)} columns; at most {COLUMNS}")
    stem = program.path.stem
    if stem in sys.stdlib_module_names:
        found.append(f"{where}:1: {stem}.py hides the standard library's {stem}")
    if not re.fullmatch(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*\.py", program.name):
        found.append(f"{where}:1: a program is snippets/<page>/<what_it_shows>.py")
    if program.pending and not stem.endswith("_broken"):
        found.append(f"{where}:1: pending, but not named …_broken.py")
    if stem.endswith("_broken"):
        mended = program.path.with_name(stem.removesuffix("_broken") + ".py")
        if not mended.exists():
            found.append(f"{where}:1: has no mended twin {mended.name}")
    return found


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
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return kept | {
        "PYTHONPATH": str(ROOT / "tools" / "reader"),
        "PYTHONASYNCIODEBUG": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
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
            return Run(process.returncode, out, err)
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


def stuck_lines(program: Program, stderr: str) -> set[str]:
    """The program's own source lines that the threads of a hang stand at."""
    source = program.path.read_text("utf-8").splitlines()
    stuck = set()
    for stack in re.split(r"\n(?=(?:Current thread|Thread) 0x)", "\n" + stderr):
        own = re.search(rf'File ".*{re.escape(program.path.name)}", line (\d+)', stack)
        if own and "most recent call first" in stack:
            stuck.add(source[int(own[1]) - 1].strip())
    return stuck


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
    program: Program, done: Run, interpreter: Interpreter, captured: bool = True
) -> str | None:
    """What is wrong with a run; None if it did what is declared.

    Args:
        program: The program.
        done: What the run did.
        interpreter: What ran it.
        captured: Whether to hold the output against the `.out` file.
    """
    where = f"{program.where}:1: on {interpreter}:"
    if not program.runs_on(interpreter):
        if done.status == 0 and not done.stderr:
            return f"{where} succeeded, though declared to need {program.needs}"
        return None
    if done.status is None:
        return _hang_complaint(program, done, where)
    if program.hangs:
        return f"{where} ended with status {done.status}, though declared to hang"
    stderr = _without_left_behind(done.stderr, program.leaves)
    last = stderr.strip().rpartition("\n")[2]
    if program.pending and last in program.may_fail:
        return None
    if program.fails:
        expected = program.message(interpreter)
        if done.status != program.status or last != expected:
            return (
                f"{where} was to end with status {program.status} and\n"
                f"  {expected}\nbut ended with status {done.status} and\n"
                f"{stderr}"
            )
    elif done.status != 0:
        return f"{where} ended with status {done.status}\n{stderr}"
    elif stderr:
        return f"{where} wrote to standard error\n{stderr}"
    if captured and not program.pending:
        return _output_complaint(program, done, where)
    return None


def _hang_complaint(program: Program, done: Run, where: str) -> str | None:
    expected = set(program.hangs or program.may_hang)
    stuck = stuck_lines(program, done.stderr)
    if not expected:
        return (
            f"{where} did not finish in {program.limit:g} s: a deadlock?\n{done.stderr}"
        )
    if not stuck or not stuck <= expected:
        return (
            f"{where} hangs, but its threads stand at {sorted(stuck)}, "
            f"not at {sorted(expected)}\n{done.stderr}"
        )
    return None


def _output_complaint(program: Program, done: Run, where: str) -> str | None:
    out = program.captured(".out")
    if not out.exists():
        return f"{where} has no captured output {out.name}: run `make update`"
    expected = out.read_text("utf-8")
    if done.stdout != expected:
        return (
            f"{where} did not print what {out.name} beside it holds\n"
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


@functools.cache
def checked_run(name: str, folder: Path = SNIPPETS) -> Run:
    """Run a program once a session with this interpreter, and judge the run.

    Raises:
        BadProgram: It is no program, or did not do what is declared.
    """
    program = programs(folder).get(name)
    if program is None:
        raise BadProgram(f"{folder.name}/{name}:1: there is no such program")
    done = run(program)
    wrong = complaint(program, done, this_interpreter())
    if wrong:
        raise BadProgram(wrong)
    return done


def sentence(names: list[str]) -> str:
    """Join names of versions in words: `3.11, 3.12 and 3.13t`."""
    names = sorted(names, key=order)
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
