"""Says by count alone what a call lets others do: no clock decides.

python counted.py < {"probes": [...], "tiny": true}
"""

import os
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import calls
import share


def _place(frame):
    """Where a thread is: its code, the instruction, and what its variables are."""
    return frame.f_code, frame.f_lasti, [id(v) for v in frame.f_locals.values()]


def _turns(call):
    """At how many places of the call another thread, looking often, finds it.

    A call into C that keeps the GIL is seen before and after it alone, however long
    its thread then has to wait for a processor.
    """
    main = threading.get_ident()
    state = {"inside": False, "over": False, "places": 0}

    def look():
        last = None
        while not state["over"]:
            place = _place(sys._current_frames()[main])
            if state["inside"] and place != last:
                state["places"] += 1
            last = place
            time.sleep(0.001)

    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.001)
    other = threading.Thread(target=look, daemon=True)
    other.start()
    try:
        state["inside"] = True
        call()
        state["inside"] = False
    finally:
        state["over"] = True
        sys.setswitchinterval(usual)
        other.join()
    return state["places"]


def measure(probe, folder):
    """The verdict, with the size at which the probe starts."""
    call = calls.Prepared(probe, probe["start"], folder, 0.05)
    if _turns(call.ready()) > 9:
        return {"verdict": "turns"}
    return {"verdict": "lets" if share.released_by(call.ready) else "blocks"}


if __name__ == "__main__":
    calls.main(lambda: ({}, []), measure)
