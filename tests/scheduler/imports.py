"""`python -m tests.scheduler.imports`: an unused import changes no set of outcomes.

A few programs are explored as they are, and once more with each module of the
standard library imported on their first line.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from scheduler import Unexplorable, explore
from tests.scheduler import oracle

#: Not imported: this opens a browser, and this prints.
ASIDE = ("antigravity", "this")

_START = """
threads = [threading.Thread(target=f) for f in (one, two)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen)
"""

PROGRAMS = {
    "two under a lock": """import threading
lock = threading.Lock()
seen = []
def one():
    with lock:
        seen.append(1)
def two():
    with lock:
        seen.append(2)
""",
    "two locks": """import threading
left, right = threading.Lock(), threading.Lock()
seen = []
def one():
    with left, right:
        seen.append(1)
def two():
    with right, left:
        seen.append(2)
""",
    "an event": """import threading
event = threading.Event()
seen = []
def one():
    seen.append(event.is_set())
    event.set()
def two():
    seen.append(event.wait(1))
""",
    "a lost update": """import threading
class Box:
    n = 0
box = Box()
seen = {}
def one():
    box.n += 1
    seen["one"] = box.n
def two():
    box.n += 1
""",
    "a future": """import threading
from concurrent.futures import Future
future = Future()
seen = []
def one():
    if not future.done():
        try:
            future.set_result(1)
        except Exception as error:
            seen.append(type(error).__name__)
def two():
    seen.append(future.cancel())
""",
}  # fmt: skip


def modules() -> list[str]:
    """The modules of the standard library, those that are packages' too."""
    return sorted(
        n
        for n in sys.stdlib_module_names
        if n not in ASIDE and not n.startswith(("_", "lib2to3"))
    )


def found(text: str) -> tuple[oracle.Keys | None, str]:
    """A program's outcomes, or why it is refused."""
    try:
        explored = explore("imports.py", source=text.encode(), limit=2_000)
    except Unexplorable as error:
        return None, str(error)
    return (oracle._keys(explored), "" if explored.complete else "not complete")


def _loads(module: str) -> bool:
    """Whether a module can be imported at all."""
    try:
        importlib.import_module(module)
    except BaseException:
        return False
    return True


def compared(names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Module, program, and "same", "refused" or what is wrong."""
    plain = {name: found(text + _START) for name, text in PROGRAMS.items()}
    for module in names:

        def look(module: str = module) -> list[tuple[str, str, str]]:
            seen = []
            for name, text in PROGRAMS.items():
                keys, why = found(f"import {module}\n{text}{_START}")
                if keys is None:
                    verdict = f"refused: {why}"
                elif (keys, why) == plain[name]:
                    verdict = "same"
                else:
                    verdict = f"wrong: {len(keys)} outcomes, {why or 'complete'}, without it {len(plain[name][0] or ())}"
                seen.append((module, name, verdict))
            return seen

        if not oracle.forked(partial(_loads, module)):
            yield module, "all", "refused: it cannot be imported here"
            continue
        yield from oracle.forked(look, 120) or [
            (module, "all", "wrong: the search does not come back")
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is wrong and the counts; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.scheduler.imports",
        description="Explores programs with an unused import.",
    )
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="only one module in N"
    )
    parser.add_argument("--first", type=int, default=0, help="which one")
    given = parser.parse_args(arguments)
    began = time.monotonic()
    count: Counter[str] = Counter()
    for module, name, verdict in compared(modules()[given.first :: given.every]):
        count[verdict.partition(":")[0]] += 1
        if verdict.startswith("wrong"):
            print(f"import {module} beside {name}: {verdict}", flush=True)
        elif verdict.startswith("refused") and name == "two locks":
            print(f"import {module}: {verdict}")
    print(
        ", ".join(f"{n:,} {what}" for what, n in count.items()),
        f"in {time.monotonic() - began:.0f} s",
    )
    return int(count["wrong"] > 0 or not count["same"])


if __name__ == "__main__":
    sys.exit(main())
