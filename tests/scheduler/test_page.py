"""What is written about the scheduler's files is so."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


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
