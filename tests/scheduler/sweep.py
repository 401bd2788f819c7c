"""`python -m tests.scheduler.sweep`: every operation, beside one that sees it.

For each type there is an object (`recipes.RECIPES`); its operations are what
`dir` of it has, and what bytecode does with operands.  For each a partner is
looked for, by running both in plain Python, one after the other, in both
orders: an operation of the same object such that the order shows in what is
printed.  Of each such pair a program of two threads is written, and explored
with the reduction and without: see `oracle.compare`.

An operation without such a partner commutes with all that we know of the
object: nothing can be missed there.  It is counted, with the reason.
"""

from __future__ import annotations

import argparse
import builtins
import importlib
import itertools
import os
import re
import signal
import sys
import sysconfig
import time
import types
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.scheduler import oracle
from tests.scheduler.recipes import (
    ARGUMENTS,
    CALLS,
    DENIED,
    FEW,
    LONG,
    OF_FILES,
    PARAMETERS,
    RECIPES,
    STATEFUL,
    STATEMENTS,
)

#: How the result of an operation may be shown, once both threads have ended.
SHOWN = ("{}", "list({})", "sorted({})", "type({}).__name__")
#: Names that a recipe may define beside `x`, and an operation may need.
BESIDE = ("B", "C", "z", "v", "p", "y")
#: What a refusal looks like, where it says nothing of the object's state.
REFUSALS = (
    "TypeError",
    "AttributeError",
    "NameError",
    "UnboundLocalError",
    "SyntaxError",
    "NotImplementedError",
)
PARTNERS = 2
TRIES = 160
#: Iterators without an end, and what may be done with them.
ENDLESS = ("count", "cycle")
ENDS = re.compile(r"next|break|copy|p, q = x|p, q, r|repr|str|bool|not x|class")
#: Seconds after which an operation is taken to wait; how many may, of one name.
PATIENCE = 0.4
WAITS = 2


@dataclass(frozen=True)
class Operation:
    """One statement on `x`, and what it does when nobody else does anything."""

    cell: str
    text: str
    shown: str
    writes: bool
    result: str


@dataclass
class Cell:
    """One operation of one object: its programs, or why there is none."""

    name: str
    programs: list[tuple[oracle.Program, set[str]]] = field(default_factory=list)
    reason: str = ""


class Bench:
    """Tries operations on fresh objects of one recipe, in plain Python."""

    def __init__(self, name: str, setup: str, shown: str = "x") -> None:
        self.name = name
        self.setup = setup
        self.shown = shown
        # Without what this file asks for by `from __future__`.
        self.make = compile("import threading\n" + setup, "setup", "exec", 0, True)
        self.show = compile(f"({shown},)", "shown", "eval", 0, True)
        self.codes: dict[str, Any] = {}
        #: How often an operation did not come back.
        self.waited = 0
        self.slow: set[tuple[str, ...]] = set()
        #: Whether what it does stays in the process.
        self.alone = any(
            w in setup + name
            for w in (
                "module",
                "os",
                "sys",
                "linecache",
                "warnings",
                "random",
                "thread",
            )
        )
        self.beside = [n for n in BESIDE if re.search(rf"\b{n}\b", setup)]
        self.start = self.run()

    def code(self, text: str) -> Any:
        found = self.codes.get(text)
        if found is None:
            try:
                # In a function, as in the program: `x` and the rest are local.
                names = ", ".join(["x", *self.beside])
                body = "\n".join("    " + line for line in text.splitlines())
                found = {}
                exec(
                    compile(
                        f"def f({names}):\n    a = None\n{body}\n    return a",
                        "op",
                        "exec",
                        dont_inherit=True,
                    ),
                    found,
                )
            except SyntaxError:
                found = {"f": None}
            self.codes[text] = found
        return found["f"]

    def run(self, *texts: str) -> tuple[list[Any], Any] | None:
        """The results of some operations on a fresh `x`, and its state then."""
        if any(text in slow for text in texts for slow in self.slow):
            return None
        space: dict[str, Any] = {"__name__": "__main__"}
        results: list[Any] = []
        signal.setitimer(signal.ITIMER_REAL, PATIENCE, PATIENCE)
        try:
            exec(self.make, space)
            for text in texts:
                function = self.code(text)
                if function is None:
                    return None
                try:
                    result = function(space["x"], *(space.get(n) for n in self.beside))
                except Exception as error:
                    result = type(error).__name__
                results.append(result)
            state: Any = None
            try:
                state = eval(self.show, space)
                state = repr(state)
            except Exception as error:
                state = error
        except oracle.Waits:
            self.waited += 1
            self.slow.add(texts[-1:] if len(texts) == 1 else ())
            return None
        except BaseException:
            return None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return results, state


def _steady(text: str) -> bool:
    return not oracle.ADDRESS.search(text) and len(text) < 400


def _text(shown: str, value: Any) -> str | None:
    """How a result is printed, where that is the same each time."""
    signal.setitimer(signal.ITIMER_REAL, PATIENCE, PATIENCE)
    try:
        if (
            shown in SHOWN[:2]
            and isinstance(value, (set, frozenset))
            and any(type(one).__hash__ is object.__hash__ for one in value)
        ):
            return None  # in the order of addresses
        text = repr(eval(shown.format("value"), {"value": value}))
    except BaseException:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return text if _steady(text) else None


def _endless(value: Any) -> bool:
    return type(value).__name__ in (
        "count",
        "cycle",
        "repeat",
        "callable_iterator",
        "generator",
    )


def _result(bench: Bench, text: str) -> tuple[str, str] | None:
    """A way to show the result of an operation that is the same each time.

    What the object is like after it must be, too.
    """
    after: set[str] = set()
    for shown in SHOWN:
        twice: set[str | None] = set()
        for _ in range(2):
            got = bench.run(text)
            if got is None:
                return None
            after.add(str(got[1]))
            if len(after) > 1:
                return None
            if (
                shown != SHOWN[0]
                and shown != SHOWN[-1]
                and (_endless(got[0][0]) or isinstance(got[0][0], (str, type(None))))
            ):
                twice.add(None)
                break
            twice.add(_text(shown, got[0][0]))
        same = twice.pop()
        if not twice and same is not None:
            return shown, same
    return None


def operation(bench: Bench, cell: str, text: str) -> Operation | str:
    """An operation that works on the object; else the reason."""
    got = bench.run(text)
    if got is None:
        return "waits, or ends the program"
    result = got[0][0]
    if isinstance(result, str) and result in REFUSALS:
        return f"refused: {result}"
    found = _result(bench, text)
    if found is None:
        return "what it results in is another thing each time"
    assert bench.start is not None
    return Operation(cell, text, found[0], str(got[1]) != str(bench.start[1]), found[1])


def _program(
    bench: Bench, one: Operation, two: Operation, state: bool
) -> oracle.Program:
    second = re.sub(r"\ba\b", "b", two.text)
    printed = [one.shown.format("a"), two.shown.format("b")]
    if state:
        printed.append(bench.shown)
    return oracle.Program(
        f"{bench.name}: {_line(one.text)} beside {_line(second)}",
        bench.setup, one.text, second, ", ".join(printed),
        tuple(n for n in bench.beside if re.search(rf"\b{n}\b", one.text)),
    )  # fmt: skip


def _line(text: str) -> str:
    return "; ".join(line.strip() for line in text.splitlines())


def _orders(bench: Bench, one: Operation, two: Operation) -> tuple[bool, bool]:
    """Whether the order of two operations shows, and whether the state does."""

    def seen(first: Operation, second: Operation) -> tuple[Any, ...] | None:
        got = bench.run(first.text, second.text)
        if got is None:
            return None
        texts = [
            _text(o.shown, r) for o, r in zip((first, second), got[0], strict=True)
        ]
        if None in texts:
            return None
        if first is not one:
            texts.reverse()
        return (*texts, got[1] if isinstance(got[1], str) and _steady(got[1]) else None)

    here, there = seen(one, two), seen(two, one)
    if here is None or there is None:
        return False, False
    state = here[2] is not None and there[2] is not None
    if not state:
        here, there = here[:2], there[:2]
    # Once more: what a process keeps is no order.
    again = seen(one, two), seen(two, one)
    if not state:
        again = again[0] and again[0][:2], again[1] and again[1][:2]
    return (here != there and again == (here, there)), state


def _partners(
    bench: Bench, one: Operation, others: Sequence[Operation]
) -> Iterator[oracle.Program]:
    # Itself, who writes, who reads; of the same result only one.
    tried = 0
    found = 0
    kinds: set[bool] = set()
    for two in itertools.chain([one], others):
        if tried >= TRIES or found >= PARTNERS:
            return
        if found and two.writes in kinds:
            continue
        tried += 1
        shows, state = _orders(bench, one, two)
        if shows:
            found += 1
            kinds.add(two.writes)
            yield _program(bench, one, two, state)


def _verified(program: oracle.Program, alone: bool) -> set[str] | None:
    """What the program prints in both orders, each `alone` in a process of its own."""
    found = set()
    for text in program.in_turn():
        got = oracle.forked(partial(_plain, text)) if alone else _plain(text)
        if got is None:
            return None
        found.add(got)
    return found if len(found) > 1 and all(map(_steady, found)) else None


def _plain(text: str) -> str | None:
    try:
        return oracle.plain(text)
    except (oracle.Waits, oracle.Fails):
        return None


def methods(x: Any) -> list[str]:
    """What `dir` has of an object that can be called."""
    found = []
    for name in dir(type(x)) if not isinstance(x, types.ModuleType) else dir(x):
        try:
            value = getattr(x, name)
        except Exception:
            continue
        if callable(value) and not (
            isinstance(x, types.ModuleType) and isinstance(value, type)
        ):
            found.append(name)
    return found


def _candidates(
    bench: Bench, cell: str, make: Any, arguments: Sequence[str]
) -> list[Operation] | str:
    """An operation with each of some arguments; those that say most."""
    some: list[Operation] = []
    reasons: Counter[str] = Counter()
    waited = bench.waited
    for argument in arguments:
        if bench.waited >= waited + WAITS:
            break
        found = operation(bench, cell, make(argument))
        if isinstance(found, str):
            reasons[found] += 1
        elif not any(
            o.result == found.result and o.writes == found.writes for o in some
        ):
            some.append(found)
    if not some:
        return reasons.most_common(1)[0][0] if reasons else "nothing to try"
    errors = {n for n in dir(builtins) if n.endswith(("Error", "Exception"))}
    # What changes the object first, then what works, then what fails.
    some.sort(key=lambda o: (not o.writes, o.result.strip("'") in errors))
    return some


def cells(name: str, wanted: Any = None) -> list[Cell]:
    """The cells of one recipe, or of a module's functions: `module NAME`.

    Args:
        name: Of the recipe.
        wanted: Which cells programs are written for, by number; all without.
    """
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, oracle._late)
    if name.startswith("module "):
        module = name.removeprefix("module ")
        folder = (
            "import os, tempfile\nos.chdir(tempfile.mkdtemp())\nos.mkdir('k')\nopen('z', 'w').close()\n"
            if module in OF_FILES
            else ""
        )
        bench = Bench(name, f"{folder}import {module}\nx = {module}", "None")
    else:
        bench = Bench(name, *RECIPES[name])
    if bench.start is None:
        return [Cell(name, reason="the recipe does not work here")]
    space: dict[str, Any] = {}
    exec(bench.make, space)
    found: list[tuple[str, list[Operation] | str]] = []
    denied = []
    for method in methods(space["x"]):
        cell = f"{name}.{method}"
        why = DENIED.get(method)
        if why and not (method == "close" and not name.startswith("module ")):
            denied.append(Cell(cell, reason=f"denied: {why}"))
            continue
        found.append(
            (
                cell,
                _candidates(
                    bench,
                    cell,
                    lambda a, m=method: f"a = x.{m}({a})",
                    FEW if name.startswith("module ") else ARGUMENTS,
                ),
            )
        )
    if not name.startswith("module "):
        for statement in STATEMENTS:
            if statement == "a = x.name" and name == "TemporaryFile":
                continue  # a descriptor, another one in each process
            if name in ENDLESS and not ENDS.search(statement):
                denied.append(
                    Cell(f"{name}: {_line(statement)}", reason="denied: it never ends")
                )
                continue
            cell = f"{name}: {_line(statement)}"
            found.append(
                (cell, _candidates(bench, cell, lambda a, s=statement: s, ("",)))
            )
    return denied + _paired(bench, found, wanted)


def _paired(
    bench: Bench, found: list[tuple[str, list[Operation] | str]], wanted: Any
) -> list[Cell]:
    everything = [o for _, some in found if not isinstance(some, str) for o in some[:3]]
    # One of each effect is enough.
    seen: dict[tuple[bool, str], Operation] = {}
    others = []
    for one in everything:
        if one.writes:
            got = bench.run(one.text)
            key = (True, str(got and got[1]))
        else:
            # Of a module nothing shows who writes.
            key = (False, one.text if bench.shown == "None" else one.result)
        if key not in seen:
            seen[key] = one
            others.append(one)
    others.sort(key=lambda o: not o.writes)
    result = []
    for at, (cell, some) in enumerate(found):
        if cell == "partner" or (wanted is not None and not wanted(at)):
            continue
        made = Cell(cell)
        if isinstance(some, str):
            made.reason = some
        else:
            for one in some[:2]:
                for program in _partners(bench, one, others):
                    orders = _verified(program, bench.alone)
                    if orders is not None:
                        made.programs.append((program, orders))
                if len(made.programs) >= PARTNERS:
                    break
            if not made.programs:
                made.reason = "its order shows beside no other operation"
        result.append(made)
    return result


# ---------------------------------------------------------------- functions


def c_modules() -> list[str]:
    """The modules written in C, as the interpreter and its library list them."""
    names = set(sys.builtin_module_names)
    folder = sysconfig.get_config_var("DESTSHARED")
    if folder and os.path.isdir(folder):
        names |= {file.partition(".")[0] for file in os.listdir(folder)}
    return sorted(
        n for n in names
        if not n.startswith(("_test", "_xx", "xx", "_ctypes", "_tkinter", "_curses", "readline", "_interp"))
    )  # fmt: skip


def functions() -> list[tuple[str, str]]:
    """Functions of modules written in C, by module and name."""
    found = []
    for module in c_modules():
        if module == "_pickle":
            continue  # in the simulated world its twin in Python runs, which reads less ahead
        try:
            space = vars(importlib.import_module(module))
        except Exception:
            continue
        found += [
            (module, n) for n, v in sorted(space.items())
            if isinstance(v, types.BuiltinFunctionType) and not n.startswith("__build")
        ]  # fmt: skip
    return found


def of_functions(parameter: str, wanted: Any = None) -> list[Cell]:
    """The cells of all functions that take an object of one recipe."""
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, oracle._late)
    bench = Bench(parameter, *RECIPES[parameter])
    space: dict[str, Any] = {}
    exec(bench.make, space)
    found: list[tuple[str, list[Operation] | str]] = []
    # Some partners, of the object's own operations.
    for text in (
        "a = x.append(5)",
        "a = x.clear()",
        "x['z'] = 5",
        "x[0] = 5",
        "x.n = 7",
        "a = x.add(7)",
        "a = next(x)",
        "a = x.write(b'z')",
        "a = x.write('z')",
        "a = x.pop()",
        "a = repr(x)",
        "x += b'z'",
        "x[:] = b'zz'",
        "a = x.add_note('z')",
        "a = list(x)",
        "a = x.read()",
        "x.args = (7,)",
        "x.__doc__ = 'q'",
        "a = x.__doc__",
        "x.tag = 'q'",
    ):
        one = operation(bench, "partner", text)
        if not isinstance(one, str):
            found.append(("partner", [one]))
    at = -1
    for module, name in functions():
        at += 1
        if wanted is not None and not wanted(at):
            continue
        cell = f"{module}.{name}({parameter})"
        if name in DENIED:
            continue
        where = "" if module == "builtins" else f"import {module}\n"
        called = name if module == "builtins" else f"{module}.{name}"
        some = _candidates(
            bench, cell, lambda a, w=where, c=called: f"{w}a = {c}({a})", CALLS
        )
        found.append((cell, some))
    return _paired(bench, found, None)


# ---------------------------------------------------------------- all of it


def names() -> list[str]:
    """Everything that is swept."""
    return [
        *RECIPES,
        *(f"module {m}" for m in STATEFUL),
        *(f"functions of {p}" for p in PARAMETERS),
    ]


def built(name: str, step: int = 1, first: int = 0) -> list[Cell]:
    """The cells of one name, or one in `step` of them."""

    def wanted(at: int) -> bool:
        return at % step == first % step

    def work() -> list[Cell]:
        if name.startswith("functions of "):
            return of_functions(name.removeprefix("functions of "), wanted)
        return cells(name, wanted)

    # An alarm that comes late, on a busy machine, may end it: once more.
    found = oracle.forked(work, 300) or oracle.forked(work, 300)
    if found is None:
        return [Cell(name, reason="the recipe ends the process")]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Sweep; print what differs and the counts; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.scheduler.sweep",
        description="Explores every operation beside one that sees it.",
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="of recipes; all without"
    )
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="only one cell in N"
    )
    parser.add_argument("--first", type=int, default=0, help="which one")
    parser.add_argument(
        "--part",
        default="1/1",
        metavar="K/N",
        help="only the Kth of N parts of the names",
    )
    parser.add_argument(
        "--bound",
        type=int,
        default=1,
        help="on preemptions, of the search without reduction",
    )
    parser.add_argument("--limit", type=int, default=400, help="on its runs")
    parser.add_argument(
        "--cells", action="store_true", help="name every cell without a program"
    )
    parser.add_argument(
        "--texts", action="store_true", help="print the programs that differ"
    )
    given = parser.parse_args(arguments)
    unknown = set(given.names) - set(names())
    if unknown:
        print(f"nothing is called {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    part, of = map(int, given.part.split("/"))
    began = time.monotonic()
    count: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    wrong: list[oracle.Compared] = []
    for at, name in enumerate(given.names or names()):
        if at % of != part - 1:
            continue
        found = built(name, given.every, given.first + at)
        tasks = []
        limit = given.limit // LONG.get(name, 1)
        for cell in found:
            count["cells"] += 1
            count["cells with a program"] += bool(cell.programs)
            if cell.reason:
                reasons[cell.reason] += 1
                if given.cells:
                    print(f"  {cell.name}: {cell.reason}")
            for program, orders in cell.programs:
                tasks.append(
                    (
                        program.name,
                        program.text,
                        orders,
                        {"bound": given.bound, "limit": limit},
                    )
                )
        for one in oracle.compared(tasks, 1 if name.startswith("module ") else 12):
            count["programs"] += 1
            count[one.verdict] += 1
            count["runs"] += sum(one.runs.values())
            if one.verdict in oracle.WRONG:
                wrong.append(one)
                print(f"{one.verdict}: {one.name}: {one.detail[:300]}", flush=True)
                if given.texts:
                    print(one.text)
            elif one.verdict in ("refused", "open"):
                reasons[f"{one.verdict}: {one.detail[:90]}"] += 1
    print(*(f"{n:7,} {reason}" for reason, n in reasons.most_common(40)), sep="\n")
    print(
        ", ".join(f"{n:,} {what}" for what, n in count.items()),
        f"in {time.monotonic() - began:.0f} s",
    )
    return int(bool(wrong) or not count["programs"])


if __name__ == "__main__":
    sys.exit(main())
