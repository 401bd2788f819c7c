"""Build the engine's wheel into `docs/wheels/`, where its sources have changed.

    python -m tools.wheel

The package is described in `wheel/`. Like the player's bundle, the wheel is built and
not committed; MkDocs copies it, and the page of the scheduler names it.
"""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from tools import player
from tools.programs import ROOT


def sources(root: Path) -> list[Path]:
    """The files that the wheel is made of."""
    return [
        root / "LICENSE",
        *(path for path in sorted((root / "wheel").iterdir()) if path.is_file()),
        *sorted((root / "scheduler").rglob("*.py")),
        *sorted((root / "schemas").glob("*.json")),
    ]


def name(root: Path = ROOT) -> str:
    """What the wheel's file is called."""
    with (root / "wheel" / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    return f"{project['name'].replace('-', '_')}-{project['version']}-py3-none-any.whl"


def build(root: Path = ROOT) -> str | None:
    """Make sure of the wheel; return a complaint, and then nothing was changed."""
    target = root / "docs" / "wheels"
    stamp = root / ".cache" / "wheel.sha256"
    wanted = player.digest(root, sources(root))
    there = (target / name(root)).exists() and stamp.exists()
    if there and stamp.read_text() == wanted:
        return None
    stamp.parent.mkdir(exist_ok=True)
    # Each build has a folder of its own: two may go on at once.
    with tempfile.TemporaryDirectory(dir=stamp.parent) as new:
        done = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", new],
            cwd=root / "wheel",
            text=True,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            return f"wheel/pyproject.toml:1: no wheel was built: {done.stderr.strip()}"
        target.mkdir(parents=True, exist_ok=True)
        (Path(new) / name(root)).replace(target / name(root))
    for old in set(target.glob("*.whl")) - {target / name(root)}:
        old.unlink(missing_ok=True)
    stamp.write_text(wanted)
    return None


def main() -> int:
    """Build the wheel; return the exit status."""
    wrong = build()
    if wrong:
        print(wrong, file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
