"""The same three items leave each kind of queue in its own order."""

import queue

for kind in (
    queue.Queue,
    queue.LifoQueue,
    queue.PriorityQueue,
    queue.SimpleQueue,
):
    items = kind()
    for number in (2, 3, 1):
        items.put(number)
    left = [items.get() for _ in range(3)]
    print(f"{kind.__name__:13} {left}")
