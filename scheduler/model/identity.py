"""What tells objects apart, and what a class is, without running code of the program."""

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

__all__ = [
    "arguments_of",
    "function_of",
    "held_by",
    "identity",
    "keywords_of",
    "module_of_class",
    "mro",
    "name_of_class",
    "namespace_of",
    "own",
]

#: As `id`, and unlike it not reported to audit hooks: the world has one, and to be
#: asked thousands of times in a run would cost more than what the run does.
identity: Final[Callable[[object], int]] = object.__hash__

# As the attributes of these names, past the `__getattribute__` of a metaclass.
mro: Final[Callable[[type], tuple[type, ...]]] = type.__dict__["__mro__"].__get__
module_of_class: Final[Callable[[type], str]] = type.__dict__["__module__"].__get__
name_of_class: Final[Callable[[type], str]] = type.__dict__["__qualname__"].__get__
own: Final = type.__dict__["__dict__"].__get__
# As those of an object, past a property of a class derived from its class.
namespace_of: Final[Callable[[ModuleType], dict[str, Any]]] = vars(ModuleType)[
    "__dict__"
].__get__
function_of: Final = functools.partial.__dict__["func"].__get__
arguments_of: Final = functools.partial.__dict__["args"].__get__
keywords_of: Final = functools.partial.__dict__["keywords"].__get__


def held_by(cls: type, name: str, missing: Any = None) -> Any:
    """What `cls` or a class that it derives from holds as `name`, as it is stored."""
    for one in mro(cls):
        found = own(one)
        if name in found:
            return found[name]
    return missing
