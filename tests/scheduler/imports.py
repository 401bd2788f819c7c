"""`python -m tests.scheduler.imports`: an unused import changes no set of outcomes.

A few programs are explored as they are, and once more with each module of the
standard library imported on their first line. Another one changes all that the module
holds: the next run finds none of it.
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

#: Changes whatever a module holds, after it has printed what was changed before.
CHANGES = """import threading
import {module} as module
def things():
    for name in sorted(vars(module)):
        value = vars(module)[name]
        if name[:2] == "__" or type(value) is type(threading):
            continue
        if getattr(value, "__module__", "{module}") == "{module}":
            yield name, value
seen = ["a module"] if hasattr(module, "left_behind") else []
for name, value in things():
    if type(value) in (list, dict, set):
        if "left_behind" in value:
            seen.append(name)
    elif "left_behind" in getattr(value, "__dict__", ()):
        seen.append(name)
    elif "left_behind" in (getattr(value, "__name__", 0), getattr(value, "__doc__", 0)):
        seen.append(name)
print(seen)
for name, value in things():
    try:
        if type(value) is list:
            value.append("left_behind")
        elif type(value) is dict:
            value["left_behind"] = 1
        elif type(value) is set:
            value.add("left_behind")
        else:
            value.left_behind = 1
            value.__doc__ = "left_behind"
    except (AttributeError, TypeError):
        pass
    try:
        value.__name__ = "left_behind"
    except (AttributeError, TypeError):
        pass
module.left_behind = 1
thread = threading.Thread(target=seen.append, args=(1,))
thread.start()
seen.append(2)
thread.join()
"""
#: Of these the program needs what it changes.
NEEDED = ("builtins", "sys", "threading", "turtle")


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
            if module not in NEEDED:
                keys, why = found(CHANGES.format(module=module))
                clean = {key[:2] for key in keys or ()} == {("finished", "[]\n")}
                verdict = "same" if clean and not why else f"refused: {why}"
                if not clean and not why:
                    verdict = f"wrong: {sorted(keys or ())}"
                seen.append((module, "what it changes there", verdict))
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
