"""The same mkdocs.yml under MkDocs with Material and under Zensical."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import searching
from tools import built, finish
from tools.programs import ROOT

Pages = dict[str, built.Built]


@pytest.fixture(scope="module")
def zensical_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site as Zensical builds it, strictly."""
    root = tmp_path_factory.mktemp("zensical")
    for name in ("docs", "snippets", "captured", "api", "measure"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    done = subprocess.run(
        [Path(sys.executable).with_name("zensical"), "build", "--strict"],
        cwd=root,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    finish.finish(root / "site", root)
    return root / "site"


@pytest.fixture(scope="module")
def under_zensical(zensical_site: Path) -> Pages:
    """The pages that Zensical builds."""
    return built.load(zensical_site)


@pytest.fixture(scope="module")
def under_mkdocs(built_pages: Pages) -> Pages:
    """The site as MkDocs builds it."""
    return built_pages


def test_both_build_the_same_pages(under_mkdocs: Pages, under_zensical: Pages) -> None:
    assert set(under_mkdocs) == set(under_zensical)


def test_both_show_the_same_code(under_mkdocs: Pages, under_zensical: Pages) -> None:
    different = [
        address
        for address, page in under_mkdocs.items()
        if page.code_blocks != under_zensical[address].code_blocks
    ]
    assert different == []


def test_both_have_the_same_anchors(under_mkdocs: Pages, under_zensical: Pages) -> None:
    def anchors(page: built.Built) -> set[str]:
        headings = page.article.find_all(["h1", "h2", "h3", "h4", "h5"], id=True)
        return {str(heading["id"]) for heading in headings}

    different = {
        address: anchors(page) ^ anchors(under_zensical[address])
        for address, page in under_mkdocs.items()
        if anchors(page) != anchors(under_zensical[address])
    }
    assert different == {}


def test_both_say_the_same_of_programs(
    under_mkdocs: Pages, under_zensical: Pages
) -> None:
    """What the last step marks and numbers does not depend on the generator."""

    def marks(page: built.Built) -> list[tuple[object, ...]]:
        return [
            (block["class"], block.get("data-copy"), block.find(class_="lines"))
            for block in page.article.select(".highlight:has(> .filename)")
        ]

    for address, page in under_mkdocs.items():
        assert marks(page) == marks(under_zensical[address]), address


def test_both_leave_room_for_the_logo(
    under_mkdocs: Pages, under_zensical: Pages
) -> None:
    for pages in (under_mkdocs, under_zensical):
        for address, page in pages.items():
            logos = page.html.select('img[src$="logo.svg"]')
            assert logos, address
            assert all(logo.get("width") for logo in logos), address


def test_scripts_wait_for_no_picture_under_zensical(under_zensical: Pages) -> None:
    """It starts otherwise than Material: they stand in the page, named in its head."""
    for address, page in under_zensical.items():
        scripts = [script["src"] for script in page.html.select("script[src]")]
        early = page.html.select("head > link[rel=preload][as=script]")
        assert scripts, address
        assert [link["href"] for link in early] == scripts, address
        assert not page.html.select("template, .player__bar"), address


def test_the_search_of_zensical_finds_and_is_drawn(
    chromium: Browser, zensical_site: Path, serve: Callable[..., str]
) -> None:
    """It brings a sheet of its own, which the policy of the pages has to know."""
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    searching.go(page, serve(zensical_site))
    assert "errors/locks/" in searching.found(page, "release unlocked lock")[:3]
    assert said == []
    page.close()
