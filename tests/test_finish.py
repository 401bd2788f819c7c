"""What the last step of a build puts into the site, and gives beside its pages."""

import ast
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from tests.conftest import THEIR_SHEETS, SmallSite
from tools import (
    build,
    built,
    finish,
    markdown,
    pages,
    player,
    policy,
    preview,
    search,
)
from tools.programs import programs, shown_code


@pytest.fixture(scope="module")
def html(built_pages: dict[str, built.Built]) -> dict[str, BeautifulSoup]:
    """Every built page by address."""
    return {address: page.html for address, page in built_pages.items()}


@pytest.fixture(scope="module")
def every_html(html: dict[str, BeautifulSoup], site: Path) -> dict[str, BeautifulSoup]:
    """Every HTML file of the site by its path: the pages, and what is none."""
    found = {}
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        known = html.get(name.removesuffix("index.html"))
        text = path.read_text("utf-8")
        found[name] = known or BeautifulSoup(text, "html.parser")
    return found


def test_what_is_wrong_on_purpose_says_so_in_the_html(
    html: dict[str, BeautifulSoup],
) -> None:
    seen = 0
    for address, page in html.items():
        for title in page.select(".highlight > .filename"):
            if not next(title.stripped_strings).endswith("_broken.py"):
                continue
            seen += 1
            block = title.parent
            assert block is not None
            assert "broken" in block["class"], address
            assert "broken on purpose" in title.get_text(), address
            assert str(block["data-copy"]).startswith(f"{markdown.MARK}\n"), address
    assert seen > 100


def test_what_is_copied_of_a_program_is_whole(html: dict[str, BeautifulSoup]) -> None:
    known = programs()
    for page in html.values():
        for block in page.select(".highlight.part"):
            title = block.select_one(".filename")
            assert title is not None
            name = next(title.stripped_strings)
            assert block["data-copy"] == markdown.given(known[name])
            ast.parse(str(block["data-copy"]))


def test_lines_have_the_numbers_of_the_program(html: dict[str, BeautifulSoup]) -> None:
    known = programs()
    for address, page in html.items():
        for block in page.select(".language-python.highlight:has(> .filename)"):
            title, gutter = block.select_one(".filename"), block.select_one(".lines")
            code = block.select_one("code")
            assert title
            assert gutter, address
            assert code
            numbers = [int(n) for n in str(gutter["data-lines"]).split("\n")]
            lines = code.get_text().rstrip("\n").split("\n")
            assert len(numbers) == len(lines)
            shown = shown_code(known[next(title.stripped_strings)])
            for number, line in zip(numbers, lines, strict=True):
                assert shown[number - 1].strip() == line.strip(), (address, number)


def test_every_program_has_an_address_and_is_in_the_archive(site: Path) -> None:
    known = programs()
    with zipfile.ZipFile(site / "programs.zip") as packed:
        assert set(packed.namelist()) == {
            "programs/LICENSE",
            *(f"programs/{name}" for name in known),
        }
        for name, program in known.items():
            text = (site / "programs" / name).read_text("utf-8")
            assert text == markdown.given(program)
            assert text == packed.read(f"programs/{name}").decode()
            assert text.startswith(markdown.MARK) == name.endswith("_broken.py")


def test_a_program_that_was_taken_away_runs(site: Path) -> None:
    done = subprocess.run(
        [sys.executable, site / "programs/lock/counter.py"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "2\n"


def test_markdown_of_a_page_holds_its_programs(site: Path) -> None:
    known = programs()
    for page in pages.pages():
        text = (site / page.address / "index.md").read_text("utf-8")
        assert "8<--" not in text, page.where
        assert "<svg" not in text, page.where
        for _, name, region in page.includes:
            if name.endswith(".py") and not region:
                assert markdown.given(known[name]) in text, (page.where, name)


def test_links_of_the_markdown_lead_to_markdown(site: Path) -> None:
    base = "https://site.invalid/"
    for page in pages.pages():
        text = (site / page.address / "index.md").read_text("utf-8")
        prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
        for target in re.findall(r"\]\(([^)#\s]+\.md)", prose):
            path = urljoin(base + page.address, target).removeprefix(base)
            assert (site / path).is_file(), (page.where, target)


def test_list_for_assistants_names_every_page(site: Path) -> None:
    listed = (site / "llms.txt").read_text("utf-8")
    whole = (site / "llms-full.txt").read_text("utf-8")
    for page in pages.pages():
        assert f"]({page.address}index.md): {page.meta['description']}" in listed
        assert f"<!-- {page.address or './'} -->" in whole


def test_titles_are_distinct(html: dict[str, BeautifulSoup]) -> None:
    titles = [page.title.get_text() for page in html.values() if page.title]
    assert len(titles) == len(html) == len(set(titles))


def test_no_file_names_this_machine(site: Path) -> None:
    names = [
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.suffix in (".html", ".txt", ".xml", ".json")
        and re.search(
            r"https?://(?:127\.0\.0\.1|localhost)(?::8000)?/", path.read_text()
        )
    ]
    assert names == []


def test_addresses_are_those_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://threads.example/docs")
    monkeypatch.setenv("REPOSITORY", "https://code.example/threads/")
    small = SmallSite(tmp_path)
    small.change("docs/other.md", "## Part", "In this site's repository.\n\n## Part")
    folder = tmp_path / "site"
    assert build.build(small.root, folder) == []
    page = built.load(folder)["other/"].html
    canonical = page.select_one("link[rel=canonical]")
    assert canonical
    assert canonical["href"] == "https://threads.example/docs/other/"
    url = page.select_one('meta[property="og:url"]')
    assert url
    assert url["content"] == canonical["href"]
    assert canonical["href"] in (folder / "sitemap.xml").read_text("utf-8")
    assert "https://threads.example/docs/sitemap.xml" in (
        folder / "robots.txt"
    ).read_text("utf-8")
    picture = page.select_one('meta[property="og:image"]')
    assert picture
    where = str(picture["content"]).removeprefix("https://threads.example/docs/")
    with Image.open(folder / where) as drawn:
        assert drawn.size == (preview.WIDTH, preview.HEIGHT)
    links = {str(a["href"]) for a in page.select("article a[href^='https://code.']")}
    assert links == {
        "https://code.example/threads",
        "https://code.example/threads/blob/main/docs/other.md",
    }


def test_each_picture_of_a_preview_has_room_for_its_words() -> None:
    for page in pages.pages():
        size, lines, said = preview.laid_out(
            page.meta["title"], page.meta["description"]
        )
        high = (len(lines) * size + len(said) * preview.SAID) * preview.LEADING
        assert high <= preview.ROOM, page.where
        for words, letters in ((lines, size), (said, preview.SAID)):
            for line in words:
                wide = preview.wrapped(line, letters)
                assert wide == [line], (page.where, line)


def test_a_policy_stands_before_all_that_it_governs(site: Path) -> None:
    for path in [*site.rglob("*.html")]:
        text = path.read_text("utf-8")
        found = re.search(
            r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text
        )
        assert found, path.name
        assert not re.search(r"<(script|link|style)\b", text[: found.start()]), (
            path.name
        )
        assert found[1] == policy.policy(text)
        assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-" in found[1]


def test_scripts_are_kept_for_later(every_html: dict[str, BeautifulSoup]) -> None:
    for name, page in every_html.items():
        # What a template holds is no part of the page that selectors see.
        assert page.select("script[src], link[rel=preload]") == [], name
        assert page.template, name
        later = [str(script["src"]) for script in page.template.find_all("script")]
        theme, ours = (source.rsplit("assets/", 1)[1] for source in later)
        assert theme.startswith("javascripts/bundle."), name
        assert ours == "player/site.js", name


def test_no_style_asks_what_the_whole_page_holds(site: Path) -> None:
    for path in (site / "assets" / "stylesheets").glob("*.css"):
        asked = re.findall(r"(?:body|html|:root):has\(", path.read_text("utf-8"))
        assert asked == [], path.name


def test_the_logo_has_its_room_before_it_is_there(site: Path) -> None:
    drawing = (site / "assets/logo.svg").read_text("utf-8")
    (shape,) = re.findall(r'viewBox="\S+ \S+ (\S+) (\S+)"', drawing)
    for path in site.rglob("*.html"):
        logos = re.findall(r'<img src="[^"]*logo\.svg"[^>]*>', path.read_text("utf-8"))
        assert len(logos) == 2, path.name
        for logo in logos:
            assert re.findall(r'\b(?:width|height)="(\S+?)"', logo) == [*shape]


def test_where_one_is_is_told_without_colours(html: dict[str, BeautifulSoup]) -> None:
    page = html["synchronization/lock/"]
    tab = page.select_one("a[aria-current=true]")
    assert tab
    assert tab.get_text(strip=True) == "Thread Synchronization"
    link = page.select_one("a[aria-current=page]")
    assert link
    assert link.get_text(strip=True) == "Lock"


PRIMITIVES = (
    "lock",
    "rlock",
    "semaphore",
    "bounded-semaphore",
    "condition",
    "event",
    "barrier",
    "timer",
)


def test_all_pages_have_one_sheet_of_styles(
    site: Path, every_html: dict[str, BeautifulSoup]
) -> None:
    (sheet,) = (site / "assets/stylesheets").iterdir()
    for page in every_html.values():
        (link,) = page.select("link[rel=stylesheet]")
        assert str(link["href"]).endswith(f"assets/stylesheets/{sheet.name}")


#: What changes while a page starts.
CHANGING = re.compile(r"\.(?:no-)?js\b|:not\(\[class\]\)|\[data-md-color-switching\]")
ANY = re.compile(r"[\s>+~](?:\*|:(?!where|is))[^\s>+~]*$")


def test_no_style_of_any_element_follows_what_changes_at_the_start(site: Path) -> None:
    (sheet,) = (site / "assets/stylesheets").glob("*.css")
    selectors = re.findall(r"([^{}]+)\{", sheet.read_text("utf-8"))
    seen = [one for one in selectors if CHANGING.search(one)]
    assert seen
    assert [one for one in seen if any(map(ANY.search, one.split(",")))] == []


@pytest.mark.parametrize("name", PRIMITIVES)
def test_primitives_begin_with_the_smallest_right_program(
    html: dict[str, BeautifulSoup], name: str
) -> None:
    page = html[f"synchronization/{name}/"]
    links = page.select("article .jumps a")
    assert [link.get_text() for link in links][:2] == ["Use", "Why"]
    first = page.select_one("article h2")
    assert first
    assert links[0]["href"] == f"#{first['id']}"
    program = first.find_next(class_="highlight")
    assert program
    assert "broken" not in program["class"]
    assert first.find_next_sibling() == program, "words before the program"
    named = program.select_one(".filename")
    assert named
    length = len(shown_code(programs()[next(named.stripped_strings)]))
    assert length <= 25


def test_the_theme_finds_no_table_to_move(html: dict[str, BeautifulSoup]) -> None:
    tables = {page: found.select("article table") for page, found in html.items()}
    assert sum(map(len, tables.values())) > 100
    assert [p for p, found in tables.items() for t in found if not t.get("class")] == []


def test_cells_of_cards_bear_their_columns(html: dict[str, BeautifulSoup]) -> None:
    page = html["thread-safety/guarantees/"]
    tables = page.select("table[data-cards]")
    assert len(tables) == len(page.select("table")) - 1  # that of versions
    for table in tables:
        names = [cell.get_text() for cell in table.select("th")]
        for row in table.select("tbody tr"):
            assert [cell["data-label"] for cell in row.select("td")] == names


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ["3.11", "3.12", "3.13", "3.14", "3.15", "3.13t"],
            "3.11\N{EN DASH}3.15, 3.13t",
        ),
        (["3.13", "3.14"], "3.13, 3.14"),
        (["3.13"], "3.13"),
    ],
)
def test_versions_in_a_row_are_put_together(names: list[str], said: str) -> None:
    assert finish._versions(names) == said


def test_a_section_to_search_keeps_each_word_once() -> None:
    text = search.small("<p>Lock it.</p><p>A lock, a <code>lock</code> once more.</p>")
    assert text == "<p>Lock it.</p> once"


def test_the_line_of_evidence_names_every_build() -> None:
    """Micro versions are on demand; what stands in the line are the builds."""
    text = (
        '<a href="#">Explored completely</a>, 4 interleavings stand for all of them: '
        "no other outcome. Run on CPython 3.11.7, 3.12.1, 3.13.0, 3.13.18, 3.14.10, "
        "3.15.2 and 3.13.5t."
    )
    (match,) = re.finditer("(?P<text>.+)", text)
    line = finish._compact(match)
    assert "✓ every interleaving · 3.11\N{EN DASH}3.15, 3.13t<" in line
    assert text in line


def test_what_no_page_needs_of_the_themes_sheets_is_left_out(
    site: Path, every_html: dict[str, BeautifulSoup]
) -> None:
    whole = "".join(path.read_text("utf-8") for path in THEIR_SHEETS)
    (sheet,) = (site / "assets" / "stylesheets").glob("all.*.css")
    text = sheet.read_text("utf-8")
    known = re.compile(r"\.([\w-]+)")
    used = {
        name
        for page in every_html.values()
        for element in page.select("[class]")
        for name in element["class"]
    }
    # What comes with a search, and is in no page.
    used |= {"md-search-result__item", "md-search-result__link"}
    assert used & {*known.findall(whole)} <= {*known.findall(text)}
    for name in ("md-banner", "task-list-item", "md-typeset__table"):
        assert (name in used) == (f".{name}" in text), name
    # Ours are whole: a script sets `dataset.verdict`.
    assert ".choose[data-verdict]" in text
    # Of what the pages can't have: another direction, other colours, unused variables.
    for name in ("[dir=rtl]", "[data-md-color-primary=red]", "--md-tasklist-icon:"):
        assert name in whole
        assert name not in text, name


def test_a_theme_that_cannot_be_read_stops_the_build(
    small_site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player, "BIN", small_site.root / "nowhere")
    (wrong,) = build.build(small_site.root, small_site.root / "site")
    assert wrong.startswith("tools/purge.mjs: the theme's style sheets could not be ")
    assert "no node in nowhere: run `make environment`" in wrong
