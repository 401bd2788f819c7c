"""The command line: `python -m scheduler explore|run|graph FILE …`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

try:
    from scheduler import Unexplorable, explore
except ImportError as error:
    print(f"scheduler: {error}", file=sys.stderr)
    raise SystemExit(2) from None
from scheduler.explore import GRANULARITIES, LIMIT


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


alive: list[int] = []


def _sign() -> None:
    if alive:
        os.write(alive[0], b".")


def _progress(runs: int, outcomes: int) -> None:
    _sign()
    if not sys.stderr.isatty():
        return
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
    except ValueError as error:
        print(f"scheduler: {error}", file=sys.stderr)
    return 2


def _explore(options: argparse.Namespace) -> int:
    exploration = explore(
        options.file, granularity=options.granularity, preemptions=options.preemptions,
        limit=options.limit, progress=_progress,
    )  # fmt: skip
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    if options.json:
        print(json.dumps(exploration.as_json()))
    else:
        from scheduler.report import report

        print(report(exploration))
    return 0


def _run(options: argparse.Namespace) -> int:
    from scheduler.report import table
    from scheduler.trace import trace

    outcome, rows, names = trace(
        options.file, options.schedule, granularity=options.granularity
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
            options.file, preemptions=options.preemptions, limit=options.limit,
            alive=_sign,
        )  # fmt: skip
    except TooLarge as error:
        raise Unexplorable(f"the graph of {options.file} has {error}") from None
    print(json.dumps(found))
    return 0


#: Seconds without a sign of life after which one call in C is taken never to end.
SILENCE = 40.0


def run() -> None:
    """Do the work in a child and watch it: one endless C call stops everything else."""
    if not hasattr(os, "fork"):
        _leave(_guarded())
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        alive.append(writing)
        _leave(_guarded())
    os.close(writing)
    _leave(_watch(child, reading))


def _watch(child: int, reading: int) -> int:
    import select
    import signal

    while True:
        try:
            ready, _, _ = select.select([reading], [], [], SILENCE)
            if ready:
                if os.read(reading, 4096):
                    continue
                _, status = os.waitpid(child, 0)
                return os.waitstatus_to_exitcode(status) % 256
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            print(
                "scheduler: the program makes a call into C that does not end",
                file=sys.stderr,
            )
            return 2
        except KeyboardInterrupt:
            continue


def _guarded() -> int:
    try:
        return main()
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _leave(status: int) -> None:
    """For good: a thread stuck in C must not keep the process alive."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


if __name__ == "__main__":
    run()
