"""Running programs: what is right passes, each way to be wrong is named."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SmallSite
from tools import (
    artefacts,
    captures,
    evidence,
    interpreters,
    outcomes,
    pages,
    runs,
    update,
)
from tools.evidence import Facts
from tools.interpreters import Interpreter
from tools.programs import ROOT, SNIPPETS, BadProgram, Program, programs


def judged(site: SmallSite, name: str, **declared: Any) -> str:
    """Run a program that can't be explored; return what is wrong, or ''."""
    program = Program(name, site.root / "snippets", unexplorable="a test", **declared)
    return runs.judged(program, runs.run(program), runs.this_interpreter()) or ""


def explored(site: SmallSite, name: str, **declared: Any) -> str:
    """Explore a program, then run it; return what is wrong with the run, or ''."""
    program = Program(name, site.root / "snippets", **declared)
    known = outcomes.explore(program)
    done = runs.run(program)
    return runs.complaint(program, done, runs.this_interpreter(), known) or ""


def test_right_program_passes(small_site: SmallSite) -> None:
    assert judged(small_site, "home/greet.py") == ""


WRONG = {
    "raises": (
        "raise ValueError('no')",
        "ended with status 1\nTraceback",
    ),
    "ends with another status": (
        "import sys\nsys.exit(3)",
        "ended with status 3",
    ),
    "writes to standard error": (
        "import sys\nprint('oops', file=sys.stderr)",
        "wrote to standard error\noops",
    ),
    "a thread dies": (
        "import threading\nt = threading.Thread(target=lambda: 1 / 0)\n"
        "t.start()\nt.join()",
        "wrote to standard error\nException in thread Thread-1 (<lambda>):",
    ),
    "a thread is left running": (
        "import threading\n"
        "threading.Thread(target=threading.Event().wait, daemon=True).start()",
        "wrote to standard error\nthread left running: Thread-1 (wait)",
    ),
    "a warning": (
        "import threading\nthreading.Condition().notifyAll",
        "DeprecationWarning",
    ),
    "a file left open": ("open(__file__)", "ResourceWarning"),
    "prints another thing": (
        "print('else')",
        "did not print what was captured in wrong.out\n"
        "--- captured\nright\n--- printed\nelse\n",
    ),
    "reads input": ("input()", "EOFError"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_program_is_named(small_site: SmallSite, name: str) -> None:
    source, message = WRONG[name]
    if name == "a warning":
        source += "()"
    small_site.write("captured/home/wrong.out", "right\n")
    found = judged(small_site, small_site.program(source))
    assert found.startswith(f"snippets/home/wrong.py:1: on {runs.this_interpreter()}: ")
    assert message in found


def test_nothing_captured_is_named(small_site: SmallSite) -> None:
    found = judged(small_site, small_site.program("print(1)"))
    assert "has no captured output wrong.out: run `make update`" in found


HANG = """
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
"""


def test_hang_is_named_with_its_line(small_site: SmallSite) -> None:
    found = judged(small_site, small_site.program(HANG), limit=2)
    assert "did not finish in 2 s: a deadlock?" in found
    assert 'wrong.py", line 5' in found


def test_hang_that_exploring_predicts_is_right(small_site: SmallSite) -> None:
    assert explored(small_site, small_site.program(HANG), limit=2) == ""


def test_hang_may_be_any_deadlock_of_the_graph() -> None:
    program = programs()["play/drain_broken.py"]
    known = outcomes.load(program)
    here = Interpreter((3, 13, 0), False, "")

    def complaint(*lines: int) -> str:
        stacks = "".join(
            f"Thread 0x{at:016x} (most recent call first):\n"
            f'  File "{program.path}", line {line} in work\n\n'
            for at, line in enumerate(lines)
        )
        hung = runs.Run(None, "", stacks)
        return runs.complaint(program, hung, here, known) or ""

    assert complaint(14) == ""  # the main thread waits, the other one has ended
    assert complaint(14, 21) == ""  # the other one waits, and the main thread for it
    assert "not as predicted" in complaint(14, 19)


def test_hang_must_stand_where_it_was_predicted(small_site: SmallSite) -> None:
    program = Program(small_site.program(HANG), small_site.root / "snippets", limit=2)
    known = outcomes.explore(program)
    small_site.program("\n\n" + HANG.replace("lock =", "again = lock ="))
    small_site.change("snippets/home/wrong.py", "import", "import time\n\nimport")
    done = runs.run(program)
    found = runs.complaint(program, done, runs.this_interpreter(), known) or ""
    assert (
        "its threads stand at lines [7], not as predicted: T1 waits at line 5" in found
    )


def test_run_must_be_a_member_of_the_set(small_site: SmallSite) -> None:
    program = programs(small_site.root / "snippets")["home/greet.py"]
    known = outcomes.explore(program)
    small_site.change("snippets/home/greet.py", "sorted(greeted)", "len(greeted)")
    done = runs.run(program)
    found = runs.complaint(program, done, runs.this_interpreter(), known) or ""
    assert "ended as no interleaving does" in found
    assert "['a', 'b']\n--- this run, status 0\n2\n" in found


LATE = """
import threading

jobs = []


def work():
    print(jobs.pop())


thread = threading.Thread(target=work)
thread.start()
thread.join()
"""


def test_run_may_fail_as_an_interleaving_does(small_site: SmallSite) -> None:
    name = small_site.program(LATE)
    assert explored(small_site, name) == ""
    found = judged(small_site, name)
    assert "IndexError: pop from empty list" in found


def test_program_that_was_never_explored_is_named(small_site: SmallSite) -> None:
    program = Program(small_site.program("print(1)"), small_site.root / "snippets")
    found = runs.judged(program, runs.run(program), runs.this_interpreter())
    assert found == "snippets/home/wrong.py:1: was never explored: run `make update`"


def test_default_build_must_do_what_it_can_do(small_site: SmallSite) -> None:
    """A run on the modelled build is held against what that build can do."""
    program = programs(small_site.root / "snippets")["home/greet.py"]
    known = outcomes.explore(program)
    elsewhere = [replace(ending, gil=False) for ending in known.endings]
    known = replace(known, endings=tuple(elsewhere))
    done = runs.run(program)
    of_default = Interpreter((3, 13, 0), False, "")
    of_free = Interpreter((3, 13, 0), True, "")
    assert "ended as no interleaving does" in str(
        runs.complaint(program, done, of_default, known)
    )
    assert runs.complaint(program, done, of_free, known) is None


ALLOCATOR = """
import ctypes
import sys

name = ctypes.pythonapi._PyMem_GetCurrentAllocatorName
name.restype = ctypes.c_char_p
print(sys.flags.dev_mode, name().decode())
"""


def test_development_mode_without_its_allocators(small_site: SmallSite) -> None:
    program = Program(small_site.program(ALLOCATOR), small_site.root / "snippets")
    done = runs.run(program)
    assert done.stdout.startswith("True ")
    assert "debug" not in done.stdout


def test_failure_must_be_the_declared_one(small_site: SmallSite) -> None:
    name = small_site.program("raise ValueError('no')")
    small_site.write("captured/home/wrong.out", "")
    declared = {"fails": {"3.11": "ValueError: no"}, "status": 1}
    assert judged(small_site, name, **declared) == ""
    other = {"fails": {"3.11": "ValueError: yes"}, "status": 1}
    assert "was to end with status 1 and\n  ValueError: yes" in judged(
        small_site, name, **other
    )
    succeeds = judged(small_site, "home/greet.py", **declared)
    assert "was to end with status 1" in succeeds


def test_thread_declared_to_be_left_must_be_left(small_site: SmallSite) -> None:
    assert "thread not left running: beat" in judged(
        small_site, "home/greet.py", leaves=("beat",)
    )


def test_message_is_that_of_the_version() -> None:
    program = Program("a/b.py", fails={"3.11": "old", "3.14": "new"})
    said = [program.message((3, minor, 0)) for minor in (11, 13, 14)]
    assert said == ["old", "old", "new"]


def test_message_may_be_that_of_a_micro_version() -> None:
    program = Program("a/b.py", fails={"3.11": "old", "3.13.15": "new"})
    versions = [(3, 11, 7), (3, 13, 0), (3, 13, 14), (3, 13, 15), (3, 14, 0)]
    said = [program.message(v) for v in versions]
    assert said == ["old", "old", "old", "new", "new"]


def test_change_is_since_a_micro_version_of_each_minor_one() -> None:
    program = Program("a/b.py", changed=("3.13.12", "3.14.3"))
    later = [(3, 13, 12), (3, 13, 18), (3, 14, 3), (3, 15, 0)]
    before = [(3, 11, 7), (3, 12, 99), (3, 13, 11), (3, 14, 2)]
    assert [v for v in later + before if program.is_later(v)] == later
    assert not any(map(Program("a/b.py").is_later, later))


def changed(site: SmallSite) -> tuple[Program, outcomes.Outcomes]:
    """A program that prints one of two orders, and since a version one of them."""
    text = (site.root / "snippets/home/greet.py").read_text("utf-8")
    name = "home/greet_broken.py"
    site.write(f"snippets/{name}", text.replace("sorted(greeted)", "greeted"))
    program = Program(name, site.root / "snippets", changed=("3.13.12",))
    both = outcomes.explore(program)
    one = replace(both, endings=tuple(e for e in both.endings if "['a'" in e.output))
    return program, replace(both, later=one)


def test_run_must_be_a_member_of_the_set_of_its_version(small_site: SmallSite) -> None:
    program, known = changed(small_site)
    done = runs.Run(0, "['b', 'a']\n", "")
    before = Interpreter((3, 13, 11), False, "")
    since = Interpreter((3, 13, 12), False, "")
    assert runs.complaint(program, done, before, known) is None
    wrong = runs.complaint(program, done, since, known) or ""
    assert "on 3.13.12: ended as no interleaving does" in wrong
    with pytest.raises(outcomes.BadProgram, match=r"can do since 3\.13\.12 was never"):
        runs.complaint(program, done, since, replace(known, later=None))


def test_page_says_since_when_a_program_does_something_else(
    small_site: SmallSite,
) -> None:
    program, known = changed(small_site)
    entry = evidence.merged(None, program, ["3.13.0"])
    text = evidence.result(program, Facts(entry, known), None)
    assert "title=\"Can print\"\n['a', 'b']" in text
    assert "title=\"Can print, before 3.13.12\"\n['b', 'a']" in text
    assert "for all of them: no other outcome." in text
    assert outcomes.parsed(outcomes.dump(known)) == known


def test_what_no_interpreter_here_can_explore_is_kept(small_site: SmallSite) -> None:
    program, known = changed(small_site)
    here = runs.this_interpreter()
    program = replace(program, changed=(f"3.13.{here.version[2] + 1}",))
    with pytest.raises(outcomes.BadProgram, match="from since its change"):
        captures.explored(program, (here,))
    text = outcomes.dump(known)
    small_site.write("captured/home/greet_broken.outcomes.json", text)
    outcomes.load.cache_clear()
    again, graph = captures.explored(program, (here,))
    assert again.keys == known.keys
    assert again.later
    assert known.later
    assert again.later.keys == known.later.keys
    assert graph


def test_other_micro_version_explores_in_a_process_of_its_own(
    small_site: SmallSite,
) -> None:
    program, known = changed(small_site)
    here = runs.this_interpreter()
    program = replace(program, changed=(f"3.13.{here.version[2] + 1}",))
    other = Interpreter((3, 13, here.version[2] + 1), False, here.path)
    found, _ = captures.explored(program, (other,))
    assert found.later
    assert found.later.keys == known.keys


def test_program_for_a_newer_version_must_fail_on_an_older(
    small_site: SmallSite,
) -> None:
    found = judged(small_site, "home/greet.py", needs="3.99")
    assert "succeeded, though declared to need 3.99" in found
    name = small_site.program("import not_there_yet")
    assert judged(small_site, name, needs="3.99") == ""


def test_messages_are_the_last_lines_of_tracebacks() -> None:
    text = (
        "Exception in thread A (f):\nTraceback (most recent call last):\n"
        '  File "x.py", line 3, in f\n_queue.Empty\n'
        "Exception in thread B (f):\nTraceback (most recent call last):\n"
        '  File "x.py", line 3, in f\nIndexError: a.b: c\n'
    )
    assert runs.messages(text) == ("Empty", "IndexError: a.b: c")
    assert runs.messages("") == ()


def test_traceback_is_normalised() -> None:
    text = (
        "Exception in thread T (f):\nTraceback (most recent call last):\n"
        '  File "/x/y.py", line 3, in f\n    1 / 0\n    ~~^~~\nZeroDivisionError: z\n'
    )
    assert runs.normalised(text) == (
        "Exception in thread T (f):\nTraceback (most recent call last):\n"
        "  ...\nZeroDivisionError: z\n"
    )


def test_evidence_is_of_the_programs_as_they_are() -> None:
    seen = evidence.load()
    known = programs()
    assert set(seen) == set(known), "run `make update`"
    changed = [n for n, entry in seen.items() if entry["sha256"] != known[n].sha256]
    assert changed == [], "run `make update`"
    here = runs.this_interpreter()
    unseen = [
        n
        for n, p in known.items()
        if p.runs_on(here)
        and here.name not in map(interpreters.minor_name, seen[n]["ran"])
    ]
    assert unseen == [], "run `make update`"


def test_programs_stand_alone() -> None:
    others = [p for p in SNIPPETS.glob("[a-z]*/*") if p.is_file() and p.suffix != ".py"]
    assert others == [], "what was found of them stands in captured/"


def test_what_is_captured_is_what_there_must_be() -> None:
    changed = artefacts.changes(artefacts.artefacts(artefacts.captured()))
    assert list(changed) == [], "run `make update`"


@pytest.fixture
def captured(tmp_path: Path) -> Path:
    """A folder of what was captured, with a file that is right and two that aren't."""
    folder = tmp_path / "captured"
    folder.mkdir()
    for name in ("gone", "other", "same"):
        (folder / name).write_text("old\n", "utf-8")
    return folder


def test_each_change_is_written(captured: Path) -> None:
    texts = {
        captured / "same": "old\n",
        captured / "other": "new\n",
        captured / "lock/counter.out": "2\n",
    }
    changed = artefacts.changes(texts, (captured, captured.parent / "none"))
    assert artefacts.write(changed, captured.parent) == [
        "removed  captured/gone",
        "new      captured/lock/counter.out",
        "changed  captured/other",
    ]
    found = {p: p.read_text("utf-8") for p in captured.rglob("*") if p.is_file()}
    assert found == texts
    assert artefacts.changes(texts, (captured,)) == {}


def test_nothing_is_written_where_a_text_can_not_be(captured: Path) -> None:
    texts = {captured / "other": "new\n", captured / "same": "\udc80"}
    changed = artefacts.changes(texts, (captured,))
    with pytest.raises(UnicodeEncodeError):
        artefacts.write(changed, captured.parent)
    assert {p.read_text("utf-8") for p in captured.iterdir()} == {"old\n"}
    assert not any((captured.parent / ".cache").iterdir())


@pytest.mark.parametrize("text", ["{\n<<<<<<< main\n", "{}"])
def test_damaged_file_is_named(small_site: SmallSite, text: str) -> None:
    program = Program("home/greet.py", small_site.root / "snippets")
    file = small_site.write("captured/home/greet.outcomes.json", text)
    line = text.count("\n") or 1
    with pytest.raises(BadProgram, match=f"^{re.escape(str(file))}:{line}: not as"):
        outcomes.load(program)


def test_evidence_of_another_machine_is_kept(small_site: SmallSite) -> None:
    program = Program("home/greet.py", small_site.root / "snippets")
    first = evidence.merged(None, program, ["3.13.0", "3.15.2", "3.13.5t"])
    assert evidence.merged(first, program, ["3.11.7", "3.13.18"])["ran"] == [
        *("3.11.7", "3.13.0", "3.13.18", "3.15.2", "3.13.5t")
    ]
    small_site.change("snippets/home/greet.py", "Two", "Both")
    anew = evidence.merged(first, program, ["3.11.7"])
    assert anew["ran"] == ["3.11.7"]
    assert json.loads(evidence.dump({"home/greet.py": anew})) == {"home/greet.py": anew}


def test_evidence_names_the_oldest_and_the_newest_of_each_build(
    small_site: SmallSite,
) -> None:
    program = Program("home/greet.py", small_site.root / "snippets")
    ran = ["3.13.0", "3.13.12", "3.13.18", "3.13.5t", "3.13.9t", "3.15.2"]
    entry = evidence.merged(None, program, ran)
    assert entry["ran"] == ["3.13.0", "3.13.12", "3.13.18", "3.15.2", *ran[3:5]]
    assert (
        "Run on CPython 3.13.0, 3.13.18, 3.15.2, 3.13.5t and 3.13.9t.\n"
        in evidence.result(program, Facts(entry, outcomes.explore(program)), None)
    )


def test_every_program_is_in_one_part_of_the_index() -> None:
    nav = pages.nav_titles(ROOT)
    listed = [
        name
        for sections in evidence.INDEXES.values()
        for name in re.findall(
            r"heading: (\S+)", evidence.index(programs(), nav, sections)
        )
    ]
    assert sorted(listed) == sorted(programs())


def test_a_program_may_fail_from_a_newer_version_on(small_site: SmallSite) -> None:
    name = small_site.program("raise ValueError('no')")
    small_site.write("captured/home/wrong.out", "")
    newer, older = {"3.99": "ValueError: no"}, {"3.11": "ValueError: no"}
    assert judged(small_site, name, fails=older, status=1) == ""
    found = judged(small_site, name, fails=newer, status=1)
    assert "ended with status 1" in found


def test_what_asyncio_says_of_a_slow_step_is_not_the_programs(
    small_site: SmallSite,
) -> None:
    name = small_site.program(
        """
        import asyncio

        async def main():
            asyncio.get_running_loop().slow_callback_duration = 0
            await asyncio.sleep(0)

        asyncio.run(main())
        """
    )
    small_site.write("captured/home/wrong.out", "")
    assert judged(small_site, name) == ""


def test_a_program_that_uses_a_library_is_run_where_that_is(
    small_site: SmallSite,
) -> None:
    program = Program("home/greet.py", small_site.root / "snippets", uses=("tqdm",))
    other = Interpreter((3, 11, 7), False, "python3.11")
    assert runs.hosts(program, (other,)) == (runs.this_interpreter(),)


def test_a_program_is_run_where_the_module_is_that_it_uses(
    monkeypatch: pytest.MonkeyPatch, small_site: SmallSite
) -> None:
    monkeypatch.setattr(runs, "has", lambda python, module: python == "has tkinter")
    program = Program("home/greet.py", small_site.root / "snippets", uses=("tkinter",))
    without = Interpreter((3, 13, 0), False, "has none")
    there = Interpreter((3, 12, 1), False, "has tkinter")
    assert runs.hosts(program, (without, there)) == (there,)
    assert update.capture(program, (without, there)).kept


def test_a_module_is_looked_for_in_the_interpreter_itself() -> None:
    assert runs.has(sys.executable, "threading")
    assert not runs.has(sys.executable, "no_such_module")
