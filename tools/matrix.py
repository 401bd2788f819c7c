"""`make matrix`: every program on every CPython found, and a table of it.

Fails when 3.11, 3.12 or 3.13 is missing, when a program does not do what is
declared of it, or when what the pages say it ran on was not seen.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from tools import evidence, interpreters
from tools.interpreters import REQUIRED, Interpreter
from tools.programs import BadProgram, Program, programs
from tools.runs import hosts, judged, run

JOBS = 2


def _cell(program: Program, interpreter: Interpreter) -> tuple[str, str | None]:
    wrong = judged(program, run(program, interpreter.path), interpreter)
    if wrong:
        return "FAIL", wrong
    return ("ok" if program.runs_on(interpreter) else "older"), None


def main() -> int:
    """Run the matrix; return the exit status."""
    found = interpreters.found()
    names = [str(i) for i in found]
    missing = [name for name in REQUIRED if name not in {i.name for i in found}]
    wrong = [f"no CPython {name} on this machine" for name in missing]
    try:
        known = programs()
        seen = evidence.load()
    except BadProgram as error:
        print(error, file=sys.stderr)
        return 1
    width = max(map(len, known), default=0)
    counts = dict.fromkeys(["ok", "older", "FAIL"], 0)
    unseen = dict.fromkeys(names, 0)
    print(" ".join([" " * width, *(f"{n:>7}" for n in names)]))
    with ThreadPoolExecutor(JOBS) as pool:
        rows = {
            name: {
                str(i): pool.submit(_cell, program, i) for i in hosts(program, found)
            }
            for name, program in known.items()
        }
        for name, row in rows.items():
            cells = {version: future.result() for version, future in row.items()}
            words = [cells.get(version, ("-", None))[0] for version in names]
            print(" ".join([f"{name:{width}}", *(f"{word:>7}" for word in words)]))
            for version, (cell, failed) in cells.items():
                counts[cell] += 1
                if failed:
                    wrong.append(failed)
                elif cell == "ok" and version not in seen.get(name, {"ran": []})["ran"]:
                    unseen[version] += 1
    for version, count in unseen.items():
        if count:
            print(f"on {version} {count} were not yet seen: run `make update`")
    for line in wrong:
        print(f"\n{line}", file=sys.stderr)
    print(
        f"{len(known)} programs on {len(found)} interpreters: {counts['ok']} ok, "
        f"{counts['older']} seen failing on a version older than they need"
    )
    print(f"{counts['ok'] + counts['older']} passed, {len(wrong)} failed")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
