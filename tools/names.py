"""Every public name of the stubs in `api/`, and the table of them.

The table is captured into `captured/names.result.md` by `make update` and shown
by the page of names; `tests/test_api.py` holds the stubs against interpreters.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import griffe

from tools import interpreters
from tools.programs import ROOT

STUBS = ROOT / "api"
FILE = "names.result.md"
MODULES = ("threading", "queue", "concurrent.futures", "concurrent.futures.thread")

#: Of these a page shows some members only: the others are those of the subclass.
PARTLY = {"concurrent.futures.Executor": ("shutdown",)}
HEAD = "| name | what it is | versions |\n| --- | --- | --- |"

Version = tuple[int, ...]

LINE = re.compile(
    r"- (?:`(?P<parameter>\w+)`: new in (?P<since>3\.\d+)\."
    r"|New in (?P<new>3\.\d+)\."
    r"|Deprecated since (?P<deprecated>3\.\d+): .+\."
    r"|Changed in (?P<changed>3\.\d+): (?:raises `(?P<raises>\w+)`)?.+\.)",
    re.DOTALL,
)


EXCEPTIONS = {"Exception", "RuntimeError", "BrokenExecutor"}


@dataclass
class Versions:
    """What a docstring's "Versions:" says, read so that it can be checked."""

    since: Version
    deprecated: Version | None = None
    changed: set[Version] = field(default_factory=set)
    parameters: dict[str, Version] = field(default_factory=dict)
    exceptions: dict[str, Version] = field(default_factory=dict)

    def read(self, line: str) -> None:
        """Take in one line.

        Raises:
            ValueError: It is not worded as the others are, or claims what no
                interpreter here can contradict.
        """
        said = LINE.fullmatch(line)
        if not said:
            raise ValueError(f"not understood: {line!r}")
        if said["new"]:
            self.since = interpreters.parse(said["new"])
            if self.since <= interpreters.OLDEST:
                raise ValueError(f"can't be checked here, leave it out: {line!r}")
        elif said["deprecated"]:
            self.deprecated = interpreters.parse(said["deprecated"])
        elif said["parameter"]:
            self.parameters[said["parameter"]] = interpreters.parse(said["since"])
        else:
            self.changed.add(interpreters.parse(said["changed"]))
            if said["raises"]:
                self.exceptions[said["raises"]] = interpreters.parse(said["changed"])


class Entry:
    """One name of the stubs, and what its docstring says of it.

    Args:
        thing: What griffe has read.
        since: From which version on its class is there.
    """

    def __init__(self, thing: griffe.Object, since: Version) -> None:  # noqa: D107
        self.thing = thing
        self.path = thing.path
        self.sections: dict[str, Any] = {}
        for section in thing.docstring.parsed if thing.docstring else []:
            kind = getattr(section.value, "kind", section.kind.value)
            self.sections[kind] = section.value
        self.versions = Versions(since)
        if "versions" in self.sections:
            text = self.sections["versions"].contents.strip()
            for line in re.split(r"\n(?=- )", text):
                try:
                    self.versions.read(line)
                except ValueError as error:
                    raise ValueError(f"{self.path}: Versions: {error}") from None

    @property
    def kind(self) -> str:
        """`class`, `exception`, `function` or `attribute`."""
        if not isinstance(self.thing, griffe.Class):
            return self.thing.kind.value
        bases = {str(base) for base in self.thing.bases}
        return "exception" if bases & EXCEPTIONS else "class"

    @property
    def function(self) -> griffe.Function | None:
        """Whose signature is shown, if any is: a class shows its `__init__`."""
        thing = self.thing.members.get("__init__", self.thing)
        return thing if isinstance(thing, griffe.Function) else None

    def signature(self, at: Version) -> list[tuple[str, str, str]]:
        """Name, kind and default of the parameters that a version has."""
        since = self.versions.parameters
        return [
            (
                p.name,
                p.kind.value if p.kind else "",
                # griffe gives `*args` a default; `inspect` does not.
                "" if "variadic" in str(p.kind) else str(p.default or ""),
            )
            for p in (self.function.parameters if self.function else [])
            if p.name != "self" and since.get(p.name, at) <= at
        ]

    def raises(self, at: Version) -> set[str]:
        """The exceptions that a version is promised to raise.

        Where the condition begins with a parameter, it is as new as that.
        """
        promised = set()
        for raised in self.sections.get("raises", []):
            name = str(raised.annotation)
            about = re.match(r"`(\w+)`", raised.description)
            since = [
                self.versions.exceptions.get(name, at),
                self.versions.parameters.get(about[1] if about else "", at),
                *(e.versions.since for e in entries() if e.thing.name == name),
            ]
            if max(since) <= at:
                promised.add(name)
        return promised


def walk(thing: griffe.Object, since: Version) -> Iterator[Entry]:
    """The names below one, which is there from a version on."""
    for name, member in thing.members.items():
        if isinstance(member, griffe.Object) and name != "__init__":
            if isinstance(member, griffe.Module):
                continue
            entry = Entry(member, since)
            yield entry
            if isinstance(member, griffe.Class):
                yield from walk(member, entry.versions.since)


@functools.cache
def entries() -> tuple[Entry, ...]:
    """Every name of the stubs, the members of classes too."""
    found: list[Entry] = []
    for name in MODULES:
        module = griffe.load(
            name,
            search_paths=[STUBS],
            allow_inspection=False,
            docstring_parser="google",
            docstring_options={"returns_multiple_items": False},
        )
        assert isinstance(module, griffe.Module)
        assert STUBS in Path(str(module.filepath)).parents, "not a stub of ours"
        found += walk(module, interpreters.OLDEST)
    return tuple(found)


def table() -> str:
    """The Markdown of all names, a table a module: what each is, since when."""
    parts = []
    for module in MODULES:
        rows = [
            entry
            for entry in entries()
            if entry.path.removeprefix(module + ".") == entry.thing.name
        ]
        parts += [f"## {module}\n", HEAD]
        for entry in sorted(rows, key=lambda entry: entry.thing.name.lower()):
            parts.append(_row(entry))
        parts.append("")
    return "\n".join(parts)


def _row(entry: Entry) -> str:
    docstring = entry.thing.docstring
    summary = docstring.value.partition("\n")[0] if docstring else ""
    members = "".join(
        f" [`{name}`][{member.path}]"
        for name, member in entry.thing.members.items()
        if not name.startswith("_")
        and isinstance(member, griffe.Object)
        and name in PARTLY.get(entry.path, (name,))
    )
    if members:
        summary += f"<br>{members.strip()}"
    return f"| [`{entry.thing.name}`][{entry.path}] | {summary} | {_since(entry)} |"


def _since(entry: Entry) -> str:
    versions = entry.versions
    said = []
    if versions.since > interpreters.OLDEST:
        said.append(f"new in {_name(versions.since)}")
    if versions.deprecated:
        said.append(f"deprecated since {_name(versions.deprecated)}")
    inside = [
        member
        for member in entries()
        if member.path.startswith(entry.path + ".") or member is entry
    ]
    changed = {version for e in inside for version in e.versions.changed}
    changed |= {version for e in inside for version in e.versions.parameters.values()}
    changed |= {e.versions.since for e in inside if e.versions.since > versions.since}
    if changed:
        said.append("changed in " + ", ".join(_name(v) for v in sorted(changed)))
    return "; ".join(said)


def _name(version: Version) -> str:
    return f"{version[0]}.{version[1]}"
