"""The main thread counts as a party, so there is always one."""

import threading

files = []
all_loaded = threading.Barrier(len(files) + 1)
loaders = [threading.Thread(target=all_loaded.wait) for _ in files]
for loader in loaders:
    loader.start()
all_loaded.wait()
for loader in loaders:
    loader.join()
print("loaded:", len(files))
