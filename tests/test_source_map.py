"""Each heading, row, fragment and primitive of the source document has a place."""

import pytest

from tools import pages
from tools.programs import ROOT

OUTLINE = {
    "Headings": [
        "Multi-Threading in Python",
        "Table of Contents",
        "Introduction",
        "Getting Started",
        "Basic Concepts",
        "Process vs Thread",
        "Thread Creation",
        "Starting and Joining Threads",
        "Thread Synchronization",
        "Thread Safety",
        "Thread Synchronization",
        "Thread Safety",
    ],
    "Rows of the comparison": [
        "Execution",
        "Memory",
        "Communication",
        "Overhead",
        "Scalability",
    ],
    "Code fragments": [
        "Instantiating the Thread class",
        "Subclassing the Thread class",
        "Starting a thread",
        "Joining a thread",
    ],
    "Primitives": ["Lock", "Semaphore", "Condition", "Event"],
}
MAP = ROOT / "docs/reference/source-map.md"


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading of the map."""
    text = MAP.read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("heading", OUTLINE)
def test_map_names_everything_in_its_order(heading: str) -> None:
    assert [row[0] for row in rows(heading)] == OUTLINE[heading]


@pytest.mark.parametrize("heading", OUTLINE)
def test_each_has_a_place(heading: str) -> None:
    """That the links live is held for every page; here, that there is one."""
    without = [row[0] for row in rows(heading) if "](../" not in row[1]]
    assert without in ([], ["Table of Contents"])


def test_pages_stand_under_the_titles_of_the_source() -> None:
    titles = [str(page.meta["title"]) for page in pages.pages()]
    for title in OUTLINE["Headings"][2:]:
        assert titles.count(title) == OUTLINE["Headings"].count(title), title


def test_sections_stand_in_the_order_of_the_source() -> None:
    nav = list(pages.nav_titles(ROOT))
    order = [
        "index.md",
        "getting-started.md",
        "basic-concepts/index.md",
        "basic-concepts/process-vs-thread.md",
        "basic-concepts/thread-creation.md",
        "basic-concepts/starting-and-joining.md",
        "basic-concepts/synchronization.md",
        "basic-concepts/safety.md",
        "synchronization/index.md",
        "thread-safety/index.md",
    ]
    assert [address for address in nav if address in order] == order


def test_whole_comparison_is_in_the_page() -> None:
    page = next(p for p in pages.pages() if p.path.stem == "process-vs-thread")
    first = [
        line.split("|")[1].strip(" *")
        for line in page.lines
        if line.startswith("|") and "|" in line[1:]
    ]
    assert [f for f in first if f in OUTLINE["Rows of the comparison"]] == (
        OUTLINE["Rows of the comparison"]
    )
