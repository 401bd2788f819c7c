"""Each thread sees its own attribute."""

import threading

data = threading.local()
data.value = "main"
seen = []


def work(name):
    data.value = name
    seen.append(data.value)


threads = [threading.Thread(target=work, args=(n,)) for n in "ab"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(seen), data.value)
