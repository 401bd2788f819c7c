"""Stops by what they are: the same in every process that runs the same text."""

from __future__ import annotations

import itertools
import os
import sys
from types import CodeType
from typing import Any, Final

from scheduler.bytecode import monitor

__all__ = ["END", "file_of", "places"]

#: The place of a thread's end.
END: Final = ("", 0, "")


def places(codes: list[CodeType], file: str = "") -> dict[tuple[Any, ...], int]:
    """The numbers of the sites in `codes`, by what each does and where that is said.

    Offsets are those of one compiler, and the lines of a `file` of others those of
    one release of it: a place is named by the text, there by the function's own
    lines.  Of operations that the text does not tell apart, it is the first,
    second… of them.
    """
    found: dict[tuple[Any, ...], int] = {}
    for site in monitor.sites(codes):
        first = site.code.co_firstlineno
        start = first if file else 0
        end = f"{site.end_line - start}:" if site.end_line != site.line else ""
        where = f"{site.line - start}:{site.column}-{end}{site.end_column}"
        for count in itertools.count(1):
            what = f"{where} {site.opname}" + (f" {count}" if count > 1 else "")
            place = (site.code.co_qualname, first - start, what, *[file][: bool(file)])
            if place not in found:
                found[place] = site.number
                break
    return found


def file_of(code: CodeType) -> str:
    """The file of a code of others, the same on every machine."""
    name = code.co_filename
    if name.startswith("<"):
        return name
    folders = [os.path.join(folder, "") for folder in sys.path if folder]
    around = max((f for f in folders if name.startswith(f)), key=len, default="")
    below = name.removeprefix(around) if around else os.path.basename(name)
    return below.replace(os.sep, "/")
