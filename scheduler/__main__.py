"""The command line: `python -m scheduler explore|run|graph FILE …`."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import sys
import time
from collections.abc import Sequence
from typing import Any

try:
    from scheduler import Unexplorable, explore
except ImportError as error:
    print(f"scheduler: {error}", file=sys.stderr)
    raise SystemExit(2) from None
from scheduler.describe.commands import TOOL, this
from scheduler.model import schedule
from scheduler.search.explore import GRANULARITIES, LIMIT
from scheduler.search.session import read_program


def _bound(text: str) -> int | None:
    if text == "none":
        return None
    number = int(text)
    if number < 0:
        raise ValueError
    return number


_bound.__name__ = "number of preemptions"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


_positive.__name__ = "positive number"


def _schedule(text: str) -> list[int]:
    return schedule.read(text)


_schedule.__name__ = "schedule such as 1*11.2.3"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=shlex.join(this()),
        description="Controls and explores the interleavings of a threaded program.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    first = commands.add_parser("explore", help="find every outcome of a program")
    first.add_argument("file", metavar="FILE")
    first.add_argument(
        "--granularity",
        choices=GRANULARITIES,
        default="opcode",
        help="where threads may be switched (default: opcode)",
    )
    first.add_argument(
        "--preemptions",
        type=_bound,
        default=None,
        metavar="N|none",
        help="bound on switches away from a thread that could go on",
    )
    first.add_argument(
        "--limit",
        type=_positive,
        default=LIMIT,
        metavar="RUNS",
        help=f"stop after so many runs (default: {LIMIT:,})",
    )
    first.add_argument("--json", action="store_true", help="print one JSON object")
    second = commands.add_parser("run", help="run a program once, by a schedule")
    second.add_argument("file", metavar="FILE")
    second.add_argument("--granularity", choices=GRANULARITIES, default="opcode")
    second.add_argument(
        "--schedule",
        type=_schedule,
        default=[],
        metavar="1*11.2.3",
        help="thread of each step; after its end the running thread goes on",
    )
    second.add_argument("--json", action="store_true", help="print one JSON object")
    third = commands.add_parser("graph", help="the state graph of a program, as JSON")
    third.add_argument("file", metavar="FILE")
    third.add_argument(
        "--preemptions",
        type=_bound,
        default=None,
        metavar="N|none",
        help="bound on switches away from a thread that could go on",
    )
    third.add_argument("--limit", type=_positive, default=LIMIT, metavar="RUNS")
    return parser


class _Progress:
    """One line on standard error, written again and again: how far an exploration is."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.began = time.monotonic()

    def __call__(self, runs: int, outcomes: int, share: float) -> None:
        seconds = time.monotonic() - self.began
        said = f"{runs:,} interleavings, {outcomes} outcome{'s' * (outcomes != 1)}"
        more = []
        if seconds >= 1 and runs:
            more.append(f"{runs / seconds:,.0f} a second")
            if share < 1:
                more.append(f"{share:.0%} of what is known so far")
            left = (self.limit - runs) * seconds / runs
            more.append(f"at most {_duration(left)} to the limit of {self.limit:,}")
        columns = shutil.get_terminal_size().columns
        for part in more:
            if len(said) + len(part) + 2 < columns:
                said += f", {part}"
        print(f"\r{said[: columns - 1]}", end="\x1b[K", file=sys.stderr, flush=True)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min"


def _shown(text: str) -> str:
    """`text` as the terminal can show it."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode("ascii", "backslashreplace").decode()
    return text


_PLAIN = {
    ord(sign): plain for sign, plain in zip("●│×…", ("*", "|", "x", "..."), strict=True)
}


def _columns() -> int:
    """The width of the terminal; 0 where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit status."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "explore":
            return _explore(options)
        if options.command == "graph":
            return _graph(options)
        return _run(options)
    except Unexplorable as error:
        print(f"{TOOL}: {error}", file=sys.stderr)
        if getattr(options, "json", True):
            print(json.dumps(_refused(options.file, error)))
    except ValueError as error:
        print(f"{TOOL}: {error}", file=sys.stderr)
    return 2


def _refused(file: str, error: Unexplorable) -> dict[str, Any]:
    """The object that stands for what could not be explored."""
    return {
        "schema": 1,
        "file": file,
        "complete": False,
        "verdict": "not settled",
        "outcomes": [],
        "refused": {
            "reason": str(error),
            "file": error.file or file,
            "line": error.line or None,
        },
    }


def _explore(options: argparse.Namespace) -> int:
    exploration = explore(
        options.file, granularity=options.granularity, preemptions=options.preemptions,
        limit=options.limit, shortest=True,
        progress=_Progress(options.limit) if sys.stderr.isatty() else None,
    )  # fmt: skip
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    if options.json:
        print(json.dumps(exploration.as_json()))
    else:
        from scheduler.describe.report import report

        print(_shown(report(exploration, width=_columns())))
    return 0


def _run(options: argparse.Namespace) -> int:
    from scheduler.describe.story import story

    read_program(options.file)
    how = story(options.file, options.schedule, granularity=options.granularity)
    outcome = how.outcome
    if options.json:
        print(json.dumps({"schema": 1, "file": options.file, **outcome.as_json()}))
        return 0
    print(_shown("\n".join(how.lines(_columns()))))
    print(f"{outcome.kind}: {outcome.detail}")
    if outcome.output:
        print("prints:")
        print(outcome.output, end="")
    return 0


def _graph(options: argparse.Namespace) -> int:
    from scheduler.graph import TooLarge, graph

    try:
        found = graph(
            options.file, preemptions=options.preemptions, limit=options.limit
        )
    except TooLarge as error:
        raise Unexplorable(f"the graph of {options.file} has {error}") from None
    print(json.dumps(found))
    return 0


def run() -> int:
    """As `main`; what a pipe or a person cuts short is no failure of ours."""
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(run())
