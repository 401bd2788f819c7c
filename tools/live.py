"""Pack the engine of the page into `docs/assets/live/`, where its sources have changed.

    python -m tools.live

Python comes from `node_modules/`, the rest from `scheduler/` and `player/live/`. Like
the player's bundle, it is built and not committed.
"""

import sys
from pathlib import Path

from tools import player
from tools.programs import ROOT


def sources(root: Path) -> list[Path]:
    """The files that the engine is made of."""
    own = (p for p in (root / "player" / "live").iterdir() if p.is_file())
    return [
        root / "package-lock.json",
        *sorted(own),
        *sorted((root / "scheduler").rglob("*.py")),
    ]


def build(root: Path = ROOT) -> str | None:
    """Make sure of the engine; return a complaint, and then nothing was changed."""
    script = "player/live/build.mjs"
    return player.renew(root, "live", script, sources(root), "manifest.json")


def main() -> int:
    """Pack the engine; return the exit status."""
    wrong = build()
    if wrong:
        print(wrong, file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
