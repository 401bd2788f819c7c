"""No files, so a barrier for nobody: it fails, or waits for ever."""

import threading

files = []
try:
    all_loaded = threading.Barrier(len(files))
    all_loaded.wait(timeout=0.05)
except (ValueError, threading.BrokenBarrierError):
    print("main never got past the barrier")
