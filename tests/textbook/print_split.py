"""Text and line end are two writes."""

import threading


def work(name):
    print(name)


threads = [threading.Thread(target=work, args=(n,)) for n in "ab"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
