"""The checks of the built site: what a reader's browser would be given.

Complaints name the page's source and, where it can be found, the line.
"""

import functools
import gc
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from tools.pages import AUTOREF, Page, address_of, pages
from tools.programs import ROOT, programs, regions, shown_code

BASE = "https://site.invalid/"
LITERAL = re.compile(r"```|~~~|8<-|^\s*///|^:::", re.MULTILINE)
#: The sign of a list or a heading that became none: what is above it has no blank line.
SIGN = re.compile(r"\n((?:[-*+]|\d+[.)]|#{1,6}) .*)")


@dataclass(frozen=True)
class Built:
    """One built page.

    Attributes:
        address: Its address below the site's root, such as `reference/`.
        html: The parsed document.
    """

    address: str
    html: BeautifulSoup

    @functools.cached_property
    def anchors(self) -> list[str]:
        """The id of every element that has one, in the page's order."""
        return [str(tag["id"]) for tag in self.html.find_all(id=True)]

    @functools.cached_property
    def ids(self) -> frozenset[str]:
        """Every anchor of the page."""
        return frozenset(self.anchors)

    @functools.cached_property
    def article(self) -> Tag:
        """The page's own text, without navigation."""
        article = self.html.find("article")
        return article if isinstance(article, Tag) else self.html

    @functools.cached_property
    def code_blocks(self) -> list[tuple[str | None, str]]:
        """Title and text of each block of code, API signatures aside."""
        found = []
        for block in self.article.find_all("div", class_="highlight"):
            if "doc-signature" in (block.get("class") or []):
                continue
            code = block.find("code")
            title = block.find("span", class_="filename")
            if code:
                # A title may bear a badge behind its name.
                name = next(title.stripped_strings, "") if title else None
                found.append((name, code.get_text()))
        return found


def files(site: Path) -> dict[str, Path]:
    """The file of every built page by address; the 404 page is none."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        found[address] = path
    return found


def load(site: Path) -> dict[str, Built]:
    """Every built page by address, parsed."""
    found = {}
    # A tree is one cycle that lives on: to look for garbage takes a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for address, path in files(site).items():
            html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
            found[address] = Built(address, html)
    finally:
        if collecting:
            gc.enable()
    return found


def shown_texts(root: Path) -> set[str]:
    """Every text that a Python block may have: each program and region."""
    texts = set()
    for program in programs(root / "snippets").values():
        texts.add("\n".join(shown_code(program)))
        texts |= {"\n".join(body).rstrip("\n") for body in regions(program).values()}
    return texts


def _line_of(page: Page, text: str) -> str:
    for number, line in enumerate(page.lines, 1):
        if text in line:
            return page.at(number)
    return page.at(1)


def _code(page: Page, built: Built, allowed: set[str]) -> list[str]:
    found = []
    for title, text in built.code_blocks:
        python = title is not None and title.endswith(".py")
        if python and text.rstrip("\n") not in allowed:
            found.append(
                f"{_line_of(page, f'title="{title}"')}: the built page's {title} "
                "is, letter for letter, no region of that program"
            )
        if not text.strip():
            found.append(f"{page.at(1)}: an empty block of code ({title})")
    titled = sum(1 for _, info, _ in page.fences if info.startswith("python"))
    blocks = sum(1 for t, _ in built.code_blocks if t and t.endswith(".py"))
    if titled != blocks:
        found.append(
            f"{page.at(1)}: {titled} Python fences in the source, {blocks} in the page"
        )
    return found


def _literals(page: Page, built: Built) -> list[str]:
    found = []
    for text in built.article.find_all(string=LITERAL):
        if text.find_parent(["script", "style"]):
            continue
        match = LITERAL.search(text)
        if match:
            line = text[match.start() :].splitlines()[0].strip()
            found.append(
                f"{_line_of(page, line)}: a literal include, fence or block "
                f"marker in the page: {line[:60]}"
            )
    return found


def _signs(page: Page, built: Built) -> list[str]:
    found = []
    for text in built.article.find_all(string=SIGN):
        if text.find_parent(["script", "style", "pre", "code"]):
            continue
        for match in SIGN.finditer(text):
            # The words that follow may be an element's.
            after = text.find_next(string=True)
            line = (match[1] if match[1][2:].strip() else f"{match[1]}{after}").strip()
            words = line.partition(" ")[2]
            found.append(
                f"{_line_of(page, words)}: the sign of a list or heading in the page's "
                f"text: {line[:60]}"
            )
    return found


def _anchors(
    page: Page, root: Path, site: dict[str, Built], names: set[str]
) -> list[str]:
    found = []
    for line, target in page.links:
        parts = urlsplit(target)
        if parts.scheme or not parts.fragment:
            continue
        if parts.path:
            file = (page.path.parent / unquote(parts.path)).resolve()
            if file.suffix != ".md" or not file.is_file():
                continue
            address = address_of(file.relative_to(root).as_posix())
        else:
            address = page.address
        if address in site and unquote(parts.fragment) not in site[address].ids:
            found.append(f"{page.at(line)}: dead anchor {target}")
    for number, text in page.prose.items():
        for match in AUTOREF.finditer(text):
            if match["name"] and match["name"] not in names:
                found.append(f"{page.at(number)}: no API entry {match['name']}")
    return found


def _addresses(
    page: Page, built: Built, folder: Path, site: dict[str, Built]
) -> list[str]:
    """Whatever the page links or loads exists, in the site and offline."""
    found = []
    here = urljoin(BASE, built.address)
    for tag in built.html.find_all(["a", "link", "script", "img", "source"]):
        target = str(tag.get("href") or tag.get("src") or "")
        if not target or tag.get("rel") in (["canonical"], ["prev"], ["next"]):
            continue
        full = urlsplit(urljoin(here, target))
        if f"{full.scheme}://{full.netloc}/" != BASE:
            if tag.name != "a" and full.scheme in ("http", "https"):
                found.append(f"{page.at(1)}: loads {target} from another host")
            continue
        path = unquote(full.path).lstrip("/")
        if path.endswith("/") or not path:
            ok = path in site
            anchored = ok and full.fragment and tag.name == "a"
            if anchored and not full.fragment.startswith("__"):
                ok = unquote(full.fragment) in site[path].ids
        else:
            ok = (folder / path).is_file()
        if not ok:
            found.append(
                f"{_line_of(page, target)}: the built page links {target}: dead"
            )
    return found


def _ids(page: Page, built: Built) -> list[str]:
    seen: set[str] = set()
    found = []
    for name in built.anchors:
        if name in seen:
            found.append(f"{_line_of(page, name)}: the id {name!r} twice")
        seen.add(name)
    return found


def check(folder: Path, root: Path = ROOT) -> list[str]:
    """What is wrong with the site built from `root` into `folder`."""
    site = load(folder)
    sources = {page.address: page for page in pages(root)}
    found = [f"{p.at(1)}: was not built" for a, p in sources.items() if a not in site]
    allowed = shown_texts(root)
    names = {name for built in site.values() for name in built.ids}
    for address, built in site.items():
        page = sources.get(address)
        if page is None:
            found.append(f"{address}index.html:1: built from no page")
            continue
        description = built.html.find("meta", attrs={"name": "description"})
        if not description:
            found.append(f"{page.at(1)}: the built page has no description")
        found += _code(page, built, allowed)
        found += _literals(page, built)
        found += _signs(page, built)
        found += _anchors(page, root, site, names)
        found += _addresses(page, built, folder, site)
        found += _ids(page, built)
    return found


if __name__ == "__main__":
    wrong = check(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
    print(*wrong, sep="\n", file=sys.stderr)
    sys.exit(bool(wrong))
