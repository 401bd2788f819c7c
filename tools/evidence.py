"""What was seen of each program, and the lines under it on its page.

`snippets/evidence.json` holds, for each program, the digest of its source and
the interpreters that ran it as declared. A machine with fewer interpreters
adds to what another one saw; a changed source starts anew.
"""

import json
from pathlib import Path, PurePosixPath

from tools.interpreters import order
from tools.programs import SNIPPETS, Program, sentence

FILE = "evidence.json"
INDEX, PENDING = "index.result.md", "pending.result.md"


def load(folder: Path = SNIPPETS) -> dict[str, dict]:
    """The evidence by program name: `{"sha256": ..., "ran": ["3.11", ...]}`."""
    path = folder / FILE
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def dump(evidence: dict[str, dict]) -> str:
    """The text of the file, one program a line, so that changes read well."""
    rows = [
        f"  {json.dumps(name)}: {json.dumps(entry)}"
        for name, entry in sorted(evidence.items())
    ]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def merged(entry: dict | None, program: Program, ran: list[str]) -> dict:
    """The entry of a program after these interpreters ran it, too."""
    kept = entry["ran"] if entry and entry["sha256"] == program.sha256 else []
    return {"sha256": program.sha256, "ran": sorted({*kept, *ran}, key=order)}


def result(program: Program, entry: dict) -> str:
    """The Markdown under a program: what it printed, and where it ran."""
    parts = []
    out, err = program.captured(".out"), program.captured(".err")
    for path, title in ((out, "Prints"), (err, "Standard error")):
        if path.exists() and path.read_text("utf-8").strip():
            include = path.relative_to(program.folder).as_posix()
            parts.append(f'```text title="{title}"\n--8<-- "{include}"\n```\n')
    ran = f"CPython {sentence(entry['ran'])}"
    if program.pending:
        said = f"Run on {ran}; {_ended(program)}. Its output may differ between runs."
    elif program.hangs:
        said = f"Run on {ran}: it never ends."
    elif program.fails:
        said = f"Run on {ran}: it fails like this, exit status {program.status}."
        if len(set(program.fails.values())) > 1:
            said += " The message is that of 3.13; other versions word it differently."
    else:
        said = f"Run on {ran}: this output each time."
    if program.needs:
        said += f" It needs {program.needs} or newer."
    parts.append(f'<p class="evidence">{said}</p>\n')
    return "\n".join(parts)


def _ended(program: Program) -> str:
    if program.may_hang:
        return "it may end or hang"
    if program.may_fail:
        return "it may end well or fail"
    return "it ended each time"


def index(known: dict[str, Program], nav: dict[str, str | None]) -> str:
    """The Markdown of the index of programs, a section a page.

    Args:
        known: All programs.
        nav: The pages' addresses below `docs/` and their titles, in order.
    """
    parts = []
    for folder, address in homes(known, nav).items():
        title = nav[address] or folder.replace("_", " ").capitalize()
        parts.append(f"## [{title}](../{address})\n")
        for name in (n for n in known if n.startswith(f"{folder}/")):
            module = name.removesuffix(".py").replace("/", ".")
            parts.append(
                f"::: snippets.{module}\n    options:\n"
                f"      heading: {name}\n      show_root_toc_entry: false\n"
            )
    return "\n".join(parts)


def homes(known: dict[str, Program], nav: dict[str, str | None]) -> dict[str, str]:
    """The page each folder of programs is named after, in the nav's order."""
    folders = {name.partition("/")[0] for name in known}
    found: dict[str, str] = {}
    for address in nav:
        path = PurePosixPath(address)
        stem = (
            path.parent.name if path.stem == "index" and path.parent.name else path.stem
        )
        folder = stem.replace("-", "_")
        if folder in folders and folder not in found:
            found[folder] = address
    return found


def pending(known: dict[str, Program]) -> str:
    """The Markdown of the list "proof pending"."""
    head = "| program | what waits for its proof |\n| --- | --- |\n"
    rows = (f"| `{p.name}` | {p.pending} |\n" for p in known.values() if p.pending)
    return head + "".join(rows)
