"""The Pythons that are measured, and the environment with the libraries.

The libraries are pinned with hashes in `measure/requirements.txt` and live in
`.cache/measure/`, which nothing else uses. One that can't be installed here is left
out; its rows say so.
"""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from measure.store import ROOT
from tools import interpreters, setup
from tools.interpreters import Interpreter

REQUIREMENTS = ROOT / "measure" / "requirements.txt"
FOLDER = ROOT / ".cache" / "measure"


@dataclass(frozen=True)
class Python:
    """A Python to measure on.

    Attributes:
        path: The executable.
        version: `3.13.0`, or `3.13.5t`.
        minor: `(3, 13)`.
        free_threaded: Whether it is a build without a GIL.
        compiler: What it was built with.
        missing: Why a package is not there, by its name.
    """

    path: str
    version: str
    minor: tuple[int, int]
    free_threaded: bool
    compiler: str
    missing: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As results name it."""
        return {
            "version": self.version.removesuffix("t"),
            "free_threaded": self.free_threaded,
            "compiler": self.compiler,
        }


def of(interpreter: Interpreter, missing: dict[str, str] | None = None) -> Python:
    """What results say of an interpreter."""
    asked = "import platform; print(platform.python_compiler())"
    compiler = subprocess.run(
        [interpreter.path, "-I", "-c", asked],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    return Python(
        interpreter.path,
        str(interpreter).replace(" ", "-"),
        interpreter.minor,
        interpreter.free_threaded,
        compiler,
        missing or {},
    )


def pinned() -> dict[str, str]:
    """The blocks of the requirements, by the package's name."""
    blocks = re.split(r"(?m)^(?=[a-zA-Z0-9])", REQUIREMENTS.read_text("utf-8"))
    return {
        re.split(r"[=\[; ]", block)[0]: block
        for block in blocks
        if "==" in block.splitlines()[0]
    }


def _install(uv: object, python: object, text: str) -> str | None:
    """Install pinned packages; return the last line of what went wrong."""
    file = FOLDER / "wanted.txt"
    file.write_text(text, "utf-8")
    words = (uv, "pip", "install", "-q", "--no-deps", "--require-hashes")
    command = [*words, "--only-binary", ":all:", "--python", python, "-r", file]
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False
    )
    if not done.returncode:
        return None
    said = [line.strip(" ╰─▶│") for line in done.stderr.splitlines() if line.strip()]
    return f"does not install: {said[-1] if said else done.returncode}"[:200]


def libraries() -> Python:
    """The Python with the libraries in it, set up where it is not."""
    uv = setup._uv()
    python = FOLDER / setup.BIN / "python"
    stamp = FOLDER / "installed"
    wanted = setup._digest(REQUIREMENTS)
    missing: dict[str, str] = {}
    if not stamp.exists() or stamp.read_text().splitlines()[0] != wanted:
        FOLDER.mkdir(parents=True, exist_ok=True)
        if not python.exists():
            setup._run(
                *(uv, "venv", "-q", "--allow-existing", "--python"),
                *(sys.executable, FOLDER),
            )
        if _install(uv, python, REQUIREMENTS.read_text("utf-8")):
            for name, block in pinned().items():
                why = _install(uv, python, block)
                if why:
                    missing[name] = why
        lines = [wanted, *(f"{name}\t{why}" for name, why in missing.items())]
        stamp.write_text("\n".join(lines))
    for line in stamp.read_text().splitlines()[1:]:
        name, _, why = line.partition("\t")
        missing[name] = why
    interpreter = interpreters.probe(python)
    if interpreter is None:
        raise SystemExit(f"measure/environment.py: {python} does not run")
    return of(interpreter, missing)
