"""Programs of several files: their modules run in the simulated world too."""

import builtins
import importlib.machinery
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler import Unexplorable, explore
from scheduler.world import modules

FOLDER = Path(__file__).parent / "packages"
PROGRAMS = sorted(
    path for path in FOLDER.glob("*.py") if "# expect: " in path.read_text()
)
OTHERS = ["lock_at_import", "thread_at_import", "imported_in_threads"]


@pytest.fixture(autouse=True)
def _installed(monkeypatch):
    monkeypatch.syspath_prepend(FOLDER / "installed")


def expected(path):
    lines = path.read_text().splitlines()
    return {
        line.removeprefix("# expect: ") for line in lines if line.startswith("# expect")
    }


def found(exploration):
    assert exploration.complete
    return {
        " ".join((f"{o.kind}:{o.output.strip()}", *(e.type for e in o.errors)))
        for o in exploration
    }


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_of_several_files_has_these_outcomes(path):
    assert found(explore(path)) == expected(path)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_what_a_program_really_does_is_among_its_outcomes(path):
    environment = {**os.environ, "PYTHONPATH": str(FOLDER / "installed")}
    hurried = (
        "import runpy, sys; sys.setswitchinterval(1e-6); runpy.run_path(sys.argv[1])"
    )
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path[0] = {str(FOLDER)!r}; {hurried}", path],
            env=environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        ends = [
            line.partition(":")[0]
            for line in done.stderr.splitlines()
            if line and line[0] != " " and "Error:" in line
        ]
        kind = "exception" if ends else "finished"
        assert " ".join((f"{kind}:{done.stdout.strip()}", *ends)) in expected(path)


@pytest.mark.parametrize("name", OTHERS)
def test_reduction_hides_no_outcome_of_a_package(name):
    path = FOLDER / f"{name}.py"
    assert found(explore(path, reduction="cached")) == expected(path)
    bounded = [explore(path, preemptions=1, reduction=how) for how in ("auto", "none")]
    assert found(bounded[0]) == found(bounded[1])


@pytest.mark.parametrize("granularity", ["line", "gil"])
def test_modules_have_stops_at_every_granularity(granularity):
    path = FOLDER / "state_of_a_module_broken.py"
    outputs = explore(path, granularity=granularity).outputs
    assert outputs == ({"2 2\n"})


def test_nothing_of_a_package_is_left_behind():
    before = set(sys.modules), set(sys.path_importer_cache), list(sys.meta_path)
    explore(FOLDER / "package_beside.py")
    ours = {name for name in set(sys.modules) - before[0] if "beside" in name}
    looked = set(sys.path_importer_cache) - before[1]
    assert not ours
    assert list(sys.meta_path) == before[2]
    assert not {path for path in looked if path.startswith(str(FOLDER / "beside"))}


#: Modules of every kind: real, private, made, refused.
UNUSED = [
    "json",
    "dataclasses",
    "tempfile",
    "zipfile",
    "logging",
    "logging.handlers",
    "concurrent.futures",
    "asyncio",
    "socket",
    "subprocess",
    "importlib.resources",
    "unittest",
    "uuid",
    "forgetful",
    "locked",
]


@pytest.mark.parametrize("name", UNUSED)
def test_an_unused_import_changes_no_outcome(name, program):
    text = f"""
import {name}
import threading
lock = threading.Lock()
seen = []
def work(letter):
    with lock:
        seen.append(letter)
threads = [threading.Thread(target=work, args=(n,)) for n in "ab"]
for t in threads: t.start()
for t in threads: t.join()
print("".join(seen))
"""
    assert explore(program(text)).outputs == {"ab\n", "ba\n"}


REFUSED = {
    "socket.socket: waits in the network (line 2)": "import socket\nsocket.socket()\n",
    "subprocess.run: starts a process (line 2)": "import subprocess\nsubprocess.run(['true'])\n",
    "asyncio.run: runs an event loop (asyncio) (line 3)": "import asyncio\nasync def f(): ...\nasyncio.run(f())\n",
    "watches its own execution (line 2)": "import sys\nsys.settrace(print)\n",
    "watches its own execution (line 3)": "import sys\nsys.setprofile(None)\nsys.setprofile(print)\n",
    "watches its own execution (line 4)": "import threading\nx = 1\nthreading.settrace(None)\nthreading.settrace(print)\n",
    "watches its own execution (line 5)": "import threading\n\n\n\nthreading.setprofile(print)\n",
    "watches its own execution (line 6)": "import threading\n\n\n\n\nthreading.settrace_all_threads(print)\n",
    "watches its own execution (line 7)": "import threading\n\n\n\n\n\nthreading.setprofile_all_threads(print)\n",
    "comes to __main__, which starts a real thread (line 2)": (
        "import inspect\ninspect.sys.modules['_thread'].start_new_thread(print, ())\n"
    ),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_nobody_schedules_is_refused_when_it_is_used(reason, program):
    with pytest.raises(Unexplorable) as raised:
        explore(program(REFUSED[reason]))
    assert reason in str(raised.value)


def test_a_forbidden_module_shows_its_constants_and_exceptions(program):
    text = """
import socket, subprocess, ssl, asyncio, select
class Mine(socket.socket): ...
from socket import timeout, AF_INET
print(issubclass(timeout, OSError), subprocess.PIPE, asyncio.isfuture(print))
"""
    assert explore(program(text)).outputs == {"True -1 False\n"}


def extension(name):
    """The file of an extension module of the standard library, if it is one here."""
    spec = importlib.util.find_spec(name)
    suffixes = tuple(importlib.machinery.EXTENSION_SUFFIXES)
    if spec is None or not str(spec.origin).endswith(suffixes):
        pytest.skip(f"{name} is built into this interpreter")
    return spec.origin


def packed(tmp_path, name):
    """A package `native` around a copy of an extension module."""
    folder = tmp_path / "native"
    folder.mkdir()
    (folder / "__init__.py").write_text(f"from .{name} import *\n")
    shutil.copy(extension(name), folder)


@pytest.mark.parametrize("module", sorted(modules.FORBIDDEN))
def test_what_nobody_schedules_may_be_imported(module, program):
    try:
        importlib.import_module(module)
    except ImportError:
        pytest.skip(f"this Python lacks {module}")
    found = explore(program(f"import {module}\nprint({module}.__name__)\n"))
    assert found.outputs == {f"{module}\n"}
    assert found.verdict == "proved"


def test_an_extension_module_with_locks_is_refused_by_name(tmp_path, program):
    packed(tmp_path, "_queue")
    with pytest.raises(
        Unexplorable, match=r"native\._queue: this extension module uses"
    ):
        explore(program("import native\n"))


def test_an_extension_module_without_any_is_loaded(tmp_path, program):
    packed(tmp_path, "_bisect")
    text = "import native\nprint(native.bisect_right([1, 3], 2))\n"
    assert explore(program(text)).outputs == {"1\n"}


def test_what_c_imports_is_noted_and_what_python_imports_is_not():
    def load():
        # As C does: it has the globals of the import system that loads it.
        exec("import threading", {"__name__": "importlib._bootstrap"})
        exec("import sched", {"__name__": "json"})
        return 1

    done, imported = modules._importing(load)
    assert done == 1
    assert "threading" in imported
    assert "sched" not in imported
    assert builtins.__import__.__name__ == "__import__"
