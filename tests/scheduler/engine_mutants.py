"""`python -m tests.scheduler.engine_mutants`: would the tests notice?

The engine is broken in one place at a time (`engine_mutations`), in a process that was
forked from this one, and shown to the checks that touch that place (`engine_battery`),
until one of them notices.  All mutants are shown to the first layer of checks; who
survives it, to the next.  A check has noticed if, alone in a process, it fails with
the mutant and not without.

What became of each mutant is kept until the last is judged: who stops this command and
calls it again, with nothing changed, goes on where it was.

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
import hashlib
import importlib
import importlib.machinery
import json
import os
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
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
    asked_anew,
    battery,
    notices,
    stay,
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
#: Seconds of the processor's time for one check, and by how much more than it took
#: with the engine as it is; and how many of real time for one of those.
PATIENCE, TIMES, IDLE = 2.0, 10.0, 3.0
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
        path = located(ENGINE, name)
        _codes[str(path)] = compile(path.read_bytes(), str(path), "exec")


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
        asked_anew()
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
    found: list[Trace],
    seconds: float,
    out: Any,
) -> None:
    """Show a mutant to checks until one of them notices."""
    gc.disable()
    print("at -1", file=out, flush=True)
    if mutant is not None:
        _break(mutant)
    stay()
    for at in order:
        print("at", at, file=out, flush=True)
        busy = PATIENCE + TIMES * found[at].seconds
        # Their usual action: to end the process.
        signal.setitimer(signal.ITIMER_VIRTUAL, busy)
        signal.setitimer(signal.ITIMER_REAL, IDLE * busy)
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
        check: Its number.
    """

    caught: bool
    by: str
    detail: str
    check: int = -1


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
        self.sound: set[int] = set()
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
            if mutant.where not in self.asked:
                return True
            return any(
                table == mutant.where and key == (word or key)
                for table, key in trace.looked_up
            )
        return (mutant.file, mutant.statement) in trace.lines

    def verdict(self, mutant: Mutant) -> Verdict:
        """Judge a mutant: by a check that fails with it, alone, and not without it."""
        order = self.order(mutant)
        if not order:
            return Verdict(False, "0 checks", "nothing touches it")
        while True:
            verdict = self.shown(mutant, order)
            if not verdict.caught:
                return verdict
            alone = [at for at in order if at == verdict.check]
            again = order[:1] == alone or self.shown(mutant, alone).caught
            if again and verdict.check not in self.sound:
                again = not self.shown(None, alone).caught
            if again:
                return verdict
            # It fails after others, or as the engine is: the next.
            order = order[order.index(verdict.check) + 1 :] if alone else []

    def shown(self, mutant: Mutant | None, order: list[int]) -> Verdict:
        """What checks say, one after the other, of a mutant or the engine as it is."""
        said = _forked(
            lambda out: _show(mutant, order, self.checks, self.found, self.seconds, out)
        )
        last = said[-1] if said else "at -1"
        if last.startswith("survived"):
            asked = int(last.split()[1])
            whole = "" if asked == len(order) else f"of {len(order)}: out of time"
            return Verdict(False, f"{asked} checks", whole)
        _, number, detail = f"{last} it does not end, or ends the process".split(" ", 2)
        at = int(number)
        if at < 0:
            return Verdict(True, "import", "it can't be imported")
        check = self.checks[at]
        if last.startswith("caught"):
            detail = last.split(" ", 2)[2]
        return Verdict(True, check.layer, f"{check.name}: {detail}", at)

    def verdicts(
        self, mutants: Sequence[Mutant], jobs: int
    ) -> Iterator[tuple[Mutant, Verdict]]:
        """Judge mutants, some at once; what caught others before is asked first."""
        works = [partial(self.verdict, mutant) for mutant in mutants]
        for at, verdict in _at_once(works, jobs):
            if verdict.caught:
                self.kills[verdict.check] += 1
                self.sound.add(verdict.check)
            yield mutants[at], verdict


# ---------------------------------------------------------------- processes


def _send(work: Callable[[], Any], pipe: Any) -> None:
    pipe.send(work())


def _begun(work: Callable[[], Any]) -> Any:
    """A process of its own for `work`, and where its result comes from."""
    import multiprocessing  # of which a page's Python has no half

    fork = multiprocessing.get_context("fork")
    read, write = fork.Pipe(duplex=False)
    fork.Process(target=_send, args=(work, write), daemon=True).start()
    write.close()
    return read


def _at_once(
    works: Sequence[Callable[[], Any]], jobs: int
) -> Iterator[tuple[int, Any]]:
    """The results of `works` as they come, each with its number; `jobs` run at once."""
    from multiprocessing.connection import wait

    running: dict[Any, int] = {}
    for at, work in enumerate(works):
        running[_begun(work)] = at
        while len(running) >= (jobs if at + 1 < len(works) else 1):
            for pipe in wait(list(running)):
                yield running.pop(pipe), _received(pipe)


def _received(pipe: Any) -> Any:
    with pipe:
        try:
            return pipe.recv()
        except EOFError:
            raise SystemExit("engine_mutants: a process ended early") from None


def _apart(work: Callable[[], Any], problem: str) -> Any:
    """What `work` returns in a process of its own, with the engine as it is."""

    def afresh() -> Any:
        _afresh()
        return work()

    found = oracle.forked(afresh, 3_000)
    if found is None:
        raise SystemExit(f"engine_mutants: {problem}")
    return found


def _traced(
    checks: Sequence[Check], mutants: Sequence[Mutant], codes: dict[str, CodeType]
) -> Any:
    """What checks do with the engine as it is, in a process of its own."""

    def work() -> Any:
        _codes.update(codes)
        return traces(checks, mutants)

    return _apart(work, "a check ends the process with the engine as it is")


def _judge(
    checks: list[Check], mutants: Sequence[Mutant], seconds: float, jobs: int
) -> Judge:
    """Show the engine as it is to checks."""
    began = time.monotonic()
    parts = min(4 * jobs, len(checks))
    paths = {name: located(ENGINE, name) for name in FILES}
    codes = {
        str(path): compile(marked(path.read_text("utf-8"), name), str(path), "exec")
        for name, path in paths.items()
    }
    works = [partial(_traced, checks[at::parts], mutants, codes) for at in range(parts)]
    found: list[Any] = [None] * len(checks)
    words: dict[tuple[str, str], str] = {}
    for at, (some, said) in _at_once(works, jobs):
        found[at::parts] = some
        words |= said
    for check, trace in zip(checks, found, strict=True):
        if trace.problem:
            print(f"wrong as it is: {check.layer}: {check.name}: {trace.problem[:200]}")
    counts = Counter(
        c.layer for c, t in zip(checks, found, strict=True) if not t.problem
    )
    print(
        *(f"{n} {layer}," for layer, n in counts.items()),
        f"{len(mutants)} mutants, {time.monotonic() - began:.0f} s", flush=True,
    )  # fmt: skip
    return Judge(checks, found, words, seconds)


# ----------------------------------------------------------- what was judged


class Judged:
    """What became of mutants, kept in a file until all are judged."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.verdicts: dict[tuple[str, str, int], Verdict] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        # The last line may be cut short.
        whole = path.read_text("utf-8").rpartition("\n")[0]
        path.write_text(whole and whole + "\n", "utf-8")
        for line in whole.splitlines():
            stage, file, number, verdict = json.loads(line)
            self.verdicts[stage, file, number] = Verdict(**verdict)

    def add(self, stage: str, mutant: Mutant, verdict: Verdict) -> None:
        """Keep what became of a mutant in a stage."""
        self.verdicts[stage, mutant.file, mutant.number] = verdict
        line = json.dumps([stage, mutant.file, mutant.number, asdict(verdict)])
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def of(self, stage: str, mutant: Mutant) -> Verdict | None:
        """What became of a mutant, where that is known."""
        return self.verdicts.get((stage, mutant.file, mutant.number))


def _digest(given: Any) -> str:
    """Of all that verdicts depend on: the same where this command is called again."""
    whole = hashlib.sha256(f"{sys.version} {given}".encode())
    for folder in ("scheduler", "tests", "snippets", "captured", "tools"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".json", ".toml"):
                whole.update(f"{path} ".encode() + path.read_bytes())
    return whole.hexdigest()[:16]


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
        "--jobs", type=int, default=(os.process_cpu_count() or 1) + 1,
        help="processes at once: one more than cores, as some wait for what never ends",
    )  # fmt: skip
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
    return _all_judged(given, every, wanted, table)


def _all_judged(
    given: Any,
    every: Sequence[Mutant],
    wanted: Sequence[Mutant],
    table: Sequence[Equivalent],
) -> int:
    """Judge mutants: all by the tests below, who survives those by the rest."""
    began = time.monotonic()
    layers = given.layer or LAYERS
    building = None
    if set(layers) != {"below"}:
        # Most of that time is waiting.
        building = _begun(partial(battery, given.cells, given.programs, given.fast))
    _load()
    gc.collect()
    gc.freeze()  # the processes share what is there
    missing = _apart(lambda: absent(every), "what is written in C can't be imported")
    known = {m: line for m in wanted for line in table if line.fits(m)}
    judged = Judged(ROOT / ".cache" / "engine" / f"{_digest(given)}.jsonl")
    if judged.verdicts:
        print(
            f"goes on after {len(judged.verdicts)} verdicts of a call that was stopped"
        )
    verdicts: dict[Mutant, Verdict] = {}

    def left() -> list[Mutant]:
        return [
            m for m in wanted
            if m not in missing and (given.equivalent or m not in known)
            and not (m in verdicts and verdicts[m].caught)
        ]  # fmt: skip

    made = [Check("below", "below", name) for name in tests_below()]
    for layer in LAYERS:
        if layer not in layers or not left():
            continue
        if layer != "below" and building is not None:
            made += _received(building)
            building = None
        # What pairs of operations do is done, and may disturb the programs.
        checks = [check for check in made if check.layer == layer]
        verdicts |= _stage(layer, checks, left(), judged, given)
    wrong = _told(wanted, verdicts, known, missing, time.monotonic() - began)
    judged.path.unlink()
    return wrong


def _stage(
    name: str,
    checks: list[Check],
    mutants: Sequence[Mutant],
    judged: Judged,
    given: Any,
) -> dict[Mutant, Verdict]:
    """Judge mutants by some of the checks."""
    found = {m: v for m in mutants if (v := judged.of(name, m)) is not None}
    todo = [m for m in mutants if m not in found]
    if todo:
        judge = _judge(checks, todo, given.seconds, given.jobs)
        for mutant, verdict in judge.verdicts(todo, given.jobs):
            word = "caught" if verdict.caught else "survived"
            print(f"{word:8} {mutant}: {verdict.by}: {verdict.detail}", flush=True)
            judged.add(name, mutant, verdict)
            found[mutant] = verdict
    return found


def _told(
    wanted: Sequence[Mutant],
    verdicts: dict[Mutant, Verdict],
    known: dict[Mutant, Equivalent],
    missing: set[Mutant],
    seconds: float,
) -> int:
    """Print what became of all; return the exit status."""
    counts: Counter[tuple[str, str]] = Counter()
    survivors = []
    wrong = 0
    for mutant in wanted:
        verdict = verdicts.get(mutant)
        word = "survived"
        if mutant in missing:
            word = "absent"
        elif mutant in known:
            word = "equivalent"
            if verdict and verdict.caught:
                wrong += 1
                line = f"{EQUIVALENT.name}:{known[mutant].line}"
                print(f"{line}: not equivalent: it is caught: {mutant}")
        elif verdict and verdict.caught:
            word = f"caught by {verdict.by}"
        else:
            survivors.append(
                f"{mutant}: {verdict.by} {verdict.detail}" if verdict else str(mutant)
            )
        counts[mutant.kind, word] += 1
    print("\nsurvivors:", *survivors, "", sep="\n")
    for (kind, word), n in sorted(counts.items()):
        print(f"{kind:12} {word:20} {n:5}")
    equivalent = sum(n for (_, word), n in counts.items() if word == "equivalent")
    away = sum(n for (_, word), n in counts.items() if word == "absent")
    judged = len(wanted) - equivalent - away
    caught = judged - len(survivors)
    print(
        f"caught {caught} of {judged}: {caught / max(1, judged):.1%}; "
        f"{equivalent} more are equivalent, {away} of what this interpreter lacks; in {seconds:.0f} s"
    )
    return int(wrong > 0 or caught < ENOUGH * judged)


def _survivors(output: Path) -> set[str]:
    """The places of the mutants that survived in an earlier run, whatever their lines."""
    lines = output.read_text("utf-8").splitlines()
    lines = lines[lines.index("survivors:") :]
    found = (re.match(r"(\S+?):\d+: (.*\]): \d+ checks", line) for line in lines)
    return {f"{match[1]}: {match[2]}" for match in found if match}


if __name__ == "__main__":
    sys.exit(main())
