"""The command line: `python -m scheduler explore|run|graph FILE …`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

try:
    from scheduler import Unexplorable, explore
    from scheduler.search import guard
except ImportError as error:
    print(f"scheduler: {error}", file=sys.stderr)
    raise SystemExit(2) from None
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
    return [int(part) for part in text.replace(" ", "").split(",") if part]


_schedule.__name__ = "schedule (thread numbers with commas between)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scheduler",
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
        metavar="1,2,1,…",
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


def _progress(runs: int, outcomes: int) -> None:
    print(
        f"\r{runs:,} interleavings, {outcomes} outcomes", end="\x1b[K", file=sys.stderr
    )


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
        print(f"scheduler: {error}", file=sys.stderr)
        if getattr(options, "json", True):
            print(json.dumps(_refused(options.file, error)))
    except ValueError as error:
        print(f"scheduler: {error}", file=sys.stderr)
    return 2


def _refused(file: str, error: Unexplorable) -> dict[str, Any]:
    """The object that stands for what could not be explored."""
    return {
        "schema": 1,
        "file": file,
        "complete": False,
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
        limit=options.limit, progress=_progress if sys.stderr.isatty() else None,
    )  # fmt: skip
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    if options.json:
        print(json.dumps(exploration.as_json()))
    else:
        from scheduler.describe.report import report

        print(report(exploration))
    return 0


def _run(options: argparse.Namespace) -> int:
    from scheduler.describe.report import table
    from scheduler.describe.trace import trace

    read_program(options.file)
    outcome, rows, names = guard.call(
        trace, options.file, options.file, options.schedule, options.granularity
    )
    if options.json:
        print(json.dumps({"schema": 1, "file": options.file, **outcome.as_json()}))
        return 0
    print(", ".join(f"T{tid} = {name}" for tid, name in sorted(names.items())))
    print("\n".join(table(rows)))
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
