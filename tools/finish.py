"""The last step of a build: what neither MkDocs nor Zensical does.

It works on the built files, so it is the same after either. What a reader without
JavaScript, an assistant or a link's preview must know is put into the HTML here.
"""

import html
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools import markdown, pages, policy, preview, scripts, search, settings, styles
from tools.pages import Page
from tools.programs import ROOT, Program, programs, shown_code

#: Pygments' short names: a name, a sign, an operator, a blank after a keyword. None
#: of them has a colour here, and they are a third of a page's elements.
PLAIN = re.compile(r'<span class="(?:n|p|o|w)">([^<]*)</span>')
PROGRAM = re.compile(
    r'<div class="language-python highlight">'
    r'<span class="filename">(?P<name>[\w/]+\.py)</span>'
    r"<pre>(?:<span></span>)?<code>(?P<code>.*?)</code></pre></div>",
    re.DOTALL,
)
CONSOLE = re.compile(
    r'<div class="language-console highlight">(?P<rest>.*?<code>(?P<code>.*?)</code>)',
    re.DOTALL,
)
PROMPT = '<span class="gp">$ </span>'
TAG = re.compile(r"<[^>]*>")
EVIDENCE = re.compile(r'<p class="evidence">(?P<text>.*?)</p>', re.DOTALL)
PLAYER = (
    r'\s*<div class="player"(?P<rest>[^>]*)>\s*<details.*?</details>\s*(?:<p>)?</div>'
)
CHOICELESS = re.compile(
    r'(?P<evidence><p class="evidence">(?:(?!</p>).)*?\b1 interleaving stands'
    rf"(?:(?!</p>).)*</p>){PLAYER}",
    re.DOTALL,
)
#: The switch of colours is ours: player/page/palette.ts says why.
PALETTE = ('data-md-component="palette"', "data-palette")
TABLE = re.compile(r"<table(?P<given>[^>]*)>(?P<rows>.*?)</table>", re.DOTALL)
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
JUMPS = (
    ("Use", r"The smallest right program"),
    ("Why", r"The problem"),
    ("How it works", r"How it works"),
    ("What goes wrong", r"What goes wrong"),
    ("Choosing", r"Choosing|When to use"),
    ("API", r"API"),
    ("Versions", r"Versions"),
)


def finish(folder: Path, root: Path = ROOT, *, served: bool = False) -> None:
    """Finish the site that was built from `root` into `folder`.

    A page that is `served` while it is written has no policy: the server puts a
    script of its own into it.
    """
    config = settings.load(root)
    sized = _sizing(root / "docs" / config["theme"]["logo"])

    sheet = styles.join(folder, root, whole=served)

    def guarded(text: str) -> str:
        text = styles.linked(sized(text), sheet)
        text = scripts.later(text.replace(*PALETTE))
        return text if served else policy.guarded(scripts.early(text))

    known = programs(root / "snippets")
    found = {page.address: page for page in pages.pages(root)}
    order = list(pages.nav_titles(root))
    sources = sorted(
        found.values(),
        key=lambda page: order.index(page.where.removeprefix("docs/")),
    )
    titles = _titles(sources, config["site_name"])
    for address, source in found.items():
        path = folder / address / "index.html"
        if path.exists():
            text = path.read_text("utf-8")
            site = Site(config, known, titles)
            text = guarded(site.page(text, source))
            path.write_text(text, "utf-8", newline="\n")
    missing = folder / "404.html"
    if missing.exists():
        text = guarded(_searching(not_found(missing.read_text("utf-8"))))
        missing.write_text(text, "utf-8", newline="\n")
    if settings.address(config):
        for source in sources:
            title, said = titles[source.address], source.meta["description"]
            short = title.removesuffix(f" - {config['site_name']}")
            preview.write(folder / picture(source), short, said, config["site_name"])
    if (folder / "search" / "search_index.json").exists():
        search.write(folder, found)
    url = settings.address(config)
    markdown.write(folder, root, sources, known, config["site_name"], url)
    _give_programs(folder, root, known)
    _robots(folder, settings.address(config))


def _sizing(logo: Path) -> Callable[[str], str]:
    """Gives the logo the shape of its drawing, and so its room before it is there."""
    shape = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', logo.read_text("utf-8"))
    if not shape:
        return lambda text: text
    size = f'width="{shape[1]}" height="{shape[2]}"'
    return lambda text: re.sub(
        rf'<img (src="[^"]*{re.escape(logo.name)}" alt="[^"]*")>',
        rf"<img \1 {size}>",
        text,
    )


def _titles(sources: list[Page], name: str) -> dict[str, str]:
    """What each page is called in a browser's tab: no two alike."""
    said = [source.meta["title"] for source in sources]
    sections = {s.address: s.meta["title"] for s in sources if s.address.count("/") < 2}
    found = {}
    for source in sources:
        title = source.meta["title"]
        section = sections.get(source.address.split("/")[0] + "/")
        if said.count(title) > 1 and section != title:
            title = f"{title} · {section}"
        found[source.address] = f"{title} - {name}" if source.address else name
    return found


class Site:
    """What a page needs to know of the whole site."""

    def __init__(
        self,
        config: dict[str, Any],
        known: dict[str, Program],
        titles: dict[str, str],
    ) -> None:
        """Take the settings, the programs and the pages' titles."""
        self.config = config
        self.known = known
        self.titles = titles
        self.url = settings.address(config)
        self.repository = settings.repository(config)

    def page(self, text: str, source: Page) -> str:
        """One finished page."""
        text = PLAIN.sub(r"\1", text)
        text = PROGRAM.sub(self._program, text)
        text = CONSOLE.sub(_console, text)
        text = CHOICELESS.sub(_choiceless, text)
        text = EVIDENCE.sub(_compact, text)
        if source.meta.get("cards"):
            text = TABLE.sub(_cards, text)
        text = TABLE.sub(_wide, text)
        text = TABLE.sub(_room, text)
        text = _current(text)
        text = self._head(text, source)
        text = self._foot(text, source)
        if source.where.startswith("docs/synchronization/"):
            text = _jumps(text)
        if self.url:
            text = text.replace(markdown.HOST, html.escape(self.url))
        if self.repository:
            text = re.sub(
                r"\b(this|the) site's\s+repository\b",
                rf'<a href="{html.escape(self.repository)}">\g<0></a>',
                text,
            )
        return _dense(_searching(text))

    def _program(self, match: re.Match) -> str:
        """A program with what it is, its lines' numbers and what to copy."""
        name, code = match["name"], match["code"]
        program = self.known.get(name)
        if program is None:
            return match[0]
        shown = shown_code(program)
        lines = html.unescape(TAG.sub("", code)).rstrip("\n").split("\n")
        first = _begins(shown, lines)
        part = len(lines) < len("\n".join(shown).rstrip("\n").split("\n"))
        kinds = ["language-python highlight"]
        badges = []
        if program.twin:
            kinds.append("broken")
            badges.append('<span class="badge">broken on purpose</span>')
        if part:
            kinds.append("part")
            badges.append('<span class="part-of">a part; copying takes all</span>')
        copied = ""
        if program.twin or part:
            copied = f' data-copy="{html.escape(markdown.given(program))}"'
        numbers = "&#10;".join(str(first + at) for at in range(len(lines)))
        return (
            f'<div class="{" ".join(kinds)}"{copied}>'
            f'<span class="filename">{" ".join([name, *badges])}</span>'
            f'<pre><span class="lines" data-lines="{numbers}"></span>'
            f"<code>{code}</code></pre></div>"
        )

    def _head(self, text: str, source: Page) -> str:
        title = self.titles[source.address]
        text = re.sub(
            r"<title>.*?</title>",
            lambda _: f"<title>{html.escape(title, quote=False)}</title>",
            text,
            count=1,
        )
        text = re.sub(r'\s*<link rel="canonical"[^>]*>', "", text)
        said = {
            "og:type": "article",
            "og:site_name": self.config["site_name"],
            "og:title": title,
            "og:description": source.meta["description"],
        }
        links = ""
        if self.url:
            said["og:url"] = self.url + source.address
            said["og:image"] = self.url + picture(source)
            said["og:image:width"] = str(preview.WIDTH)
            said["og:image:height"] = str(preview.HEIGHT)
            said["og:image:alt"] = f"{source.meta['title']}. {said['og:description']}"
            said["twitter:card"] = "summary_large_image"
            links = f'<link rel="canonical" href="{self.url}{source.address}">'
        tags = "".join(
            f'<meta property="{key}" content="{html.escape(value)}">'
            for key, value in said.items()
        )
        return text.replace("</head>", f"{links}{tags}</head>", 1)

    def _foot(self, text: str, source: Page) -> str:
        """The page's last line: itself as Markdown, and where it comes from."""
        top = "../" * source.address.count("/")
        links = (
            '<a class="copy-page" href="index.md">This page as Markdown</a>'
            f' · <a href="{top}programs.zip">All programs (zip)</a>'
        )
        if self.repository:
            where = html.escape(f"{self.repository}/blob/main/{source.where}")
            links += f' · <a href="{where}">Source of this page</a>'
        line = f'<p class="page-tools">{links}</p>'
        return re.sub(r"(\s*</article>)", rf"{line}\1", text, count=1)


def picture(source: Page) -> str:
    """Where the picture stands that a link to a page shows."""
    return f"assets/previews/{source.address.strip('/') or 'index'}.png"


def _begins(shown: list[str], lines: list[str]) -> int:
    """The number of the line of a program at which some of its lines begin."""
    wanted = [line.strip() for line in lines]
    have = [line.strip() for line in shown]
    for at in range(len(have)):
        if have[at : at + len(wanted)] == wanted:
            return at + 1
    return 1


def _console(match: re.Match) -> str:
    """A block of commands, of which the commands are copied."""
    lines = match["code"].split("\n")
    commands = [
        html.unescape(TAG.sub("", line.removeprefix(PROMPT)))
        for line in lines
        if line.startswith(PROMPT)
    ]
    if not commands:
        return match[0]
    copied = html.escape("\n".join(commands) + "\n")
    return (
        f'<div class="language-console highlight" data-copy="{copied}">{match["rest"]}'
    )


def _choiceless(match: re.Match) -> str:
    """A program of one interleaving: there is nothing to choose."""
    return match[0] if "data-goal" in match["rest"] else match["evidence"]


def _compact(match: re.Match) -> str:
    """The evidence in a few words, the whole on demand."""
    text = match["text"]
    words = " ".join(TAG.sub("", text).split())
    if words.startswith("Explored completely"):
        said = (
            "every interleaving" if "1 interleaving stands" not in words else "always"
        )
        said = f"✓ {said}"
    elif words.startswith("Explored in part"):
        said = "Explored in part"
    elif words.startswith("Not explored"):
        said = "Not explored"
    else:
        return match[0]
    ran = re.search(r"\bRun on CPython ((?:3[.\d]*\dt?(?:, | and )?)+)", words)
    if ran:
        builds = re.findall(r"(3\.\d+)(?:\.\d+)?(t?)", ran[1])
        said += f" · {_versions(list(dict.fromkeys(map(''.join, builds))))}"
    return f'<details class="evidence"><summary>{said}</summary><p>{text}</p></details>'


def _cards(match: re.Match) -> str:
    """A table of sentences, each cell with its column's name for a narrow screen.

    Displaying a row as a block takes its role, so each has it in words. A table of
    versions stays one: numbers are compared along their column.
    """
    names = re.findall(r"<th\b[^>]*>(.*?)</th>", match["rows"])
    if match["given"] or any(name[:1].isdigit() for name in names):
        return match[0]
    labels = [html.escape(TAG.sub("", name)) for name in names]

    def row(found: re.Match) -> str:
        text = found[0].replace("<tr>", '<tr role="row">')
        text = text.replace("<th>", '<th role="columnheader">')
        columns = iter(labels)
        return re.sub(
            "<td>",
            lambda _: f'<td role="cell" data-label="{next(columns)}">',
            text,
        )

    rows = ROW.sub(row, match["rows"])
    for name in ("thead", "tbody"):
        rows = rows.replace(f"<{name}>", f'<{name} role="rowgroup">')
    return f'<table role="table" data-cards>{rows}</table>'


def _wide(match: re.Match) -> str:
    """A table of many columns, marked: to ask each for its fifth costs the browser."""
    if " class=" in match["given"] or "<th" not in match["rows"]:
        return match[0]
    head = ROW.search(match["rows"]) or match
    if len(re.findall(r"<th\b", head[0])) < 5:
        return match[0]
    return f"<table{match['given']} data-wide>{match['rows']}</table>"


def _room(match: re.Match) -> str:
    """A table in the room that the theme's script makes for one that has no class.

    Moved by a script, each would be styled and laid out a second time. A browser draws
    what it has, and every row that comes in moves the columns: what stands behind the
    table says that it is whole.
    """
    if " class=" in match["given"]:
        return match[0]
    return (
        '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">'
        f'<table class="{styles.TABLE}"{match["given"]}>{match["rows"]}</table>'
        "<i hidden></i></div></div>"
    )


def _versions(names: list[str]) -> str:
    """`3.11\N{EN DASH}3.15, 3.13t`: versions in a row put together."""
    rows: list[list[str]] = []
    for name in names:
        last = rows[-1][-1] if rows else ""
        follows = (
            "t" not in last + name
            and last
            and int(name.split(".")[1]) == int(last.split(".")[1]) + 1
        )
        if follows:
            rows[-1].append(name)
        else:
            rows.append([name])
    return ", ".join(
        f"{row[0]}\N{EN DASH}{row[-1]}" if len(row) > 2 else ", ".join(row)
        for row in rows
    )


def _current(text: str) -> str:
    """Tell those who can't see the colour where they are."""
    text = re.sub(
        r'(<li class="md-tabs__item md-tabs__item--active">\s*<a)(?= )',
        r'\1 aria-current="true"',
        text,
    )
    return re.sub(
        r'(<a)( href="[^"]*" class="md-nav__link md-nav__link--active")',
        r'\1 aria-current="page"\2',
        text,
    )


def _jumps(text: str) -> str:
    """A row of jumps under the title of a page that has the sections of a primitive."""
    headings = re.findall(r'<h2 id="([^"]+)">(.*?)<a class="headerlink"', text)
    links = []
    for name, start in JUMPS:
        for anchor, heading in headings:
            if re.match(start, TAG.sub("", heading)):
                links.append(f'<a href="#{anchor}">{name}</a>')
                break
    if len(links) < 5:
        return text
    row = f'<nav class="jumps" aria-label="Jump to">{" ".join(links)}</nav>'
    return re.sub(r"(</h1>\s*<p>.*?</p>)", rf"\1{row}", text, count=1, flags=re.DOTALL)


def _searching(text: str) -> str:
    """Let the theme start the site's own worker, which starts the theme's later."""
    return re.sub(
        r'"search": "(?P<assets>[^"]*assets/)(?P<engine>javascripts/workers/[^"]+)"',
        r'"search": "\g<assets>player/search.js?engine=../\g<engine>"',
        text,
        count=1,
    )


def _dense(text: str) -> str:
    """Without the blanks that the theme leaves around a page's own text."""
    parts = re.split(r"(<article\b.*</article>)", text, maxsplit=1, flags=re.DOTALL)
    parts[::2] = [re.sub(r"\n\s+", "\n", part) for part in parts[::2]]
    return "".join(parts)


def not_found(text: str) -> str:
    """The page for an address that there is not: it searches."""
    body = (
        '<h1>This page is not here</h1><p class="not-found">It may have moved, or the '
        "address has a mistake. Search for what you wanted, above or by pressing "
        "<kbd>/</kbd>, or begin in the menu.</p>"
    )
    return re.sub(
        r"<h1>404[^<]*</h1>", lambda _: body, text, count=1, flags=re.IGNORECASE
    )


def _give_programs(folder: Path, root: Path, known: dict[str, Program]) -> None:
    """Each program at an address of its own, and all of them in one file."""
    licence = root / "snippets" / "LICENSE"
    with zipfile.ZipFile(
        folder / "programs.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9
    ) as packed:

        def pack(name: str, text: str) -> None:
            # One date for all: the same programs make the same file.
            packed.writestr(zipfile.ZipInfo(f"programs/{name}"), text)

        if licence.exists():
            pack("LICENSE", licence.read_text("utf-8"))
        for name, program in known.items():
            text = markdown.given(program)
            path = folder / "programs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            pack(name, text)


def _robots(folder: Path, url: str) -> None:
    """Say where the list of pages is; without an address there is none to give."""
    said = "User-agent: *\nAllow: /\n"
    if url:
        said += f"Sitemap: {url}sitemap.xml\n"
    else:
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (folder / name).unlink(missing_ok=True)
    (folder / "robots.txt").write_text(said, "utf-8")


def on_post_build(config: Any) -> None:
    """MkDocs' hook, for `make serve` alone: serve.yml names it."""
    root = Path(config["config_file_path"]).parent
    finish(Path(config["site_dir"]), root, served=True)
