"""The command line's contract, and what it says to bad input."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.model.schedule import written
from tests.scheduler.conftest import TEXTBOOK

ROOT = Path(__file__).parents[2]


def scheduler(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "scheduler", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300,
        check=False,
    )  # fmt: skip


def test_json():
    path = TEXTBOOK / "counter_broken.py"
    done = scheduler("explore", path, "--json")
    assert done.returncode == 0
    assert done.stderr == ""
    result = json.loads(done.stdout)
    assert result["schema"] == 1
    assert result["file"] == str(path)
    assert result["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert result["python"] == ".".join(map(str, sys.version_info[:2]))
    assert (result["granularity"], result["preemptions"]) == ("opcode", None)
    assert result["complete"] is True
    assert isinstance(result["interleavings"], int)
    assert isinstance(result["seconds"], float)
    assert sorted(o["output"] for o in result["outcomes"]) == ["1\n", "2\n"]
    for outcome in result["outcomes"]:
        assert set(outcome) == {
            "kind", "output", "status", "errors", "waits", "detail", "count", "schedule",
        }  # fmt: skip
        assert outcome["kind"] == "finished"
        assert outcome["status"] == 0
        schedule = written(outcome["schedule"])
        again = scheduler(
            "run", path, "--granularity", "opcode", "--schedule", schedule, "--json"
        )
        assert json.loads(again.stdout)["output"] == outcome["output"]


def test_a_bound_and_a_granularity():
    path = TEXTBOOK / "counter_broken.py"
    result = json.loads(
        scheduler("explore", path, "--preemptions", "0", "--json").stdout
    )
    assert [o["output"] for o in result["outcomes"]] == ["2\n"]
    assert result["preemptions"] == 0
    for granularity in ("line", "gil"):
        result = json.loads(
            scheduler("explore", path, "--granularity", granularity, "--json").stdout
        )
        assert [o["output"] for o in result["outcomes"]] == ["2\n"]


def test_a_limit_of_runs_makes_a_set_incomplete():
    result = json.loads(
        scheduler(
            "explore", TEXTBOOK / "counter_broken.py", "--limit", "1", "--json"
        ).stdout
    )
    assert result["interleavings"] == 1
    assert result["complete"] is False


def test_a_report_for_people():
    done = scheduler("explore", TEXTBOOK / "two_locks_broken.py")
    assert done.returncode == 0
    assert "2 outcomes" in done.stdout
    assert "T2 waits at line 10, for Lock b, held by T3" in done.stdout
    assert "acquires Lock a" in done.stdout


def test_a_lock_inside_a_primitive_is_called_by_the_primitive(tmp_path):
    path = tmp_path / "inside.py"
    path.write_text(
        "import threading\n"
        "ready = threading.Condition()\n"
        "slots = threading.Semaphore(1)\n"
        "def work():\n"
        "    with slots:\n"
        "        with ready:\n"
        "            pass\n"
        "slots.acquire()\n"
        "one = threading.Thread(target=work)\n"
        "one.start()\n"
        "def wait():\n"
        "    with ready:\n"
        "        pass\n"
        "two = threading.Thread(target=wait)\n"
        "with ready:\n"
        "    two.start()\n"
        "    two.join()\n"
    )
    done = scheduler("explore", path)
    assert "T2 waits at line 5, for Semaphore slots\n" in done.stdout
    assert "for Condition ready, held by T1" in done.stdout


@pytest.mark.parametrize("by", ["list(lines())", "threads[0].start()"])
def test_what_a_generator_raises_is_told(by, program):
    """The handler that the compiler puts around its body has no line."""
    text = f"""
import threading
def lines():
    yield 1
    raise OSError("disk gone")
threads = [threading.Thread(target=lambda: list(lines()))]
{by}
"""
    done = scheduler("explore", program(text))
    assert done.returncode == 0
    assert "ends with OSError: disk gone" in done.stdout
    assert 'raise OSError("disk gone")' in done.stdout


def test_a_run_by_a_schedule():
    done = scheduler("run", TEXTBOOK / "counter.py", "--schedule", "1*3")
    assert done.returncode == 0
    assert done.stdout.endswith("prints:\n2\n")


BAD = {
    "os._exit": "import os\nos._exit(3)\n",
    "forks": "import os\nos.fork()\n",
    "waits in the network": "import socket\nsocket.socket()\n",
    "a database, which is written in C": "import sqlite3\nsqlite3.connect(':memory:')\n",
    "starts a process": "import subprocess\nsubprocess.run(['true'])\n",
    "standard input": "input()\n",
    "standard input ": "import sys\nsys.stdin.readline()\n",
    "not a Python program": "print(1",
    "signals": "import signal\nsignal.signal(2, print)\n",
    "blocks at line 3 in C": "import os\nr, w = os.pipe()\nopen(r).read()\n",
}


@pytest.mark.parametrize("reason", BAD)
def test_bad_input_has_one_clear_line(reason, program):
    path = program(BAD[reason])
    done = scheduler("explore", path, "--json")
    assert done.returncode == 2
    assert reason.strip() in done.stderr
    assert done.stderr.count("\n") == 1
    line = 1 if BAD[reason].count("\n") < 2 else BAD[reason].count("\n")
    assert json.loads(done.stdout) == {
        "schema": 1, "file": path, "complete": False, "verdict": "not settled",
        "outcomes": [],
        "refused": {
            "reason": done.stderr.removeprefix("scheduler: ").strip(),
            "file": path, "line": line,
        },
    }  # fmt: skip
    assert scheduler("explore", path).stdout == ""


def test_what_is_refused_in_another_file_has_its_name(program):
    other = program("import os\ndef work():\n    os.fork()\n", "other.py")
    done = scheduler("explore", program("import other\nother.work()\n"), "--json")
    refused = json.loads(done.stdout)["refused"]
    assert (refused["file"], refused["line"]) == (other, 3)
    assert done.stderr == f"scheduler: the program forks ({other}, line 3)\n"


def test_a_missing_file():
    done = scheduler("explore", "no/such/file.py")
    assert done.returncode == 2
    assert done.stderr == "scheduler: there is no file no/such/file.py\n"
    assert done.stdout == ""


def test_a_schedule_that_is_none():
    done = scheduler("run", TEXTBOOK / "counter.py", "--schedule", "1.7")
    assert done.returncode == 2
    assert "step 2 of the schedule: thread 7 cannot run" in done.stderr
    assert scheduler("run", TEXTBOOK / "counter.py", "--schedule", "x").returncode == 2


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("raise ValueError('x')\n", "exception", 1),
        ("while True: pass\n", "step-limit", None),
        ("n = 0\nwhile True: n += 1\n", "step-limit", None),
        ("import sys\nsys.exit(3)\n", "finished", 3),
        ("import nothing_of_that_name\n", "exception", 1),
        ("", "finished", 0),
    ],
)
def test_what_a_program_does_is_an_outcome(text, kind, status, program):
    done = scheduler("explore", program(text), "--json")
    assert done.returncode == 0
    (outcome,) = json.loads(done.stdout)["outcomes"]
    assert (outcome["kind"], outcome["status"]) == (kind, status)
