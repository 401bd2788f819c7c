"""What a command needs before it starts: an environment, a browser, Node.

    python3 -m tools.setup environment
    python3 -m tools.setup browser

Runs on any Python >= 3.11 with the standard library alone, and puts all it
installs in the checkout: `.bootstrap/` (uv) and `.venv/` (the project's own
CPython 3.13 environment, of any micro version; `ENVIRONMENT_PYTHON` names one).
Only a browser, where there is none, comes from Playwright or the system's
package manager.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this is where it is said
    sys.exit(f"tools/setup.py:1: needs Python >= 3.11; this is {sys.version}")

from tools import interpreters
from tools.interpreters import Interpreter

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BOOTSTRAP = ROOT / ".bootstrap"
ENVIRONMENT = ROOT / "requirements" / "environment.txt"
UV = ROOT / "requirements" / "bootstrap.txt"
BIN = "Scripts" if os.name == "nt" else "bin"
OWN = (3, 13)
#: The first has no window to draw around each page: a visit takes a third of the work.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)


def _run(*command: object, **options: object) -> None:
    words = [str(word) for word in command]
    if subprocess.run(words, check=False, **options).returncode:  # type: ignore[call-overload]
        raise SystemExit(f"tools/setup.py: failed: {' '.join(words)}")


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(p.read_bytes() for p in paths)).hexdigest()


def _uv() -> Path:
    """uv, of the pinned version, in an environment of its own."""
    uv = BOOTSTRAP / BIN / ("uv.exe" if os.name == "nt" else "uv")
    stamp = BOOTSTRAP / "installed"
    wanted = _digest(UV)
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(BOOTSTRAP, ignore_errors=True)
        _run(sys.executable, "-m", "venv", BOOTSTRAP)
        python = BOOTSTRAP / BIN / "python"
        pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
        _run(*pip, "--require-hashes", "-r", UV)
        stamp.write_text(wanted)
    return uv


def own_pythons() -> list[Interpreter]:
    """Every CPython 3.13 here that an environment can be made with, oldest first."""
    return [
        interpreter
        for interpreter in interpreters.found()
        if _is_own(interpreter) and ROOT not in Path(interpreter.path).parents
    ]


def _is_own(interpreter: Interpreter) -> bool:
    return interpreter.minor == OWN and not interpreter.free_threaded


def _named() -> Interpreter | None:
    """The one that `ENVIRONMENT_PYTHON` names, by its version or its path."""
    name = os.environ.get("ENVIRONMENT_PYTHON")
    if not name:
        return None
    by_version = {str(interpreter): interpreter for interpreter in interpreters.found()}
    named = by_version.get(name) or interpreters.probe(shutil.which(name) or name)
    if named is None or not _is_own(named):
        here = ", ".join(map(str, own_pythons())) or "none was found"
        raise SystemExit(
            f"tools/setup.py: ENVIRONMENT_PYTHON={name}: "
            f"{f'CPython {named}' if named else 'no CPython here'}, and the "
            f"environment takes a 3.13 with the GIL: {here}"
        )
    return named


def environment() -> None:
    """Make `.venv/`, or bring it up to date."""
    make(VENV, _named() or _present(VENV) or next(reversed(own_pythons()), None))


def _present(venv: Path) -> Interpreter | None:
    return interpreters.probe(venv / BIN / "python")


def make(venv: Path, python: Interpreter | None) -> None:
    """Make an environment, or bring it up to date.

    Args:
        venv: Its folder.
        python: The CPython 3.13 it is made with; None for uv to bring one.
    """
    stamp = venv / "installed"
    wanted = _digest(ENVIRONMENT)
    if stamp.exists() and stamp.read_text() == f"{python} {wanted}":
        return
    uv = _uv()
    present = _present(venv)
    if present is None or str(present) != str(python):
        path = python.path if python else ".".join(map(str, OWN))
        _run(uv, "venv", "-q", "--clear", "--python", path, venv)
    _run(
        *(uv, "pip", "sync", "-q", "--require-hashes"),
        *("--python", venv / BIN / "python", ENVIRONMENT),
    )
    stamp.write_text(f"{_present(venv)} {wanted}")


def lock() -> None:
    """Renew the pinned requirements from the `.in` files."""
    uv = _uv()
    for name in (
        "requirements/bootstrap",
        "requirements/environment",
        "measure/requirements",
    ):
        _run(
            *(uv, "pip", "compile", "-q", "--upgrade", "--universal"),
            *("--python-version", ".".join(map(str, OWN)), "--generate-hashes"),
            *("--no-emit-index-url", "--no-emit-find-links"),
            *("--custom-compile-command", "make lock"),
            *("-o", f"{name}.txt", f"{name}.in"),
            cwd=ROOT,
        )


def chromium() -> str | None:
    """The Chromium on this machine: `CHROMIUM`, on PATH, or Playwright's."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in BROWSERS:
        path = shutil.which(name)
        if path:
            return path
    app = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    if app.exists():
        return str(app)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def browser() -> None:
    """Make sure of a Chromium; runs in the project's environment.

    Raises:
        SystemExit: There is none and none can be had.
    """
    if chromium():
        return
    tries = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        tries += [["apt-get", "update", "-qq"]]
        for name in BROWSERS[:2]:
            tries += [["apt-get", "install", "-qq", "-y", name]]
    elif shutil.which("brew"):
        tries += [["brew", "install", "--cask", "chromium"]]
    for command in tries:
        print("no Chromium here; trying:", *command, flush=True)
        subprocess.run(command, check=False)
        if chromium():
            return
    raise SystemExit(
        "tools/setup.py: no Chromium on this machine, and none could be installed: "
        "install one, or name it in the environment variable CHROMIUM"
    )


if __name__ == "__main__":
    actions = {"environment": environment, "browser": browser, "lock": lock}
    if len(sys.argv) != 2 or sys.argv[1] not in actions:
        sys.exit(f"usage: python3 -m tools.setup {'|'.join(actions)}")
    actions[sys.argv[1]]()
