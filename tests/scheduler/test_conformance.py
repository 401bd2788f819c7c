"""CPython's own tests of locks and queues, run inside the simulated world."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    find_spec("test") is None or find_spec("test.lock_tests") is None,
    reason="this interpreter has no `test` package",
)


def python(*arguments):
    """Its tests are run aside: importing them changes the interpreter."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=600,
        check=False,
    )  # fmt: skip


def counts(done, file):
    row = re.search(rf"^{file} +(\d+) +(\d+) +(\d+)$", done.stdout, re.MULTILINE)
    assert row, done.stdout + done.stderr
    return tuple(map(int, row.groups()))


@pytest.mark.parametrize(
    ("file", "names", "least", "inapplicable"),
    [
        ("test.lock_tests", ["lock_tests."], 80, 0),
        # Its other half is the same again: here both run on the one `queue`.
        ("test.test_queue", ["test_queue.Py", "CSimpleQueueTest."], 80, 1),
    ],
    ids=["locks", "queues"],
)
def test_it_passes(file, names, least, inapplicable):
    done = python("-m", "scheduler.conformance", *names)
    passed, skipped, failed = counts(done, file)
    assert failed == 0, done.stdout
    assert done.returncode == 0
    assert passed >= least
    assert skipped <= inapplicable


def test_a_wrong_primitive_fails():
    """A lock that lets in whoever comes does not pass their tests."""
    broken = (
        "import sys; from scheduler import conformance; from scheduler.world import primitives; "
        "primitives.Lock._free = lambda self: True; "
        "sys.exit(conformance.main(['LockTests.test_acquire_contended']))"
    )
    done = python("-c", broken)
    assert done.returncode == 1
    assert counts(done, "all")[2] > 0


def test_what_is_left_out_exists_and_has_a_reason():
    listing = (
        "from scheduler import conformance as c; "
        "print(*c.unused()); print(all(c.EXCLUDED.values()))"
    )
    done = python("-c", listing)
    assert done.stdout == "\nTrue\n", done.stdout + done.stderr
