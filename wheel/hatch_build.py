"""What the wheel holds: `scheduler/`, under the name that it is imported by.

In the checkout the engine is called `scheduler`, as the site calls it. On the index of
packages that name is another's, so the wheel has one of its own. Whatever lies in
`scheduler/` is taken, at any depth; its imports are renamed, and so are modules that a
text names. Beside it go the schemas of what its commands print.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import libcst as cst
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
NAME = "scheduler"
INSTALLED = "all_interleavings"
#: What serves the checkout alone.
LEFT_OUT = {"conformance.py"}
#: The schemas of what its commands print, and what these share.
SCHEMAS = ("common.json", "explore.json", "graph.json", "run.json")
#: A module of the engine, or what is imported from it, in a text.
NAMED = re.compile(rf"(?<![\w/.-]){NAME}(?=\.[a-z_]+|\s+import\b)")


class Renamed(cst.CSTTransformer):
    """A module of the engine under its other name."""

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom:
        """`from scheduler.x import y`."""
        module = updated_node.module
        if module is None or updated_node.relative:
            return updated_node
        return updated_node.with_changes(module=_renamed(module))

    def leave_Import(
        self, original_node: cst.Import, updated_node: cst.Import
    ) -> cst.Import:
        """`import scheduler.x as y`."""
        for alias in updated_node.names:
            if _renamed(alias.name) is not alias.name and alias.asname is None:
                said = cst.Module([]).code_for_node(updated_node)
                raise ValueError(f"`{said}` binds `{NAME}`: write `from {NAME} import`")
        names = [a.with_changes(name=_renamed(a.name)) for a in updated_node.names]
        return updated_node.with_changes(names=names)

    def leave_SimpleString(
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.SimpleString:
        """A text that names a module."""
        return updated_node.with_changes(value=_text(updated_node.value))

    def leave_FormattedStringText(
        self,
        original_node: cst.FormattedStringText,
        updated_node: cst.FormattedStringText,
    ) -> cst.FormattedStringText:
        """The same, between values."""
        return updated_node.with_changes(value=_text(updated_node.value))

    def leave_Comment(
        self, original_node: cst.Comment, updated_node: cst.Comment
    ) -> cst.Comment:
        """The same, for who reads the code."""
        return updated_node.with_changes(value=_text(updated_node.value))


def _renamed[T: cst.BaseExpression](name: T) -> T:
    """A dotted name, with its first part changed where that is the engine's."""
    if isinstance(name, cst.Name) and name.value == NAME:
        return name.with_changes(value=INSTALLED)
    if isinstance(name, cst.Attribute):
        inner = _renamed(name.value)
        return name if inner is name.value else name.with_changes(value=inner)
    return name


def _text(value: str) -> str:
    return NAMED.sub(INSTALLED, value)


def files(folder: Path) -> Iterator[tuple[str, str]]:
    """What the package holds: each file's name in it, and its text.

    Args:
        folder: The engine as the checkout has it.

    Raises:
        ValueError: An import can't be renamed; it names the file.
    """
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        if name in LEFT_OUT:
            continue
        module = cst.parse_module(path.read_bytes())
        try:
            yield name, module.visit(Renamed()).code
        except ValueError as error:
            raise ValueError(f"{NAME}/{name}: {error}") from None
    yield "py.typed", ""


class CustomBuildHook(BuildHookInterface):
    """Puts the renamed package into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the package aside, and say where it is."""
        self.aside = tempfile.mkdtemp()
        package = Path(self.aside, INSTALLED)
        for name, text in files(ROOT / NAME):
            path = package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        shutil.copy(ROOT / "LICENSE", package)
        (package / "schemas").mkdir()
        for name in SCHEMAS:
            shutil.copy(ROOT / "schemas" / name, package / "schemas")
        build_data["force_include"][str(package)] = INSTALLED

    def finalize(
        self, version: str, build_data: dict[str, Any], artifact_path: str
    ) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.aside)
