"""The CPython interpreters on this machine.

Looked for on `PATH`, in `~/.cache/pythons/bin` and among the versions of pyenv
and uv, under names such as `python3.11` and `python3.13t`. Nothing is
installed.

Standard library only, and any Python >= 3.11: the set-up runs this before
there is an environment.
"""

import functools
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

OLDEST = (3, 11)
REQUIRED = ("3.11", "3.12", "3.13")

_PROBE = """
import json, platform, sys, sysconfig
print(json.dumps([platform.python_implementation(), list(sys.version_info),
                  bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
                  sys.executable]))
"""


@dataclass(frozen=True, order=True)
class Interpreter:
    """One CPython.

    Attributes:
        version: `(major, minor, micro)`.
        free_threaded: Whether the build can run without the GIL.
        path: The executable.
        stage: `final`, or how far it is from it (`candidate`, `beta`, ...).
    """

    version: tuple[int, int, int]
    free_threaded: bool
    path: str
    stage: str = "final"

    @property
    def minor(self) -> tuple[int, int]:
        """`(3, 13)`."""
        return self.version[:2]

    @property
    def name(self) -> str:
        """`3.13`, or `3.13t` for a free-threaded build."""
        return f"{self.version[0]}.{self.version[1]}" + "t" * self.free_threaded

    def __str__(self) -> str:
        """`3.13.5t`."""
        suffix = "" if self.stage == "final" else f" {self.stage}"
        return ".".join(map(str, self.version)) + "t" * self.free_threaded + suffix


_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?(t?)(?: [a-z]+)?")


def parse(name: str) -> tuple[int, ...]:
    """Turn `3.13` or `3.13t` into `(3, 13)`, and `3.13.12` into `(3, 13, 12)`.

    Raises:
        ValueError: It is no such name.
    """
    match = _VERSION.fullmatch(name)
    if not match:
        raise ValueError(f"not a Python version: {name!r}; say 3.13, 3.13t or 3.13.12")
    return tuple(int(n) for n in match.groups()[:3] if n is not None)


def order(name: str) -> tuple[bool, tuple[int, ...]]:
    """Sort key for names: the default builds first, then the free-threaded."""
    return "t" in name.partition(" ")[0], parse(name)


def minor_name(name: str) -> str:
    """The minor version and build of an interpreter's name: `3.13t` of `3.13.5t`."""
    free_threaded, version = order(name)
    return f"{version[0]}.{version[1]}" + "t" * free_threaded


def probe(path: str | Path) -> Interpreter | None:
    """Ask an executable what it is; None if it is no CPython >= 3.11."""
    try:
        done = subprocess.run(
            [str(path), "-I", "-c", _PROBE],
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    implementation, info, free_threaded, executable = json.loads(done.stdout)
    if implementation != "CPython" or tuple(info[:2]) < OLDEST:
        return None
    return Interpreter(tuple(info[:3]), free_threaded, executable, info[3])


def _candidates() -> list[Path]:
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv"))
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", home / ".local/share/uv/python"))
    folders = [
        home / ".cache/pythons/bin",
        *map(Path, os.environ.get("PATH", "").split(os.pathsep)),
        *sorted(pyenv.glob("versions/*/bin")),
        *sorted(uv.glob("cpython-*/bin")),
    ]
    named = re.compile(r"python3(\.\d+t?)?(\.exe)?|python\.exe")
    found = [Path(sys.executable)]
    for folder in dict.fromkeys(folders):
        # pyenv's shims say what they are only for versions switched on.
        if folder.name == "shims" or not folder.is_dir():
            continue
        found += sorted(p for p in folder.iterdir() if named.fullmatch(p.name))
    return found


@functools.cache
def found() -> tuple[Interpreter, ...]:
    """Every CPython >= 3.11 here, one a micro version and build.

    The interpreter that is running stands for its own version.
    """
    best: dict[str, Interpreter] = {}
    seen: set[Path] = set()
    for candidate in _candidates():
        real = candidate.resolve()
        if real in seen and candidate != Path(sys.executable):
            continue
        seen.add(real)
        interpreter = probe(candidate)
        if interpreter is None:
            continue
        # The running one comes first.
        best.setdefault(str(interpreter), interpreter)
    return tuple(best[name] for name in sorted(best, key=order))


if __name__ == "__main__":
    for interpreter in found():
        print(f"{interpreter.name:6} {interpreter!s:14} {interpreter.path}")
