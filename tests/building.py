"""How a build grows with the pages: the site once, four times and sixteen times.

    python -m tests.building [TIMES …]

The pages are copied into folders beside the first, with their places in the
navigation.  Seconds are of the processor, of MkDocs and of what finishes its work
together.  A build is linear if a page of the largest costs what one of the smallest
does.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import built, finish
from tools.programs import ROOT

#: By how much a page may cost more in the largest build than in the smallest.
LINEAR = 1.25
BAR = 40


def multiplied(root: Path, times: int) -> None:
    """Write into `root` a site of the pages of this one, `times` over."""
    for one in ROOT.iterdir():
        if one.name not in (".cache", ".git", "docs", "mkdocs.yml", "site"):
            (root / one.name).symlink_to(one)
    (root / ".cache").mkdir()
    shutil.copytree(ROOT / "docs", root / "docs")
    head, nav = (ROOT / "mkdocs.yml").read_text("utf-8").split("\nnav:\n")
    lines = nav.splitlines()
    more: list[str] = []
    for number in range(2, times + 1):
        folder = root / "docs" / f"more-{number}"
        for page in sorted((ROOT / "docs").rglob("*.md")):
            copy = folder / page.relative_to(ROOT / "docs")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(page, copy)
        for inside in ("assets", "wheels"):
            if (root / "docs" / inside).exists():
                (folder / inside).symlink_to(Path("..") / inside)
        more.append(f"  - More {number}:")
        for line in lines:
            before, space, name = line.rpartition(" ")
            place = f"{folder.name}/" if name.endswith(".md") else ""
            more.append(f"    {before}{space}{place}{name}")
    text = "\n".join((head, "nav:", *lines, *more, ""))
    (root / "mkdocs.yml").write_text(text, "utf-8")


def seconds(times: int) -> tuple[int, float]:
    """The pages of a site of `times` as many, and the time for its build."""
    with tempfile.TemporaryDirectory() as name:
        root, site = Path(name) / "root", Path(name) / "site"
        root.mkdir()
        multiplied(root, times)
        before = _used()
        subprocess.run(
            # Not strict: the copies have the anchors of the first pages.
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", site],
            cwd=root,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            stderr=subprocess.DEVNULL,
            check=True,
        )
        finish.finish(site, root)
        return len(built.files(site)), _used() - before


def _used() -> float:
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def main() -> None:
    """Print seconds, and seconds for 100 pages, as bars."""
    parser = argparse.ArgumentParser(prog="python -m tests.building")
    parser.add_argument("times", nargs="*", type=int, default=[1, 4, 16])
    rows = [seconds(times) for times in parser.parse_args().times]
    most = max(taken for _, taken in rows)
    for pages, taken in rows:
        bar = "█" * max(1, round(BAR * taken / most))
        each = 100 * taken / pages
        print(f"{pages:6,} pages {taken:7.1f} s, 100 in {each:5.1f} s  {bar}")
    (few, least), (many, longest) = rows[0], rows[-1]
    ratio = longest / many / (least / few)
    reached = "reached" if ratio <= LINEAR else "NOT reached"
    print(f"{reached:<13}a page costs {ratio:.2f} × (at most {LINEAR})")


if __name__ == "__main__":
    main()
