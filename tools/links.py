"""`make links`: each link to docs.python.org has a file and an anchor there.

Held against the documentation that Debian packages, `python3.15-doc` for 3.15,
of the newest version that is installed. No part of `make test`, since few
machines have it. The environment variable `PYTHON_DOCS` names another folder
with one folder `python3.15/html` for each version.
"""

import html.parser
import os
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.programs import ROOT

INSTALLED = Path("/usr/share/doc")
HOST = "https://docs.python.org/"
LINK = re.compile(re.escape(HOST) + r"[^\s<>()\[\]\"'`]*")
WHERE = ("docs", "api", "snippets", "README.md", "CONTRIBUTING.md", "mkdocs.yml")
TEXTS = {".md", ".py", ".pyi", ".yml"}


class NoDocumentation(Exception):
    """There is nothing to hold the links against."""


@dataclass(frozen=True)
class Link:
    """A link, and where it stands: `docs/index.md:9`."""

    where: str
    address: str


class _Anchors(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name == "id" and value}


@cache
def anchors(page: Path) -> frozenset[str]:
    """Every id in a page of the documentation."""
    parser = _Anchors()
    parser.feed(page.read_text("utf-8"))
    return frozenset(parser.found)


def documentation(folder: Path) -> dict[str, Path]:
    """The root of each version's pages, newest first.

    Raises:
        NoDocumentation: There is none in the folder.
    """
    found = {
        match[1]: root
        for root in folder.glob("python3.*/html")
        if (match := re.fullmatch(r"python(3\.\d+)", root.parent.name))
        and (root / "index.html").is_file()
    }
    if not found:
        raise NoDocumentation(
            f"tools/links.py: no documentation of Python in {folder}: install "
            "Debian's python3.15-doc, or unpack it and name its usr/share/doc in "
            "PYTHON_DOCS"
        )
    newest = sorted(found, key=lambda name: int(name.partition(".")[2]), reverse=True)
    return {name: found[name] for name in newest}


def links(root: Path = ROOT) -> list[Link]:
    """Every link to docs.python.org in the sources of the site."""
    files = [
        path
        for name in WHERE
        for path in [root / name, *sorted((root / name).rglob("*"))]
        if path.is_file() and path.suffix in TEXTS
    ]
    return [
        Link(f"{path.relative_to(root)}:{number}", address.rstrip(".,;:"))
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for address in LINK.findall(line)
    ]


def wrong(link: Link, documented: dict[str, Path]) -> str | None:
    """What is wrong with a link; None if it leads somewhere."""
    address, _, anchor = link.address.removeprefix(HOST).partition("#")
    version, _, name = address.partition("/")
    if version != "3" and version not in documented:
        return f"{link.where}: no documentation of {version} here for {link.address}"
    version = next(iter(documented)) if version == "3" else version
    page = documented[version] / (name or "index.html")
    if name.endswith("/"):
        page /= "index.html"
    if not page.is_file():
        return f"{link.where}: {version} has no file for {link.address}"
    if anchor and anchor not in anchors(page):
        return f"{link.where}: {version} has no anchor for {link.address}"
    return None


def main() -> int:
    """Check every link; return the exit status."""
    try:
        documented = documentation(Path(os.environ.get("PYTHON_DOCS", INSTALLED)))
    except NoDocumentation as error:
        print(error, file=sys.stderr)
        return 2
    found = links()
    complaints = [text for link in found if (text := wrong(link, documented))]
    print(*complaints, sep="\n", end="\n" if complaints else "", file=sys.stderr)
    print(
        f"{len(found)} links to docs.python.org, {len(complaints)} wrong, "
        f"held against {', '.join(documented)}"
    )
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main())
