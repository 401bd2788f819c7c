"""The engine beside an earlier build of itself, on the programs that both have.

    python -m tests.scheduler.earlier [--build COMMIT] [--parts N] [NAME …]

The builds take turns, a part of the programs at a time, each part in a process of its own
that has explored one before: what is done once for a process isn't counted.  Seconds are
of the processor, without a bound, the runs limited as for the site.  The first build
without the soundness of today is 7282e77; another commit tells what a change costs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools import outcomes
from tools.programs import ROOT, programs

BUILD, PARTS, WORST = "7282e77", 12, 10
#: What each part runs, in either build: the seconds and runs of each program, and the
#: kilobytes that the process had at most.
CODE = """
import json, resource, sys, time
from pathlib import Path
import scheduler
try:
    from scheduler.search import guard
    guard.within_this_process()
except ImportError:
    pass
first, limit, *paths = json.load(sys.stdin)
scheduler.explore(Path(first))
found = {}
for path in paths:
    started = time.process_time()
    try:
        runs = scheduler.explore(Path(path), limit=limit).interleavings
    except Exception:
        runs = None
    found[path] = time.process_time() - started, runs
print(json.dumps([found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


@contextmanager
def build(commit: str) -> Iterator[Path]:
    """A folder with the files of `commit`, for as long as this is entered."""
    git = ["git", "-C", str(ROOT), "worktree"]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve() / "build"
        made = subprocess.run(
            [*git, "add", "--detach", str(place), commit],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        if made.returncode:
            sys.exit(f"no build {commit}: {made.stderr.strip().splitlines()[-1]}")
        try:
            yield place
        finally:
            subprocess.run([*git, "remove", "--force", str(place)], check=True)


def explored(place: Path, paths: list[str]) -> tuple[dict[str, Any], int]:
    """What the build at `place` takes for each of `paths`, and its peak memory in KB."""
    first = str(ROOT / "tests" / "textbook" / "counter.py")
    environment = os.environ | {
        "PYTHONPATH": str(place),
        "PYTHONPYCACHEPREFIX": str(place / ".cache" / "bytecode"),
    }
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=place, env=environment, check=True, text=True,
        input=json.dumps([first, outcomes.LIMIT, *paths]), stdout=subprocess.PIPE,
    )  # fmt: skip
    found, peak = json.loads(done.stdout)
    return found, peak


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.scheduler.earlier")
    parser.add_argument("--build", default=BUILD, metavar="COMMIT")
    parser.add_argument("--parts", type=int, default=PARTS, metavar="N")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    with build(options.build) as earlier:
        known = [
            name
            for name, program in sorted(programs().items())
            if not outcomes.unexplorable(program)
            and (earlier / "snippets" / name).is_file()
            and name in (options.names or [name])
        ]
        if not known:
            parser.error("none of these programs is in both builds")
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        peaks = [0, 0]
        parts = max(1, min(options.parts, len(known)))
        for at in range(parts):
            # The files of the earlier build: some have been written anew since.
            paths = [str(earlier / "snippets" / name) for name in known[at::parts]]
            for turn, (place, into) in enumerate(((earlier, before), (ROOT, after))):
                found, peak = explored(place, paths)
                into.update(found)
                peaks[turn] = max(peaks[turn], peak)
        show(earlier, options.build, before, after, peaks)


def show(
    place: Path,
    commit: str,
    before: dict[str, Any],
    after: dict[str, Any],
    peaks: list[int],
) -> None:
    """Print where the time goes, and the whole."""
    both = [p for p in before if before[p][1] is not None and after[p][1] is not None]
    print(f"{'program':<44}|{commit:^20}|{'this build':^20}|{'ratio':>7}")
    print(f"{'':<44}|{'runs':>9}{'seconds':>10} |{'runs':>9}{'seconds':>10} |")
    both.sort(key=lambda path: before[path][0] - after[path][0])
    total = [sum(side[path][0] for path in both) for side in (before, after)]
    for path in both[:WORST]:
        name = str(Path(path).relative_to(place / "snippets"))
        (old, runs), (new, more) = before[path], after[path]
        print(
            f"{name:<44}|{runs:>9,}{old:>10.2f} |{more:>9,}{new:>10.2f} |{new / old:>7.2f}"
        )
    refused = len(before) - len(both)
    print(
        f"{f'all {len(both)}, {refused} refused by one of them':<44}|"
        f"{sum(before[p][1] for p in both):>9,}{total[0]:>10.2f} |"
        f"{sum(after[p][1] for p in both):>9,}{total[1]:>10.2f} |"
        f"{total[1] / total[0]:>7.2f}"
    )
    print(f"peak memory: {peaks[0] / 1024:.0f} and {peaks[1] / 1024:.0f} MB")


if __name__ == "__main__":
    main()
