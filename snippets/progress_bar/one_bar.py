"""Two workers move one bar, and a lock keeps its count right."""

import threading

from tqdm import tqdm

bar = tqdm(total=4, unit="page", disable=None)
bar_lock = threading.Lock()
saved = []


def download(pages):
    for page in pages:
        saved.append(page)
        with bar_lock:
            bar.update()


workers = [
    threading.Thread(target=download, args=[pages])
    for pages in (["home", "news"], ["shop", "map"])
]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
bar.close()
print("saved:", len(saved))
