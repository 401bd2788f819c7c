"""The built site: the real one is right, and each guard rejects."""

import re
import shutil
from pathlib import Path

import pytest
from bs4 import Tag

from tests.conftest import OTHER, SmallSite
from tools import build, built, pages


def test_built_site_is_right(built_pages: dict[str, built.Built]) -> None:
    """The fixture builds it with every check; here, that every page is there."""
    expected = {page.address for page in pages.pages()}
    assert set(built_pages) == expected


def test_names_and_signs_of_code_bear_no_element(
    built_pages: dict[str, built.Built],
) -> None:
    page = built_pages["synchronization/lock/"]
    code = page.article.select(".highlight:not(.doc-signature) > pre > code")
    assert {"k", "sd"} <= {kind for part in code for kind in kinds(part)}
    assert not {"n", "p", "o", "w"} & {kind for part in code for kind in kinds(part)}


def kinds(code: Tag) -> set[str]:
    """The kinds of word that are marked in a block of code."""
    return {str(span["class"][0]) for span in code.find_all("span", class_=True)}


@pytest.fixture(scope="module")
def built_small_site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    small = SmallSite(tmp_path_factory.mktemp("small"))
    assert build.build(small.root, small.root / "site") == []
    return small


@pytest.fixture
def breakable(built_small_site: SmallSite, tmp_path: Path) -> SmallSite:
    """A copy of the built small site."""
    shutil.copytree(built_small_site.root, tmp_path / "copy")
    copy = SmallSite.__new__(SmallSite)
    copy.root = tmp_path / "copy"
    return copy


def test_a_build_is_strict(small_site: SmallSite) -> None:
    """What MkDocs or a plugin only warns of is refused, in its words."""
    small_site.write("docs/other.md", OTHER + "\n[A lock][threading.Lok]\n")
    said = " ".join(build.build(small_site.root, small_site.root / "site"))
    assert said.startswith("WARNING")
    assert "other.md" in said
    assert "threading.Lok" in said


DEF = '<code><span class="k">def'
PART = re.compile(rf'<span class="filename">home/greet\.py <span.*?{DEF}', re.DOTALL)

GUARDS = {
    "a changed letter of code": (
        ('Two threads greet."""', 'Two threads meet."""'),
        "docs/index.md:11: the built page's home/greet.py is, letter for letter, "
        "no region of that program",
    ),
    "an empty block": (
        ("['a', 'b']\n</code>", "</code>"),
        "docs/index.md:1: an empty block of code (Prints)",
    ),
    "a literal include": (
        ("Again its first part:", '--8&lt;-- "home/greet.py"'),
        "docs/index.md:12: a literal include, fence or block marker in the page",
    ),
    "a literal fence": (
        ("Again its first part:", "```python notest"),
        "docs/index.md:1: a literal include, fence or block marker in the page",
    ),
    "a list in a paragraph": (
        ("Again its first part:", "Again\n- its first part:"),
        "docs/index.md:17: the sign of a list or heading in the page's text: - its",
    ),
    "a list of strong words in a paragraph": (
        ("Again its first part:", "Again\n- <strong>its first part:</strong>"),
        "docs/index.md:17: the sign of a list or heading in the page's text: - its",
    ),
    "a dead address": (
        ('<a href="other/#part">', '<a href="gone/">'),
        "docs/index.md:1: the built page links gone/: dead",
    ),
    "a script of another host": (
        ("</head>", '<script src="https://example.org/x.js"></script></head>'),
        "docs/index.md:1: loads https://example.org/x.js from another host",
    ),
    "an id twice": (
        ('<h1 id="home">', '<h1 id="home"><span id="home"></span>'),
        "docs/index.md:11: the id 'home' twice",
    ),
    "no description": (
        ('<meta name="description"', '<meta name="other"'),
        "docs/index.md:1: the built page has no description",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GUARDS)
def test_guard_rejects_html(breakable: SmallSite, name: str) -> None:
    (before, after), message = GUARDS[name]
    breakable.change("site/index.html", before, after)
    found = built.check(breakable.root / "site", breakable.root)
    assert any(line.startswith(message) for line in found), found


def test_lost_block_is_named(breakable: SmallSite) -> None:
    page = breakable.root / "site/index.html"
    text, lost = PART.subn(f"<pre>{DEF}", page.read_text("utf-8"))
    assert lost == 1
    page.write_text(text, "utf-8")
    found = built.check(breakable.root / "site", breakable.root)
    assert "docs/index.md:1: 2 Python fences in the source, 1 in the page" in found


def test_dead_anchor_is_named(breakable: SmallSite) -> None:
    breakable.change("docs/index.md", "other.md#part", "other.md#gone")
    found = built.check(breakable.root / "site", breakable.root)
    assert found == ["docs/index.md:9: dead anchor other.md#gone"]


def test_dead_reference_to_the_api_is_named(breakable: SmallSite) -> None:
    breakable.change(
        "docs/index.md", "Again its", "[`acquire`][threading.Lock.gone] its"
    )
    found = built.check(breakable.root / "site", breakable.root)
    assert found == ["docs/index.md:17: no API entry threading.Lock.gone"]


def test_page_that_was_not_built_is_named(breakable: SmallSite) -> None:
    shutil.rmtree(breakable.root / "site/other")
    found = built.check(breakable.root / "site", breakable.root)
    assert "docs/other.md:1: was not built" in found


BROKEN = {
    "a dead anchor": ("other.md#part", "other.md#gone", "other.md#gone"),
    "a missing include": ('greet.out"', 'gone.out"', "gone.out"),
    "typed Python": ('--8<-- "home/greet.py"\n', "print(1)\n", "Python typed"),
    "no description": ("description:", "about:", "has no description"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_failed_build_leaves_the_last_good_site_whole(
    breakable: SmallSite, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {
        path: path.read_bytes()
        for path in (breakable.root / "site").rglob("*")
        if path.is_file()
    }
    old, new, said = BROKEN[name]
    file = "captured/home/greet.result.md" if "greet.out" in old else "docs/index.md"
    breakable.change(file, old, new)
    assert build.main(breakable.root) == 1
    assert said in capsys.readouterr().err
    after = {
        path: path.read_bytes()
        for path in (breakable.root / "site").rglob("*")
        if path.is_file()
    }
    assert after == before


def test_good_build_replaces_the_site(breakable: SmallSite) -> None:
    breakable.change("docs/other.md", "## Part", "## Part\n\nA new sentence.")
    assert build.main(breakable.root) == 0
    assert "A new sentence." in (breakable.root / "site/other/index.html").read_text()
    assert not (breakable.root / ".cache/site").exists()
