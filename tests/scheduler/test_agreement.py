"""Agreement with interleave-test, a library of others, on the same programs."""

import random
from typing import Any

import pytest

from scheduler import explore
from tests.scheduler import model

interleave = pytest.importorskip("interleave_test")

PROGRAMS = 30
SCHEDULES = 60


def programs():
    """Programs of two threads that cannot deadlock and have few states."""
    seed = 0
    found: list[list[Any]] = []
    while len(found) < PROGRAMS:
        seed += 1
        chooser = random.Random(seed)
        threads = [model.random_program(chooser) for _ in range(2)]
        outcomes = model.outcomes(threads, limit=5000)
        if outcomes and all(kind == "finished" for kind, _ in outcomes):
            found.append(threads)
    return found


def theirs(text, path, strategy):
    """What interleave-test sees printed, by its own search."""
    printed = set()
    code = compile(text, str(path), "exec")

    def program():
        lines = []
        exec(
            code,
            {
                "__name__": "program",
                "print": lambda *a: lines.append(" ".join(map(str, a))),
            },
        )
        printed.add("\n".join(lines) + "\n")

    result = interleave.explore(
        program,
        iterations=SCHEDULES,
        seed=1,
        strategy=strategy,
        include=[str(path)],
        raise_on_failure=False,
    )
    assert result.ok
    return printed


@pytest.mark.parametrize("threads", programs(), ids=range(PROGRAMS))
def test_what_they_find_is_in_the_complete_set(threads, tmp_path):
    path = tmp_path / "program.py"
    text = model.source(threads)
    path.write_text(text)
    exploration = explore(path)
    assert exploration.complete
    ours = exploration.outputs
    without = explore(path, preemptions=0).outputs
    found = theirs(text, path, "random") | theirs(text, path, "dfs")
    assert found <= ours
    assert found & without
