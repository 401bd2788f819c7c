"""The checks of the pages' sources: what `make site` refuses before it builds.

A page's Python is one include in one fence; the fence starts at the first
column, because pytest-markdown-docs and the site see the same fences only
there. Every complaint begins with the file and the line.
"""

import ast
import functools
import re
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tools import settings, wheel
from tools.programs import ROOT, BadProgram, Program, complaints, programs, regions

TOPICS = frozenset(
    """
    process-vs-thread gil free-threading creating-threads passing-arguments
    return-values start-join daemon stopping-threads exceptions lock rlock semaphore
    bounded-semaphore condition event barrier timer thread-local queue thread-pool
    futures race-condition deadlock thread-safety atomicity contextvars signals fork
    asyncio-bridge cpu-vs-io debugging testing gui database logging-print periodic
    progress performance
    """.split()  # noqa: SIM905 - a list of forty words reads best as words
)
LANGUAGES = frozenset({"python", "text", "console", "toml", "yaml", "markdown"})
INCLUDE = re.compile(
    r'^--8<-- "(?P<file>[a-z0-9_./-]+)(?::(?P<region>[a-z][a-z0-9-]*))?"$'
)
PYTHON_FENCE = re.compile(
    r'^```python title="(?P<title>[a-z0-9_/]+\.py)"( hl_lines="[\d -]+")?$'
)
PYTHONISH = re.compile(
    r"^[\s>*+-]*(?:\d+\.\s+)?(?:`{3,}|~{3,})\s*\{?\s*\.?\s*(?:py|pycon|python|python3|ipython)\b",
    re.IGNORECASE,
)
INDENTING = re.compile(r'^\s*(?:!!!|\?\?\?\+?|===[+!]?)\s+["\w]')
AUTOREF = re.compile(r"\]\[(?P<name>[\w.]*)\]")


def address_of(where: str) -> str:
    """The address below the site's root of a file such as `docs/a/b.md`."""
    path = PurePosixPath(where)
    parts = path.parts[1:-1] if path.stem == "index" else (*path.parts[1:-1], path.stem)
    return "".join(f"{part}/" for part in parts)


@dataclass(frozen=True)
class Page:
    """One Markdown file.

    Attributes:
        path: The file.
        where: The file as messages name it.
        text: What it holds.
        meta: Its front matter; empty for README.md.
        body_line: The line before the first after the front matter.
        tokens: The Markdown below the front matter, as markdown-it reads it.
    """

    path: Path
    where: str
    text: str
    meta: dict
    body_line: int
    tokens: tuple[Token, ...]

    @property
    def address(self) -> str:
        """Where the page is below the site's root, such as `reference/`."""
        return address_of(self.where)

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines of the whole file."""
        return self.text.splitlines()

    def at(self, line: int) -> str:
        """`docs/index.md:12`."""
        return f"{self.where}:{line}"

    @functools.cached_property
    def fences(self) -> list[tuple[int, str, list[str]]]:
        """Line, info string and content of each fence markdown-it sees."""
        return [
            (t.map[0] + 1 + self.body_line, t.info.strip(), t.content.splitlines())
            for t in self.tokens
            if t.type == "fence" and t.map
        ]

    @functools.cached_property
    def prose(self) -> dict[int, str]:
        """The lines outside fences and code spans, by number."""
        inside = set()
        for token in self.tokens:
            if token.type in ("fence", "code_block") and token.map:
                first, last = token.map
                inside |= set(range(first + 1, last + 1))
        return {
            number: re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "``", line)
            for number, line in enumerate(self.lines, 1)
            if number > self.body_line and number - self.body_line not in inside
        }

    @functools.cached_property
    def links(self) -> list[tuple[int, str]]:
        """Line and target of each Markdown link and image."""
        found = []
        for token in self.tokens:
            if token.type != "inline" or not token.map:
                continue
            first, last = (n + self.body_line for n in token.map)
            for child in token.children or []:
                target = child.attrGet("href") or child.attrGet("src")
                if not target or not isinstance(target, str):
                    continue
                line = next(
                    (
                        n
                        for n in range(first + 1, last + 1)
                        if unquote(target) in unquote(self.lines[n - 1])
                    ),
                    first + 1,
                )
                found.append((line, target))
        return found

    @functools.cached_property
    def includes(self) -> list[tuple[int, str, str | None]]:
        """Line, file and region of each include."""
        return [
            (number, match["file"], match["region"])
            for number, line in enumerate(self.lines, 1)
            if (match := INCLUDE.match(line))
        ]


class BadPage(Exception):
    """A page that can't be read; the message names the file and line."""


def read(path: Path, root: Path = ROOT) -> Page:
    """Read a page.

    Raises:
        BadPage: Its front matter is no YAML mapping.
    """
    where = path.relative_to(root).as_posix()
    text = path.read_text("utf-8")
    meta: dict = {}
    body_line = 0
    lines = text.splitlines()
    if lines and lines[0] == "---":
        if "---" not in lines[1:]:
            raise BadPage(f"{where}:1: front matter without an end")
        body_line = lines.index("---", 1) + 1
        try:
            meta = yaml.safe_load("\n".join(lines[1 : body_line - 1])) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 2 if mark else 1
            raise BadPage(f"{where}:{line}: front matter is no YAML") from None
        if not isinstance(meta, dict):
            raise BadPage(f"{where}:2: front matter is no mapping")
    body = "\n".join(lines[body_line:])
    return Page(path, where, text, meta, body_line, _parsed(body))


@functools.cache
def _parsed(body: str) -> tuple[Token, ...]:
    """What a page is made of. A build reads each page before it and after it."""
    return tuple(parser().parse(body))


@functools.cache
def parser() -> MarkdownIt:
    """The Markdown reader that pytest-markdown-docs uses, too."""
    return MarkdownIt("commonmark").enable("table")


def nav_titles(root: Path) -> dict[str, str | None]:
    """Addresses below `docs/` in the nav's order, and the titles it gives."""

    config = settings.load(root)
    found: dict[str, str | None] = {}

    def walk(items: list) -> None:
        for item in items:
            if isinstance(item, str):
                found[item] = None
                continue
            for title, target in item.items():
                if isinstance(target, list):
                    walk(target)
                else:
                    found[target] = title

    walk(config.get("nav") or [])
    return found


def _front_matter(page: Page, title: str | None) -> list[str]:
    found = []

    def line_of(key: str) -> int:
        starts = (n for n, t in enumerate(page.lines, 1) if t.startswith(f"{key}:"))
        return next(starts, 1)

    description = page.meta.get("description")
    if not isinstance(description, str) or not description.strip():
        found.append(f"{page.at(1)}: has no description")
    elif not 40 <= len(description) <= 170 or not description.endswith((".", "?")):
        found.append(
            f"{page.at(line_of('description'))}: the description is one sentence "
            f"of 40 to 170 characters, not {len(description)}"
        )
    if not page.meta.get("title"):
        found.append(f"{page.at(1)}: has no title")
    elif title is not None and page.meta["title"] != title:
        found.append(
            f"{page.at(line_of('title'))}: the title is {page.meta['title']!r}, "
            f"but {title!r} in mkdocs.yml"
        )
    topics = page.meta.get("topics", [])
    if not isinstance(topics, list) or len(topics) > 3 or not set(topics) <= TOPICS:
        found.append(f"{page.at(line_of('topics'))}: at most three known topics")
    headings = [t for t in page.tokens if t.type == "heading_open" and t.tag == "h1"]
    if len(headings) != 1:
        found.append(f"{page.at(page.body_line + 1)}: has {len(headings)} h1 headings")
    return found


def _fences(page: Page, known: dict[str, Program]) -> list[str]:
    found = []
    seen = {line for line, _, _ in page.fences}
    for number, line in enumerate(page.lines, 1):
        if INDENTING.match(line):
            found.append(
                f"{page.at(number)}: write this as a /// block: "
                "fences inside are not run by the tests"
            )
        if PYTHONISH.match(line) and (
            number not in seen or not PYTHON_FENCE.match(line)
        ):
            found.append(
                f"{page.at(number)}: a Python fence stands at the first column "
                'and reads ```python title="page/program.py"'
            )
    for token in page.tokens:
        if token.type == "code_block" and token.map:
            found.append(
                f"{page.at(token.map[0] + 1 + page.body_line)}: "
                "an indented code block; use a fence"
            )
    for start, info, content in page.fences:
        language = info.split()[0] if info else ""
        if PYTHONISH.match(f"```{info}"):
            found += _python_fence(page, start, content, known)
        elif language not in LANGUAGES:
            found.append(
                f"{page.at(start)}: the fence's language is one of "
                f"{', '.join(sorted(LANGUAGES))}"
            )
        elif _is_python("\n".join(content)):
            found.append(f"{page.at(start + 1)}: Python typed into a page")
    return found


def _is_python(text: str) -> bool:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return False
    telling = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.With)
    return any(isinstance(node, telling) for node in ast.walk(tree))


def _python_fence(
    page: Page, line: int, content: list[str], known: dict[str, Program]
) -> list[str]:
    match = INCLUDE.match(content[0]) if len(content) == 1 else None
    if not match:
        return [f"{page.at(line + 1)}: Python typed into a page; include a program"]
    name, region = match["file"], match["region"]
    if name not in known:
        return [f"{page.at(line + 1)}: there is no program {name}"]
    found = []
    header = PYTHON_FENCE.match(page.lines[line - 1])
    if header and header["title"] != name:
        found.append(f"{page.at(line)}: the title is not the included {name}")
    if region is None:
        result = f'--8<-- "{name.removesuffix(".py")}.result.md"'
        after = [t for t in page.lines[line + 2 :] if t.strip()]
        # A level keeps to itself what its program can do: that is to be found.
        level = (
            f'<div class="player" data-program="{name.removesuffix(".py")}" data-goal='
        )
        if not after or (after[0] != result and not after[0].startswith(level)):
            found.append(f"{page.at(line + 2)}: wants {result} below the program")
    return found


def _includes(page: Page, root: Path, known: dict[str, Program]) -> list[str]:
    found = []
    for number, line in enumerate(page.lines, 1):
        if "8<-" in line and not INCLUDE.match(line):
            found.append(
                f'{page.at(number)}: an include reads --8<-- "file" or '
                '--8<-- "file:region", alone at the first column'
            )
    bases = settings.bases(root)
    for number, name, region in page.includes:
        if not any((base / name).is_file() for base in bases):
            found.append(f"{page.at(number)}: there is no file {name} to include")
        elif region and name in known:
            try:
                if region not in regions(known[name]):
                    found.append(f"{page.at(number)}: {name} has no region {region}")
            except BadProgram:
                pass  # said once, of the program itself
    return found


def _links(page: Page, root: Path) -> list[str]:
    found = []
    # The build makes it, after this was asked.
    made = None
    if (root / "wheel").is_dir():
        made = root.resolve() / "docs" / "wheels" / wheel.name(root)
    for line, target in page.links:
        parts = urlsplit(target)
        if parts.scheme in ("https", "mailto"):
            continue
        if parts.scheme or parts.netloc or target.startswith("/"):
            found.append(f"{page.at(line)}: link to {target}: relative or https")
        elif parts.path:
            file = (page.path.parent / unquote(parts.path)).resolve()
            there = file.is_file() or (not page.meta and file.is_dir())
            if not there and file != made:
                found.append(f"{page.at(line)}: dead link to {target}")
            elif page.meta and root / "docs" not in file.parents:
                found.append(f"{page.at(line)}: {target} is outside docs/")
    return found


def pages(root: Path = ROOT) -> list[Page]:
    """Every page below `docs/`, in order of name.

    Raises:
        BadPage: One can't be read.
    """
    return [read(path, root) for path in sorted((root / "docs").rglob("*.md"))]


def check(root: Path = ROOT) -> list[str]:
    """What is wrong with the pages and programs below `root`.

    Returns:
        A complaint a line, each beginning with file and line; empty if all
        is well.
    """
    try:
        known = programs(root / "snippets")
        everything = pages(root)
        if (root / "README.md").exists():
            readme = [read(root / "README.md", root)]
        else:
            readme = []
    except (BadPage, BadProgram) as error:
        return [str(error)]
    found = [c for program in known.values() for c in complaints(program)]
    nav = nav_titles(root)
    descriptions: dict[str, Page] = {}
    for page in everything:
        address = page.path.relative_to(root / "docs").as_posix()
        if address not in nav:
            found.append(f"{page.at(1)}: is not in the nav of mkdocs.yml")
        found += _front_matter(page, nav.get(address))
        description = str(page.meta.get("description"))
        if description in descriptions:
            other = descriptions[description].where
            found.append(f"{page.at(1)}: has the description of {other}")
        descriptions[description] = page
    for address in nav:
        if not (root / "docs" / address).is_file():
            found.append(f"mkdocs.yml:1: nav names {address}, which is not in docs/")
    for page in [*everything, *readme]:
        found += _fences(page, known)
        found += _includes(page, root, known)
        found += _links(page, root)
    shown = {name for page in everything for _, name, _ in page.includes}
    for name, program in known.items():
        if name not in shown:
            found.append(f"{program.where}:1: shown by no page")
    return sorted(found, key=_by_place)


def _by_place(complaint: str) -> tuple[str, int]:
    match = re.match(r"(.*?):(\d+):", complaint)
    return (match[1], int(match[2])) if match else (complaint, 0)


if __name__ == "__main__":
    wrong = check()
    print(*wrong, sep="\n", file=sys.stderr)
    sys.exit(bool(wrong))
