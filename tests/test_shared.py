"""What Python and the player must agree on: `tests/shared/` holds both to it.

`npm test` reads the same files.
"""

import json
from pathlib import Path

import pytest

from scheduler.model.schedule import read as decode
from scheduler.model.schedule import written

SHARED = Path(__file__).parent / "shared"
SCHEDULES = json.loads((SHARED / "schedules.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "found"), SCHEDULES["written"])
def test_a_schedule_is_written(text: str, found: list[int]) -> None:
    assert written(found) == text
    assert decode(text) == found


@pytest.mark.parametrize(("text", "found"), SCHEDULES["read"])
def test_a_schedule_is_read(text: str, found: list[int]) -> None:
    assert decode(text) == found
    assert decode(written(found)) == found


@pytest.mark.parametrize("text", SCHEDULES["refused"])
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no schedule"):
        decode(text)
