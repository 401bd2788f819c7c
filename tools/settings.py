"""What mkdocs.yml says that more than the build needs to know."""

import functools
import os
from pathlib import Path
from typing import Any

import yaml

from tools.programs import ROOT


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml as MkDocs does: `!ENV [NAME, default]` is the environment's."""


def _environment(loader: _Loader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return os.environ.get(str(loader.construct_scalar(node)))
    *names, default = loader.construct_sequence(node)  # type: ignore[arg-type]
    return next((os.environ[n] for n in names if n in os.environ), default)


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def load(root: Path = ROOT) -> dict[str, Any]:
    """The settings of the site of `root`."""
    return yaml.load((root / "mkdocs.yml").read_text("utf-8"), _Loader)


def bases(root: Path = ROOT) -> list[Path]:
    """The folders that an include's file is looked for in."""
    return [root / base for base in _bases((root / "mkdocs.yml").read_text("utf-8"))]


@functools.cache
def _bases(text: str) -> list[str]:
    extensions = yaml.load(text, _Loader)["markdown_extensions"]
    given = {
        name: said
        for e in extensions
        if isinstance(e, dict)
        for name, said in e.items()
    }
    found: list[str] = given["pymdownx.snippets"]["base_path"]
    return found


def repository(settings: dict[str, Any]) -> str:
    """The address of the site's repository, without a slash at its end, or nothing."""
    return str((settings.get("extra") or {}).get("repository") or "").rstrip("/")


def address(settings: dict[str, Any]) -> str:
    """Where the site will stand, with a slash at its end, or nothing."""
    where = str(settings.get("site_url") or "")
    return f"{where.rstrip('/')}/" if where else ""
