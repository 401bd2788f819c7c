"""The forbidden outcome of each program that only some interleavings break.

The broken program reaches it; its mended twin, explored completely, never
does. A line reads: this program, instead of what its twin prints, can do that.
"""

from dataclasses import dataclass

import pytest

from tests.interleavings.test_outcomes import EXPLORED, known
from tools.outcomes import Ending
from tools.programs import programs


@dataclass(frozen=True)
class Forbidden:
    """An outcome that must not be.

    Attributes:
        prints: What it prints; None for anything.
        error: The exception that ends a thread; None for no exception.
        deadlock: Whether it never ends.
    """

    prints: str | None = None
    error: str | None = None
    deadlock: bool = False

    def is_ending(self, ending: Ending) -> bool:
        """Whether a program that ends so has done what it must not."""
        if self.deadlock or ending.kind == "deadlock":
            return self.deadlock and ending.kind == "deadlock"
        if self.prints is not None and ending.output != self.prints:
            return False
        return (self.error is None and not ending.messages) or (
            self.error in ending.messages
        )


POP = "IndexError: pop from empty list"
FORBIDDEN = {
    "barrier/phases_broken.py": Forbidden("left saw: None\nright saw: left done\n"),
    "condition/kitchen_broken.py": Forbidden(error=POP),
    "condition/two_cooks_broken.py": Forbidden(error=POP),
    "deadlock/two_locks_broken.py": Forbidden(deadlock=True),
    "event/server_broken.py": Forbidden("port: None\n"),
    "lock/counter_broken.py": Forbidden("1\n"),
    "lock/withdraw_broken.py": Forbidden("paid out 160, left -60\n"),
    "queues/drain_broken.py": Forbidden(deadlock=True),
    "queues/jobs_broken.py": Forbidden(error=POP),
    "race_conditions/half_built_broken.py": Forbidden(
        error="AttributeError: 'Greeter' object has no attribute 'greeting'"
    ),
    "race_conditions/lazy_init_broken.py": Forbidden("opened: 2\n"),
    "race_conditions/lost_update_broken.py": Forbidden("1\n"),
    "race_conditions/property_broken.py": Forbidden("1\n"),
    "safety/cache_broken.py": Forbidden("times loaded: 2\n"),
    "starting_and_joining/too_early_broken.py": Forbidden("[]\n"),
    "synchronization/seats_broken.py": Forbidden("tickets sold: 2\n"),
    "thread_local/current_user_broken.py": Forbidden(
        "Ann reads: Hello, Ben\nBen reads: Hello, Ben\n"
    ),
}


def test_each_program_that_some_interleavings_break_names_what_they_do() -> None:
    several = {p.name for p in EXPLORED if len(known(p).distinct) > 1}
    assert several == set(FORBIDDEN)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_broken_program_reaches_it(name: str) -> None:
    endings = known(programs()[name]).endings
    assert any(FORBIDDEN[name].is_ending(e) for e in endings)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_mended_twin_never_does(name: str) -> None:
    twin = known(programs()[name.replace("_broken.py", ".py")])
    assert twin.complete
    assert not any(FORBIDDEN[name].is_ending(e) for e in twin.endings)
    assert [e.kind for e in twin.distinct] == ["finished"]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_broken_program_does_not_always_do_it(name: str) -> None:
    """Or it should be declared to fail, and shown failing."""
    endings = known(programs()[name]).endings
    assert not all(FORBIDDEN[name].is_ending(e) for e in endings)
