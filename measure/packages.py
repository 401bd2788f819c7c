"""Which packages keep the GIL off: the newest wheel a free-threaded build gets.

    python -m measure.packages [--only NAME]

For each name in `measure/packages.txt`: the newest release, the one that installs from
a wheel on the free-threaded Python here, and whether importing it switches the GIL on.
Nothing is built from source.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from measure import environment, machine, store
from tools import interpreters, setup

NAMES = store.ROOT / "measure" / "packages.txt"
BIG = {"cupy-cuda12x", "jaxlib"}
ASK = """
import importlib, json, re, sys, warnings
from importlib import metadata
warnings.simplefilter("ignore")
folder, package, module = sys.argv[1:]
sys.path.insert(0, folder)
dist = metadata.distribution(package)
tags = re.findall(r"(?m)^Tag: (.*)$", dist.read_text("WHEEL") or "")
row = {"version": dist.version, "tag": tags[0] if tags else ""}
try:
    importlib.import_module(module)
except BaseException as error:
    row["import"] = f"{type(error).__name__}: {error}".splitlines()[0][:120]
row["gil"] = sys._is_gil_enabled()
print(json.dumps(row))
"""


def names(path: Path = NAMES) -> dict[str, str]:
    """What to import, by the package's name.

    Raises:
        store.BadResults: A line is neither a name nor two words.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        words = line.partition("#")[0].split()
        if len(words) > 2 or (words and words[0] in found):
            raise store.BadResults(f"measure/packages.txt:{number}: not understood")
        if words:
            found[words[0]] = (
                words[-1].replace("-", "_") if len(words) == 1 else words[1]
            )
    return found


def newest(uv: Path, wanted: list[str]) -> dict[str, str]:
    """The newest release of each, whether there is a wheel of it or not."""
    found = {}
    for name in wanted:
        words = [
            uv,
            "pip",
            "compile",
            "-q",
            "--no-deps",
            "--no-header",
            "--no-annotate",
        ]
        done = subprocess.run(
            [*map(str, words), "--python", sys.executable, "-"],
            input=name,
            capture_output=True,
            text=True,
            check=False,
        )
        version = done.stdout.strip().partition("==")[2].split(" ")[0]
        if version:
            found[name] = version
    return found


def ask(uv: Path, python: str, name: str, module: str) -> dict[str, Any]:
    """Install one package from wheels alone, and import it."""
    folder = tempfile.mkdtemp(prefix="package-")
    try:
        words = [uv, "pip", "install", "-q", "--python", python, "--target", folder]
        done = subprocess.run(
            [*map(str, words), "--only-binary", ":all:", name],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            said = " ".join(done.stderr.split())
            wheel = "wheel" in said or "no matching" in said or "only-binary" in said
            return {"version": None} if wheel else {"error": said[-160:]}
        done = subprocess.run(
            [python, "-I", "-c", ASK, folder, name, module],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            return {"error": f"ended Python: {done.returncode}"}
        row: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return row
    except subprocess.TimeoutExpired:
        return {"error": "took too long"}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rows() -> dict[str, tuple[store.Results, store.Measurement]]:
    """The newest answer for each package, whichever machine gave it."""
    found: dict[str, tuple[store.Results, store.Measurement]] = {}
    for results in store.load("packages"):
        for name, row in results.rows.items():
            told = [m for m in row if "error" not in m]
            if told and (
                name not in found or found[name][1]["date"] <= told[-1]["date"]
            ):
                found[name] = results, told[-1]
    return found


def kind_of(row: store.Measurement) -> str:
    """`none`: no wheel; `on`: it switches the GIL on; `python`: made for any Python."""
    if row["version"] is None:
        return "none"
    if "import" in row:
        return "fails"
    if row["gil"]:
        return "on"
    return "python" if row["tag"].endswith("none-any") else "off"


WORDS = {
    "none": "no wheel to install",
    "fails": "does not import",
    "on": "**switches it on**",
    "python": "stays off, but the wheel is Python alone",
    "off": "stays off",
}


def table() -> dict[str, str]:
    """The table of packages."""
    found = rows()
    if not found:
        return {}
    lines = ["| package | newest | wheel | the GIL | seen |", "| --- " * 5 + "|"]
    for name, (_, row) in sorted(found.items()):
        wheel = row["version"] or "none"
        if row["version"] and row["newest"] and row["version"] != row["newest"]:
            wheel += ", older"
        said = WORDS[kind_of(row)]
        if "import" in row:
            said += f": `{row['import'].replace('|', ' ')}`"
        lines.append(
            f"| `{name}`{{ #package-{store.slug(name)} }} | {row['newest'] or ''} "
            f"| {wheel} | {said} | {row['date']} |"
        )
    return {"packages.result.md": "\n".join([*lines, ""])}


def main(arguments: list[str]) -> int:
    """Ask for the packages; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m measure.packages")
    parser.add_argument("--only", default="", help="a part of a package's name")
    asked = parser.parse_args(arguments)
    free = [i for i in interpreters.found() if i.free_threaded]
    if not free:
        print("packages: no free-threaded Python here: nothing recorded")
        return 1
    python = environment.of(free[-1])
    uv = setup._uv()
    chosen = {n: m for n, m in names().items() if asked.only in n and n not in BIG}

    def row(item: tuple[str, str]) -> tuple[str, dict[str, Any]]:
        name, module = item
        told = ask(uv, python.path, name, module)
        told["newest"] = newest(uv, [name]).get(name)
        told = {"date": store.today(), **told}
        store.record(
            store.Results("packages", machine.here(), python.as_json(), {name: [told]})
        )
        print(name, json.dumps(told), flush=True)
        return name, told

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(row, chosen.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
