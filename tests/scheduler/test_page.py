"""What the page about the scheduler shows is what the commands print."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "scheduler.md"
SHOWN = re.findall(
    r"^```console\n\$ \.venv/bin/python (-m scheduler .*)\n((?:(?!```).*\n)+)```$",
    PAGE.read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_the_map_names_each_module():
    folder = ROOT / "scheduler"
    named = re.findall(
        r"^\| `([\w/]+\.py)` \|", (folder / "README.md").read_text(), re.M
    )
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.py")}
    assert sorted(named) == sorted(p for p in there if not p.endswith("__init__.py"))


def test_the_map_has_the_layers_in_their_order():
    text = (ROOT / "scheduler" / "README.md").read_text()
    mapped = [
        name.partition("/")[0]
        for name in re.findall(r"^\| `(\w+/\w+)\.py` \|", text, re.M)
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (contract,) = project["tool"]["importlinter"]["contracts"]
    assert [*dict.fromkeys(mapped)] == contract["layers"][:0:-1]


def without_times(text):
    return re.sub(r"\b\d+\.\d+ s\b", "… s", text)


def test_the_page_shows_a_command():
    assert SHOWN


@pytest.mark.parametrize(("command", "printed"), SHOWN)
def test_a_command_prints_what_the_page_shows(command, printed):
    done = subprocess.run(
        [sys.executable, *shlex.split(command)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0
    assert without_times(done.stdout) == without_times(printed)
