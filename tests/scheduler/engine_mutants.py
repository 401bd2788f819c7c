"""`python -m tests.scheduler.engine_mutants`: would the oracle notice?

The engine is broken in one place at a time, in a copy: one effect, one join
of clocks, one wake-up, one relation of two operations or one entry of a table
is dropped.  The copy then explores programs that the whole engine is right
of, those that caught most mutants first, until a set of outcomes is wrong.

The copy runs in a process that was forked from this one.  A set is wrong where it misses what plain Python prints, what the search
without reduction finds, or what is known of the program by hand or by the
model of `model.py`.  Each mutant says whether it also breaks the search
without reduction, which then is no reference: only the others are left.

Fails when less than 99 % of the mutants that are not equivalent are caught.
"""

from __future__ import annotations

import argparse
import ast
import os
import pickle
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ENOUGH = 0.99
FILES = (
    "callables.py", "effects.py", "process.py", "run.py", "primitives.py", "reduction.py", "monitor.py", "world.py",
)  # fmt: skip
#: Tables of what need not be recorded, or is refused: without an entry of these more is
#: recorded, or less is refused, and no outcome is lost.
CAUTIOUS = frozenset(
    """_READERS _PURE _ATOMS BARE _PRIVATE_ITERATORS _STRAIGHT_ITERATORS _QUIET _MAKES _pure_c READERS _LAZY
    _LEAVES_TO_PYTHON _INHERENT _KINDS __all__ _OF_C FORBIDDEN _OS_FORBIDDEN _FORBIDDEN _sources""".split()
    + ["_LRU_CACHE"]  # a program, no table
)
#: What changes an object, and would lose outcomes if it were taken for a reader.
WRITERS = """append pop clear update add remove extend sort popitem setdefault discard __setitem__ __delitem__
    __init__ __iadd__ __ior__ write truncate seek read rotate""".split()
#: By table of `callables`: what an entry is weakened to.
WEAKER = {"TYPES": "ATOM", "MODULES": "NOTHING"}
#: Seconds of the processor's time for one mutant: by then it has survived.
SECONDS = 60

# ----------------------------------------------------------------- mutants


@dataclass(frozen=True)
class Mutant:
    """One place broken.

    Attributes:
        file: The engine's file.
        line: Where.
        kind: What is dropped.
        what: The dropped text.
        where: The function.
        shared: Whether the search without reduction executes it, too.
        number: Which of the places of its file.
    """

    file: str
    line: int
    kind: str
    what: str
    where: str
    shared: bool
    number: int


_EFFECTS = frozenset(
    """touch access record meet surface contents advance _attribute _item _call _method _builtin by_object
    by_namespace class_write name elder shows may_hand_over write_output""".split()
)
_JOINS = frozenset(
    "join conflict barrier _reverse _races rest complete begin operate setdefault".split()
)
_WAKES = frozenset(
    "stop decide resume wake go_on learned begin_anew leave left ended".split()
)

#: What only a search with a record does.
_RECORDED = frozenset(
    """touch access record meet knows elder number name conflict join learned class_write by_namespace by_object
    rest go_on barrier leave moves_left jump at_line""".split()
)


def _kind(node: ast.AST) -> str:
    """What a statement is, if it is one that can be dropped."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        function = node.value.func
        name = (
            function.attr
            if isinstance(function, ast.Attribute)
            else getattr(function, "id", "")
        )
        if name in _EFFECTS:
            return "effect"
        if name in _JOINS or name in ("append", "update", "add"):
            return "join"
        if name in _WAKES:
            return "wake-up"
        return ""
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        text = " ".join(ast.unparse(target) for target in targets)
        if (
            "clock" in text
            or "footprint" in text
            or "races" in text
            or "backtrack" in text
            or "sleep" in text
        ):
            return "join"
        if (
            "state[" in text
            or "locations[" in text
            or "serial" in text
            or "writes" in text
        ):
            return "effect"
        if any(
            w in text
            for w in (
                ".done",
                ".held",
                ".holder",
                ".count",
                ".ended",
                ".started",
                ".pending",
                ".alone",
            )
        ):
            return "wake-up"
    return ""


def _drops(tree: ast.Module) -> Iterator[tuple[str, ast.AST, str, Any]]:
    """Kind, node, function, and what makes the change, of each place of a file."""
    where: dict[ast.AST, str] = {}

    def name(node: ast.AST, within: str) -> None:
        for child in ast.iter_child_nodes(node):
            inner = within
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                inner = f"{within}.{child.name}" if within else child.name
            where[child] = inner
            name(child, inner)

    name(tree, "")
    for node in ast.walk(tree):
        function = where.get(node, "")
        if any(part in function for part in ("__repr__", "explain", "stuck_in_c")):
            continue
        kind = _kind(node)
        if kind and function:
            yield kind, node, function, "drop"
        if isinstance(node, ast.Return) and "relation" in function.lower():
            value = node.value
            if isinstance(value, ast.IfExp):
                for part in (value.body, value.orelse):
                    if isinstance(part, ast.Constant) and part.value:
                        yield "relation", part, function, "zero"
            elif isinstance(value, ast.Constant) and value.value:
                yield "relation", value, function, "zero"
        if isinstance(node, ast.Call):
            called = node.func
            label = (
                called.attr
                if isinstance(called, ast.Attribute)
                else getattr(called, "id", "")
            )
            if label in (
                "touch",
                "access",
                "surface",
                "contents",
                "_attribute",
                "_item",
                "record",
            ):
                for argument in [*node.args, *(k.value for k in node.keywords)]:
                    if isinstance(argument, ast.Constant) and argument.value is True:
                        yield "write", argument, function, "false"
        if (
            isinstance(node, ast.Compare)
            and len(node.ops) == 1
            and isinstance(node.ops[0], ast.In)
            and function
        ):
            # Names of operations, wherever one is looked up.
            names = node.comparators[0]
            if isinstance(names, (ast.Tuple, ast.Set)) and len(names.elts) > 1:
                for at, element in enumerate(names.elts):
                    if isinstance(element, ast.Constant) and isinstance(
                        element.value, str
                    ):
                        yield "entry", names, function, at
    for node in tree.body:
        # The tables: every set, tuple or mapping that a module has.
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
            continue
        target = ast.unparse(
            node.targets[0] if isinstance(node, ast.Assign) else node.target
        )
        if target in ("READERS", "_READERS"):
            for inner in ast.walk(node.value):
                if isinstance(inner, ast.Constant):
                    for word in WRITERS:
                        if word not in str(inner.value).split():
                            yield "entry", inner, target, word
        if target in WEAKER:
            weaker = WEAKER[target]
            for group in ast.walk(node.value):
                if not isinstance(group, ast.Dict):
                    continue
                for key, words in zip(group.keys, group.values, strict=True):
                    named = ast.unparse(key) if key is not None else ""
                    if (
                        not isinstance(words, ast.Constant)
                        or named == weaker
                        or "_no(" in named
                        or named in REFUSED
                    ):
                        continue
                    for at in range(len(str(words.value).split())):
                        yield "entry", group, target, (words, at, weaker)
            continue
        if target in CAUTIOUS or target in REFUSED:
            continue
        for inner in ast.walk(node.value):
            if (
                isinstance(inner, (ast.Tuple, ast.Set, ast.List))
                and len(inner.elts) > 1
            ):
                for at in range(len(inner.elts)):
                    yield "entry", inner, target, at
            elif isinstance(inner, ast.Dict) and len(inner.keys) > 1:
                for at in range(len(inner.keys)):
                    yield "entry", inner, target, at
            elif (
                isinstance(inner, ast.Constant)
                and isinstance(inner.value, str)
                and len(inner.value.split()) > 2
            ):
                for at in range(len(inner.value.split())):
                    yield "entry", inner, target, at


REFUSED = "_PROCESS _SIGNAL _WAITS _NETWORK _LOOP _INTERPRETER _INTO_C _DATABASE _WINDOW _TERMINAL _TRACES".split()


def _weaken(group: Any, words: Any, at: int, weaker: str) -> None:
    """Give one entry of a table of kinds the kind of what is not recorded."""
    entries = str(words.value).split()
    word = entries.pop(at)
    words.value = " ".join(entries)
    for key, other in zip(group.keys, group.values, strict=True):
        if key is not None and ast.unparse(key) == weaker:
            other.value += f" {word}"
            return
    group.keys.append(ast.Name(weaker))
    group.values.append(ast.Constant(word))


def _shared(file: str, function: str) -> bool:
    """Whether the search without reduction executes a function, too."""
    last = function.rpartition(".")[2]
    if file == "reduction.py":
        return function.startswith(("Naive", "usual", "blocked", "Explorer"))
    if file == "effects.py":
        # What an effect records it does not; which instructions have one it does.
        return (
            function in ("table", "Site", "depths", "_goes_on", "_is_python", "kind_of")
            or not function
        )
    if file == "run.py":
        return last not in _RECORDED
    return True


def _said(node: ast.AST, how: Any) -> str:
    if isinstance(how, tuple):
        return f"{str(how[0].value).split()[how[1]]} as {how[2]}"
    if isinstance(how, str) and how not in ("drop", "zero", "false"):
        return f"{how} as a reader"
    if isinstance(how, int):
        if isinstance(node, ast.Constant):
            return str(node.value).split()[how]
        if isinstance(node, ast.Dict):
            return ast.unparse(node.keys[how] or node.values[how])[:60]
        return ast.unparse(node.elts[how])[:60]  # type: ignore[attr-defined]
    return ast.unparse(node)[:60]


def mutants(folder: Path) -> list[Mutant]:
    """Every mutant of the engine in a folder."""
    found = []
    for file in sorted(FILES):
        path = next(folder.rglob(file), None)
        if path is None:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for number, (kind, node, function, how) in enumerate(_drops(tree)):
            found.append(
                Mutant(
                    file,
                    getattr(node, "lineno", 0),
                    kind,
                    _said(node, how),
                    function,
                    _shared(file, function),
                    number,
                )
            )
    return found


def _remake(source: str, number: int) -> str:
    """The text of a file with one place broken."""
    tree = ast.parse(source)
    kind, node, _, how = next(d for at, d in enumerate(_drops(tree)) if at == number)
    if how == "drop":
        for parent in ast.walk(tree):
            for name in ("body", "orelse", "finalbody"):
                body = getattr(parent, name, None)
                if isinstance(body, list) and node in body:
                    body[body.index(node)] = ast.copy_location(ast.Pass(), node)
    elif how == "zero":
        node.value -= 1  # type: ignore[attr-defined]
    elif how == "false":
        node.value = False  # type: ignore[attr-defined]
    elif isinstance(how, tuple):
        _weaken(node, *how)
    elif isinstance(how, str):
        node.value += f" {how}"  # type: ignore[attr-defined]
    elif isinstance(node, ast.Constant):
        words = str(node.value).split()
        del words[how]
        node.value = " ".join(words)
    elif isinstance(node, ast.Dict):
        del node.keys[how], node.values[how]
    else:
        del node.elts[how]  # type: ignore[attr-defined]
    return ast.unparse(ast.fix_missing_locations(tree))


# ------------------------------------------------------------- the battery

Check = tuple[str, str, Any, dict[str, Any]]
#: Runs that the site's programs of the battery need at most.
FEW = 30


def battery(every: int, programs: int, fast: bool) -> list[Check]:
    """Programs and what is known of them: text, kind, and what goes with the kind."""
    from tests.scheduler import kinds, oracle, random_programs, sweep
    from tests.scheduler.recipes import RECIPES
    from tools import outcomes
    from tools.programs import programs as of_the_site

    sys.path.insert(0, str(Path(__file__).parent))
    import model

    tasks: list[Any] = [
        (p.name, p.text, oracle.orders(p), {"bound": 1, "limit": 400})
        for p in kinds.PROGRAMS
    ]
    checks: list[Check] = [("textbook", n, None, {}) for n in _textbook()]
    for name, program in of_the_site().items():
        known = outcomes.load(program)
        if known is not None and known.complete and sum(known.interleavings) <= FEW:
            checks.append(("captured", name, None, {}))
    if fast:
        return [("compared", task[0], task, {}) for task in tasks] + checks
    chooser = random.Random(random_programs.SEED)
    count = 0
    while count < programs:
        threads = [model.random_program(chooser) for _ in range(2)]
        expected = model.outcomes(threads, limit=3_000)
        if expected is not None:
            checks.append(("model", model.source(threads), expected, {"limit": 300}))
            count += 1
    # Of modules and functions, which take long to try, a few.
    wanted = [*RECIPES][::3] + [
        "dict",
        "deque",
        "array",
        "file",
        "Future",
        "Condition",
        "functions of list",
    ]
    for at, name in enumerate(wanted):
        for cell in sweep.built(name, every, at):
            for program, orders in cell.programs[:1]:
                tasks.append(
                    (program.name, program.text, orders, {"bound": 1, "limit": 400})
                )
    for seed in range(random_programs.SEED, random_programs.SEED + programs):
        name, text = random_programs.program(seed)
        options = random_programs.settings(seed)
        if options["bound"] is None or options["granularity"] == "opcode":
            options["bound"] = 1
        tasks.append((name, text, None, {**options, "limit": 200}))
    return checks + [("compared", task[0], task, {}) for task in tasks]


def cheap(checks: Sequence[Check]) -> list[Check]:
    """Those that the engine as it is passes and that may tell something, cheap ones first."""

    def work() -> list[tuple[float, int]]:
        good = []
        for at, check in enumerate(checks):
            began = time.process_time()
            problem = _notices(check)
            if not problem:
                good.append((time.process_time() - began, at))
        return good

    from tests.scheduler import oracle

    return [checks[at] for _, at in sorted(oracle.forked(work, 3_000))]


def _textbook() -> list[str]:
    sys.path.insert(0, str(Path(__file__).parent))
    import test_textbook

    # Not what takes long.
    slow = ("philosophers", "writers", "bounded_buffer", "deliver")
    return [
        n
        for n in vars(test_textbook)
        if n.startswith("test_") and not any(s in n for s in slow)
    ]


def _notices(check: Check) -> str:
    """What is wrong of one program; empty if nothing is."""
    from scheduler import explore
    from scheduler import testing
    from tests.scheduler import oracle

    kind, name, what, options = check
    if kind == "captured":
        from tools import outcomes
        from tools.programs import programs as of_the_site

        program = of_the_site()[name]
        known = outcomes.load(program)
        holds = outcomes.holding(program, known, sys.version_info[:3])
        again = outcomes.explore(program)
        if again.keys != holds.keys or not again.complete:
            return f"captured: {name}"
        gil = [{e.key for e in o.endings if e.gil} for o in (again, holds)]
        return f"captured, gil: {name}" if gil[0] != gil[1] else ""
    if kind == "textbook":
        import test_textbook

        testing.root(ROOT / "tests" / "textbook")
        try:
            getattr(test_textbook, name)()
        except BaseException as error:
            return f"{name}: {type(error).__name__}"
        return ""
    if kind == "model":
        found = explore("model.py", source=name.encode(), **options)
        keys = {(o.kind, o.output) for o in found.outcomes}
        cut = found.interleavings >= options["limit"]
        wrong = keys - what or (not cut and what - keys)
        return f"model: {sorted(wrong)[:2]}" if wrong else ""
    text, orders, settings = what[1], what[2], what[3]
    compared = oracle.compare(name, text, orders, **settings)
    if compared.verdict in (*oracle.WRONG, "refused"):
        return f"{compared.verdict}: {name}"
    return ""


def _afresh(folder: Path) -> None:
    """Let this process import the engine of a folder, and what uses it, anew."""
    for name in list(sys.modules):
        top, _, rest = name.partition(".")
        if top in (
            "scheduler",
            "model",
            "oracle",
            "test_textbook",
            "tools",
        ) or rest.startswith("scheduler"):
            del sys.modules[name]
    sys.path.insert(0, str(folder))


def _judge(
    folder: Path, order: list[int], checks: list[Check], seconds: float, out: Any
) -> None:
    """Say what the first check is that notices the mutant in a folder."""
    _afresh(folder)
    from scheduler.search import guard

    guard.within_this_process()
    for at in order:
        print("at", at, file=out, flush=True)
        # Their usual action: to end the process.
        signal.setitimer(signal.ITIMER_VIRTUAL, 30)
        signal.setitimer(signal.ITIMER_REAL, 200)
        try:
            problem = _notices(checks[at])
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
        if problem:
            line = problem[:200].replace("\n", " ")
            print("caught", at, line, file=out, flush=True)
            return
        if time.process_time() > seconds:
            break
    print("survived", order.index(at) + 1, file=out, flush=True)


class Judge:
    """Breaks copies of the engine, and lets the battery look at them."""

    def __init__(self, checks: list[Check], folder: Path, seconds: float) -> None:
        self.checks = checks
        self.folder = folder
        self.seconds = seconds
        self.kills: Counter[int] = Counter()

    def order(self) -> list[int]:
        """Those that caught most first; of the rest a few of each kind before all."""
        first = [at for at, _ in self.kills.most_common()]
        rest = [at for at in range(len(self.checks)) if at not in self.kills]
        return first + sorted(rest, key=lambda at: (at % 7, at))

    def verdict(self, mutant: Mutant | None) -> tuple[str, str]:
        """ "caught" or "survived", and by what."""
        with tempfile.TemporaryDirectory(dir=self.folder) as place:
            engine = Path(place) / "scheduler"
            shutil.copytree(ROOT / "scheduler", engine)
            if mutant is not None:
                path = next(engine.rglob(mutant.file))
                path.write_text(
                    _remake(path.read_text("utf-8"), mutant.number), "utf-8"
                )
            said = self._said(Path(place))
        last = said[-1] if said else "at 0"
        if last.startswith("survived"):
            return "survived", f"{last.split()[1]} checks"
        if last.startswith("caught"):
            _, at, what = last.split(" ", 2)
            self.kills[int(at)] += 1
            return "caught", what
        self.kills[int(last.split()[1])] += 1
        return "caught", "a search that does not end, or ends the process"

    def _said(self, place: Path) -> list[str]:
        read, write = os.pipe()
        sys.stdout.flush()
        pid = os.fork()
        if not pid:
            try:
                os.close(read)
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
                with open(os.devnull, "r+") as null:
                    for standard in range(3):
                        os.dup2(null.fileno(), standard)
                os.chdir(place)
                with open(write, "w") as out:
                    _judge(place, self.order(), self.checks, self.seconds, out)
            finally:
                os._exit(0)
        os.close(write)
        with open(read) as pipe:
            said = pipe.read().splitlines()
        os.waitpid(pid, 0)
        return said


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the mutants; print who survived; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.scheduler.engine_mutants",
        description="Breaks the engine in one place at a time.",
    )
    parser.add_argument(
        "--file", action="append", choices=FILES, help="only mutants of this file"
    )
    parser.add_argument("--kind", action="append", help="only mutants of this kind")
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="only one mutant in N"
    )
    parser.add_argument("--first", type=int, default=0, help="which one")
    parser.add_argument(
        "--cells", type=int, default=15, metavar="N", help="one cell of the sweep in N"
    )
    parser.add_argument(
        "--programs", type=int, default=120, help="random programs of each kind"
    )
    parser.add_argument(
        "--fast", action="store_true",
        help="only programs by hand and of the site: none that are drawn or swept",
    )  # fmt: skip
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for one mutant")
    parser.add_argument(
        "--battery", help="where the programs are kept from one call to the next"
    )
    parser.add_argument("--list", action="store_true", help="only list the mutants")
    given = parser.parse_args(arguments)
    wanted = [
        m for m in mutants(ROOT / "scheduler")
        if (not given.file or m.file in given.file) and (not given.kind or m.kind in given.kind)
    ][given.first :: given.every]  # fmt: skip
    if given.list:
        for m in wanted:
            print(
                f"{m.file}:{m.line}: {m.kind}: {m.what} [{m.where}]{' shared' if m.shared else ''}"
            )
        print(len(wanted), Counter(m.kind for m in wanted))
        return 0
    began = time.monotonic()
    # What each of the forked processes would import.
    _textbook()
    if given.battery and Path(given.battery).exists():
        # What a set of strings prints is another one in each process.
        checks = cheap(pickle.loads(Path(given.battery).read_bytes()))
    else:
        made = battery(given.cells, given.programs, given.fast)
        checks = cheap(made)
        print(
            f"{len(made) - len(checks)} of {len(made)} programs are wrong, or not known, of the engine as it is"
        )
        if given.battery:
            Path(given.battery).write_bytes(pickle.dumps(checks))
    print(
        f"{len(checks)} programs, {len(wanted)} mutants, {time.monotonic() - began:.0f} s",
        flush=True,
    )
    counts: Counter[tuple[str, str]] = Counter()
    survivors = []
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(checks, Path(folder), given.seconds)
        verdict, by = judge.verdict(None)
        if verdict != "survived":
            print(f"the engine as it is: {verdict} {by}", file=sys.stderr)
            return 2
        for mutant in wanted:
            verdict, by = judge.verdict(mutant)
            counts[mutant.kind, verdict] += 1
            counts["shared" if mutant.shared else "not shared", verdict] += 1
            line = f"{mutant.file}:{mutant.line}: {mutant.kind}: {mutant.what} [{mutant.where}]"
            line += " shared" if mutant.shared else ""
            print(f"{verdict:8} {line}: {by}", flush=True)
            if verdict != "caught":
                survivors.append(line)
    print("\nsurvivors:", *survivors, "", sep="\n")
    for (kind, verdict), n in sorted(counts.items()):
        print(f"{kind:12} {verdict:9} {n:5}")
    caught = len(wanted) - len(survivors)
    print(
        f"caught {caught} of {len(wanted)}: {caught / max(1, len(wanted)):.1%} in {time.monotonic() - began:.0f} s"
    )
    return int(caught < ENOUGH * len(wanted))


if __name__ == "__main__":
    sys.exit(main())
