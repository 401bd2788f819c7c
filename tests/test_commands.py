"""What the commands do when something is wrong, and how pytest collects."""

import subprocess
import sys

import pytest

from tests.conftest import SmallSite
from tools import interpreters, matrix, pages, update
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


def test_every_python_fence_is_collected() -> None:
    listed = pytest_says("--collect-only", "docs", "README.md")
    collected = listed.count("[CodeFence#")
    fences = [
        info
        for page in pages.pages()
        for _, info, _ in page.fences
        if info.startswith("python")
    ]
    assert collected == len(fences) > 0


def test_every_program_is_collected() -> None:
    listed = pytest_says("--collect-only", "snippets")
    assert listed.count("::runs") == len(programs()) > 0


def test_a_program_is_a_test() -> None:
    said = pytest_says("snippets/lock/counter.py", "--deselect", "nothing")
    assert "1 passed" in said


def test_a_page_is_a_test() -> None:
    page = next(p for p in pages.pages() if p.path.name == "lock.md")
    count = sum(info.startswith("python") for _, info, _ in page.fences)
    assert f"{count} passed" in pytest_says("docs/synchronization/lock.md")


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
    here = tuple(i for i in interpreters.found() if i.name == "3.13")
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
