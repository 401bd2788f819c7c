"""`make measure`: run the probes here, merge what they say into the results.

    python -m measure [--only NAME] [--kind calls] [--python 3.13] [--site]

Nothing is recorded of a batch whose controls fail; it is said, and the exit status is
not 0.
"""

import argparse
import sys

from measure import catalogue, environment, machine, pages, run, store
from tools import interpreters


def _record(kind: str, told: run.Batch, python: dict[str, object]) -> None:
    rows = {name: [{"date": store.today(), **row}] for name, row in told.rows.items()}
    store.record(store.Results(kind, machine.here(), dict(python), rows))


def _measure(
    kind: str,
    group: catalogue.Group,
    python: environment.Python,
    tries: int,
) -> list[str]:
    """Measure and record one group; return what went wrong with it as a whole."""
    name = f"{kind} {group.name} on {python.version}"
    fitting = [probe for probe in group.probes if probe.runs_on(python.minor)]
    if not fitting:
        return []
    if group.package and group.package in python.missing:
        told = run.Batch(
            {p.name: {"error": python.missing[group.package]} for p in fitting}
        )
    else:
        asked = [probe.as_json() for probe in fitting]
        told = run.insistently(
            lambda words: print(f"      {name}: {words}", flush=True),
            tries,
            5.0,
            lambda: run.batch(python.path, asked, f"{kind}.py"),
        )
    if told.wrong:
        print(f"FAIL  {name}: nothing recorded", flush=True)
        return [f"{name}: nothing recorded: {'; '.join(told.wrong)}"]
    _record(kind, told, python.as_json())
    failed = {n: row["error"] for n, row in told.rows.items() if "error" in row}
    print(f"ok    {name}: {len(told.rows)} rows, {len(failed)} failed", flush=True)
    for row, error in failed.items():
        print(f"      {row}: {error}", flush=True)
    return []


#: Which folders or files of probes a kind measures, and on which Pythons: `all` with a
#: GIL, the one with the `libraries`, the `free` one, or `every`.
KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "calls": (("standard", "all"), ("libraries", "libraries")),
    "convoy": (("convoy", "every"),),
    "scaling": (("scaling", "free"),),
    "costs": (("costs", "every"),),
}


def pythons(which: str, wanted: str | None) -> list[environment.Python]:
    """The interpreters to measure on."""
    if which == "libraries":
        return [environment.libraries()]
    found = [
        environment.of(interpreter)
        for interpreter in interpreters.found()
        if which == "every" or interpreter.free_threaded == (which == "free")
    ]
    return [p for p in found if wanted is None or p.version.startswith(wanted)]


def main(arguments: list[str]) -> int:
    """Measure; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m measure", description=__doc__)
    parser.add_argument("--only", default="", help="a part of a probe's name or file")
    parser.add_argument("--kind", choices=[*KINDS], help="one kind only")
    parser.add_argument("--python", help="one version only, such as 3.13 or 3.13.5t")
    parser.add_argument("--tries", type=int, default=3, help="tries of a busy batch")
    asked = parser.parse_args(arguments)
    wrong: list[str] = []
    chosen = 0
    try:
        for kind, parts in KINDS.items():
            if asked.kind not in (None, kind):
                continue
            for folder, which in parts:
                groups = catalogue.chosen(folder, asked.only)
                if not groups:
                    continue
                chosen += len(groups)
                there = pythons(which, asked.python)
                if not there:
                    wrong.append(f"{kind}: no Python {asked.python or ''} here")
                for python in there:
                    for group in groups:
                        wrong += _measure(kind, group, python, asked.tries)
        if not chosen:
            raise catalogue.BadProbe(f"measure/probes: no probe has {asked.only!r}")
        store.load.cache_clear()
        changed = pages.write()
    except (catalogue.BadProbe, store.BadResults) as error:
        print(error, file=sys.stderr)
        return 1
    print(*changed or ["no page changes"], sep="\n")
    print(*wrong, sep="\n", file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
