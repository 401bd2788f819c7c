"""Three threads download, and at most two of them at a time."""

import threading

slots = threading.Semaphore(2)
done = []


def download(page):
    with slots:
        done.append(page)


threads = [threading.Thread(target=download, args=[n]) for n in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(done))
