"""A pytest plugin: a marked test must hold in every interleaving of its threads.

The scheduler runs the body of the test, in a process of its own, and the module that it
stands in anew for each run.  The test passes where no interleaving fails and none was
left out.  What fails is reported with one schedule and the command that replays it; what
was cut off is "not settled", what cannot be explored "refused", and neither has passed.
"""

from __future__ import annotations

import ast
import inspect
import os
import shlex
import sys
import unittest
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scheduler import Exploration, Outcome, Unexplorable, explore
from scheduler.describe import commands
from scheduler.describe.story import Story, story
from scheduler.model import schedule as schedules
from scheduler.search.explore import GRANULARITIES, LIMIT
from scheduler.search.shorten import LONG

#: What is said of a test in place of "passed" and "failed".
PROVED, FOUND, NOT_SETTLED, REFUSED = "proved", "found", "not settled", "refused"
_KEYWORDS = ("preemptions", "limit", "granularity")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say how far marked tests are explored whose marks don't."""
    group = parser.getgroup("explore", "tests that hold in every interleaving")
    group.addoption(
        "--explore",
        action="store_true",
        help="explore the tests that bear no mark, too",
    )
    group.addoption(
        "--explore-preemptions",
        type=_bound,
        default=None,
        metavar="N|none",
        help="bound on switches away from a thread that could go on (default: none)",
    )
    group.addoption(
        "--explore-limit",
        type=_positive,
        default=LIMIT,
        metavar="RUNS",
        help=f"give up after so many runs of one test (default: {LIMIT:,})",
    )
    group.addoption(
        "--explore-granularity",
        choices=GRANULARITIES,
        default="opcode",
        help="where threads may be switched (default: opcode)",
    )
    group.addoption(
        "--explore-schedule",
        type=schedules.read,
        default=None,
        metavar="1*11.2.3",
        help="run the tests once, by this schedule, and show it",
    )


def _bound(text: str) -> int | None:
    number = None if text == "none" else int(text)
    if number is not None and number < 0:
        raise ValueError
    return number


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark."""
    config.addinivalue_line(
        "markers",
        "explore(*, preemptions=None, limit=20_000, granularity='opcode'): "
        "the test must hold in every interleaving of its threads",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fixtures that each run makes for itself aren't made once more, for no body."""
    if isinstance(item, pytest.Function) and _mark(item) is not None:
        for name in item.fixturenames:
            found = _definition(item, name)
            if found and not _is_parameter(found) and _makes(item, name):
                item.funcargs[name] = None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """What pytest doesn't call as a function would run as it is, and pass."""
    if _mark(item) is None:
        return
    owner = getattr(item, "cls", None)
    function = isinstance(item, pytest.Function)
    if not function or (owner is not None and issubclass(owner, unittest.TestCase)):
        _verdict(item, REFUSED)
        pytest.fail(f"refused: {item.name} is no function: write one", pytrace=False)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Explore the body of a marked test in place of calling it."""
    mark = _mark(pyfuncitem)
    if mark is None:
        return None
    refused = ""
    try:
        options = _Options.of(pyfuncitem, mark)
        program = _Program.of(pyfuncitem)
        schedule = pyfuncitem.config.getoption("explore_schedule")
        if schedule is not None:
            _replay(pyfuncitem, program, options, schedule)
        else:
            _explore(pyfuncitem, program, options)
    except Unexplorable as error:
        refused = f"refused: {error}"
    if refused:
        # Not while that is handled: pytest would say it twice.
        _verdict(pyfuncitem, REFUSED)
        pytest.fail(refused, pytrace=False)
    return True


def pytest_report_teststatus(
    report: pytest.CollectReport | pytest.TestReport,
) -> tuple[str, str, Any] | None:
    """Say how a marked test went: "not settled" is no failure of the test's own."""
    if report.when != "call":
        return None
    said = dict(getattr(report, "user_properties", ()))
    verdict = said.get("explored")
    if report.passed and verdict == PROVED:
        return "passed", ".", f"PASSED in all {said['interleavings']}"
    if report.failed and verdict == NOT_SETTLED:
        return "failed", "N", ("NOT SETTLED", {"red": True})
    if report.failed and verdict == REFUSED:
        return "failed", "R", ("REFUSED", {"red": True})
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Leave one line to pytest's summary, which repeats the whole report in a CI."""
    report = yield
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None and "explored" in dict(item.user_properties):
        crash.message = crash.message.splitlines()[0]
    return report


def _mark(item: pytest.Item) -> pytest.Mark | None:
    every = pytest.mark.explore.mark if item.config.getoption("explore") else None
    return item.get_closest_marker("explore") or every


def _verdict(item: pytest.Item, verdict: str, found: Exploration | None = None) -> None:
    item.user_properties.append(("explored", verdict))
    if found is not None:
        count = found.interleavings
        which = f"{count:,} interleaving{'s' * (count != 1)}"
        if found.preemptions is not None:
            which += f" with at most {found.preemptions} preemptions"
        if found.granularity != "opcode":
            which += f" at granularity {found.granularity}"
        item.user_properties.append(("interleavings", which))


# ---------------------------------------------------------------- exploring


@dataclass(frozen=True)
class _Options:
    """How far a test is explored."""

    preemptions: int | None
    limit: int
    granularity: str

    @classmethod
    def of(cls, item: pytest.Function, mark: pytest.Mark) -> _Options:
        """What the mark says, else what the command line does."""
        given = dict(mark.kwargs)
        wrong = [repr(value) for value in mark.args]
        wrong += [name for name in given if name not in _KEYWORDS]
        if wrong:
            raise Unexplorable(
                f"the mark explore takes {', '.join(_KEYWORDS)}, not {', '.join(wrong)}"
            )
        for name in _KEYWORDS:
            given.setdefault(name, item.config.getoption(f"explore_{name}"))
        return cls(**given)


def _explore(item: pytest.Function, program: _Program, options: _Options) -> None:
    try:
        found = explore(
            program.path,
            source=program.text.encode(),
            preemptions=options.preemptions,
            limit=options.limit,
            granularity=options.granularity,
            shortest=True,
        )
    except (TypeError, ValueError) as error:
        raise Unexplorable(f"the mark explore: {error}") from None
    skipped = [o for o in found.outcomes if _skips(o)]
    failures = [o for o in found.failures if o not in skipped]
    if failures:
        _verdict(item, FOUND, found)
        pytest.fail(_said(item, program, options, found, failures), pytrace=False)
    if found.reason:
        _verdict(item, NOT_SETTLED, found)
        pytest.fail(
            f"not settled: none of {found.interleavings:,} interleavings failed, "
            f"but {found.reason}",
            pytrace=False,
        )
    if skipped and len(skipped) == len(found.outcomes):
        pytest.skip(skipped[0].errors[0].message)
    _verdict(item, PROVED, found)


def _skips(outcome: Outcome) -> bool:
    """Whether the test's own thread has called `pytest.skip`."""
    return [(e.thread, e.type) for e in outcome.errors] == [(1, "Skipped")]


def _said(
    item: pytest.Function,
    program: _Program,
    options: _Options,
    found: Exploration,
    failures: list[Outcome],
) -> str:
    """How a test fails, and in what schedule."""
    shown = min(failures, key=lambda o: (o.preemptions, len(o.schedule)))
    count = sum(outcome.count for outcome in failures)
    lines = [f"found: {count:,} of {found.interleavings:,} interleavings fail"]
    if found.reason:
        lines[0] += f" (and there may be more: {found.reason})"
    lines += [f"  {o.count:,} × {o.detail}" for o in failures]
    if len(shown.schedule) > LONG:
        return "\n".join(lines)
    how = _story(program, options, shown.schedule)
    return "\n".join([*lines, "", *how.lines(), "", *_command(item, options, shown)])


def _story(program: _Program, options: _Options, schedule: list[int]) -> Story:
    return story(
        program.path,
        schedule,
        granularity=options.granularity,
        source=program.text.encode(),
    )


def _command(item: pytest.Item, options: _Options, outcome: Outcome) -> Iterator[str]:
    """What to type to see it again."""
    started = os.path.basename(sys.argv[0]) in ("__main__.py", "-c")
    words = [*((commands.python(), "-m") if started else ()), "pytest"]
    file = os.path.relpath(item.path, item.config.invocation_params.dir)
    words.append("::".join([file, *item.nodeid.split("::")[1:]]))
    if item.get_closest_marker("explore") is None:
        words.append("--explore")
    if options.granularity != "opcode":
        words.append(f"--explore-granularity={options.granularity}")
    words.append(f"--explore-schedule={schedules.written(outcome.schedule)}")
    yield "To replay it:"
    yield f"  {shlex.join(words)}"


def _replay(
    item: pytest.Function, program: _Program, options: _Options, schedule: list[int]
) -> None:
    try:
        how = _story(program, options, schedule)
    except ValueError as error:
        raise Unexplorable(str(error)) from None
    _verdict(item, "replayed")
    said = "\n".join([how.outcome.detail, "", *how.lines()])
    if how.outcome.fails and not _skips(how.outcome):
        pytest.fail(said, pytrace=False)
    item.add_report_section("call", "schedule", said)


# ------------------------------------------------------------ what is explored


@dataclass(frozen=True)
class _Program:
    """A test as a program: its `path` is for messages, no file lies there."""

    path: str
    text: str

    @classmethod
    def of(cls, item: pytest.Function) -> _Program:
        """The program that calls the test as pytest would.

        Raises `Unexplorable` where the test needs what only pytest can give it.
        """
        return cls(f"{item.path}::{item.originalname}", "\n".join(_Text(item).lines))


_BEGIN = """\
import sys
sys.path[:] = {path!r}
generators = []
loaded = {{}}
def module(name, file):
    if not file:
        __import__(name)
        return sys.modules[name]
    if file not in loaded:
        from importlib.util import module_from_spec, spec_from_file_location
        spec = spec_from_file_location(name, file)
        loaded[file] = sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(loaded[file])
    return loaded[file]
def begun(generator):
    generators.append(generator)
    return next(generator)
def plain(fixture):
    return getattr(fixture, "_get_wrapped_function", lambda: fixture)()
try:"""
_END = """\
finally:
    while generators:
        next(generators.pop(), None)"""


class _Text:
    """Writes the lines of a test's program."""

    def __init__(self, item: pytest.Function) -> None:
        self.item = item
        self.params = _params(item)
        self.fixtures: dict[str, str] = {}
        function = inspect.unwrap(item.function)
        if inspect.iscoroutinefunction(function):
            raise self.refused("is a coroutine: a test with threads is a function")
        path = [os.path.abspath(folder) for folder in sys.path]
        self.lines = _BEGIN.format(path=path).split("\n")
        owner = self.module(item.module.__name__, item.module.__file__)
        if item.cls is not None:
            self.add(f"test = {owner}.{item.cls.__qualname__}()")
            owner = "test"
        initial = item._fixtureinfo.initialnames
        for name in initial:
            if name.startswith(("_xunit_", "xunit_")):
                raise self.refused("has a setup function: make that a fixture")
        for name in initial:
            if name not in item._fixtureinfo.argnames and _makes(item, name):
                self.fixture(name)
        wanted = [f"{name}={self.value(name)}" for name in item._fixtureinfo.argnames]
        self.add(f"{owner}.{item.originalname}({', '.join(wanted)})")
        self.lines += _END.split("\n")

    def add(self, line: str) -> None:
        self.lines.append(f"    {line}")

    def refused(self, reason: str) -> Unexplorable:
        line = inspect.unwrap(self.item.function).__code__.co_firstlineno
        file = os.fspath(self.item.path)
        return Unexplorable(f"{self.item.name} {reason}", file, line)

    def module(self, name: str, file: str | None = None) -> str:
        """An expression for the module `name` as the exploration imports it.

        Its `file` counts where several may have that name, or where it lies on no path.
        """
        by_place = (
            name.rpartition(".")[2] == "conftest"
            or self.item.config.getoption("importmode") == "importlib"
        )
        return f"module({name!r}, {file if by_place else None!r})"

    def value(self, name: str) -> str:
        """An expression for what the test calls `name`."""
        found = _definition(self.item, name)
        direct = found is None or _is_parameter(found)
        if name in self.params and direct:
            return self.expression(name, self.params[name])
        if not _makes(self.item, name):
            raise self.refused(
                f"asks for the fixture {name}, which pytest makes outside of the "
                "exploration: make what it needs in its body"
            )
        return self.fixture(name)

    def fixture(self, name: str) -> str:
        """Make the fixture `name`; the variable that holds it."""
        variable = f"fixture_{name}"
        if name in self.fixtures:
            return self.fixtures[name]
        found = _definition(self.item, name)
        function = found.func
        wanted = [f"{inner}={self.value(inner)}" for inner in found.argnames]
        outer, _, inner = function.__qualname__.rpartition(".")
        file = inspect.unwrap(function).__code__.co_filename
        owner = "test" if outer else self.module(function.__module__, file)
        if "<locals>" in outer:
            raise self.refused(f"asks for the fixture {name}, which a function makes")
        made = f"plain({owner}.{inner})({', '.join(wanted)})"
        if inspect.isgeneratorfunction(function):
            made = f"begun({made})"
        self.add(f"{variable} = {made}")
        self.fixtures[name] = variable
        return variable

    def expression(self, name: str, value: Any) -> str:
        """`value` of the parameter `name`, as the exploration can make it anew."""
        if _is_literal(value):
            return repr(value)
        where, what = (
            getattr(value, "__module__", ""),
            getattr(value, "__qualname__", ""),
        )
        module = sys.modules.get(where or "")
        if module is not None and what and getattr(module, what, None) is value:
            return f"{self.module(where, getattr(module, '__file__', None))}.{what}"
        raise self.refused(
            f"has a parameter {name} that is neither a literal nor a function or class "
            "of a module"
        )


def _params(item: pytest.Function) -> dict[str, Any]:
    params: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    return params


def _definition(item: pytest.Function, name: str) -> Any:
    found = item._fixtureinfo.name2fixturedefs.get(name)
    return found[-1] if found else None


def _is_parameter(found: Any) -> bool:
    """Whether pytest has made the fixture for a parameter."""
    return bool(found.func.__module__ == "_pytest.python")


def _makes(item: pytest.Function, name: str) -> bool:
    """Whether the fixture `name` can be made in the exploration itself."""
    found = _definition(item, name)
    if found is None or not inspect.isroutine(found.func) or _is_parameter(found):
        return name in _params(item)
    file = Path(inspect.unwrap(found.func).__code__.co_filename)
    own = file.is_relative_to(item.config.rootpath)
    if not own or "site-packages" in file.parts:
        return False
    return all(_makes(item, inner) for inner in found.argnames)


def _is_literal(value: Any) -> bool:
    try:
        found = ast.literal_eval(repr(value))
        return type(found) is type(value) and repr(found) == repr(value)
    except (ValueError, SyntaxError):
        return False
