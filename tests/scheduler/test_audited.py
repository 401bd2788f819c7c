"""What audit hooks hear of an exploration: each event costs what an instruction does."""

import json
import subprocess
import sys

from tools.programs import ROOT

COUNTS = """\
import collections, json, sys
from scheduler import explore
from scheduler.search import guard

guard.within_this_process()
program = "tests/textbook/counter_broken.py"
explore(program)
heard = collections.Counter()
sys.addaudithook(lambda event, args: heard.update([event]))
found = explore(program)
print(json.dumps([found.interleavings, heard]))
"""


def test_identities_are_not_asked_for_by_audited_calls() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNTS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    runs, heard = json.loads(done.stdout)
    # A run of this program has about 200 instructions that share something.
    assert 50 * runs < heard["sys._getframe"] < 1_000 * runs
    assert heard.get("builtins.id", 0) < 10 * runs
