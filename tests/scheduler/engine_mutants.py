"""`python -m tests.scheduler.engine_mutants`: would the tests notice?

The engine is broken in one place at a time (`engine_mutations`), in a process that was
forked from this one, and shown to the checks that touch that place (`engine_battery`),
until one of them notices.

A mutant that nothing can notice is equivalent: more is recorded than need be, or the
place can't be reached.  `equivalent.tsv` names each of them with the reason; a line
there that names no mutant, or one that is caught, is an error.

Fails when less than 99 % of the mutants that are not equivalent are caught.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import gc
import importlib
import importlib.machinery
import os
import pickle
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

from tests.scheduler import engine_mutations, oracle
from tests.scheduler.engine_battery import (
    ENGINE,
    LAYERS,
    ROOT,
    Check,
    Trace,
    absent,
    battery,
    notices,
    tests_below,
    traces,
)
from tests.scheduler.engine_mutations import (
    FILES,
    Mutant,
    broken,
    located,
    marked,
    mutants,
)

ENOUGH = 0.99
#: Seconds of the processor's time for one mutant: by then it has survived.
SECONDS = 40.0
#: Seconds for one check, of the processor's time and of real time, by its layer.
PATIENCE = {"below": (3, 15), "orders": (3, 15), "programs": (20, 60)}
EQUIVALENT = Path(__file__).with_name("equivalent.tsv")

# -------------------------------------------------------------- equivalents


@dataclass(frozen=True)
class Equivalent:
    """Mutants that nothing can notice: patterns of their places, and the reason."""

    line: int
    file: str
    where: str
    kind: str
    what: str
    reason: str

    def fits(self, mutant: Mutant) -> bool:
        """Whether it speaks of this mutant."""
        return (
            (self.file, self.kind) == (mutant.file, mutant.kind)
            and _like(mutant.where, self.where)
            and any(_like(mutant.what, what) for what in self.what.split(" | "))
        )


def _like(text: str, pattern: str) -> bool:
    """Whether a text is the pattern, in which `*` stands for anything."""
    parts = (re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(".*".join(parts), text) is not None


def equivalents(path: Path = EQUIVALENT) -> list[Equivalent]:
    """The lines of the table.

    Raises:
        SystemExit: A line that has not its five fields.
    """
    found = []
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        if text and not text.startswith("#"):
            fields = text.split("\t")
            if len(fields) != 5 or not all(fields):
                raise SystemExit(
                    f"{path.name}:{number}: five fields with tabs between them: "
                    "file, function or table, kind, what is dropped, reason"
                )
            found.append(Equivalent(number, *fields))
    return found


# ------------------------------------------------------------------ judging

#: By file: its code, where that has been compiled or was broken.
_codes: dict[str, CodeType] = {}
_OURS = ("scheduler", "tests", "tools")


class _Loader(importlib.machinery.SourceFileLoader):
    """Compiles each file once for all the processes."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        if path not in _codes:
            _codes[path] = self.source_to_code(Path(path).read_bytes(), path)
        return _codes[path]


class _Finder:
    @staticmethod
    def find_spec(name: str, path: Any, target: Any = None) -> Any:
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        loader: Any = spec and spec.loader
        if type(loader) is importlib.machinery.SourceFileLoader and _is_ours(
            loader.path
        ):
            assert spec is not None
            spec.loader = _Loader(name, loader.path)
        return spec


def _is_ours(path: str) -> bool:
    """Whether a file is of this project, not of its environment."""
    return path.startswith(str(ROOT)) and ".venv" not in path


#: Not imported anew: this command, and the package that it is in.
_KEPT = re.compile(r"__main__|tests|tests\.scheduler|tests\.scheduler\.engine_.*")


def _afresh() -> None:
    """Let this process import the engine, and what uses it, anew."""
    for name, module in list(sys.modules.items()):
        ours = _is_ours(getattr(module, "__file__", None) or "")
        if ours and not _KEPT.fullmatch(name):
            del sys.modules[name]
            # What imports a part of a package finds it as its attribute.
            parent, _, own = name.rpartition(".")
            if hasattr(sys.modules.get(parent), own):
                delattr(sys.modules[parent], own)


def _forked(work: Any) -> list[str]:
    """What `work(out)` writes, in a process of its own that may end at any time."""
    read, write = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        try:
            os.close(read)
            for number in (signal.SIGALRM, signal.SIGVTALRM):
                signal.signal(number, signal.SIG_DFL)
            with open(os.devnull, "r+") as null:
                for standard in range(3):
                    os.dup2(null.fileno(), standard)
            with tempfile.TemporaryDirectory() as folder:
                os.chdir(folder)
                with open(write, "w") as out:
                    work(out)
                os.chdir("/")
        finally:
            os._exit(0)
    os.close(write)
    with open(read, errors="replace") as pipe:
        said = pipe.read().splitlines()
    os.waitpid(pid, 0)
    return said


def _load() -> None:
    """Import the engine, with a switch at each place, and what asks it, before forking."""
    vars(builtins)[engine_mutations.SWITCH] = 0
    for name in FILES:
        path = located(ENGINE, name)
        tree = engine_mutations.switched(path.read_text("utf-8"), name)
        _codes[str(path)] = compile(tree, str(path), "exec")
    _afresh()
    tests_below()
    for name in FILES:
        del _codes[str(located(ENGINE, name))]


def _break(mutant: Mutant) -> None:
    """Let the engine of this process be a mutant."""
    callables = sys.modules.get(_module("callables.py"))
    if mutant.switch:
        vars(builtins)[engine_mutations.SWITCH] = mutant.switch
    elif mutant.where in engine_mutations.WEAKER and callables is not None:
        module, _, name = str(ast.literal_eval(mutant.word)).rpartition(".")
        weaker = vars(callables)[engine_mutations.WEAKER[mutant.where]]
        derived = {"TYPES": "_by_module", "MODULES": "_functions"}[mutant.where]
        vars(callables)[derived][module][name] = weaker
    else:
        path = located(ENGINE, mutant.file)
        tree = broken(path.read_text("utf-8"), mutant.number)
        _codes[str(path)] = compile(tree, str(path), "exec")
        _afresh()


def _module(name: str) -> str:
    """The name of the module that is one of the engine's files."""
    parts = located(ENGINE, name).relative_to(ROOT).with_suffix("").parts
    return ".".join(parts)


def _show(
    mutant: Mutant | None,
    order: list[int],
    checks: list[Check],
    seconds: float,
    out: Any,
) -> None:
    """Show a mutant to checks until one of them notices."""
    gc.disable()
    print("at -1", file=out, flush=True)
    if mutant is not None:
        _break(mutant)
    importlib.import_module("scheduler")
    guard = next(
        m
        for n, m in sys.modules.items()
        if n.startswith("scheduler") and n.endswith("guard")
    )
    guard.within_this_process()
    for at in order:
        print("at", at, file=out, flush=True)
        busy, real = PATIENCE[checks[at].layer]
        # Their usual action: to end the process.
        signal.setitimer(signal.ITIMER_VIRTUAL, busy)
        signal.setitimer(signal.ITIMER_REAL, real)
        problem = notices(checks[at])
        if problem:
            line = problem[:200].replace("\n", " ")
            print("caught", at, line, file=out, flush=True)
            return
        if time.process_time() > seconds:
            print("survived", order.index(at) + 1, file=out, flush=True)
            return
    print("survived", len(order), file=out, flush=True)


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant.

    Attributes:
        caught: Whether a check noticed.
        by: The layer of that check, or how many checks did not.
        detail: What it said, or whether all checks were asked that touch the place.
    """

    caught: bool
    by: str
    detail: str


class Judge:
    """Breaks the engine, and lets the battery look at it."""

    def __init__(
        self,
        checks: list[Check],
        found: list[Trace],
        words: dict[tuple[str, str], str],
        seconds: float,
    ) -> None:
        self.checks = checks
        self.found = found
        self.words = words
        self.seconds = seconds
        self.kills: Counter[int] = Counter()
        self.asked = {table for trace in found for table, _ in trace.looked_up}

    def order(self, mutant: Mutant) -> list[int]:
        """The checks that touch a mutant: by layer, who caught most first, then cheap ones."""
        wanted = [at for at, t in enumerate(self.found) if self.touches(mutant, t)]
        if not wanted and mutant.word and mutant.where not in engine_mutations.WEAKER:
            # Asked for in other words: whoever asks the table.
            wanted = [
                at
                for at, t in enumerate(self.found)
                if not t.problem
                and any(where == mutant.where for where, _ in t.looked_up)
            ]
        kills, found = self.kills, self.found

        def rank(at: int) -> tuple[int, int, float]:
            layer = LAYERS.index(self.checks[at].layer)
            return layer, -kills[at], found[at].seconds

        return sorted(wanted, key=rank)

    def touches(self, mutant: Mutant, trace: Trace) -> bool:
        """Whether a check executes what is broken, or asks for it."""
        if trace.problem:
            return False
        if mutant.word:
            word = self.words.get((mutant.where, mutant.word), "")
            if mutant.where in self.asked and word:
                return (mutant.where, word) in trace.looked_up
            return True
        return (mutant.file, mutant.statement) in trace.lines

    def verdict(self, mutant: Mutant | None) -> Verdict:
        """Judge a mutant, or the engine as it is."""
        if mutant is None:
            order = [at for at, t in enumerate(self.found) if not t.problem]
        else:
            order = self.order(mutant)
            if not order:
                return Verdict(False, "0 checks", "nothing touches it")
        said = _forked(lambda out: _show(mutant, order, self.checks, self.seconds, out))
        last = said[-1] if said else "at -1"
        if last.startswith("survived"):
            asked = int(last.split()[1])
            whole = "" if asked == len(order) else f"of {len(order)}: out of time"
            return Verdict(False, f"{asked} checks", whole)
        _, number, detail = f"{last} it does not end, or ends the process".split(" ", 2)
        at = int(number)
        if at < 0:
            return Verdict(True, "below", "it can't be imported")
        self.kills[at] += 1
        check = self.checks[at]
        if last.startswith("caught"):
            detail = last.split(" ", 2)[2]
        return Verdict(True, check.layer, f"{check.name}: {detail}")


def _apart(work: Callable[[], Any], problem: str) -> Any:
    """What `work` returns in a process of its own, with the engine as it is."""

    def afresh() -> Any:
        _afresh()
        return work()

    found = oracle.forked(afresh, 3_000)
    if found is None:
        raise SystemExit(f"engine_mutants: {problem}")
    return found


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
    parser.add_argument("--match", help="only those whose line has this in it")
    parser.add_argument(
        "--again",
        metavar="FILE",
        help="only those that survived, says an earlier output",
    )
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="only one mutant in N"
    )
    parser.add_argument("--first", type=int, default=0, help="which one")
    parser.add_argument(
        "--cells", type=int, default=8, metavar="N", help="one cell of the sweep in N"
    )
    parser.add_argument(
        "--programs", type=int, default=60, help="random programs of each kind"
    )
    parser.add_argument(
        "--fast", action="store_true",
        help="only programs by hand and of the site: none that are drawn or swept",
    )  # fmt: skip
    parser.add_argument(
        "--layer", action="append", choices=LAYERS, help="only checks of this layer"
    )
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for one mutant")
    parser.add_argument(
        "--battery", help="where the checks are kept from one call to the next"
    )
    parser.add_argument("--list", action="store_true", help="only list the mutants")
    parser.add_argument(
        "--equivalent", action="store_true",
        help="judge those too that are known to be equivalent",
    )  # fmt: skip
    given = parser.parse_args(arguments)
    every = mutants(ENGINE)
    table = equivalents()
    for line in table:
        if not any(line.fits(mutant) for mutant in every):
            print(
                f"{EQUIVALENT.name}:{line.line}: there is no such mutant",
                file=sys.stderr,
            )
            return 2
    again = _survivors(Path(given.again)) if given.again else None
    wanted = [
        m for m in every
        if (not given.file or m.file in given.file) and (not given.kind or m.kind in given.kind)
        and (not given.match or given.match in str(m)) and (again is None or m.place in again)
    ][given.first :: given.every]  # fmt: skip
    if given.list:
        print(*wanted, sep="\n")
        print(len(wanted), Counter(m.kind for m in wanted))
        return 0
    sys.meta_path.insert(0, _Finder)  # type: ignore[arg-type]
    began = time.monotonic()
    checks = _checks(given)

    def marked_traces() -> Any:
        for name in FILES:
            path = located(ENGINE, name)
            tree = marked(path.read_text("utf-8"), name)
            _codes[str(path)] = compile(tree, str(path), "exec")
        return traces(checks, every)

    found, words = _apart(
        marked_traces,
        "a check ends the process with the engine as it is",
    )
    missing = _apart(lambda: absent(every), "what is written in C can't be imported")
    for check, trace in zip(checks, found, strict=True):
        if trace.problem:
            print(f"wrong as it is: {check.layer}: {check.name}: {trace.problem[:200]}")
    counts = Counter(
        c.layer for c, t in zip(checks, found, strict=True) if not t.problem
    )
    print(
        *(f"{counts[layer]} {layer}," for layer in LAYERS),
        f"{len(wanted)} mutants, {time.monotonic() - began:.0f} s", flush=True,
    )  # fmt: skip
    judge = Judge(checks, found, words, given.seconds)
    _load()
    gc.collect()
    gc.freeze()  # the processes share what is there
    return _judged(judge, wanted, table, missing, given.equivalent, began)


def _survivors(output: Path) -> set[str]:
    """The places of the mutants that survived in an earlier run, whatever their lines."""
    lines = output.read_text("utf-8").splitlines()
    found = (
        re.match(r"survived (\S+?):\d+: (.*\]): \d+ checks", line) for line in lines
    )
    return {f"{match[1]}: {match[2]}" for match in found if match}


def _checks(given: Any) -> list[Check]:
    """The checks that are asked for; those that take long to make are kept in a file."""
    layers = given.layer or LAYERS
    checks = [Check("below", "below", name) for name in tests_below()]
    if set(layers) != {"below"}:
        kept = Path(given.battery) if given.battery else None
        if kept is not None and kept.exists():
            checks += pickle.loads(kept.read_bytes())
        else:
            made = battery(given.cells, given.programs, given.fast)
            checks += made
            if kept is not None:
                kept.write_bytes(pickle.dumps(made))
    return [c for c in checks if c.layer in layers]


def _judged(
    judge: Judge,
    wanted: Sequence[Mutant],
    table: Sequence[Equivalent],
    missing: set[Mutant],
    again: bool,
    began: float,
) -> int:
    counts: Counter[tuple[str, str]] = Counter()
    survivors = []
    wrong = 0
    for mutant in wanted:
        if mutant in missing:
            counts[mutant.kind, "absent"] += 1
            continue
        known = next((line for line in table if line.fits(mutant)), None)
        if known is not None and not again:
            counts[mutant.kind, "equivalent"] += 1
            continue
        verdict = judge.verdict(mutant)
        word = "caught" if verdict.caught else "survived"
        if known is not None:
            word = "equivalent"
            if verdict.caught:
                wrong += 1
                print(f"{EQUIVALENT.name}:{known.line}: not equivalent: it is caught")
        counts[mutant.kind, f"{word} by {verdict.by}" if verdict.caught else word] += 1
        print(f"{word:8} {mutant}: {verdict.by}: {verdict.detail}", flush=True)
        if word == "survived":
            survivors.append(str(mutant))
    print("\nsurvivors:", *survivors, "", sep="\n")
    for (kind, word), n in sorted(counts.items()):
        print(f"{kind:12} {word:20} {n:5}")
    equivalent = sum(n for (_, word), n in counts.items() if word == "equivalent")
    away = sum(n for (_, word), n in counts.items() if word == "absent")
    judged = len(wanted) - equivalent - away
    caught = judged - len(survivors)
    print(
        f"caught {caught} of {judged}: {caught / max(1, judged):.1%}; "
        f"{equivalent} more are equivalent, {away} of what this interpreter lacks; in {time.monotonic() - began:.0f} s"
    )
    return int(wrong > 0 or caught < ENOUGH * judged)


if __name__ == "__main__":
    sys.exit(main())
