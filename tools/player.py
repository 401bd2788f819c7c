"""Bundle the player into `docs/assets/player/`, where its sources have changed.

    python -m tools.player

The bundle is built, not committed: whatever builds or serves the site calls this
first. npm installs what `package-lock.json` pins into `node_modules/`.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.programs import ROOT

BIN = Path(sys.executable).parent
BUNDLES = ("site.js", "player.js", "levels.js", "desk.js", "search.js")


def sources(root: Path) -> list[Path]:
    """The files that the bundle depends on."""
    own = [
        path
        for path in (root / "player").rglob("*")
        if path.suffix in (".ts", ".tsx", ".css", ".mjs", ".json")
        and "test" not in path.relative_to(root / "player").parts
    ]
    return [root / "package-lock.json", *sorted(own)]


def digest(root: Path, made_of: list[Path]) -> str:
    """What was made of these files, told from what was made of others."""
    found = hashlib.sha256()
    for path in made_of:
        found.update(path.relative_to(root).as_posix().encode() + b"\0")
        found.update(path.read_bytes() + b"\0")
    return found.hexdigest()


def run(root: Path, *command: str | Path) -> str | None:
    """Run a tool of the environment; what it said where it failed."""
    tool = shutil.which(command[0], path=str(BIN))
    if not tool:
        return f"no {command[0]} in {BIN.name}: run `make environment`"
    done = subprocess.run(
        [tool, *command[1:]],
        cwd=root,
        env=os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"},
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        return f"{command[0]} ended with {done.returncode}:\n{said}"
    return None


def installed(root: Path) -> bool:
    """Whether `node_modules/` holds what the lock file pins."""
    pinned = json.loads((root / "package-lock.json").read_text("utf-8"))["packages"]
    for place in pinned[""]["devDependencies"]:
        path = root / "node_modules" / place / "package.json"
        if not path.exists():
            return False
        version = json.loads(path.read_text("utf-8"))["version"]
        if version != pinned[f"node_modules/{place}"]["version"]:
            return False
    return True


def install(root: Path) -> str | None:
    """Bring `node_modules/` up to date; return a complaint."""
    if installed(root):
        return None
    return run(root, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def renew(
    root: Path, name: str, script: str, made_of: list[Path], *files: str
) -> str | None:
    """Make sure of `docs/assets/<name>/`; return a complaint: nothing was changed then.

    Args:
        root: The checkout.
        name: The folder, which `script` fills.
        script: What Node runs.
        made_of: The files that it depends on.
        files: Some that have to be there.
    """
    cache = root / ".cache"
    cache.mkdir(exist_ok=True)
    # Of several workers of the tests, one makes what is out of date.
    with (cache / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _renew(root, name, script, made_of, files)


def _renew(
    root: Path, name: str, script: str, made_of: list[Path], files: tuple[str, ...]
) -> str | None:
    target = root / "docs" / "assets" / name
    stamp = root / ".cache" / f"{name}.sha256"
    wanted = digest(root, made_of)
    there = all((target / file).exists() for file in files)
    if there and stamp.exists() and stamp.read_text() == wanted:
        return None
    new = root / ".cache" / name
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    wrong = install(root) or run(root, "node", script, new)
    if wrong:
        return f"{script}: docs/assets/{name}/ was not built: {wrong}"
    stamp.unlink(missing_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    new.rename(target)
    stamp.write_text(wanted)
    return None


def build(root: Path = ROOT) -> str | None:
    """Make sure of the bundle; return a complaint, and then nothing was changed."""
    return renew(root, "player", "player/build.mjs", sources(root), *BUNDLES)


def main() -> int:
    """Build the bundle; return the exit status."""
    wrong = build()
    if wrong:
        print(wrong, file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
