"""The results: dated, one file a kind, machine and Python, merged and never erased.

    {"schema": 1, "kind": "calls", "machine": {...}, "python": {...},
     "rows": {"hashlib.sha256(b)": [{"date": "2026-11-27", ...}, ...]}}

A row is a list, one measurement a date, oldest first; a second one of the same day
replaces the first. Another machine, or another build, has a file of its own, so what
it saw stays.
"""

import datetime
import fcntl
import functools
import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "measure" / "results"
SCHEMA = 1

Measurement = dict[str, Any]


class BadResults(Exception):
    """A file of results that can't be read; the message names it."""


@dataclass(frozen=True)
class Results:
    """What one Python on one machine measured of one kind.

    Attributes:
        kind: `calls`, `convoy`, ...
        machine: `{"name", "processor", "cores", "system"}`.
        python: `{"version", "free_threaded", "compiler"}`.
        rows: Measurements by the probe's name, oldest first.
    """

    kind: str
    machine: dict[str, Any]
    python: dict[str, Any]
    rows: dict[str, list[Measurement]]

    @property
    def version(self) -> str:
        """`3.13.0`, or `3.13.5t`."""
        return self.python["version"] + "t" * self.python["free_threaded"]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.kind}.{self.machine['name']}.{self.version}.json"


def today() -> str:
    """The date of a measurement made now."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def slug(text: str) -> str:
    """Words as a part of a file's name or an anchor."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def read(path: Path) -> Results:
    """Read a file of results.

    Raises:
        BadResults: It is none.
    """
    where = f"measure/results/{path.name}"
    try:
        told = json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as error:
        raise BadResults(f"{where}:{error.lineno}: {error.msg}") from None
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise BadResults(f"{where}:1: not of schema {SCHEMA}")
    try:
        found = Results(told["kind"], told["machine"], told["python"], told["rows"])
        named = found.file
    except KeyError as error:
        raise BadResults(f"{where}:1: has no {error}") from None
    if path.name != named:
        raise BadResults(f"{where}:1: what it holds belongs into {named}")
    for name, row in found.rows.items():
        if [m["date"] for m in row] != sorted({m["date"] for m in row}):
            raise BadResults(f"{where}:1: {name}: one measurement a date, oldest first")
    return found


def dump(results: Results) -> str:
    """The text of its file: a row a line, so that a difference can be read."""
    head = {
        "schema": SCHEMA,
        "kind": results.kind,
        "machine": results.machine,
        "python": results.python,
    }
    rows = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row, ensure_ascii=False)}"
        for name, row in sorted(results.rows.items())
    )
    text = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{text},\n"rows": {{\n{rows}\n}}}}\n'


def merged(old: Results | None, new: Results) -> Results:
    """The old rows with the new measurements; nothing of another date is lost.

    A failure never takes the place of a figure of the same day.
    """
    rows = {name: list(row) for name, row in old.rows.items()} if old else {}
    for name, row in new.rows.items():
        by_date = {m["date"]: m for m in rows.get(name, [])}
        for measurement in row:
            before = by_date.get(measurement["date"])
            if "error" in measurement and before and "error" not in before:
                continue
            by_date[measurement["date"]] = measurement
        rows[name] = [by_date[date] for date in sorted(by_date)]
    return Results(new.kind, new.machine, new.python, rows)


def record(new: Results, folder: Path = RESULTS) -> Path:
    """Merge into the file of its kind, machine and Python."""
    path = folder / new.file
    folder.mkdir(parents=True, exist_ok=True)
    # Two that measure at once must not lose what the other writes.
    with (Path(tempfile.gettempdir()) / f"{new.file}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        old = read(path) if path.exists() else None
        aside = path.with_suffix(".new")
        aside.write_text(dump(merged(old, new)), "utf-8", newline="\n")
        aside.replace(path)
    return path


@functools.cache
def load(kind: str, folder: Path = RESULTS) -> tuple[Results, ...]:
    """Every file of a kind, in order of name.

    Raises:
        BadResults: One can't be read.
    """
    return tuple(read(path) for path in sorted(folder.glob(f"{kind}.*.json")))
