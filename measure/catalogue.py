"""The probes: what is measured, read from `measure/probes/`.

A probe is three lines of a TOML file: its name, its set-up, its call. The file's own
keys hold for each of its probes.
"""

import functools
import re
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROBES = ROOT / "measure" / "probes"
FILE_KEYS = {"title": str, "package": str, "import": str, "note": str, "module": str}
KEYS = {
    "set-up": str,
    "call": str,
    "start": int,
    "cap": int,
    "fresh": bool,
    "needs": str,
    "bytes": bool,
    "note": str,
    "own": str,
    "instead": str,
}


class BadProbe(Exception):
    """A file of probes that can't be read; the message names the file and line."""


@dataclass(frozen=True)
class Probe:
    """One call to measure.

    Attributes:
        name: The call as the pages show it; the key of its results.
        file: Its file below `measure/probes/`, without the suffix.
        setup: Statements that run before; `n` is a size, `wait` seconds, `folder` a
            folder of its own.
        call: The expression, or statements, that are measured.
        start: The first size to try.
        cap: The largest.
        fresh: Whether the set-up runs again before each measurement.
        needs: The oldest Python that has it, such as `3.14`.
        bytes: Whether `n` is a number of bytes from which the answer may depend.
        package: The distribution it is from; empty for the standard library.
        note: What a reader has to know.
        own: Statements that each thread runs first, `i` its number; `k` counts rounds.
        instead: The name of the probe that does the same and scales.
    """

    name: str
    file: str
    setup: str
    call: str
    start: int = 1000
    cap: int = 20_000_000
    fresh: bool = False
    needs: str = "3.11"
    bytes: bool = False
    package: str = ""
    note: str = ""
    own: str = ""
    instead: str = ""

    @property
    def sized(self) -> bool:
        """Whether it can be made longer."""
        return bool(re.search(r"\bn\b", self.setup + "\n" + self.call))

    def runs_on(self, minor: tuple[int, int]) -> bool:
        """Whether a Python of that minor version has it."""
        return tuple(map(int, self.needs.split("."))) <= minor

    def as_json(self) -> dict[str, Any]:
        """What the measured interpreter is told."""
        return asdict(self) | {"sized": self.sized}


@dataclass(frozen=True)
class Group:
    """A file of probes.

    Attributes:
        name: The file below `measure/probes/`, without the suffix.
        title: Its heading in the pages.
        package: The distribution that all are from; empty for the standard library.
        probes: In the file's order.
        note: A sentence that the pages show above its rows.
    """

    name: str
    title: str
    package: str
    probes: tuple[Probe, ...]
    note: str = ""


def _line(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip("[").lstrip("\"'").startswith(key):
            return number
    return 1


def read(path: Path, root: Path = PROBES) -> Group:
    """Read a file of probes.

    Raises:
        BadProbe: It is no TOML, or holds what no probe has.
    """
    where = path.relative_to(root.parent.parent).as_posix()
    text = path.read_text("utf-8")
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise BadProbe(f"{where}:{line[1] if line else 1}: {error}") from None
    own = {key: value for key, value in told.items() if not isinstance(value, dict)}
    for key, value in own.items():
        if key not in FILE_KEYS or not isinstance(value, FILE_KEYS[key]):
            raise BadProbe(f"{where}:{_line(text, key)}: {key} is no key of a file")
    name = path.relative_to(root).with_suffix("").as_posix()
    package = own.get("package", path.stem if name.startswith("libraries/") else "")
    probes = []
    for call, entry in told.items():
        if not isinstance(entry, dict):
            continue
        at = f"{where}:{_line(text, call)}"
        for key, value in entry.items():
            if key not in KEYS or not isinstance(value, KEYS[key]):
                raise BadProbe(f"{at}: {key} = {value!r} is no key of a probe")
        setup = "\n".join(filter(None, [own.get("import"), entry.get("set-up")]))
        code = entry.get("call", call)
        for words in (setup, code):
            try:
                compile(words, call, "exec")
            except SyntaxError as error:
                raise BadProbe(f"{at}: {error.msg}: {words}") from None
        rest = {k: entry[k] for k in entry if k not in ("set-up", "call")}
        probes.append(Probe(call, name, setup, code, package=package, **rest))
    if not probes:
        raise BadProbe(f"{where}:1: holds no probe")
    title = own.get("title", package or path.stem)
    return Group(name, title, package, tuple(probes), own.get("note", ""))


@functools.cache
def groups(folder: str) -> tuple[Group, ...]:
    """The files of a folder such as `standard`, or of one file, in order of name.

    Raises:
        BadProbe: One can't be read, or a name stands in two.
    """
    place = PROBES / folder
    files = (
        sorted(place.rglob("*.toml")) if place.is_dir() else [PROBES / f"{folder}.toml"]
    )
    found = [read(path) for path in files]
    seen: dict[str, str] = {}
    for group in found:
        for probe in group.probes:
            if probe.name in seen:
                raise BadProbe(
                    f"measure/probes/{group.name}.toml:1: {probe.name} stands in "
                    f"measure/probes/{seen[probe.name]}.toml, too"
                )
            seen[probe.name] = group.name
    return tuple(found)


def chosen(folder: str, only: str) -> list[Group]:
    """The groups of a folder with the probes whose name, file or package has `only`."""
    wanted = only.lower()
    found = []
    for group in groups(folder):
        probes = tuple(
            probe
            for probe in group.probes
            if wanted in f"{probe.name} {group.name} {group.package}".lower()
        )
        if probes:
            found.append(
                Group(group.name, group.title, group.package, probes, group.note)
            )
    return found
