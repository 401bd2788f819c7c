"""Both orders of two operations are found, for each kind of operation."""

import pytest

from tests.scheduler import oracle
from tests.scheduler.kinds import PROGRAMS

SOME = 20
#: Runs of the search without reduction: that of a file in a fresh folder needs most.
LIMIT = 4_000


@pytest.mark.parametrize("first", range(0, len(PROGRAMS), SOME))
def test_what_plain_python_prints_in_either_order_is_found(first):
    some = PROGRAMS[first : first + SOME]
    tasks = [(p.name, p.text, oracle.orders(p), {"limit": LIMIT}) for p in some]
    one_order = [name for name, _, orders, _ in tasks if len(orders) < 2]
    assert not one_order
    found = list(oracle.compared(tasks))
    assert [(one.name, one.detail) for one in found if one.verdict != "same"] == []
