"""The same mkdocs.yml under MkDocs with Material and under Zensical."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import built
from tools.programs import ROOT


@pytest.fixture(scope="module")
def under_zensical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as Zensical builds it, strictly."""
    root = tmp_path_factory.mktemp("zensical")
    for name in ("docs", "snippets", "api", "overrides"):
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
    return root / "site"


def test_both_build_the_same_pages(site: Path, under_zensical: Path) -> None:
    assert set(built.load(site)) == set(built.load(under_zensical))


def test_both_show_the_same_code(site: Path, under_zensical: Path) -> None:
    theirs = built.load(under_zensical)
    different = [
        address
        for address, page in built.load(site).items()
        if page.code_blocks() != theirs[address].code_blocks()
    ]
    assert different == []


def test_both_have_the_same_anchors(site: Path, under_zensical: Path) -> None:
    def anchors(page: built.Built) -> set[str]:
        headings = page.article.find_all(["h1", "h2", "h3", "h4", "h5"], id=True)
        return {str(heading["id"]) for heading in headings}

    theirs = built.load(under_zensical)
    different = {
        address: anchors(page) ^ anchors(theirs[address])
        for address, page in built.load(site).items()
        if anchors(page) != anchors(theirs[address])
    }
    assert different == {}
