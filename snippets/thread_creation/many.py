"""One thread for each item of a list, however long the list is."""

import threading

files = ["ada.txt", "bob.txt", "eve.txt"]
read = []


def load(file):
    read.append(file)


threads = []
for file in files:
    threads.append(threading.Thread(target=load, args=(file,)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(read))
