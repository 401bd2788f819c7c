"""Measures calls in the Python that runs it: probes come in as JSON, rows go out.

    python calls.py < {"probes": [...], "tiny": false}

The first line of the answer and its last are the controls. A row follows for each
probe, an error where it raised.
"""

import gc
import importlib.metadata
import json
import os
import shutil
import statistics
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import share

ENOUGH = 0.07  # seconds that a call should take
SHORT = 0.025  # below this it is too short for a share
SETUP = 1.5  # seconds of set-up at which a call is not made longer


class Prepared:
    """A probe's call at one size."""

    def __init__(self, probe, n, folder, wait=0.15):
        self.probe = probe
        self.n = n
        self.folder = folder
        self.wait = wait
        try:
            self.code = compile(probe["call"], probe["name"], "eval")
        except SyntaxError:
            self.code = compile(probe["call"], probe["name"], "exec")
        self.setup = compile(probe["setup"], probe["name"], "exec")
        begin = time.perf_counter()
        self.prepare()
        self.cost = time.perf_counter() - begin

    def prepare(self):
        """Run the set-up in a new name space."""
        self.space = {
            "__name__": "probe",
            "n": self.n,
            "wait": self.wait,
            "folder": self.folder,
        }
        exec(self.setup, self.space)

    def __call__(self):
        """What is measured."""
        return eval(self.code, self.space)

    def ready(self):
        """Itself, set up again if each call needs that."""
        if self.probe["fresh"]:
            self.prepare()
        return self


def sized(probe, folder):
    """The call, made long enough, and its seconds alone."""
    n = probe["start"]
    Prepared(probe, min(n, 10), folder)()  # imports and first-call costs
    for _ in range(14):
        call = Prepared(probe, n, folder)
        took = share.alone(call.ready())
        enough = took >= ENOUGH or not probe["sized"] or n >= probe["cap"]
        if enough or call.cost > SETUP:
            break
        factor = 1.3 * ENOUGH / max(took, 1e-6)
        n = min(probe["cap"], int(n * min(12, max(1.5, factor))) + 1)
        call = None  # before there is a larger one
        gc.collect()
    return call or Prepared(probe, n, folder), n, took


def threshold(probe, folder):
    """The least number of bytes, up to 4 MiB, from which it lets go of the GIL."""

    def lets(n):
        call = Prepared(probe, n, folder)
        times = max(60, min(400, 4_000_000 // n))
        return share.released_by(call.ready, times)

    if not lets(1 << 22) or lets(1):
        return None
    for _ in range(3):
        low, high = 1, 1 << 22
        while high - low > 1:
            middle = (low + high) // 2
            if lets(middle):
                high = middle
            else:
                low = middle
        if lets(high) and lets(high) and not lets(low) and not lets(low):
            return high
    raise share.Unmeasurable("no size from which it lets go: the machine is busy")


def measure(probe, folder):
    """The row of a probe."""
    call, n, took = sized(probe, folder)
    row = {"n": n} if probe["sized"] else {}
    if probe["package"]:
        row["version"] = importlib.metadata.version(probe["package"])
    if took < SHORT:
        released = share.released_by(call.ready, max(3, int(0.05 / took)))
        row |= {"alone": took, "share": None}
    else:
        runs = []
        for _ in range(3):
            runs.append(share.share_of(call.ready()))
            if len(runs) == 1 and (runs[0][0] < 0.08 or runs[0][0] > 0.95):
                break  # clear at once
        released = share.released_by(call.ready)
        row["alone"] = took
        row["share"] = round(statistics.median(run[0] for run in runs), 2)
        row["shares"] = [round(run[0], 2) for run in runs]
        row["beside"] = float(f"{statistics.median(run[1] for run in runs):.3g}")
    row["alone"] = float(f"{row['alone']:.3g}")
    row["released"] = released
    row["verdict"] = share.verdict(row["share"], released)
    del call
    if probe["bytes"] and released:
        row["from"] = threshold(probe, folder)
    return row


def once(probe, folder):
    """Run a probe on tiny input."""
    call = Prepared(probe, 10, folder, wait=0.001)
    call()
    return {}


def say(**words):
    """A line of the answer."""
    sys.__stdout__.write(json.dumps(words) + "\n")
    sys.__stdout__.flush()


def main(controls, measure):
    """Answer; the exit status says whether the harness itself worked.

    Args:
        controls: Measures what is known; gives what came out and what is wrong.
        measure: Gives the row of a probe.
    """
    asked = json.load(sys.stdin)
    sys.stdout = sys.stderr  # what a probe prints is no answer
    tiny = asked["tiny"]
    if not tiny:
        seen, wrong = controls()
        say(controls=seen, wrong=wrong)
        if wrong:
            return
    for probe in asked["probes"]:
        folder = tempfile.mkdtemp(prefix="probe-")
        say(begun=probe["name"])
        try:
            row = (once if tiny else measure)(probe, folder)
        except share.Unmeasurable:
            raise
        except BaseException as error:
            row = {"error": f"{type(error).__name__}: {error}".splitlines()[0][:200]}
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        say(name=probe["name"], row=row)
        gc.collect()
    if not tiny:
        seen, wrong = controls()
        say(controls=seen, wrong=wrong)
    os._exit(0)  # whatever a library left running


if __name__ == "__main__":
    main(share.controls, measure)
