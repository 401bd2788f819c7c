"""A module starts the threads that share the program's counter."""

# expect: finished:1
# expect: finished:2
import delays

count = 0


def add():
    global count
    count += 1


threads = [delays.at_once(add) for _ in range(2)]
for thread in threads:
    thread.join()
print(count)
