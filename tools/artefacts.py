"""What there must be in `captured/` and in `docs/assets/graphs/`: one list of files.

Of a program such as `lock/counter.py` there can be

    captured/lock/counter.outcomes.json    every way it can end
    captured/lock/counter.out, .err        what it always writes
    captured/lock/counter.result.md        what pages show below it
    captured/lock/counter.lanes.svg        a schedule, for a page that explains it
    docs/assets/graphs/lock/counter.json   every step, for the player in the page

`make update` writes what is missing or different and removes whatever is not in the
list. The tests hold the files against the same list.
"""

import tempfile
from pathlib import Path

from tools import evidence, graphs, names, outcomes, pages, rows, swimlanes
from tools.evidence import Facts
from tools.outcomes import unexplorable
from tools.programs import CAPTURED, ROOT, Program, programs, read_captured
from tools.swimlanes import FIGURE, LANES, Still

FOLDERS = (CAPTURED, graphs.FOLDER)
PRINTED = (".out", ".err")
RESULT = ".result.md"
Texts = dict[Path, str]


def captured() -> dict[str, Facts]:
    """What was found of each program, as the files say.

    Raises:
        BadProgram: A file is damaged.
    """
    seen = evidence.load()
    return {n: _facts(p, seen[n]) for n, p in programs().items() if n in seen}


def _facts(program: Program, entry: dict) -> Facts:
    texts = {s: read_captured(program.captured(s), str) for s in PRINTED}
    printed = {suffix: text for suffix, text in texts.items() if text is not None}
    if unexplorable(program):
        return Facts(entry, printed=printed)
    known, graph = outcomes.load(program), graphs.load(program)
    return Facts(entry, known, graph, printed)


def artefacts(found: dict[str, Facts]) -> Texts:
    """Every file that there must be, and its text.

    Args:
        found: What was found of each program, by its name.
    """
    _judge(found)
    known, nav, stills = programs(), pages.nav_titles(ROOT), _stills(found)
    entries = {name: facts.entry for name, facts in found.items()}
    texts = {
        CAPTURED / evidence.FILE: evidence.dump(entries),
        CAPTURED / evidence.UNEXPLORED: evidence.unexplored(known, found),
        CAPTURED / names.FILE: names.table(),
    }
    for file, sections in evidence.INDEXES.items():
        texts[CAPTURED / file] = evidence.index(known, nav, sections)
    measured = read_captured(rows.TABLE, str)  # which `make rows` writes
    if measured is not None:
        texts[rows.TABLE] = measured
    for name, facts in found.items():
        program = known[name]
        for suffix, text in facts.printed.items():
            texts[program.captured(suffix)] = text
        if facts.known is not None:
            texts[program.captured(outcomes.SUFFIX)] = outcomes.dump(facts.known)
        if facts.graph is not None:
            texts[graphs.path(program)] = graphs.dump(facts.graph)
        if figure := stills.get((name, FIGURE)):
            texts[program.captured(graphs.FIGURE)] = figure.svg
        still = stills.get((name, LANES))
        texts[program.captured(RESULT)] = evidence.result(program, facts, still)
    return texts


def _judge(found: dict[str, Facts]) -> None:
    for name, facts in found.items():
        if facts.graph is not None:
            mended = found.get(programs()[name].twin or name)
            graphs.judge(facts.graph, mended.known if mended else None)


def _stills(found: dict[str, Facts]) -> dict[tuple[str, str], Still]:
    """The picture of each graph, and of some another one beside the prose."""
    figures = graphs.figures()
    asked = {}
    for name, facts in found.items():
        if facts.graph is not None:
            asked[name, LANES] = facts.graph
            if name in figures:
                asked[name, FIGURE] = facts.graph
    return swimlanes.stills(asked)


def changes(
    texts: Texts, folders: tuple[Path, ...] = FOLDERS
) -> dict[Path, str | None]:
    """What differs in the folders: the text of a file, or None for one too many."""
    there = {p for folder in folders for p in folder.rglob("*") if p.is_file()}
    return {
        path: texts.get(path)
        for path in sorted(there | texts.keys())
        if path not in there or path.read_text("utf-8") != texts.get(path)
    }


def write(changed: dict[Path, str | None], root: Path = ROOT) -> list[str]:
    """Write the changes; return a line for each.

    First all of them aside, then each into its place: none is ever half there.
    """
    said = []
    cache = root / ".cache"
    cache.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        new = {}
        for number, (path, text) in enumerate(changed.items()):
            if text is not None:
                new[path] = Path(folder, str(number))
                new[path].write_text(text, "utf-8", newline="\n")
        for path, text in changed.items():
            if text is None:
                word = "removed"
                path.unlink()
            else:
                word = "changed" if path.exists() else "new"
                path.parent.mkdir(parents=True, exist_ok=True)
                new[path].replace(path)
            said.append(f"{word:7}  {path.relative_to(root).as_posix()}")
    return said
