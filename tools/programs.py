"""The programs in `snippets/`: which there are, and what is declared of them.

A program runs on every CPython from 3.11 on, ends with status 0, says nothing
on standard error, leaves no thread running, and can be explored.
`snippets/programs.toml` holds every exception to this rule.
"""

import ast
import functools
import hashlib
import re
import sys
import textwrap
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tools.interpreters import Interpreter, order, parse

ROOT = Path(__file__).resolve().parent.parent
SNIPPETS = ROOT / "snippets"
#: What was found of the programs: a tree that mirrors theirs, and is never typed.
CAPTURED = ROOT / "captured"
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
        fails: The last line of standard error, by the version it holds from
            (`3.13`, or `3.13.15`); empty for a program that must succeed.
        changed: The versions since which it can do something else, one a minor
            version: `3.13.12` and `3.14.3`, and so every 3.15.
        status: The exit status.
        leaves: Names of the threads still alive at the end.
        unexplorable: Why a controlled scheduler can't take it; None if it can.
        limit: Seconds until it counts as hanging.
        mended: The program that mends this one, where it isn't the one with its
            name less `_broken`.
        uses: What it imports that not every interpreter has: a library, which the
            project's own environment has, or a module that some builds of CPython
            come without.
    """

    name: str
    folder: Path = field(default=SNIPPETS, repr=False)
    needs: str | None = None
    fails: dict[str, str] = field(default_factory=dict, hash=False)
    status: int = 0
    changed: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    unexplorable: str | None = None
    limit: float = SECONDS
    mended: str | None = None
    uses: tuple[str, ...] = ()

    @property
    def twin(self) -> str | None:
        """The name of the mended program; None for a right one."""
        if not self.name.endswith("_broken.py"):
            return None
        return self.mended or self.name.removesuffix("_broken.py") + ".py"

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
        """What was captured of it, by suffix: `captured/lock/counter.out`."""
        return (self.folder.with_name(CAPTURED.name) / self.name).with_suffix(suffix)

    def runs_on(self, interpreter: Interpreter) -> bool:
        """Whether this version is new enough for the program."""
        return self.needs is None or interpreter.version >= parse(self.needs)

    def is_later(self, version: tuple[int, ...]) -> bool:
        """Whether this version is one since which it can do something else."""
        points = [parse(name) for name in self.changed]
        return bool(points) and (
            version[:2] > max(points)[:2]
            or any(p[:2] == version[:2] and p <= version for p in points)
        )

    def message(self, version: tuple[int, ...]) -> str:
        """The last line of standard error that this version must give.

        Empty where it must succeed: the program fails from a newer version on.
        """
        known = [v for v in self.fails if parse(v) <= version]
        return self.fails[max(known, key=parse)] if known else ""


def read_captured[T](path: Path, parse: Callable[[str], T]) -> T | None:
    """What a captured file holds; None if there is none.

    Raises:
        BadProgram: It is damaged, by the marks of a merge for example.
    """
    if not path.exists():
        return None
    try:
        return parse(path.read_text("utf-8"))
    except (ValueError, KeyError) as error:
        where = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        line = getattr(error, "lineno", 1)
        raise BadProgram(
            f"{where}:{line}: not as `make update` writes it: {error}"
        ) from None


_KEYS: dict[str, type | tuple[type, ...]] = {
    "needs": str,
    "fails": (str, dict),
    "status": int,
    "changed": list,
    "leaves": list,
    "unexplorable": str,
    "limit": (int, float),
    "mended": str,
    "uses": list,
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
        for key in ("changed", "leaves", "uses"):
            if key in entry:
                entry[key] = tuple(entry[key])
        for version in (*entry.get("changed", ()), *entry.get("fails", ())):
            try:
                parse(version)
            except (TypeError, ValueError) as error:
                raise BadProgram(f"{where}: {error}") from None
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
    if program.twin and not (program.folder / program.twin).exists():
        name = program.twin.removeprefix(program.name.rpartition("/")[0] + "/")
        found.append(f"{where}:1: has no mended twin {name}")
    return found


def sentence(names: list[str]) -> str:
    """Join names of versions in words: `3.11, 3.12 and 3.13t`."""
    names = sorted(names, key=order)
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
