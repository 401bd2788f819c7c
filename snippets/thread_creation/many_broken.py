"""Threads that look up the loop variable when it has moved on."""

import threading

files = ["ada.txt", "bob.txt", "eve.txt"]
read = []


def load(file):
    read.append(file)


threads = []
for file in files:
    threads.append(threading.Thread(target=lambda: load(file)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(read))
