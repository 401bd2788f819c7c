"""The styles of all pages in one sheet, without rules that make a browser slow.

A page is shown when all its sheets are there, and each is one more request. The theme
has rules for elements of any kind below one that changes while a page starts (`.js`, an
attribute `class`): each such change has the browser style the whole page again.
What they say is said of the elements meant. What the theme has for pages of other kinds
is left out.
"""

import hashlib
import re
import tempfile
from pathlib import Path

from tools import player
from tools.programs import ROOT

LINK = re.compile(
    r'<link rel="stylesheet" href="(?P<top>[^"]*)assets/(?P<name>[^"]+)">\s*'
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CHARSET = re.compile(r'^\s*@charset "[^"]*";', re.IGNORECASE)
#: The class of every table that has none in its Markdown.
TABLE = "data"
#: The theme's rules, by what each is known from, and what stands in their place.
CHEAPER = (
    # Nearly every element has no class at some time; and what the theme's script finds
    # by the same words, it moves.
    (r"table:not\(\[class\]\)", f"table.{TABLE}"),
    # Nothing within the text is `.no-js`: the whole page is.
    (r"\.md-typeset \.no-js [^{}]*\{[^{}]*\}", ""),
    # What stands in a set of tabs.
    (r"(?<=\.tabbed-labels>)(?=:(?:nth|first)-child)", ":where(label)"),
    (r"(?<=\.tabbed-content>)(?=:(?:nth|first)-child)", ":where(.tabbed-block)"),
    # While a palette is set, all of the page is told to be quick.
    (r"\[data-md-color-switching\] \*[^{}]*\{[^{}]*\}", ""),
)


class Unpurged(Exception):
    """The rules that no page needs could not be left out, and why."""


def join(folder: Path, root: Path, *, whole: bool = False) -> str | None:
    """Join the sheets that the built pages of `folder` name; the new one's name.

    The theme's are without what no page needs, but where they are wanted `whole`.

    Raises:
        Unpurged: They can't be read, or the tool isn't there.
    """
    page = (folder / "index.html").read_text("utf-8")
    names = [link["name"] for link in LINK.finditer(page)]
    if not names:
        return None
    own = [name for name in names if (root / "docs" / "assets" / name).exists()]
    paths = [folder / "assets" / name for name in names]
    theirs = [path for path, name in zip(paths, names, strict=True) if name not in own]
    # The theme's come first in each page.
    assert [*theirs, *(folder / "assets" / name for name in own)] == paths, names
    texts = [path.read_text("utf-8") for path in paths]
    if not whole and theirs:
        texts[: len(theirs)] = [purged(theirs, folder)]
    text = "".join(CHARSET.sub("", text) for text in texts)
    text = cheaper(COMMENT.sub("", text))
    text = '@charset "UTF-8";' + re.sub(r"\n\s*", "\n", text)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    name = f"stylesheets/all.{digest}.css"
    for path in paths:
        path.unlink()
        # Nothing refers to it now.
        path.with_name(f"{path.name}.map").unlink(missing_ok=True)
    (folder / "assets" / name).write_text(text, "utf-8", newline="\n")
    return name


def purged(sheets: list[Path], folder: Path) -> str:
    """The text of sheets without the rules for what neither a page nor a script names.

    Our own are left as they are: what our scripts set as `dataset.verdict`, a sheet
    calls `[data-verdict]`. What the last step of a build writes is in its sources.
    """
    scripts = (folder / "assets" / "javascripts", folder / "assets" / "player")
    content = [
        *folder.rglob("*.html"),
        *(path for scripts_ in scripts for path in scripts_.rglob("*.js")),
        *Path(__file__).parent.glob("*.py"),
    ]
    with tempfile.TemporaryDirectory() as temporary:
        lists = []
        for name, files in (("sheets", sheets), ("content", content)):
            lists.append(Path(temporary) / name)
            lists[-1].write_text("".join(f"{file.resolve()}\n" for file in files))
        out = Path(temporary) / "purged.css"
        tool = Path(__file__).with_name("purge.mjs")
        wrong = player.install(ROOT) or player.run(ROOT, "node", tool, *lists, out)
        if wrong:
            raise Unpurged(wrong)
        return out.read_text("utf-8")


def cheaper(text: str) -> str:
    """The rules of a sheet, those of the theme that cost much said otherwise."""
    for found, instead in CHEAPER:
        text = re.sub(found, instead, text)
    return text


def linked(text: str, name: str | None) -> str:
    """A page that names the one sheet in the place of all."""
    first = LINK.search(text)
    if not first or not name:
        return text
    one = f'<link rel="stylesheet" href="{first["top"]}assets/{name}">\n'
    return text[: first.start()] + one + LINK.sub("", text[first.start() :])
