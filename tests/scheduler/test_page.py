"""What is written about the scheduler's files is so."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def contract(kind, container=None):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = project["tool"]["importlinter"]["contracts"]
    (found,) = (
        one
        for one in contracts
        if one["type"] == kind and container in one.get("containers", [None])
    )
    return found


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
    layers = contract("layers", "scheduler")["layers"]
    assert [*dict.fromkeys(mapped)] == layers[:0:-1]


def test_the_map_has_the_layers_of_a_run_in_their_order():
    text = (ROOT / "scheduler" / "README.md").read_text()
    mapped = iter(re.findall(r"^\| `engine/(\w+)\.py` \|", text, re.M))
    layers = contract("layers", "scheduler.engine")["layers"]
    for layer in reversed(layers):
        beside = layer.split(" | ")
        assert sorted(next(mapped) for _ in beside) == sorted(beside)
    assert [*mapped] == []


def test_each_strategy_is_among_those_that_see_no_run():
    """`conformance` draws no conclusions from the runs that its own makes."""
    folder = ROOT / "scheduler"
    strategies = {
        "scheduler." + ".".join(path.relative_to(folder).with_suffix("").parts)
        for path in folder.rglob("*.py")
        if re.search(r"^    def pick\(", path.read_text(), re.M)
    }
    others = {"scheduler.conformance", "scheduler.model.strategy"}
    assert strategies - others == set(contract("forbidden")["source_modules"])
