"""The engine of the page in Node: does it find what was captured?

    python -m tests.live
    python -m tests.live bench

explores every program with a captured set, in one process, and names those whose set
is another one there. `tests/test_live.py` asks for a few of them. `bench` explores six
of them here and there in turns, and compares the runs a second of the processor.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import scheduler
from tools import live, outcomes, player, programs
from tools.outcomes import Outcomes, last_line
from tools.programs import ROOT, Program

FOLDER = ROOT / "docs" / "assets" / "live"


class Node:
    """The packed engine, as `player/live/node.ts` runs it."""

    def __init__(self) -> None:
        """Start it, which takes seconds."""
        self.start()

    def start(self) -> None:
        """A new one, as a page begins one after a program that spent the last."""
        self.process = subprocess.Popen(
            [
                player.BIN / "node",
                "--experimental-wasm-jspi",
                ROOT / "player" / "live" / "node.ts",
                FOLDER,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.heap: int = self.read()["heap"]

    def read(self) -> dict[str, Any]:
        """The next line that it says."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"Node ended with {self.process.wait()}")
        said: dict[str, Any] = json.loads(line)
        return said

    def ask(
        self, call: str, source: str, *, spends: bool = False, **options: Any
    ) -> dict[str, Any]:
        """What the engine answers; whether it can go on after it is told beforehand."""
        assert self.process.stdin
        asked = {"call": call, "source": source, **options}
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        said = self.read()
        self.heap, self.seconds = said["heap"], said.get("seconds", 0.0)
        assert said["spent"] == spends, said["answer"]
        if spends:
            self.close()
            self.start()
        answer: dict[str, Any] = said["answer"]
        return answer

    def close(self) -> None:
        """End it."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)


@contextmanager
def node() -> Iterator[Node]:
    """The engine, packed from its present sources."""
    wrong = live.build(ROOT)
    if wrong:
        raise RuntimeError(wrong)
    started = Node()
    try:
        yield started
    finally:
        started.close()


def captured() -> list[tuple[Program, Outcomes]]:
    """Every program with a captured set, and the set."""
    every = programs.programs().values()
    return [(p, known) for p in every if (known := outcomes.load(p)) is not None]


Ways = set[tuple[Any, ...]]


def wanted(program: Program, known: Outcomes) -> list[Ways]:
    """The sets that a program may have: before a change in CPython, and since.

    A message that 3.14 has in other words is the one that the program declares; where
    that is a note, which follows the message, the message is as it was.
    """
    reworded = [program.fails["3.14"]] if "3.14" in program.fails else None
    return [
        {
            (e.kind, e.output, e.status, tuple(messages or e.messages))
            for e in side.endings
        }
        for side in (known, known.later)
        if side is not None
        for messages in (None, reworded)
    ]


def found(node: Node, program: Program) -> Ways | str:
    """The set of a program here, or why there is none."""
    text = program.path.read_text("utf-8")
    limit = outcomes.LIMIT
    answer = node.ask("explore", text, limit=limit, schedules=False)
    if answer["kind"] != "explored":
        return str(answer["sentence"])
    return {
        (o["kind"], o["output"], o["status"], _messages(o)) for o in answer["outcomes"]
    }


def _messages(outcome: dict[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(last_line(e["type"], e["message"]) for e in outcome["errors"]))


TEXTBOOK = ROOT / "tests" / "textbook"
#: The programs of `make bench`.
BENCH = (
    "counter",
    "counter_broken",
    "semaphore",
    "condition_two",
    "queue_one",
    "pool_two",
)
#: How often each is explored, in turns, and in how many runs at most.
TURNS, A_TURN = 3, 200


def bench() -> None:
    """Print runs a second in Node and natively, and the ratio of the two."""
    print(f"{'':16}{'runs':>6}{'native':>9}{'Node':>7}{'ratio':>7}   runs a second")
    with node() as engine:
        for name in BENCH:
            path = TEXTBOOK / f"{name}.py"
            text = path.read_text("utf-8")
            rates = []
            for turn in range(TURNS + 1):
                begun = time.process_time()
                runs = scheduler.explore(path, limit=A_TURN).interleavings
                native = runs / (time.process_time() - begun)
                answer = engine.ask("explore", text, limit=A_TURN, schedules=False)
                assert answer["runs"] == runs
                if turn:  # the first one compiles and loads
                    rates.append((native, runs / engine.seconds))
            here, there = (statistics.median(side) for side in zip(*rates, strict=True))
            row = f"{name:16}{runs:>6}{here:>9,.0f}{there:>7,.0f}{there / here:>7.2f}"
            print(row, flush=True)


def main() -> int:
    """Compare all of them; return the exit status."""
    wrong = 0
    begun = time.monotonic()
    every = captured()
    with node() as engine:
        for program, known in every:
            here = found(engine, program)
            if here not in wanted(program, known):
                wrong += 1
                print(f"{program.where}: here {here}", flush=True)
        took = time.monotonic() - begun
        print(f"{len(every) - wrong} of {len(every)} sets are equal, {took:.0f} s")
        print(f"Python's memory: {engine.heap / 2**20:.0f} MiB")
    return bool(wrong)


if __name__ == "__main__":
    if sys.argv[1:] == ["bench"]:
        bench()
    else:
        sys.exit(main())
