"""What this package is called and where it lies: its frames are none of a program's."""

import os
from types import FrameType
from typing import Final

__all__ = ["CACHE", "HERE", "NAME", "line_at", "unseen"]

#: The folder of the whole package, with its separator.
HERE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
#: The name by which it was imported.
NAME: Final = __name__.rsplit(".", 2)[0]

#: The file of the code that does what C does for `functools.lru_cache`.
CACHE: Final = "<functools.lru_cache>"


def unseen(file: str) -> bool:
    """Whether a frame of `file` is none in CPython: C's function is there, or nothing."""
    return file.startswith(HERE) or file == CACHE


def line_at(frame: FrameType) -> int:
    """The line at which `frame` stands.

    What a compiler adds, as the end of a `try` or of a generator, has none: the first of
    its function stands for it.
    """
    return frame.f_lineno or frame.f_code.co_firstlineno
