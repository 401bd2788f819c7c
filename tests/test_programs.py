"""Running programs: what is right passes, each way to be wrong is named."""

import json
from typing import Any

import pytest

from tests.conftest import SmallSite
from tools import evidence, pages
from tools.interpreters import Interpreter
from tools.programs import (
    ROOT,
    SNIPPETS,
    Program,
    complaint,
    normalised,
    programs,
    run,
    this_interpreter,
)


def judged(site: SmallSite, name: str, **declared: Any) -> str:
    """Run a program of the small site; return what is wrong, or ''."""
    program = Program(name, site.root / "snippets", **declared)
    done = run(program)
    return complaint(program, done, this_interpreter()) or ""


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
        "did not print what wrong.out beside it holds\n"
        "--- captured\nright\n--- printed\nelse\n",
    ),
    "reads input": ("input()", "EOFError"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_program_is_named(small_site: SmallSite, name: str) -> None:
    source, message = WRONG[name]
    if name == "a warning":
        source += "()"
    small_site.write("snippets/home/wrong.out", "right\n")
    found = judged(small_site, small_site.program(source))
    assert found.startswith(f"snippets/home/wrong.py:1: on {this_interpreter()}: ")
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


def test_predicted_hang_must_be_where_it_was_predicted(small_site: SmallSite) -> None:
    name = small_site.program(HANG)
    assert judged(small_site, name, limit=2, hangs=("lock.acquire()",)) == ""
    found = judged(small_site, name, limit=2, hangs=("lock.release()",))
    assert "its threads stand at ['lock.acquire()'], not at ['lock.release()']" in found


def test_predicted_hang_that_ends_is_named(small_site: SmallSite) -> None:
    found = judged(small_site, "home/greet.py", hangs=("thread.join()",))
    assert "ended with status 0, though declared to hang" in found


def test_failure_must_be_the_declared_one(small_site: SmallSite) -> None:
    name = small_site.program("raise ValueError('no')")
    small_site.write("snippets/home/wrong.out", "")
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
    said = [
        program.message(Interpreter((3, minor, 0), False, "")) for minor in (11, 13, 14)
    ]
    assert said == ["old", "old", "new"]


def test_program_for_a_newer_version_must_fail_on_an_older(
    small_site: SmallSite,
) -> None:
    found = judged(small_site, "home/greet.py", needs="3.99")
    assert "succeeded, though declared to need 3.99" in found
    name = small_site.program("import not_there_yet")
    assert judged(small_site, name, needs="3.99") == ""


def test_pending_program_may_do_only_what_is_declared(small_site: SmallSite) -> None:
    name = small_site.program("print(1)")
    assert judged(small_site, name, pending="can print 1") == ""
    name = small_site.program("raise KeyError('stock')")
    declared = {"pending": "can fail", "may_fail": ("KeyError: 'stock'",)}
    assert judged(small_site, name, **declared) == ""
    assert "ended with status 1" in judged(small_site, name, pending="can print 1")


def test_traceback_is_normalised() -> None:
    text = (
        "Exception in thread T (f):\nTraceback (most recent call last):\n"
        '  File "/x/y.py", line 3, in f\n    1 / 0\n    ~~^~~\nZeroDivisionError: z\n'
    )
    assert normalised(text) == (
        "Exception in thread T (f):\nTraceback (most recent call last):\n"
        "  ...\nZeroDivisionError: z\n"
    )


def test_evidence_is_of_the_programs_as_they_are() -> None:
    seen = evidence.load()
    known = programs()
    assert set(seen) == set(known), "run `make update`"
    changed = [n for n, entry in seen.items() if entry["sha256"] != known[n].sha256]
    assert changed == [], "run `make update`"
    here = this_interpreter()
    unseen = [
        n
        for n, p in known.items()
        if p.runs_on(here) and here.name not in seen[n]["ran"]
    ]
    assert unseen == [], "run `make update`"


def test_captured_texts_are_those_of_the_evidence() -> None:
    seen = evidence.load()
    nav = pages.nav_titles(ROOT)
    expected = {
        SNIPPETS / evidence.INDEX: evidence.index(programs(), nav),
        SNIPPETS / evidence.PENDING: evidence.pending(programs()),
        SNIPPETS / evidence.FILE: evidence.dump(seen),
    }
    for name, entry in seen.items():
        program = programs()[name]
        expected[program.captured(".result.md")] = evidence.result(program, entry)
    stale = [str(p) for p, text in expected.items() if p.read_text("utf-8") != text]
    assert stale == [], "run `make update`"
    results = set(SNIPPETS.glob("*/*.result.md"))
    assert results <= set(expected), "an artefact without its program"


def test_evidence_of_another_machine_is_kept(small_site: SmallSite) -> None:
    program = Program("home/greet.py", small_site.root / "snippets")
    first = evidence.merged(None, program, ["3.13", "3.15"])
    assert evidence.merged(first, program, ["3.11"])["ran"] == ["3.11", "3.13", "3.15"]
    small_site.change("snippets/home/greet.py", "Two", "Both")
    anew = evidence.merged(first, program, ["3.11"])
    assert anew["ran"] == ["3.11"]
    assert json.loads(evidence.dump({"home/greet.py": anew})) == {"home/greet.py": anew}
