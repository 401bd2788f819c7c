"""`make site`: check the pages, build aside, check what was built, swap.

Whatever goes wrong, the `site/` that was there stays whole.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import built, finish, live, pages, player, styles, wheel
from tools.programs import ROOT


def build(root: Path, folder: Path) -> list[str]:
    """Build the site of `root` into an empty `folder`; return complaints."""
    found = pages.check(root)
    if found:
        return found
    if (root / "player").exists():
        wrong = player.build(root) or live.build(root)
        if wrong:
            return [wrong]
    if (root / "wheel").exists():
        wrong = wheel.build(root)
        if wrong:
            return [wrong]
    done = subprocess.run(
        # With `--quiet` it would count no warning: strict about nothing.
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", folder],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = [
        line
        for line in done.stdout.splitlines()
        if line and not line.startswith("INFO ")
    ]
    if done.returncode:
        return said or [f"mkdocs.yml:1: mkdocs ended with {done.returncode}"]
    for line in said:
        print(line)
    try:
        finish.finish(folder, root)
    except styles.Unpurged as error:
        return [f"tools/purge.mjs: the theme's style sheets could not be read: {error}"]
    return built.check(folder, root)


def swap(new: Path, old: Path) -> None:
    """Put the folder `new` in the place of `old`."""
    aside = new.with_name(new.name + ".old")
    shutil.rmtree(aside, ignore_errors=True)
    if old.exists():
        old.rename(aside)
    new.rename(old)
    shutil.rmtree(aside, ignore_errors=True)


def main(root: Path = ROOT) -> int:
    """Build `site/`; return the exit status."""
    new = root / ".cache" / "site"
    shutil.rmtree(new, ignore_errors=True)
    new.parent.mkdir(exist_ok=True)
    wrong = build(root, new)
    if wrong:
        print(*wrong, sep="\n", file=sys.stderr)
        print(f"site/ not changed: {len(wrong)} to mend", file=sys.stderr)
        return 1
    swap(new, root / "site")
    print(f"site/ built: {len(built.files(root / 'site'))} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT))
