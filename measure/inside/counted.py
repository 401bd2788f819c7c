"""Says by count alone what a call lets others do: no clock decides.

python counted.py < {"probes": [...], "tiny": true}
"""

import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import calls
import share


def _turns(call):
    """How often another thread counts meanwhile, which asks each millisecond."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.001)
    try:
        with share.Beside(polite=True) as other:
            time.sleep(0.01)
            before = other.count
            call()
            return other.count - before
    finally:
        sys.setswitchinterval(usual)


def measure(probe, folder):
    """The verdict, with the size at which the probe starts."""
    call = calls.Prepared(probe, probe["start"], folder, 0.05)
    if share.released_by(call.ready, 3):
        return {"verdict": "lets"}
    # The system can stop this thread before the call: others count more then, not less.
    counted = min(_turns(call.ready()) for _ in range(3))
    return {"verdict": "turns" if counted > 9 else "blocks"}


if __name__ == "__main__":
    calls.main(lambda: ({}, []), measure)
