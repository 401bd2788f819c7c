"""What tells the objects that are there at one time from one another."""

from collections.abc import Callable
from typing import Final

__all__ = ["identity"]

#: As `id`, and unlike it not reported to audit hooks: the world has one, and to be
#: asked thousands of times in a run would cost more than what the run does.
identity: Final[Callable[[object], int]] = object.__hash__
