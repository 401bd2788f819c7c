#!/bin/sh
# On CPython with a GIL, beside one computing thread, a thread that makes short system
# calls is some two hundred times slower on two cores than on one.
#
# Guess: with a core for each of the two threads, a byte through a socket pair takes a
# little longer than alone, and with both threads pinned to one core it takes longest,
# since they then queue for the core as well as for the GIL.
#
# Seen: alone 2.4 µs; beside a thread that counts, on two cores, 360 to 1,100 times as long
# (the switch interval of 5 ms, again and again); with both on ONE core 3 to 4 times as long.
# On two cores the computing thread takes the GIL while the other is inside its call, and
# keeps it for the interval. On one core it cannot run during the call, and the caller
# has the GIL back before it is scheduled. So a second core makes the program slower, and
# taskset -c 0 "mends" it. CPython 3.11.2, 3.11.7, 3.12.1, 3.13.0, 3.13.18, 3.14.10 and
# 3.15.2 alike; on free-threaded 3.13.5 there is nothing to see (1.1 times).
#
# Source: running it. Exit 1: it behaves differently now. Exit 2: it can't be seen here
# (no Linux, one core, a free-threaded build, or a machine that is too busy).
set -eu
python=${PYTHON:-$(command -v python3)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/show.py" <<'PY'
import os, socket, statistics, sys, sysconfig, threading, time

if not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2:
    sys.exit(2)
if sysconfig.get_config_var("Py_GIL_DISABLED"):
    sys.exit(2)
cores = sorted(os.sched_getaffinity(0))
one, other = socket.socketpair()

def once(seconds=0.2):
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        one.send(b"x")
        other.recv(1)
        done += 1
    return seconds / done

def beside(count):
    os.sched_setaffinity(0, cores[:count])
    stop = []
    def compute():
        number = 0
        while not stop:
            number += 1
    thread = threading.Thread(target=compute)
    thread.start()
    time.sleep(0.05)
    try:
        return once()
    finally:
        stop.append(1)
        thread.join()
        os.sched_setaffinity(0, cores)

alone = min(once() for _ in range(3))
two = statistics.median(beside(2) for _ in range(5)) / alone
single = statistics.median(beside(1) for _ in range(5)) / alone
print(f"{sys.version.split()[0]}: alone {alone * 1e6:.2f} us; beside a computing thread")
print(f"  two cores {two:.0f} times as long, one core {single:.1f} times")
if two < 10 * single and os.getloadavg()[0] > len(cores) / 4:
    sys.exit(2)  # somebody else computes here, too
sys.exit(two < 10 * single)
PY
"$python" "$folder/show.py"
