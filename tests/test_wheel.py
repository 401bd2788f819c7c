"""The engine as a package of its own: built, installed where nothing else is, tried."""

import ast
import email
import json
import os
import re
import secrets
import shlex
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import alone
from tools import interpreters, pages, setup, wheel
from tools.interpreters import Interpreter
from tools.programs import ROOT

PACKAGE = "all_interleavings"
MINORS = ((3, 13), (3, 14), (3, 15))
COUNTER = ROOT / "tests" / "textbook" / "counter_broken.py"


@pytest.fixture(scope="session")
def built(shared: Path) -> Path:
    """The wheel."""
    with alone(shared / "wheel.lock"):
        assert wheel.build() is None
    return ROOT / "docs" / "wheels" / wheel.name()


def install(what: str | Path, python: str | Path, folder: Path) -> Path:
    """A clean environment with the wheel and nothing else; its Python."""
    uv = setup.BOOTSTRAP / setup.BIN / "uv"
    subprocess.run([uv, "venv", "-q", "--python", python, folder], check=True)
    own = folder / setup.BIN / "python"
    pip = ("pip", "install", "-q", "--offline", "--no-deps", "--no-cache")
    subprocess.run([uv, *pip, "--python", own, what], check=True)
    return own


@pytest.fixture(scope="session")
def python(shared: Path, built: Path) -> Path:
    """The Python of a clean environment that has the wheel."""
    folder = shared / "clean"
    with alone(shared / "clean.lock"):
        if not folder.exists():
            install(built, sys.executable, folder)
    return folder / setup.BIN / "python"


class Shell:
    """Runs commands in an empty folder, and knows what they leave running."""

    def __init__(self, python: Path, folder: Path) -> None:
        """Take the Python of an environment, and the folder."""
        self.python = python
        self.folder = folder
        self.mark = f"TRIED_{secrets.token_hex(8)}"

    def write(self, name: str, text: str) -> str:
        """Write a file; return its name."""
        (self.folder / name).write_text(textwrap.dedent(text), "utf-8")
        return name

    def run(self, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command, with more in its environment."""
        path = f"{self.python.parent}{os.pathsep}{os.environ['PATH']}"
        strange = ("PY", "CI", "BUILD_NUMBER")
        clean = {k: v for k, v in os.environ.items() if not k.startswith(strange)}
        return subprocess.run(
            [str(word) for word in words],
            cwd=self.folder,
            env=clean | {"PATH": path, "NO_COLOR": "1", self.mark: "1"} | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )

    def explore(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run the console script."""
        return self.run(self.python.parent / "all-interleavings", "explore", *words)

    def pytest(
        self, *words: str | Path, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run pytest with the plugin, as whoever has both installed."""
        # pytest comes from the environment of the tests, the plugin from the wheel.
        beside = Path(pytest.__file__).parent.parent
        options = [f"--basetemp={self.folder / 'made'}", "-p", "no:cacheprovider"]
        options += ["-p", "no:run-parallel", "-p", "no:xdist"]
        return self.run(
            "python", "-m", "pytest", *options, *words, PYTHONPATH=str(beside), **more
        )

    def left(self) -> list[str]:
        """The processes that were started here and still are."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (process / "environ").read_bytes():
                    found.append((process / "cmdline").read_text())
            except OSError:
                continue
        return found


@pytest.fixture
def shell(python: Path, tmp_path: Path) -> Shell:
    """A shell in an empty folder."""
    return Shell(python, tmp_path)


# ---------------------------------------------------------------- the package


def test_the_wheel_holds_one_package_that_needs_nothing(built: Path) -> None:
    with zipfile.ZipFile(built) as packed:
        names = packed.namelist()
        info = f"{PACKAGE}-{built.name.split('-')[1]}.dist-info"
        metadata = email.message_from_bytes(packed.read(f"{info}/METADATA"))
    assert {name.split("/")[0] for name in names} == {PACKAGE, info}
    assert metadata.get_all("Requires-Dist") is None
    here = {
        path.relative_to(ROOT / "scheduler").as_posix()
        for path in (ROOT / "scheduler").rglob("*.py")
    }
    packed_names = {n.removeprefix(f"{PACKAGE}/") for n in names if n.endswith(".py")}
    assert here - packed_names == {"conformance.py"}
    assert packed_names <= here


def test_it_holds_the_schemas_of_what_its_commands_print(built: Path) -> None:
    with zipfile.ZipFile(built) as packed:
        names = [n for n in packed.namelist() if n.startswith(f"{PACKAGE}/schemas/")]
        texts = {Path(name).name: packed.read(name).decode() for name in names}
    commands = {"explore.json", "graph.json", "run.json"}
    shared = {n for text in texts.values() for n in re.findall(r"\w+\.json(?=#)", text)}
    assert texts.keys() == commands | shared
    for name, text in texts.items():
        assert text == (ROOT / "schemas" / name).read_text("utf-8")


def test_nothing_in_it_names_the_checkouts_package(built: Path) -> None:
    with zipfile.ZipFile(built) as packed:
        texts = {
            name: packed.read(name).decode()
            for name in packed.namelist()
            if name.endswith(".py")
        }
    for name, text in texts.items():
        for node in ast.walk(ast.parse(text)):
            found: list[str | None] = []
            if isinstance(node, ast.ImportFrom) and not node.level:
                found = [node.module]
            elif isinstance(node, ast.Import):
                found = [alias.name for alias in node.names]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found = re.findall(r"\bscheduler\.[a-z_]+", node.value)
            assert not [f for f in found if (f or "").split(".")[0] == "scheduler"], (
                f"{name}:{getattr(node, 'lineno', 0)}"
            )


def test_the_same_sources_make_the_same_wheel(built: Path, tmp_path: Path) -> None:
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d")
    subprocess.run(
        [*build, tmp_path], cwd=ROOT / "wheel", check=True, capture_output=True
    )
    assert (tmp_path / built.name).read_bytes() == built.read_bytes()


def test_an_import_that_cannot_be_renamed_stops_the_build(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'wheel'); import hatch_build, pathlib\n"
        "list(hatch_build.files(pathlib.Path(sys.argv[1])))"
    )
    (tmp_path / "wrong.py").write_text("import scheduler.run\n")
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert "scheduler/wrong.py: `import scheduler.run` binds" in done.stderr


def test_the_page_names_the_wheel() -> None:
    page = next(p for p in pages.pages() if p.where == "docs/reference/scheduler.md")
    assert set(re.findall(r"[\w.]+-[\w.]+-py3-none-any\.whl", page.text)) == {
        wheel.name()
    }


def test_the_page_names_the_site_as_it_was_reached(
    address: str, chromium: Browser
) -> None:
    page = chromium.new_page()
    page.goto(f"{address}reference/scheduler/")
    wanted = f"pip install {address}wheels/{wheel.name()}\n"
    block = page.locator(".language-console").first
    expect(block.locator("[data-md-type=copy]")).to_have_attribute(
        "data-clipboard-text", wanted
    )
    assert block.locator("code").text_content() == f"$ {wanted}"
    page.close()


# ------------------------------------------------------------------- its first user


def test_a_program_is_explored(shell: Shell) -> None:
    done = shell.explore(COUNTER, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["verdict"] == "proved"
    assert sorted(o["output"] for o in found["outcomes"]) == ["1\n", "2\n"]
    assert shell.left() == []


def test_what_is_printed_to_replay_replays(shell: Shell) -> None:
    shell.write("counter.py", COUNTER.read_text("utf-8"))
    done = shell.explore("counter.py")
    said = done.stdout.split("To replay it:\n")[1].splitlines()[0]
    again = shell.run(*shlex.split(said))
    assert again.returncode == 0, again.stderr
    assert again.stdout.endswith("prints:\n1\n")


def test_python_m_and_the_api_do_the_same(shell: Shell) -> None:
    done = shell.run(shell.python, "-m", PACKAGE, "explore", COUNTER)
    assert f"-m {PACKAGE} run" in done.stdout
    code = (
        f"import {PACKAGE}; e = {PACKAGE}.explore({str(COUNTER)!r}); "
        f"print(e.verdict, sorted(e.outputs), {PACKAGE}.__file__)"
    )
    done = shell.run(shell.python, "-c", code)
    assert done.stdout.startswith("proved ['1\\n', '2\\n']")
    assert str(shell.python.parent.parent) in done.stdout


def _explorers() -> list[Interpreter]:
    newest = {i.minor: i for i in interpreters.found() if not i.free_threaded}
    return [newest[minor] for minor in MINORS if minor in newest]


@pytest.mark.parametrize("interpreter", _explorers(), ids=lambda i: i.name)
def test_each_version_finds_the_same(
    interpreter: Interpreter, built: Path, tmp_path: Path
) -> None:
    python = install(built, interpreter.path, tmp_path / "venv")
    for name in ("counter_broken", "two_locks_broken", "condition"):
        path = COUNTER.with_name(f"{name}.py")
        sets = []
        for shell in (Shell(python, tmp_path), Shell(Path(sys.executable), ROOT)):
            where = PACKAGE if shell.python == python else "scheduler"
            done = shell.run(shell.python, "-m", where, "explore", path, "--json")
            found = json.loads(done.stdout)
            assert found["complete"], done.stderr
            sets.append({(o["kind"], o["output"]) for o in found["outcomes"]})
        assert sets[0] == sets[1]


PAGE = (ROOT / "docs" / "reference" / "scheduler.md").read_text("utf-8")
SHOWN = re.findall(
    r"^```console\n\$ (all-interleavings explore (.*))\n((?:(?!```).*\n)+)```$",
    PAGE,
    re.M,
)


def varies(said: str) -> str:
    """What a program prints, without what each machine and micro version has anew."""
    said = re.sub(r"\b\d+\.\d+ s\b", "… s", said)
    # The standard library of one micro version has a step more to a thread's start.
    return re.sub(r"(schedule[ =]'?1\*)\d+", r"\1…", said)


def test_the_page_shows_what_the_command_prints(shell: Shell) -> None:
    assert SHOWN
    for command, name, printed in SHOWN:
        shell.write(name, (ROOT / "snippets" / "lock" / name).read_text("utf-8"))
        done = shell.run(*shlex.split(command))
        assert varies(done.stdout) == varies(printed)


def test_the_claims_that_the_page_shows_hold(shell: Shell) -> None:
    claims = re.findall(r"^\| `(\w+\(.*\))` \|", PAGE, re.M)
    assert {claim.split("(")[0] for claim in claims} == {
        "always",
        "never",
        "can",
        "only",
    }
    for claim in claims:
        (name,) = re.findall(r"\w+\.py", claim)
        (path,) = (
            p for f in ("lock", "deadlock") for p in (ROOT / "snippets" / f).glob(name)
        )
        shell.write(name, path.read_text("utf-8"))
        code = f"from {PACKAGE}.testing import *\n{claim}"
        done = shell.run(shell.python, "-c", code)
        assert done.returncode == 0, done.stderr


# ---------------------------------------------------------------------- the plugin

BANK = """\
    import threading

    import pytest


    class Account:
        def __init__(self, lock):
            self.balance = 0
            self.lock = lock()

        def pay_in(self, amount):
            with self.lock:
                before = self.balance
                self.balance = before + amount


    class NoLock:
        def __enter__(self): ...
        def __exit__(self, *exc): ...


    @pytest.fixture
    def started():
        threads = []

        def start(function, *args):
            threads.append(threading.Thread(target=function, args=args))
            threads[-1].start()

        yield start, threads
        for thread in threads:
            thread.join()


    @pytest.mark.explore
    @pytest.mark.parametrize("lock", [threading.Lock, NoLock])
    @pytest.mark.parametrize("amount", [1])
    def test_no_money_is_lost(lock, amount, started):
        start, threads = started
        account = Account(lock)
        for _ in range(2):
            start(account.pay_in, amount)
        for thread in threads:
            thread.join()
        assert account.balance == 2 * amount


    @pytest.mark.explore
    class TestTwo:
        def take(self, one, other):
            with one:
                with other:
                    pass

        def test_locks_are_taken_in_one_order(self):
            a, b = threading.Lock(), threading.Lock()
            threads = [
                threading.Thread(target=self.take, args=pair)
                for pair in ((a, b), (b, a))
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        @pytest.mark.explore(limit=2)
        def test_that_is_cut_off(self):
            done = []
            threads = [threading.Thread(target=done.append, args=[n]) for n in "abc"]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(done) == 3


    def test_that_is_not_marked(tmp_path):
        assert tmp_path.exists()
"""


def test_the_page_shows_what_the_plugin_reports(shell: Shell) -> None:
    command, shown = re.findall(
        r"^```console\n\$ (python -m pytest .*)\n```\n\n```text\n((?:(?!```).*\n)+)",
        PAGE,
        re.M,
    )[0]
    name = command.split()[-1]
    folder = ROOT / "snippets" / "test_threaded_code"
    shell.write(name, (folder / name).read_text("utf-8"))
    assert varies(shown) in varies(shell.pytest(*command.split()[3:]).stdout)


@pytest.fixture
def bank(shell: Shell) -> subprocess.CompletedProcess[str]:
    """What pytest says of the tests above."""
    shell.write("test_bank.py", BANK)
    return shell.pytest("-v", "test_bank.py")


def test_a_marked_test_is_explored(
    bank: subprocess.CompletedProcess[str], shell: Shell
) -> None:
    assert bank.returncode == 1
    words = dict(
        re.findall(r"^test_bank\.py::(\S+) ([A-Z ]+[A-Z])\b", bank.stdout, re.M)
    )
    assert words == {
        "test_no_money_is_lost[1-lock]": "PASSED",
        "test_no_money_is_lost[1-NoLock]": "FAILED",
        "TestTwo::test_locks_are_taken_in_one_order": "FAILED",
        "TestTwo::test_that_is_cut_off": "NOT SETTLED",
        "test_that_is_not_marked": "PASSED",
    }
    assert re.search(r"\[1-lock\] PASSED in all \d+ interleavings", bank.stdout)
    assert "not settled: none of 2 interleavings failed, but the limit" in bank.stdout
    assert "T2 holds Lock one" in bank.stdout
    assert "T2 waits at line 52, for Lock other, held by T3" in bank.stdout
    assert shell.left() == []


def test_a_summary_has_a_line_for_each_test(shell: Shell) -> None:
    shell.write("test_bank.py", BANK)
    for where in ({}, {"CI": "true", "BUILD_NUMBER": "1"}):
        said = shell.pytest("-rf", "test_bank.py", **where).stdout
        lines = said.split("short test summary info")[1].splitlines()[1:-1]
        assert [line.split()[0] for line in lines] == ["FAILED", "FAILED", "NOT"], said
        assert said.count("To replay it:") == 2


def test_the_command_of_a_report_replays_it(
    bank: subprocess.CompletedProcess[str], shell: Shell
) -> None:
    beside = str(Path(pytest.__file__).parent.parent)
    commands = bank.stdout.split("To replay it:\n")[1:]
    assert len(commands) == 2
    for command, said in zip(
        commands, ("AssertionError", "for Lock other, held by T3"), strict=True
    ):
        words = shlex.split(command.splitlines()[0])
        more = ["-p", "no:run-parallel", f"--basetemp={shell.folder / 'made'}"]
        again = shell.run(*words, *more, PYTHONPATH=beside)
        assert again.returncode == 1, again.stdout + again.stderr
        assert said in again.stdout
        assert "1 failed" in again.stdout


def test_the_command_is_for_the_folder_that_pytest_was_started_in(shell: Shell) -> None:
    folder = shell.folder / "tests"
    folder.mkdir()
    shell.write("pytest.ini", "[pytest]\n")
    shell.write("tests/test_bank.py", BANK)
    shell.folder = folder
    said = shell.pytest("test_bank.py", "-k", "NoLock").stdout
    assert " -m pytest 'test_bank.py::test_no_money_is_lost[1-NoLock]' " in said


MARKED = """\
    import pytest
    {}

    @pytest.mark.explore{}
    def test_it({}):
        {}
"""

REFUSED = {
    "needs pytest's own": (
        ("", "", "tmp_path", "pass"),
        "test_it asks for the fixture tmp_path, which pytest makes outside",
    ),
    "a wrong word": (
        ("", "(bound=2)", "", "pass"),
        "the mark explore takes preemptions, limit, granularity, not bound",
    ),
    "a wrong value": (
        ("", "(preemptions=-1)", "", "pass"),
        "the mark explore: preemptions must be None or at least 0",
    ),
    "a value of another type": (
        ("", "(limit='many')", "", "pass"),
        "the mark explore: limit must be at least 1, and not 'many'",
    ),
    "forks": (("import os", "", "", "os.fork()"), "the program forks ("),
    "blocks in C": (
        ("import os", "", "", "r, w = os.pipe(); open(r).read()"),
        "blocks at ",
    ),
    "a coroutine": (
        (
            "",
            "",
            "",
            "pass\n\n    @pytest.mark.explore\n    async def test_other(): ...",
        ),
        "test_other is a coroutine",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_explored_has_not_passed(case: str, shell: Shell) -> None:
    parts, said = REFUSED[case]
    shell.write("test_it.py", MARKED.format(*parts))
    done = shell.pytest("-v", "test_it.py")
    assert done.returncode == 1, done.stdout + done.stderr
    assert " REFUSED" in done.stdout
    assert re.search(rf"^refused: .*{re.escape(said)}.*$", done.stdout, re.M)
    assert "Traceback" not in done.stdout
    assert "During handling" not in done.stdout
    assert shell.left() == []


MADE_ONCE = """\
    import pytest

    class Jobs(list):
        pass

    @pytest.fixture
    def jobs():
        jobs = Jobs()
        yield jobs
        assert jobs == [1], "closed without having done anything"

    @pytest.mark.explore
    def test_it(jobs):
        jobs.append(1)

    def test_that_is_not_marked(jobs):
        jobs.append(1)
"""


def test_a_fixture_is_made_where_the_body_runs(shell: Shell) -> None:
    shell.write("test_it.py", MADE_ONCE)
    done = shell.pytest("test_it.py")
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


ENDS_BADLY = {
    "raises at import": ("1 / 0", "pass", 2, "ZeroDivisionError"),
    "never ends": ("", "while True: pass", 1, "T1 only repeats itself at line 6"),
    "a thread raises": (
        "import threading",
        "t = threading.Thread(target=int, args='x'); t.start(); t.join()",
        1,
        "T2 ends with ValueError: invalid literal",
    ),
    "leaves a thread that waits for ever": (
        "import threading",
        "threading.Thread(target=threading.Event().wait).start()",
        1,
        "T2 waits",
    ),
}


@pytest.mark.parametrize("case", ENDS_BADLY)
def test_a_test_that_ends_badly_fails(case: str, shell: Shell) -> None:
    before, body, status, said = ENDS_BADLY[case]
    shell.write("test_it.py", MARKED.format(before, "", "", body))
    done = shell.pytest("test_it.py")
    assert done.returncode == status, done.stdout + done.stderr
    assert said in done.stdout
    assert shell.left() == []


def test_a_schedule_that_is_none_of_the_test_is_refused(shell: Shell) -> None:
    shell.write("test_bank.py", BANK)
    only = ["test_bank.py", "-k", "NoLock", "-v"]
    done = shell.pytest(*only, "--explore-schedule=1*3.7")
    assert "REFUSED" in done.stdout
    assert "step 4 of the schedule: thread 7 cannot run there" in done.stdout
    done = shell.pytest(*only, "--explore-schedule=x")
    assert done.returncode == 4
    assert "--explore-schedule" in done.stderr


def test_an_interrupt_leaves_nothing(shell: Shell) -> None:
    shell.write("long.py", (COUNTER.with_name("semaphore.py")).read_text("utf-8"))
    code = (
        f"import _thread, sys; from {PACKAGE} import explore\n"
        "try: explore('long.py', progress=lambda *_: _thread.interrupt_main())\n"
        "except KeyboardInterrupt: print('interrupted')"
    )
    done = shell.run(shell.python, "-c", code)
    assert done.stdout == "interrupted\n", done.stderr
    assert shell.left() == []


def test_a_bound_of_the_command_line_is_for_marks_without(shell: Shell) -> None:
    shell.write("test_bank.py", BANK)
    done = shell.pytest("test_bank.py", "-k", "NoLock", "--explore-preemptions=0")
    assert "1 passed" in done.stdout


def test_a_test_that_skips_is_skipped(shell: Shell) -> None:
    shell.write("test_it.py", MARKED.format("", "", "", "pytest.skip('not here')"))
    done = shell.pytest("-rs", "test_it.py")
    assert done.returncode == 0
    assert "1 skipped" in done.stdout
    assert "not here" in done.stdout


# -------------------------------------------------------------------------- bad input

WRONG = {
    "no file": (None, "there is no file"),
    "not Python": ("print(1", "is not a Python program"),
    "forks": ("import os\nos.fork()\n", "the program forks (line 2)"),
    "blocks in C": (
        "import os\nr, w = os.pipe()\nopen(r).read()\n",
        "T1 blocks at line 3 in C",
    ),
}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("way", ["command", "API"])
def test_bad_input_is_one_line(case: str, way: str, shell: Shell) -> None:
    text, said = WRONG[case]
    if text is not None:
        shell.write("wrong.py", text)
    if way == "command":
        done = shell.explore("wrong.py")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("all-interleavings: ")
    else:
        code = (
            f"import {PACKAGE}\ntry: {PACKAGE}.explore('wrong.py')\n"
            f"except {PACKAGE}.Unexplorable as e: print(e)"
        )
        done = shell.run(shell.python, "-c", code)
        assert (done.returncode, done.stderr) == (0, "")
    assert said in (done.stdout + done.stderr)
    assert (done.stdout + done.stderr).count("\n") == 1
    assert shell.left() == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [("raise ValueError\n", "exception"), ("while True: pass\n", "step-limit")],
)
def test_what_fails_by_itself_is_found(text: str, kind: str, shell: Shell) -> None:
    done = shell.explore(shell.write("wrong.py", text), "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["verdict"]) == (0, "found")
    assert [o["kind"] for o in found["outcomes"]] == [kind]
    assert shell.left() == []
