"""The swimlanes of recorded schedules, as pictures that need no script.

`player/still.ts` draws them, so that what a reader is told of a schedule is made in one
place. Node is asked once for all of them.
"""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools import player
from tools.programs import ROOT

#: What the identifiers of a picture begin with, below its program and beside prose: a
#: page may show the same schedule twice.
LANES, FIGURE = "lanes", "figure"


@dataclass(frozen=True)
class Still:
    """The picture of a schedule: what it is called, and inline SVG."""

    title: str
    svg: str


def stills(
    asked: Mapping[tuple[str, str], dict[str, Any]],
) -> dict[tuple[str, str], Still]:
    """The picture of each graph's first bad outcome, or of its first.

    Args:
        asked: The graphs, each by its program's name and what the identifiers begin
            with.

    Raises:
        CalledProcessError: A graph can't be drawn; Node has said why.
    """
    done = subprocess.run(
        [player.BIN / "node", ROOT / "player" / "make-stills.ts"],
        input=json.dumps([{"graph": g, "ids": ids} for (_, ids), g in asked.items()]),
        stdout=subprocess.PIPE,
        check=True,
        encoding="utf-8",
    )
    drawn = [Still(**still) for still in json.loads(done.stdout)]
    return dict(zip(asked, drawn, strict=True))
