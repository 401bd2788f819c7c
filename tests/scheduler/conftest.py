"""Fixtures: the textbook's programs, and an engine that stays in the test's process."""

from pathlib import Path

import pytest

from scheduler import testing
from scheduler.search import guard

TEXTBOOK = Path(__file__).parents[1] / "textbook"


@pytest.fixture(autouse=True, scope="session")
def _programs():
    testing.root(TEXTBOOK)


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    """Most tests look into the engine, or break it: it must be in their process."""
    monkeypatch.setattr(guard, "_can_start", False)


@pytest.fixture
def program(tmp_path):
    """Write a program's text to a file; returns its path."""

    def write(text, name="program.py"):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write
