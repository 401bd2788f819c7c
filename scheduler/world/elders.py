"""What was there before the program, and what it was like.

A module of the library lives longer than a run, and so does all that it holds: lists
within its lists, the attributes of its functions, the defaults of those. Each is known
here by its identity; a copy is made before a run changes it for the first time.
"""

from __future__ import annotations

import _abc
import builtins
import functools
import gc
import sys
import weakref
from collections import OrderedDict, deque
from collections.abc import Callable
from operator import is_
from types import (
    BuiltinFunctionType,
    CellType,
    CodeType,
    FunctionType,
    GetSetDescriptorType,
    MappingProxyType,
    MemberDescriptorType,
    MethodDescriptorType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import Any, Final

from scheduler.bytecode import callables, effects
from scheduler.model.identity import identity, module_of_class, mro, own

__all__ = ["reached", "registry", "remembered"]

_SAME: Final = effects.BARE | {
    BuiltinFunctionType,
    CodeType,
    GetSetDescriptorType,
    MappingProxyType,
    MemberDescriptorType,
    MethodDescriptorType,
    ModuleType,
    WrapperDescriptorType,
}
#: Kinds of objects of which nobody can tell here what they were.
_HIDDEN: Final = frozenset(
    (callables.OPAQUE, callables.MIXED, callables.ITERATOR, callables.UNKNOWN)
)
_CHANGES: Final = _HIDDEN | {callables.CONTAINER, callables.OBJECT}
#: What only remembers: forgetting is enough.
_CACHE: Final = functools._lru_cache_wrapper
_TOLD: Final = (FunctionType, CellType, property, _CACHE)

#: Modules whose objects tell what is on the disk.
_APART: Final = ("importlib", "_frozen_importlib")


def _is_of_the_library(cls: type, name: Any) -> bool:
    """Whether objects of `cls` are the module's or the library's.

    Others are of who explores, and lead to all that there is in this process; or of what
    is on the disk.
    """
    module = module_of_class(cls)
    top = module.partition(".")[0]
    return not module.startswith(_APART) and (
        module == name or top == "builtins" or top in sys.stdlib_module_names
    )


#: By the `id` of a namespace: its values, and what is reached from them.
_known: dict[int, tuple[list[Any], dict[int, Any]]] = {}


def reached(scope: dict[str, Any], private: bool) -> dict[int, Any]:
    """By `id`, what the module with the namespace `scope` holds and can be changed.

    What another module defines is that one's. What hides its state counts only where a
    module itself holds it, and it isn't `private`: deeper, as the numbers of finalizers, it
    is for the library's own use, and that of private modules is made anew.
    """
    name = scope.get("__name__")
    lasts = not private and getattr(sys.modules.get(str(name)), "__dict__", 0) is scope
    values = list(scope.values())
    if lasts and identity(scope) in _known:
        before, found = _known[identity(scope)]
        if len(values) == len(before) and all(map(is_, values, before)):
            return found
    found = {}
    shown = set() if private else set(map(identity, values))
    seen = {identity(scope)}
    todo = list(values)
    while todo:
        value = todo.pop()
        cls = type(value)
        if cls in _SAME or identity(value) in seen:
            continue
        seen.add(identity(value))
        if cls is FunctionType:
            # What a decorator wraps it in calls itself as it does.
            if name not in (value.__globals__.get("__name__"), value.__module__):
                continue
        elif issubclass(cls, type):
            if module_of_class(value) == name and not effects.written_in_c(value):
                todo += own(value).values()
            continue
        elif cls is dict:
            if "__builtins__" in value or value is vars(builtins):
                continue
        elif not _is_of_the_library(cls, name):
            continue
        kind = effects.kind_of(cls)
        if cls in _TOLD or (
            kind in _CHANGES
            and (kind not in _HIDDEN or identity(value) in shown)
            and not issubclass(cls, weakref.ReferenceType)
        ):
            found[identity(value)] = value
        if cls is _CACHE:
            todo.append(value.__wrapped__)
        elif kind != callables.OWN and kind not in _HIDDEN:
            # What C keeps in a dict of its own isn't to be filled by anybody else.
            todo += gc.get_referents(value)
    if lasts:
        _known[identity(scope)] = values, found
    return found


_FILLED: Final[tuple[Any, ...]] = (list, OrderedDict, dict, set, deque, bytearray)
_FUNCTION: Final = (
    "__code__ __defaults__ __kwdefaults__ __name__ __qualname__ __doc__ __module__"
).split()


def remembered(value: Any) -> list[Callable[[], None]]:
    """What makes `value` again what it is now; nothing if that can't be."""
    cls = type(value)
    back: list[Callable[[], None]] = []
    if cls is FunctionType:
        back += [_attribute(value, name) for name in _FUNCTION]
    elif cls is CellType:
        return [_cell(value)]
    elif cls is property:
        return [_attribute(value, "__doc__")]
    elif cls is _CACHE:
        back.append(value.cache_clear)
    for holder in _FILLED:
        if issubclass(cls, holder):
            back.append(_filled(holder, value))
            break
    kind = effects.kind_of(cls)
    if not back and kind != callables.OBJECT:
        return []
    inner = effects.attributes(value)
    if type(inner) is dict:
        back.append(_filled(dict, inner))
        if kind == callables.OBJECT:
            back.append(_given(value, cls, inner))
    for base in mro(cls) if kind == callables.OBJECT else ():
        for slot in own(base).values():
            if type(slot) is MemberDescriptorType and not effects.written_in_c(base):
                back.append(_slot(value, slot))
    return back


def _attribute(value: Any, name: str) -> Callable[[], None]:
    before = getattr(value, name)

    def put() -> None:
        if getattr(value, name) is not before:
            setattr(value, name, before)

    return put


def _cell(cell: CellType) -> Callable[[], None]:
    try:
        before = cell.cell_contents
    except ValueError:

        def put() -> None:
            del cell.cell_contents
    else:

        def put() -> None:
            cell.cell_contents = before

    return put


def _filled(base: Any, place: Any) -> Callable[[], None]:
    before = base.copy(place)

    def put() -> None:
        base.clear(place)
        if base in (list, deque, bytearray):
            base.extend(place, before)
        else:
            base.update(place, before)

    return put


def _given(value: Any, cls: type, inner: dict[str, Any]) -> Callable[[], None]:
    def put() -> None:
        if type(value) is not cls:
            object.__setattr__(value, "__class__", cls)
        if effects.attributes(value) is not inner:
            object.__setattr__(value, "__dict__", inner)

    return put


_NOTHING: Final = object()


def _slot(value: Any, slot: Any) -> Callable[[], None]:
    try:
        before = slot.__get__(value)
    except AttributeError:
        before = _NOTHING

    def put() -> None:
        if before is not _NOTHING:
            slot.__set__(value, before)
        else:
            try:
                slot.__delete__(value)
            except AttributeError:
                pass

    return put


def registry(cls: Any) -> Callable[[], None]:
    """What makes the registry of the abstract class `cls` again what it is now."""
    held = [ref() for ref in _abc._get_dump(cls)[0]]

    def put() -> None:
        _abc._reset_registry(cls)
        for base in mro(cls):
            if "_abc_impl" in own(base):
                _abc._reset_caches(base)
        for one in held:
            if one is not None:
                _abc._abc_register(cls, one)

    return put
