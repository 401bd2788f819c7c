"""Runs probes in the Python that is measured, and takes down what they say.

A child process measures a batch. Its first and last words are the controls: where one
fails, nothing of the batch is recorded. A probe that ends its process, or that takes
too long, gets a row that says so, and the rest is measured in a new process.
"""

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

INSIDE = Path(__file__).resolve().parent / "inside"
PATIENCE = 60.0
CALM = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "NUMBA_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
Tell = Callable[[str], None]


@dataclass
class Batch:
    """What a batch of probes said.

    Attributes:
        rows: The measurement of each probe, by its name.
        controls: What the controls came out as, first and last.
        wrong: Why nothing of it may be recorded; empty where the controls held.
    """

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    controls: list[dict[str, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def _lines(child: subprocess.Popen[str]) -> "queue.SimpleQueue[str | None]":
    said: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        assert child.stdout
        with child.stdout:
            for line in child.stdout:
                said.put(line)
        said.put(None)

    threading.Thread(target=read, daemon=True).start()
    return said


def _child(
    python: str, script: str, asked: dict[str, Any], patience: float, batch: Batch
) -> str | None:
    """Run one process; return the name of the probe at which it broke off."""
    child = subprocess.Popen(
        [python, "-I", str(INSIDE / script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | CALM,
        start_new_session=True,
    )
    complaints: list[str] = []

    def listen() -> None:
        assert child.stderr
        with child.stderr:
            complaints.extend(child.stderr)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    said = _lines(child)
    assert child.stdin
    child.stdin.write(json.dumps(asked))
    child.stdin.close()
    now, late, finished = None, False, 0
    while True:
        try:
            line = said.get(timeout=patience)
        except queue.Empty:
            late = True
            break
        if line is None:
            break
        told = json.loads(line)
        if "controls" in told:
            batch.controls.append(told["controls"])
            batch.wrong += told["wrong"]
            finished += 1
        elif "begun" in told:
            now = told["begun"]
        else:
            batch.rows[told["name"]] = told["row"]
            now = None
    if late:
        child.kill()
        while said.get() is not None:
            pass
    status = child.wait()
    listener.join()
    if now is None:
        if status or late or not (finished or asked["tiny"]):
            last = complaints[-1].strip() if complaints else f"status {status}"
            batch.wrong.append(f"the harness itself: {last}")
        return None
    why = f"took longer than {patience:.0f} s" if late else f"ended Python: {status}"
    batch.rows[now] = {"error": why}
    return now


def batch(
    python: str,
    probes: Sequence[dict[str, Any]],
    script: str = "calls.py",
    tiny: bool = False,
    patience: float = PATIENCE,
    **more: Any,
) -> Batch:
    """Measure probes in one Python.

    Args:
        python: The executable.
        probes: What `Probe.as_json` gives.
        script: The file of `measure/inside/` that measures this kind.
        tiny: Run each once on tiny input, and measure nothing.
        patience: Seconds after which a probe is given up.
        **more: What the script is told, too.
    """
    told = Batch()
    left = list(probes)
    while left and not told.wrong:
        asked = {"probes": left, "tiny": tiny, **more}
        broke = _child(python, script, asked, patience, told)
        if broke is None:
            break
        left = [probe for probe in left if probe["name"] not in told.rows]
    return told


def insistently(
    tell: Tell, tries: int, pause: float, measured: Callable[[], Batch]
) -> Batch:
    """A batch whose controls held; after some tries the last one, whatever it says."""
    for left in range(tries - 1, -1, -1):
        told = measured()
        if not told.wrong or not left:
            break
        tell(f"not recorded, trying again: {'; '.join(told.wrong)}")
        time.sleep(pause)
    return told
