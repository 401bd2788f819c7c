"""Two threads import one module: it is executed once, before either goes on."""

# expect: finished:[1, 1] 1
import threading

found = []


def work():
    import counted

    found.append(counted.ready)


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
import runs

print(found, len(runs.all_of_them))
