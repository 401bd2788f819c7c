"""The check of links to docs.python.org sees what is wrong, and says where."""

from pathlib import Path

import pytest

from tools import links
from tools.links import HOST, Link, NoDocumentation


@pytest.fixture
def documented(tmp_path: Path) -> dict[str, Path]:
    """Documentation of 3.9 and 3.15; only the newer one has the page of queues."""
    for version, anchor in (("3.9", "old"), ("3.15", "new")):
        root = tmp_path / f"python{version}" / "html"
        (root / "library").mkdir(parents=True)
        (root / "index.html").write_text(f'<h1 id="{anchor}">Python</h1>', "utf-8")
    (root / "library" / "queue.html").write_text("<h1>queue</h1>", "utf-8")
    return links.documentation(tmp_path)


def test_newest_version_stands_for_3(documented: dict[str, Path]) -> None:
    assert list(documented) == ["3.15", "3.9"]
    for address in ("3/", "3/#new", "3.9/#old", "3/library/queue.html"):
        assert links.wrong(Link("docs/a.md:1", HOST + address), documented) is None


WRONG = {
    "3/#old": "3.15 has no anchor",
    "3/library/gone.html": "3.15 has no file",
    "3.9/library/queue.html": "3.9 has no file",
    "3.14/": "no documentation of 3.14 here",
}


@pytest.mark.parametrize("address", WRONG)
def test_wrong_link_is_named(documented: dict[str, Path], address: str) -> None:
    found = links.wrong(Link("docs/a.md:7", HOST + address), documented)
    assert found is not None
    assert found.startswith(f"docs/a.md:7: {WRONG[address]}")
    assert found.endswith(HOST + address)


def test_every_link_of_a_page_is_found(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "a.md"
    page.parent.mkdir()
    page.write_text(f"one\n[a]({HOST}3/#a), <{HOST}3/>\n", "utf-8")
    assert links.links(tmp_path) == [
        Link("docs/a.md:2", f"{HOST}3/#a"),
        Link("docs/a.md:2", f"{HOST}3/"),
    ]


def test_machine_without_documentation_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoDocumentation, match=r"install Debian's python3\.15-doc"):
        links.documentation(tmp_path)
