from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .deep.inner import NAME

__all__ = ["NAME", "Book"]


@dataclass
class Book:
    made: ClassVar[int] = 0
    title: str = NAME
