"""What the engine's mutants are judged by: the battery.

Three layers, the fastest first.

* "below": the tests of `tests/scheduler/below`, called without pytest: milliseconds.
* "orders": two operations whose order shows in plain Python (`kinds`, `sweep`) are done
  by two threads of a toy run, which must see them meet.  Nothing is explored.
* "programs": whole programs are explored: those of `kinds`, of the textbook, of the
  tests in `BY_HAND`, of the site, of the sweep, and random ones.  A set is wrong where it misses what plain Python
  prints, what the search without reduction finds, or what is known of the program.

Which lines of the engine each check executes, and which entries of its tables it asks
for, is measured once, with the engine as it is: a mutant is shown to those checks only
that touch it.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import dis
import importlib
import inspect
import itertools
import random
import re
import sys
import tempfile
import time
import types
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.scheduler import engine_mutations
from tests.scheduler.engine_mutations import Mutant, located

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "scheduler"
BELOW = Path(__file__).parent / "below"
LAYERS = ("below", "orders", "programs")
ADDRESS = re.compile(r" at 0x[0-9a-f]+")
#: Tests of whole programs.
BY_HAND = (
    "test_missed",
    "test_touches",
    "test_derived",
    "test_lent",
    "test_called",
    "test_opcodes",
    "test_left_behind",
    "test_granularity",
    "test_world",
)
#: The fixtures that they may ask for.
FIXTURES = ("monkeypatch", "program", "tmp_path")
#: Runs that the site's programs of the battery need at most.
FEW = 15


@dataclass(frozen=True)
class Check:
    """Something that an engine must do right.

    Attributes:
        layer: One of `LAYERS`.
        kind: How it is checked.
        name: Of the test or the program.
        what: What the kind needs.
        options: Of the exploration.
    """

    layer: str
    kind: str
    name: str
    what: Any = None
    options: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass
class Trace:
    """What one check did with the engine as it is.

    Attributes:
        problem: What was wrong; such a check says nothing of mutants.
        seconds: Of the processor's time.
        lines: The engine's lines that were executed, by file.
        looked_up: The entries of tables that were asked for.
    """

    problem: str
    seconds: float
    lines: frozenset[tuple[str, int]]
    looked_up: frozenset[tuple[str, str]]


# ------------------------------------------------------------- what there is


def tests_below() -> dict[str, Callable[[], None]]:
    """The tests below `explore`, by name; `parametrize` is all of pytest they use."""
    found: dict[str, Callable[..., None]] = {}
    for path in sorted(BELOW.glob("test_*.py")):
        module = importlib.import_module(f"tests.scheduler.below.{path.stem}")
        _collect(module, found)
    return found


def tests_by_hand() -> dict[str, Callable[..., None]]:
    """The tests of `BY_HAND` that ask for no fixture but those of `FIXTURES`, by name.

    To be called with those fixtures, in that order.
    """
    found: dict[str, Callable[..., None]] = {}
    for name in BY_HAND:
        _collect(importlib.import_module(f"tests.scheduler.{name}"), found, FIXTURES)
    return found


def _collect(
    module: Any, found: dict[str, Callable[..., None]], fixtures: Sequence[str] = ()
) -> None:
    """Add the tests of a module that ask for some fixtures, and for no others."""
    for name, test in vars(module).items():
        if not name.startswith("test_") or _is_skipped(test):
            continue
        for label, arguments in _parameters(test):
            needed = inspect.signature(test).parameters.keys() - arguments.keys()
            if needed <= set(fixtures):
                said = named(
                    f"{module.__name__.rpartition('.')[2]}: {name}{label}", found
                )
                found[said] = _bound(test, arguments, fixtures, needed)


def _is_skipped(test: Any) -> bool:
    marks = getattr(test, "pytestmark", [])
    return any(m.name in ("skip", "skipif") and all(m.args) for m in marks)


def named(said: str, taken: Collection[str]) -> str:
    """A name that nobody has, the same in each process: without where objects lie."""
    said = ADDRESS.sub("", said)
    while said in taken:
        said += "'"
    return said


def _bound(
    test: Callable[..., None],
    arguments: dict[str, Any],
    fixtures: Sequence[str],
    needed: Collection[str],
) -> Callable[..., None]:
    def call(*given: Any) -> None:
        named = zip(fixtures, given, strict=True)
        test(**arguments, **{name: one for name, one in named if name in needed})

    return call


def _parameters(test: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The sets of arguments that pytest would call a test with."""
    marks = [m for m in getattr(test, "pytestmark", []) if m.name == "parametrize"]
    for some in itertools.product(*(m.args[1] for m in marks)):
        arguments: dict[str, Any] = {}
        for mark, values in zip(marks, some, strict=True):
            named = mark.args[0]
            names = [named] if isinstance(named, str) else list(named)
            row = [values] if isinstance(named, str) else values
            arguments |= dict(zip(names, row, strict=True))
        label = "-".join(str(value) for value in arguments.values())
        yield f"[{label}]" if arguments else "", arguments


def battery(cells: int, programs: int, fast: bool) -> list[Check]:
    """The checks by programs, with which nothing or all is explored.

    Args:
        cells: One cell of the sweep in so many is among the programs.
        programs: How many random programs of each kind.
        fast: Without what is swept and drawn.
    """
    from tests.scheduler import kinds, oracle

    checks = []
    for p in kinds.PROGRAMS:
        checks.append(Check("orders", "orders", p.name, (p.setup, p.one, p.two)))
    checks += [Check("programs", "textbook", name) for name in _textbook()]
    checks += [Check("programs", "by hand", name) for name in tests_by_hand()]
    checks += [Check("programs", "captured", name) for name in _captured()]
    for p in kinds.PROGRAMS:
        options = {"bound": 1, "limit": 400}
        what = (p.text, oracle.orders(p))
        checks.append(Check("programs", "compared", p.name, what, options))
    if not fast:
        checks += _swept(cells)
        checks += _random(programs)
    return checks


def _swept(every: int) -> Iterator[Check]:
    """The sweep's programs: as orders all of them, as programs some."""
    from tests.scheduler import sweep

    for at, name in enumerate(sweep.names()):
        step = 8 if name.startswith(("module ", "functions of ")) else 2
        for count, cell in enumerate(sweep.built(name, step, at)):
            for p, _ in cell.programs:
                what = (p.setup, p.one, p.two)
                yield Check("orders", "orders", p.name, what)
            for p, orders in cell.programs[:1]:
                if (count + at) % every == 0:
                    options = {"bound": 1, "limit": 400}
                    yield Check(
                        "programs", "compared", p.name, (p.text, orders), options
                    )


def _random(programs: int) -> Iterator[Check]:
    from tests.scheduler import model, random_programs

    chooser = random.Random(random_programs.SEED)
    count = 0
    while count < programs:
        threads = [model.random_program(chooser) for _ in range(2)]
        expected = model.outcomes(threads, limit=3_000)
        if expected is not None:
            what = (model.source(threads), expected)
            yield Check("programs", "model", f"model {count}", what, {"limit": 300})
            count += 1
    for seed in range(random_programs.SEED, random_programs.SEED + programs):
        name, text = random_programs.program(seed)
        options = random_programs.settings(seed)
        if options["bound"] is None or options["granularity"] == "opcode":
            options["bound"] = 1
        options = {**options, "limit": 200}
        yield Check("programs", "compared", name, (text, None), options)


def _captured() -> list[str]:
    """Programs of the site with a complete set and few runs."""
    from tools import outcomes
    from tools.programs import programs

    known = {name: outcomes.load(program) for name, program in programs().items()}
    return [
        name
        for name, one in known.items()
        if one is not None and one.complete and one.interleavings <= FEW
    ]


def _textbook() -> list[str]:
    from tests.scheduler import test_textbook

    # Not what takes long.
    slow = ("philosophers", "writers", "bounded_buffer", "deliver")
    return [
        name
        for name in vars(test_textbook)
        if name.startswith("test_") and not any(part in name for part in slow)
    ]


# ------------------------------------------------------------- what is noticed


def notices(check: Check) -> str:
    """What is wrong with the engine that is imported; empty if nothing is."""
    try:
        return _KINDS[check.kind](check)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    except BaseException as error:
        # pytest's own: to skip a test is no problem, to fail one is.
        return "" if type(error).__name__ == "Skipped" else type(error).__name__


_below: dict[str, Callable[[], None]] = {}


def _notices_below(check: Check) -> str:
    if not _below:
        _below.update(tests_below())
    _below[check.name]()
    return ""


_by_hand: dict[str, Callable[..., None]] = {}


def _notices_by_hand(check: Check) -> str:
    from scheduler import testing

    testing.root(ROOT / "tests" / "textbook")
    if not _by_hand:
        _by_hand.update(tests_by_hand())
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name).resolve()

        def program(text: str, name: str = "program.py") -> str:
            path = folder / name
            path.write_text(text)
            return str(path)

        _by_hand[check.name](patch, program, folder)
    return ""


def _notices_orders(check: Check) -> str:
    from tests.scheduler.below import toy

    setup, one, two = check.what
    for first, second in ((one, two), (two, one)):
        if not toy.conflict(setup, first, second):
            return f"not seen to meet: {first!r}, then {second!r}"
    return ""


def _notices_textbook(check: Check) -> str:
    from scheduler import testing
    from tests.scheduler import test_textbook

    testing.root(ROOT / "tests" / "textbook")
    vars(test_textbook)[check.name]()
    return ""


def _notices_captured(check: Check) -> str:
    from tools import outcomes
    from tools.programs import programs

    program = programs()[check.name]
    known = outcomes.load(program)
    assert known is not None
    holds = outcomes.holding(program, known, sys.version_info[:3])
    again = outcomes.explore(program)
    if again.keys != holds.keys or not again.complete:
        return "another set"
    gil = [{e.key for e in o.endings if e.gil} for o in (again, holds)]
    return "another set with the GIL" if gil[0] != gil[1] else ""


def _notices_model(check: Check) -> str:
    from scheduler import explore

    text, expected = check.what
    found = explore("model.py", source=text.encode(), **check.options)
    keys = {(o.kind, o.output) for o in found.outcomes}
    cut = found.interleavings >= check.options["limit"]
    wrong = keys - expected or (not cut and expected - keys)
    return f"{sorted(wrong)[:2]}" if wrong else ""


def _notices_compared(check: Check) -> str:
    from tests.scheduler import oracle

    text, orders = check.what
    found = oracle.compare(check.name, text, orders, **check.options)
    wrong = found.verdict in (*oracle.WRONG, "refused")
    return f"{found.verdict} {found.detail}" if wrong else ""


_KINDS: dict[str, Callable[[Check], str]] = {
    "below": _notices_below,
    "orders": _notices_orders,
    "textbook": _notices_textbook,
    "by hand": _notices_by_hand,
    "captured": _notices_captured,
    "model": _notices_model,
    "compared": _notices_compared,
}


# ------------------------------------------------------------- what is touched


class _Watched:
    """Notes which entries of a table are asked for."""

    def __init__(self) -> None:
        self.asked: set[tuple[str, str]] = set()

    def replace(self, tables: set[str]) -> None:
        """Put tables that note it in the place of the engine's own."""
        modules = [
            module
            for name, module in list(sys.modules.items())
            if name.partition(".")[0] == "scheduler"
        ]
        made: dict[int, Any] = {}
        for module in modules:
            for name, value in list(vars(module).items()):
                if name in tables and id(value) not in made:
                    made[id(value)] = (value, self._made(name, value))
        callables = next(m for m in modules if m.__name__.endswith("callables"))
        for name, table in (("_by_module", "TYPES"), ("_functions", "MODULES")):
            whole = vars(callables)[name]
            for key, entry in whole.items():
                whole[key] = self._dict(table, entry, f"{key}.")
        for module in modules:
            for name, value in list(vars(module).items()):
                if id(value) in made and made[id(value)][1] is not None:
                    setattr(module, name, made[id(value)][1])
        effects = next(m for m in modules if m.__name__.endswith("effects"))
        vars(effects)["_ONLY_LOOKS"] = self._found_before(vars(effects)["_ONLY_LOOKS"])

    def _made(self, table: str, value: Any) -> Any:
        asked = self.asked

        def note(key: Any) -> None:
            asked.add((table, repr(key)))

        if type(value) is dict:
            return self._dict(table, value)
        if type(value) in (frozenset, tuple):
            base: Any = type(value)

            class Noting(base):  # type: ignore[misc]
                def __contains__(self, key: Any) -> bool:
                    note(key)
                    return bool(base.__contains__(self, key))

            return Noting(value)
        return None

    def _dict(self, table: str, value: dict[Any, Any], before: str = "") -> Any:
        asked = self.asked

        def note(key: Any) -> None:
            asked.add((table, repr(f"{before}{key}" if before else key)))

        class Noting(dict[Any, Any]):
            def __contains__(self, key: Any) -> bool:
                note(key)
                return dict.__contains__(self, key)

            def __getitem__(self, key: Any) -> Any:
                note(key)
                return dict.__getitem__(self, key)

            def get(self, key: Any, default: Any = None) -> Any:
                note(key)
                return dict.get(self, key, default)

        return Noting(value)

    def _found_before(self, value: dict[Any, Any]) -> Any:
        """What was found out at import: who asks it asks the table of functions."""
        asked = self.asked

        class Noting(dict[Any, Any]):
            def get(self, key: Any, default: Any = None) -> Any:
                asked.add(("MODULES", repr(f"builtins.{key.__name__}")))
                return dict.get(self, key, default)

        return Noting(value)


def stay() -> None:
    """Import the engine, and let it explore in this process: a helper has another one."""
    importlib.import_module("scheduler")
    importlib.import_module("scheduler.search.guard").within_this_process()


def asked_anew() -> None:
    """Have the tables asked for each call: what is known of some was found out at import."""
    effects = sys.modules.get("scheduler.bytecode.effects")
    if effects is not None:
        vars(effects)["_ONLY_LOOKS"].clear()


def traces(
    checks: Sequence[Check], mutants: Sequence[Mutant]
) -> tuple[list[Trace], dict[tuple[str, str], str]]:
    """What each check does with the engine as it is; how tables are asked for words.

    To be called in a process of its own, with the engine's files marked: it changes the
    engine's tables.
    """
    files = {str(located(ENGINE, name)): name for name in engine_mutations.FILES}
    vars(builtins)[engine_mutations.HITS] = set()
    stay()
    watched = _Watched()
    entries = [m for m in mutants if m.word]
    words = {(m.where, m.word): _value(files, m) for m in entries}
    watched.replace({m.where for m in entries})
    hits: set[tuple[str, int]] = set()
    vars(builtins)[engine_mutations.HITS] = hits
    places = {(m.file, m.statement) for m in mutants}
    found = []
    for check in checks:
        hits.clear()
        watched.asked.clear()
        began = time.process_time()
        problem = notices(check)
        seconds = time.process_time() - began
        found.append(
            Trace(problem, seconds, frozenset(hits & places), frozenset(watched.asked))
        )
    return found, words


def absent(mutants: Sequence[Mutant]) -> set[Mutant]:
    """Entries for types and functions that this interpreter does not have.

    To be called in a process of its own: it imports whatever is written in C.
    """
    from tests.scheduler import test_callables

    for name in {
        str(ast.literal_eval(m.word)).rpartition(".")[0]
        for m in mutants
        if m.where == "TYPES"
    }:
        # The module of Python that a type of C says it is from.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    modules = {module.__name__: vars(module) for module in test_callables.loaded()}
    there = {
        "TYPES": {
            (cls.__module__, cls.__qualname__) for cls in test_callables.types_of_c()
        },
        "MODULES": {
            (module, name)
            for module, space in modules.items()
            for name, value in space.items()
            if isinstance(value, types.BuiltinFunctionType)
        },
    }
    found = {m for m in mutants if m.word and _is_instruction_elsewhere(m.word)}
    for mutant in mutants:
        if mutant.where in there:
            module, _, name = str(ast.literal_eval(mutant.word)).rpartition(".")
            named = {own for of, own in there[mutant.where] if of == module}
            if name == "*":
                listed = (m.word for m in mutants if m.where == mutant.where)
                named -= {
                    str(ast.literal_eval(word)).rpartition(".")[2] for word in listed
                }
            if not named if name == "*" else name not in named:
                found.add(mutant)
    return found


def _is_instruction_elsewhere(word: str) -> bool:
    """Whether an entry names an instruction, and this interpreter has none of that name."""
    named = re.fullmatch(r"'([A-Z]+(?:_[A-Z]+)+)'", word)
    return named is not None and named[1] not in dis.opmap


def _value(files: dict[str, str], mutant: Mutant) -> str:
    """How a table is asked for an entry: the `repr` of what its text means.

    Empty where it is not asked for that: the entry is a part of others.
    """
    path = next(path for path, name in files.items() if name == mutant.file)
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) == path:
            try:
                value = eval(mutant.word, dict(vars(module)))
                table = vars(module).get(mutant.where, ())
                keys = mutant.where in engine_mutations.WEAKER or value in table
                return repr(value) if keys else ""
            except Exception:
                return ""
    return ""
