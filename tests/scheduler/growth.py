"""How an exploration grows with threads and with steps: a table and a drawing.

    python -m tests.scheduler.growth [--beside CHECKOUT] [NAME …]

Each program is explored without a bound at opcode granularity, in a process
of its own, so that its peak of memory is its own; what a program without
threads needs is taken off.  Linux only: it asks `/proc`.  The drawing goes to
`docs/assets/drawings`.  With `--beside`, each is explored by the scheduler of another
checkout as well, in turn, and nothing is drawn; nor is it where families are named.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DRAWING = ROOT / "docs" / "assets" / "drawings" / "scheduler-growth.svg"
LIMIT = 20_000

_CHILD = """
import json, sys, time
from scheduler import explore

try:
    from scheduler.search import guard
except ImportError:
    pass  # an older one explores in this process
else:
    guard.within_this_process()  # its time and memory are what is counted

def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

started = time.process_time()
found = explore("program.py", source=sys.stdin.buffer.read(), limit=int(sys.argv[1]))
print(json.dumps({
    "runs": found.interleavings, "complete": found.complete, "steps": found.steps,
    "seconds": time.process_time() - started,
    "memory": peak(),
}))
"""


def counter(threads: int, additions: int, locked: bool) -> str:
    body = ["with lock:", "    count += 1"] if locked else ["count += 1"]
    return "\n".join(
        [
            "import threading",
            "count = 0",
            "lock = threading.Lock()",
            "def work():",
            "    global count",
            *(f"    {line}" for _ in range(additions) for line in body),
            f"threads = [threading.Thread(target=work) for _ in range({threads})]",
            "for thread in threads: thread.start()",
            "for thread in threads: thread.join()",
            "print(count)",
        ]
    )


def pool(tasks: int) -> str:
    return (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def square(number): return number * number\n"
        "with ThreadPoolExecutor(max_workers=2) as pool:\n"
        f"    print(list(pool.map(square, range({tasks}))))\n"
    )


def semaphore(threads: int) -> str:
    text = (ROOT / "snippets" / "semaphore" / "limit.py").read_text("utf-8")
    return text.replace("range(3)", f"range({threads})")


def queue(pairs: int) -> str:
    return "\n".join(
        [
            "import queue, threading",
            "shelf = queue.Queue(1)",
            "got = []",
            "def consume(): got.append(shelf.get())",
            "threads = []",
            f"for number in range({pairs}):",
            "    threads.append(threading.Thread(target=shelf.put, args=(number,)))",
            "    threads.append(threading.Thread(target=consume))",
            "for thread in threads: thread.start()",
            "for thread in threads: thread.join()",
            "print(sorted(got))",
        ]
    )


def philosophers(seats: int) -> str:
    return "\n".join(
        [
            "import threading",
            f"forks = [threading.Lock() for _ in range({seats})]",
            "def dine(seat):",
            "    with forks[seat]:",
            f"        with forks[(seat + 1) % {seats}]: pass",
            f"threads = [threading.Thread(target=dine, args=(n,)) for n in range({seats})]",
            "for thread in threads: thread.start()",
            "for thread in threads: thread.join()",
        ]
    )


@dataclass(frozen=True)
class Family:
    """Programs that differ in one size: a curve."""

    name: str
    colour: str
    sizes: range
    program: Callable[[int], str]


@dataclass(frozen=True)
class Panel:
    """Curves of one drawing."""

    title: str
    families: tuple[Family, ...]


PANELS = (
    Panel(
        "threads that add once each",
        (
            Family("unlocked", "t1", range(2, 6), lambda n: counter(n, 1, False)),
            Family("locked", "t2", range(2, 6), lambda n: counter(n, 1, True)),
        ),
    ),
    Panel(
        "additions in each of two threads",
        (
            Family("unlocked", "t1", range(1, 7), lambda n: counter(2, n, False)),
            Family("locked", "t2", range(1, 7), lambda n: counter(2, n, True)),
        ),
    ),
    Panel(
        "tasks given to a pool of two workers",
        (Family("pool", "t3", range(1, 5), pool),),
    ),
    Panel(
        "threads at a Semaphore(2)",
        (Family("semaphore", "t1", range(2, 4), semaphore),),
    ),
    Panel(
        "producer-consumer pairs at a Queue(1)",
        (Family("queue", "t2", range(1, 3), queue),),
    ),
    Panel(
        "philosophers at a table",
        (Family("diners", "t3", range(2, 7), philosophers),),
    ),
)


@dataclass(frozen=True)
class Measured:
    """An exploration: processor seconds, and the peak of memory in KiB."""

    runs: int
    complete: bool
    steps: int
    seconds: float
    memory: int

    @property
    def searched(self) -> int:
        """The runs without those drawn at random after a search was cut off."""
        return min(self.runs, LIMIT)


def measure(text: str, root: Path = ROOT) -> Measured:
    """What it takes to explore a program with the scheduler of the checkout at `root`."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(LIMIT)],
        cwd=root, input=text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return Measured(**json.loads(done.stdout))


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.scheduler.growth")
    parser.add_argument("--beside", type=Path, metavar="CHECKOUT")
    parser.add_argument("names", nargs="*", metavar="NAME", help="families")
    options = parser.parse_args(arguments)
    roots = [ROOT, *([options.beside] if options.beside else [])]
    nothing = [measure("import threading\n", root).memory for root in roots]
    columns = f"{'runs':>8}{'seconds':>9}{'memory':>10}{'steps a run':>13}"
    print(f"{'program':<54}{columns * len(roots)}")
    found: dict[str, Curves] = {}
    for panel in PANELS:
        for family in panel.families:
            if options.names and family.name not in options.names:
                continue
            points = []
            for size in family.sizes:
                print(f"{f'{family.name}: {size} {panel.title}':<54}", end="")
                results = [measure(family.program(size), root) for root in roots]
                for result, less in zip(results, nothing, strict=True):
                    print(_row(result, less), end="", flush=True)
                print(flush=True)
                points.append((size, results[0]))
            found.setdefault(panel.title, []).append((family, points))
    print(f"+: cut off at {LIMIT:,} runs")
    if len(roots) == 1 and not options.names:
        DRAWING.write_text(drawing(found))
        print(f"drawn in {DRAWING.relative_to(ROOT)}")


def _row(result: Measured, nothing: int) -> str:
    cut = "" if result.complete else "+"
    memory = max(0, result.memory - nothing) / 1024
    return (
        f"{result.runs:>7,}{cut:<1}{result.seconds:>9.2f}{memory:>7.1f} MB"
        f"{result.steps / max(1, result.runs):>13.0f}"
    )


#: One panel below the other, so that a phone shows them at a size to read.
WIDTH, LEFT, TOP, HEIGHT, EACH = 360, 54, 34, 110, 190
TICKS = (1, 10, 100, 1_000, 10_000)
Curves = list[tuple[Family, list[tuple[int, Measured]]]]


def drawing(found: dict[str, Curves]) -> str:
    """The curves as SVG; its colours come from the page's style sheet."""
    parts = [
        '<svg class="drawing" role="img" aria-labelledby="drawing-growth-title'
        f' drawing-growth-desc" viewBox="0 0 {WIDTH} {EACH * len(found) - 4}"'
        ' xmlns="http://www.w3.org/2000/svg" data-search-exclude="">',
        '<title id="drawing-growth-title">Runs of an exploration, as a program grows</title>',
        f'<desc id="drawing-growth-desc">{_words(found)}</desc>',
    ]
    for at, (title, curves) in enumerate(found.items()):
        parts += _panel(TOP + at * EACH, title, curves)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(top: float, title: str, curves: Curves) -> list[str]:
    sizes = [size for _, points in curves for size, _ in points]
    low, high = min(sizes), max(sizes)
    step = (WIDTH - LEFT - 90) / max(1, high - low)
    bottom = top + HEIGHT

    def x(size: int) -> float:
        return LEFT + 16 + (size - low) * step

    def y(runs: float) -> float:
        return bottom - HEIGHT * math.log10(max(1.0, runs)) / math.log10(LIMIT)

    parts = [
        f'<text class="small strong start" x="4" y="{top - 16}">{_sentence(title)}</text>'
    ]
    for tick in TICKS:
        dashed = " dashed" if tick > 1 else ""
        parts.append(
            f'<path class="thin{dashed}" d="M{LEFT} {y(tick):.1f}H{x(high):.1f}"/>'
        )
        parts.append(
            f'<text class="small muted end" x="{LEFT - 8}" y="{y(tick) + 4:.1f}">{tick:,}</text>'
        )
    parts += [
        f'<text class="small muted" x="{x(size):.1f}" y="{bottom + 18:.1f}">{size}</text>'
        for size in range(low, high + 1)
    ]
    for family, points in curves:
        places = [(x(size), y(m.searched), m.complete) for size, m in points]
        line = "L".join(f"{px:.1f} {py:.1f}" for px, py, _ in places)
        parts.append(f'<g class="{family.colour}"><path class="life" d="M{line}"/>')
        parts += [
            f'<circle class="{"tag" if complete else "run"}" cx="{px:.1f}" cy="{py:.1f}" r="4"/>'
            for px, py, complete in places
        ]
        parts.append("</g>")
        px, py, _ = places[-1]
        parts.append(
            f'<text class="small start" x="{px + 10:.1f}" y="{py + 4:.1f}">{family.name}</text>'
        )
    return parts


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _words(found: dict[str, Curves]) -> str:
    return " ".join(
        f"{family.name.capitalize()}, {title}: "
        + ", ".join(
            f"{size}: {m.searched:,}{'' if m.complete else ' and more'}"
            for size, m in points
        )
        + "."
        for title, curves in found.items()
        for family, points in curves
    )


if __name__ == "__main__":
    main(sys.argv[1:])
