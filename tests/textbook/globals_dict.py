"""One thread rebinds a global, another one reads it out of globals()."""

import threading

price = 3
seen = []


def look():
    seen.append(dict(globals())["price"])


thread = threading.Thread(target=look)
thread.start()
price = 4
thread.join()
print("price seen:", seen[0])
