"""The API on the pages is the API of the interpreters.

The stubs under `api/` are what the pages show. Every name, signature,
exception and version in them is held against each CPython found here: one
process of `api_probe.py` for each.
"""

import ast
import functools
import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import griffe
import pytest

from tests import api_probe
from tools import interpreters
from tools.names import MODULES, Entry, entries

ROOT = Path(__file__).parent.parent
NEWEST = (3, 15)

# What interpreters have and the pages leave out, and why.
OUT_OF_SCOPE = {
    # Pools of processes and of interpreters are no threads.
    "concurrent.futures.ProcessPoolExecutor",
    "concurrent.futures.InterpreterPoolExecutor",
    # Shown under the name people import; the other is how it works inside.
    "concurrent.futures.thread.ThreadPoolExecutor",
    "concurrent.futures.thread.WorkerContext",
}
UNDOCUMENTED = {
    "threading.Lock": {"acquire_lock", "locked_lock", "release_lock"},
    "threading.Timer": {"args", "finished", "function", "interval", "kwargs"},
    "threading.ExceptHookArgs": {
        *("count", "index"),
        *("n_fields", "n_sequence_fields", "n_unnamed_fields"),
    },
    **{
        f"queue.{kind}": {
            *("all_tasks_done", "mutex", "not_empty", "not_full"),
            *("is_shutdown", "maxsize", "queue", "unfinished_tasks"),
        }
        for kind in ("Queue", "LifoQueue", "PriorityQueue")
    },
    # Hooks for the pool of interpreters.
    "concurrent.futures.ThreadPoolExecutor": {"BROKEN", "prepare_context"},
}
HIDDEN_PARAMETERS = {
    "concurrent.futures.ThreadPoolExecutor": {"ctxkwargs"},
    # Ignored up to 3.14, gone in 3.15.
    "threading.RLock": {"args", "kwargs"},
}
# Functions in C whose signature nobody can ask for, nor try out: name only.
NAME_ONLY = {"threading.excepthook", "threading.__excepthook__"}


@functools.cache
def answer(interpreter: interpreters.Interpreter) -> dict[str, Any]:
    """What an interpreter says of all the names."""
    asked = {
        entry.path: {
            "kind": entry.kind,
            "parameters": entry.signature(interpreter.minor),
            "deprecated": entry.versions.deprecated is not None,
        }
        for entry in entries()
    }
    done = subprocess.run(
        [interpreter.path, "-I", api_probe.__file__],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{interpreter}:\n{done.stderr}"
    return json.loads(done.stdout)


@pytest.fixture(params=interpreters.found(), ids=str)
def interpreter(request: pytest.FixtureRequest) -> interpreters.Interpreter:
    return request.param


@pytest.fixture
def there(interpreter: interpreters.Interpreter) -> list[tuple[Entry, Any]]:
    """The names that the stubs give this interpreter, with what it says of each."""
    said = answer(interpreter)["entries"]
    return [(e, said[e.path]) for e in entries() if said[e.path]]


# ------------------------------------------------------- against interpreters


@pytest.mark.parametrize("name", interpreters.REQUIRED)
def test_interpreter_is_here(name: str) -> None:
    assert name in [i.name for i in interpreters.found()]


def test_names_come_with_their_version(interpreter: interpreters.Interpreter) -> None:
    said = answer(interpreter)["entries"]
    has = {path for path in said if said[path]}
    promised = {e.path for e in entries() if e.versions.since <= interpreter.minor}
    assert has == promised


def test_no_public_name_is_missing(interpreter: interpreters.Interpreter) -> None:
    shown = {e.path for e in entries()} | OUT_OF_SCOPE
    has = {
        f"{module}.{name}"
        for module, names in answer(interpreter)["public"].items()
        for name in names
    }
    assert has - shown == set()


def test_no_member_is_missing(there: list[tuple[Entry, Any]]) -> None:
    missing = {
        f"{entry.path}.{name}"
        for entry, said in there
        if entry.kind == "class"
        for name in said["members"]
        if name not in entry.thing.all_members
        and name not in UNDOCUMENTED.get(entry.path, ())
    }
    assert missing == set()


def test_signatures(
    interpreter: interpreters.Interpreter, there: list[tuple[Entry, Any]]
) -> None:
    wrong: list[object] = []
    for entry, said in there:
        if not entry.function:
            continue
        shown = entry.signature(interpreter.minor)
        if said["signature"] is None:
            # Written in C, before such functions could tell.
            assert interpreter.minor < (3, 14)
            if not said["accepts"] and entry.path not in NAME_ONLY:
                wrong.append((entry.path, shown, "not accepted"))
            continue
        hidden = HIDDEN_PARAMETERS.get(entry.path, set())
        real = [p for p in said["signature"] if p[0] not in hidden]
        if values(real) != values(shown):
            wrong.append((entry.path, shown, real))
    assert wrong == []


def values(parameters: Iterable[Sequence[str]]) -> list[tuple[object, ...]]:
    """Parameters with their defaults as values: `""` is `''`."""
    return [(n, k, ast.literal_eval(d) if d else ...) for n, k, d in parameters]


def test_values_of_constants(there: list[tuple[Entry, Any]]) -> None:
    wrong = [
        (entry.path, said["value"])
        for entry, said in there
        if isinstance(entry.thing, griffe.Attribute)
        and isinstance(entry.thing.value, str)
        and entry.thing.value[0] in "\"'"
        and ast.literal_eval(said["value"]) != ast.literal_eval(entry.thing.value)
    ]
    assert wrong == []


def test_methods_are_called_and_attributes_are_not(
    there: list[tuple[Entry, Any]],
) -> None:
    wrong = [
        entry.path
        for entry, said in there
        if said["callable"] != (entry.kind != "attribute")
        # An alias of an exception.
        and not entry.path.endswith("Error")
    ]
    assert wrong == []


def test_bases(there: list[tuple[Entry, Any]]) -> None:
    wrong = []
    for entry, said in there:
        if isinstance(entry.thing, griffe.Class) and entry.thing.bases:
            # `Error` is private to `concurrent.futures`.
            real = [name for name in said["bases"][1:] if name != "Error"]
            if [str(base) for base in entry.thing.bases] != real[:1]:
                wrong.append((entry.path, real))
    assert wrong == []


def test_with_statement(there: list[tuple[Entry, Any]]) -> None:
    wrong = [
        entry.path
        for entry, said in there
        if entry.kind == "class"
        and ("`with` statement" in entry.thing.docstring.value) != said["with"]  # type: ignore[union-attr]
    ]
    assert wrong == []


def test_raises(
    interpreter: interpreters.Interpreter, there: list[tuple[Entry, Any]]
) -> None:
    wrong = []
    tried = answer(interpreter)["raises"]
    for entry, _ in there:
        for name, results in tried.get(entry.path, {}).items():
            promised = name in entry.raises(interpreter.minor)
            if not promised and name not in entry.versions.exceptions:
                continue
            for got in results:
                raised = got == name or (name == "BaseException" and got != "")
                if raised != promised:
                    wrong.append((entry.path, name, got))
    assert wrong == []


def test_changes(interpreter: interpreters.Interpreter) -> None:
    wrong = {
        what: changed
        for what, changed in answer(interpreter)["changes"].items()
        if changed != (interpreters.parse(what.split()[1]) <= interpreter.minor)
    }
    assert wrong == {}


def test_what_else_is_said(interpreter: interpreters.Interpreter) -> None:
    said = answer(interpreter)["holds"]
    assert {path: said[path] for path in said if not all(said[path])} == {}


def test_deprecated_names_warn(interpreter: interpreters.Interpreter) -> None:
    promised = {
        e.path: e.versions.deprecated <= interpreter.minor
        for e in entries()
        if e.versions.deprecated
    }
    assert answer(interpreter)["warns"] == promised


# -------------------------------------------------------- the stubs themselves


def test_the_modules_asked_are_those_of_the_stubs() -> None:
    assert tuple(api_probe.MODULES) == MODULES


def test_every_exception_promised_is_tried() -> None:
    promised = {(e.path, name) for e in entries() for name in e.raises(NEWEST)}
    tried = {(path, name) for path, by in api_probe.RAISES.items() for name in by}
    assert promised == tried


def test_every_change_told_is_tried() -> None:
    told = {f"{e.path} {v[0]}.{v[1]}" for e in entries() for v in e.versions.changed}
    assert told == set(api_probe.CHANGES) | set(api_probe.LINUX_ONLY)


def test_every_fact_is_about_a_name() -> None:
    assert set(api_probe.HOLDS) <= {e.path for e in entries()}


def test_old_spellings_are_marked() -> None:
    unmarked = [
        e.path
        for e in entries()
        if re.search(r"\.[a-z]+[A-Z]\w+$", e.path) and not e.versions.deprecated
    ]
    assert unmarked == []


@pytest.mark.parametrize("entry", entries(), ids=lambda e: e.path)
def test_docstring_is_whole(entry: Entry) -> None:
    assert entry.thing.docstring, "no docstring"
    summary, _, rest = entry.thing.docstring.value.partition("\n")
    assert summary.endswith("."), "the summary is one line and a sentence"
    assert not rest or rest.startswith("\n")
    documented = [p.name.lstrip("*") for p in entry.sections.get("parameters", [])]
    assert documented == [name for name, *_ in entry.signature(NEWEST)]
    if isinstance(entry.thing, griffe.Function):
        assert "blocks" in entry.sections, "does it block?"
        blocks = entry.sections["blocks"].contents
        assert re.match(r"(Never|Until|For as long as)\b", blocks)
        returns = str(entry.thing.returns) != "None"
        assert ("returns" in entry.sections) == returns
    targets = re.findall(r"\]\[([\w.]+)\]", entry.thing.docstring.value)
    assert set(targets) <= {e.path for e in entries()}, "a link to nothing"


def test_every_name_is_on_one_page() -> None:
    shown: list[str] = []
    for page in sorted((ROOT / "docs").rglob("*.md")):
        shown += re.findall(r"^::: ([\w.]+)$", page.read_text("utf-8"), re.MULTILINE)
    names = {e.path for e in entries() if not isinstance(e.thing.parent, griffe.Class)}
    assert names - set(shown) == set(), "no page shows them"
    assert {name for name in names if shown.count(name) > 1} == set(), "shown twice"
