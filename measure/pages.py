"""What pages show of the results: tables, plots, figures; generated, never typed.

Everything is written into `measure/shown/`, and pages include it:

    --8<-- "calls/hashing.result.md"
    --8<-- "figures.md:convoy-crc32"
"""

from collections.abc import Callable
from pathlib import Path

from measure import costs, figures, packages, plots, scaling, tables
from measure.store import ROOT

SHOWN = ROOT / "measure" / "shown"

#: Each gives the texts of some files by their names below `measure/shown/`.
MAKERS: list[Callable[[], dict[str, str]]] = [
    tables.calls,
    plots.convoy,
    packages.table,
    scaling.shown,
    costs.shown,
    figures.sentences,
]


def texts() -> dict[Path, str]:
    """The text of every file that pages include, by its path."""
    found: dict[Path, str] = {}
    for maker in MAKERS:
        for name, text in maker().items():
            found[SHOWN / name] = text
    return found


def write() -> list[str]:
    """Write what differs; return a line for each change."""
    wanted = texts()
    changed = []
    for path in sorted({*wanted, *(p for p in SHOWN.rglob("*") if p.is_file())}):
        name = path.relative_to(ROOT).as_posix()
        before = path.read_text("utf-8") if path.exists() else None
        after = wanted.get(path)
        if before == after:
            continue
        if after is None:
            path.unlink()
            changed.append(f"removed  {name}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(after, "utf-8", newline="\n")
            changed.append(f"{'new    ' if before is None else 'changed'}  {name}")
    return changed
