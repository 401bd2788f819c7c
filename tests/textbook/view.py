"""One thread adds a key, another one looks at the dict through a view."""

import threading

found = {}
names = found.keys()
seen = []


def add():
    found["kiwi"] = 1


thread = threading.Thread(target=add)
thread.start()
seen.append(list(names))
thread.join()
print("names seen:", len(seen[0]))
