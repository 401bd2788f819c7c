"""What is written as JSON has the shape that `schemas/` says."""

import functools
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, ValidationError
from referencing import Registry, Resource

from tools import graphs, outcomes
from tools.programs import CAPTURED, ROOT

SCHEMAS = sorted((ROOT / "schemas").glob("*.json"))
TEXTBOOK = ROOT / "tests" / "textbook"


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


@functools.cache
def registry() -> Registry:
    return Registry().with_resources(
        (path.name, Resource.from_contents(read(path))) for path in SCHEMAS
    )


@functools.cache
def schema(name: str) -> Draft7Validator:
    return Draft7Validator({"$ref": name}, registry=registry())


def hold(name: str, value: Any, where: object) -> None:
    try:
        schema(name).validate(value)
    except ValidationError as error:
        pytest.fail(f"{where}: {error.json_path}: {error.message}")


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a schema."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_a_schema_is_closed_and_tells_each_field(path: Path) -> None:
    Draft7Validator.check_schema(read(path))
    for part in parts(read(path)):
        fields = part.get("properties", {})
        assert part.get("additionalProperties") is False or not fields
        assert set(part.get("required", ())) <= set(fields)
        for name, field in fields.items():
            here = registry().resolver(path.name)
            said = here.lookup(field["$ref"]).contents if "$ref" in field else field
            assert said.get("description", "").endswith("."), name


def explored(*words: str | Path) -> Any:
    """What a command of the scheduler prints."""
    command = [sys.executable, "-m", "scheduler", *map(str, words)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "name",
    ["counter_broken", "two_locks_broken", "thread_error", "future_error", "event"],
)
def test_what_the_commands_print(name: str) -> None:
    path = TEXTBOOK / f"{name}.py"
    found = explored("explore", path, "--json")
    hold("explore.json", found, name)
    for outcome in found["outcomes"]:
        schedule = ".".join(map(str, outcome["schedule"]))
        again = explored("run", path, "--schedule", schedule, "--json")
        hold("run.json", again, name)
    hold("graph.json", explored("graph", path), name)


def test_what_the_commands_print_of_what_they_refuse(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text("import os\nos.fork()\n", "utf-8")
    for command in ("explore", "run"):
        found = explored(command, path, "--json")
        assert found["refused"]["line"] == 2
        hold(f"{command}.json", found, command)
    hold("common.json#/definitions/refusal", explored("graph", path), "graph")


def test_what_was_captured() -> None:
    files = sorted(CAPTURED.rglob(f"*{outcomes.SUFFIX}"))
    assert files
    for path in files:
        hold("outcomes.json", read(path), path)


def test_the_players_graphs() -> None:
    files = sorted(graphs.FOLDER.rglob("*.json"))
    assert files
    for path in files:
        hold("graph.json", read(path), path)


@pytest.mark.parametrize("name", ["outcomes.json", "graph.json"])
def test_a_field_that_is_not_said_does_not_pass(name: str) -> None:
    found = {
        "outcomes.json": CAPTURED / "lock/counter_broken.outcomes.json",
        "graph.json": graphs.FOLDER / "lock/counter_broken.json",
    }
    value = read(found[name])
    assert schema(name).is_valid(value)
    assert not schema(name).is_valid(value | {"more": 1})
    value["outcomes"][0]["more"] = 1
    assert not schema(name).is_valid(value)
