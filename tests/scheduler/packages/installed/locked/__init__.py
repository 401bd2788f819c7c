"""A package that makes its lock when it is imported."""

from .counting import Counter, count, lock

__all__ = ["Counter", "count", "lock"]
