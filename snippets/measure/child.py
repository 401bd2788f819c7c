"""Two threads wait for two programs, and both of them run."""

import subprocess
import sys
import threading

CHAT = "print('hello', flush=True); input()"
said = []


def run():
    child = subprocess.Popen(
        [sys.executable, "-c", CHAT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    said.append(child.stdout.readline())
    both_run.wait()
    child.communicate("goodbye\n")


both_run = threading.Barrier(2)
threads = [threading.Thread(target=run) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(said)
