"""The styles of all pages in one sheet, without rules that make a browser slow.

A page is shown when all its sheets are there, and each is one more request. The theme
has rules for elements of any kind below one that changes while a page starts (`.js`, an
attribute `class`): each such change has the browser style the whole page again.
What they say is said of the elements meant. What the theme has for pages of other kinds
is left out.
"""

import hashlib
import json
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
    paths = [folder / "assets" / name for name in names]
    texts = {path: path.read_text("utf-8") for path in paths}
    own = root / "docs" / "assets"
    ours = [folder / "assets" / name for name in names if (own / name).exists()]
    theirs = [path for path in paths if path not in ours]
    if theirs and not whole:
        texts |= purged(theirs, ours, folder)
    text = "".join(CHARSET.sub("", text) for text in texts.values())
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


def purged(sheets: list[Path], ours: list[Path], folder: Path) -> dict[Path, str]:
    """The text of each sheet without what neither a page nor a script names.

    Our own are left as they are, and may use the variables of the others: what our
    scripts set as `dataset.verdict`, a sheet calls `[data-verdict]`. What the last step
    of a build writes is in its sources.
    """
    assets = folder / "assets"
    content = [
        *folder.rglob("*.html"),
        *(assets / "javascripts").rglob("*.js"),
        *(assets / "player").rglob("*.js"),
        *Path(__file__).parent.glob("*.py"),
    ]
    given = {"css": sheets, "content": content, "beside": ours}
    named = {
        key: [str(path.resolve()) for path in paths] for key, paths in given.items()
    }
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / "files.json"
        file.write_text(json.dumps(named))
        tool = Path(__file__).with_name("purge.mjs")
        wrong = player.install(ROOT) or player.run(ROOT, "node", tool, file)
        if wrong:
            raise Unpurged(wrong)
        texts = json.loads(file.read_text("utf-8"))
    return {path: texts[str(path.resolve())] for path in sheets}


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
