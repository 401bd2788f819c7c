"""The engine of the page in Node: does it find what was captured?

    python -m tests.live
    python -m tests.live bench

explores every program with a captured set, in one process, and names those whose set
is another one there; then it runs the engine's own tests there. `tests/test_live.py`
asks for a few of both. `bench` explores six programs here and there in turns, and
compares the runs a second of the processor.
"""

import json
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Route, sync_playwright

import scheduler
from scheduler.search import guard
from tools import live, outcomes, player, programs, setup
from tools.outcomes import Outcomes, last_line
from tools.programs import ROOT, Program

FOLDER = ROOT / "docs" / "assets" / "live"
#: The version of the page's Python, as far as programs know versions.
PAGE_HAS = (3, 14, 0)


def command(script: str, *arguments: Path | str) -> list[Path | str]:
    """Run a script of `player/live/` in Node, on the packed engine."""
    path = ROOT / "player" / "live" / script
    return [player.BIN / "node", "--experimental-wasm-jspi", path, FOLDER, *arguments]


def suite(*tests: str) -> int:
    """Run the engine's own tests within the page's Python; return pytest's status."""
    wrong = live.build(ROOT)
    if wrong:
        raise RuntimeError(wrong)
    packages = sysconfig.get_path("purelib")
    run = command("suite.ts", ROOT, packages, *tests)
    return subprocess.run(run, cwd=ROOT, check=False).returncode


class Node:
    """The packed engine, as `player/live/node.ts` runs it."""

    def __init__(self) -> None:
        """Start it, which takes seconds."""
        self.start()

    def start(self) -> None:
        """A new one, as a page begins one after a program that spent the last."""
        self.process = subprocess.Popen(
            command("node.ts"),
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
        self.found = said.get("found")
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
    """Every program of which all outcomes are captured, and these."""
    every = [(p, outcomes.load(p)) for p in programs.programs().values()]
    return [(p, known) for p, known in every if known is not None and known.complete]


Ways = set[tuple[Any, ...]]


def wanted(
    program: Program, known: Outcomes, version: tuple[int, ...] = PAGE_HAS
) -> list[Ways]:
    """The sets that a program may have: before a change in CPython, and since.

    A message that `version` has in other words is the one that the program declares;
    where that is a note, which follows the message, the message is as it was.
    """
    now = program.message(version)
    others = set(program.fails.values())

    def reworded(messages: Sequence[str]) -> list[tuple[str, ...]]:
        if not now:
            return [tuple(messages)]
        each = (now if message in others else message for message in messages)
        return [tuple(messages), tuple(sorted(each))]

    sides = [side for side in (known, known.later) if side is not None]
    ways: list[Ways] = []
    for side in sides:
        told = [(e, reworded(e.messages)) for e in side.endings]
        for at in (0, -1):
            ways.append({(e.kind, e.output, e.status, said[at]) for e, said in told})
    return ways


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
TURNS, A_TURN = 5, 200
#: So many runs a turn has at least: the system counts hundredths of a second.
ENOUGH = 40

#: Where Chromium finds the engine; nothing is asked of the network.
SITE = "https://engine.invalid/"
PAGE = f"""<!doctype html><title>Engine</title><script type="module">
import {{ Engine }} from "{SITE}client.js";
window.engine = new Engine(new URL("{SITE}live/"));
</script>"""

#: Explores a program's text: runs, and the seconds of the processor that they took.
Explore = Callable[[str], tuple[int, float]]


def natively(text: str) -> tuple[int, float]:
    """Explore in this process."""
    begun = time.process_time()
    found = scheduler.explore("program.py", source=text.encode(), limit=A_TURN)
    return found.interleavings, time.process_time() - begun


def in_node(engine: Node, text: str) -> tuple[int, float]:
    """Explore in Node."""
    answer = engine.ask("explore", text, limit=A_TURN, schedules=False)
    return answer["runs"], engine.seconds


def several(explore: Explore, text: str) -> tuple[int, float]:
    """The same, over and over, until it is long enough."""
    all_runs, all_seconds = explore(text)
    while all_runs < ENOUGH:
        runs, seconds = explore(text)
        all_runs, all_seconds = all_runs + runs, all_seconds + seconds
    return all_runs, all_seconds


@contextmanager
def chromium() -> Iterator[Explore]:
    """The engine in a page, as the site has it."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        wrong = player.run(
            ROOT, "npx", "esbuild", "player/live/client.ts", "--bundle",
            "--format=esm", f"--outfile={folder}/client.js", "--log-level=warning",
        )  # fmt: skip
        if wrong:
            raise RuntimeError(wrong)
        files = {"client.js": Path(folder, "client.js")}
        files |= {f"live/{path.name}": path for path in FOLDER.iterdir()}
        browser = playwright.chromium.launch(
            executable_path=setup.chromium(), args=["--no-sandbox"]
        )
        processes = browser.new_browser_cdp_session()
        page = browser.new_page()

        def give(route: Route) -> None:
            name = route.request.url.removeprefix(SITE)
            if name in files:
                route.fulfill(path=files[name])
            else:
                route.fulfill(body=PAGE, content_type="text/html")

        page.route(f"{SITE}**", give)
        page.goto(SITE)
        page.wait_for_function("window.engine")

        def seconds() -> float:
            found = processes.send("SystemInfo.getProcessInfo")["processInfo"]
            return sum(p["cpuTime"] for p in found if p["type"] == "renderer")

        def explore(text: str) -> tuple[int, float]:
            begun = seconds()
            answer = page.evaluate(
                "([text, options]) => engine.explore(text, options)",
                [text, {"limit": A_TURN, "schedules": False}],
            )
            return answer["runs"], seconds() - begun

        yield explore
        browser.close()


def bench() -> None:
    """Print runs a second natively, in Node and in Chromium, and the ratios."""
    guard.within_this_process()  # its processor time is what is counted
    names = ("native", "Node", "Chromium")
    title = f"{'':16}{'runs':>6}{'native':>9}{'Node':>14}{'Chromium':>18}"
    print(f"{title}   runs a second")
    with node() as engine, chromium() as in_chromium:
        of_node = partial(in_node, engine)
        explorers: tuple[Explore, ...] = (natively, of_node, in_chromium)
        for name in BENCH:
            text = (TEXTBOOK / f"{name}.py").read_text("utf-8")
            rates: list[list[float]] = [[] for _ in names]
            for turn in range(TURNS + 1):
                took = [several(explore, text) for explore in explorers]
                assert len({runs for runs, _ in took}) == 1, took
                if turn:  # the first one compiles and loads
                    for rate, (runs, seconds) in zip(rates, took, strict=True):
                        rate.append(runs / seconds)
            native, *others = (statistics.median(rate) for rate in rates)
            row = f"{name:16}{took[0][0]:>6}{native:>9,.0f}"
            for other in others:
                row += f"{other:>9,.0f} ({other / native:.2f})"
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
        print(f"Python's memory: {engine.heap / 2**20:.0f} MiB", flush=True)
    return bool(wrong) | suite("tests/scheduler")


if __name__ == "__main__":
    if sys.argv[1:] == ["bench"]:
        bench()
    else:
        sys.exit(main())
