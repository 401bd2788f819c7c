"""How pytest collects pages, programs and answers to exercises.

A page's fence holds an include; what runs behind it is the whole program, as
a reader would run it. A program under `snippets/` is a test itself, and so is an
answer under `answers/`: it must be right in every interleaving.

What several workers would do alike, one of them does, and the others find it in a
folder that they share: what a program did here, the built site in `tests/`.
"""

import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from tools import answers, pages
from tools.programs import SNIPPETS, BadProgram, programs
from tools.runs import checked_run, hosts, this_interpreter

SHARED = pytest.StashKey[Path]()
_session: list[pytest.Config] = []


def pytest_configure(config: pytest.Config) -> None:
    given = getattr(config, "workerinput", {}).get("shared")
    if given is None:
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        config.add_cleanup(folder.cleanup)
        given = folder.name
    config.stash[SHARED] = Path(given)
    _session[:] = [config]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    node.workerinput["shared"] = str(node.config.stash[SHARED])


@pytest.fixture(scope="session")
def shared(pytestconfig: pytest.Config) -> Path:
    """A folder that all workers of this session share."""
    return pytestconfig.stash[SHARED]


def run_program(name: str) -> None:
    """Run a program, once for all workers, and judge the run."""
    program = programs().get(name)
    if program and not hosts(program, (this_interpreter(),)):
        pytest.skip(f"this CPython comes without {' and '.join(program.uses)}")
    checked_run(name, shared=_session[0].stash[SHARED] / "runs")


def _run_included_programs(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "fence":
            continue
        includes = map(pages.INCLUDE.match, token.content.splitlines())
        files = [match["file"] for match in includes if match]
        if files:
            token.content = "".join(f"run_program({file!r})\n" for file in files)


def pytest_markdown_docs_markdown_it() -> MarkdownIt:
    reader = MarkdownIt("commonmark")
    reader.core.ruler.after("block", "included_programs", _run_included_programs)
    return reader


def pytest_markdown_docs_globals() -> dict[str, object]:
    return {"run_program": run_program}


class ProgramItem(pytest.Item):
    """One run of a program."""

    def runtest(self) -> None:
        run_program(self.path.relative_to(SNIPPETS).as_posix())

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, (BadProgram, answers.BadAnswer)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, 0, self.name


class AnswerItem(ProgramItem):
    """A reader's answer to an exercise, explored."""

    def runtest(self) -> None:
        answers.check(self.path)


class ProgramFile(pytest.File):
    """A program, which pytest must run and never import."""

    def collect(self) -> Generator[ProgramItem]:
        yield ProgramItem.from_parent(self, name="runs")


class AnswerFile(pytest.File):
    """A file of `answers/`."""

    def collect(self) -> Generator[AnswerItem]:
        yield AnswerItem.from_parent(self, name="always does what it should")


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    collectors = yield
    if file_path.suffix != ".py":
        return collectors
    if SNIPPETS in file_path.parents:
        return [ProgramFile.from_parent(parent, path=file_path)]
    if file_path.parent == answers.ANSWERS:
        return [AnswerFile.from_parent(parent, path=file_path)]
    # pytest-markdown-docs would import every .py file to read its docstrings.
    return [c for c in collectors if type(c) is pytest.Module]
