"""What the commands do when something is wrong, and how pytest collects."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import SmallSite
from tools import interpreters, matrix, micros, pages, runs, setup, update
from tools.interpreters import Interpreter
from tools.programs import ROOT, SNIPPETS, programs


def pytest_says(*arguments: str) -> str:
    """Run pytest in the checkout, as a contributor would; return its output."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def listed() -> str:
    """What pytest collects of pages and programs."""
    return pytest_says("--collect-only", "docs", "README.md", "snippets")


def test_every_python_fence_is_collected(listed: str) -> None:
    collected = listed.count("[CodeFence#")
    fences = [
        info
        for page in pages.pages()
        for _, info, _ in page.fences
        if info.startswith("python")
    ]
    assert collected == len(fences) > 0


def test_every_program_is_collected(listed: str) -> None:
    assert listed.count("::runs") == len(programs()) > 0


def test_a_program_is_a_test_and_so_is_each_fence_of_a_page() -> None:
    page = next(p for p in pages.pages() if p.path.name == "getting-started.md")
    count = sum(info.startswith("python") for _, info, _ in page.fences)
    said = pytest_says("snippets/lock/counter.py", "docs/getting-started.md", "-vv")
    assert said.count("::runs PASSED") == 1
    assert len(re.findall(r"\[CodeFence#.* PASSED", said)) == count > 0
    assert f"{1 + count} passed" in said


def test_fence_runs_the_program_behind_it(small_site: SmallSite) -> None:
    """A page's fence fails when its program does, and names the program."""
    small_site.program("raise SystemExit(3)", "home/greet.py")
    small_site.write(
        "snippets/programs.toml", '["home/greet.py"]\nunexplorable = "a test"\n'
    )
    (small_site.root / "conftest.py").write_text(
        (ROOT / "conftest.py")
        .read_text("utf-8")
        .replace(
            "run_program}",
            "lambda name: checked_run(name, pathlib.Path('snippets').absolute())}",
        )
        .replace("from pathlib import Path", "import pathlib\nfrom pathlib import Path")
    )
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider"),
            *("--markdown-docs", "--markdown-docs-syntax=superfences", "docs"),
        ],
        cwd=small_site.root,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "snippets/home/greet.py:1: on" in done.stdout
    assert "ended with status 3" in done.stdout


def test_update_refuses_what_is_no_program(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert update.main(["lock/gone.py"]) == 1
    assert "no program and no folder of programs: lock/gone.py" in (
        capsys.readouterr().err
    )


def test_update_needs_the_capturing_version() -> None:
    with pytest.raises(update.BadProgram, match=r"3\.13, which was not found"):
        update.capturing((Interpreter((3, 12, 1), False, "python3.12"),))


def test_update_writes_nothing_of_a_program_that_fails(
    small_site: SmallSite,
) -> None:
    program = programs(small_site.root / "snippets")["home/greet.py"]
    small_site.program("raise ValueError('no')", "home/greet.py")
    got = update.capture(program, interpreters.found())
    assert got.ran == []
    (wrong,) = (line for line in got.wrong if "interleaving" in line)
    assert wrong.startswith("snippets/home/greet.py:1: in some interleaving, ")
    assert "ValueError: no" in wrong


def test_update_refuses_a_program_that_prints_several_things(
    small_site: SmallSite,
) -> None:
    program = programs(small_site.root / "snippets")["home/greet.py"]
    small_site.change("snippets/home/greet.py", "sorted(greeted)", "greeted")
    got = update.capture(program, interpreters.found())
    (wrong,) = got.wrong
    assert wrong.startswith("snippets/home/greet.py:1: does not print one thing:")
    assert "['a', 'b']" in wrong
    assert "['b', 'a']" in wrong


def test_matrix_needs_the_required_versions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = (runs.this_interpreter(),)
    monkeypatch.setattr(interpreters, "found", lambda: here)
    first = programs(SNIPPETS)["lock/counter.py"]
    monkeypatch.setattr(matrix, "programs", lambda: {first.name: first})
    assert matrix.main() == 1
    said = capsys.readouterr()
    assert "no CPython 3.11 on this machine" in said.err
    assert "no CPython 3.12 on this machine" in said.err
    assert "1 passed, 2 failed" in said.out


def test_interpreters_are_what_they_are_called() -> None:
    for interpreter in interpreters.found():
        asked = subprocess.run(
            [interpreter.path, "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert asked.stdout.split() == [str(n) for n in interpreter.minor]


@pytest.mark.parametrize("name", ["3", "3.x", "python3.13", "3.13tt"])
def test_bad_version_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a Python version"):
        interpreters.parse(name)


OLD, NEW = (Interpreter((3, 13, n), False, f"python3.13.{n}") for n in (0, 99))
OTHERS = (
    Interpreter((3, 12, 1), False, "python3.12"),
    *(OLD, replace(OLD, version=(3, 13, 12)), NEW),
    Interpreter((3, 13, 5), True, "python3.13t"),
)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Interpreter | None]:
    """The Pythons that environments are made with, and none is made."""
    pythons: list[Interpreter | None] = []
    monkeypatch.setattr(interpreters, "found", lambda: OTHERS)
    monkeypatch.setattr(setup, "make", lambda venv, python: pythons.append(python))
    return pythons


def test_environment_takes_the_newest_3_13_or_the_one_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, made: list[Interpreter | None]
) -> None:
    monkeypatch.setattr(setup, "VENV", tmp_path)
    for name in ("", "3.13.0", sys.executable):
        monkeypatch.setenv("ENVIRONMENT_PYTHON", name)
        setup.environment()
    assert made == [NEW, OLD, runs.this_interpreter()]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("3.12.1", "CPython 3.12.1, and the environment takes a 3.13"),
        ("3.13.5t", "CPython 3.13.5t, and the environment takes a 3.13"),
        ("not-there", "no CPython here, and the environment takes a 3.13"),
    ],
)
def test_environment_refuses_another_python(
    monkeypatch: pytest.MonkeyPatch,
    made: list[Interpreter | None],
    name: str,
    said: str,
) -> None:
    monkeypatch.setenv("ENVIRONMENT_PYTHON", name)
    with pytest.raises(SystemExit, match=re.escape(f"{name}: {said}")):
        setup.environment()
    assert made == []


def test_other_micro_versions_are_tested_in_their_own_environments(
    monkeypatch: pytest.MonkeyPatch, made: list[Interpreter | None]
) -> None:
    commands: list[list[str]] = []

    def failing(command: list[str], **_: object) -> object:
        commands.append(command)
        return subprocess.CompletedProcess(command, len(commands) - 1)

    monkeypatch.setattr(subprocess, "run", failing)
    monkeypatch.setattr(micros, "this_interpreter", lambda: OTHERS[2])
    assert micros.main() == 1
    assert made == [OLD, NEW]
    assert [c[0].split(".cache/")[1].split("/")[0] for c in commands] == [
        *("python3.13.0", "python3.13.99")
    ]
    monkeypatch.setattr(micros, "this_interpreter", lambda: OLD)
    assert micros.main() == 1
    assert made == [OLD, NEW, replace(OLD, version=(3, 13, 12)), NEW]
