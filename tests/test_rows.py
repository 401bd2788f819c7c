"""The hammers of the guarantees' page notice a fault, and its table is theirs."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import hammers, rows
from tools.hammers import HAMMERS, Step
from tools.interpreters import Interpreter


def torn() -> list[Step]:
    """One thread that always sees a fault."""
    return [lambda: True]


def whole() -> list[Step]:
    """One thread that looks and sees none."""
    return [lambda: False]


def raising() -> list[Step]:
    """One thread that gets an exception."""
    nothing: list[bool] = []
    return [nothing.pop]


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hammers, "SECONDS", 0.01)


@pytest.mark.parametrize(
    ("make", "kinds"),
    [(torn, {"looks", "faults"}), (whole, {"looks"}), (raising, {"IndexError"})],
)
def test_hammer_counts(
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[], list[Step]],
    kinds: set[str],
) -> None:
    monkeypatch.setitem(HAMMERS, "row", make)
    counts = hammers.run("row")
    assert {kind for kind, count in counts.items() if count} == kinds
    if make is torn:
        assert counts["faults"] == counts["looks"]


ENDINGS = {
    'print(\'{"looks": 1200, "faults": 3}\')': "15 of 6,000",
    'print(\'{"looks": 1200, "KeyError": 2}\')': "`KeyError` 10",
    "print('{\"looks\": 1200}')": rows.NEVER,
    "import os; os.abort()": "crashed in 5 of 5 runs",
}


@pytest.mark.parametrize("program", ENDINGS)
def test_cell_says_how_it_went(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str
) -> None:
    hammer = tmp_path / "hammer.py"
    hammer.write_text(program, "utf-8")
    monkeypatch.setattr(rows, "HAMMER", hammer)
    this = Interpreter(sys.version_info[:3], False, sys.executable)
    assert rows.cell("row", this) == ENDINGS[program]


def test_table_has_a_line_for_each_hammer() -> None:
    lines = rows.TABLE.read_text("utf-8").splitlines()[2:]
    assert len(lines) == len(HAMMERS)
    for line, name in zip(lines, HAMMERS, strict=True):
        assert line.startswith(f"| {name} | ")
