"""Each page as Markdown with its programs in it, for those who don't read HTML.

`lock/index.md` beside `lock/index.html`, `llms.txt` that lists them all, and
`llms-full.txt` that holds them all.
"""

import posixpath
import re
from pathlib import Path
from urllib.parse import urlsplit

from tools import settings
from tools.pages import INCLUDE, Page, address_of
from tools.programs import Program, regions, shown_code

#: What stands before a program that is wrong on purpose, wherever it is given away.
MARK = "# Broken on purpose: this program shows what goes wrong."
#: Stands in a command for the site's address. Where that isn't known before the site is
#: read, player/page/place.ts puts it in.
HOST = "https://SITE/"
LINK = re.compile(r"(?<=\]\()(?!https:|mailto:)([^)\s]+)(?=\))")
REFERENCE = re.compile(r"\[([^\]]+)\]\[[^\]]*\]")
ATTRIBUTES = re.compile(r"[ ]*\{ [#.][^}]*\}[ ]*$|^\{ [#.][^}]*\}$")
MARKER = re.compile(r"--8<-- \[(?:start|end):")
DIRECTIVE = re.compile(r"^::: (?P<name>[\w.]+)$")
PICTURE = re.compile(r'<div class="player".*?</div>\n?|<svg\b.*?</svg>\n?', re.DOTALL)


def given(program: Program) -> str:
    """A program as one takes it away."""
    text = "\n".join(shown_code(program)) + "\n"
    return f"{MARK}\n{text}" if program.twin else text


def page(source: Page, root: Path, known: dict[str, Program]) -> str:
    """The Markdown of a page."""
    body = _expanded(source.lines[source.body_line :], root, known)
    text = PICTURE.sub("", "\n".join(body))
    lines: list[str] = []
    fenced = options = False
    for line in text.splitlines():
        fence = line.startswith("```")
        if fence or fenced:
            lines.append(line)
            fenced ^= fence
            continue
        directive = DIRECTIVE.match(line)
        if directive:
            lines.append(f"The API of `{directive['name']}` stands on the page itself.")
            options = True
            continue
        if options and line.startswith("    "):
            continue
        options = False
        plain = REFERENCE.sub(r"\1", ATTRIBUTES.sub("", line))
        if plain or (lines and lines[-1]):
            lines.append(LINK.sub(lambda m: _target(source, m[1]), plain))
    return "\n".join(lines).strip() + "\n"


def _part(lines: list[str], region: str | None) -> list[str]:
    """The lines of a file, or of a region of it, without the regions' markers."""
    if region:
        start = next(n for n, t in enumerate(lines) if f"[start:{region}]" in t)
        end = next(n for n, t in enumerate(lines) if f"[end:{region}]" in t)
        lines = lines[start + 1 : end]
    return [line for line in lines if not MARKER.search(line)]


def _expanded(lines: list[str], root: Path, known: dict[str, Program]) -> list[str]:
    found: list[str] = []
    for line in lines:
        match = INCLUDE.match(line)
        if not match:
            found.append(line)
            continue
        name, region = match["file"], match["region"]
        program = known.get(name)
        if program and region:
            found += [f"# A part of {name}:", *regions(program)[region]]
        elif program:
            found += given(program).splitlines()
        elif name.endswith(".svg"):
            continue
        else:
            found_in = (base / name for base in settings.bases(root))
            path = next(path for path in found_in if path.is_file())
            text = _part(path.read_text("utf-8").splitlines(), region)
            found += _expanded(text, root, known)
    return found


def _target(source: Page, target: str) -> str:
    """A link of a source file, as one of the built site's Markdown files."""
    parts = urlsplit(target)
    if not parts.path:
        return target
    folder = posixpath.dirname(source.where)
    there = posixpath.normpath(posixpath.join(folder, parts.path))
    if there.endswith(".md"):
        there = f"{address_of(there)}index.md"
    else:
        there = there.removeprefix("docs/")
    path = posixpath.relpath(there, source.address or ".")
    return path + (f"#{parts.fragment}" if parts.fragment else "")


def write(
    folder: Path,
    root: Path,
    sources: list[Page],
    known: dict[str, Program],
    name: str,
    url: str = "",
) -> None:
    """Write the Markdown of each page, `llms.txt` and `llms-full.txt`.

    Args:
        folder: The built site.
        root: The checkout.
        sources: The pages.
        known: The programs.
        name: What the site is called.
        url: Where it will stand, if that is known.
    """
    listed = [
        f"# {name}\n",
        "> Threads in Python. Every program is run on each CPython named under it, and",
        "> the text under it says how many orders of its threads were explored. If its",
        "> name ends in `_broken.py`, it is wrong on purpose.\n",
        "Each page is here as Markdown with its programs in it; all of them are in",
        "[llms-full.txt](llms-full.txt). A program that a page calls `lock/counter.py`",
        "is at `programs/lock/counter.py`; all are in [programs.zip](programs.zip).",
    ]
    whole = []
    section = None
    sections = {s.address.split("/")[0] for s in sources if s.address.count("/") > 1}
    for source in sources:
        text = page(source, root, known)
        text = text.replace(HOST, url) if url else text
        path = folder / source.address / "index.md"
        path.write_text(text, "utf-8", newline="\n")
        first = source.address.split("/")[0]
        heading = first.replace("-", " ").title() if first in sections else "Start"
        if heading != section:
            listed.append(f"\n## {heading}\n")
            section = heading
        title, description = source.meta["title"], source.meta["description"]
        listed.append(f"- [{title}]({source.address}index.md): {description}")
        whole.append(f"<!-- {source.address or './'} -->\n\n{text}")
    (folder / "llms.txt").write_text("\n".join(listed) + "\n", "utf-8")
    (folder / "llms-full.txt").write_text("\n\n".join(whole), "utf-8")
