"""The engine's own tests within the page's Python: what is left out there, and why.

`player/live/suite.ts` calls `main` in Node. What is tested is the packed engine; only
what a page has no use for, such as `scheduler.testing`, comes from the checkout.
"""

import fnmatch
import gc
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import scheduler
from scheduler import describe
from scheduler.engine import backend

ROOT = Path(__file__).resolve().parent.parent

#: By the reason, which tests are left out in a page.
LEFT_OUT = {
    "it starts a process": (
        "test_audited.py::*",
        "test_callables.py::test_every_type_of_c_has_an_entry",
        "test_cli.py::*",
        "test_guard.py::*",
        "test_kinds.py::*",
        "test_oracle.py::test_a_broken_relation_of_two_operations_is_caught",
        "test_oracle.py::test_a_partner_is_found_where_the_order_shows",
        "test_oracle.py::test_an_order_that_*_is_missed",
        "test_oracle.py::test_an_unused_import_changes_nothing",
        "test_oracle.py::test_every_operation_has_its_orders*",
        "test_oracle.py::test_random_programs_of_the_standard_library*",
        "test_packages.py::test_what_a_program_really_does_is_among_its_outcomes*",
        "test_story.py::test_a_terminal_is_told_how_far_a_search_is",
        "test_story.py::test_the_report_ends_with_a_command_that_works",
        "test_world.py::test_what_is_simulated_takes_and_refuses_what_that_of_c_does*",
    ),
    "it needs threads of the system, or its alarm": (
        "test_oracle.py::test_plain_python_knows_both_orders",
        "test_world.py::test_a_primitive_cannot_be_pickled_or_copied",
        "test_world.py::test_two_explorations_at_once_do_not_disturb_each_other",
    ),
    "Pyodide's own modules of C, which no program can import, are in no table": (
        "test_callables.py::test_every_module_of_c_has_an_entry",
        "test_callables.py::test_every_function_of_a_module_with_no_default_has_an_entry",
    ),
    "the page has another function in the place of the one of C": (
        "test_tables.py::test_what_a_module_keeps[[]gc.collect]",
        "test_tables.py::test_what_a_module_keeps[[]time.sleep]",
    ),
    "the page's Python lacks the module, or what it needs": (
        "test_calls.py::test_footprint[[]function: _hashlib]",
        "test_tables.py::test_an_object_is_of_its_kind[[]_multibytecodec.*]",
        "test_tables.py::test_an_object_is_of_its_kind[[]_ssl.*]",
        "test_tables.py::test_what_belongs_to_the_process[[]_uuid.*]",
        "test_tables.py::test_what_belongs_to_the_process[[]grp.*]",
        "test_tables.py::test_what_belongs_to_the_process[[]pwd.*]",
        "test_tables.py::test_what_belongs_to_the_process[[]resource.*]",
        "test_tables.py::test_what_cannot_be_explored_is_refused_*[[]_ssl.MemoryBIO]",
        "test_tables.py::test_what_cannot_be_explored_is_refused_*[[]select.epoll]",
    ),
}

#: The same for whole files, which cannot be imported there.
FILES = {
    "test_agreement.py": "another tester needs threads of the system",
    "test_drawn.py": "what draws the programs has a module of C for another Python",
}

OPTIONS = (
    # The project's own names plugins that are for another interpreter.
    *("--config-file=/dev/null", "--rootdir=.", "--confcutdir=tests/scheduler"),
    *("--strict-markers", "-W", "error", "--capture=sys", "-q", "-rs", "--tb=short"),
    *("-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:junitxml"),
)


class Page:
    """What pytest is told of the page."""

    def __init__(self) -> None:
        """Nothing is left out yet."""
        self.left_out: Counter[str] = Counter()

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leave out whole files."""
        return collection_path.name in FILES or None

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        """Say so, and of how many."""
        for reason, count in (+self.left_out).items():
            terminalreporter.write_line(f"left out in a page: {count}: {reason}")
        for name, reason in FILES.items():
            terminalreporter.write_line(f"left out in a page: {name}: {reason}")

    def pytest_collection_modifyitems(self, items: Sequence[pytest.Item]) -> None:
        """Leave out what a page cannot do."""
        unused = [(reason, p) for reason, some in LEFT_OUT.items() for p in some]
        for reason, pattern in list(unused):
            found = [item for item in items if matches(item, pattern)]
            self.left_out[reason] += len(found)
            for item in found:
                item.add_marker(pytest.mark.skip(f"not in a page: {reason}"))
            if found or not any(item.path.name == file_of(pattern) for item in items):
                unused.remove((reason, pattern))
        if unused:
            raise pytest.UsageError(f"tests/page.py: these match no test: {unused}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> object:
        """No test leaves a stack behind that could not be ended.

        Nothing is collected while it has some: see `_collect` in
        `player/live/session.py`.
        """
        gc.disable()
        done = yield
        gc.enable()
        place: Any = backend.place()
        assert not place.spent, "a thread could not be ended"
        return done


def file_of(pattern: str) -> str:
    """The file of the tests that are left out."""
    return pattern.partition("::")[0]


def matches(item: pytest.Item, pattern: str) -> bool:
    """Whether a test is one of those that are left out."""
    name = item.nodeid.partition("::")[2]
    return fnmatch.fnmatchcase(f"{item.path.name}::{name}", pattern)


def main(arguments: Sequence[str]) -> int:
    """Run pytest; return its status."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(ROOT)
    for package in (scheduler, describe):
        folder = ROOT.joinpath(*package.__name__.split("."))
        package.__path__.append(str(folder))
    return int(pytest.main([*OPTIONS, *arguments], plugins=[Page()]))
