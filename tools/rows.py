"""`make rows`: what two threads see of one operation, on every CPython found.

Writes the table of the page of guarantees, `captured/guarantees.result.md`. A
number there is how often the fault came in how many looks, in five runs; a dash
is a fault that never came, which proves nothing.
"""

import json
import subprocess
import sys
from collections import Counter

from tools import interpreters
from tools.hammers import HAMMERS
from tools.interpreters import Interpreter
from tools.programs import CAPTURED, ROOT

HAMMER = ROOT / "tools" / "hammers.py"
TABLE = CAPTURED / "guarantees.result.md"
RUNS = 5
LIMIT = 20
NEVER = "\N{EN DASH}"


def once(name: str, interpreter: Interpreter) -> Counter[str]:
    """What one run of a hammer on an interpreter counted."""
    try:
        done = subprocess.run(
            [interpreter.path, HAMMER, name],
            capture_output=True,
            check=False,
            text=True,
            timeout=LIMIT,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return Counter(hung=1)
    if done.returncode < 0:
        return Counter(crashed=1)
    if done.returncode:
        raise SystemExit(f"{HAMMER}: {name} on {interpreter}: {done.stderr}")
    return Counter(json.loads(done.stdout))


def cell(name: str, interpreter: Interpreter) -> str:
    """What came of some runs of a hammer on an interpreter, in a few words."""
    counts: Counter[str] = Counter()
    for _ in range(RUNS):
        counts += once(name, interpreter)
    looks, faults = counts.pop("looks", 0), counts.pop("faults", 0)
    found = [f"{faults:,} of {looks:,}"] if faults else []
    found += [
        f"{ending} in {count} of {RUNS} runs"
        for ending in ("crashed", "hung")
        if (count := counts.pop(ending, 0))
    ]
    found += [f"`{error}` {count:,}" for error, count in sorted(counts.items())]
    return ", ".join(found) or NEVER


def main() -> int:
    """Run every hammer everywhere; return the exit status."""
    found = interpreters.found()
    lines = [
        "| Two threads | " + " | ".join(map(str, found)) + " |",
        "| --- |" + " --- |" * len(found),
    ]
    for name in HAMMERS:
        cells = [cell(name, interpreter) for interpreter in found]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"wrote {TABLE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
