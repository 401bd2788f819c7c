"""Read the operands of the instruction that a frame is about to execute.

`sys.monitoring` tells which instruction comes next, not on which objects it
works; those lie on the frame's evaluation stack.  This module reads them
from there through `ctypes`, never writes, and is sure of the layout only
because `_locate` finds it by looking for known objects when the module is
imported.  On an interpreter where that fails `AVAILABLE` is false and the
engine refuses to start: guessing what an instruction touches would make the
reduction unsound.

Layout (CPython, `Include/internal/pycore_frame.h`): a frame object points to
an interpreter frame, which ends in an array: the locals, cells and free
variables, then the evaluation stack.  From 3.14 on the entries are tagged
references; the low bits are not part of the address.
"""

from __future__ import annotations

import ctypes
import sys
from types import CodeType, FrameType
from typing import Any, Final

from scheduler.model.identity import identity

__all__ = [
    "AFTER_HEADER",
    "AVAILABLE",
    "NULL",
    "base",
    "called",
    "fast",
    "operand",
    "operands",
    "word",
    "words",
]

WORD: Final = ctypes.sizeof(ctypes.c_void_p)
SHIFT: Final = WORD.bit_length() - 1
#: Words of an object's header: what comes after it is the object's first field.
AFTER_HEADER: Final = sys.getsizeof(object()) >> SHIFT
_LENGTH: Final = (1 << 58) if WORD == 8 else (1 << 28)

_ints = (ctypes.c_size_t * _LENGTH).from_address(0)
_objects = (ctypes.py_object * _LENGTH).from_address(0)

TAGGED: Final = sys.version_info >= (3, 14)


class _Null:
    """Stands for an empty entry of the evaluation stack."""

    def __repr__(self) -> str:
        return "<NULL>"


NULL: Final = _Null()

# f_back and the object header come before the pointer to the inner frame.
_INNER: Final = (sys.getsizeof(object()) + WORD) >> SHIFT
_locals_at = 0


if WORD == 8:

    def word(value: object) -> int:
        """Index, in words from address 0, of an object that is allocated."""
        # Objects lie at multiples of 16, and `identity` is a sixteenth of that; so is
        # the hash of a frame, which is had in half the time.
        return identity(value) << 1

    def base(frame: FrameType) -> int:
        """Index, in words from address 0, of the first local of `frame`."""
        return (_ints[(hash(frame) << 1) + _INNER] >> SHIFT) + _locals_at

else:

    def word(value: object) -> int:
        """Index, in words from address 0, of an object that is allocated."""
        return id(value) >> SHIFT

    def base(frame: FrameType) -> int:
        """Index, in words from address 0, of the first local of `frame`."""
        return (_ints[(id(frame) >> SHIFT) + _INNER] >> SHIFT) + _locals_at


if TAGGED:
    _copied = ctypes.py_object.from_buffer_copy
    _ORDER: Final = sys.byteorder

    def fast(at: int) -> Any:
        """The object whose reference stands at word `at`, or `NULL`."""
        word = _ints[at]
        if word < 4096 or word & 3 == 3:
            return NULL
        if word & 3:
            # `ctypes.cast` is a call of a C function: several times as much.
            return _copied((word & ~3).to_bytes(WORD, _ORDER)).value
        return _objects[at]

else:

    def fast(at: int) -> Any:
        """The object whose reference stands at word `at`, or `NULL`."""
        return _objects[at] if _ints[at] else NULL


if TAGGED or WORD != 8:

    def operand(frame: FrameType, depth: int, below: int) -> Any:
        """The entry `below` the top of the stack (1 is the top itself).

        `depth` is the number of words of the frame's array in use: its locals,
        cells and free variables, plus the stack's depth at this instruction.
        """
        # `fast(base(frame) + depth - below)` in one piece: see below.
        at = (
            (_ints[(id(frame) >> SHIFT) + _INNER] >> SHIFT) + _locals_at + depth - below
        )
        word = _ints[at]
        if word < 4096 or word & 3 == 3:
            return NULL
        if word & 3:
            return _copied((word & ~3).to_bytes(WORD, _ORDER)).value
        return _objects[at]

else:

    def operand(frame: FrameType, depth: int, below: int) -> Any:
        """The entry `below` the top of a stack of `depth` words; see above."""
        # In one piece: it is called for nearly every instruction.
        try:
            return _objects[
                (_ints[(hash(frame) << 1) + _INNER] >> SHIFT)
                + _locals_at
                + depth
                - below
            ]
        except ValueError:
            return NULL


if TAGGED or WORD != 8:

    def operands(frame: FrameType, depth: int, count: int) -> list[Any]:
        """The `count` topmost entries of the stack, the lowest first; none is empty."""
        top = base(frame) + depth
        return [fast(at) for at in range(top - count, top)]

    def called(frame: FrameType, depth: int, count: int) -> tuple[Any, list[Any]]:
        """What a call with `count` arguments calls, and with what: a method's owner first."""
        top = base(frame) + depth
        first = top - count
        own = fast(first - 1)
        args = [fast(at) for at in range(first, top)]
        if own is not NULL:
            args.insert(0, own)
        return fast(first - 2), args

else:

    def operands(frame: FrameType, depth: int, count: int) -> list[Any]:
        """The `count` topmost entries of the stack, the lowest first; none is empty."""
        top = (_ints[(hash(frame) << 1) + _INNER] >> SHIFT) + _locals_at + depth
        return _objects[top - count : top]

    def called(frame: FrameType, depth: int, count: int) -> tuple[Any, list[Any]]:
        """What a call with `count` arguments calls, and with what: a method's owner first."""
        top = (_ints[(hash(frame) << 1) + _INNER] >> SHIFT) + _locals_at + depth
        first = top - count - 1
        function = _objects[first - 1]
        if not _ints[first]:
            first += 1
        return function, _objects[first:top]


def words(frame: FrameType, depth: int) -> tuple[int, ...]:
    """The first `depth` raw words of the frame: equal words, equal objects."""
    start = base(frame)
    return tuple(_ints[start : start + depth])


def size(code: CodeType) -> int:
    """How many words the locals, cells and free variables of `code` take."""
    names = set(code.co_varnames)
    extra = [cell for cell in code.co_cellvars if cell not in names]
    return len(code.co_varnames) + len(extra) + len(code.co_freevars)


def _locate() -> bool:
    global _locals_at
    if (
        sys.implementation.name != "cpython"
        or _INNER * WORD != sys.getsizeof(object()) + WORD
        or word(sys._getframe()) != id(sys._getframe()) >> SHIFT
    ):
        return False

    def probe(first: object, second: object) -> int:
        frame = sys._getframe()
        inner = _ints[word(frame) + _INNER] >> SHIFT
        for at in range(6, 16):
            if (
                _ints[inner + at] & ~3 == id(first)
                and _ints[inner + at + 1] & ~3 == id(second)
                and _ints[inner + at + 2] & ~3 == id(frame)
            ):
                return at
        return 0

    _locals_at = probe(object(), [])
    return _locals_at > 0


AVAILABLE: Final = _locate()
